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

ISSUERS = {
    "AED": "ARE", "AFN": "AFG", "ALL": "ALB", "AMD": "ARM", "ANG": "CUW", "AOA": "AGO",
    "AUD": "AUS", "AWG": "ABW", "AZN": "AZE", "BAM": "BIH", "BBD": "BRB", "BHD": "BHR",
    "BIF": "BDI", "BMD": "BMU", "BND": "BRN", "BOB": "BOL", "BSD": "BHS", "BTN": "BTN",
    "BWP": "BWA", "BYN": "BLR", "BZD": "BLZ", "CAD": "CAN", "CDF": "COD", "CHF": "CHE",
    "CLP": "CHL", "CRC": "CRI", "CVE": "CPV", "CZK": "CZE", "DJF": "DJI", "DKK": "DNK",
    "DOP": "DOM", "DZD": "DZA", "ERN": "ERI", "FJD": "FJI", "GEL": "GEO", "GIP": "GIB",
    "GMD": "GMB", "GNF": "GIN", "GTQ": "GTM", "GYD": "GUY", "HKD": "HKG", "HNL": "HND",
    "HTG": "HTI", "HUF": "HUN", "ILS": "ISR", "IQD": "IRQ", "IRR": "IRN", "ISK": "ISL",
    "JMD": "JAM", "KGS": "KGZ", "KMF": "COM", "KRW": "KOR", "KWD": "KWT", "KYD": "CYM",
    "KZT": "KAZ", "LAK": "LAO", "LKR": "LKA", "LSL": "LSO", "LYD": "LBY", "MDL": "MDA",
    "MKD": "MKD", "MMK": "MMR", "MNT": "MNG", "MOP": "MAC", "MRU": "MRT", "MUR": "MUS",
    "MVR": "MDV", "MWK": "MWI", "MYR": "MYS", "MZN": "MOZ", "NAD": "NAM", "NIO": "NIC",
    "NOK": "NOR", "NZD": "NZL", "OMR": "OMN", "PAB": "PAN", "PEN": "PER", "PGK": "PNG",
    "PLN": "POL", "PYG": "PRY", "QAR": "QAT", "RON": "ROU", "RSD": "SRB", "SAR": "SAU",
    "SBD": "SLB", "SCR": "SYC", "SDG": "SDN", "SEK": "SWE", "SGD": "SGP", "SLE": "SLE",
    "SRD": "SUR", "SSP": "SSD", "STN": "STP", "SZL": "SWZ", "TJS": "TJK", "TOP": "TON",
    "TTD": "TTO", "TZS": "TZA", "UAH": "UKR", "UYU": "URY", "UZS": "UZB", "VUV": "VUT",
    "WST": "WSM", "XAF": "CMR", "XCD": "ATG", "XOF": "SEN", "XPF": "NCL", "YER": "YEM",
    "ZMW": "ZMB",
}  # fmt: skip
"""Other currencies, and the country whose rate in ``exchange_rates_by_country`` is theirs. Moneys
whose rates there are of the money before (Liberia, Turkmenistan, Zimbabwe) are left out."""

UNRATED = (
    "CUC", "CUP", "FKP", "HRK", "KPW", "LRD", "SHP", "SLL", "SOS", "SVC", "TMT", "TWD", "ZWL",
)  # fmt: skip
"""Moneys of which no table holds a rate that may be used: somebody's own rates convert them."""

FORMER = {"VEF": "VED", "VES": "VED"}
"""Bolivars before the redenominations of August 2018 and October 2021."""


def legal_tender(country: str) -> str:
    """Currency of a country.

    Raises
    ------
    MoneyError
        For a country that is not listed.
    """
    if not isinstance(country, str) or country not in LEGAL_TENDER:
        raise MoneyError(
            f"no currency known for country {country!r}; known: {', '.join(sorted(LEGAL_TENDER))}"
        )
    return LEGAL_TENDER[country]


def check_currency(currency: str, where: str = "") -> None:
    """Raise MoneyError for a code that is neither current nor former tender."""
    known = sorted({*LEGAL_TENDER.values(), *ISSUERS, *FORMER, *UNRATED})
    if currency not in known:
        place = f"{where}: " if where else ""
        raise MoneyError(f"{place}currency {currency!r} is not known; known: {', '.join(known)}")
