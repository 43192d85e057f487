"""Models side by side in one table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import RegressionError
from analysis.regression.display import rendering
from analysis.regression.display.rendering import Shown, Summary
from analysis.regression.nls_results import NLSResults

_TITLE = "Models side by side"


@dataclass(frozen=True, repr=False)
class SideBySide(Shown):
    """Several fits side by side.

    Parameters
    ----------
    titles : tuple of str
    results : tuple of NLSResults
    """

    titles: tuple[str, ...]
    results: tuple[NLSResults, ...]

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
        return Summary(_TITLE, (), self._header(), self._rows(), self._notes())

    def as_text(self) -> str:
        """Plain text."""
        return self.summary().as_text()

    def as_html(self) -> str:
        """An HTML fragment."""
        return self.summary().as_html()

    def as_latex(self) -> str:
        """A LaTeX table with booktabs rules."""
        return self.summary().as_latex()

    def __repr__(self) -> str:
        return f"<SideBySide: {', '.join(self.titles)}>"

    def _names(self) -> list[str]:
        return list(dict.fromkeys(name for result in self.results for name in result.names))

    def _header(self) -> tuple[str, ...]:
        return ("", *self.titles)

    def _rows(self) -> tuple[tuple[str, ...], ...]:
        rows: list[list[str]] = []
        for name in self._names():
            rows.append([name, *(_estimate(result, name) for result in self.results)])
            rows.append(["", *(_error(result, name) for result in self.results)])
        found = [_numbers(result) for result in self.results]
        rows += [[label, *(rendering.number(f[label]) for f in found)] for label in found[0]]
        rows.append(["covariance", *(result.cov_type for result in self.results)])
        return tuple(tuple(row) for row in rows)

    def _notes(self) -> tuple[str, ...]:
        notes = ["Standard errors in parentheses."]
        for title, result in zip(self.titles, self.results, strict=True):
            refused = result.refused
            notes += [f"{title}: {name}: {reason}" for name, reason in refused.items()]
        data = {(r.fit.data.endog_name, r.nobs) for r in self.results}
        if len(data) > 1:
            notes.append("Criteria do not compare: the models have different data.")
        return tuple(notes)


def compare(results: Sequence[NLSResults], titles: Sequence[str] | None = None) -> SideBySide:
    """Put fits side by side.

    Parameters
    ----------
    results : sequence of NLSResults
    titles : sequence of str, optional
        Heads of the columns; (1), (2), ... if not given.

    Raises
    ------
    RegressionError
        If there is none, or titles do not match.

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
    heads = [f"({i})" for i in range(1, len(results) + 1)] if titles is None else list(titles)
    if len(heads) != len(results) or len(set(heads)) != len(heads):
        raise RegressionError(f"{len(results)} results need as many different titles: {heads}")
    return SideBySide(tuple(heads), tuple(results))


def _numbers(result: NLSResults) -> dict[str, float]:
    return {
        "observations": float(result.nobs), "R-squared": result.rsquared,
        "log-likelihood": result.llf, "AICc": result.aicc, "BIC": result.bic,
    }  # fmt: skip


def _estimate(result: NLSResults, name: str) -> str:
    return rendering.number(float(result.params[name])) if name in result.names else ""


def _error(result: NLSResults, name: str) -> str:
    if name not in result.names:
        return ""
    value = float(result.bse[name])
    return f"({rendering.number(value)})" if np.isfinite(value) else "(none)"
