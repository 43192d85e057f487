"""Paths of employment side by side, for those without sliders: on paper, or with no script."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, NullFormatter

from analysis.figures.papers import drawn
from analysis.figures.style import INK, colour, label_line, narrow, new_figure
from analysis.position.theory import Scenario, path

_LEAST = 0.03
_ENDS = (0.03, 0.1, 0.3, 1.0, 3.0)


def paths_frame(scenarios: Mapping[str, tuple[str, Scenario]]) -> pd.DataFrame:
    """Paths of several scenarios, one under the other.

    Parameters
    ----------
    scenarios : mapping of str to (str, Scenario)
        Words and scenario by the thing whose colour it has.

    Returns
    -------
    pandas.DataFrame
        ``thing, words``, those of :func:`analysis.position.theory.path`, and ``multiple``, output
        an hour over that of the first year.
    """
    frames = []
    for thing, (words, scenario) in scenarios.items():
        frame = path(scenario)
        frame.insert(0, "words", words)
        frame.insert(0, "thing", thing)
        frame["multiple"] = np.exp(scenario.productivity * frame["year"])
        frames.append(frame)
    return pd.concat(frames, ignore_index=True)


@drawn
def paths_side_by_side(paths: pd.DataFrame) -> Figure:
    """Elasticity and employment over output an hour, a line a preset.

    Parameters
    ----------
    paths : pandas.DataFrame
        From :func:`paths_frame`.
    """
    figure, (above, below) = new_figure(2, 1, height=6.0 if narrow() else 5.2, share_x=True)
    for thing, own in paths.groupby("thing", sort=False):
        seen = own[own["elasticity"] >= _LEAST]
        above.plot(seen["multiple"], seen["elasticity"], color=colour(str(thing)))
        below.plot(own["multiple"], own["employment"], color=colour(str(thing)))
        top = own.iloc[int(own["employment"].argmax())]
        if 0.0 < float(top["year"]) < float(own["year"].iloc[-1]):
            below.plot(top["multiple"], top["employment"], "o", color=colour(str(thing)))
        _name(above, seen, "elasticity", str(thing), str(own["words"].iloc[0]))
        _name(below, own, "employment", str(thing), str(own["words"].iloc[0]))
    above.axhline(1.0, color=INK, linewidth=0.9)
    above.set_yscale("log")
    above.yaxis.set_major_locator(FixedLocator(_ENDS))
    above.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    above.yaxis.set_minor_formatter(NullFormatter())
    above.set_ylabel("elasticity")
    below.set_yscale("log")
    below.yaxis.set_major_locator(FixedLocator([0.1, 0.3, 1, 3, 10, 30]))
    below.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    below.yaxis.set_minor_formatter(NullFormatter())
    below.axhline(1.0, color=INK, linewidth=0.9)
    below.set_ylabel("employment, first year = 1")
    below.set_xlabel("output an hour, first year = 1")
    below.set_xscale("log")
    below.xaxis.set_major_locator(FixedLocator([1, 3, 10, 30, 100]))
    below.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    below.xaxis.set_minor_formatter(NullFormatter())
    right = float(paths["multiple"].max())
    below.set_xlim(1.0, right ** (1.45 if narrow() else 1.2))
    return figure


def _name(axes: Axes, own: pd.DataFrame, column: str, thing: str, words: str) -> None:
    last = own.iloc[-1]
    label_line(axes, float(last["multiple"]), float(last[column]), words, thing)
