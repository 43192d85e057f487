"""Rules that turn computed numbers into verdicts on what an article claims about pay."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from analysis.recorded import Recorded, in_words, value_of
from analysis.register import Registered
from analysis.verdicts import Part, Verdict, part_of
from analysis.wages.piece_rates import Range
from analysis.wages.synthesis import FEWEST_SOURCES

PLACES_NAMED = ("Henan", "Shandong", "Xinjiang")


def blue_collar_pay(to_minimum: Range, to_urban: Range, sources: int) -> Verdict:
    """C1: labelling in China is everyday blue-collar work in small towns.

    Parameters
    ----------
    to_minimum, to_urban : Range
        Pay in labelling shops over the local minimum wage, and over the average pay of urban
        non-private units.
    sources : int
        Independent reports behind the shops' pay.
    """
    if sources < FEWEST_SOURCES:
        return _untestable(sources)
    seen = (
        f"a shop pays {_range(to_minimum)} times the local minimum wage and {_range(to_urban)} of "
        f"the average of urban non-private units ({sources} sources)"
    )
    if to_minimum.low >= 1 and to_urban.high <= 1:
        return Verdict("supported", f"{seen}: above the one, below the other")
    if to_urban.low > 1:
        return Verdict("contradicted", f"{seen}: above urban salaries")
    if to_minimum.high < 1:
        return Verdict("contradicted", f"{seen}: below the minimum wage")
    return Verdict("mixed", f"{seen}: the interval crosses one of the two")


def employed_premium(premium: Range, employed_sources: int, crowd_sources: int) -> Verdict:
    """C3: quality and privacy need salaried staff, so employed work is paid more than crowd work.

    Parameters
    ----------
    premium : Range
        Pay of employed over pay of crowd workers, 95% interval.
    employed_sources, crowd_sources : int
        Independent reports on either side.
    """
    fewest = min(employed_sources, crowd_sources)
    if fewest < FEWEST_SOURCES:
        return _untestable(fewest)
    seen = (
        f"employed work pays {_range(premium)} of crowd work, place held ({employed_sources} and "
        f"{crowd_sources} sources)"
    )
    if premium.low > 1:
        return Verdict("supported", f"{seen}: more")
    if premium.high < 1:
        return Verdict("contradicted", f"{seen}: less")
    return Verdict("mixed", f"{seen}: equal pay is not excluded")


def make_or_buy(in_house: Range, outsourced: Range, client_price: Range, sources: int) -> Verdict:
    """C4: firms with few expensive specialists must outsource labelling.

    Parameters
    ----------
    in_house, outsourced, client_price : Range
        An hour of the firm's own staff, of the outsourcer's worker, and as the client is charged;
        in one money.
    sources : int
        Independent reports behind the side that has the fewest.
    """
    seen = (
        f"an hour of own staff costs {_range(in_house)}, the client of an outsourcer pays "
        f"{_range(client_price)} and its worker gets {_range(outsourced)}, in the same money"
    )
    if sources < FEWEST_SOURCES:
        return Verdict("not testable", f"{seen}; {_untestable(sources).because}")
    if (in_house / client_price).low > 1:
        return Verdict("supported", f"{seen}: buying is cheaper at every price seen")
    if (in_house / outsourced).high < 1:
        return Verdict("contradicted", f"{seen}: own staff is cheaper than the bought worker")
    return Verdict("mixed", f"{seen}: buying is cheaper in part of the range only")


def named_places(quotes_by_place: Mapping[str, int]) -> Verdict:
    """C5: the work pours into places across China (those that the article names).

    Parameters
    ----------
    quotes_by_place : mapping
        Quotes of annotation pay from each place named. Presence is all that quotes can show.
    """
    counts = ", ".join(f"{place} {count}" for place, count in quotes_by_place.items())
    seen = f"quotes of pay from the places named: {counts}"
    found = sum(count > 0 for count in quotes_by_place.values())
    if found == 0:
        return Verdict("not testable", seen)
    return Verdict("supported" if found == len(quotes_by_place) else "mixed", seen)


def cheap_labour(market: Range, parity: Range, china_sources: int, us_sources: int) -> Verdict:
    """C10: Chinese labour is cheap relative to the United States.

    Parameters
    ----------
    market, parity : Range
        Pay in China over pay in the United States, at the market rate and in PPP dollars,
        95% intervals.
    china_sources, us_sources : int
        Independent reports on either side.
    """
    fewest = min(china_sources, us_sources)
    if fewest < FEWEST_SOURCES:
        return _untestable(fewest)
    seen = (
        f"pay in China is {_range(market)} of American pay at the market rate and "
        f"{_range(parity)} in purchasing power ({china_sources} and {us_sources} sources)"
    )
    if market.high < 1 and parity.high < 1:
        return Verdict("supported", f"{seen}: lower on both scales")
    if market.low > 1:
        return Verdict("contradicted", f"{seen}: higher at the market rate")
    if market.high < 1:
        return Verdict("mixed", f"{seen}: not surely lower in purchasing power")
    return Verdict("mixed", f"{seen}: equal pay at the market rate is not excluded")


def _untestable(sources: int) -> Verdict:
    because = f"fewest independent sources on a side: {sources}; {FEWEST_SOURCES} are needed"
    return Verdict("not testable", because)


def _range(interval: Range) -> str:
    return in_words(interval.low, interval.high)


def _interval(numbers: Mapping[str, Recorded], name: str) -> Range:
    bounds = numbers[f"wages.{name}"].interval
    if bounds is not None:
        return Range(*bounds)
    return Range.point(value_of(numbers, f"wages.{name}"))


def _count(numbers: Mapping[str, Recorded], name: str) -> int:
    return int(value_of(numbers, f"wages.{name}"))


_part = partial(part_of, "wages")


_QUOTES_SEEN = Registered("2026-11-25", "after a first look at", "the quotes of pay")

RULES: tuple[Part, ...] = (
    _part(
        "C1.a",
        "Pay in a Chinese labelling shop lies between the local minimum wage and the average of "
        "urban non-private units.",
        ("china_shop_to_minimum", "china_shop_to_urban", "china_shop_sources"),
        lambda found: blue_collar_pay(
            _interval(found, "china_shop_to_minimum"),
            _interval(found, "china_shop_to_urban"),
            _count(found, "china_shop_sources"),
        ),
        "one shop or two an article, and minimum wages known by province and class, not by county",
        _QUOTES_SEEN,
        unit="times the minimum wage",
    ),
    _part(
        "C3.a",
        "Employed work is paid more than crowd work, place held.",
        ("employed_premium", "employed_sources", "crowd_sources"),
        lambda found: employed_premium(
            _interval(found, "employed_premium"),
            _count(found, "employed_sources"),
            _count(found, "crowd_sources"),
        ),
        "employed and crowd quotes differ in task, place and year, and pay is not quality",
        _QUOTES_SEEN,
        unit="of crowd pay",
    ),
    _part(
        "C4.a",
        "An hour of a firm's own staff costs more than the hour that a client buys, at every price "
        "seen.",
        (
            "in_house_hour",
            "outsourced_hour",
            "client_price",
            "in_house_hour_sources",
            "client_price_sources",
        ),
        lambda found: make_or_buy(
            _interval(found, "in_house_hour"),
            _interval(found, "outsourced_hour"),
            _interval(found, "client_price"),
            min(_count(found, "in_house_hour_sources"), _count(found, "client_price_sources")),
        ),
        "the price a client paid is known for one contract, own pay from two quotes",
        Registered(
            "2026-11-25",
            "changed because",
            "own pay rests on two sources and the client's price on one, where other rules on pay "
            f"ask for {FEWEST_SOURCES}; before, this one asked for none and read supported",
        ),
    ),
    _part(
        "C5.b",
        f"There are quotes of pay from each place the article names: {', '.join(PLACES_NAMED)}.",
        tuple(f"quotes_{place.lower()}" for place in PLACES_NAMED),
        lambda found: named_places(
            {place: _count(found, f"quotes_{place.lower()}") for place in PLACES_NAMED}
        ),
        "a quote shows that there is work in a place, not how much of it",
        _QUOTES_SEEN,
        unit=f"from {PLACES_NAMED[0]}",
    ),
    _part(
        "C10.a",
        "Pay in China lies below pay in the United States, at the market rate and in purchasing "
        "power.",
        ("china_us_market", "china_us_parity", "china_sources", "us_sources"),
        lambda found: cheap_labour(
            _interval(found, "china_us_market"),
            _interval(found, "china_us_parity"),
            _count(found, "china_sources"),
            _count(found, "us_sources"),
        ),
        "the two countries are seen doing different work: boxes and roads there, language here",
        _QUOTES_SEEN,
        unit="of American pay",
    ),
)
"""Parts of the claims about pay, with their rules."""
