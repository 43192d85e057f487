"""Results of a demand model to JSON and back, exact to the last bit."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd

from analysis.demand.curves.curve import Curve
from analysis.demand.curves.registry import CURVES, curve_named
from analysis.demand.equation import DemandEquation
from analysis.demand.estimation import ErrorProcess
from analysis.demand.series import DemandSeries, Variables
from analysis.errors import DemandError
from analysis.regression import NLSResults
from analysis.regression.serialise import content_of

SCHEMA = "demand-results/1"


def to_json(
    equation: DemandEquation, series: DemandSeries, regression: NLSResults, errors: ErrorProcess
) -> str:
    """Curve, series and regression; a curve that is not one of ours goes by the name of its class.

    Raises
    ------
    DemandError
        If labels of the observations are neither numbers, text, dates nor periods.
    """
    names = {curve: name for name, curve in CURVES.items()}
    income = series.log_income
    content = {
        "schema": SCHEMA,
        "curve": names.get(equation.curve, equation.curve.__name__),
        "error": equation.error,
        "free_income": equation.free_income,
        "errors": errors,
        "series": {
            "index": _index(series.index), "quantity": series.quantity.tolist(),
            "log_price": series.log_price.tolist(),
            "log_income": None if income is None else income.tolist(),
            "controls": series.controls.tolist(), "control_names": list(series.control_names),
            "income_centre": series.income_centre, "variables": vars(series.variables),
        },
        "regression": json.loads(regression.to_json()),
    }  # fmt: skip
    return json.dumps(content, indent=1, allow_nan=False) + "\n"


def from_json(
    text: str, curve: type[Curve] | None
) -> tuple[DemandEquation, DemandSeries, NLSResults, ErrorProcess]:
    """Read stored results back.

    Raises
    ------
    DemandError
        If the text is no JSON of this schema, or the curve is none of ours and not passed.
    """
    content = content_of(text, SCHEMA, DemandError)
    try:
        series = _series(content["series"])
        own = _curve(content["curve"], curve)
        equation = DemandEquation(
            own, content["error"], content["free_income"], series.control_names
        )
        regression = NLSResults.from_json(
            json.dumps(content["regression"]), equation.batched, equation.batched_jacobian
        )
        return equation, series, regression, content["errors"]
    except (KeyError, TypeError, ValueError) as error:
        raise DemandError(f"stored results are incomplete: {error!r}") from error


def _curve(name: str, curve: type[Curve] | None) -> type[Curve]:
    if curve is None:
        return curve_named(name)
    if name not in (curve.__name__, *(n for n, own in CURVES.items() if own is curve)):
        raise DemandError(f"curve is {curve.__name__}; stored: {name}")
    return curve


def _series(content: dict[str, Any]) -> DemandSeries:
    quantity = np.array(content["quantity"], dtype=float)
    income, names = content["log_income"], tuple(content["control_names"])
    return DemandSeries(
        _read_index(content["index"]), quantity, np.array(content["log_price"], dtype=float),
        None if income is None else np.array(income, dtype=float),
        np.array(content["controls"], dtype=float).reshape(quantity.size, len(names)), names,
        float(content["income_centre"]), Variables(**content["variables"]),
    )  # fmt: skip


def _index(index: pd.Index) -> dict[str, Any]:
    name, freq = None if index.name is None else str(index.name), None
    if isinstance(index, pd.PeriodIndex):
        kind, freq, labels = "period", index.freqstr, [str(label) for label in index]
    elif isinstance(index, pd.DatetimeIndex):
        kind, freq = str(index.dtype), index.freqstr
        labels = [label.isoformat() for label in index]
    elif all(isinstance(label, (int, float, str)) for label in index.tolist()):
        kind, labels = str(index.dtype), index.tolist()
    else:
        raise DemandError(
            f"rows are labelled by {type(index).__name__}; allowed: numbers, text, dates, periods"
        )
    return {"name": name, "kind": kind, "freq": freq, "labels": labels}


def _read_index(content: dict[str, Any]) -> pd.Index:
    kind, freq, labels, name = (content[key] for key in ("kind", "freq", "labels", "name"))
    index: pd.Index = pd.Index(labels, name=name)
    if kind == "period":
        index = pd.PeriodIndex(labels, freq=freq, name=name)
    elif kind.startswith("datetime"):
        index = pd.DatetimeIndex(labels, dtype=kind, freq=freq, name=name)
    else:
        index = index.astype(kind)
    return index
