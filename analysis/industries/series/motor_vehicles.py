"""Motor vehicles in the United States: output per head, price, employment."""

from __future__ import annotations

from typing import Literal

import pandas as pd

from analysis.industries.series.annual import annual
from analysis.industries.series.census import workers_counted
from analysis.industries.series.demand_frame import demand_frame
from analysis.industries.series.joins import Join, joined, long_form
from analysis.industries.series.rows_read import reading
from analysis.industries.series.sample import Sample, sampled

VehicleQuantity = Literal["vehicles", "cars", "gross_output"]
VehiclePrice = Literal["quality", "wholesale"]

_BRANCHES = ("3711", "3714")
_TOTAL = "sic3711_3714_total_employment"
_SOURCES = {
    "production_total": ("world_almanac1903_census", "bts_nts_t1_15"),
    "production_cars": ("nber_macrohistory_m01107a", "bts_nts_t1_15"),
    "ev_gross_output_quantity": (),
}
_QUANTITIES = {
    "vehicles": "production_total",
    "cars": "production_cars",
    "gross_output": "ev_gross_output_quantity",
}


def vehicle_demand(
    first: int = 1910,
    last: int = 2007,
    *,
    quantity: VehicleQuantity = "vehicles",
    price: VehiclePrice = "quality",
    with_wage: bool = False,
) -> Sample:
    """Motor vehicles produced per head against their price over income per head.

    What is measured is output per head: trade in vehicles is not in the tables. A count of vehicles
    takes a car of 2005 for a car of 1910, whichever price stands beside it.

    Parameters
    ----------
    first, last : int
        Years, inclusive. Production has gaps, the longest from 1941 to 1959.
    quantity : {"vehicles", "cars", "gross_output"}
        Motor vehicles of all kinds, passenger cars, or gross output of motor vehicles and
        equipment (from 1947), which counts better cars as more.
    price : {"quality", "wholesale"}
        Price of a car of given quality, even years from 1906 to 1940 and yearly from 1947; or the
        wholesale price from 1926, which is not adjusted for quality before 1958.
    with_wage : bool
        Whether to add a general wage.

    Returns
    -------
    Sample
        Columns of :func:`analysis.industries.series.demand_frame`; ``quantity`` in vehicles per
        head (an index per head for gross output), ``price`` as an index with 1967 as 100.
    """
    series = _QUANTITIES[quantity]
    with reading() as counted:
        volume = annual("motor_vehicles", series, prefer=_SOURCES[series])
    with reading() as priced:
        money, joins = vehicle_price(price)
    unit = "index 1947=1 per person" if quantity == "gross_output" else "vehicles per head"
    return demand_frame(
        volume, money, (first, last),
        units={"quantity": unit, "price": "index 1967=100"},
        read={"quantity": tuple(counted), "price": tuple(priced)},
        joins=joins,
        with_wage=with_wage,
    )  # fmt: skip


def vehicle_price(kind: VehiclePrice = "quality") -> tuple[pd.Series[float], list[Join]]:
    """Price of motor vehicles, carried on by the deflator of SIC 3711, with its seams.

    Prices of given quality before 1941 and after 1946 are bridged by wholesale prices.
    """
    wholesale = annual("motor_vehicles", "wpi_motor_vehicles")
    deflator = annual("motor_vehicles", "sic3711_shipments_deflator")
    if kind == "wholesale":
        price, seam = joined(wholesale, deflator, "price", anchor="earlier", within=(1958, 1970))
        return _carried(wholesale, price), [seam]
    before = annual("motor_vehicles", "new_car_price_quality_1906_1940")
    after = annual("motor_vehicles", "new_car_price_quality_1947_1983")
    _, one = joined(before, wholesale, "price", within=(1936, 1940))
    _, two = joined(wholesale, after, "price", within=(1947, 1950))
    quality = pd.concat([before * one.ratio * two.ratio, after])
    quality.name = after.name
    longer, three = joined(quality, deflator, "price", anchor="earlier", within=(1972, 1983))
    return _carried(quality, longer), [one, two, three]


def _carried(own: pd.Series[float], longer: pd.Series[float]) -> pd.Series[float]:
    """A series as it is, and another after its end."""
    price: pd.Series[float] = pd.concat([own, longer[longer.index > own.index.max()]])
    price.name = own.name
    return price


@sampled
def unit_values() -> Sample:
    """Three unit values before 1926, which measure different things: to be shown, not fitted.

    Returns
    -------
    Sample
        ``series, year, value`` in USD per vehicle.
    """
    used = ("census_value_per_vehicle", "model_t_price", "retail_value_per_car")
    parts = [annual("motor_vehicles", series) for series in used]
    frame = pd.concat(
        [pd.DataFrame({"series": p.name, "year": p.index, "value": p.to_numpy(float)})
         for p in parts], ignore_index=True,
    )  # fmt: skip
    return Sample(frame, {"value": "USD per vehicle"})


@sampled
def vehicle_employment() -> Sample:
    """Workers in motor vehicles, long form, from 1948, as counted, and joined into one series.

    Returns
    -------
    Sample
        ``series, year, thousands``: employees of motor vehicles and equipment (national
        accounts), total employment and production workers of SIC 3711 and 3714 together, and
        ``joined``: the national accounts carried past 1997 by the census industries.
    """
    whole, joins = vehicle_employment_joined()
    frame = long_form(
        {
            "bea_employees": _accounts(),
            _TOTAL: _total(),
            "sic3711_3714_production_workers": workers_counted("motor_vehicles", _BRANCHES),
            "joined": whole,
        }
    )
    return Sample(frame, {"thousands": "thousand persons"}, tuple(joins))


def vehicle_employment_joined() -> tuple[pd.Series[float], list[Join]]:
    """Workers in motor vehicles, thousands, in one series at the level of national accounts."""
    accounts = _accounts()
    whole, seam = joined(accounts, _total(), "employment", anchor="earlier", within=(1988, 1997))
    return pd.concat([accounts, whole[whole.index > accounts.index.max()]]), [seam]


def _accounts() -> pd.Series[float]:
    return annual("motor_vehicles", "bea_employees", prefer=("bea_sic87_ftpt",))


def _total() -> pd.Series[float]:
    return workers_counted("motor_vehicles", _BRANCHES, "total_employment").rename(_TOTAL)
