"""Parameters that are held at a value: estimation sees the others, results show all."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

import numpy as np

from analysis.errors import RegressionError
from analysis.regression.arrays import listing
from analysis.regression.held import Held, reduced
from analysis.regression.parameters import RHO, Parameters
from analysis.regression.point_estimate import NLSSpecification


def hold(names: tuple[str, ...], fixed: Mapping[str, float], parameters: Parameters) -> Held:
    """Check values that parameters are to be held at.

    Raises
    ------
    RegressionError
        For unknown names, values that are not finite or outside the bounds, or if nothing is
        left to estimate.
    """
    if not isinstance(fixed, Mapping):
        raise RegressionError(f"fixed is {fixed!r}; expected a mapping from names to values")
    values = np.full(len(names), np.nan)
    for name, value in fixed.items():
        if name not in names:
            close = get_close_matches(str(name), names, n=1)
            hint = f"; did you mean {close[0]!r}?" if close else ""
            raise RegressionError(f"fixed: no parameter {name!r}; allowed: {listing(names)}{hint}")
        j = names.index(name)
        if isinstance(value, str) or np.ndim(value) != 0 or not np.isfinite(value):
            raise RegressionError(f"fixed: {name!r} is {value!r}; allowed: a finite number")
        if not parameters.lower[j] <= float(value) <= parameters.upper[j]:
            raise RegressionError(
                f"fixed: {name!r} is {value}, outside its bounds "
                f"({parameters.lower[j]}, {parameters.upper[j]})"
            )
        values[j] = float(value)
    if not np.isnan(values).any():
        raise RegressionError("fixed holds every parameter: nothing is left to estimate")
    return Held(names, values)


def reduce(
    specification: NLSSpecification, fixed: Mapping[str, float]
) -> tuple[NLSSpecification, Held]:
    """The same problem in the parameters that are not held.

    Raises
    ------
    RegressionError
        See `hold`; the autocorrelation of AR(1) errors cannot be held.
    """
    parameters, ar1 = specification.parameters, specification.ar1
    if ar1 and isinstance(fixed, Mapping) and RHO in fixed:
        raise RegressionError(f"fixed: {RHO!r} belongs to the errors; allowed: errors='iid'")
    mean_names = parameters.names[:-1] if ar1 else parameters.names
    held_mean = hold(mean_names, fixed, parameters)
    values = np.append(held_mean.value, np.nan) if ar1 else held_mean.value
    held, free = Held(parameters.names, values), np.isnan(values)
    kept = Parameters(
        tuple(n for n, f in zip(parameters.names, free.tolist(), strict=True) if f),
        None if parameters.start is None else parameters.start[free],
        parameters.lower[free], parameters.upper[free],
    )  # fmt: skip
    function, jac = reduced(specification.function, specification.jac, held_mean)
    linear = specification.linear
    if linear is not None:
        linear = int(free[:linear].sum()) if free[linear] else None
    small = specification._replace(
        function=function, jac=jac, parameters=kept, linear=linear, both=None
    )
    return small, held
