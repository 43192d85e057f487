"""Whether the data identify the parameters at the estimate, and if not, which and why."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from analysis.regression.arrays import BoolArray, FloatArray
from analysis.regression.solver.tangent import Tangent

# Exact derivatives are good to about 1e-13, numeric ones to 1e-10; a singular value below that
# is zero for all we know.
_RANK_TOLERANCE = 1e-11
_NUMERIC_RANK_TOLERANCE = 1e-8
_LOADING = 1e-4

# Why a parameter has no standard error although other things have one, given its value.
AT_BOUND = "at a bound"


@dataclass(frozen=True)
class Identification:
    """Diagnostics of the Jacobian at the estimate, its columns scaled to length one.

    Parameters
    ----------
    plane : Tangent
        Tangent plane over the parameters that do not lie on a bound.
    rank : int
        Its numerical rank.
    refused : dict of str to str
        Parameters without a standard error, with the reason.
    open : array, shape (free - rank, free)
        Directions of the scaled parameters in which the mean does not change, as rows.
    """

    plane: Tangent
    rank: int
    refused: dict[str, str]
    open: FloatArray

    @cached_property
    def condition_number(self) -> float:
        """Largest over smallest singular value."""
        values = self.plane.decomposition[0]
        return float(values[0] / values[-1]) if values.size and values[-1] > 0.0 else np.inf

    @property
    def weakest(self) -> FloatArray:
        """Direction in scaled free parameters of which the data say least."""
        return np.asarray(self.plane.decomposition[1][-1])

    @property
    def identified(self) -> bool:
        """Whether every parameter has a standard error."""
        return not self.refused


def identify(
    names: tuple[str, ...], plane: Tangent, free: BoolArray, exact: bool, unusable: str = ""
) -> tuple[Identification, FloatArray]:
    """Diagnose a tangent plane over the free parameters.

    Parameters
    ----------
    names : tuple of str
    plane : Tangent
    free : array of bool, shape (k,)
    exact : bool
        Whether derivatives are exact to rounding.
    unusable : str
        Why no parameter has a standard error, empty if there is no such reason.

    Returns
    -------
    Identification
    bread : array, shape (k, k)
        Inverse of J'J, generalised where there are directions left open; zero for parameters on a
        bound, which are held there; NaN where nothing is usable.
    """
    inside = [name for name, is_free in zip(names, free.tolist(), strict=True) if is_free]
    rank, refused = len(inside), {n: AT_BOUND for n in names if n not in inside}
    open_ = np.empty((0, len(inside)))
    if plane.inverse is not None:
        inverse = plane.inverse
    else:
        values, right = plane.decomposition
        tolerance = _RANK_TOLERANCE if exact else _NUMERIC_RANK_TOLERANCE
        kept = values > tolerance * np.max(values, initial=0.0)
        rotated = right[kept] / values[kept, None]
        inverse, rank = rotated.T @ rotated, int(kept.sum())
        open_ = right[~kept]
        refused |= _unidentified(inside, open_)
    if unusable:
        refused |= dict.fromkeys(names, unusable)
    inverse = inverse / (plane.scales[:, None] * plane.scales)
    found = Identification(plane, rank, refused, open_)
    bread = np.full((len(names), len(names)), np.nan if unusable else 0.0)
    if not unusable:
        places = np.flatnonzero(free)
        bread[np.ix_(places, places)] = inverse
    return found, bread


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
