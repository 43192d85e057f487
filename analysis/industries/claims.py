"""Rules for the claims on textiles, saturation and outsourcing: verdicts from recorded numbers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from analysis.digits import counted
from analysis.industries.series import INDUSTRIES
from analysis.language import joined, said
from analysis.recorded import Recorded, value_of
from analysis.register import Registered
from analysis.verdicts import Part, Verdict

SIGNIFICANCE = 0.05
POWERFUL, POWERLESS = 0.8, 0.5
LIKELY, UNLIKELY = 0.9, 0.1
YEARS_APART = 10

ELASTIC = (
    "cotton.ours.log.first",
    "cotton.ours.level.first",
    "cotton.second.log.first",
    "cotton.second.level.first",
)
TIMING = tuple(f"{industry}.timing.within_ten" for industry in INDUSTRIES)
GAINS = tuple(f"{industry}.robust.price_gain" for industry in INDUSTRIES)
SATURATION = ("robust.pooled_p", "robust.pooled_power", *GAINS)
OUTSOURCING = ("trade.foreign_employment_series", "trade.steel_years")

_DAY = "2026-11-26"
_COUNTED = Registered(
    _DAY,
    "changed because",
    "weavers alone, from the most to the least of five points, are not the jobs in textiles: all "
    "hands over the whole record are; before, supported, contradicted and, for weavers, "
    "contradicted. A first look at the counts was had, in number and per head",
)
_ELASTIC_CHANGED = Registered(
    _DAY,
    "changed because",
    "the rule read the fit in logs alone, with real product times consumer prices for income; it "
    "answered supported. A first look at fits with nominal product was had, in logs and in levels",
)
_TIMING = Registered(
    _DAY,
    "changed because",
    "a peak of employment where the share of income spent peaks is nearly an identity, the years "
    "of crossing rested on a rule that a single war year decides, and years between censuses were "
    "counted as peaks; the parts by industry answered contradicted, contradicted and mixed. A "
    "first look at crossings and peaks with nominal product was had",
)
_SATURATION_CHANGED = Registered(
    _DAY,
    "changed because",
    "the joint test of each industry alone could not have found the mechanism where it is at work, "
    "and only the calendar was free of the persistence of errors; the parts by industry answered "
    "contradicted, contradicted and mixed. A first look at the comparison with the calendar was "
    "had, none at the pooled test",
)


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
    because = said("{who} changed {ratio:.2f}-fold", who=who, ratio=ratio)
    return Verdict("supported" if ratio > 1.0 else "contradicted", because)


def elastic_at_the_start(numbers: Mapping[str, Recorded]) -> Verdict:
    """C7: demand for cotton cloth was elastic at the start, however fitted.

    Supported if the interval of the first elasticity lies above one in logs and in levels, with
    both vintages of income; contradicted if it lies below one in all four; mixed in between.
    """
    limits = [numbers[name].interval or (0.0, float("inf")) for name in ELASTIC]
    above, below = sum(low > 1.0 for low, _ in limits), sum(high < 1.0 for _, high in limits)
    because = said(
        "of {intervals} {above} lie above one and {below} below",
        intervals=counted(len(limits), "interval"), above=above, below=below,
    )  # fmt: skip
    if above == len(limits):
        return Verdict("supported", because)
    return Verdict("contradicted" if below == len(limits) else "mixed", because)


def peaks_at_the_crossing(numbers: Mapping[str, Recorded]) -> Verdict:
    """C8, without a vote: employment per head peaks where the elasticity falls to one.

    Supported if in every industry the probability that the two lie within ten years, over
    bootstrap draws and declared splices, is at least .9; contradicted if it is at most .1 in all;
    mixed in between. Elasticity one is the peak of the share of income spent, and employment per
    head is labour's share of that: their meeting says that labour's share drifts slowly, not that
    the price is the cause. The part is shown and does not count.
    """
    chances = {name.partition(".")[0]: value_of(numbers, name) for name in TIMING}
    told = joined(
        ", ",
        (
            said("{industry} {p:.2f}", industry=industry.replace("_", " "), p=p)
            for industry, p in chances.items()
        ),
    )
    because = said("accounting, no vote: within {years} years with probability {told}",
                   years=YEARS_APART, told=told)  # fmt: skip
    if all(chance >= LIKELY for chance in chances.values()):
        return Verdict("supported", because)
    never = all(chance <= UNLIKELY for chance in chances.values())
    return Verdict("contradicted" if never else "mixed", because)


def price_turns_demand(numbers: Mapping[str, Recorded]) -> Verdict:
    """C8: the price, not the calendar, takes demand through elasticity one.

    Supported if the pooled placebo test of the industries rejects walks that know no price (p
    below .05) and the best curve in the price has a lower AICc than the best in calendar time in
    every industry, errors of both following a first-order autoregression. Contradicted if the
    calendar is better in every industry and a test that would have found the fitted curves with
    probability .8 or more does not reject. Not testable if the test does not reject and had a
    probability below .5 of doing so. Mixed in between.
    """
    p, power = (value_of(numbers, f"robust.pooled_{name}") for name in ("p", "power"))
    better = [value_of(numbers, name) > 0.0 for name in GAINS]
    because = said(
        "pooled p {p:.3f} with power {power:.2f}; price better than the calendar in {better} of "
        "{all}",
        p=p, power=power, better=sum(better), all=len(better),
    )  # fmt: skip
    found = p < SIGNIFICANCE
    if found and all(better):
        return Verdict("supported", because)
    if not found and power < POWERLESS:
        return Verdict("not testable", because)
    if not found and power >= POWERFUL and not any(better):
        return Verdict("contradicted", because)
    return Verdict("mixed", because)


def no_net_loss(numbers: Mapping[str, Recorded]) -> Verdict:
    """C9: work moved to developing countries with no net loss of jobs.

    Not testable without a series of employment abroad: what was lost at home is in the tables,
    what was gained elsewhere is not.
    """
    abroad = value_of(numbers, "trade.foreign_employment_series")
    years = value_of(numbers, "trade.steel_years")
    because = said(
        "{abroad:.0f} series of employment abroad; trade known for {years:.0f} years of one "
        "industry",
        abroad=abroad, years=years,
    )  # fmt: skip
    return Verdict("not testable" if abroad == 0 else "mixed", because)


def _grown(part: str, name: str, statement: str, who: str, weakest_link: str) -> Part:
    decide = partial(grew, name=name, who=who)
    return Part(part, statement, (name,), decide, weakest_link, _COUNTED)


RULES: tuple[Part, ...] = (
    _grown("C7.a", "hands.total_ratio", "American factory hands in cotton grew in number.",
           "factory hands", "no count of American hand weavers is at hand"),
    _grown("C7.b", "hands.rate_ratio", "American factory hands in cotton grew per head of "
           "population.", "factory hands per head of population",
           "no count of American hand weavers is at hand, and the first return is no census"),
    _grown("C7.c", "weavers.all_ratio", "British hands in spinning and weaving grew in number, "
           "hand-loom weavers counted.", "all hands", "means of three years by one author"),
    _grown("C7.d", "weavers.all_rate_ratio", "British hands in spinning and weaving grew per head "
           "of population, hand-loom weavers counted.", "all hands per head of population",
           "means of three years by one author over a census of one of them"),
    Part(
        "C7.e",
        "The interval of the elasticity of demand for cotton cloth at the start lies above one, "
        "errors in logs and in levels, with both vintages of nominal product per head.",
        ELASTIC,
        elastic_at_the_start,
        "few of the years are early ones, and product per head is a reconstruction there",
        _ELASTIC_CHANGED,
    ),
    Part(
        "C8.a",
        said(
            "In every industry employment per head peaked within {years} years of the fitted "
            "elasticity falling to one. Nearly an identity: shown, without a vote.",
            years=YEARS_APART,
        ),
        TIMING,
        peaks_at_the_crossing,
        "output per head stands in for demand, and the counts of workers are joined from different "
        "people",
        _TIMING,
        votes=False,
    ),
    Part(
        "C8.b",
        "The pooled test rejects walks that know no price, and the price does better than the "
        "calendar in every industry, errors autoregressive in both.",
        SATURATION,
        price_turns_demand,
        "a walk is one null among many, and output per head stands in for demand",
        _SATURATION_CHANGED,
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
)  # fmt: skip
"""Parts of the claims on industries of the past, with their rules."""


def parts_of(claim: str) -> tuple[Part, ...]:
    """Parts of one of the claims on industries of the past."""
    return tuple(part for part in RULES if part.claim == claim)
