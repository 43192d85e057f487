"""Money: amounts of any currency and year in dollars: of the day, constant, or PPP."""

from __future__ import annotations

from analysis.money.conversion import constant_usd, nominal_usd, ppp_dollars, split_convertible
from analysis.money.currencies import LEGAL_TENDER, legal_tender
from analysis.money.rates import Basket, Rate, Rates, load_rates
from analysis.money.units import AMOUNTS, one_unit

__all__ = [
    "AMOUNTS",
    "LEGAL_TENDER",
    "Basket",
    "Rate",
    "Rates",
    "constant_usd",
    "legal_tender",
    "load_rates",
    "nominal_usd",
    "one_unit",
    "ppp_dollars",
    "split_convertible",
]
