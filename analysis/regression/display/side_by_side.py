"""Models side by side in one table."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal

import numpy as np
import pandas as pd

from analysis.errors import RegressionError
from analysis.latex import latex_table
from analysis.regression.arrays import listing
from analysis.regression.display import rendering
from analysis.regression.display.rendering import Shown, Summary
from analysis.regression.inference.nested import different_left_sides, different_observations
from analysis.regression.nls_results import NLSResults

LeftSides = Literal["same", "any"]

_TITLE = "Models side by side"
_STARS = (0.1, 0.05, 0.01)


@dataclass(frozen=True, repr=False)
class SideBySide(Shown):
    """Several fits side by side.

    Parameters
    ----------
    titles : tuple of str
    results : tuple of NLSResults
    caption : str
    label : str
        What LaTeX refers to the table by.
    labels : mapping
        What parameters are called in the table.
    rows : tuple of str or None
        Parameters and statistics to print, in this order; all if None.
    stars : tuple of float
        Levels below which a p-value earns one star more.
    """

    titles: tuple[str, ...]
    results: tuple[NLSResults, ...]
    caption: str = _TITLE
    label: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[str, ...] | None = None
    stars: tuple[float, ...] = ()

    def frame(self) -> pd.DataFrame:
        """Numbers: one row a parameter and quantity, one column a model."""
        columns = {}
        for title, result in zip(self.titles, self.results, strict=True):
            rows = {(name, "estimate"): result.params[name] for name in result.names}
            rows |= {(name, "std_error"): result.bse[name] for name in result.names}
            rows |= {("fit", label): value for label, value in _numbers(result).items()}
            columns[title] = pd.Series(rows)
        order = [(name, part) for name in self._names() for part in ("estimate", "std_error")]
        order += [("fit", label) for label in _numbers(self.results[0])]
        return pd.DataFrame(columns).reindex(pd.MultiIndex.from_tuples(order))

    def summary(self) -> Summary:
        """The table: estimates over standard errors, a column a model."""
        return Summary(self.caption, (), self._header(), self._rows(), self._notes())

    def as_text(self) -> str:
        """Plain text."""
        return self.summary().as_text()

    def as_html(self) -> str:
        """An HTML fragment."""
        return self.summary().as_html()

    def as_latex(self) -> str:
        """A LaTeX table with booktabs rules."""
        return latex_table(
            self.caption, self._header(), self._rows(), label=self.label, notes=self._notes()
        )

    def __repr__(self) -> str:
        return f"<SideBySide: {', '.join(self.titles)}>"

    def _names(self) -> list[str]:
        return list(dict.fromkeys(name for result in self.results for name in result.names))

    def _header(self) -> tuple[str, ...]:
        return ("", *self.titles)

    def _rows(self) -> tuple[tuple[str, ...], ...]:
        rows: list[list[str]] = []
        found, names = [_numbers(result) for result in self.results], self._names()
        for name in self.rows or (*names, *found[0], "covariance"):
            if name in names:
                cells = (_estimate(result, name, self.stars) for result in self.results)
                rows.append([self.labels.get(name, name), *cells])
                rows.append(["", *(_error(result, name) for result in self.results)])
            elif name == "covariance":
                rows.append([name, *(result.cov_type for result in self.results)])
            else:
                rows.append([name, *(rendering.number(f[name]) for f in found)])
        return tuple(tuple(row) for row in rows)

    def _notes(self) -> tuple[str, ...]:
        notes = ["Standard errors in parentheses."]
        if self.stars:
            levels = (f"{'*' * (i + 1)} p < {level:g}" for i, level in enumerate(self.stars))
            notes = [f"Standard errors in parentheses; {', '.join(levels)}."]
        for title, result in zip(self.titles, self.results, strict=True):
            refused = {n: why for n, why in result.refused.items() if n in (self.rows or (n,))}
            notes += [
                f"{title}: {self.labels.get(n, n)}: {why}"
                for n, why in refused.items()
                if n not in result.fixed
            ]
        if _difference(self.results) or any(
            different_observations(self.results[0].fit.data, result.fit.data)
            for result in self.results[1:]
        ):
            notes.append("Criteria do not compare: the models have different data.")
        return tuple(notes)


def compare(
    results: Sequence[NLSResults],
    titles: Sequence[str] | None = None,
    *,
    caption: str = _TITLE,
    label: str = "",
    labels: Mapping[str, str] | None = None,
    rows: Sequence[str] | None = None,
    stars: bool | Sequence[float] = False,
    left_sides: LeftSides = "same",
) -> SideBySide:
    """Put fits side by side.

    Parameters
    ----------
    results : sequence of NLSResults
    titles : sequence of str, optional
        Heads of the columns; (1), (2), ... if not given.
    caption : str
    label : str
        What LaTeX refers to the table by.
    labels : mapping, optional
        What parameters are called in the table.
    rows : sequence of str, optional
        Parameters and statistics to print, in this order: names of parameters, "observations",
        "R-squared", "log-likelihood", "AICc", "BIC", "covariance"; all if not given.
    stars : bool or sequence of float
        Levels of p-values; True is .1, .05 and .01, for one, two and three stars.
    left_sides : {"same", "any"}
        Whether models of different left sides are refused: their criteria do not compare. The
        values count: log q may go by the name of q.

    Raises
    ------
    RegressionError
        If there is none, titles do not match, a row or label is unknown, or left sides differ.

    Examples
    --------
    >>> import numpy as np
    >>> from analysis.regression import NonlinearLS
    >>> x = np.array([0.5, 1.0, 2.0, 4.0, 8.0, 16.0])
    >>> y = np.array([0.9, 1.6, 2.6, 3.4, 4.3, 4.4])
    >>> model = NonlinearLS(lambda p, x: p[0] * x / (p[1] + x), y, x, names=["ceiling", "half"])
    >>> result = model.fit()
    >>> compare([result, result.with_cov("HC3")], ["iid", "HC3"])
    <SideBySide: iid, HC3>
    >>> compare([result]).frame().loc[("half", "estimate"), "(1)"].round(2)
    np.float64(2.08)
    """
    if not results:
        raise RegressionError("compare got no results; at least one is needed")
    for result in results:
        if not isinstance(result, NLSResults):
            raise RegressionError(f"compare got {type(result).__name__}; expected results of fits")
    heads = [f"({i})" for i in range(1, len(results) + 1)] if titles is None else list(titles)
    if len(heads) != len(results) or len(set(heads)) != len(heads):
        raise RegressionError(f"{len(results)} results need as many different titles: {heads}")
    if left_sides not in ("same", "any"):
        raise RegressionError(f"left_sides={left_sides!r}; allowed: 'same', 'any'")
    difference = _difference(results)
    if difference and left_sides == "same":
        raise RegressionError(f"{difference}; allowed with left_sides='any'")
    names = list(dict.fromkeys(name for result in results for name in result.names))
    _known(labels or (), names, "labels")
    _known(rows or (), [*names, *_numbers(results[0]), "covariance"], "rows")
    return SideBySide(
        tuple(heads), tuple(results), caption, label, dict(labels or {}),
        None if rows is None else tuple(rows), _levels(stars),
    )  # fmt: skip


def _known(given: Iterable[str], allowed: list[str], what: str) -> None:
    if isinstance(given, str):
        raise RegressionError(f"{what} is the text {given!r}; expected a list")
    for name in given:
        if name not in allowed:
            close = get_close_matches(name, allowed, n=1)
            hint = f"; did you mean {close[0]!r}?" if close else ""
            raise RegressionError(f"{what}: no {name!r}; allowed: {listing(allowed)}{hint}")


def _levels(stars: bool | Sequence[float]) -> tuple[float, ...]:
    if isinstance(stars, bool):
        return _STARS if stars else ()
    levels = tuple(float(level) for level in stars)
    falling = all(a > b for a, b in itertools.pairwise(levels))
    if not falling or not all(0.0 < level < 1.0 for level in levels):
        raise RegressionError(f"stars={list(levels)}; allowed: levels from high to low, below 1")
    return levels


def _difference(results: Sequence[NLSResults]) -> str:
    """How left sides differ, empty if they do not."""
    pairs = itertools.combinations([result.fit.data for result in results], 2)
    return next(filter(None, (different_left_sides(a, b) for a, b in pairs)), "")


def _numbers(result: NLSResults) -> dict[str, float]:
    return {
        "observations": float(result.nobs), "R-squared": result.rsquared,
        "log-likelihood": result.llf, "AICc": result.aicc, "BIC": result.bic,
    }  # fmt: skip


def _estimate(result: NLSResults, name: str, stars: tuple[float, ...]) -> str:
    if name not in result.names:
        return ""
    pvalue = float(result.pvalues[name]) if stars else np.nan
    return rendering.number(float(result.params[name])) + "*" * sum(pvalue < s for s in stars)


def _error(result: NLSResults, name: str) -> str:
    if name not in result.names:
        return ""
    if name in result.fixed:
        return "(fixed)"
    value = float(result.bse[name])
    return f"({rendering.number(value)})" if np.isfinite(value) else "(none)"
