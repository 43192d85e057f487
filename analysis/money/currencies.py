"""Which currency is whose: ISO 4217 codes of the countries that the tables speak of."""

from __future__ import annotations

from analysis.errors import MoneyError

LEGAL_TENDER = {
    "ARG": "ARS", "BGD": "BDT", "BGR": "BGN", "BRA": "BRL", "CHN": "CNY", "COL": "COP",
    "DEU": "EUR", "EGY": "EGP", "ETH": "ETB", "FIN": "EUR", "FRA": "EUR", "GBR": "GBP",
    "GHA": "GHS", "IDN": "IDR", "IND": "INR", "JOR": "JOD", "JPN": "JPY", "KEN": "KES",
    "KHM": "KHR", "LBN": "LBP", "MAR": "MAD", "MDG": "MGA", "MEX": "MXN", "NGA": "NGN",
    "NPL": "NPR", "PAK": "PKR", "PHL": "PHP", "RUS": "RUB", "RWA": "RWF", "SYR": "SYP",
    "THA": "THB", "TUN": "TND", "TUR": "TRY", "UGA": "UGX", "USA": "USD", "VEN": "VED",
    "VNM": "VND", "ZAF": "ZAR",
}  # fmt: skip
"""Country (ISO 3166 alpha-3) to the currency it has used throughout the years of the tables."""

FORMER = {"VEF": "VED", "VES": "VED"}
"""Bolivars before the redenominations of August 2018 and October 2021."""


def legal_tender(country: str) -> str:
    """Currency of a country.

    Raises
    ------
    MoneyError
        For a country that is not listed.
    """
    if country not in LEGAL_TENDER:
        raise MoneyError(
            f"no currency known for country {country!r}; known: {', '.join(sorted(LEGAL_TENDER))}"
        )
    return LEGAL_TENDER[country]


def check_currency(currency: str, where: str = "") -> None:
    """Raise MoneyError for a code that is neither current nor former tender."""
    known = sorted({*LEGAL_TENDER.values(), *FORMER})
    if currency not in known:
        place = f"{where}: " if where else ""
        raise MoneyError(f"{place}currency {currency!r} is not known; known: {', '.join(known)}")
