"""Rules that turn computed numbers into verdicts on what an article claims about pay.

A rule is fixed before the numbers are: it sees intervals and counts of sources, and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from analysis.wages.piece_rates import Interval
from analysis.wages.synthesis import FEWEST_SOURCES

Answer = Literal["supported", "contradicted", "mixed", "not testable"]


@dataclass(frozen=True)
class Verdict:
    """A verdict and what carries it.

    Attributes
    ----------
    answer : {"supported", "contradicted", "mixed", "not testable"}
    because : str
        The comparison that decided.
    weakest_link : str
        What would overturn it first.
    """

    answer: Answer
    because: str
    weakest_link: str


def blue_collar_pay(to_minimum: Interval, to_urban: Interval, sources: int) -> Verdict:
    """C1: labelling in China is everyday blue-collar work in small towns.

    Parameters
    ----------
    to_minimum, to_urban : Interval
        Pay in labelling shops over the local minimum wage and over the average pay of urban
        non-private units.
    sources : int
        Independent reports behind the shops' pay.
    """
    weak = "pay of a shop or two an article; classes of the minimum wage are not known by county"
    if sources < FEWEST_SOURCES:
        return _untestable(sources, weak)
    if to_minimum.low >= 1 and to_urban.high <= 1:
        return Verdict("supported", "pay is above the minimum and below urban salaries", weak)
    if to_urban.low > 1:
        return Verdict("contradicted", "pay is above urban salaries", weak)
    if to_minimum.high < 1:
        return Verdict("contradicted", "pay is below the minimum wage", weak)
    return Verdict("mixed", "the interval of pay crosses the minimum or urban salaries", weak)


def employed_premium(premium: Interval, sources: Mapping[str, int]) -> Verdict:
    """C3: quality and privacy need salaried staff, so employed work is paid more than crowd work.

    Parameters
    ----------
    premium : Interval
        Pay of employed over pay of crowd workers, 95% interval.
    sources : mapping
        Independent reports on either side.
    """
    weak = "employed and crowd quotes differ in task and year; pay is not quality"
    fewest = min(sources.values())
    if fewest < FEWEST_SOURCES:
        return _untestable(fewest, weak)
    return _against_one(premium, "employed work is paid more", "crowd work is paid more", weak)


def make_or_buy(in_house: Interval, outsourced: Interval, client_price: Interval) -> Verdict:
    """C4: firms with few expensive specialists must outsource labelling.

    Parameters
    ----------
    in_house, outsourced, client_price : Interval
        An hour of the firm's own staff, of the outsourcer's worker, and as the client is charged;
        in one money.
    """
    weak = "the client's price is known for one contract; in-house pay is mostly advertised"
    buying = in_house / client_price
    if buying.low > 1:
        because = "even at the client's price a bought hour costs less than an own one"
        return Verdict("supported", because, weak)
    if (in_house / outsourced).high < 1:
        return Verdict("contradicted", "an own hour costs less than the outsourced worker's", weak)
    because = "a bought hour is cheaper than an own one only in part of the range"
    return Verdict("mixed", because, weak)


def named_places(quotes_by_place: Mapping[str, int]) -> Verdict:
    """C5: the work pours into places across China (those that the article names).

    Parameters
    ----------
    quotes_by_place : mapping
        Quotes of annotation pay from each place named. Presence is all that quotes can show.
    """
    weak = "a quote shows that there is work in a place, not how much, and none when"
    with_quotes = [place for place, count in quotes_by_place.items() if count > 0]
    if not with_quotes:
        return Verdict("not testable", "no quote from any place named", weak)
    if len(with_quotes) == len(quotes_by_place):
        return Verdict("supported", "quotes from every place named", weak)
    missing = ", ".join(place for place in quotes_by_place if place not in with_quotes)
    return Verdict("mixed", f"no quote of annotation pay from {missing}", weak)


def cheap_labour(
    market: Interval, parity: Interval, sources: Mapping[str, int], years_with_three: int
) -> Verdict:
    """C10: Chinese labour is cheap relative to the United States, for now.

    Parameters
    ----------
    market, parity : Interval
        Pay in China over pay in the United States, at the market rate and in PPP dollars,
        95% intervals.
    sources : mapping
        Independent reports on either side.
    years_with_three : int
        Years in which both sides have three sources; "for now" needs two of them at least.
    """
    weak = (
        f"{years_with_three} years with three sources on both sides: "
        + ("a change over time can be looked at" if years_with_three >= 2 else
           "whether the gap closes is not testable as a series")
    )  # fmt: skip
    fewest = min(sources.values())
    if fewest < FEWEST_SOURCES:
        return _untestable(fewest, weak)
    if market.high < 1 and parity.high < 1:
        return Verdict("supported", "lower at the market rate and in purchasing power", weak)
    if market.low > 1:
        return Verdict("contradicted", "higher at the market rate", weak)
    if market.high < 1:
        return Verdict("mixed", "lower at the market rate, not surely in purchasing power", weak)
    return Verdict("mixed", "the interval at the market rate includes equal pay", weak)


def _against_one(ratio: Interval, above: str, below: str, weak: str) -> Verdict:
    if ratio.low > 1:
        return Verdict("supported", above, weak)
    if ratio.high < 1:
        return Verdict("contradicted", below, weak)
    return Verdict("mixed", "the interval includes equal pay", weak)


def _untestable(sources: int, weak: str) -> Verdict:
    because = f"{sources} independent sources; {FEWEST_SOURCES} are needed"
    return Verdict("not testable", because, weak)
