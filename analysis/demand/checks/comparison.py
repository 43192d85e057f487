"""Curves side by side: criteria, forecasts, and what the choice does to the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from tqdm import tqdm

from analysis.demand.checks.forecasts import (
    HORIZONS,
    RollingForecasts,
    diebold_mariano,
    rolling_origin,
)
from analysis.demand.checks.growth_equation import GrowthEquation
from analysis.demand.curves.curve import ERROR_SCALES, ErrorScale, FloatArray
from analysis.demand.curves.growth import GROWTH_KINDS
from analysis.demand.curves.registry import CURVES, curve_named
from analysis.demand.equation import DemandEquation, Equation
from analysis.demand.estimates import TurningPoint
from analysis.demand.estimation import estimate
from analysis.demand.model import DemandModel
from analysis.demand.results import DemandResults
from analysis.demand.series import DemandSeries
from analysis.errors import DemandError, LabourError, first_line
from analysis.regression import NLSResults

AKAIKE_SHARE = 0.95
Key = tuple[str, str]


@dataclass(frozen=True, repr=False)
class CurveComparison:
    """Curves fitted side by side.

    Parameters
    ----------
    table : DataFrame
        One row a curve and error scale, best AICc first. ``k`` counts the error variance;
        ``llf`` is the log-likelihood of quantity itself, so that fits in logs and in levels
        compare (the log fit's less the sum of log quantity); ``weight`` is the Akaike weight
        among the rows that were fitted; ``elasticity``, its interval and ``turning`` answer the
        question; ``rmse_h`` and ``dm_h`` are log forecast errors h observations ahead and the
        Diebold-Mariano p-value against ``reference``; ``refused`` says why a row is empty.
    reference : tuple of str
        The model's own curve and error scale.
    forecasts : dict
        `RollingForecasts` by curve and error scale; empty if not asked for.
    """

    table: pd.DataFrame
    reference: Key
    forecasts: dict[Key, RollingForecasts]

    def demand(self) -> pd.DataFrame:
        """Fitted demand curves, with Akaike weights among themselves, best first."""
        growth = self.table.index.get_level_values("curve").isin(GROWTH_KINDS)
        fitted = self.table[self.table["weight"].notna() & ~growth]
        return fitted.assign(weight=akaike_weights(fitted["aicc"]))

    def credible(self, share: float = AKAIKE_SHARE) -> pd.DataFrame:
        """The best demand curves that together hold this share of the weight among them."""
        fitted = self.demand()
        before = fitted["weight"].cumsum() - fitted["weight"]
        return fitted[before < share]

    def spread(self, share: float = AKAIKE_SHARE) -> pd.Series:
        """Lowest and highest elasticity over the credible demand curves, and over all of them.

        The same for the turning price of the credible ones, and how many of them never turn.
        ``growth_weight`` is the Akaike weight of growth in calendar time against all curves: near
        one, price does no work that the calendar would not do.
        """
        credible, fitted = self.credible(share), self.demand()
        growth = self.table.index.get_level_values("curve").isin(GROWTH_KINDS)
        return pd.Series(
            {
                "credible_low": credible["elasticity"].min(),
                "credible_high": credible["elasticity"].max(),
                "all_low": fitted["elasticity"].min(),
                "all_high": fitted["elasticity"].max(),
                "turning_low": credible["turning"].min(),
                "turning_high": credible["turning"].max(),
                "never_turning": int(credible["turning"].isna().sum()),
                "growth_weight": self.table.loc[growth, "weight"].sum(),
            }
        )

    def shown(self) -> pd.DataFrame:
        """The table without the columns in which nothing stands."""
        kept = [name for name in self.table if not self.table[name].isin(["", np.nan]).all()]
        return self.table[kept]

    def __str__(self) -> str:
        return self.shown().to_string(float_format="{:.4g}".format)

    def __repr__(self) -> str:
        return f"<CurveComparison: {len(self.table)} curves, reference {', '.join(self.reference)}>"

    def _repr_html_(self) -> str:
        return self.shown().to_html(float_format="{:.4g}".format)


def compare_curves(
    model: DemandModel,
    curves: Sequence[str] = tuple(CURVES),
    errors: Sequence[ErrorScale] = ERROR_SCALES,
    growth: bool = True,
    at: object = "last",
    horizons: Sequence[int] = HORIZONS,
    every: int = 1,
    progress: bool = False,
) -> CurveComparison:
    """Fit several curves to the series of one model.

    Parameters
    ----------
    model : DemandModel
        Its series, income treatment and controls are shared; its own curve is the reference.
    curves : sequence of str
        Names in `analysis.demand.CURVES`.
    errors : sequence of {"log", "level"}
    growth : bool
        Whether growth in calendar time, which needs no price, is compared too.
    at : label, "first" or "last"
        Where the elasticity is compared.
    horizons : sequence of int
        Steps ahead of the rolling forecasts; none if empty.
    every : int
        Observations between forecast origins.
    progress : bool
        Whether to show a progress bar.

    Raises
    ------
    DemandError
        If no curve is named, or the model has autoregressive errors.
    """
    if not curves or not errors:
        raise DemandError("no curve or no error scale named; allowed: at least one of each")
    if model.errors != "iid":
        raise DemandError(f"errors is {model.errors!r}; allowed: 'iid', as for all curves")
    equations = _equations(model, curves, errors, growth)
    reference = (model.curve.label, model.error)
    rows: dict[Key, dict[str, object]] = {}
    forecasts: dict[Key, RollingForecasts] = {}
    for key, equation in tqdm(equations.items(), desc="curves", disable=None if progress else True):
        rows[key] = _row(equation, model.series, at)
        if horizons:
            forecasts[key] = rolling_origin(equation, model.series, horizons, every=every)
    table = pd.DataFrame.from_dict(rows, orient="index")
    table.index = pd.MultiIndex.from_tuples(table.index, names=["curve", "error"])
    table["weight"] = akaike_weights(table["aicc"])
    if horizons:
        table = table.join(_forecast_columns(forecasts, reference, horizons))
    table = table.sort_values("aicc", kind="stable", na_position="last")
    return CurveComparison(table, reference, forecasts)


def akaike_weights(aicc: pd.Series) -> pd.Series:
    """exp(-(AICc - least) / 2), scaled to sum to one; NaN where there is no AICc.

    They take errors as independent: with dependent errors they are too sure of themselves.
    """
    relative = np.exp(-0.5 * (aicc.to_numpy(dtype=float) - aicc.min()))
    return pd.Series(relative / np.nansum(relative), index=aicc.index, name="weight")


def _equations(
    model: DemandModel, curves: Sequence[str], errors: Sequence[ErrorScale], growth: bool
) -> dict[Key, Equation]:
    found: dict[Key, Equation] = {}
    for error in errors:
        for name in curves:
            curve = curve_named(name)
            found[curve.label, error] = replace(model.equation, curve=curve, error=error)
        if growth:
            for kind in GROWTH_KINDS:
                found[kind, error] = GrowthEquation(kind, error, model.series.control_names)
    return found


def _row(equation: Equation, series: DemandSeries, at: object) -> dict[str, object]:
    empty: dict[str, object] = dict.fromkeys(
        ("k", "rsquared", "llf", "aicc", "bic", "elasticity", "lower", "upper", "turning"), np.nan
    )
    empty |= {"standing": "", "refused": ""}
    try:
        fitted = estimate(equation, series)
    except LabourError as error:
        return empty | {"refused": first_line(error)}
    row = empty | criteria(fitted, equation, series)
    if isinstance(equation, DemandEquation):
        results = DemandResults(equation, series, fitted)
        elasticity, point = results.elasticity(at), results.turning_point()
        row |= {
            "elasticity": elasticity.value,
            "lower": elasticity.lower,
            "upper": elasticity.upper,
            "turning": _price(point),
            "standing": point.reason,
        }
    return row


def _price(point: TurningPoint) -> float:
    return np.nan if point.price is None else point.price.value


def criteria(fitted: NLSResults, equation: Equation, series: DemandSeries) -> dict[str, object]:
    """Log-likelihood of quantity, AICc and BIC; the error variance counts as a parameter.

    A density of log quantity becomes one of quantity when divided by quantity (the Jacobian).
    """
    jacobian = float(np.log(series.quantity).sum()) if equation.error == "log" else 0.0
    llf = float(fitted.llf) - jacobian
    k, n = len(fitted.params) + 1, series.nobs
    return {
        "k": k,
        "rsquared": float(fitted.rsquared),
        "llf": llf,
        "aicc": -2.0 * llf + 2.0 * k + 2.0 * k * (k + 1) / (n - k - 1),
        "bic": -2.0 * llf + k * float(np.log(n)),
    }


def _forecast_columns(
    forecasts: dict[Key, RollingForecasts], reference: Key, horizons: Sequence[int]
) -> pd.DataFrame:
    rows = {}
    for key, rolling in forecasts.items():
        row: dict[str, FloatArray | float] = {}
        for horizon, rmse in rolling.rmse().items():
            row[f"rmse_{horizon}"] = float(rmse)
        for horizon in horizons:
            row[f"dm_{horizon}"] = _against(forecasts, key, reference, horizon)
        rows[key] = row
    table = pd.DataFrame.from_dict(rows, orient="index")
    table.index = pd.MultiIndex.from_tuples(table.index, names=["curve", "error"])
    return table


def _against(
    forecasts: dict[Key, RollingForecasts], key: Key, reference: Key, horizon: int
) -> float:
    """Diebold-Mariano p-value against the reference; NaN for itself and with too few origins."""
    if key == reference or reference not in forecasts:
        return np.nan
    first, second = forecasts[key].errors[horizon], forecasts[reference].errors[horizon]
    if not (np.isfinite(first.dropna()).all() and np.isfinite(second.dropna()).all()):
        # A curve that forecasts no demand at all has an infinite loss: nothing to test.
        return np.nan
    try:
        return diebold_mariano(first, second, forecasts[key].overlap(horizon)).pvalue
    except DemandError:
        return np.nan
