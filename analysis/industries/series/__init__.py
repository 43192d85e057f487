"""Industries of the nineteenth and twentieth centuries as frames ready for analysis."""

from __future__ import annotations

from analysis.industries.series.annual import Sample, annual
from analysis.industries.series.census import census_industry, tornqvist
from analysis.industries.series.cotton import (
    cloth_price,
    cotton_demand,
    cotton_employment,
    hands,
    hands_per_thousand,
    mill_consumption,
)
from analysis.industries.series.demand_frame import demand_frame
from analysis.industries.series.economy import (
    Wage,
    consumer_prices,
    economy_evidence,
    general_wage,
    income,
    population,
    real_income,
)
from analysis.industries.series.joins import Join, assumed, joined, joins_frame, spliced
from analysis.industries.series.motor_vehicles import (
    unit_values,
    vehicle_demand,
    vehicle_employment,
    vehicle_price,
)
from analysis.industries.series.published import (
    INDUSTRIES,
    TITLES,
    Industry,
    Published,
    published,
)
from analysis.industries.series.steel import (
    steel_demand,
    steel_employment,
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
    "Wage",
    "annual",
    "assumed",
    "british_cotton_hands",
    "census_industry",
    "cloth_price",
    "consumer_prices",
    "cotton_demand",
    "cotton_employment",
    "demand_frame",
    "economy_evidence",
    "general_wage",
    "hands",
    "hands_per_thousand",
    "income",
    "joined",
    "joins_frame",
    "labour_cost_per_yard",
    "mill_consumption",
    "population",
    "published",
    "real_income",
    "spliced",
    "steel_demand",
    "steel_employment",
    "steel_price",
    "steel_with_trade",
    "tornqvist",
    "unit_values",
    "vehicle_demand",
    "vehicle_employment",
    "vehicle_price",
]
