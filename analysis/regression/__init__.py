"""Nonlinear least squares as economists need it; knows no economics.

>>> from analysis.regression import NonlinearLS
"""

from analysis.regression.control import ControlFunction
from analysis.regression.model import NonlinearLS
from analysis.regression.results import NLSResults

__all__ = ["ControlFunction", "NLSResults", "NonlinearLS"]
