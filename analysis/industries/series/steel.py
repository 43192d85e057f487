"""Steel in the United States: output per head, its price over income, employment."""

from __future__ import annotations

from typing import Literal

import pandas as pd

from analysis.industries.series.annual import annual
from analysis.industries.series.census import workers_counted
from analysis.industries.series.demand_frame import demand_frame
from analysis.industries.series.economy import population
from analysis.industries.series.joins import Join, assumed, joined, long_form, spliced
from analysis.industries.series.rows_read import reading
from analysis.industries.series.sample import Sample, sampled

SteelQuantity = Literal["raw", "hot_rolled"]
SteelPrice = Literal[
    "rail", "rail_as_printed", "pig_iron", "unit_value", "rail_and_unit_value", "rail_and_deflator"
]

# The break of 1867 is that of iron to steel rails and is no change of unit: it is not spliced.
RAIL_BREAKS = (1913, 1953)
FIRST_STEEL_RAIL = 1867
GAP = "counts of persons on both sides compared as they are, whatever their coverage"
_QUANTITIES = {"raw": "raw_production", "hot_rolled": "hot_rolled_production"}
_PRICES: dict[str, tuple[str, ...]] = {
    "rail": ("rail_price",),
    "rail_as_printed": ("rail_price",),
    "pig_iron": ("pig_iron_price",),
    "unit_value": ("unit_value_usgs",),
    "rail_and_unit_value": ("rail_price", "unit_value_usgs"),
    "rail_and_deflator": ("rail_price", "sic3312_shipments_deflator"),
}
_OVERLAPS = {"rail_and_unit_value": (1950, 1970), "rail_and_deflator": (1958, 1970)}


def steel_demand(
    first: int = FIRST_STEEL_RAIL,
    last: int = 1970,
    *,
    quantity: SteelQuantity = "raw",
    price: SteelPrice = "rail",
    with_wage: bool = False,
) -> Sample:
    """Steel produced per head against a price of steel over income per head.

    Rails before 1867 were iron and are not joined to steel rails; until 1889 steel rails took the
    place of iron ones. From 1902 to 1915 the price of rails is a pool's and does not move. What is
    measured is output per head, not use: trade in steel is not known before 1980.

    Parameters
    ----------
    first, last : int
        Years, inclusive. The rail price ends in 1970; raw steel has a gap from 1971 to 1979.
    quantity : {"raw", "hot_rolled"}
        Raw steel, or hot rolled iron and steel.
    price : str
        "rail": steel rails with the level breaks of 1913 and 1953 spliced; "rail_as_printed";
        "pig_iron"; "unit_value" of steel (from 1900); or rails carried past 1970 by the deflator of
        the industry, "rail_and_deflator", or by the unit value, "rail_and_unit_value", which has a
        break between 1986 and 1987.
    with_wage : bool
        Whether to add a general wage.

    Returns
    -------
    Sample
        Columns of :func:`analysis.industries.series.demand_frame`; ``quantity`` in short tons per
        head, ``relative_price`` is the part of a year's income per head that a ton costs.
    """
    with reading() as counted:
        tons = annual("steel", _QUANTITIES[quantity]) * 1_000
    with reading() as priced:
        money, joins = steel_price(price)
    unit = "USD per metric ton" if price == "unit_value" else "USD per long ton"
    return demand_frame(
        tons, money, (first, last),
        units={"quantity": "short tons per head", "price": unit},
        read={"quantity": tuple(counted), "price": tuple(priced)},
        joins=joins,
        with_wage=with_wage,
    )  # fmt: skip


def steel_price(kind: SteelPrice) -> tuple[pd.Series[float], list[Join]]:
    """A price of steel in money, with its seams; of rails only steel rails."""
    if kind in ("pig_iron", "unit_value"):
        return annual("steel", _PRICES[kind][0]), []
    breaks = () if kind == "rail_as_printed" else RAIL_BREAKS
    rail, joins = spliced("steel", "rail_price", breaks)
    rail = rail[rail.index >= FIRST_STEEL_RAIL]
    if len(_PRICES[kind]) == 1:
        return rail, joins
    after = annual("steel", _PRICES[kind][1])
    longer, seam = joined(rail, after, "price", anchor="earlier", within=_OVERLAPS[kind])
    longer = pd.concat([rail, longer[longer.index > rail.index.max()]])
    return longer, [*joins, seam]


@sampled
def steel_employment(*, joined_too: bool = False, assumed_join: bool = True) -> Sample:
    """Workers in steel, long form, as counted; and, if asked for, joined into one series.

    Parameters
    ----------
    joined_too : bool
        Whether to add production workers of SIC 3312 and ``joined``, at the level of total
        employment in SIC 3312.
    assumed_join : bool
        Whether the joined series crosses the gap from 1919 to 1937, where no series overlaps.

    Returns
    -------
    Sample
        ``series, year, thousands``; one row a series and year. The counts do not measure the
        same thing. The index of Douglas, which carries the census counts on to 1919, is in
        ``joined`` only, in census years.
    """
    counted = {
        "census_wage_earners": annual("steel", "census_wage_earners") / 1_000,
        "primary_metals_production_workers": annual("steel", "primary_metals_production_workers"),
        "sic3312_total_employment": annual("steel", "sic3312_total_employment"),
        "employment_usgs": annual("steel", "employment_usgs") / 1_000,
    }
    units = {"thousands": "thousand persons"}
    if not joined_too:
        return Sample(long_form(counted), units)
    whole, joins = steel_employment_joined(assumed_join=assumed_join)
    workers = annual("steel", "sic3312_production_workers")
    frame = long_form({**counted, "sic3312_production_workers": workers, "joined": whole})
    return Sample(frame, units, tuple(joins))


def steel_employment_joined(
    *, assumed_join: bool = True, interpolated: bool = False
) -> tuple[pd.Series[float], list[Join]]:
    """Workers in steel, thousands, in one series at the level of total employment in SIC 3312.

    Parameters
    ----------
    assumed_join : bool
        Whether it crosses the gap before 1937, where no series overlaps.
    interpolated : bool
        Whether the index of Douglas speaks between censuses too, where it counts nobody.
    """
    metals = annual("steel", "primary_metals_production_workers")
    total = annual("steel", "sic3312_total_employment")
    late, three = joined(metals, total, "employment", within=(1958, 1970))
    if not assumed_join:
        return late, [three]
    census = annual("steel", "census_wage_earners") / 1_000
    index = annual("steel", "douglas_employment_index")
    early, one = joined(census, index, "employment", anchor="earlier")
    if not interpolated:
        counted = annual("steel", "douglas_employment_index", without=("interpolated",))
        early = early[early.index.isin([*census.index, *counted.index])]
    whole, two = assumed(early, late, "employment", GAP, ratio=1.0)
    return whole, [one, two, three]


@sampled
def steel_with_trade() -> Sample:
    """Steel from 1980 to 1988, the years in which use and shipments of mills are both known.

    Returns
    -------
    Sample
        By year: ``employment`` (SIC 3312, total, thousand persons), ``population``, ``quantity``
        (apparent supply per head, short tons), ``home_share`` (shipments over apparent supply:
        one less the share of net imports) and ``output`` (shipments, million short tons).
    """
    supply, shipments = annual("steel", "apparent_supply"), annual("steel", "net_shipments")
    total = workers_counted("steel", ("3312",), "total_employment")
    frame = pd.DataFrame(
        {
            "employment": total,
            "population": population(),
            "quantity": 1e6 * supply / population(),
            "home_share": shipments / supply,
            "output": shipments,
        }
    ).dropna()
    units = {
        "employment": "thousand persons",
        "population": "persons",
        "quantity": "short tons per head",
        "home_share": "ratio",
        "output": "million short tons",
    }
    return Sample(frame, units)
