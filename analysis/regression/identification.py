"""Whether the data identify the parameters at the estimate, and if not, which and why."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.regression.arrays import BoolArray, FloatArray, column_scales

# Derivatives are exact to about 1e-13, so a singular value below this is zero for all we know.
_RANK_TOLERANCE = 1e-11
_NUMERIC_RANK_TOLERANCE = 1e-8
_LOADING = 1e-4


@dataclass(frozen=True)
class Identification:
    """Diagnostics of the Jacobian at the estimate, its columns scaled to length one.

    Parameters
    ----------
    rank : int
        Numerical rank over the parameters that are not on a bound.
    condition_number : float
        Largest over smallest singular value.
    weakest : array, shape (k,)
        Direction in parameters (scaled columns) the data say least about.
    refused : dict of str to str
        Parameters without a standard error, with the reason.
    """

    rank: int
    condition_number: float
    weakest: FloatArray
    refused: dict[str, str]

    @property
    def identified(self) -> bool:
        return not self.refused


def identify(
    names: tuple[str, ...],
    jacobian: FloatArray,
    free: BoolArray,
    exact: bool,
    perfect: bool,
) -> tuple[Identification, FloatArray]:
    """Diagnose a Jacobian and return with it the bread, the inverse of J'J, shape (k, k).

    Rows and columns of refused parameters are NaN in the bread.
    """
    k = len(names)
    used = np.ascontiguousarray(jacobian[:, free])
    scales = column_scales(used)
    _, values, right = np.linalg.svd(used / scales, full_matrices=False)
    tolerance = _RANK_TOLERANCE if exact else _NUMERIC_RANK_TOLERANCE
    kept = values > tolerance * values[0] if values.size else values > 0.0
    rotated = right[kept] / values[kept, None]
    inverse = (rotated.T @ rotated) / np.outer(scales, scales)
    refused = {n: "at a bound" for n, f in zip(names, free, strict=True) if not f}
    refused |= _unidentified([n for n, f in zip(names, free, strict=True) if f], right[~kept])
    if perfect:
        refused = {n: "perfect fit: residuals are rounding error" for n in names} | refused
    bread = np.full((k, k), np.nan)
    places = np.flatnonzero(free)
    bread[np.ix_(places, places)] = inverse
    gone = [j for j, n in enumerate(names) if n in refused]
    bread[gone, :] = np.nan
    bread[:, gone] = np.nan
    weakest = np.zeros(k)
    if values.size:
        weakest[places] = right[-1]
    condition = float(values[0] / values[-1]) if values.size and values[-1] > 0 else float(np.inf)
    return Identification(int(kept.sum()), condition, weakest, refused), bread


def _unidentified(names: list[str], null_space: FloatArray) -> dict[str, str]:
    """Reasons for the parameters that take part in a direction the mean does not depend on."""
    reasons: dict[str, str] = {}
    for direction in null_space:
        members = [n for n, v in zip(names, direction, strict=True) if abs(v) > _LOADING]
        if len(members) == 1:
            reasons[members[0]] = "not identified: the mean does not depend on it at the estimate"
            continue
        for name in members:
            others = ", ".join(m for m in members if m != name)
            reasons[name] = f"not identified: only a combination with {others} is"
    return reasons
