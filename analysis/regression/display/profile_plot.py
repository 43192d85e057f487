"""Profiles drawn as signed roots; straight where Wald intervals are exact."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from analysis.regression.inference.profile import ProfileInterval


def signed_roots(intervals: Sequence[ProfileInterval]) -> Figure:
    """A panel a quantity: the profile, its Wald line, the cut-offs and the limits."""
    count = len(intervals)
    figure = Figure(figsize=(3.8, 2.6 * count), layout="constrained")
    panels = figure.subplots(count, 1, squeeze=False)[:, 0]
    for axis, interval in zip(panels, intervals, strict=True):
        _draw(axis, interval)
    return figure


def _draw(axis: Any, interval: ProfileInterval) -> None:
    shown = np.abs(interval.trace.tau) <= 1.6 * interval.cutoff
    value, tau = interval.trace.value[shown], interval.trace.tau[shown]
    axis.plot(value, (value - interval.estimate) / interval.se, color="0.6", linestyle="--",
              label="Wald")  # fmt: skip
    axis.plot(value, tau, marker="o", markersize=2.5, color="black", label="profile")
    for sign in (-1.0, 1.0):
        axis.axhline(sign * interval.cutoff, color="0.8", linewidth=0.8)
    for limit in (interval.lower, interval.upper):
        if math.isfinite(limit):
            axis.axvline(limit, color="0.8", linewidth=0.8)
    axis.set_ylim(-1.6 * interval.cutoff, 1.6 * interval.cutoff)
    axis.set_xlabel(interval.name)
    axis.set_ylabel("signed root, in standard errors")
    axis.legend(frameon=False, fontsize="small")
