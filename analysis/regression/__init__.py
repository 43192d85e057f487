"""Nonlinear least squares as economists need it; knows no economics.

>>> from analysis.regression import NonlinearLS
"""

from analysis.regression.bootstrap import BootstrapResults
from analysis.regression.compare import Comparison, compare
from analysis.regression.control import ControlFunction
from analysis.regression.derived import Derived
from analysis.regression.model import NonlinearLS
from analysis.regression.profile import Profile
from analysis.regression.results import NLSResults

__all__ = [
    "BootstrapResults",
    "Comparison",
    "ControlFunction",
    "Derived",
    "NLSResults",
    "NonlinearLS",
    "Profile",
    "compare",
]
