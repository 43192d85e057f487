"""Curves side by side on the primary series, those in calendar time alone among them."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.demand import compare_curves
from analysis.demand.checks.autoregressive import autoregressive_rivals, rivals_frame
from analysis.demand.curves.registry import CURVES
from analysis.findings import BY, Quantity, finds, name_of, resting
from analysis.industries.fitted import Fitted

IN_TIME = ("logistic", "gompertz")
HORIZONS = (1, 10)
SHOWN = ["k", "rsquared", "aicc", "weight", "elasticity", *(f"rmse_{h}" for h in HORIZONS)]


@dataclass(frozen=True)
class Rivals:
    """Curves in the price and curves in calendar time, fitted to one series.

    Attributes
    ----------
    table : pandas.DataFrame
        As in :class:`analysis.demand.CurveComparison`, best AICc first.
    reference : (str, str)
        Row of the lognormal curve: curve and error scale.
    persistent : pandas.DataFrame
        The same with first-order autoregressive errors on both, as from
        :func:`analysis.demand.checks.autoregressive.rivals_frame`.
    """

    table: pd.DataFrame
    reference: tuple[str, str]
    persistent: pd.DataFrame

    @property
    def shown(self) -> pd.DataFrame:
        """What the report shows of the table, by curve: all errors are in logs."""
        return self.table.droplevel("error")[SHOWN]

    @property
    def timed(self) -> pd.DataFrame:
        """Rows of the curves in calendar time alone."""
        return self.table[self._in_time]

    @property
    def priced(self) -> pd.DataFrame:
        """Rows of the curves in the price."""
        return self.table[~self._in_time]

    @property
    def beats_time(self) -> bool:
        """Whether the best curve in the price has a lower AICc than the best in calendar time."""
        return bool(self.priced["aicc"].min() < self.timed["aicc"].min())

    @property
    def price_gain(self) -> float:
        """AICc of the best curve in time less that of the best in the price, autoregressive."""
        in_time = self.persistent["in_time"]
        aicc = self.persistent["aicc"]
        return float(aicc[in_time].min() - aicc[~in_time].min())

    @property
    def time_weight(self) -> float:
        """Akaike weight of the curves in calendar time."""
        return float(self.timed["weight"].sum())

    def forecast_ratio(self, horizon: int = HORIZONS[-1]) -> float:
        """Forecast error of the lognormal curve over that of the best curve in time."""
        error = self.table[f"rmse_{horizon}"]
        own = float(error.to_numpy()[list(self.table.index).index(self.reference)])
        return own / float(self.timed[f"rmse_{horizon}"].min())

    @property
    def _in_time(self) -> pd.Series[bool]:
        curves = self.table.index.get_level_values("curve")
        return pd.Series(curves.isin(IN_TIME), index=self.table.index)


def rivals(fitted: Fitted) -> Rivals:
    """All curves and two curves in calendar time on the series of a fit, errors in logs.

    Forecasts start every fifth observation and are conditional on the price that came about.
    """
    compared = compare_curves(fitted.model, errors=("log",), horizons=HORIZONS, every=5)
    table = resting(compared.table, fitted)
    table.attrs[BY] = name_of(rivals)
    found = rivals_frame(autoregressive_rivals(fitted.model))
    named = found.rename({name: curve.label for name, curve in CURVES.items()})
    persistent = resting(named, fitted)
    persistent.attrs[BY] = name_of(rivals)
    return Rivals(table, compared.reference, persistent)


@finds
def price_against_calendar(compared: Rivals) -> dict[str, Quantity]:
    """Whether the price does better than the calendar."""
    return {
        "beats_time": Quantity(compared.beats_time),
        "time_weight": Quantity(compared.time_weight, "share"),
        "price_gain": Quantity(compared.price_gain, "AICc"),
    }


@finds
def persistence(compared: Rivals) -> dict[str, Quantity]:
    """Persistence of the errors of the lognormal curve and of the best curve in calendar time."""
    table = compared.persistent
    timed = table[table["in_time"]]
    return {
        "rho_price": Quantity(float(table["rho"][compared.reference[0]]), "correlation"),
        "rho_time": Quantity(float(timed["rho"].iloc[0]), "correlation"),
        "best_in_time": Quantity(str(timed.index[0])),
    }


@finds
def forecast_against_calendar(compared: Rivals) -> dict[str, Quantity]:
    """Forecast error of the lognormal curve over that of the best curve in time."""
    return {"forecast_ratio": Quantity(compared.forecast_ratio(), "ratio")}


@finds
def forecast_horizon() -> dict[str, Quantity]:
    """How many years ahead the curves are compared."""
    return {"horizon": Quantity(HORIZONS[-1], "years", declared=True)}
