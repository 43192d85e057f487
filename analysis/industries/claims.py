"""Rules for the claims on textiles, saturation and outsourcing: verdicts from recorded numbers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from analysis.industries.series import INDUSTRIES, Industry
from analysis.recorded import Recorded, value_of
from analysis.register import Registered
from analysis.verdicts import Part, Verdict, together

YEARS_APART = 10
SIGNIFICANCE = 0.05

BOOM = ("cotton.ours.log.first", "hands.total_ratio", "hands.rate_ratio", "weavers.ratio")
_SATURATION = ("ours.log.crossing", "employment.peak_per_head", "robust.p_crossing",
               "robust.beats_time")  # fmt: skip
SATURATION = tuple(f"{industry}.{name}" for industry in INDUSTRIES for name in _SATURATION)
OUTSOURCING = ("trade.foreign_employment_series", "trade.steel_years")

_BOOM_SEEN = Registered(
    "2026-11-25",
    "after a first look at",
    "the counts of hands and weavers and a rough first pass over fits of demand",
)
_SATURATION_CHANGED = Registered(
    "2026-11-25",
    "changed because",
    "one peak of three lies at its crossing, and contradicted is kept for where none does; before, "
    "fewer than half were enough, and the claim read contradicted",
)


def elastic_at_the_start(numbers: Mapping[str, Recorded]) -> Verdict:
    """C7: the whole interval of the first elasticity of demand for cotton cloth is above one."""
    limits = numbers["cotton.ours.log.first"].interval
    elastic = limits is not None and limits[0] > 1.0
    because = f"demand at the start {'elastic' if elastic else 'not shown to be elastic'}"
    return Verdict("supported" if elastic else "contradicted", because)


def grew(numbers: Mapping[str, Recorded], name: str, who: str) -> Verdict:
    """C7: a count at the end over the count at the start is above one.

    Parameters
    ----------
    numbers : mapping
    name : str
        Of the ratio, last over first.
    who : str
        Those counted, for the words.
    """
    ratio = value_of(numbers, name)
    return Verdict(
        "supported" if ratio > 1.0 else "contradicted", f"{who} changed {ratio:.2f}-fold"
    )


def automation_boom(numbers: Mapping[str, Recorded]) -> Verdict:
    """C7: automation can set off an employment boom, as in textiles.

    Supported if demand for cotton cloth was elastic at the start (the whole interval above one),
    factory hands grew in total and per head, and weavers with the hand-loom weavers counted grew
    too. Contradicted if none of the four holds; mixed in between.
    """
    return together(part.verdict(numbers) for part in _BOOM_PARTS)


def boom_without_hand_weavers(numbers: Mapping[str, Recorded]) -> Verdict:
    """C7 on factory hands alone: elastic demand and more hands, hand-loom weavers left out."""
    return together(part.verdict(numbers) for part in _BOOM_PARTS[:2])


def saturation_turns_employment(numbers: Mapping[str, Recorded], industry: Industry) -> Verdict:
    """C8, one industry: employment began to fall only when demand neared saturation.

    Supported if employment per head peaks within ten years of the fitted elasticity falling to
    one, the joint placebo p-value is below .05 and the price does better than a curve in time
    alone. Contradicted if the peak does not lie at the crossing; mixed in between. Over three
    industries: supported only if all are, contradicted only if no peak lies at its crossing.
    """
    because = _in_words(numbers, industry)
    if not _peak_at_crossing(numbers, industry):
        return Verdict("contradicted", because)
    holds = (
        value_of(numbers, f"{industry}.robust.p_crossing") < SIGNIFICANCE
        and numbers[f"{industry}.robust.beats_time"].value is True
    )
    return Verdict("supported" if holds else "mixed", because)


def no_net_loss(numbers: Mapping[str, Recorded]) -> Verdict:
    """C9: work moved to developing countries with no net loss of jobs.

    Not testable without a series of employment abroad: what was lost at home is in the tables,
    what was gained elsewhere is not.
    """
    abroad = value_of(numbers, "trade.foreign_employment_series")
    years = value_of(numbers, "trade.steel_years")
    because = (
        f"{abroad:.0f} series of employment abroad; trade known for {years:.0f} years of one "
        "industry"
    )
    return Verdict("not testable" if abroad == 0 else "mixed", because)


def _peak_at_crossing(numbers: Mapping[str, Recorded], industry: Industry) -> bool:
    crossing = numbers[f"{industry}.ours.log.crossing"].value
    peak = numbers[f"{industry}.employment.peak_per_head"].value
    if crossing is None or peak is None:
        return False
    return abs(int(peak) - int(crossing)) <= YEARS_APART


def _in_words(numbers: Mapping[str, Recorded], industry: Industry) -> str:
    crossing, peak, p, beats = (numbers[f"{industry}.{name}"].value for name in _SATURATION)
    return (
        f"per head peak {peak}, elasticity one "
        f"{'not within the data' if crossing is None else crossing}, joint p {p:.3f}, "
        f"price {'beats' if beats else 'loses to'} the calendar"
    )


def _grown(part: str, name: str, statement: str, who: str, weakest_link: str) -> Part:
    decide = partial(grew, name=name, who=who)
    return Part(part, statement, (name,), decide, weakest_link, _BOOM_SEEN)


def _turned(part: str, industry: Industry) -> Part:
    return Part(
        part,
        f"{industry.replace('_', ' ').capitalize()}: employment per head peaked within "
        f"{YEARS_APART} years of the fitted elasticity falling to one, the joint placebo p-value "
        f"is below {SIGNIFICANCE}, and the price does better than the calendar.",
        tuple(f"{industry}.{name}" for name in _SATURATION),
        partial(saturation_turns_employment, industry=industry),
        "output per head stands in for demand, and the per-head series are joined from counts of "
        "different people",
        _SATURATION_CHANGED,
    )


_BOOM_PARTS = (
    Part(
        "C7.a",
        "The whole interval of the elasticity of demand for cotton cloth at the start lies above "
        "one.",
        BOOM[:1],
        elastic_at_the_start,
        "fitted in logs alone, and few of the years are early ones",
        _BOOM_SEEN,
    ),
    _grown("C7.b", "hands.total_ratio", "American factory hands in cotton grew in number.",
           "factory hands", "no count of American hand weavers is at hand"),
    _grown("C7.c", "hands.rate_ratio", "American factory hands in cotton grew per head of "
           "population.", "factory hands per head of population",
           "no count of American hand weavers is at hand"),
    _grown("C7.d", "weavers.ratio", "British weavers grew in number, hand-loom weavers counted.",
           "weavers, hand-loom weavers counted,", "American hands and British weavers are two "
           "countries"),
)  # fmt: skip

RULES: tuple[Part, ...] = (
    *_BOOM_PARTS,
    *(
        _turned(f"C8.{letter}", industry)
        for letter, industry in zip("abc", INDUSTRIES, strict=True)
    ),
    Part(
        "C9.a",
        "Jobs gained abroad make up for the jobs lost at home.",
        OUTSOURCING,
        no_net_loss,
        "trade and employment abroad are not in the tables",
        Registered(
            "2026-11-25", "after a first look at", "the tables, which hold no employment abroad"
        ),
    ),
)
"""Parts of the claims on industries of the past, with their rules."""
