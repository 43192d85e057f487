"""Cotton cloth in the United States: output per head, price, employment, 1831 to 2011."""

from __future__ import annotations

from typing import Literal

import pandas as pd

from analysis.industries.series.annual import annual
from analysis.industries.series.census import volume_shipped, workers_counted
from analysis.industries.series.demand_frame import demand_frame
from analysis.industries.series.economy import population
from analysis.industries.series.joins import Join, assumed, joined, long_form, spliced
from analysis.industries.series.rows_read import reading
from analysis.industries.series.sample import Sample, sampled

CottonQuantity = Literal["joined", "without_assumed_join", "mill_consumption", "broadwoven"]

SHEETING_BREAKS = (1847, 1890, 1941)
GAP = "volume unchanged between 1945 and 1947"
_BROADWOVEN = ("2211", "2221")
_MILLS, _WOVEN = "textile_mills_production_workers", "broadwoven_production_workers"


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
    with reading() as counted:
        volume, joins, unit = _quantity(quantity)
    with reading() as priced:
        price, price_joins = cloth_price()
    return demand_frame(
        volume, price, (first, last),
        units={"quantity": unit, "price": "USD per yd"},
        read={"quantity": tuple(counted), "price": tuple(priced)},
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


@sampled
def cotton_employment() -> Sample:
    """Workers in cotton, long form, as counted, and joined into one series.

    Returns
    -------
    Sample
        ``series, year, thousands``; series ``hands``, ``textile_mills_production_workers``,
        ``broadwoven_production_workers`` and ``joined`` (at the level of broadwoven mills).
    """
    whole, joins = cotton_employment_joined()
    parts = {"hands": hands(), _MILLS: _mills(), _WOVEN: _woven(), "joined": whole}
    return Sample(long_form(parts), {"thousands": "thousand persons"}, tuple(joins))


def cotton_employment_joined() -> tuple[pd.Series[float], list[Join]]:
    """Workers in cotton, thousands, in one series at the level of broadwoven mills."""
    early, one = joined(hands(), _mills(), "employment", within=(1899, 1909))
    whole, two = joined(early, _woven(), "employment", within=(1958, 1970))
    return whole, [one, two]


@sampled
def mill_hands() -> Sample:
    """Hands in cotton manufacture, in all and per head, benchmark years 1831 to 1909.

    Returns
    -------
    Sample
        By year: ``hands`` (thousand persons), ``per_thousand`` (hands per thousand people).
    """
    with reading() as counted:
        total = hands()
    with reading() as people:
        rate = (1e6 * total / population()).dropna()
    units = {"hands": "thousand persons", "per_thousand": "hands per thousand people"}
    read = {"hands": tuple(counted), "per_thousand": (*counted, *people)}
    return Sample(pd.DataFrame({"hands": total, "per_thousand": rate}), units, read=read)


def _mills() -> pd.Series[float]:
    return annual("cotton", _MILLS)


def _woven() -> pd.Series[float]:
    return workers_counted("cotton", _BROADWOVEN).rename(_WOVEN)


def _returns(series: str) -> pd.Series[float]:
    prefer = ("eb1911_cotton", "eb1911_us_census", "guaranty1919")
    return annual("cotton", series, prefer=prefer, dated=_returned)


def _returned(printed: int) -> int | None:
    """Year of a census return from the year under which it is printed."""
    if printed in (1830, 1839, 1849, 1859):
        return None
    return printed if printed in (1831, 1918) else printed - 1


def _quantity(kind: CottonQuantity) -> tuple[pd.Series[float], list[Join], str]:
    per_head = "lb of cotton per head"
    if kind == "broadwoven":
        volume = 1e6 * volume_shipped("cotton", _BROADWOVEN)
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
    woven = volume_shipped("cotton", _BROADWOVEN)
    woven.name = "broadwoven_volume"
    later, four = joined(after, woven, "quantity")
    volume, three = assumed(volume, later, "quantity", GAP, anchor="earlier")
    return volume, [one, two, three, four], per_head
