"""The specification curve of an industry on walks that know no price, with the power of that.

The quantity and the price are the primary ones, so that the same draws can be made where the fitted
curve is at work; windows, curves, error scales and what the price is relative to are all declared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.demand.checks.joint_placebo import (
    DRAWS,
    JointPlacebo,
    Truth,
    joint_placebo,
    share_at_or_below,
)
from analysis.demand.checks.noise import noise_around
from analysis.demand.checks.pooled import (
    ENOUGH,
    Pooled,
    Statistic,
    length_needed,
    pooled,
    power_by_length,
)
from analysis.findings import Quantity, derived, finds, resting
from analysis.industries.declared import CURVES, primary
from analysis.industries.every_specification import LOG_UNIT, specified
from analysis.industries.fitted import Fitted
from analysis.industries.samples import Frames
from analysis.industries.series import TITLES, Industry
from analysis.tables import Evidence

# The curve with a floor is left out: its bound needs a solver of its own.
_CURVES = tuple(curve for curve in CURVES if curve != "floor_lognormal")


@dataclass(frozen=True, repr=False)
class IndustryPlacebo(JointPlacebo):
    """The joint placebo of an industry and the rows that it rests on.

    Attributes
    ----------
    evidence, primary_rows : tuple of Evidence
        Rows behind all specifications, and behind the primary one.
    """

    evidence: tuple[Evidence, ...]
    primary_rows: tuple[Evidence, ...]


def joint_test(frames: Frames, *, seed: int, draws: int = DRAWS) -> IndustryPlacebo:
    """Refit the declared specifications on walks and on as many draws from the fitted curve.

    Those of the primary quantity and price: one curve then says what all of them would have seen.
    """
    one = primary(frames.industry)
    pair = one.quantity, one.price
    declared = [
        item for item in specified(frames.industry, _CURVES, frames)
        if (item.choices["quantity"], item.choices["price"]) == pair
    ]  # fmt: skip
    fitted = Fitted(one, frames.sample(one))
    truth = _at_work(fitted, frames.longest(*pair).frame, seed + 1, draws)
    found = joint_placebo(declared, seed=seed, draws=draws, log_unit=LOG_UNIT, truth=truth)
    rows = frames.longest(*pair).evidence
    return IndustryPlacebo(**vars(found), evidence=rows, primary_rows=fitted.evidence)


def _at_work(fitted: Fitted, frame: pd.DataFrame, seed: int, draws: int) -> Truth:
    """Quantities around the fitted curve at the prices of all years, errors as persistent."""
    years = frame.index.to_numpy(dtype=float)
    mean = fitted.results.curve.log_quantity((frame["price"] / frame["income"]).to_numpy())
    drawn = np.exp(mean + noise_around(fitted.results).draw(years, draws, seed))
    return lambda wanted: drawn[:, np.searchsorted(years, wanted)]


@finds
def crossing_on_walks(joint: IndustryPlacebo) -> dict[str, Quantity]:
    """The specification curve against its null with its power, and R squared among placebos."""
    return {
        "p_crossing": Quantity(joint.p_crossing, "p-value"),
        "power_crossing": Quantity(joint.power_crossing, "probability"),
        "p_returning": Quantity(joint.p_returning, "p-value", rows=joint.primary_rows),
        "power_returning": Quantity(joint.power_returning, "probability", rows=joint.primary_rows),
        "crossing_all": Quantity(joint.crossing, "share"),
        "crossing_null": Quantity(float(np.median(joint.crossing_null)), "share"),
        "placebo": Quantity(
            share_at_or_below(joint.primary, joint.primary_null), "share", rows=joint.primary_rows
        ),
    }


@finds
def walks_drawn(joint: IndustryPlacebo) -> dict[str, Quantity]:
    """How many walks the null rests on."""
    return {"walks": Quantity(len(joint.crossing_null), "walks", declared=True)}


@derived
def fit_among_walks(joints: Mapping[Industry, IndustryPlacebo]) -> pd.DataFrame:
    """R squared of the primary specification and its percentile among walks, by industry.

    Returns
    -------
    pandas.DataFrame
        ``rsquared``, its ``median`` on walks and its ``percentile`` among them; the same around
        zero: ``uncentred``, ``uncentred_percentile``.
    """
    rows = [
        {
            "industry": TITLES[industry],
            "rsquared": joint.primary,
            "median": float(np.median(joint.primary_null)),
            "percentile": 100 * share_at_or_below(joint.primary, joint.primary_null),
            "uncentred": joint.uncentred,
            "uncentred_percentile": 100 * share_at_or_below(joint.uncentred, joint.uncentred_null),
        }
        for industry, joint in joints.items()
    ]
    primaries = [joint.primary_rows for joint in joints.values()]
    return resting(pd.DataFrame(rows), primaries)


def pooled_tests(joints: Mapping[Industry, IndustryPlacebo]) -> dict[str, Pooled]:
    """The industries in one test, by statistic: shares that cross one, and returns to the curve."""
    parts = joints.values()
    return {
        "crossing": pooled(
            [Statistic(j.crossing, j.crossing_null, j.crossing_true) for j in parts]
        ),
        "returning": pooled(
            [Statistic(j.returning, j.returning_null, j.returning_true) for j in parts]
        ),
    }


@derived
def tests_with_power(joints: Mapping[Industry, IndustryPlacebo]) -> pd.DataFrame:
    """Both tests on walks, by industry and pooled: p-value and power beside it.

    Returns
    -------
    pandas.DataFrame
        ``industry, crossing_p, crossing_power, returning_p, returning_power``.
    """
    rows: list[dict[str, object]] = [
        {
            "industry": TITLES[industry],
            "crossing_p": joint.p_crossing,
            "crossing_power": joint.power_crossing,
            "returning_p": joint.p_returning,
            "returning_power": joint.power_returning,
        }
        for industry, joint in joints.items()
    ]
    both = pooled_tests(joints)
    cells = {f"{name}_{kind}": getattr(test, kind) for name, test in both.items()
             for kind in ("p", "power")}  # fmt: skip
    return pd.DataFrame([*rows, {"industry": "Pooled", **cells}])


@finds
def pooled_on_walks(joints: Mapping[Industry, IndustryPlacebo]) -> dict[str, Quantity]:
    """The pooled test that has more power under the fitted curves: its p-value and that power."""
    both = pooled_tests(joints)
    name = max(both, key=lambda one: both[one].power)
    words = {"crossing": "shares that cross one", "returning": "returns to the curve"}
    return {
        "pooled_p": Quantity(both[name].p, "p-value"),
        "pooled_power": Quantity(both[name].power, "probability"),
        "pooled_statistic": Quantity(words[name]),
    }


@derived
def lengths(fits: Mapping[Industry, Fitted], *, seed: int) -> pd.DataFrame:
    """Power of the pooled test of returns for longer records, and of each industry alone."""
    table = power_by_length([fitted.results for fitted in fits.values()], seed=seed)
    names: dict[str | int, str] = {"power": "Pooled"}
    names.update((i, TITLES[industry]) for i, industry in enumerate(fits))
    return table.rename(columns=names).reset_index()


@finds
def length_to_tell(table: pd.DataFrame) -> dict[str, Quantity]:
    """From how many years of each industry the pooled test has enough power."""
    needed = length_needed(table.set_index("years").rename(columns={"Pooled": "power"}))
    return {"pooled_years": Quantity(needed, "years", text="more years than were tried")}


@finds
def enough_power() -> dict[str, Quantity]:
    """The power that is called enough."""
    return {"enough": Quantity(ENOUGH, "probability", declared=True)}
