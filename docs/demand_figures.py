"""Draw the pictures of docs/demand.md: each curve and its elasticity.

Run from the root of the repository: ``python docs/demand_figures.py``.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray
from PIL import Image

from analysis.demand import (
    CURVES,
    ConstantElasticity,
    Curve,
    Exponential,
    FloorLognormal,
    GrowthCurve,
    Linear,
    LogLogistic,
    Lognormal,
    Mixture,
    QuadraticLog,
    Weibull,
)
from analysis.figures import colour, house_style, new_figure

FOLDER = Path(__file__).parent / "demand"
EXAMPLES: dict[str, tuple[Curve, ...]] = {
    "lognormal": (Lognormal(0.0, 0.6), Lognormal(0.0, 1.2)),
    "floor_lognormal": (FloorLognormal(0.0, 1.0, 0.0), FloorLognormal(0.0, 1.0, 0.74, 0.6)),
    "log_logistic": (LogLogistic(1.0, 0.9), LogLogistic(1.0, 2.5)),
    "weibull": (Weibull(1.0, 0.6), Weibull(1.0, 1.5)),
    "exponential": (Exponential(0.6), Exponential(1.5)),
    "linear": (Linear(2.0), Linear(5.0)),
    "constant_elasticity": (ConstantElasticity(0.6, 0.5), ConstantElasticity(1.4, 0.5)),
    "quadratic_log": (QuadraticLog(0.8, 0.15, 0.5), QuadraticLog(0.8, -0.15, 0.5)),
}
PRICES = np.geomspace(8.0, 0.05, 300)
FIRST, SECOND = colour("quantity"), colour("price")
DPI, COLOURS = 120, 32


def curve_figure(curves: tuple[Curve | Mixture, ...]) -> Figure:
    """Quantity and elasticity against price, which falls to the right as it does in history."""
    figure, (left, right) = new_figure(1, 2, height=2.3)
    for item, shade in zip(curves, (FIRST, SECOND), strict=False):
        quantity, elasticity = item.quantity(PRICES), item.elasticity(PRICES)
        left.plot(PRICES, quantity, color=shade)
        # Infinite elasticities, above a choke price, have no place on the axis.
        right.plot(PRICES, np.where(elasticity < 6.0, elasticity, np.nan), color=shade)
        for point in item.turning_points():
            if PRICES.min() < point < PRICES.max():
                left.plot(point, item.quantity(point), "o", color=shade)
                right.plot(point, 1.0, "o", color=shade)
    right.axhline(1.0, color="black", linewidth=0.8)
    right.set_ylim(0.0, 4.0)
    left.set_ylim(0.0, 1.5 * float(np.median([item.quantity(0.1) for item in curves])))
    _price_axis(left, "quantity")
    _price_axis(right, "elasticity")
    return figure


def growth_figure() -> Figure:
    """Logistic and Gompertz growth, whose horizontal axis is the calendar."""
    figure, (axes,) = new_figure(height=2.3)
    years = np.arange(1850.0, 2001.0)
    for kind, shade in (("logistic", FIRST), ("gompertz", SECOND)):
        curve = GrowthCurve(1.0, 0.06, 1910.0, kind)  # type: ignore[arg-type]
        axes.plot(years, curve.quantity(years), color=shade)
        axes.plot(1910.0, curve.quantity(1910.0), "o", color=shade)
    axes.set_title("quantity", fontsize=11)
    axes.set_xlabel("year")
    return figure


def write(name: str, draw: Callable[[], Figure]) -> Path:
    """Save a figure as a small PNG without date or program name."""
    with house_style():
        figure = draw()
        buffer = io.BytesIO()
        figure.savefig(buffer, format="png", dpi=DPI, transparent=False, facecolor="white")
    buffer.seek(0)
    file = FOLDER / f"{name}.png"
    image = Image.open(buffer).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    image.save(file, optimize=True)
    return file


def _price_axis(axes: Axes, title: str) -> None:
    axes.set_xscale("log")
    axes.set_xlim(float(PRICES.max()), float(PRICES.min()))
    ticks: NDArray[np.float64] = np.array([5.0, 1.0, 0.2])
    axes.set_xticks(ticks, labels=["5", "1", "0.2"])
    axes.minorticks_off()
    axes.set_title(title, fontsize=11)
    axes.set_xlabel("price, falling")


def main() -> None:
    """Draw all pictures."""
    FOLDER.mkdir(exist_ok=True)
    for name in CURVES:
        write(name, lambda name=name: curve_figure(EXAMPLES[name]))  # type: ignore[misc]
    two = Mixture((Lognormal(1.2, 0.3), Lognormal(-2.0, 0.3)), (0.12, 0.88))
    write("mixture", lambda: curve_figure((two,)))
    write("growth", growth_figure)


if __name__ == "__main__":
    main()
