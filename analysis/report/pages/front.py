"""What the report finds, a sentence a subject: first on the first page and in the README.

Numbers stand as references and are filled in from those that were recorded; a sentence of which a
number was not recorded is left out, as its notebook was not built.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

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
        "In US dollars of 2023, {wages.rung_platforms:interval:.1f} on open platforms, "
        "{wages.rung_africa:interval:.1f} in African offices, {wages.rung_shops:interval:.1f} in "
        "Chinese shops, {wages.rung_india:interval:.1f} in Indian villages, "
        "{wages.rung_raters:interval:.0f} for Americans who rate for Google and "
        "{wages.rung_experts:interval:.0f} for experts there. Nobody has counted the workers, so "
        "there is no average.",
    ),
    Told(
        "07_wages",
        "Better or worse",
        "Where the same job can be followed, pay of staff rose by {wages.rise_staff:interval:.0%}, "
        "pay of contractors was cut by {wages.cuts_contract:interval:.0%}, and an hour on "
        "Mechanical Turk paid {wages.change_platform:.2f} times what it had paid.",
    ),
    Told(
        "04_is_it_robust",
        "What history shows",
        "Demand for steel stopped being elastic about {steel.ours.log.crossing} "
        "({steel.ours.log.crossing_drawn}), for cars about {motor_vehicles.ours.log.crossing} "
        "({motor_vehicles.ours.log.crossing_drawn}), for cotton {cotton.ours.log.crossing_drawn}. "
        "Whether the price or the calendar did it: the price explains more by "
        "{motor_vehicles.robust.price_gain:+.0f} of AICc for cars, by "
        "{steel.robust.price_gain:+.0f} for steel and by {cotton.robust.price_gain:+.0f} for "
        "cotton. Of {manufacturing.industries} industries since 1958, jobs answer less to "
        "productivity as output grows in {manufacturing.falls.below} of "
        "{manufacturing.falls.deciding} samples that decide.",
    ),
    Told(
        "08_where_labelling_stands",
        "Where labelling stands",
        "That it is on the rising side is {position.whole}: {position.rungs_open} of "
        "{position.rungs} kinds of work lack sources that agree on more work or less, and price "
        "and number of labels of the same task are known at different dates in {position.pairs} "
        "cases. Spending at {position.firms} firms became {position.spending_ratio:.1f} times what "
        "it was in 2021-22; hours there may have become {position.hours_ratio:interval:.2f} "
        "times.",
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

FRONT_FIGURES = ("wages_one_job", "position_life")
"""Pay in one job over time, and the whole life of one platform."""


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
        names = [match.group(1) for match in REFERENCE.finditer(told.template)]
        if told.page in pages and all(name in numbers for name in names):
            yield (
                told,
                REFERENCE.sub(
                    lambda match: shown(numbers[match.group(1)], match.group(2) or ""),
                    told.template,
                ),
            )


def findings_list(numbers: Mapping[str, Number]) -> str:
    """The findings as a Markdown list, for the README."""
    lines = [
        f"- **{told.subject}.** {text} ([{told.page}](notebooks/{told.page}.ipynb))"
        for told, text in findings_told(numbers, lambda item, spec: item.format(spec))
    ]
    return "\n".join(lines)


def shown_as_link(link: Callable[[str, str], str]) -> Callable[[Number, str], str]:
    """Numbers as links to the account of where they come from."""
    return lambda item, spec: link(item.name, html.escape(item.format(spec)))
