"""Industries of the nineteenth and twentieth centuries as frames ready for analysis."""

from __future__ import annotations

from analysis.industries.series.annual import annual
from analysis.industries.series.census import (
    census_industry,
    tornqvist,
    volume_shipped,
    workers_counted,
)
from analysis.industries.series.cotton import (
    cloth_price,
    cotton_demand,
    cotton_employment,
    cotton_employment_joined,
    hands,
    mill_consumption,
    mill_hands,
)
from analysis.industries.series.demand_frame import demand_frame
from analysis.industries.series.economy import (
    consumer_prices,
    general_wage,
    income,
    population,
    population_in,
    real_income,
)
from analysis.industries.series.joins import Join, assumed, joined, joins_frame, spliced
from analysis.industries.series.motor_vehicles import (
    unit_values,
    vehicle_demand,
    vehicle_employment,
    vehicle_employment_joined,
    vehicle_price,
)
from analysis.industries.series.published import (
    INDUSTRIES,
    TITLES,
    Industry,
    Published,
    published,
    published_row,
)
from analysis.industries.series.rows_read import reading, spoken, within
from analysis.industries.series.sample import Sample, sampled
from analysis.industries.series.steel import (
    steel_demand,
    steel_employment,
    steel_employment_joined,
    steel_price,
    steel_with_trade,
)
from analysis.industries.series.weavers import british_cotton_hands, labour_cost_per_yard

__all__ = [
    "INDUSTRIES",
    "TITLES",
    "Industry",
    "Join",
    "Published",
    "Sample",
    "annual",
    "assumed",
    "british_cotton_hands",
    "census_industry",
    "cloth_price",
    "consumer_prices",
    "cotton_demand",
    "cotton_employment",
    "cotton_employment_joined",
    "demand_frame",
    "general_wage",
    "hands",
    "income",
    "joined",
    "joins_frame",
    "labour_cost_per_yard",
    "mill_consumption",
    "mill_hands",
    "population",
    "population_in",
    "published",
    "published_row",
    "reading",
    "real_income",
    "sampled",
    "spliced",
    "spoken",
    "steel_demand",
    "steel_employment",
    "steel_employment_joined",
    "steel_price",
    "steel_with_trade",
    "tornqvist",
    "unit_values",
    "vehicle_demand",
    "vehicle_employment",
    "vehicle_employment_joined",
    "vehicle_price",
    "volume_shipped",
    "within",
    "workers_counted",
]
