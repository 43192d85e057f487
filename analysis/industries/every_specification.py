"""Every declared specification fitted: elasticities at both ends, and whether they cross one."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from analysis.demand import DemandModel, DemandResults, SpecifiedModel
from analysis.demand.checks import specification_curve as checks
from analysis.industries.declared import CURVES, Specification, specifications
from analysis.industries.samples import Frames, model
from analysis.industries.series import Industry

# Around zero R squared in logs depends on the unit: units per thousand people.
LOG_UNIT = float(np.log(1_000.0))
CHOICES = ("quantity", "price", "window", "relative", "error", "curve")


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
        As :func:`analysis.demand.specification_curve`; choices are ``quantity``, ``price``,
        ``start``, ``end``, ``relative``, ``error`` and ``curve``.
    """
    return checks.specification_curve(specified(industry, curves, frames or Frames(industry)))


def specified(
    industry: Industry, curves: tuple[str, ...], frames: Frames
) -> tuple[SpecifiedModel, ...]:
    """The declared specifications of an industry as models."""
    return tuple(
        SpecifiedModel(_choices(one), partial(_model, one, frames), one.primary)
        for one in specifications(industry, curves)
    )


def rsquared_uncentred(results: DemandResults) -> float:
    """One minus squared residuals over squares of the dependent variable around zero.

    In logs it depends on the unit of quantity, here units per thousand people; it is shown
    because the published figure does not say which of the two it is.
    """
    endog = results.equation.endog(results.series)
    shift = LOG_UNIT if results.equation.error == "log" else 0.0
    return float(1.0 - results.regression.ssr / ((endog + shift) ** 2).sum())


def spread_by_choice(frame: pd.DataFrame, target: str = "last") -> pd.DataFrame:
    """How much each declared choice moves a target, the window one choice.

    As :func:`analysis.demand.checks.specification_curve.spread_by_choice`.
    """
    window = frame["start"].astype(str) + "-" + frame["end"].astype(str)
    return checks.spread_by_choice(frame.assign(window=window), CHOICES, target)


def _choices(one: Specification) -> dict[str, object]:
    return {
        "quantity": one.quantity, "price": one.price, "start": one.first, "end": one.last,
        "relative": one.relative, "error": one.error, "curve": one.curve,
    }  # fmt: skip


def _model(one: Specification, frames: Frames) -> DemandModel:
    return model(one, frames.sample(one).frame)
