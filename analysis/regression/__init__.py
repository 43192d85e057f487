"""Least squares as economists need it, nonlinear and linear; knows no economics.

A model is a function of parameters and regressors; a fit has every covariance, profile likelihood
and bootstraps. `docs/estimator.md` goes through all of it.

>>> import numpy as np
>>> from analysis.regression import NonlinearLS
>>> price = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
>>> quantity = np.array([9.1, 4.4, 3.2, 2.2, 1.9, 1.5])
>>> def constant_elasticity(params, price):
...     scale, elasticity = params
...     return scale * price**-elasticity
>>> model = NonlinearLS(constant_elasticity, quantity, price, start={"scale": 9, "elasticity": 1})
>>> model.fit(cov_type="HC1").conf_int().round(1).loc["elasticity"].tolist()
[0.9, 1.1]

The rooms: `solver` finds the minimum, `inference` has covariances, intervals and tests,
`bootstrap` resamples and refits many problems at once, `display` makes tables.
"""

from analysis.regression.bootstrap.batched import fit_many
from analysis.regression.bootstrap.bootstrap_results import BootstrapResults
from analysis.regression.bootstrap.grid_start import grid_start
from analysis.regression.control import ControlFunction
from analysis.regression.display.rendering import Summary
from analysis.regression.display.side_by_side import SideBySide, compare
from analysis.regression.inference.clusters import meat as cluster_meat
from analysis.regression.inference.covariance import CovType, sandwich
from analysis.regression.inference.derived import Derived
from analysis.regression.inference.hypotheses import ContrastTest
from analysis.regression.inference.nested import Comparison
from analysis.regression.inference.predicted import Prediction
from analysis.regression.inference.profile import Profile
from analysis.regression.linear import LinearResults, linear_ls
from analysis.regression.nls_results import NLSResults
from analysis.regression.nonlinear_ls import NonlinearLS

__all__ = [
    "BootstrapResults",
    "Comparison",
    "ContrastTest",
    "ControlFunction",
    "CovType",
    "Derived",
    "LinearResults",
    "NLSResults",
    "NonlinearLS",
    "Prediction",
    "Profile",
    "SideBySide",
    "Summary",
    "cluster_meat",
    "compare",
    "fit_many",
    "grid_start",
    "linear_ls",
    "sandwich",
]
