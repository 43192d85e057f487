"""Rules that turn computed numbers into verdicts on what an article claims about pay."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from analysis.digits import counted
from analysis.language import joined, said
from analysis.recorded import Recorded, value_of
from analysis.register import Registered
from analysis.verdicts import Part, Verdict, part_of, together
from analysis.wages.piece_rates import Range
from analysis.wages.synthesis import FEWEST_SOURCES

PLACES_NAMED = ("Henan", "Shandong", "Xinjiang")
ORDINARY_PAY = Range(0.75, 1.25)
"""Pay counts as ordinary within a quarter of what a migrant worker earns."""
FEWEST_SHOPS = 3
"""Independent reports below which a majority of shops says nothing."""
FEWEST_PRICES = 2
"""Independent client prices that a region needs."""
REGIONS = ("africa", "asia", "west")
"""Where the supplier of labels works."""


def ordinary_pay(below: int, within: int, above: int) -> Verdict:
    """C1: a month in a county labelling shop pays what a migrant worker earns.

    Parameters
    ----------
    below, within, above : int
        Independent reports by where their pay lies: below, within or above :data:`ORDINARY_PAY`
        of a migrant worker's income of the same year, who works near home.
    """
    shops = below + within + above
    seen = said(
        "of {reports} {within} lie within {band} times a migrant worker's income, {below} below "
        "and {above} above",
        reports=counted(shops, "report"), within=within, band=_range(ORDINARY_PAY),
        below=below, above=above,
    )  # fmt: skip
    if shops < FEWEST_SHOPS:
        return Verdict(
            "not testable", said("{seen}; {fewest} are needed", seen=seen, fewest=FEWEST_SHOPS)
        )
    if 2 * within > shops:
        return Verdict(
            "supported", said("{seen}: most pay what ordinary manual work pays", seen=seen)
        )
    if 2 * below > shops:
        return Verdict(
            "contradicted", said("{seen}: most pay less than ordinary manual work", seen=seen)
        )
    if 2 * above > shops:
        return Verdict(
            "contradicted", said("{seen}: most pay more than ordinary manual work", seen=seen)
        )
    return Verdict("mixed", said("{seen}: there is no majority", seen=seen))


def direct_pays_more(ratio: Range, pairs: int) -> Verdict:
    """C3: for one task of one client, people employed directly are paid more.

    Parameters
    ----------
    ratio : Range
        Pay of direct staff over pay of people hired through agencies or platforms, from the
        lowest to the highest that the reports allow.
    pairs : int
        Pairs of one task and client.
    """
    if pairs == 0:
        return Verdict("not testable", said("no task is quoted in two forms of work"))
    seen = said(
        "direct staff gets {ratio} times what others get for the same task (pairs: {pairs})",
        ratio=_range(ratio), pairs=pairs,
    )  # fmt: skip
    if ratio.low > 1:
        return Verdict("supported", said("{seen}: more", seen=seen))
    if ratio.high < 1:
        return Verdict("contradicted", said("{seen}: less", seen=seen))
    return Verdict("mixed", said("{seen}: equal pay is not excluded", seen=seen))


def experts_are_salaried(share: Range, reports: int) -> Verdict:
    """C3: work that needs expertise is done by salaried staff.

    Parameters
    ----------
    share : Range
        Share of reports of expert work that are of salaried staff, 95% interval.
    reports : int
        Independent reports of expert work, one for each form they tell of.
    """
    if reports < FEWEST_SOURCES:
        return _untestable(reports)
    seen = said("the share of salaried staff in {reports} of expert work is {share}",
                reports=counted(reports, "report"), share=_range(share))  # fmt: skip
    if share.low > 0.5:
        return Verdict("supported", said("{seen}: the majority", seen=seen))
    if share.high < 0.5:
        return Verdict(
            "contradicted", said("{seen}: the minority; experts are contractors", seen=seen)
        )
    return Verdict("mixed", said("{seen}: neither is surely the majority", seen=seen))


def scientist_dearer(region: str, ratio: Range | None, sources: int) -> Verdict:
    """C4, one region: an hour of a data scientist costs more than the hour that a client buys.

    Parameters
    ----------
    region : str
        Where the supplier works.
    ratio : Range or None
        A data scientist's hour over the client's price of an hour of labelling, lowest to highest.
    sources : int
        Independent client prices.
    """
    if ratio is None or sources < FEWEST_PRICES:
        few = said("{region}: {sources} client prices; {fewest} are needed",
                   region=region, sources=sources, fewest=FEWEST_PRICES)  # fmt: skip
        return Verdict("not testable", few)
    seen = said("{region}: {ratio} times the client's price of an hour",
                region=region, ratio=_range(ratio))  # fmt: skip
    if ratio.low > 1:
        return Verdict("supported", said("{seen}, at every price seen", seen=seen))
    if ratio.high < 1:
        return Verdict("contradicted", said("{seen}: the bought hour is dearer", seen=seen))
    return Verdict("mixed", said("{seen}: dearer at some prices only", seen=seen))


def places_reported(reports: Mapping[str, int], elsewhere: int) -> Verdict:
    """C5: the work is done in the places that the article names.

    Parameters
    ----------
    reports : mapping
        Independent reports of pay or people by place named.
    elsewhere : int
        Other provinces with such reports: where many have some, a place without any was not
        overlooked.
    """
    counts = joined(
        ", ", (said("{place} {count}", place=place, count=n) for place, n in reports.items())
    )
    seen = said(
        "independent reports from the places named: {counts}; other provinces: {elsewhere}",
        counts=counts, elsewhere=elsewhere,
    )  # fmt: skip
    found = sum(count > 0 for count in reports.values())
    if found == len(reports):
        return Verdict("supported", seen)
    if found:
        return Verdict("mixed", seen)
    if elsewhere >= FEWEST_SOURCES:
        return Verdict("contradicted", said("{seen}: the work is elsewhere", seen=seen))
    return Verdict("not testable", seen)


def cheap_labour(market: Range, parity: Range, china_sources: int, us_sources: int) -> Verdict:
    """C10: Chinese labour is cheap relative to the United States.

    Parameters
    ----------
    market, parity : Range
        Pay in China over pay in the United States, form of work held, at the market rate and by
        the prices of consumption, 95% intervals.
    china_sources, us_sources : int
        Independent reports on either side.
    """
    fewest = min(china_sources, us_sources)
    if fewest < FEWEST_SOURCES:
        return _untestable(fewest)
    seen = said(
        "pay in China is {market} of American pay at the market rate and {parity} in purchasing "
        "power ({china} and {us} sources)",
        market=_range(market), parity=_range(parity), china=china_sources, us=us_sources,
    )  # fmt: skip
    if market.high < 1 and parity.high < 1:
        return Verdict("supported", said("{seen}: lower on both scales", seen=seen))
    if market.low > 1:
        return Verdict("contradicted", said("{seen}: higher at the market rate", seen=seen))
    if market.high < 1:
        return Verdict("mixed", said("{seen}: not surely lower in purchasing power", seen=seen))
    return Verdict("mixed", said("{seen}: equal pay at the market rate is not excluded", seen=seen))


def gap_closes(yearly: Range, china_sources: int, us_sources: int) -> Verdict:
    """C10: cheap only for now, so Chinese pay rises relative to American pay.

    Parameters
    ----------
    yearly : Range
        Factor by which pay in China over pay in the United States changes in a year, 95% interval.
    china_sources, us_sources : int
        Independent reports on either side.
    """
    fewest = min(china_sources, us_sources)
    if fewest < FEWEST_SOURCES:
        return _untestable(fewest)
    seen = said("Chinese over American pay changes by a factor of {yearly} a year",
                yearly=_range(yearly))  # fmt: skip
    if yearly.low > 1:
        return Verdict("supported", said("{seen}: the gap closes", seen=seen))
    if yearly.high < 1:
        return Verdict("contradicted", said("{seen}: the gap widens", seen=seen))
    width = yearly.high / yearly.low
    told = said("{seen}: both signs are inside, the ends are {width:.2f} times apart",
                seen=seen, width=width)  # fmt: skip
    return Verdict("not testable", told)


def _untestable(sources: int) -> Verdict:
    because = said("fewest independent sources on a side: {sources}; {fewest} are needed",
                   sources=sources, fewest=FEWEST_SOURCES)  # fmt: skip
    return Verdict("not testable", because)


def _range(interval: Range) -> str:
    """Bounds with two decimals, which is what quotes of pay can bear."""
    low, high = f"{interval.low:.2f}", f"{interval.high:.2f}"
    return low if low == high else said("{low} to {high}", low=low, high=high)


def _interval(numbers: Mapping[str, Recorded], name: str) -> Range:
    bounds = numbers[f"wages.{name}"].interval
    if bounds is not None:
        return Range(*bounds)
    return Range.point(value_of(numbers, f"wages.{name}"))


def _count(numbers: Mapping[str, Recorded], name: str) -> int:
    return int(value_of(numbers, f"wages.{name}"))


def _share(numbers: Mapping[str, Recorded], name: str) -> Range:
    """A share whose lower bound may be nought, which no range of pay can be."""
    low, high = numbers[f"wages.{name}"].interval or (0.0, 1.0)
    return Range(max(low, 1e-9), high)


def _each_region(numbers: Mapping[str, Recorded]) -> Verdict:
    verdicts = []
    for region in REGIONS:
        name = f"scientist_over_client_{region}"
        known = numbers[f"wages.{name}"].value is not None
        ratio = _interval(numbers, name) if known else None
        verdicts.append(
            scientist_dearer(region.title(), ratio, _count(numbers, f"client_prices_{region}"))
        )
    return together(verdicts)


_part = partial(part_of, "wages")

_ROWS_READ = Registered(
    "2026-11-26", "after a first look at", "the quotes of pay and an audit of them"
)

RULES: tuple[Part, ...] = (
    _part(
        "C1.a",
        "Most county labelling shops in China pay within a quarter of what a migrant worker earns "
        "near home in the same year.",
        ("county_to_migrant", "county_below", "county_within", "county_above"),
        lambda found: ordinary_pay(
            _count(found, "county_below"),
            _count(found, "county_within"),
            _count(found, "county_above"),
        ),
        "one shop an article; the migrant worker's income is that of the nation, not of the county",
        Registered(
            "2026-11-26",
            "changed because",
            "almost any job pays between the minimum wage and the average of urban non-private "
            "units, and the minimum was that of the dearest and the cheapest province; before, "
            "this part asked for no more and read supported. The new threshold was chosen after "
            "the quotes had been read",
        ),
        unit="of a migrant worker's income",
    ),
    _part(
        "C3.a",
        "For the same task of one client, direct staff is paid more than people from agencies or "
        "platforms.",
        ("direct_over_agency", "same_task_pairs"),
        lambda found: direct_pays_more(
            _interval(found, "direct_over_agency"), _count(found, "same_task_pairs")
        ),
        "one client in one country; that staff is paid more does not say that it works better",
        Registered(
            "2026-11-26",
            "changed because",
            "quotes noted as mostly American had been counted as abroad, and employed and crowd "
            "work differ in task; before, a regression with place held read mixed. The pair was "
            "known when this rule was written",
        ),
        unit="times agency pay",
    ),
    _part(
        "C3.b",
        "Work that needs expertise is done by salaried staff: most independent reports of it are "
        "of staff, not of contractors.",
        ("expert_salaried_share", "expert_reports"),
        lambda found: experts_are_salaried(
            _share(found, "expert_salaried_share"), _count(found, "expert_reports")
        ),
        "reports go where pay is news; salaried experts at the buyer itself may not be news",
        _ROWS_READ,
        unit="of reports of expert work",
    ),
    _part(
        "C4.a",
        said(
            "A data scientist's hour costs more than the hour of labelling that a client buys, in "
            "every region of suppliers ({regions}).",
            regions=joined(", ", (name.title() for name in REGIONS)),
        ),
        tuple(
            f"{name}_{region}"
            for region in REGIONS
            for name in ("scientist_over_client", "client_prices")
        ),
        _each_region,
        "client prices are few and some are price lists; a salary is not the whole cost of an hour",
        Registered(
            "2026-11-26",
            "changed because",
            "own annotators of two quotes stood for data scientists, and one contract for what "
            "clients pay; before, this part read not testable. Some of the prices were known when "
            "this rule was written",
        ),
        unit="times a client's hour in Africa",
        may_lack=tuple(f"scientist_over_client_{region}" for region in REGIONS),
    ),
    _part(
        "C5.c",
        said(
            "There are independent reports of pay or people from each place the article names: "
            "{places}.",
            places=joined(", ", PLACES_NAMED),
        ),
        (*(f"reports_{place.lower()}" for place in PLACES_NAMED), "reports_elsewhere"),
        lambda found: places_reported(
            {place: _count(found, f"reports_{place.lower()}") for place in PLACES_NAMED},
            _count(found, "reports_elsewhere"),
        ),
        "a report shows that there is work in a place, not how much of it",
        Registered(
            "2026-11-26",
            "changed because",
            "a quote counted only where one column was filled, and the claim could not come out "
            "contradicted; before, this part read mixed",
        ),
        unit=said("reports from {place}", place=PLACES_NAMED[0]),
    ),
    _part(
        "C10.a",
        "Since 2023 pay in China lies below pay in the United States with the form of work held, "
        "at the market rate and by the prices of consumption.",
        (
            "china_us_recent_market",
            "china_us_recent_parity",
            "china_recent_sources",
            "us_recent_sources",
        ),
        lambda found: cheap_labour(
            _interval(found, "china_us_recent_market"),
            _interval(found, "china_us_recent_parity"),
            _count(found, "china_recent_sources"),
            _count(found, "us_recent_sources"),
        ),
        "the two countries are seen doing different work: boxes and roads there, language here",
        Registered(
            "2026-11-26",
            "changed because",
            "all years and forms of work were pooled, each quote with one vote and by parities "
            "for all of production; before, this part read supported",
        ),
        unit="of American pay",
    ),
    _part(
        "C10.b",
        "Only for now: pay in China rises relative to pay in the United States.",
        ("china_us_yearly", "china_sources", "us_sources"),
        lambda found: gap_closes(
            _interval(found, "china_us_yearly"),
            _count(found, "china_sources"),
            _count(found, "us_sources"),
        ),
        "different shops and tasks in different years",
        _ROWS_READ,
        unit="times a year",
    ),
)
"""Parts of the claims about pay, with their rules."""
