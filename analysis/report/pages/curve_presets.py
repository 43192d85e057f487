"""Where the sliders of the curve begin: fitted curves of history, and kinds of labelling work.

What a preset holds is read off the recorded numbers. What nobody has measured is declared: it
stands where the map of notebook 08 is worked, and the note of the preset says so.
"""

from __future__ import annotations

import html
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from analysis.position import RUNGS
from analysis.position.findings import YEARS as REUSE_YEARS
from analysis.position.placement import HALF, SIGMA, B
from analysis.position.theory import Scenario
from analysis.report.numbers import Number

Link = Callable[[str, str], str]
INDUSTRIES = {"cotton": "Cotton", "steel": "Steel", "motor_vehicles": "Cars"}
LABELS_YEARS = 10.0
"""Years shown of labelling; declared."""
FOUND = ("curve.sigma", "curve.served", "curve.productivity", "curve.people", "income.fall",
         "ours.log.first_year", "ours.log.last_year", "curve.rates_first",
         "curve.rates_last")  # fmt: skip
PACE = ("labels.progress_low", "labels.progress_high")
REUSE = "position.reuse"


@dataclass(frozen=True)
class Preset:
    """Where all sliders stand.

    Attributes
    ----------
    name, label : str
        Identifier, and the words of its button.
    scenario : Scenario
    start : int
        Year in which it begins, or nought.
    note : str
        HTML: where its numbers come from.
    numbers : tuple of Number
        What it was read off.
    """

    name: str
    label: str
    scenario: Scenario
    start: int
    note: str
    numbers: tuple[Number, ...]


def of_history(numbers: Mapping[str, Number], link: Link) -> list[Preset]:
    """Presets of the industries whose numbers were recorded."""
    made = []
    for industry, label in INDUSTRIES.items():
        names = [f"{industry}.{name}" for name in FOUND]
        if all(name in numbers and numbers[name].value is not None for name in names):
            made.append(
                _industry(industry, label, [numbers[name] for name in names], numbers, link)
            )
    return made


def of_labelling(numbers: Mapping[str, Number], link: Link) -> list[Preset]:
    """A preset a kind of labelling work; none where the pace of labelling was not recorded."""
    if any(name not in numbers or numbers[name].value is None for name in PACE):
        return []
    return [_rung(rung, words, numbers, link) for rung, words in RUNGS.items()]


def _industry(
    industry: str, label: str, found: list[Number], numbers: Mapping[str, Number], link: Link
) -> Preset:
    sigma, served, productivity, people, fall, first, last, *_ = map(_value, found)
    # The curve is in price over income: what reached that, and not the price over wages alone.
    passed_on = fall / (last - first) / productivity
    scenario = Scenario(
        spread=sigma, served=served, floor=0.0, share=1.0, pass_through=passed_on, lowest=0.0,
        productivity=productivity, growth=people, reuse=0.0, years=last - first,
    )  # fmt: skip
    shown = [
        link(item.name, item.format(spec))
        for item, spec in zip(found[:5], (".2f", ".2%", ".1%", ".1%", ".2f"), strict=True)
    ]
    rates = [link(item.name, item.format(".0f")) for item in found[7:]]
    note = (
        f"{label}, {first:.0f} to {last:.0f}: spread {shown[0]}, {shown[1]} served at the start, "
        f"output per worker up {shown[2]} and people {shown[3]} a year, {rates[0]} to "
        f"{rates[1]}; price over income fell by {shown[4]} log points. In Bessen's model "
        "labour is all of the cost and nothing is used twice. The path goes at an even pace, as "
        "history did not"
    )
    crossing = numbers.get(f"{industry}.ours.log.crossing")
    drawn = numbers.get(f"{industry}.ours.log.crossing_drawn")
    if crossing is not None and crossing.value is not None and drawn is not None:
        year = link(crossing.name, crossing.format())
        note += f": with the prices that were, elasticity passed one in {year} ({drawn.format()})"
    return Preset(industry, label, scenario, int(first), f"{note}.", tuple(found))


def _rung(rung: str, words: str, numbers: Mapping[str, Number], link: Link) -> Preset:
    used = [numbers[name] for name in PACE]
    pace = -sum(math.log1p(-_value(item)) for item in used) / len(used)
    reuse = 0.0
    pairs = numbers.get(f"position.{rung}.pairs")
    shares = " and ".join(link(item.name, item.format("pct")) for item in used)
    borrowed = "" if rung == "vision" else " (no other pace was measured, so it is borrowed)"
    told = (
        f"{words[0].upper()}{words[1:]}. Measured: outlines took {shares} less time a year"
        f"{borrowed}."
    )
    if rung == "speech" and REUSE in numbers and numbers[REUSE].value is not None:
        item = numbers[REUSE]
        used.append(item)
        first, last = REUSE_YEARS
        reuse = math.log(_value(item)) / (last - first)
        told += (
            f" One firm used each recording {link(item.name, item.format('.1f'))} times as much in "
            f"{last} as in {first}."
        )
    scenario = Scenario(
        spread=SIGMA, served=HALF, floor=1.0 / (1.0 + B), share=HALF, pass_through=1.0, lowest=0.0,
        productivity=pace, growth=0.0, reuse=reuse, years=LABELS_YEARS,
    )  # fmt: skip
    if pairs is not None and pairs.value is not None:
        told += f" Pairs of price and number of its labels: {link(pairs.name, pairs.format())}."
    told += " All else nobody knows: it is declared, and waits for you to move it."
    return Preset(rung, html.escape(words), scenario, 0, told, tuple(used))


def _value(item: Number) -> float:
    return float(item.value or 0.0)
