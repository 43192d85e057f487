"""Results to JSON and back, exact to the last bit."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis.errors import LabourError, RegressionError
from analysis.regression.arrays import FloatArray, ModelFunction, frozen
from analysis.regression.control import FirstStage
from analysis.regression.data import FitData
from analysis.regression.fit import Fit, Search, Stored
from analysis.regression.held import Held
from analysis.regression.inference.covariance import Covariance
from analysis.regression.restore import restored
from analysis.regression.signature import Form
from analysis.regression.solver.autocorrelation import Restriction
from analysis.regression.solver.mean_function import MeanFunction
from analysis.regression.solver.problem import Problem
from analysis.regression.solver.tangent import tangent

SCHEMA = "nonlinear-least-squares/2"
# Share of the largest fitted value by which a function may miss the stored ones: processors differ.
_SAME_FUNCTION = 1e-6


def to_json(fit: Fit, covariance: Covariance, refused: Mapping[str, str]) -> str:
    """A fit, its covariance and its refusals as JSON; the model function is not stored."""
    content = {
        "schema": SCHEMA,
        "names": list(fit.names),
        "params": _encode(fit.params),
        "lower": _encode(fit.lower),
        "upper": _encode(fit.upper),
        "residuals": _encode(fit.residuals),
        "jacobian": _encode(fit.jacobian),
        "fitted": _encode(fit.fitted),
        "errors": "ar1" if fit.ar1 else "iid",
        "restriction": None if fit.restriction is None else _encode(fit.restriction.parts),
        "linear": fit.linear,
        "derivative": fit.derivative,
        "refused": dict(refused),
        "unusable": fit.unusable,
        "search": fit.search._asdict() | {"offset": _encode(fit.search.offset)},
        "data": _data(fit.data),
        "first_stage": None if fit.stage is None else _stage(fit.stage),
        "first_stage_correction": _encode(fit.correction),
        "held": None if fit.held is None else _encode(fit.held.value),
        "all_names": None if fit.held is None else list(fit.held.names),
        "covariance": {
            "matrix": _encode(covariance.matrix), "cov_type": covariance.cov_type,
            "description": covariance.description, "df": _encode(covariance.df),
            "details": covariance.details,
        },
    }  # fmt: skip
    return json.dumps(content, indent=1, allow_nan=False) + "\n"


def _encode(value: Any) -> Any:
    """Nested lists of floats, with infinities and NaN as words: JSON has no others."""
    if value is None:
        return None
    if isinstance(value, (list, tuple)):
        return [_encode(part) for part in value]
    if isinstance(value, np.ndarray):
        return [_encode(part) for part in value.tolist()]
    return value if not isinstance(value, float) or math.isfinite(value) else str(value)


def _decode(value: Any) -> FloatArray:
    return frozen(_numbers(value))


def _numbers(value: Any) -> Any:
    return [_numbers(part) for part in value] if isinstance(value, list) else float(value)


def _data(data: FitData) -> dict[str, Any]:
    index = None if data.index is None else _index(data.index)
    return {
        "endog": _encode(data.endog), "exog": _encode(data.exog), "weights": _encode(data.weights),
        "instruments": _encode(data.instruments), "index": index,
        "exog_names": list(data.exog_names), "endog_name": data.endog_name,
        "kept": data.kept.tolist(),
    }  # fmt: skip


def _index(index: pd.Index[Any]) -> dict[str, Any]:
    """Labels with what is needed to make the same index of them."""
    if isinstance(index, pd.PeriodIndex):
        return {"kind": "period", "labels": index.astype(str).tolist(), "freq": index.freqstr,
                "names": list(index.names)}  # fmt: skip
    if isinstance(index, pd.DatetimeIndex):
        labels = [stamp.isoformat() for stamp in index]
        return {"kind": "date", "labels": labels, "freq": index.freqstr,
                "names": list(index.names)}  # fmt: skip
    if isinstance(index, pd.MultiIndex):
        tuples = [[_label(part) for part in label] for label in index]
        return {"kind": "several", "labels": tuples, "names": list(index.names)}
    plain = [_label(label) for label in index]
    return {"kind": "plain", "labels": plain, "names": list(index.names)}


def _read_index(content: dict[str, Any]) -> pd.Index[Any]:
    labels, names = content["labels"], content["names"]
    made: pd.Index[Any]
    if content["kind"] == "period":
        made = pd.PeriodIndex(labels, freq=content["freq"])
    elif content["kind"] == "date":
        made = pd.DatetimeIndex(labels, freq=content["freq"])
    elif content["kind"] == "several":
        made = pd.MultiIndex.from_tuples([tuple(label) for label in labels])
    else:
        made = pd.Index(labels)
    return made.set_names(names)


def _label(label: Any) -> Any:
    """Numbers and text as they are, everything else as text."""
    plain = label.item() if isinstance(label, np.generic) else label
    return plain if isinstance(plain, (bool, int, float, str)) else str(plain)


def _stage(stage: FirstStage) -> dict[str, Any]:
    return {
        "column": stage.column, "design": _encode(stage.design),
        "coefficients": _encode(stage.coefficients), "residuals": _encode(stage.residuals),
        "fvalue": _encode(stage.fvalue), "df": list(stage.df),
    }  # fmt: skip


def content_of(
    text: str, schema: str, refusal: type[LabourError] = RegressionError
) -> dict[str, Any]:
    """What a stored result says, refused unless it is JSON of the schema."""
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        raise refusal(f"not JSON: {error}") from error
    found = content.get("schema") if isinstance(content, dict) else None
    if found != schema:
        raise refusal(f"schema {found!r}; allowed: {schema!r}")
    return dict(content)


def from_json(
    text: str,
    function: ModelFunction | None,
    jac: ModelFunction | Literal[True] | None,
    form: Form = "auto",
) -> tuple[Fit, Covariance]:
    """Read a stored fit back.

    Raises
    ------
    RegressionError
        If the text is no JSON of this schema.
    """
    content = content_of(text, SCHEMA)
    try:
        return _fit(content, function, jac, form), _covariance(content["covariance"])
    except RegressionError:
        raise
    except (KeyError, TypeError, ValueError) as error:
        raise RegressionError(f"stored result is incomplete: {error!r}") from error


def _fit(content: dict[str, Any], function: Any, jac: Any, form: Form) -> Fit:
    data, search = _read_data(content["data"]), Search(**content["search"])
    search = search._replace(offset=float(search.offset))
    params, lower, upper = (_decode(content[key]) for key in ("params", "lower", "upper"))
    residuals, jacobian = _decode(content["residuals"]), _decode(content["jacobian"])
    ar1 = content["errors"] == "ar1"
    held = None
    if content.get("held") is not None:
        held = Held(tuple(content["all_names"]), _decode(content["held"]))
    fitted = _decode(content["fitted"])
    problem, parts = None, content.get("restriction")
    restriction = None if parts is None else Restriction(_decode(parts), data.endog.size)
    if function is not None:
        names = tuple(content["names"]) if held is None else held.names
        function, jac = restored(
            function, jac, form, (names[:-1] if ar1 else names), data.exog_names, held,
            search.relative_step,
        )  # fmt: skip
        root = None if data.weights is None else np.sqrt(data.weights)
        mean_function = MeanFunction(function, jac, None if jac is None else "given")
        problem = Problem(mean_function, data.endog, data.exog, root, ar1, restriction)
        _check_function(problem, params, fitted)
    free = (params > lower) & (params < upper)
    stored = content["first_stage_correction"]
    return Fit(
        tuple(content["names"]), params, lower, upper, residuals, fitted, data,
        _read_stage(content["first_stage"]), ar1, search, problem, content["linear"],
        None if stored is None else (_decode(stored[0]), _decode(stored[1])),
        (jacobian, tangent(jacobian[:, free], residuals)),
        Stored(content["derivative"], dict(content["refused"]), content["unusable"]),
        restriction, held,
    )  # fmt: skip


def _check_function(problem: Problem, params: FloatArray, fitted: FloatArray) -> None:
    """Refuse a function other than the one that was fitted."""
    found = problem.mean_function.mean(params[:-1] if problem.ar1 else params, problem.exog)
    gap = np.abs(found - fitted)
    # Not a number is another function, too.
    if not bool(np.all(gap <= _SAME_FUNCTION * np.max(np.abs(fitted)))):
        row = int(np.argmax(np.nan_to_num(gap, nan=np.inf)))
        raise RegressionError(
            f"function is not the one that was fitted: at the stored parameters it gives "
            f"{found[row]:.6g} in row {row}, stored is {fitted[row]:.6g}"
        )


def _read_data(content: dict[str, Any]) -> FitData:
    weights, instruments = (content[key] for key in ("weights", "instruments"))
    return FitData(
        _decode(content["endog"]), _decode(content["exog"]),
        None if weights is None else _decode(weights),
        None if instruments is None else _decode(instruments),
        None if content["index"] is None else _read_index(content["index"]),
        tuple(content["exog_names"]), content["endog_name"],
        np.array(content["kept"], dtype=np.bool_),
    )  # fmt: skip


def _read_stage(content: dict[str, Any] | None) -> FirstStage | None:
    if content is None:
        return None
    return FirstStage(
        content["column"], _decode(content["design"]), _decode(content["coefficients"]),
        _decode(content["residuals"]), float(content["fvalue"]),
        (content["df"][0], content["df"][1]),
    )  # fmt: skip


def _covariance(content: dict[str, Any]) -> Covariance:
    return Covariance(
        _decode(content["matrix"]), content["cov_type"], content["description"],
        _decode(content["df"]), content["details"],
    )  # fmt: skip
