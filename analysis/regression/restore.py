"""A model function that is passed to a stored result, as the fit called it."""

from __future__ import annotations

from typing import Any

from analysis.regression import signature
from analysis.regression.columns import automatic
from analysis.regression.differences import Differences
from analysis.regression.held import Held, reduced
from analysis.regression.signature import Form


def restored(
    function: Any, jac: Any, form: Form, names: tuple[str, ...], columns: tuple[str, ...],
    held: Held | None, relative_step: float | None,
) -> tuple[Any, Any]:  # fmt: skip
    """The function and its Jacobian as functions of the parameters that were estimated.

    Parameters
    ----------
    function : callable
    jac : callable, True or None
    form : {"auto", "vector", "named"}
    names : tuple of str
        All parameters of the mean.
    columns : tuple of str
        Names of the regressors.
    held : Held or None
    relative_step : float or None
    """
    arguments = signature.read(function, form, names, columns)
    arguments.labels(names)
    shown = None if automatic(columns) else columns
    function, jac = arguments.adapted(function, shown), arguments.adapted(jac, shown)
    if held is not None:
        function, jac = reduced(function, jac, Held(names, held.value[: len(names)]))
    return function, jac if relative_step is None else Differences(function, relative_step)
