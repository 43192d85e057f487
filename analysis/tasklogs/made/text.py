"""How exports write times, cells and people; people are numbers that look like ids."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta, timezone

from analysis.tasklogs.clocks import EPOCH

_WINTER, _SUMMER = timezone(timedelta(hours=-8)), timezone(timedelta(hours=-7))
_SUMMER_ENDS = datetime(2025, 11, 2, 2, tzinfo=_SUMMER)


def moment(micro: int) -> datetime:
    """Time of a number of microseconds, UTC."""
    return EPOCH + timedelta(microseconds=micro)


def pacific(micro: int) -> str:
    """``Sun Nov 02 01:30:00 PDT 2025``: by the rule of the years that `history` lies in."""
    when = moment(micro)
    name, zone = ("PDT", _SUMMER) if when < _SUMMER_ENDS else ("PST", _WINTER)
    here = when.astimezone(zone)
    return f"{here:%a %b %d %H:%M:%S} {name} {here:%Y}"


def iso(micro: int, sep: str = "T", zone: str = "Z", digits: int = 6) -> str:
    """ISO time; a whole second is written without a fraction."""
    when = moment(micro)
    part = f".{when.microsecond:06d}"[: digits + 1] if when.microsecond else ""
    return f"{when:%Y-%m-%d}{sep}{when:%H:%M:%S}{part}{zone}"


def person(worker: int) -> dict[str, str]:
    """What exports say of a person: none of it may come out of a reader."""
    return {
        "id": f"A{worker:03d}MADEWORKER",
        "email": f"made.worker.{worker:03d}@mail.invalid",
        "name": f"Madename{worker:03d} Madefamily",
        "ip": f"192.0.2.{worker % 250 + 1}",
        "city": f"Madecity{worker:03d}",
    }


def table(
    header: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    quoted: bool = False,
    end: str = "\n",
    delimiter: str = ",",
    last_end: bool = True,
) -> str:
    """Text of a table.

    Parameters
    ----------
    header : sequence of str
    rows : iterable of sequences
    quoted : bool
        Whether all cells are quoted.
    end : str
        End of a line.
    delimiter : str
    last_end : bool
        Whether the last line has an end.
    """
    out = io.StringIO()
    writer = csv.writer(
        out,
        quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL,
        lineterminator=end,
        delimiter=delimiter,
    )
    writer.writerow(header)
    writer.writerows(rows)
    text = out.getvalue()
    return text if last_end else text.removesuffix(end)
