"""Demand curves that turn from elastic to inelastic, and the checks a referee asks for."""

from analysis.demand.curve import Curve, ErrorScale, ServedCurve
from analysis.demand.decomposition import PriceFall
from analysis.demand.estimates import Estimate, Interval, TurningPoint
from analysis.demand.growth import GrowthCurve
from analysis.demand.isoelastic import ConstantElasticity, QuadraticLog
from analysis.demand.lognormal import FloorLognormal, Lognormal
from analysis.demand.mixture import Mixture
from analysis.demand.model import DemandModel
from analysis.demand.paths import elasticity_paths
from analysis.demand.registry import CURVES
from analysis.demand.results import DemandResults
from analysis.demand.thresholds import (
    Thresholds,
    additive_cost_pass_through,
    arc_elasticity,
    employment_growth,
    employment_response,
    threshold_table,
    thresholds,
)
from analysis.demand.valuations import Exponential, Linear, LogLogistic, Weibull

__all__ = [
    "CURVES",
    "ConstantElasticity",
    "Curve",
    "DemandModel",
    "DemandResults",
    "ErrorScale",
    "Estimate",
    "Exponential",
    "FloorLognormal",
    "GrowthCurve",
    "Interval",
    "Linear",
    "LogLogistic",
    "Lognormal",
    "Mixture",
    "PriceFall",
    "QuadraticLog",
    "ServedCurve",
    "Thresholds",
    "TurningPoint",
    "Weibull",
    "additive_cost_pass_through",
    "arc_elasticity",
    "elasticity_paths",
    "employment_growth",
    "employment_response",
    "threshold_table",
    "thresholds",
]
