"""Cotton cloth in the United States: output per head, price, employment, 1831 to 2011."""

from __future__ import annotations

from typing import Literal

import pandas as pd

from analysis.industries.series.annual import Sample, annual
from analysis.industries.series.census import census_industry
from analysis.industries.series.demand_frame import demand_frame
from analysis.industries.series.economy import economy_evidence, population
from analysis.industries.series.joins import Join, assumed, joined, long_form, spliced
from analysis.tables import Evidence, evidence

CottonQuantity = Literal["joined", "without_assumed_join", "mill_consumption", "broadwoven"]

SHEETING_BREAKS = (1847, 1890, 1941)
GAP = "volume unchanged between 1945 and 1947"
_BROADWOVEN = ("2211", "2221")


def cotton_demand(
    first: int = 1831,
    last: int = 1995,
    *,
    quantity: CottonQuantity = "joined",
    with_wage: bool = False,
) -> Sample:
    """Cotton output per head against the price of cotton sheeting over income per head.

    What is measured is output per head, never demand: trade in cloth is not in the tables.

    Parameters
    ----------
    first, last : int
        Years, inclusive.
    quantity : {"joined", "without_assumed_join", "mill_consumption", "broadwoven"}
        Raw cotton used by mills (eleven benchmarks, 1831 to 1918) carried on by indices of
        textile output (to 1945), across a gap by assumption to 1947, and by the volume of cotton
        and man-made broadwoven mills (from 1958); the same up to the gap; the benchmarks alone;
        or broadwoven mills alone. From 1899 to 1957 the quantity is that of textiles as a whole.
    with_wage : bool
        Whether to add a general wage.

    Returns
    -------
    Sample
        Columns of :func:`analysis.industries.series.demand_frame`; ``quantity`` in pounds of
        cotton per head (at the level of mill consumption) or USD of 1987 per head for broadwoven
        mills.
    """
    volume, joins, unit = _quantity(quantity)
    price, price_joins = cloth_price()
    span = (first, last)
    used = ("sheeting_price", "sic2211_shipments_deflator", *_series(quantity))
    return demand_frame(
        volume, price, span,
        units={"quantity": unit, "price": "USD per yd"},
        rests_on=(evidence("cotton", used, years=span),),
        joins=(*joins, *price_joins),
        with_wage=with_wage,
    )  # fmt: skip


def mill_consumption() -> pd.Series[float]:
    """Raw cotton used by mills, million pounds, in the years to which the returns belong.

    Census returns carry the year of publication in the tables and are moved to the year before;
    an encyclopaedia that gives the same numbers of hands under 1839, 1849 and 1859 confirms it.
    The returns listed under 1830 are those of 1831, which a second source dates.
    """
    return _returns("mill_consumption")


def hands() -> pd.Series[float]:
    """Persons employed in cotton manufacture, thousands, dated as :func:`mill_consumption`."""
    return _returns("hands") / 1_000


def cloth_price() -> tuple[pd.Series[float], list[Join]]:
    """Price of cotton sheeting, breaks spliced, carried past 1969 by the deflator of SIC 2211."""
    sheeting, joins = spliced("cotton", "sheeting_price", SHEETING_BREAKS)
    deflator = annual("cotton", "sic2211_shipments_deflator")
    price, seam = joined(sheeting, deflator, "price", anchor="earlier", within=(1958, 1969))
    price = pd.concat([sheeting, price[price.index > sheeting.index.max()]])
    price.name = "sheeting_price"
    return price, [*joins, seam]


def cotton_employment() -> Sample:
    """Workers in cotton, long form, as counted, and joined into one series.

    Returns
    -------
    Sample
        ``series, year, thousands``; series ``hands``, ``textile_mills_production_workers``,
        ``broadwoven_production_workers`` and ``joined`` (at the level of broadwoven mills).
    """
    mills = annual("cotton", "textile_mills_production_workers")
    woven = census_industry("cotton", _BROADWOVEN).frame["employment"]
    woven.name = "broadwoven_production_workers"
    early, one = joined(hands(), mills, "employment", within=(1899, 1909))
    whole, two = joined(early, woven, "employment", within=(1958, 1970))
    parts = {"hands": hands(), str(mills.name): mills, str(woven.name): woven, "joined": whole}
    frame = long_form(parts)
    return Sample(frame, {"thousands": "thousand persons"}, employment_evidence(), (one, two))


def employment_evidence() -> tuple[Evidence, ...]:
    """Rows behind :func:`cotton_employment`."""
    used = ("hands", "textile_mills_production_workers",
            *(f"sic{code}_production_workers" for code in _BROADWOVEN))  # fmt: skip
    return (evidence("cotton", used), economy_evidence((1831, 2011)))


def hands_per_thousand() -> pd.Series[float]:
    """Hands in cotton manufacture per thousand people, benchmark years 1831 to 1909."""
    values = (1e6 * hands() / population()).dropna()
    values.name = "hands_per_thousand"
    return values


def _returns(series: str) -> pd.Series[float]:
    prefer = ("eb1911_cotton", "eb1911_us_census", "guaranty1919")
    values = annual("cotton", series, prefer=prefer)
    values = values.drop([year for year in (1830, 1839, 1849, 1859) if year in values.index])
    as_printed = {1831, 1918}
    values.index = pd.Index(
        [year if year in as_printed else year - 1 for year in values.index], name="year"
    )
    return values


def _quantity(kind: CottonQuantity) -> tuple[pd.Series[float], list[Join], str]:
    per_head = "lb of cotton per head"
    if kind == "broadwoven":
        volume = 1e6 * census_industry("cotton", _BROADWOVEN).frame["output"]
        return volume, [], "USD of 1987 per head"
    used = mill_consumption() * 1e6
    if kind == "mill_consumption":
        return used, [], per_head
    douglas = annual("cotton", "textiles_douglas_output_index")
    board = annual("cotton", "textiles_industrial_production_1919_1945")
    volume, one = joined(used, douglas, "quantity", anchor="earlier")
    volume, two = joined(volume, board, "quantity", anchor="earlier", within=(1919, 1926))
    if kind == "without_assumed_join":
        return volume, [one, two], per_head
    after = annual("cotton", "textile_mills_industrial_production")
    woven = census_industry("cotton", _BROADWOVEN).frame["output"]
    woven.name = "broadwoven_volume"
    later, four = joined(after, woven, "quantity")
    volume, three = assumed(volume, later, "quantity", GAP, anchor="earlier")
    return volume, [one, two, three, four], per_head


def _series(kind: CottonQuantity) -> tuple[str, ...]:
    woven = tuple(
        f"sic{code}_{field}"
        for code in _BROADWOVEN
        for field in ("shipments_nominal", "shipments_deflator")
    )
    indices = ("textiles_douglas_output_index", "textiles_industrial_production_1919_1945")
    return {
        "broadwoven": woven,
        "mill_consumption": ("mill_consumption",),
        "without_assumed_join": ("mill_consumption", *indices),
        "joined": (
            "mill_consumption", *indices, "textile_mills_industrial_production", *woven,
        ),
    }[kind]  # fmt: skip
