"""Bootstraps to JSON and back, exact to the last bit."""

from __future__ import annotations

import json
from typing import Any, Literal

import numpy as np

from analysis.errors import RegressionError
from analysis.regression.arrays import FloatArray, ModelFunction
from analysis.regression.bootstrap.replications import Plan, Replications, plan
from analysis.regression.bootstrap.resampling import Scheme
from analysis.regression.bootstrap.vectorised import Vectorised
from analysis.regression.inference.covariance import estimate
from analysis.regression.serialise import content_of
from analysis.regression.serialise import from_json as fit_from_json
from analysis.regression.serialise import to_json as fit_to_json
from analysis.regression.signature import Form
from analysis.regression.solver.mean_function import MeanFunction

SCHEMA = "bootstrap/1"


def to_json(prepared: Plan, made: Replications, method: str) -> str:
    """Replications, their scheme and the fit they are of; the model function is not stored."""
    scheme, fit = prepared.scheme, prepared.fit
    covariance = estimate(fit.tangent_regression, "nonrobust", None, use_t=True)
    content = {
        "schema": SCHEMA,
        "seed": prepared.seed,
        "count": prepared.count,
        "method": method,
        "scheme": {
            "kind": scheme.kind, "multiplier": scheme.multiplier,
            "block_length": scheme.block_length,
            "groups": None if scheme.groups is None else scheme.groups.tolist(),
        },
        "params": _encoded(made.params),
        "ssr": _encoded(made.ssr),
        "failed": made.failed.tolist(),
        "singly": made.singly.tolist(),
        "unidentified": made.unidentified.tolist(),
        "fit": json.loads(fit_to_json(fit, covariance, fit.identification.refused)),
    }  # fmt: skip
    return json.dumps(content, indent=1, allow_nan=False) + "\n"


def _encoded(values: FloatArray) -> Any:
    """Nested lists; None where a replication failed, since JSON has no NaN."""
    out = values.astype(object)
    out[~np.isfinite(values)] = None
    return out.tolist()


def from_json(
    text: str,
    function: ModelFunction | None,
    jac: ModelFunction | Literal[True] | None,
    form: Form,
) -> tuple[Plan, Replications, Any]:
    """Read a stored bootstrap back.

    Raises
    ------
    RegressionError
        If the text is no JSON of this schema.
    """
    content = content_of(text, SCHEMA)
    try:
        fit, _ = fit_from_json(json.dumps(content["fit"]), function, jac, form)
        scheme = _scheme(content["scheme"])
        made = Replications(
            np.array(content["params"], dtype=np.float64),
            np.array(content["ssr"], dtype=np.float64),
            np.array(content["failed"], dtype=np.bool_),
            np.array(content["singly"], dtype=np.bool_),
            np.array(content["unidentified"], dtype=np.bool_),
        )
        seed, count, method = int(content["seed"]), int(content["count"]), content["method"]
    except (KeyError, TypeError, ValueError) as error:
        if isinstance(error, RegressionError):
            raise
        raise RegressionError(f"stored bootstrap is incomplete: {error!r}") from error
    if function is None:
        without = MeanFunction(_no_function, None, "finite difference")
        mean = Vectorised(without, fit.nobs, together=False, slopes="finite difference")
        return Plan(fit, scheme, mean, seed, count), made, method
    return plan(fit, scheme, seed, count), made, method


def _scheme(content: dict[str, Any]) -> Scheme:
    groups = content["groups"]
    return Scheme(
        content["kind"], content["multiplier"], int(content["block_length"]),
        None if groups is None else np.array(groups, dtype=np.intp),
    )  # fmt: skip


def _no_function(*_: Any) -> Any:
    raise RegressionError("the bootstrap was read back without its function; pass function")
