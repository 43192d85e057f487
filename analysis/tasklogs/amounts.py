"""Pay as exports write it, as whole millionths of a currency."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from analysis.errors import RecordError, TaskLogError

MICRO: Final = 1_000_000
MOST_PAID: Final = 1_000_000_000
"""Units of a currency: more for one row is no pay in any currency, but a lost decimal point."""

MOST_DOLLARS: Final = 10_000
"""The same where the currency is known to be the dollar: far above any reward seen."""

SIGNS: Final = {"$": "USD", "£": "GBP", "€": "EUR", "¥": "JPY", "₹": "INR"}
"""What a sign means where nothing else is said. The dollar and the yen are also others' signs:
where a mapping names the currency, that counts."""

SHARED: Final = {
    "$": frozenset(
        [
            "USD",
            "CAD",
            "AUD",
            "NZD",
            "SGD",
            "HKD",
            "TWD",
            "MXN",
            "ARS",
            "CLP",
            "COP",
            "NAD",
            "BBD",
            "JMD",
            "TTD",
            "FJD",
        ]
    ),
    "¥": frozenset({"JPY", "CNY"}),
}
"""Currencies that a shared sign may stand for."""

NO_PAY = "no pay where the file has a column of pay"
NOT_MONEY = "pay that cannot be read as an amount"
COMMA = "pay with a comma that may divide thousands or decimals"
NEGATIVE = "pay below zero"
ABSURD = "pay far above anything paid for one piece of work"
TOO_FINE = "pay finer than a millionth of the currency"
POINT = "pay with a point where decimals were said to follow a comma"
OTHER_CURRENCY = "pay in a currency other than the one that was named"

_WITH_COMMA = re.compile(r"[^\d.,]*(?:[1-9]\d{0,2}(?:\.\d{3})+|\d+)(?:,\d+)?[^\d.,]*")
_AMOUNT = re.compile(
    r"(?P<code>[A-Z]{3})?\s*(?P<minus>-?)\s*(?P<sign>[$£€¥₹]?)\s*(?P<second>-?)"
    r"(?P<number>\d+(?:,\d{3})*(?:\.\d+)?|\.\d+|\d+,\d+)\s*(?P<after>[A-Z]{3}|[$£€¥₹])?"
)


def micro(text: str, currency: str | None) -> tuple[int, str]:
    """Amount in millionths, and its currency.

    Parameters
    ----------
    text : str
        ``$0.05``, ``0.05``, ``USD 0.05``, ``1,234.50``, ``0.05 €``.
    currency : str or None
        ISO 4217 code that is meant where the text has a sign or none; None to go by the text.

    Raises
    ------
    RecordError
        Where it is empty, no amount, below zero, absurd, or in another currency.

    Examples
    --------
    >>> micro("$0.05", "USD")
    (50000, 'USD')
    """
    bare = text.strip()
    if not bare:
        raise RecordError(NO_PAY)
    found = _AMOUNT.fullmatch(bare)
    if not found:
        raise RecordError(NOT_MONEY)
    if re.fullmatch(r"\d+,\d+", found["number"]):
        raise RecordError(COMMA)
    meant = _currency([found["code"], found["sign"], found["after"]], currency)
    amount = Decimal(found["number"].replace(",", "")) * MICRO
    if (found["minus"] or found["second"]) and amount:
        raise RecordError(NEGATIVE)
    if amount > MICRO * (MOST_DOLLARS if meant == "USD" else MOST_PAID):
        raise RecordError(ABSURD)
    if amount != int(amount):
        raise RecordError(TOO_FINE)
    return int(amount), meant


def with_point(text: str) -> str:
    """An amount written with a decimal comma, with a point instead.

    Raises
    ------
    RecordError
        Where a point stands in it that divides no thousands: ``0.05`` is not five.

    Examples
    --------
    >>> with_point("1.234,50 €")
    '1234.50 €'
    """
    if not _WITH_COMMA.fullmatch(text):
        raise RecordError(POINT)
    return text.replace(".", "").replace(",", ".")


def iso_code(text: str) -> str:
    """A currency code, in capitals.

    Raises
    ------
    TaskLogError
        Where it is not three letters.
    """
    code = text.strip().upper()
    if not re.fullmatch(r"[A-Z]{3}", code):
        raise TaskLogError(f"currency {text!r}; allowed: three letters of ISO 4217, such as USD")
    return code


def _currency(written: list[str | None], named: str | None) -> str:
    """The currency of an amount: what is named goes before a sign, and must agree with a code."""
    codes = {mark for mark in written if mark and mark.isalpha()}
    signs = {mark for mark in written if mark and not mark.isalpha()}
    if len(codes) > 1 or len(signs) > 1 or (named and codes - {named}):
        raise RecordError(OTHER_CURRENCY)
    meant = named or next(iter(codes), None) or next((SIGNS[sign] for sign in signs), None)
    if meant is None:
        raise RecordError("pay without a currency; name it with currency=")
    if any(meant not in SHARED.get(sign, {SIGNS[sign]}) for sign in signs):
        raise RecordError(OTHER_CURRENCY)
    return meant
