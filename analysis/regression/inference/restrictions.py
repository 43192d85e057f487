"""Linear restrictions on parameters, however they are written, as a matrix and values."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from analysis.errors import RegressionError
from analysis.regression.arrays import FloatArray, listing
from analysis.regression.fit import Fit
from analysis.regression.parameters import position


@dataclass(frozen=True)
class Restrictions:
    """R p + s = r for the parameters that were estimated, s what those held add.

    Parameters
    ----------
    matrix : array, shape (q, k_free)
    target, shift : array, shape (q,)
    labels : tuple of str
    """

    matrix: FloatArray
    target: FloatArray
    shift: FloatArray
    labels: tuple[str, ...]


def linear(fit: Fit, restriction: Any, value: Any) -> Restrictions:
    """Restrictions on all parameters as ones on those that were estimated.

    Parameters
    ----------
    fit : Fit
    restriction : str, list of str, mapping or array (q, k)
    value : float or array (q,)

    Raises
    ------
    RegressionError
        If they cannot be read, name no parameter, or are about a parameter that is held.
    """
    names = fit.names if fit.held is None else fit.held.names
    listed = isinstance(restriction, (list, tuple)) and len(restriction) > 0
    if listed and all(isinstance(part, str) for part in restriction):
        restriction = ", ".join(restriction)
    if isinstance(restriction, str):
        _no_value(value)
        matrix, target, labels = equations(restriction, names)
    elif isinstance(restriction, Mapping):
        _no_value(value)
        matrix, target, labels = _by_name(restriction, names)
    else:
        matrix, target, labels = _matrix(restriction, value, names)
    if not np.isfinite(matrix).all() or not np.isfinite(target).all():
        raise RegressionError("restriction has missing or infinite values")
    return _estimated(fit, matrix, target, labels)


def _estimated(fit: Fit, matrix: FloatArray, target: FloatArray, labels: list[str]) -> Restrictions:
    shift = np.zeros_like(target)
    if fit.held is not None:
        free = fit.held.free
        shift = matrix[:, ~free] @ fit.held.value[~free]
        matrix = matrix[:, free]
    for row, label in zip(matrix, labels, strict=True):
        if not row.any():
            raise RegressionError(f"restriction {label!r} is about no estimated parameter")
    return Restrictions(matrix, target, shift, tuple(labels))


def _no_value(value: Any) -> None:
    if np.ndim(value) != 0 or value != 0.0:
        raise RegressionError(
            f"value={value!r} belongs to a matrix or a function; equations and mappings hold "
            "their own values"
        )


def _by_name(
    restriction: Mapping[Any, Any], names: tuple[str, ...]
) -> tuple[FloatArray, FloatArray, list[str]]:
    if not restriction:
        raise RegressionError('no restriction; expected values by name, {"a": 1.0}')
    places = [position(names, name) for name in restriction]
    if len(set(places)) != len(places):
        raise RegressionError(f"a parameter occurs twice: {listing(tuple(restriction))}")
    target = _numbers(list(restriction.values()), "restriction")
    if target.ndim != 1:
        raise RegressionError(f"restriction has values {restriction!r}; expected a number each")
    labels = [f"{names[j]} = {value:g}" for j, value in zip(places, target, strict=True)]
    return np.eye(len(names))[places], target, labels


def _matrix(
    restriction: Any, value: Any, names: tuple[str, ...]
) -> tuple[FloatArray, FloatArray, list[str]]:
    matrix = np.atleast_2d(_numbers(restriction, "restriction"))
    k = len(names)
    if matrix.ndim != 2 or matrix.shape[1] != k or not matrix.size:
        raise RegressionError(
            f"restriction has shape {matrix.shape}; expected (q, {k}), equations in a text, a "
            "mapping from names to values, or a function of the parameters"
        )
    target = values(value, matrix.shape[0])
    return matrix, target, [f"c{i}" for i in range(target.size)]


def values(value: Any, count: int) -> FloatArray:
    """What restrictions should be, shape (count,)."""
    given = _numbers(value, "value")
    if given.shape not in ((), (1,), (count,)):
        raise RegressionError(
            f"value has shape {given.shape}; {count} restrictions need ({count},)"
        )
    return np.array(np.broadcast_to(given, (count,)))


def _numbers(given: Any, what: str) -> FloatArray:
    try:
        return np.asarray(given, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise RegressionError(f"{what} is not numeric: {error}") from error


def equations(text: str, names: tuple[str, ...]) -> tuple[FloatArray, FloatArray, list[str]]:
    """Linear equations such as ``"a = 1, b - 2*c"``; without a sign of equality, equal to zero.

    Examples
    --------
    >>> R, r, labels = equations("a = 1, 2*b - a", ("a", "b"))
    >>> R.tolist(), r.tolist(), labels
    ([[1.0, 0.0], [-1.0, 2.0]], [1.0, 0.0], ['a = 1', '2*b - a'])
    """
    rows, targets, labels = [], [], []
    for part in text.split(","):
        written = [side.strip() for side in part.split("=")]
        sides = [_side(side, names, text) for side in written]
        if len(sides) == 1:
            rows.append(sides[0][:-1])
            targets.append(0.0 - sides[0][-1])
            labels.append(written[0])
        for (left, first), (right, second) in pairwise(zip(sides, written, strict=True)):
            gap = left - right
            rows.append(gap[:-1])
            targets.append(0.0 - gap[-1])
            labels.append(f"{first} = {second}")
    return np.array(rows), np.array(targets), labels


def _side(side: str, names: tuple[str, ...], text: str) -> FloatArray:
    """One side of an equation as coefficients of the parameters, then the constant."""
    longest = sorted(names, key=len, reverse=True)
    pattern = "|".join(rf"(?<![\w.]){re.escape(name)}(?!\w)" for name in longest)
    written = re.sub(pattern, lambda match: f"_{names.index(match.group())}_", side.strip())
    try:
        tree = ast.parse(written, mode="eval").body
    except SyntaxError as error:
        raise RegressionError(
            f"restriction {text!r}: cannot read {side.strip()!r}; expected linear equations of "
            f"{listing(names)}, as in '{names[0]} = 1'"
        ) from error
    return _form(tree, names, text)


def _form(node: ast.expr, names: tuple[str, ...], text: str) -> FloatArray:
    out = np.zeros(len(names) + 1)
    match node:
        case ast.Constant(value=int() | float() as number):
            out[-1] = float(number)
            return out
        case ast.Name(id=name) if re.fullmatch(r"_\d+_", name):
            out[int(name[1:-1])] = 1.0
            return out
        case ast.Name(id=name):
            raise RegressionError(
                f"restriction {text!r}: no parameter {name!r}; allowed: {listing(names)}"
            )
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return -_form(inner, names, text)
        case ast.UnaryOp(op=ast.UAdd(), operand=inner):
            return _form(inner, names, text)
        case ast.BinOp(left=first, op=operator, right=second):
            left, right = _form(first, names, text), _form(second, names, text)
            if isinstance(operator, ast.Add):
                return left + right
            if isinstance(operator, ast.Sub):
                return left - right
            if isinstance(operator, ast.Mult) and not (left[:-1].any() and right[:-1].any()):
                linear_one, other = (right, left) if right[:-1].any() else (left, right)
                return np.asarray(linear_one * other[-1])
            if isinstance(operator, ast.Div) and not right[:-1].any() and right[-1] != 0.0:
                return np.asarray(left / right[-1])
    raise RegressionError(
        f"restriction {text!r} is not linear in {listing(names)}; pass a function of the "
        "parameters, lambda p: p[...] ..."
    )
