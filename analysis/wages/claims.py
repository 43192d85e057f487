"""Rules that turn computed numbers into verdicts on what an article claims about pay.

A rule is fixed before the numbers are: it sees intervals and counts of sources, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

import pandas as pd

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
    """

    answer: Answer
    because: str


class Recorded(Protocol):
    """A recorded number: its value and, where it has one, its interval."""

    @property
    def value(self) -> float | int | str | bool | None:
        """The value."""

    @property
    def interval(self) -> tuple[float, float] | None:
        """Bounds."""


@dataclass(frozen=True)
class ClaimRule:
    """How recorded numbers decide on a claim.

    Attributes
    ----------
    numbers : tuple of str
        Names of the numbers read, as the wages notebook records them.
    decide : callable
        Numbers by name to verdict.
    weakest_link : str
        What a critic would attack first.
    """

    numbers: tuple[str, ...]
    decide: Callable[[Mapping[str, Recorded]], Verdict]
    weakest_link: str


def blue_collar_pay(to_minimum: Interval, to_urban: Interval, sources: int) -> Verdict:
    """C1: labelling in China is everyday blue-collar work in small towns.

    Parameters
    ----------
    to_minimum, to_urban : Interval
        Pay in labelling shops over the local minimum wage, and over the average pay of urban
        non-private units.
    sources : int
        Independent reports behind the shops' pay.
    """
    if sources < FEWEST_SOURCES:
        return _untestable(sources)
    if to_minimum.low >= 1 and to_urban.high <= 1:
        return Verdict("supported", "pay is above the minimum wage and below urban salaries")
    if to_urban.low > 1:
        return Verdict("contradicted", "pay is above urban salaries")
    if to_minimum.high < 1:
        return Verdict("contradicted", "pay is below the minimum wage")
    return Verdict("mixed", "the interval of pay crosses the minimum wage or urban salaries")


def employed_premium(premium: Interval, employed_sources: int, crowd_sources: int) -> Verdict:
    """C3: quality and privacy need salaried staff, so employed work is paid more than crowd work.

    Parameters
    ----------
    premium : Interval
        Pay of employed over pay of crowd workers, 95% interval.
    employed_sources, crowd_sources : int
        Independent reports on either side.
    """
    fewest = min(employed_sources, crowd_sources)
    if fewest < FEWEST_SOURCES:
        return _untestable(fewest)
    if premium.low > 1:
        return Verdict("supported", "employed work is paid more")
    if premium.high < 1:
        return Verdict("contradicted", "crowd work is paid more")
    return Verdict("mixed", "the interval includes equal pay")


def make_or_buy(in_house: Interval, outsourced: Interval, client_price: Interval) -> Verdict:
    """C4: firms with few expensive specialists must outsource labelling.

    Parameters
    ----------
    in_house, outsourced, client_price : Interval
        An hour of the firm's own staff, of the outsourcer's worker, and as the client is charged;
        in one money.
    """
    if (in_house / client_price).low > 1:
        return Verdict("supported", "an own hour costs more than a bought one at every price seen")
    if (in_house / outsourced).high < 1:
        return Verdict("contradicted", "an own hour costs less than the outsourced worker's")
    return Verdict("mixed", "a bought hour is cheaper than an own one in part of the range only")


def named_places(quotes_by_place: Mapping[str, int]) -> Verdict:
    """C5: the work pours into places across China (those that the article names).

    Parameters
    ----------
    quotes_by_place : mapping
        Quotes of annotation pay from each place named. Presence is all that quotes can show.
    """
    missing = [place for place, count in quotes_by_place.items() if count == 0]
    if len(missing) == len(quotes_by_place):
        return Verdict("not testable", "no quote from any place named")
    if missing:
        return Verdict("mixed", f"no quote of annotation pay from {', '.join(missing)}")
    return Verdict("supported", "quotes from every place named")


def cheap_labour(
    market: Interval, parity: Interval, china_sources: int, us_sources: int
) -> Verdict:
    """C10: Chinese labour is cheap relative to the United States.

    Parameters
    ----------
    market, parity : Interval
        Pay in China over pay in the United States, at the market rate and in PPP dollars,
        95% intervals.
    china_sources, us_sources : int
        Independent reports on either side.
    """
    fewest = min(china_sources, us_sources)
    if fewest < FEWEST_SOURCES:
        return _untestable(fewest)
    if market.high < 1 and parity.high < 1:
        return Verdict("supported", "lower at the market rate and in purchasing power")
    if market.low > 1:
        return Verdict("contradicted", "higher at the market rate")
    if market.high < 1:
        return Verdict("mixed", "lower at the market rate, not surely in purchasing power")
    return Verdict("mixed", "the interval at the market rate includes equal pay")


def _untestable(sources: int) -> Verdict:
    because = f"{sources} independent sources; {FEWEST_SOURCES} are needed"
    return Verdict("not testable", because)


def _interval(number: Recorded) -> Interval:
    if number.interval is not None:
        return Interval(*number.interval)
    return Interval.point(float(number.value or 0.0))


def _count(number: Recorded) -> int:
    return int(number.value or 0)


RULES = {
    "C1": ClaimRule(
        ("wages.china_shop_to_minimum", "wages.china_shop_to_urban", "wages.china_shop_sources"),
        lambda n: blue_collar_pay(
            _interval(n["wages.china_shop_to_minimum"]),
            _interval(n["wages.china_shop_to_urban"]),
            _count(n["wages.china_shop_sources"]),
        ),
        "one shop or two an article, and minimum wages known by province and class, not by county",
    ),
    "C3": ClaimRule(
        ("wages.employed_premium", "wages.employed_sources", "wages.crowd_sources"),
        lambda n: employed_premium(
            _interval(n["wages.employed_premium"]),
            _count(n["wages.employed_sources"]),
            _count(n["wages.crowd_sources"]),
        ),
        "employed and crowd quotes differ in task, place and year, and pay is not quality",
    ),
    "C4": ClaimRule(
        ("wages.in_house_hour", "wages.outsourced_hour", "wages.client_price"),
        lambda n: make_or_buy(
            _interval(n["wages.in_house_hour"]),
            _interval(n["wages.outsourced_hour"]),
            _interval(n["wages.client_price"]),
        ),
        "the price a client paid is known for one contract, own pay from two quotes",
    ),
    "C5": ClaimRule(
        ("wages.quotes_henan", "wages.quotes_shandong", "wages.quotes_xinjiang"),
        lambda n: named_places(
            {
                place: _count(n[f"wages.quotes_{place.lower()}"])
                for place in ("Henan", "Shandong", "Xinjiang")
            }
        ),
        "a quote shows that there is work in a place, not how much of it",
    ),
    "C10": ClaimRule(
        (
            "wages.china_us_market", "wages.china_us_parity", "wages.china_sources",
            "wages.us_sources",
        ),
        lambda n: cheap_labour(
            _interval(n["wages.china_us_market"]),
            _interval(n["wages.china_us_parity"]),
            _count(n["wages.china_sources"]),
            _count(n["wages.us_sources"]),
        ),
        "the two countries are seen doing different work: boxes and roads there, language here",
    ),
}  # fmt: skip
"""Rules of the claims about pay, with the numbers they read."""


def verdict_table(numbers: Mapping[str, Recorded]) -> pd.DataFrame:
    """Verdict of every rule on recorded numbers, with what decided and what is weakest."""
    rows = []
    for claim, rule in RULES.items():
        decided = rule.decide(numbers)
        rows.append((claim, decided.answer, decided.because, rule.weakest_link))
    return pd.DataFrame(rows, columns=["claim", "verdict", "because", "weakest link"])
