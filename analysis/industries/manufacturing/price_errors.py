"""Errors in the price index, which enter productivity, output and price alike.

An index that misses part of a price fall makes output and productivity look smaller by as much,
in the same industry and period, while employment is counted without it. What would be found
without the error is extrapolated from what is found with more of it (Cook and Stefanski 1994,
JASA 89(428), 1314-1328): errors of known variance are added in steps, and a quadratic through
the mean estimates is carried back to no error. How large the error is, nobody knows; so the
answer is a function of its share in the variance of productivity changes. Where the error is large
a quadratic goes back too little: the true correction is larger than shown.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.findings import derived
from analysis.industries.manufacturing.changes import chosen
from analysis.industries.manufacturing.checks import Slopes
from analysis.industries.manufacturing.declared import ERROR_SHARES, Specification
from analysis.industries.manufacturing.responses import Rows

Array = npt.NDArray[np.float64]
Kind = Literal["fresh", "lasting"]

KINDS: tuple[Kind, ...] = ("fresh", "lasting")
"""A new error in every period, or the same in all periods of an industry."""
STEPS = (0.5, 1.0, 1.5, 2.0)


@derived
def with_price_errors(
    changes: pd.DataFrame, specification: Specification, *, seed: int, draws: int
) -> pd.DataFrame:
    """Estimates corrected for an error in the price index of a given share.

    Parameters
    ----------
    changes : pandas.DataFrame
        From :func:`long_differences`.
    specification : Specification
    seed, draws : int
        Of the errors added, at each step.

    Returns
    -------
    pandas.DataFrame
        ``kind`` of error, its ``share``, the ``response`` without position, the ``falls`` per log
        point of position.
    """
    sample = chosen(changes, specification.industries, specification.window, specification.borders)
    rows = Rows.of(sample.sort_values(["sic", "start"]))
    slopes, rng = Slopes(rows, specification), np.random.default_rng(seed)
    found = []
    for kind in KINDS:
        for share in ERROR_SHARES:
            steps = [_mean(slopes, rows, specification, step * share, kind, rng, draws)
                     for step in (0.0, *(STEPS if share else ()))]  # fmt: skip
            found.append((kind, share, *_without_error(steps)))
    return pd.DataFrame(found, columns=["kind", "share", "response", "falls"])


def _mean(
    slopes: Slopes,
    rows: Rows,
    specification: Specification,
    share: float,
    kind: Kind,
    rng: np.random.Generator,
    draws: int,
) -> tuple[float, float]:
    """Mean estimates with errors added whose variance is `share` of that of productivity."""
    tfp, position = rows.columns["tfp"], rows.position(specification)
    if share == 0:
        return slopes.response(tfp), slopes.falls(tfp, position)
    scale, count = float(np.sqrt(share) * tfp.std()), int(rows.industry.max()) + 1
    periods = tfp.size // count
    estimates = []
    for _ in range(draws):
        error = scale * rng.standard_normal((count, periods if kind == "fresh" else 1))
        error = np.broadcast_to(error, (count, periods))
        # A price index too high by the error: output and productivity too low, and from the next
        # period on the position too.
        before = np.cumsum(error, axis=1) - error
        noisy = tfp - error.ravel()
        estimates.append((slopes.response(noisy), slopes.falls(noisy, position - before.ravel())))
    response, falls = np.mean(estimates, axis=0)
    return float(response), float(falls)


def _without_error(steps: list[tuple[float, float]]) -> tuple[float, float]:
    if len(steps) == 1:
        return steps[0]
    at = np.array([0.0, *STEPS])
    response, falls = (
        float(np.polyval(np.polyfit(at, np.array(values), 2), -1.0))
        for values in zip(*steps, strict=True)
    )
    return response, falls
