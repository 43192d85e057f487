"""What could make the response look as if it fell, or hide it: no vote, one check each."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.errors import IndustryError
from analysis.findings import derived
from analysis.industries.manufacturing.changes import chosen
from analysis.industries.manufacturing.declared import PRIMARY, Specification
from analysis.industries.manufacturing.responses import (
    FALLS,
    PERIOD,
    TFP,
    Response,
    Rows,
    fitted,
    regressors,
    respond,
    within,
)

Array = npt.NDArray[np.float64]

FIFTHS = 5
START = "1958"
NEXT = "next_tfp"


@derived
def response_by_fifth(changes: pd.DataFrame, specification: Specification) -> pd.DataFrame:
    """Response of labour to productivity by fifth of the position at the start of the period.

    In the first period all industries stand at their start; they are a group of their own.

    Returns
    -------
    pandas.DataFrame
        A group a row: ``group``, ``position`` (mean, log points), ``coefficient``, ``low``,
        ``high``.
    """
    sample = _sample(changes, specification)
    rows = Rows.of(sample)
    position = sample[f"from_{specification.position}"]
    later = (sample["start"] > sample["start"].min()).to_numpy()
    group = np.full(len(sample), -1)
    group[later] = np.minimum(FIFTHS - 1, (position[later].rank(pct=True) * FIFTHS - 1e-9) // 1)
    names = {-1: START, **{place: f"fifth {place + 1}" for place in range(FIFTHS)}}
    design = rows.periods()
    for place, name in names.items():
        design[name] = rows.columns["tfp"] * (group == place)
    for place in range(1, FIFTHS):
        design[f"{PERIOD} at fifth {place}"] = (group == place).astype(float)
    found = fitted(rows, design, specification).coefficients
    means = [float(position[group == place].mean()) for place in names]
    return pd.DataFrame(
        {"group": list(names.values()), "position": means,
         **{name: found[name].to_numpy() for name in ("coefficient", "low", "high")}}
    )  # fmt: skip


def with_what_comes_next(changes: pd.DataFrame, specification: Specification) -> Response:
    """Productivity of the next period beside this one's; it cannot have caused this one's jobs.

    The last period has no next one and stays out.
    """
    known = changes[changes[NEXT].notna()]
    return respond(known, specification, falling=False, extra=(NEXT,))


@derived
def without_each_branch(changes: pd.DataFrame, specification: Specification) -> pd.DataFrame:
    """The fall of the response with each two-digit branch left out."""
    branch = changes["sic"].str[:2]
    fits = {name: respond(changes[branch != name], specification) for name in sorted(set(branch))}
    return pd.DataFrame(
        [(name, fit.coefficient(FALLS), *fit.interval(FALLS)) for name, fit in fits.items()],
        columns=["left_out", "coefficient", "low", "high"],
    )


def by_branch(changes: pd.DataFrame, specification: Specification = PRIMARY) -> Response:
    """Standard errors that allow for dependence within two-digit branches."""
    return respond(changes, specification, clusters="branch")


class Slopes:
    """Point estimates of one specification, for many productivities and positions.

    What is the same in every draw is prepared once.

    Parameters
    ----------
    rows : Rows
    specification : Specification
        Slopes by period are those of the rows, whatever productivity is given.
    """

    def __init__(self, rows: Rows, specification: Specification) -> None:
        design = regressors(rows, specification, falling=False)
        self._fixed = np.column_stack([design[name] for name in design if name != TFP])
        self._outcome = rows.columns[specification.labour][:, None]
        self._weights, self._industry = rows.weights(specification), rows.industry
        self._absorb = specification.effects == "period and industry"

    def falls(self, tfp: Array, position: Array) -> float:
        """Change of the response per log point of position."""
        centred = position - position.mean()
        return self._solve(np.column_stack([tfp * centred, tfp, centred]))

    def response(self, tfp: Array) -> float:
        """The response where position stays out."""
        return self._solve(tfp[:, None])

    def _solve(self, own: Array) -> float:
        """First coefficient."""
        x, y = np.column_stack([own, self._fixed[:, int(self._absorb) :]]), self._outcome
        if self._absorb:
            x, y = (within(values, self._industry, self._weights) for values in (x, y))
        weighted = x * self._weights[:, None]
        return float(np.linalg.solve(weighted.T @ x, weighted.T @ y)[0, 0])


def shuffled_positions(
    changes: pd.DataFrame, specification: Specification, *, seed: int, draws: int
) -> Array:
    """The fall of the response where every industry has the path of another one's position.

    What is the industry's own goes; what all paths share, the calendar, stays, and makes the
    response fall in every draw where demand saturates. So the slope has to be free by period, and
    the draws are then centred on zero.

    Raises
    ------
    IndustryError
        For a specification with a common slope.
    """
    if specification.slope != "by period":
        raise IndustryError(
            f"positions shuffled with slope {specification.slope!r}; allowed: 'by period'"
        )
    sample = _sample(changes, specification)
    rows = Rows.of(sample)
    slopes, tfp = Slopes(rows, specification), rows.columns["tfp"]
    paths = rows.position(specification).reshape(sample["sic"].nunique(), -1)
    rng = np.random.default_rng(seed)
    return np.array([slopes.falls(tfp, rng.permutation(paths).ravel()) for _ in range(draws)])


def _sample(changes: pd.DataFrame, specification: Specification) -> pd.DataFrame:
    """Rows of a specification, industry by industry, whatever order they come in."""
    rows = chosen(changes, specification.industries, specification.window, specification.borders)
    return rows.sort_values(["sic", "start"])
