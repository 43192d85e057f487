"""Rules for the claim that labelling is on the rising side, rung by rung, from recorded numbers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from analysis.language import said
from analysis.position.declared import FEWEST_PAIRS, FEWEST_SERIES, REGISTERED, RUNGS
from analysis.recorded import Recorded, value_of
from analysis.verdicts import Part, Verdict


def labour_rises(numbers: Mapping[str, Recorded], rung: str) -> Verdict:
    """C12, labour: two independent sources or more rise and none falls, or the other way round."""
    falling, rising, sources = (
        value_of(numbers, f"position.{rung}.{name}") for name in ("falling", "rising", "sources")
    )
    because = said(
        "of {sources:.0f} independent sources {rising:.0f} rise and {falling:.0f} fall; {fewest} "
        "one way and none the other are needed",
        sources=sources, rising=rising, falling=falling, fewest=FEWEST_SERIES,
    )  # fmt: skip
    if rising >= FEWEST_SERIES and not falling:
        return Verdict("supported", because)
    if falling >= FEWEST_SERIES and not rising:
        return Verdict("contradicted", because)
    return Verdict("not testable", because)


def on_the_rising_side(numbers: Mapping[str, Recorded], rung: str) -> Verdict:
    """C12, position: pairs of price and number of one task agree on a side."""
    pairs, rising, falling = (
        value_of(numbers, f"position.{rung}.{name}")
        for name in ("pairs", "pairs_rising", "pairs_falling")
    )
    because = said(
        "{pairs:.0f} pairs of price and number of one task at two dates, {rising:.0f} on the "
        "rising and {falling:.0f} on the falling side; {fewest} are needed",
        pairs=pairs, rising=rising, falling=falling, fewest=FEWEST_PAIRS,
    )  # fmt: skip
    if rising + falling < FEWEST_PAIRS:
        return Verdict("not testable", because)
    if rising and falling:
        return Verdict("mixed", because)
    return Verdict("supported" if rising else "contradicted", because)


def hours_rose(numbers: Mapping[str, Recorded]) -> Verdict:
    """C12, hours in total: every swap of one assumption has the same sign."""
    item = numbers["position.hours_ratio"]
    low, high = item.interval or (0.0, float("inf"))
    because = said(
        "hours became {low:.2f} to {high:.2f} times what they were, over swaps", low=low, high=high
    )
    if low > 1:
        return Verdict("supported", because)
    return Verdict("contradicted" if high < 1 else "not testable", because)


LETTERS = "abcdefghijklmno"


def _labour(letter: str, rung: str) -> Part:
    names = tuple(f"position.{rung}.{name}" for name in ("rising", "falling", "sources"))
    statement = said("More labour: {rung}, in two independent series or more.", rung=RUNGS[rung])
    weak = "a series counts those who answer or are reported, and platforms are few"
    return Part(f"C12.{letter}", statement, names, partial(labour_rises, rung=rung), weak,
                REGISTERED, unit="sources that rise")  # fmt: skip


def _position(letter: str, rung: str) -> Part:
    names = tuple(f"position.{rung}.{name}" for name in ("pairs", "pairs_rising", "pairs_falling"))
    statement = said("Rising side: {rung}, by price and number of one task.", rung=RUNGS[rung])
    weak = "buyers know prices and numbers and publish neither"
    return Part(f"C12.{letter}", statement, names, partial(on_the_rising_side, rung=rung), weak,
                REGISTERED, unit="pairs")  # fmt: skip


RULES: tuple[Part, ...] = (
    *(_labour(letter, rung) for letter, rung in zip(LETTERS, RUNGS, strict=False)),
    Part(
        "C12.h",
        "Hours in total rose from 2021-22 to 2024-25 at the firms with published figures.",
        ("position.hours_ratio", "position.swaps", "position.swaps_falling"),
        hours_rose,
        "most pay and shares are assumptions, and the firms are those in the news",
        REGISTERED,
    ),
    *(_position(letter, rung) for letter, rung in zip(LETTERS[8:], RUNGS, strict=False)),
)
"""Parts of the claim: labour by rung, hours in total, position by rung."""
