"""Motor vehicles in the United States: output per head, price, employment."""

from __future__ import annotations

from typing import Literal

import pandas as pd

from analysis.industries.series.annual import Sample, annual
from analysis.industries.series.census import census_industry
from analysis.industries.series.demand_frame import demand_frame
from analysis.industries.series.economy import economy_evidence
from analysis.industries.series.joins import Join, joined, long_form
from analysis.tables import Evidence, evidence

VehicleQuantity = Literal["vehicles", "cars", "gross_output"]

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
    first: int = 1926,
    last: int = 2007,
    *,
    quantity: VehicleQuantity = "vehicles",
    with_wage: bool = False,
) -> Sample:
    """Motor vehicles produced per head against their price over income per head.

    An annual price starts in 1926; before there are three unit values of different things, which
    are shown and not fitted. The price is not adjusted for quality before 1958. What is measured
    is output per head: trade in vehicles is not in the tables.

    Parameters
    ----------
    first, last : int
        Years, inclusive. Production has gaps, the longest from 1941 to 1959.
    quantity : {"vehicles", "cars", "gross_output"}
        Motor vehicles of all kinds, passenger cars, or gross output of motor vehicles and
        equipment (from 1947), which counts better cars as more.
    with_wage : bool
        Whether to add a general wage.

    Returns
    -------
    Sample
        Columns of :func:`analysis.industries.series.demand_frame`; ``quantity`` in vehicles per
        head (an index per head for gross output), ``price`` as an index with 1967 as 100.
    """
    span = (first, last)
    series = _QUANTITIES[quantity]
    counted = annual("motor_vehicles", series, prefer=_SOURCES[series])
    price, seam = vehicle_price()
    unit = "index 1947=1 per person" if quantity == "gross_output" else "vehicles per head"
    used = (series, "wpi_motor_vehicles", "sic3711_shipments_deflator")
    return demand_frame(
        counted, price, span,
        units={"quantity": unit, "price": "index 1967=100"},
        rests_on=(evidence("motor_vehicles", used, years=span),),
        joins=(seam,),
        with_wage=with_wage,
    )  # fmt: skip


def vehicle_price() -> tuple[pd.Series[float], Join]:
    """Wholesale price of motor vehicles, carried past 1970 by the deflator of SIC 3711."""
    wholesale = annual("motor_vehicles", "wpi_motor_vehicles")
    deflator = annual("motor_vehicles", "sic3711_shipments_deflator")
    longer, seam = joined(wholesale, deflator, "price", anchor="earlier", within=(1958, 1970))
    price = pd.concat([wholesale, longer[longer.index > wholesale.index.max()]])
    price.name = wholesale.name
    return price, seam


def unit_values() -> Sample:
    """The three unit values before 1926, which measure different things: to be shown, not fitted.

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
    return Sample(frame, {"value": "USD per vehicle"}, (evidence("motor_vehicles", used),))


def vehicle_employment() -> Sample:
    """Workers in motor vehicles, long form, from 1948, as counted, and joined into one series.

    Returns
    -------
    Sample
        ``series, year, thousands``: employees of motor vehicles and equipment (national
        accounts), total employment and production workers of SIC 3711 and 3714 together, and
        ``joined``: the national accounts carried past 1997 by the census industries.
    """
    accounts = annual("motor_vehicles", "bea_employees", prefer=("bea_sic87_ftpt",))
    totals = census_industry("motor_vehicles", ("3711", "3714"), workers="total_employment")
    workers = census_industry("motor_vehicles", ("3711", "3714"))
    total = totals.frame["employment"].rename("sic3711_3714_total_employment")
    whole, seam = joined(accounts, total, "employment", anchor="earlier", within=(1988, 1997))
    whole = pd.concat([accounts, whole[whole.index > accounts.index.max()]])
    frame = long_form(
        {
            "bea_employees": accounts,
            "sic3711_3714_total_employment": total,
            "sic3711_3714_production_workers": workers.frame["employment"],
            "joined": whole,
        }
    )
    return Sample(frame, {"thousands": "thousand persons"}, employment_evidence(), (seam,))


def employment_evidence() -> tuple[Evidence, ...]:
    """Rows behind :func:`vehicle_employment`."""
    used = ("bea_employees", *(f"sic{code}_{who}" for code in ("3711", "3714")
                               for who in ("total_employment", "production_workers")))  # fmt: skip
    return (evidence("motor_vehicles", used), economy_evidence((1948, 2011)))
