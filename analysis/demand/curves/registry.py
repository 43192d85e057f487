"""The curves a demand model can be asked for by name."""

from __future__ import annotations

from difflib import get_close_matches

from analysis.demand.curves.curve import Curve
from analysis.demand.curves.isoelastic import ConstantElasticity, QuadraticLog
from analysis.demand.curves.lognormal import FloorLognormal, Lognormal
from analysis.demand.curves.reservation_prices import Exponential, Linear, LogLogistic, Weibull
from analysis.errors import DemandError

CURVES: dict[str, type[Curve]] = {
    "lognormal": Lognormal,
    "floor_lognormal": FloorLognormal,
    "log_logistic": LogLogistic,
    "weibull": Weibull,
    "exponential": Exponential,
    "linear": Linear,
    "constant_elasticity": ConstantElasticity,
    "quadratic_log": QuadraticLog,
}


def curve_named(name: str) -> type[Curve]:
    """The curve class of a name.

    Raises
    ------
    DemandError
        The message lists the curves there are, and the close match if there is one.
    """
    if isinstance(name, str) and name in CURVES:
        return CURVES[name]
    close = get_close_matches(str(name), CURVES, n=1)
    hint = f"; did you mean {close[0]!r}?" if close else ""
    raise DemandError(f"curve is {name!r}; allowed: {', '.join(CURVES)}{hint}")
