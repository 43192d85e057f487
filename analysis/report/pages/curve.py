"""The page on which a reader moves the curve and the accounting of hours, with no network."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import chain, groupby
from typing import Any

from analysis.language import translated
from analysis.position import Accounting, accounting, workers_by_estimator
from analysis.position.crowd import ESTIMATORS
from analysis.position.theory import Scenario, turns
from analysis.report.numbers import Number
from analysis.report.pages.curve_presets import Preset, of_history, of_labelling
from analysis.report.pages.html import TEMPLATES, templates, why_link
from analysis.tables import load, names, united
from analysis.tables.publish.formats import csv_text

HREF, DATA = "curve.html", "curve.csv"
TITLE = "Move the curve"
TABLES = ("vendor_money", "mturk_worker_year", "mturk_worker_month", "mturk_worker_bracket",
          "hours_assumptions")  # fmt: skip
HOURS = "position.hours_ratio"
_FIGURE = "paths_side_by_side"


@dataclass(frozen=True)
class Moved:
    """The page and what belongs to it.

    Attributes
    ----------
    body : str
        HTML; empty where there is nothing to move.
    files : mapping of str to bytes
        The paths of the presets.
    """

    body: str
    files: Mapping[str, bytes]


def curve_page(numbers: Mapping[str, Number]) -> Moved:
    """Body of ``curve.html``; empty unless fits of history and the tables of hours are there."""
    history, labelling = of_history(numbers, why_link), of_labelling(numbers, why_link)
    if not (history and labelling and HOURS in numbers and set(TABLES) <= set(names())):
        return Moved("", {})
    # Altair takes its time: it is imported where there is something to show.
    from analysis.figures.moving import javascript
    from analysis.figures.paths import paths_frame

    account = _account()
    drawn = {item.name: (item.label, item.scenario) for item in history}
    drawn["labels"] = ("outlines", next(i for i in labelling if i.name == "vision").scenario)
    paths = paths_frame(drawn)
    script = (TEMPLATES / "curve.js").read_text(encoding="utf-8")
    body = templates().get_template("curve_body.html.j2").render(
        css=(TEMPLATES / "curve.css").read_text(encoding="utf-8"),
        told=_told(history[0]),
        groups=[("From history", history), ("Kinds of labelling work", labelling)],
        sliders=_curve_sliders(history[0].scenario),
        figure=_side_by_side(paths, [*history, *labelling]),
        data=DATA,
        firms=_hours_sliders(account),
        estimators=ESTIMATORS,
        given=_safe(json.dumps(_given(history, labelling, account), sort_keys=True)),
        vega=javascript(),
        script=script,
    )  # fmt: skip
    return Moved(body, {DATA: csv_text(paths, index=False).encode()})


def _account() -> Accounting:
    workers = workers_by_estimator(load("mturk_worker_year"), load("mturk_worker_month"))
    brackets, assumptions = load("mturk_worker_bracket"), load("hours_assumptions")
    return accounting(load("vendor_money"), workers, brackets, assumptions)


def _given(
    history: Sequence[Preset], labelling: Sequence[Preset], account: Accounting
) -> dict[str, Any]:
    """What the script reads: charts, presets, and where the sliders of hours begin."""
    from analysis.figures.moving import elasticity_panel, employment_panel, hours_panel
    from analysis.figures.moving.curve import signals
    from analysis.figures.moving.hours import hours_signals
    from analysis.figures.moving.looks import PAGE

    first = history[0]
    return {
        "first": first.name,
        "presets": {
            item.name: {"values": signals(item.scenario, item.start), "note": item.note}
            for item in (*history, *labelling)
        },
        "hours": hours_signals(account),
        "charts": {
            "elasticity": elasticity_panel(first.scenario, PAGE).to_dict(),
            "employment": employment_panel(first.scenario, PAGE).to_dict(),
            "hours": hours_panel(account, PAGE).to_dict(),
        },
    }


def _told(preset: Preset) -> str:
    """What the first preset shows, and what one slider does to it."""
    found, still = turns(preset.scenario), turns(_without(preset.scenario, "growth"))
    label = preset.label.lower()
    if None in (found.elastic_until, found.peak, still.peak):
        return f"The sliders begin at the numbers of {label}."
    one, peak, alone = (
        preset.start + float(year or 0.0) for year in (found.elastic_until, found.peak, still.peak)
    )
    times = preset.scenario.employment(found.peak or 0.0)
    return (
        f"At the numbers of {label} and an even pace, the elasticity passes one in {one:.0f} and "
        f"employment peaks in {peak:.0f}, at {times:,.0f} times that of {preset.start}. Move "
        f"<em>demand grows by itself</em> to nought, and the peak goes to {alone:.0f}: the years "
        "between are owed to a growing people, and not to the price."
    )


def _without(scenario: Scenario, name: str) -> Scenario:
    return Scenario(**{**asdict(scenario), name: 0.0})


def _curve_sliders(scenario: Scenario) -> list[tuple[str, list[dict[str, Any]]]]:
    from analysis.figures.moving import CURVE
    from analysis.figures.moving.expressions import PREFIX

    values = asdict(scenario)
    return _grouped(
        asdict(item) | {"id": f"{PREFIX}{item.name}", "value": values[item.name]} for item in CURVE
    )


def _hours_sliders(account: Accounting) -> list[tuple[str, list[dict[str, Any]]]]:
    from analysis.figures.moving import hours_controls
    from analysis.figures.moving.hours import hours_signals

    values = hours_signals(account)
    return _grouped(
        asdict(item) | {"id": item.name, "value": values[item.name]}
        for item in hours_controls(account)
    )


def _grouped(items: Iterable[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    group: Callable[[dict[str, Any]], str] = lambda item: str(item["group"])  # noqa: E731
    return [(name, list(own)) for name, own in groupby(items, key=group)]


def _side_by_side(paths: Any, presets: Sequence[Preset]) -> str:
    """The figure for paper and for browsers that run no script."""
    from analysis.figures.papers import paper
    from analysis.figures.paths import paths_side_by_side

    used = [found.evidence for preset in presets for found in preset.numbers]
    made = paper(
        paths_side_by_side(paths), _FIGURE,
        caption=translated(
            "The presets side by side, over output an hour: where the elasticity passes "
            "one, and, by a point, where employment peaks. History goes at an even pace along its "
            "fitted curve; of labelling only the pace is measured, and its demand is taken not to "
            "grow by itself."
        ),
        alt=translated(
            "Lines of the elasticity that fall through one, that of cars steepest; below, "
            "employment that rises and falls for cars and cotton, rises for steel, and falls from "
            "the start for outlines."
        ),
        data=paths, evidence=united(chain.from_iterable(used)),
    )  # fmt: skip
    return made._repr_html_()


def _safe(text: str) -> str:
    """JSON that cannot end the element it stands in."""
    return text.replace("</", "<\\/")
