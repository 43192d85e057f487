"""How a model function takes its parameters: as one vector, or one by one under their names."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import FunctionType
from typing import Any, Literal, NamedTuple

import pandas as pd

from analysis.errors import RegressionError
from analysis.regression.arrays import FloatArray, ModelFunction, listing
from analysis.regression.columns import labelled

Form = Literal["auto", "vector", "named"]

_REGRESSORS = ("x", "X", "exog")


@dataclass(frozen=True)
class Adapted:
    """A user's function called as ``function(params, exog)``.

    Parameters
    ----------
    function : callable
    named : bool
        Whether it takes ``(x, a, b, ...)``.
    columns : tuple of str or None
        Names of the columns its regressors are to carry.
    """

    function: ModelFunction
    named: bool
    columns: tuple[str, ...] | None

    def __call__(self, params: Any, exog: FloatArray) -> Any:
        """The mean at parameters of shape (k,) or (k, R, 1)."""
        x = exog if self.columns is None else labelled(exog, self.columns)
        return self.function(x, *params) if self.named else self.function(params, x)


class Signature(NamedTuple):
    """What the arguments of a model function say.

    Parameters
    ----------
    named : bool
        ``f(x, a, b)`` rather than ``f(params, x)``.
    names : tuple of str or None
        Names of the parameters, if the arguments have any.
    defaults : dict of str to float
        Starts that stand in the signature, ``f(x, a=1.0)``.
    """

    named: bool
    names: tuple[str, ...] | None
    defaults: dict[str, float]

    def start(self, start: Any) -> Any:
        """The start passed, completed by defaults of the function."""
        if self.names is None or not self.defaults:
            return start
        if start is None:
            complete = set(self.defaults) == set(self.names)
            return self.defaults if complete else None
        given = isinstance(start, (Mapping, pd.Series))
        return self.defaults | dict(start.items()) if given else start

    def labels(self, names: Sequence[str] | None) -> Sequence[str] | None:
        """Names in the order of the parameters; those passed may not say otherwise."""
        if self.names is None:
            return names
        if names is not None and tuple(names) != self.names:
            raise RegressionError(
                f"names are {listing(tuple(names))}; the function calls its parameters "
                f"{listing(self.names)}"
            )
        return self.names

    def adapted(self, function: Any, columns: tuple[str, ...] | None) -> Any:
        """The function as ``function(params, exog)``; what is none passes through."""
        if not callable(function) or not (self.named or columns):
            return function
        return Adapted(function, self.named, columns)


def read(
    function: ModelFunction, form: Form, given: Sequence[str] | None, columns: Sequence[str]
) -> Signature:
    """Tell ``f(params, x)`` from ``f(x, a, b)``.

    Three or more arguments without default are ``f(x, a, b)``; so are ``f(x, *params)`` and one
    argument followed by arguments with defaults. Two are ``f(params, x)``, unless their names say
    otherwise. With two and further ones that have defaults, ``f(u, v, c=1)``, the names of start,
    bounds or names decide.

    Parameters
    ----------
    function : callable
    form : {"auto", "vector", "named"}
        The answer, where it cannot be read.
    given : sequence of str or None
        Names of parameters in start, bounds or names.
    columns : sequence of str
        Names of the regressors.

    Raises
    ------
    RegressionError
        Where it cannot be told.
    """
    if form not in ("auto", "vector", "named"):
        raise RegressionError(f"form={form!r}; allowed: 'auto', 'vector', 'named'")
    if form == "vector":
        return Signature(False, None, {})
    pair = _plain_pair(function)
    if form == "auto" and pair:
        _refuse_one_parameter(pair, given, columns)
        return Signature(False, None, {})
    try:
        arguments = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError) as error:
        if form == "named":
            return Signature(True, None, {})
        raise _cannot_tell("its signature cannot be read") from error
    positional = [a for a in arguments if a.kind in (a.POSITIONAL_ONLY, a.POSITIONAL_OR_KEYWORD)]
    starred = any(a.kind is a.VAR_POSITIONAL for a in arguments)
    if form == "auto" and not _is_named(positional, starred, given, columns):
        return Signature(False, None, {})
    if starred:
        return Signature(True, None, {})
    own = positional[1:]
    if not own:
        raise RegressionError("function takes no parameters; expected function(x, a, b)")
    defaults = {a.name: a.default for a in own if a.default is not a.empty}
    for name, value in defaults.items():
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise RegressionError(
                f"function has {name}={value!r}; the default of a parameter is its start, a "
                "number; options belong behind a star: f(x, a, *, option=...)"
            )
    return Signature(True, tuple(a.name for a in own), defaults)


def _is_named(
    positional: list[inspect.Parameter], starred: bool, given: Sequence[str] | None,
    columns: Sequence[str],
) -> bool:  # fmt: skip
    required = sum(a.default is a.empty for a in positional)
    names = [a.name for a in positional]
    shown = f"function({', '.join(names)}{', *' if starred else ''})"
    if starred:
        if len(positional) == 1:
            return True
        raise _cannot_tell(shown)
    if required >= 3 or (required == 1 and len(positional) > 1):
        return True
    if len(positional) == 2 and required == 2:
        _refuse_one_parameter(names, given, columns)
        return False
    if required == 2 and given:
        if set(given) <= set(names[1:]):
            return True
        if not set(given) & set(names[1:]):
            return False
    raise _cannot_tell(shown)


def _plain_pair(function: ModelFunction) -> list[str]:
    """Both arguments of a plain function of two, empty for others: reading a signature is slow."""
    if not isinstance(function, FunctionType) or hasattr(function, "__wrapped__"):
        return []
    code = function.__code__
    further = code.co_flags & inspect.CO_VARARGS or code.co_kwonlyargcount or function.__defaults__
    if further or code.co_argcount != 2 or hasattr(function, "__signature__"):
        return []
    return list(code.co_varnames[:2])


def _refuse_one_parameter(
    names: list[str], given: Sequence[str] | None, columns: Sequence[str]
) -> None:
    """Refuse two arguments whose names are those of regressors and of one parameter."""
    if names[0] in (*_REGRESSORS, *columns) or list(given or ()) == names[1:]:
        shown = f"function({', '.join(names)})"
        raise _cannot_tell(f"{shown} looks like a function of regressors and one parameter")


def _cannot_tell(what: str) -> RegressionError:
    return RegressionError(
        f"cannot tell f(params, x) from f(x, a, b): {what}; "
        "pass form='vector' for f(params, x), form='named' for f(x, a, b)"
    )


def names_in(start: Any, bounds: Any, names: Sequence[str] | None) -> list[str] | None:
    """Names of parameters that start, bounds or names carry."""
    if names is not None:
        return None if isinstance(names, str) else [str(name) for name in names]
    for given in (start, bounds):
        if isinstance(given, (Mapping, pd.Series)):
            return [str(name) for name in given.keys()]  # noqa: SIM118
    return None
