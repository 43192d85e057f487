"""Curves side by side on the primary series, those in calendar time alone among them."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from analysis.demand import compare_curves
from analysis.demand.checks.comparison import CurveComparison
from analysis.industries.declared import primary
from analysis.industries.samples import model
from analysis.industries.series import Industry

IN_TIME = ("logistic", "gompertz")
HORIZONS = (1, 10)


@lru_cache(maxsize=4)
def rivals(industry: Industry) -> CurveComparison:
    """All curves and two curves in calendar time on the primary series, errors in logs.

    Forecasts start every fifth observation and are conditional on the price that came about.
    """
    return compare_curves(model(primary(industry)), errors=("log",), horizons=HORIZONS, every=5)


def beats_time(comparison: CurveComparison) -> bool:
    """Whether the best curve in the price has a lower AICc than the best in calendar time."""
    timed, priced = _sides(comparison.table)
    return bool(priced["aicc"].min() < timed["aicc"].min())


def time_weight(comparison: CurveComparison) -> float:
    """Akaike weight of the curves in calendar time."""
    return float(_sides(comparison.table)[0]["weight"].sum())


def forecast_ratio(comparison: CurveComparison, horizon: int = HORIZONS[-1]) -> float:
    """Forecast error of the lognormal curve over that of the best curve in time."""
    timed, _ = _sides(comparison.table)
    column = f"rmse_{horizon}"
    own = float(
        comparison.table[column].to_numpy()[
            list(comparison.table.index).index(comparison.reference)
        ]
    )
    return own / float(timed[column].min())


def _sides(table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    timed = table.index.get_level_values("curve").isin(IN_TIME)
    return table[timed], table[~timed]
