"""Regression tables: models as columns, standard errors or intervals beneath the estimates."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from analysis.errors import PaperTableError
from analysis.report.tables.paper_tables import PaperTable, Section, cell_text

Beneath = Literal["bse", "conf_int"]
Bounds = tuple[float, float]
NOT_IDENTIFIED = "n.i."
LEVEL = 0.95

STATISTICS: Mapping[str, str] = {
    "nobs": "Observations",
    "rsquared": "R²",
    "rsquared_adj": "Adjusted R²",
    "ssr": "Sum of squared residuals",
    "llf": "Log-likelihood",
    "aic": "AIC",
    "aicc": "AICc",
    "bic": "BIC",
    "df_resid": "Degrees of freedom",
    "cov_type": "Covariance",
}


@dataclass(frozen=True)
class Model:
    """One column: estimates by parameter, and what is known of their precision.

    Attributes
    ----------
    label : str
    params, bse : mapping of str to float
        A standard error that is missing or NaN prints as not identified.
    conf_int : mapping of str to (low, high)
        Needed where intervals are to stand beneath.
    statistics : mapping of str to str or number
        Heading to value.
    """

    label: str
    params: Mapping[str, float]
    bse: Mapping[str, float]
    conf_int: Mapping[str, Bounds] = field(default_factory=dict)
    statistics: Mapping[str, str | float | int] = field(default_factory=dict)


@dataclass(frozen=True)
class RegressionTable:
    """Models side by side.

    Attributes
    ----------
    name, caption : str
    models : tuple of Model
    notes : tuple of str
    beneath : {"bse", "conf_int"}
        What stands beneath an estimate.
    rows : mapping of str to str
        Parameters to print, in this order, and the words for them; all, as named, by default.
    digits : int
        Significant digits.
    """

    name: str
    caption: str
    models: tuple[Model, ...]
    notes: tuple[str, ...] = ()
    beneath: Beneath = "bse"
    rows: Mapping[str, str] = field(default_factory=dict)
    digits: int = 3

    def table(self) -> PaperTable:
        """The finished table.

        Raises
        ------
        PaperTableError
            For no models, an unknown parameter or option, or an estimate without precision.
        """
        if self.beneath not in get_args(Beneath):
            allowed = ", ".join(get_args(Beneath))
            raise PaperTableError(
                f"table {self.name}: beneath is {self.beneath!r}; allowed: {allowed}"
            )
        known = list(dict.fromkeys(key for model in self.models for key in model.params))
        unknown = [key for key in self.rows if key not in known]
        if unknown or not known:
            there = ", ".join(known) or "none"
            raise PaperTableError(
                f"table {self.name}: no parameter {', '.join(unknown)}; there are: {there}"
            )
        parameters = []
        for key, word in (self.rows or {name: name for name in known}).items():
            parameters.append((word, tuple(self._estimate(model, key) for model in self.models)))
            parameters.append(("", tuple(self._precision(model, key) for model in self.models)))
        headings = dict.fromkeys(key for model in self.models for key in model.statistics)
        statistics = tuple(
            (key, tuple(cell_text(m.statistics.get(key), self.digits) for m in self.models))
            for key in headings
        )
        sections = (Section(tuple(parameters)), *((Section(statistics),) if statistics else ()))
        columns = tuple(model.label for model in self.models)
        return PaperTable(self.name, self.caption, columns, sections, self._all_notes(parameters))

    def _estimate(self, model: Model, key: str) -> str:
        return cell_text(model.params.get(key), self.digits)

    def _precision(self, model: Model, key: str) -> str:
        if key not in model.params:
            return ""
        error = model.bse.get(key, math.nan)
        if self.beneath == "bse":
            shown = NOT_IDENTIFIED if math.isnan(error) else cell_text(error, self.digits)
            return f"({shown})"
        low, high = model.conf_int.get(key, (math.nan, math.nan))
        if math.isnan(low) or math.isnan(high):
            return f"[{NOT_IDENTIFIED}]"
        return f"[{cell_text(low, self.digits)}, {cell_text(high, self.digits)}]"

    def _all_notes(self, parameters: Sequence[tuple[str, tuple[str, ...]]]) -> tuple[str, ...]:
        first = (
            "Standard errors in parentheses."
            if self.beneath == "bse"
            else f"{LEVEL:.0%} intervals in brackets."
        )
        weak = any(NOT_IDENTIFIED in cell for _, cells in parameters for cell in cells)
        meaning = f"{NOT_IDENTIFIED}: not identified by the data." if weak else ""
        return tuple(note for note in (first, meaning, *self.notes) if note)


def from_results(
    results: Sequence[Any],
    *,
    name: str,
    caption: str,
    labels: Sequence[str] | None = None,
    statistics: Sequence[str] = ("nobs", "rsquared", "cov_type"),
    notes: Sequence[str] = (),
    beneath: Beneath = "bse",
    rows: Mapping[str, str] | None = None,
    digits: int = 3,
) -> RegressionTable:
    """A regression table from results under statsmodels' names.

    Parameters
    ----------
    results : sequence
        Each with ``params`` and ``bse`` labelled by parameter, ``conf_int(alpha)`` where intervals
        are wanted, and the attributes named in `statistics`: our estimator's and statsmodels'
        results. A result with a ``regression`` (a demand model) is read through it.
    labels : sequence of str, optional
        Headings; (1), (2) ... by default.
    statistics : sequence of str
        Attributes to print below; see :data:`STATISTICS` for those that have a heading.

    Raises
    ------
    PaperTableError
        For a result without ``params`` and ``bse``, a statistic that none has, or labels that
        do not fit.
    """
    results = [getattr(result, "regression", result) for result in results]
    headings = list(labels) if labels else [f"({k})" for k in range(1, len(results) + 1)]
    if len(headings) != len(results):
        raise PaperTableError(
            f"table {name}: {len(headings)} labels for {len(results)} results; allowed: one each"
        )
    for key in statistics:
        if results and not any(hasattr(result, key) for result in results):
            raise PaperTableError(f"table {name}: no result has the statistic {key!r}")
    models = tuple(
        _model(result, label, statistics, beneath, name)
        for result, label in zip(results, headings, strict=True)
    )
    return RegressionTable(name, caption, models, tuple(notes), beneath, dict(rows or {}), digits)


def _model(
    result: Any, label: str, statistics: Sequence[str], beneath: Beneath, name: str
) -> Model:
    missing = [key for key in ("params", "bse") if not hasattr(getattr(result, key, None), "items")]
    if missing:
        found = type(result).__name__
        raise PaperTableError(
            f"table {name}, {label}: {found} has no labelled {' and '.join(missing)}; allowed: "
            "results with params and bse as Series"
        )
    bounds: dict[str, Bounds] = {}
    if beneath == "conf_int":
        frame = result.conf_int(1 - LEVEL)
        bounds = {
            str(key): (float(low), float(high))
            for key, (low, high) in zip(frame.index, frame.to_numpy(), strict=True)
        }
    shown = {
        STATISTICS.get(key, key): _scalar(getattr(result, key))
        for key in statistics
        if hasattr(result, key)
    }
    params = {str(key): float(value) for key, value in result.params.items()}
    bse = {str(key): float(value) for key, value in result.bse.items()}
    return Model(label, params, bse, bounds, shown)


def _scalar(value: Any) -> str | float | int:
    plain = value.item() if hasattr(value, "item") else value
    # statsmodels counts observations in floats.
    return int(plain) if isinstance(plain, float) and plain.is_integer() else plain
