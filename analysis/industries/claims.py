"""Rules for the claims on textiles, saturation and outsourcing: verdicts from recorded numbers."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.industries.series import INDUSTRIES, Industry
from analysis.verdicts import ClaimRule, Recorded, Verdict, value_of

YEARS_APART = 10
SIGNIFICANCE = 0.05

BOOM = ("hands.rate_ratio", "hands.total_ratio", "weavers.ratio", "cotton.ours.log.first")
_SATURATION = ("employment.peak_per_head", "ours.log.crossing", "robust.p_crossing",
               "robust.beats_time")  # fmt: skip
SATURATION = tuple(f"{industry}.{name}" for industry in INDUSTRIES for name in _SATURATION)
OUTSOURCING = ("trade.foreign_employment_series", "trade.steel_years")


def automation_boom(numbers: Mapping[str, Recorded]) -> Verdict:
    """C7: automation can set off an employment boom, as in textiles.

    Supported if demand for cotton cloth was elastic at the start (the whole interval above one),
    factory hands grew in total and per head, and weavers with the hand-loom weavers counted grew
    too. Contradicted if none of the four holds; mixed in between.
    """
    limits = numbers["cotton.ours.log.first"].interval
    ratios = {name: value_of(numbers, name) for name in BOOM[:3]}
    held = [limits is not None and limits[0] > 1.0, *(ratio > 1.0 for ratio in ratios.values())]
    because = (
        f"factory hands changed {ratios['hands.total_ratio']:.1f}-fold, per head of population by "
        f"{ratios['hands.rate_ratio']:.2f}; weavers, hand-loom weavers counted, by "
        f"{ratios['weavers.ratio']:.2f}; demand at the start "
        f"{'elastic' if held[0] else 'not shown to be elastic'}"
    )
    if all(held):
        return Verdict("supported", because)
    return Verdict("mixed" if any(held) else "contradicted", because)


def boom_without_hand_weavers(numbers: Mapping[str, Recorded]) -> Verdict:
    """C7 on factory hands alone: elastic demand and more hands, hand-loom weavers left out."""
    limits = numbers["cotton.ours.log.first"].interval
    total = value_of(numbers, "hands.total_ratio")
    because = f"factory hands changed {total:.1f}-fold"
    elastic = limits is not None and limits[0] > 1.0
    if elastic and total > 1.0:
        return Verdict("supported", because)
    return Verdict("mixed" if elastic or total > 1.0 else "contradicted", because)


def saturation_turns_employment(numbers: Mapping[str, Recorded]) -> Verdict:
    """C8: employment began to fall only when demand neared saturation.

    Supported only if in every industry employment per head peaks within ten years of the fitted
    elasticity falling to one, the joint placebo p-value is below .05 and the price does better
    than a curve in time alone. Contradicted only if in no industry the peak lies at the crossing;
    mixed in between.
    """
    timed = {industry: _peak_at_crossing(numbers, industry) for industry in INDUSTRIES}
    whole = [
        timed[industry]
        and value_of(numbers, f"{industry}.robust.p_crossing") < SIGNIFICANCE
        and numbers[f"{industry}.robust.beats_time"].value is True
        for industry in INDUSTRIES
    ]
    because = "; ".join(_in_words(numbers, industry) for industry in INDUSTRIES)
    if all(whole):
        return Verdict("supported", because)
    if not any(timed.values()):
        return Verdict("contradicted", because)
    return Verdict("mixed", because)


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
    peak, crossing, p, beats = (numbers[f"{industry}.{name}"].value for name in _SATURATION)
    return (
        f"{industry.replace('_', ' ')}: per head peak {peak}, elasticity one "
        f"{'not within the data' if crossing is None else crossing}, joint p {p:.3f}, "
        f"price {'beats' if beats else 'loses to'} the calendar"
    )


RULES: Mapping[str, ClaimRule] = {
    "C7": ClaimRule(
        BOOM,
        automation_boom,
        "American hands and British weavers are two countries; no count of American hand weavers "
        "is at hand",
    ),
    "C8": ClaimRule(
        SATURATION,
        saturation_turns_employment,
        "output per head stands in for demand, and the per-head series are joined from counts of "
        "different people",
    ),
    "C9": ClaimRule(
        OUTSOURCING,
        no_net_loss,
        "trade and employment abroad are not in the tables",
    ),
}
"""Rules of the claims on industries of the past, with the numbers they read."""
