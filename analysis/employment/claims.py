"""Rules for the claims on textiles, saturation and outsourcing: verdicts from recorded numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Protocol

Verdict = Literal["supported", "contradicted", "mixed", "not testable"]

INDUSTRIES = ("cotton", "steel", "motor_vehicles")
YEARS_APART = 10
SIGNIFICANCE = 0.05

BOOM = ("cotton.ours.log.first", "hands.total_ratio", "hands.rate_ratio", "weavers.ratio")
SATURATION = tuple(
    f"{industry}.{name}"
    for industry in INDUSTRIES
    for name in (
        "ours.log.crossing", "employment.peak_per_head", "robust.p_crossing", "robust.beats_time",
    )
)  # fmt: skip
OUTSOURCING = ("trade.foreign_employment_series", "trade.steel_years")


class Recorded(Protocol):
    """A recorded number, as a rule reads it."""

    @property
    def value(self) -> float | int | str | bool | None:
        """The value; None where there is none."""

    @property
    def interval(self) -> tuple[float, float] | None:
        """Its interval, if it has one."""


def automation_boom(numbers: Mapping[str, Recorded]) -> Verdict:
    """C7: automation can set off an employment boom, as in textiles.

    Supported if demand for cotton cloth was elastic at the start (the whole interval above one),
    factory hands grew in total and per head, and weavers with the hand-loom weavers counted grew
    too. Contradicted if none of the four holds; mixed in between.
    """
    limits = numbers["cotton.ours.log.first"].interval
    held = [
        limits is not None and limits[0] > 1.0,
        _above(numbers["hands.total_ratio"], 1.0),
        _above(numbers["hands.rate_ratio"], 1.0),
        _above(numbers["weavers.ratio"], 1.0),
    ]
    return _counted(held)


def saturation_turns_employment(numbers: Mapping[str, Recorded]) -> Verdict:
    """C8: employment began to fall only when demand neared saturation.

    Supported only if in every industry employment per head peaks within ten years of the fitted
    elasticity falling to one, the joint placebo p-value is below .05 and the price does better
    than a curve in time alone. Contradicted if in no industry the three hold together and in most
    of them the peak lies elsewhere than at the crossing; mixed in between.
    """
    timed = {industry: _peak_at_crossing(numbers, industry) for industry in INDUSTRIES}
    whole = [
        timed[industry]
        and _below(numbers[f"{industry}.robust.p_crossing"], SIGNIFICANCE)
        and numbers[f"{industry}.robust.beats_time"].value is True
        for industry in INDUSTRIES
    ]
    if all(whole):
        return "supported"
    if not any(whole) and 2 * sum(timed.values()) < len(INDUSTRIES):
        return "contradicted"
    return "mixed"


def no_net_loss(numbers: Mapping[str, Recorded]) -> Verdict:
    """C9: work moved to developing countries with no net loss of jobs.

    Not testable without a series of employment abroad: what was lost at home is in the tables,
    what was gained elsewhere is not.
    """
    if not _above(numbers["trade.foreign_employment_series"], 0.0):
        return "not testable"
    return "mixed"


def _peak_at_crossing(numbers: Mapping[str, Recorded], industry: str) -> bool:
    crossing = numbers[f"{industry}.ours.log.crossing"].value
    peak = numbers[f"{industry}.employment.peak_per_head"].value
    if crossing is None or peak is None:
        return False
    return abs(int(peak) - int(crossing)) <= YEARS_APART


def _counted(held: list[bool]) -> Verdict:
    if all(held):
        return "supported"
    return "mixed" if any(held) else "contradicted"


def _above(number: Recorded, level: float) -> bool:
    return isinstance(number.value, int | float) and number.value > level


def _below(number: Recorded, level: float) -> bool:
    return isinstance(number.value, int | float) and number.value < level
