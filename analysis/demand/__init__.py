"""Demand curves that turn from elastic to inelastic, and the checks a referee asks for."""

from analysis.demand.curve import Curve, ErrorScale, ServedCurve
from analysis.demand.growth import GrowthCurve
from analysis.demand.isoelastic import ConstantElasticity, QuadraticLog
from analysis.demand.lognormal import FloorLognormal, Lognormal
from analysis.demand.mixture import Mixture
from analysis.demand.valuations import Exponential, Linear, LogLogistic, Weibull

__all__ = [
    "ConstantElasticity",
    "Curve",
    "ErrorScale",
    "Exponential",
    "FloorLognormal",
    "GrowthCurve",
    "Linear",
    "LogLogistic",
    "Lognormal",
    "Mixture",
    "QuadraticLog",
    "ServedCurve",
    "Weibull",
]
