"""Demand curves that turn from elastic to inelastic, and the checks a referee asks for."""

from analysis.demand.checks.backtests import Backtest, backtest, turning_year
from analysis.demand.checks.baselines import (
    Baseline,
    baselines,
    constant_elasticity,
    error_correction,
    first_differences,
)
from analysis.demand.checks.block_bootstrap import BlockBootstrap, block_bootstrap
from analysis.demand.checks.comparison import CurveComparison, compare_curves
from analysis.demand.checks.floor import FloorTest, floor_test
from analysis.demand.checks.forecasts import (
    DieboldMariano,
    RollingForecasts,
    diebold_mariano,
    rolling_origin,
)
from analysis.demand.checks.joint_placebo import JointPlacebo, joint_placebo
from analysis.demand.checks.many_fits import CurveFits, fit_curves
from analysis.demand.checks.placebo import Placebo, placebo
from analysis.demand.checks.simulated import false_turns, power, reported_share
from analysis.demand.checks.specification_curve import (
    SpecifiedModel,
    distinct,
    specification_curve,
    spread_by_choice,
)
from analysis.demand.checks.stability import break_test, leave_one_decade_out
from analysis.demand.checks.stationarity import Cointegration, cointegration_test, unit_root_tests
from analysis.demand.checks.summary import summarise
from analysis.demand.curves.curve import Curve, ErrorScale, ServedCurve
from analysis.demand.curves.growth import GrowthCurve
from analysis.demand.curves.isoelastic import ConstantElasticity, QuadraticLog
from analysis.demand.curves.lognormal import FloorLognormal, Lognormal
from analysis.demand.curves.mixture import Mixture
from analysis.demand.curves.registry import CURVES
from analysis.demand.curves.reservation_prices import Exponential, Linear, LogLogistic, Weibull
from analysis.demand.decomposition import PriceFall
from analysis.demand.estimates import Estimate, Interval, TurningPoint
from analysis.demand.estimation import GAPS_CLOSED
from analysis.demand.model import DemandModel
from analysis.demand.results import DemandResults
from analysis.demand.thresholds import (
    Thresholds,
    threshold_table,
    thresholds,
)

__all__ = [
    "CURVES",
    "GAPS_CLOSED",
    "Backtest",
    "Baseline",
    "BlockBootstrap",
    "Cointegration",
    "ConstantElasticity",
    "Curve",
    "CurveComparison",
    "CurveFits",
    "DemandModel",
    "DemandResults",
    "DieboldMariano",
    "ErrorScale",
    "Estimate",
    "Exponential",
    "FloorLognormal",
    "FloorTest",
    "GrowthCurve",
    "Interval",
    "JointPlacebo",
    "Linear",
    "LogLogistic",
    "Lognormal",
    "Mixture",
    "Placebo",
    "PriceFall",
    "QuadraticLog",
    "RollingForecasts",
    "ServedCurve",
    "SpecifiedModel",
    "Thresholds",
    "TurningPoint",
    "Weibull",
    "backtest",
    "baselines",
    "block_bootstrap",
    "break_test",
    "cointegration_test",
    "compare_curves",
    "constant_elasticity",
    "diebold_mariano",
    "distinct",
    "error_correction",
    "false_turns",
    "first_differences",
    "fit_curves",
    "floor_test",
    "joint_placebo",
    "leave_one_decade_out",
    "placebo",
    "power",
    "reported_share",
    "rolling_origin",
    "specification_curve",
    "spread_by_choice",
    "summarise",
    "threshold_table",
    "thresholds",
    "turning_year",
    "unit_root_tests",
]
