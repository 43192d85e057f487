"""Times as exports write them, as whole microseconds UTC. No zone is ever that of the machine."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from decimal import Decimal, InvalidOperation
from typing import Final

from analysis.errors import RecordError

Zone = tzinfo
SECOND: Final = 1_000_000
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
EARLIEST: Final = 1_104_537_600 * SECOND
LATEST: Final = 4_102_444_800 * SECOND
"""2005-01-01 and 2100-01-01: no platform is older, and a zero or a lost digit lies outside."""

LONGEST_TIMER: Final = 366 * 86_400 * SECOND
"""A timer above a year is no time of work; shorter ones are kept, however odd, and remarked on."""

NOON: Final = 12

NO_TIME = "no time where one is needed"
NOT_A_TIME = "a time that cannot be read"
NO_HOUR = "a date without a time of day"
NO_ZONE = "a time without a zone; say which with zone="
AMBIGUOUS = "a date saved again by a spreadsheet: which is the day and which the month is lost"
TWICE = (
    "a time in the hour that comes twice in autumn; which of the two needs an offset such as +02:00"
)
NEVER = "a time in the hour that its zone leaves out in spring"
WRONG_ZONE = "a zone other than PST, PDT and UTC"
OUT_OF_RANGE = "a time before 2005 or after 2099"
NOT_A_TIMER = "a timer that is no number of seconds"
NEGATIVE_TIMER = "a timer below zero"
ABSURD_TIMER = "a timer above a year"

_MONTHS = {
    name: place + 1
    for place, name in enumerate(
        "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # noqa: SIM905
    )
}
_PACIFIC = re.compile(
    r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{1,2}) (\d{2}):(\d{2}):(\d{2}) ([A-Z]{3,4}) (\d{4})"
)
_OFFSETS = {"PST": -8, "PDT": -7, "UTC": 0, "GMT": 0}
_DAY = re.compile(r"\d{4}-?\d\d-?\d\d|\d{4}-?W\d\d(-?\d)?")
_SPREADSHEET = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}( .*)?")
_ORDERED = re.compile(
    r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})[ T,]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?: ?([AaPp])[Mm])?"
)


def from_pacific(text: str, zone: tzinfo | None = None) -> int:
    """Time as Mechanical Turk writes it: ``Fri Jun 08 09:21:50 PDT 2012``, or ISO with a zone.

    Summer and winter time are told by their abbreviation, so that the hour that comes twice in
    autumn is not guessed.

    Examples
    --------
    >>> from_pacific("Fri Jun 08 09:21:50 PDT 2012") == from_iso("2012-06-08 16:21:50 UTC")
    True
    """
    found = _PACIFIC.fullmatch(text.strip())
    if not found:
        return from_iso(text, zone)
    month, day, hour, minute, second, abbreviation, year = found.groups()
    if abbreviation not in _OFFSETS:
        raise RecordError(WRONG_ZONE)
    offset = timezone(timedelta(hours=_OFFSETS[abbreviation]))
    parts = (year, _MONTHS.get(month, 0), day, hour, minute, second)
    return _micro(parts, offset)


def from_iso(text: str, zone: tzinfo | None = None) -> int:
    """Time in ISO 8601, with a space or a T, with or without a fraction; any offset is honoured.

    Parameters
    ----------
    text : str
    zone : datetime.tzinfo, optional
        Of times that state none.

    Raises
    ------
    RecordError
        Where it is empty, cannot be read, is a day alone, has no zone, lies outside 2005 to 2099,
        or in an hour that its zone has twice or not at all.
    """
    bare = text.strip()
    if not bare:
        raise RecordError(NO_TIME)
    if _DAY.fullmatch(bare):
        raise RecordError(NO_HOUR)
    try:
        moment = datetime.fromisoformat(bare.removesuffix(" UTC") + "Z" * bare.endswith(" UTC"))
    except ValueError:
        lost = _SPREADSHEET.fullmatch(bare)
        raise RecordError(AMBIGUOUS if lost else NOT_A_TIME) from None
    if moment.tzinfo is None:
        if zone is None:
            raise RecordError(NO_ZONE)
        moment = _in_zone(moment, zone)
    return in_range((moment - EPOCH) // timedelta(microseconds=1))


def from_ordered(text: str, month_first: bool, zone: tzinfo | None) -> int:
    """Time with day and month in an order that is known, ``M/D/YYYY HH:MM:SS`` or the other.

    Hours may be those of half a day (AM, PM); a fraction of a second is not read.
    """
    found = _ORDERED.fullmatch(text.strip())
    if not found:
        raise RecordError(NO_TIME if not text.strip() else NOT_A_TIME)
    if zone is None:
        raise RecordError(NO_ZONE)
    first, second, year, hour, minute, seconds, half = found.groups()
    month, day = (first, second) if month_first else (second, first)
    if half:
        if not 1 <= int(hour) <= NOON:
            raise RecordError(NOT_A_TIME)
        hour = int(hour) % NOON + NOON * (half in "Pp")
    return _micro((year, month, day, hour, minute, seconds or 0), zone)


def from_digits(text: str) -> int:
    """Time as a whole number since 1970: seconds, or thousandths or millionths by its length.

    Between 2005 and 2099 the three never meet.
    """
    number = int(text) if len(text) <= len(str(LATEST)) else 0
    for unit in (SECOND, 1000, 1):
        if EARLIEST <= number * unit < LATEST:
            return number * unit
    raise RecordError(OUT_OF_RANGE)


def from_unix(value: object, per_second: int = 1) -> int:
    """Time as a number since 1970: of seconds, or of parts of one (`per_second`)."""
    return in_range(_whole(value, NOT_A_TIME) // per_second)


def timer(value: object, per_second: int = 1) -> int | None:
    """What a tool says it took, in microseconds; None where it says nothing.

    Raises
    ------
    RecordError
        Where it is no number, below zero, or above a year.
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    micro = _whole(value, NOT_A_TIMER) // per_second
    if micro < 0:
        raise RecordError(NEGATIVE_TIMER)
    if micro > LONGEST_TIMER:
        raise RecordError(ABSURD_TIMER)
    return micro


def in_range(micro: int) -> int:
    """A time between 2005 and 2099."""
    if not EARLIEST <= micro < LATEST:
        raise RecordError(OUT_OF_RANGE)
    return micro


def _micro(parts: tuple[str | int, ...], zone: tzinfo) -> int:
    year, month, day, hour, minute, second = (int(part) for part in parts)
    try:
        moment = datetime(year, month, day, hour, minute, second)
    except ValueError:
        raise RecordError(NOT_A_TIME) from None
    return in_range((_in_zone(moment, zone) - EPOCH) // timedelta(microseconds=1))


def _in_zone(moment: datetime, zone: tzinfo) -> datetime:
    """A time by the clock on the wall, where that clock shows it once."""
    first, second = moment.replace(tzinfo=zone, fold=0), moment.replace(tzinfo=zone, fold=1)
    before, after = first.utcoffset(), second.utcoffset()
    if before != after:
        assert before is not None
        assert after is not None
        raise RecordError(TWICE if before > after else NEVER)
    return first


def _whole(value: object, fault: str) -> int:
    """A number of seconds in whole microseconds, exact for what is written in decimals."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise RecordError(fault)
    try:
        number = Decimal(str(value).strip())
        return int(number * SECOND)
    except (InvalidOperation, ValueError, OverflowError):
        raise RecordError(fault) from None
