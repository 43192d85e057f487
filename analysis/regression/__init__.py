"""Nonlinear least squares as economists need it; knows no economics.

>>> from analysis.regression import NonlinearLS
"""

from analysis.regression.bootstrap.batched import fit_many
from analysis.regression.bootstrap.bootstrap_results import BootstrapResults
from analysis.regression.bootstrap.grid_start import grid_start
from analysis.regression.control import ControlFunction
from analysis.regression.display.side_by_side import SideBySide, compare
from analysis.regression.inference.derived import Derived
from analysis.regression.inference.profile import Profile
from analysis.regression.linear import LinearResults, linear_ls
from analysis.regression.nls_results import NLSResults
from analysis.regression.nonlinear_ls import NonlinearLS

__all__ = [
    "BootstrapResults",
    "ControlFunction",
    "Derived",
    "LinearResults",
    "NLSResults",
    "NonlinearLS",
    "Profile",
    "SideBySide",
    "compare",
    "fit_many",
    "grid_start",
    "linear_ls",
]
