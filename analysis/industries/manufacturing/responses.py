"""Response of labour to productivity, and whether it falls along the curve.

Changes in log labour are regressed on changes in log productivity, on the position at the start,
and on their product. Effects of industries are taken out by centring within them, with weights
where there are weights (Frisch and Waugh 1933); effects of periods stand in the design. Standard
errors allow for any dependence within an industry (Liang and Zeger 1986).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from analysis.errors import IndustryError
from analysis.industries.manufacturing.changes import chosen
from analysis.industries.manufacturing.declared import CONFIDENCE, Specification
from analysis.regression import linear_ls

Array = npt.NDArray[np.float64]
Clusters = Literal["industry", "branch"]
Design = Mapping[str, Array]
"""Columns of the right side by name, a constant first."""

TFP, FALLS, POSITION, PERIOD = "tfp", "falls", "position", "period"
_POWER = 0.8


@dataclass(frozen=True)
class Rows:
    """Long differences of a sample as arrays, from which many regressions are made.

    Attributes
    ----------
    industry, branch : array of int
        Numbers of the industry and its two-digit branch.
    start : array of int
    columns : dict of str to array
        Changes and positions by name.
    """

    industry: npt.NDArray[np.intp]
    branch: npt.NDArray[np.intp]
    start: npt.NDArray[np.int_]
    columns: Mapping[str, Array]

    @classmethod
    def of(cls, changes: pd.DataFrame) -> Rows:
        """Rows of a frame of long differences.

        Raises
        ------
        IndustryError
            Where there is none.
        """
        if changes.empty:
            raise IndustryError("manufacturing: no industry and period is left in the sample")
        keys = ("sic", "start", "end", "electronics")
        return cls(
            pd.factorize(changes["sic"], sort=True)[0],
            pd.factorize(changes["sic"].str[:2], sort=True)[0],
            changes["start"].to_numpy(int),
            {name: changes[name].to_numpy(float) for name in map(str, changes) if name not in keys},
        )

    def position(self, specification: Specification) -> Array:
        """Position at the start, against its mean."""
        position = self.columns[f"from_{specification.position}"]
        return np.asarray(position - position.mean())

    def weights(self, specification: Specification) -> Array:
        """Weights of a specification, one on average."""
        workers = self.columns["workers"]
        if specification.weights == "equal":
            return np.ones(workers.size)
        return np.asarray(workers / workers.mean())

    def periods(self) -> dict[str, Array]:
        """A constant, and a column for every period but the first."""
        others = np.unique(self.start)[1:]
        return {
            PERIOD: np.ones(self.start.size),
            **{f"{PERIOD} {start}": (self.start == start).astype(float) for start in others},
        }


@dataclass(frozen=True)
class Response:
    """What a regression says.

    Attributes
    ----------
    specification : Specification
    coefficients : pandas.DataFrame
        By name: ``coefficient``, ``std_error``, ``df``, ``low``, ``high``. ``tfp`` is the response
        at the mean position, ``falls`` its change per log point of position.
    nobs, industries : int
    """

    specification: Specification
    coefficients: pd.DataFrame
    nobs: int
    industries: int

    def coefficient(self, name: str) -> float:
        """One coefficient."""
        return self.cell(name, "coefficient")

    def interval(self, name: str) -> tuple[float, float]:
        """Its confidence interval."""
        return self.cell(name, "low"), self.cell(name, "high")

    def detectable(self, name: str) -> float:
        """Size of a coefficient that a test would find with a chance of .8."""
        df = self.cell(name, "df")
        tails = stats.t.ppf(0.5 + CONFIDENCE / 2, df) + stats.t.ppf(_POWER, df)
        return float(self.cell(name, "std_error") * tails)

    def cell(self, name: str, column: str) -> float:
        """One entry of the coefficients."""
        return float(self.coefficients[column][name])


def respond(
    changes: pd.DataFrame,
    specification: Specification,
    *,
    falling: bool = True,
    extra: tuple[str, ...] = (),
    clusters: Clusters = "industry",
) -> Response:
    """Fit one specification.

    Parameters
    ----------
    changes : pandas.DataFrame
        From :func:`long_differences`, with the borders that the specification names.
    specification : Specification
    falling : bool
        Whether the response may vary with the position; without, position stays out altogether.
    extra : tuple of str
        More columns of `changes` for the right side.
    clusters : {"industry", "branch"}
        Branches are the twenty two-digit groups: few, hence CR2 with its degrees of freedom.
    """
    sample = chosen(changes, specification.industries, specification.window, specification.borders)
    rows = Rows.of(sample)
    design = regressors(rows, specification, falling=falling, extra=extra)
    return fitted(rows, design, specification, clusters)


def fitted(
    rows: Rows, design: Design, specification: Specification, clusters: Clusters = "industry"
) -> Response:
    """Regress the labour of `rows` on a design, effects of industries taken out where asked.

    The constant of the design is superfluous then.
    """
    weights, names = rows.weights(specification), list(design)
    x = np.column_stack(list(design.values()))
    y = rows.columns[specification.labour][:, None]
    if specification.effects == "period and industry":
        x, names = within(x[:, 1:], rows.industry, weights), names[1:]
        y = within(y, rows.industry, weights)
    root = np.sqrt(weights)[:, None]
    few = clusters == "branch"
    fit = linear_ls(
        root * x, (root * y)[:, 0], "cluster",
        {"groups": rows.branch if few else rows.industry, "kind": "CR2" if few else "CR1",
         "singletons": "allow"},
    )  # fmt: skip
    ends = fit.conf_int(1 - CONFIDENCE)
    found = pd.DataFrame(
        {"coefficient": fit.params, "std_error": fit.bse, "df": fit.df,
         "low": ends["lower"], "high": ends["upper"]}
    )  # fmt: skip
    found.index = pd.Index(names)
    kept = [not name.startswith((PERIOD, f"{TFP} in")) for name in names]
    return Response(specification, found[kept], rows.start.size, int(rows.industry.max()) + 1)


def regressors(
    rows: Rows, specification: Specification, *, falling: bool, extra: tuple[str, ...] = ()
) -> dict[str, Array]:
    """The right side: effects of periods first, the constant before them, then the rest."""
    columns = rows.periods()
    tfp = rows.columns["tfp"]
    by_period = {name.removeprefix(f"{PERIOD} "): column for name, column in columns.items()}
    columns[TFP] = tfp
    if specification.slope == "by period":
        columns |= {
            f"{TFP} in {start}": tfp * column
            for start, column in by_period.items()
            if start != PERIOD
        }
    if falling:
        position = rows.position(specification)
        columns[FALLS], columns[POSITION] = tfp * position, position
    return columns | {name: rows.columns[name] for name in extra}


def within(values: Array, industry: npt.NDArray[np.intp], weights: Array) -> Array:
    """Columns less their weighted means within industries."""
    total = np.bincount(industry, weights)
    sums = np.stack([np.bincount(industry, weights * column) for column in values.T], axis=1)
    return np.asarray(values - (sums / total[:, None])[industry])
