"""Every declared specification fitted: elasticities at both ends, and whether they cross one."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.demand import DemandResults
from analysis.demand.registry import curve_named
from analysis.errors import LabourError, ReplicationError
from analysis.industries.declared import CURVES, Specification, specifications
from analysis.industries.refit import refit
from analysis.industries.samples import Frames, log_relative_price, model
from analysis.industries.series import Industry

# Same data, same elasticities at both ends to this many digits: one fit under two names, as when
# the floor of a curve is estimated at zero.
_DIGITS = 3
UNBOUNDED = 1e3
# Around zero R squared in logs depends on the unit: units per thousand people.
LOG_UNIT = float(np.log(1_000.0))
# Curves that may degenerate into a constant elasticity as their spread grows.
REFITTED = ("lognormal", "log_logistic", "weibull")


def specification_curve(
    industry: Industry, curves: tuple[str, ...] = CURVES, frames: Frames | None = None
) -> pd.DataFrame:
    """Fit every declared specification of an industry.

    Parameters
    ----------
    industry : {"cotton", "steel", "motor_vehicles"}
    curves : tuple of str
        By default the admissible ones.
    frames : Frames, optional
        Frames of the industry, where they were made before.

    Returns
    -------
    pandas.DataFrame
        One row a specification: its choices, ``nobs``, ``first`` and ``last`` elasticity with
        95% limits (delta method, HAC), ``crosses`` (above one at the first observation and
        below at the last, in that order), ``rsquared``, ``rsquared_uncentred``, ``status``
        (``fitted``, ``unbounded`` where an elasticity or its interval has no finite limit, or
        ``refused``), ``reason`` for a refusal, and ``duplicate`` for a fit that repeats another.
    """
    made = frames or Frames(industry)
    rows = [_row(one, made) for one in specifications(industry, curves)]
    frame = pd.DataFrame(rows)
    key = (
        frame[["quantity", "price", "relative", "error", "nobs"]].astype(str).agg("|".join, axis=1)
    )
    ends = frame[["first", "last"]].map(lambda value: f"{value:.{_DIGITS}g}")
    same = key + ends["first"] + "|" + ends["last"]
    frame["duplicate"] = (frame["status"] != "refused") & same.duplicated()
    return frame


def fit(specification: Specification) -> DemandResults:
    """Fit one specification with heteroskedasticity- and autocorrelation-consistent errors."""
    return model(specification).fit(cov_type="HAC")


def rsquared_uncentred(results: DemandResults) -> float:
    """One minus squared residuals over squares of the dependent variable around zero.

    In logs it depends on the unit of quantity, here units per thousand people; it is shown
    because the published figure does not say which of the two it is.
    """
    endog = results.equation.endog(results.series)
    shift = LOG_UNIT if results.equation.error == "log" else 0.0
    return float(1.0 - results.regression.ssr / ((endog + shift) ** 2).sum())


def spread_by_choice(frame: pd.DataFrame, target: str = "last") -> pd.DataFrame:
    """How much each choice moves a target: range of its median over the options of the choice.

    Returns
    -------
    pandas.DataFrame
        One row a choice, largest first: ``options``, ``lowest`` and ``highest`` median of the
        target, ``range``.
    """
    used = frame[(frame["status"] != "refused") & ~frame["duplicate"]].copy()
    used["window"] = used["start"].astype(str) + "-" + used["end"].astype(str)
    rows = {}
    for choice in ("quantity", "price", "window", "relative", "error", "curve"):
        middle = used.groupby(choice)[target].median()
        rows[choice] = {
            "options": len(middle),
            "lowest": float(middle.min()),
            "highest": float(middle.max()),
            "range": float(middle.max() - middle.min()),
        }
    return pd.DataFrame.from_dict(rows, orient="index").sort_values("range", ascending=False)


def _row(one: Specification, frames: Frames) -> dict[str, object]:
    row: dict[str, object] = {
        "quantity": one.quantity, "price": one.price, "start": one.first, "end": one.last,
        "relative": one.relative, "error": one.error, "curve": one.curve, "primary": one.primary,
    }  # fmt: skip
    try:
        frame = frames.sample(one).frame
        if one.curve in REFITTED:
            _require_minimum(one, frame)
        results = model(one, frame).fit(cov_type="HAC")
        first, last = results.elasticity("first"), results.elasticity("last")
    except LabourError as error:
        nothing = dict.fromkeys(
            ("first", "first_low", "first_high", "last", "last_low", "last_high", "rsquared"),
            float("nan"),
        )
        reason = f"{type(error).__name__}: {str(error).splitlines()[0]}"
        return {**row, **nothing, "nobs": 0, "crosses": False, "status": "refused",
                "reason": reason}  # fmt: skip
    limits = np.array([first.value, last.value, first.lower, first.upper, last.lower, last.upper])
    bounded = bool(np.isfinite(limits).all() and np.abs(limits).max() < UNBOUNDED)
    return {
        **row,
        "first": first.value, "first_low": first.lower, "first_high": first.upper,
        "last": last.value, "last_low": last.lower, "last_high": last.upper,
        "rsquared": results.rsquared, "nobs": results.nobs,
        "crosses": bool(first.value > 1.0 > last.value),
        "status": "fitted" if bounded else "unbounded", "reason": "",
    }  # fmt: skip


def _require_minimum(one: Specification, frame: pd.DataFrame) -> None:
    """Refuse a fit whose sum of squares falls for ever as the curve degenerates.

    The end of that road is a curve of constant elasticity, which a fit is then no better than.

    Raises
    ------
    ReplicationError
    """
    quantity = frame["quantity"].to_numpy(dtype=float)[None]
    logs = log_relative_price(one, frame)
    if not refit(curve_named(one.curve), logs, quantity, one.error).converged[0]:
        raise ReplicationError("no better than a constant elasticity, into which it degenerates")


def relative_price_path(one: Specification, frame: pd.DataFrame) -> pd.Series[float]:
    """Price relative to what the specification relates it to, by year."""
    values = np.exp(log_relative_price(one, frame))
    return pd.Series(values, index=frame.index, name="relative_price")
