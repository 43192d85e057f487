"""The curve that is moved: elasticity and employment along a path, and where each turns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Literal

import altair as alt

from analysis.figures.moving.controls import CURVE
from analysis.figures.moving.expressions import (
    PREFIX,
    START,
    THRESHOLD,
    YEARS,
    path_transforms,
    turn_transforms,
)
from analysis.figures.moving.looks import HEIGHT, LETTERS, SIZE, Look
from analysis.figures.moving.offline import Offline
from analysis.position.theory.path import POINTS, Scenario

Panel = Literal["elasticity", "employment"]
LEAST = 0.01
"""Where the axis of the elasticity ends: it is logarithmic, and a path may go to nothing."""

BESSEN = Scenario(
    spread=1.0, served=0.1, floor=0.0, share=1.0, pass_through=1.0, lowest=0.0, productivity=0.03,
    growth=0.0, reuse=0.0, years=100.0,
)  # fmt: skip
"""His case in plain numbers: labour is all of the cost, and every gain reaches the price."""

TITLES: Mapping[Panel, str] = {
    "elasticity": "Elasticity of demand",
    "employment": "Employment, first year = 1",
}
DESCRIBED: Mapping[Panel, str] = {
    "elasticity": "Line of the elasticity of demand by year on a log scale, with a rule at one and "
    "one where employment turns; a point where it passes one.",
    "employment": "Line of employment by year over that of the first year; a point at its peak.",
}


# A falling line leaves room above on the right and below on the left, a hump above.
_SIDES: Mapping[Panel, list[tuple[Literal["left", "center", "right"], int, int, str]]] = {
    "elasticity": [
        ("left", 9, -9, f"datum.turn < 0.6 * {YEARS}"),
        ("right", -9, 14, f"datum.turn >= 0.6 * {YEARS}"),
    ],
    "employment": [
        ("left", 0, -13, f"datum.turn < 0.2 * {YEARS}"),
        ("center", 0, -13, f"datum.turn >= 0.2 * {YEARS} && datum.turn <= 0.8 * {YEARS}"),
        ("right", 0, -13, f"datum.turn > 0.8 * {YEARS}"),
    ],
}


def curve_chart(scenario: Scenario = BESSEN, look: Look | None = None) -> Offline:
    """Both panels over one another with sliders, for a notebook.

    Parameters
    ----------
    scenario : Scenario
        Where the sliders stand at first.
    look : Look, optional

    Returns
    -------
    altair.VConcatChart
        It shows itself without a network: all it needs is in it.
    """
    look = look or Look()
    panels = [_panel(what, look) for what in TITLES]
    both: Offline = Offline(vconcat=panels).add_params(*_params(scenario, bound=True))
    made: Offline = both.configure(**look.config())
    return made


def elasticity_panel(scenario: Scenario, look: Look) -> alt.LayerChart:
    """The upper panel alone; its signals are moved from outside."""
    return _alone("elasticity", scenario, look)


def employment_panel(scenario: Scenario, look: Look) -> alt.LayerChart:
    """The lower panel alone."""
    return _alone("employment", scenario, look)


def signals(scenario: Scenario, start: int = 0) -> dict[str, float]:
    """Values of the signals at a scenario."""
    return {f"{PREFIX}{name}": value for name, value in asdict(scenario).items()} | {START: start}


def _alone(what: Panel, scenario: Scenario, look: Look) -> alt.LayerChart:
    panel = _panel(what, look).add_params(*_params(scenario, bound=False))
    made: alt.LayerChart = panel.properties(width=look.width).configure(**look.config())
    return made


def _params(scenario: Scenario, *, bound: bool) -> list[Any]:
    values = signals(scenario)
    made = [alt.param(name=START, value=values[START])]
    for control in CURVE:
        name = f"{PREFIX}{control.name}"
        slider = alt.binding_range(min=control.low, max=control.high, name=f"{control.words} ")
        made.append(
            alt.param(name=name, value=values[name], bind=slider if bound else alt.Undefined)
        )
    return made


def _panel(what: Panel, look: Look) -> Any:
    path = alt.Chart(alt.sequence(0, POINTS + 1, as_="step"))
    path = _with(path, path_transforms())
    turn = _with(path, turn_transforms(what))
    colour = look.elasticity if what == "elasticity" else look.employment
    shown = f"max(datum.elasticity, {LEAST})" if what == "elasticity" else "datum.employment"
    axis = alt.Axis(labelExpr=f"{START} > 0 ? format(datum.value, 'd') : datum.value", tickCount=6)
    ends = alt.Scale(domain=alt.ExprRef(f"[{START}, {START} + {YEARS}]"), nice=False, zero=False)
    x = alt.X("calendar:Q", title=None if what == "elasticity" else "year", axis=axis, scale=ends)
    layers = [
        _rule("1", look.faint, [1, 0], what),
        _with(path, [_calc("shown", shown)]).mark_line(color=colour, strokeWidth=2.5, clip=True)
        .encode(x=x, y=_height(what)),
    ]  # fmt: skip
    if what == "elasticity":
        layers.append(_rule(THRESHOLD, look.employment, [4, 3], what))
    layers += _turn(
        _with(turn, [_calc("shown", f"max(datum.{what}_there, {LEAST})")]), what, colour
    )
    return alt.layer(*layers).properties(
        width=560 if look.width == "container" else look.width, height=HEIGHT,
        title=TITLES[what], description=DESCRIBED[what],
    )  # fmt: skip


def _height(what: Panel) -> alt.Y:
    if what == "elasticity":
        scale = alt.Scale(type="log", nice=False)
        axis = alt.Axis(title=None, values=[0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30], format="~g")
        return alt.Y("shown:Q", scale=scale, axis=axis)
    return alt.Y("shown:Q", scale=alt.Scale(zero=True), axis=alt.Axis(title=None, tickCount=5))


def _rule(at: str, colour: str, dash: list[int], what: Panel) -> Any:
    """A level across the panel, where it can be drawn."""
    one = alt.Chart(alt.sequence(0, 1, as_="step")).transform_calculate(shown=at)
    drawn = one.transform_filter(f"isFinite(datum.shown) && datum.shown >= {LEAST}")
    return drawn.mark_rule(color=colour, strokeDash=dash, strokeWidth=1.3).encode(y=_height(what))


def _turn(turn: Any, what: Panel, colour: str) -> list[Any]:
    """A point at the turn and its year beside it, where the line leaves room."""
    x = alt.X("calendar_there:Q", title=None)
    words = "passes one" if what == "elasticity" else "peak"
    year = (
        f"{START} > 0 ? format(datum.turn + {START}, '.0f') : 'year ' + format(datum.turn, '.0f')"
    )
    told = turn.transform_calculate(told=f"'{words}: ' + ({year})")
    place: dict[str, Any] = {
        "fontSize": SIZE, "fontWeight": "bold", "font": LETTERS, "color": colour
    }  # fmt: skip
    return [
        turn.mark_rule(color=colour, strokeDash=[2, 2], opacity=0.7).encode(x=x),
        turn.mark_point(color=colour, filled=True, size=90, opacity=1).encode(x=x, y=_height(what)),
        *(
            told.transform_filter(where)
            .mark_text(align=align, dx=dx, dy=dy, **place)
            .encode(x=x, y=_height(what), text="told:N")
            for align, dx, dy, where in _SIDES[what]
        ),
    ]


def _with(chart: Any, transforms: list[dict[str, Any]]) -> Any:
    """A chart with further transforms."""
    made = chart.copy()
    before = [] if made.transform is alt.Undefined else list(made.transform)
    made.transform = before + [alt.Transform.from_dict(item) for item in transforms]
    return made


def _calc(name: str, expression: str) -> dict[str, Any]:
    return {"calculate": expression, "as": name}
