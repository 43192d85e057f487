"""What the first page says: the answer, the findings, the claims then and now, what to quote.

The findings, a sentence a subject, stand in the README too.
Numbers stand as references and are filled in from those that were recorded; a sentence of which a
number was not recorded is left out, as its notebook was not built.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from analysis.language import translated, worded
from analysis.report.numbers import Number
from analysis.report.session import REFERENCE


@dataclass(frozen=True)
class Told:
    """A finding in a sentence.

    Attributes
    ----------
    page : str
        Notebook where it is found.
    subject : str
        What it answers, in a few words.
    template : str
        The sentence, with numbers by their full names.
    """

    page: str
    subject: str
    template: str


TOLD = (
    Told(
        "07_wages",
        "What an hour pays",
        "Half of the sources say, in US dollars of 2023, {wages.rung_platforms:interval:.1f} on "
        "open platforms, {wages.rung_africa:interval:.1f} in African offices, "
        "{wages.rung_shops:interval:.1f} in Chinese shops, {wages.rung_india:interval:.1f} in "
        "Indian villages (one report), {wages.rung_raters:interval:.0f} for Americans who rate for "
        "Google and {wages.rung_experts:interval:.0f} for American experts. Nobody has counted the "
        "workers, so there is no average.",
    ),
    Told(
        "07_wages",
        "Better or worse",
        "In {wages.jobs_staff} jobs of staff that can be followed pay rose by "
        "{wages.rise_staff:interval:.0%}, in {wages.jobs_contract} of contractors it was cut by "
        "{wages.cuts_contract:interval:.0%}; a paid hour on Mechanical Turk gave "
        "{wages.change_platform:.2f} times as much in 2021 as before 2018, by records of different "
        "workers.",
    ),
    Told(
        "04_is_it_robust",
        "What history shows",
        "Demand for steel stopped being elastic about {steel.ours.log.crossing} "
        "({steel.ours.log.crossing_drawn}), for cars about {motor_vehicles.ours.log.crossing} "
        "({motor_vehicles.ours.log.crossing_drawn}), for cotton, as near as can be told, "
        "{cotton.ours.log.crossing_drawn}. The price explains demand better than the mere passing "
        "of time does by {motor_vehicles.robust.price_gain:+.0f} points of fit for cars, "
        "{steel.robust.price_gain:+.0f} for steel and {cotton.robust.price_gain:+.0f} for cotton: "
        "below nought, time does better. In {manufacturing.industries} industries since 1958, the "
        "more output had grown the fewer jobs a rise of productivity brought, in "
        "{manufacturing.falls.below} of {manufacturing.falls.deciding} samples that decide.",
    ),
    Told(
        "08_where_labelling_stands",
        "Where labelling stands",
        "That it is on the rising side is {position.whole}: {position.rungs_open} of "
        "{position.rungs} kinds of work lack sources that agree on more work or less, and price "
        "and number of labels of the same task are known at different dates in {position.pairs} "
        "cases. Spending at {position.firms} firms became {position.spending_ratio:.1f} times what "
        "it was in 2021-22; hours there may have become {position.hours_ratio:interval:.2f} "
        "times what they were: in the middle reading {position.hours_newest_late:.0f} million a "
        "year for {position.hours_newest_early:.1f} at Surge AI, and "
        "{position.hours_others_late:.0f} for {position.hours_others_early:.0f} at the others.",
    ),
    Told(
        "08_where_labelling_stands",
        "What would change that",
        "Spending on labels over spending on computing; what Scale AI pays an hour; a second "
        "count in the Chinese labelling towns; price and number of labels of any task at an "
        "earlier and a later date. The numbers exist, and are not public.",
    ),
)
"""In the order of the question: pay, its course, history, place, what is missing."""

ANSWER = (
    "Which side it is on is {position.whole} from public numbers: of {position.rungs} kinds of "
    "work, {position.rungs_open} lack two sources that agree whether there is more of it or less. "
    "An hour pays, by half of the sources, {wages.rung_africa:interval:.1f} dollars in African "
    "offices, {wages.rung_shops:interval:.1f} in Chinese shops, "
    "{wages.rung_platforms:interval:.1f} on open platforms and {wages.rung_experts:interval:.0f} "
    "for experts in the United States."
)
"""The question of the first page, answered before anything else."""

THEN_AND_NOW: Mapping[str, str] = {
    "C1": "Reports of pay in county shops are too few to compare two dates.",
    "C2": "Then the standard; now it has {labels.imagenet_citations:,.0f} citations, and none of a "
    "rival is at hand to hold against them.",
    "C3": "Since then contractors' pay was cut by {wages.cuts_contract:interval:.0%} in "
    "{wages.jobs_contract} jobs that can be followed, and pay of staff rose by "
    "{wages.rise_staff:interval:.0%} in {wages.jobs_staff}.",
    "C4": "Prices that clients pay are known for one date each.",
    "C5": "Of the places with two counts that settle it, {labels.china_growing} grew and "
    "{labels.china_shrinking} shrank.",
    "C6": "Of {labels.followed_settled} counts of jobs that can be followed to now and settle it, "
    "{labels.followed_falling} fell, most of them layoffs, which are reported because of the "
    "cut.",
    "C10": "Then too few reports for a ratio: {wages.china_then_sources} from China and "
    "{wages.us_then_sources} from the United States. Now Chinese pay is "
    "{wages.china_us_recent_market:interval:.2f} of American.",
    "C11": "At the seller that reports by kind, speech went from {labels.speech_share_before:pct} "
    "to {labels.speech_share_after:pct} of revenue.",
    "C12": "Spending at {position.firms} firms went from {position.spending_early:,.0f} to "
    "{position.spending_late:,.0f} million dollars a year; hours became "
    "{position.hours_ratio:interval:.2f} times what they were.",
}
"""What the tables say of January 2019 and of now, by claim; claims about the past have none."""

QUOTABLE: Mapping[str, str] = {
    "01_steel": "American demand for steel stopped being elastic about "
    "{steel.ours.log.crossing} (interval {steel.ours.log.crossing_drawn}).",
    "02_cotton": "When American demand for cotton cloth stopped being elastic is only known to lie "
    "in this range of years: {cotton.ours.log.crossing_drawn}.",
    "03_motor_vehicles": "American demand for cars stopped being elastic about "
    "{motor_vehicles.ours.log.crossing} (interval {motor_vehicles.ours.log.crossing_drawn}).",
    "04_is_it_robust": "As explanations of demand, price beats calendar by "
    "{motor_vehicles.robust.price_gain:+.0f} points of AICc for cars, "
    "{steel.robust.price_gain:+.0f} for steel and {cotton.robust.price_gain:+.0f} for cotton.",
    "05_manufacturing": "In {manufacturing.industries} American industries since 1958, the more "
    "output had grown the fewer jobs a rise of productivity brought, in "
    "{manufacturing.falls.below} of {manufacturing.falls.deciding} samples that decide.",
    "06_labels": "In {labels.measured_studies} studies that measured it, the older way of "
    "labelling takes {labels.saving_measured:.1f} times as long in the median.",
    "07_wages": "In US dollars of 2023 an hour of labelling pays {wages.rung_africa:interval:.1f} "
    "in African offices, {wages.rung_shops:interval:.1f} in Chinese shops and "
    "{wages.rung_platforms:interval:.1f} on open platforms (the middle half of the sources; no "
    "average of workers).",
    "08_where_labelling_stands": "Spending on labels at {position.firms} firms became "
    "{position.spending_ratio:.1f} times what it was in 2021-22; whether hours rose or fell cannot "
    "be told ({position.hours_ratio:interval:.2f} times).",
}
"""A line a page that may be quoted as it stands; page 09 is of made data, and has none."""

FRONT_FIGURES: Mapping[str, str] = {
    "wages_one_job": "Pay in one job over time: the blue lines of staff rise a little, the orange "
    "ones of contractors fall steeply.",
    "position_life": "One platform from its rise to its end: more and more requesters, then fewer "
    "workers, and pay that falls back before it closes.",
}
"""Pay in one job over time, and the whole life of one platform; what to see in each."""


def findings_told(
    numbers: Mapping[str, Number], shown: Callable[[Number, str], str]
) -> Iterator[tuple[Told, str]]:
    """Each finding with its sentence filled in, where all its numbers were recorded.

    Parameters
    ----------
    numbers : mapping of str to Number
    shown : callable
        Number and format to what stands in the sentence.
    """
    pages = {item.notebook for item in numbers.values()}
    for told in TOLD:
        text = filled_in(told.template, numbers, shown)
        if told.page in pages and text:
            yield told, text


def filled_in(
    template: str, numbers: Mapping[str, Number], shown: Callable[[Number, str], str]
) -> str:
    """A sentence with its numbers; empty where one of them was not recorded."""
    if any(match.group(1) not in numbers for match in REFERENCE.finditer(template)):
        return ""
    return REFERENCE.sub(
        lambda match: shown(numbers[match.group(1)], match.group(2) or ""), translated(template)
    )


def quotable(
    numbers: Mapping[str, Number], shown: Callable[[Number, str], str]
) -> Iterator[tuple[str, str]]:
    """Each page with the line of it that may be quoted, where its numbers were recorded."""
    for page, template in QUOTABLE.items():
        text = filled_in(template, numbers, shown)
        if text:
            yield page, text


def findings_list(numbers: Mapping[str, Number]) -> str:
    """The findings as a Markdown list, for the README."""
    lines = [
        f"- **{told.subject}.** {text} ([{told.page}](notebooks/{told.page}.ipynb))"
        for told, text in findings_told(numbers, lambda item, spec: item.format(spec))
    ]
    return "\n".join(lines)


def shown_as_link(link: Callable[[str, str], str]) -> Callable[[Number, str], str]:
    """Numbers as links to the account of where they come from."""
    return lambda item, spec: link(item.name, html.escape(worded(item.format(spec))))
