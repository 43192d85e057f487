"""Options of one fit: parameters that are held, tolerance, evaluations, steps of differences."""

from __future__ import annotations

import numbers
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from analysis.errors import ConvergenceError, RegressionError
from analysis.regression.differences import Differences, check_step
from analysis.regression.fit import Fit
from analysis.regression.fixed import reduce
from analysis.regression.point_estimate import NLSSpecification, fit_arrays


class Options(NamedTuple):
    """What `NonlinearLS.fit` may be told about estimation.

    Parameters
    ----------
    fixed : mapping or None
        Values of parameters that are held.
    tolerance : float or None
        Relative offset that counts as convergence.
    max_evaluations : int or None
    relative_step : float or None
    """

    fixed: Mapping[str, float] | None = None
    tolerance: float | None = None
    max_evaluations: int | None = None
    relative_step: float | None = None

    def limits(self) -> dict[str, Any]:
        """Those of the optimiser, checked."""
        found: dict[str, Any] = {}
        if self.tolerance is not None:
            real = isinstance(self.tolerance, numbers.Real)
            if not real or not 0.0 < self.tolerance < 0.1:
                raise RegressionError(f"tolerance={self.tolerance!r}; allowed: above 0, below 0.1")
            found["tolerance"] = float(self.tolerance)
        if self.max_evaluations is not None:
            whole = isinstance(self.max_evaluations, numbers.Integral)
            if not whole or self.max_evaluations < 1:
                raise RegressionError(
                    f"max_evaluations={self.max_evaluations!r}; allowed: a whole number above 0"
                )
            found["budget"] = int(self.max_evaluations)
        return found


def fit_with(specification: NLSSpecification, options: Options) -> Fit:
    """Minimise the sum of squares as the options say."""
    held = None
    if options.fixed is not None and options.fixed != {}:
        specification, held = reduce(specification, options.fixed)
    if options.relative_step is not None:
        check_step(options.relative_step, specification.jac)
        jac = Differences(specification.function, options.relative_step)
        specification = specification._replace(jac=jac)
    if limits := options.limits():
        specification = specification._replace(limits=limits)
    found = _fitted(specification, options)
    if options.relative_step is not None:
        found = replace(found, search=found.search._replace(relative_step=options.relative_step))
    return found if held is None else replace(found, held=held)


def _by_differences(specification: NLSSpecification) -> bool:
    start = specification.parameters.start
    if start is None:
        return False
    return specification.problem().decided(start).mean_function.derivative == "finite difference"


def _fitted(specification: NLSSpecification, options: Options) -> Fit:
    try:
        return fit_arrays(specification)
    except ConvergenceError as error:
        if options.relative_step is None and _by_differences(specification):
            hint = (
                "\na mean that is rounded or simulated needs longer differences: "
                "fit(relative_step=1e-3), and perhaps tolerance=1e-3"
            )
            raise ConvergenceError(f"{error}{hint}") from error
        raise
