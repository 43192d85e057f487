"""Large batches of Mechanical Turk straight into Parquet, where nothing in them is out of order.

The careful reader (`mturk`) decides what is a record and what is wrong with it, at a dozen
microseconds a row. Here DuckDB reads the whole file under options that were exact on every genuine
download; a file in which anything at all is unlike one, an odd quote, a status, a time, goes to the
careful reader, so that both always agree.
"""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from analysis.tasklogs import clocks, ledger
from analysis.tasklogs.amounts import MICRO
from analysis.tasklogs.canonical import COLUMNS
from analysis.tasklogs.keys import DIGITS, Key
from analysis.tasklogs.parquet import connected, engine_there, quoted
from analysis.tasklogs.readers import mturk
from analysis.tasklogs.readers.formats import Looked, Said
from analysis.tasklogs.source import Source

LARGE: Final = 16_000_000
"""Bytes from which on starting an engine pays: below, the careful reader needs under a second."""

CHUNK: Final = 1 << 20
QUOTE: Final = ord('"')
_EDGE: Final = np.isin(np.arange(256), [ord(letter) for letter in '",\r\n'])
"""Bytes that may stand beside the outer side of a quote."""

OPTIONS: Final = (
    "header=true, delim=',', quote='\"', escape='\"', null_padding=true, "
    "parallel=false, strict_mode=false"
)
"""With these 31 genuine downloads of 31 gave their rows; with its defaults 15 were wrong."""

OPTIONAL: Final = (
    "HITTypeId", "WorkTimeInSeconds", "ApprovalTime", "AutoApprovalTime", "RejectionTime",
    "LifetimeApprovalRate",
)  # fmt: skip


BEYOND: Final = "beyond the header"
"""A column after the last, in which the surplus of a row with too many cells is seen."""

_MONTHS: Final = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
WRITTEN: Final = (
    f"[A-Z][a-z]{{2}} ({_MONTHS}) [0-9]{{2}} [0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}} P[DS]T [0-9]{{4}}"
)
PARTS: Final = "%a %b %d %H:%M:%S %Y"
"""A time as the platform writes it, whole and without its zone. The engine alone would also read
what is only like one."""


@dataclass(frozen=True)
class Large:
    """What a large batch gave: its rows, and the remarks that the careful reader would make."""

    rows: int
    remarks: tuple[str, ...]
    workers: tuple[str, ...]


def read_large(
    looked: Looked, key: Key, said: Said, target: Path, memory: int | None
) -> Large | None:
    """Write a batch as canonical Parquet; None where it is to be read with care.

    Parameters
    ----------
    looked : Looked
        A file that `mturk` recognised.
    key : Key
    said : Said
    target : pathlib.Path
        Parquet file to write.
    memory : int or None
        Bytes that may be used.
    """
    source = looked.source
    if not engine_there() or not _suits(looked, said) or not _sound(source):
        return None
    import duckdb

    try:
        with connected(target.parent, memory) as connection:
            secrets = {
                "assignment": key.derived("assignment", "mturk"),
                "worker": key.derived("worker", "mturk"),
            }
            connection.execute(
                _staged(looked, key.remembers), {"path": str(source.path), **secrets}
            )
            rows, good, distinct, *counts = connection.execute(_CHECK).fetchone() or (0, 0, 0)
            if not rows or good != rows or distinct != rows:
                return None
            connection.execute(
                f"COPY ({_canonical(source.name)}) TO {quoted(target)} (FORMAT parquet)"
            )
            workers: list[tuple[str]] = []
            if key.remembers:
                workers = connection.execute("SELECT DISTINCT worker FROM staged").fetchall()
    except duckdb.Error:
        # Whatever it did not like, the careful reader says what it is.
        target.unlink(missing_ok=True)
        return None
    return Large(rows, _remarks(*counts), tuple(name for (name,) in workers))


def _suits(looked: Looked, said: Said) -> bool:
    """Whether it is a plain file with each column once, in a place that DuckDB takes literally."""
    source, header = looked.source, looked.header
    plain = not source.packed and source.encoding == "utf-8" and source.size >= LARGE
    names = [name.lower() for name in header.names]
    # A pattern in the name would be read as one; a zone is for times that a download never has.
    literal = not re.search(r"[*?\[\]{}]", str(source.path)) and said.zone is None
    exact = set(mturk.WHOLE) <= set(header.names) and header.delimiter == ","
    return plain and literal and exact and len(set(names)) == len(names)


def _sound(source: Source) -> bool:
    """Whether it is text without a zero whose quotes begin or end a cell, or stand doubled."""
    quotes, before, plain = 0, b"\n", True
    text = getincrementaldecoder("utf-8")()
    with source.opened() as file:
        while chunk := file.read(CHUNK):
            if b"\0" in chunk:
                return False
            # Plain letters need no decoding, unless half a letter stands before them.
            if not (plain and chunk.isascii()):
                try:
                    text.decode(chunk)
                except UnicodeDecodeError:
                    return False
                plain = not text.getstate()[0]
            # The last letter of the chunk before is seen again, with what stands after it.
            letters = np.frombuffer(b"\n" + before + chunk + b"\n", dtype=np.uint8)
            left, right = letters[:-2], letters[2:]
            found = np.flatnonzero(letters[1:-1] == QUOTE)
            first = quotes - (before == b'"')
            opened, closed = found[first % 2 :: 2], found[1 - first % 2 :: 2]
            if not (_EDGE[left.take(opened)].all() and _EDGE[right.take(closed)].all()):
                return False
            quotes, before = first + found.size, chunk[-1:]
    return quotes % 2 == 0


def _moment(column: str) -> str:
    """SQL of a time as the platform writes it, in microseconds UTC; null if it is another."""
    parsed = f"try_strptime(substr({column}, 1, 20) || substr({column}, 25, 4), {quoted(PARTS)})"
    return (
        f"CASE WHEN regexp_full_match({column}, {quoted(WRITTEN)}) THEN epoch_us({parsed}) + "
        f"CASE substr({column}, 20, 5) WHEN ' PDT ' THEN {7 * 3600 * clocks.SECOND} "
        f"WHEN ' PST ' THEN {8 * 3600 * clocks.SECOND} END END"
    )


def _staged(looked: Looked, named: bool) -> str:
    """SQL of the table of records: what the careful reader would take from each, null where not.

    Ids of workers are in it only where somebody asked for them (`named`): a table that does not
    fit in memory is put on the disk.
    """
    there = {
        name: name if name in looked.header.names else "CAST(NULL AS VARCHAR)" for name in OPTIONAL
    }
    hashed = f"substr(sha256($%s::BLOB || encode(%s)), 1, {DIGITS})"
    names = [name or f"without a name {place}" for place, name in enumerate(looked.header.names)]
    columns = ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in (*names, BEYOND))
    word = "regexp_full_match(%s, '[A-Za-z0-9]+')"
    return f"""
CREATE TEMP TABLE staged AS SELECT row_number() OVER () AS line,
  CASE WHEN {word % "AssignmentId"} THEN {hashed % ("assignment", "AssignmentId")} END AS name,
  {"WorkerId" if named else "NULL"} AS worker,
  CASE WHEN {word % "WorkerId"} THEN {hashed % ("worker", "WorkerId")} END AS worker_key,
  {there["HITTypeId"]} AS task_type,
  {_moment("AcceptTime")} AS accept_us, {_moment("SubmitTime")} AS submit_us,
  CASE WHEN regexp_full_match({there["WorkTimeInSeconds"]}, '[0-9]{{1,7}}')
    THEN CAST({there["WorkTimeInSeconds"]} AS BIGINT) * {clocks.SECOND} END AS timer_us,
  {there["WorkTimeInSeconds"]} IS NOT NULL AS timed,
  CASE WHEN regexp_full_match(Reward, '\\$[0-9]{{1,3}}\\.[0-9]{{2}}')
    THEN CAST(CAST(substr(Reward, 2) AS DECIMAL(12, 2)) * {MICRO} AS BIGINT) END AS reward,
  CASE AssignmentStatus WHEN 'Approved' THEN 'paid' WHEN 'Rejected' THEN 'rejected'
    WHEN 'Submitted' THEN 'submitted' END AS status,
  {there["RejectionTime"]} IS NOT NULL AS refused,
  CASE WHEN suffix({there["ApprovalTime"]}, ' UTC') THEN
    epoch_us(try_strptime({there["ApprovalTime"]}, '%Y-%m-%d %H:%M:%S UTC'))
    - {_moment(there["AutoApprovalTime"])} END AS late,
  TRY_CAST(regexp_extract({there["LifetimeApprovalRate"]}, '^\\d+% \\(\\d+/(\\d+)\\)$', 1)
    AS BIGINT) AS seen,
  "{BEYOND}" IS NOT NULL AS surplus
FROM read_csv($path, columns = {{{columns}}}, auto_detect = false, {OPTIONS})
"""  # noqa: S608


_CHECK: Final = f"""
SELECT count(*), count(*) FILTER (name IS NOT NULL AND worker_key IS NOT NULL AND reward IS NOT NULL
    AND status IS NOT NULL AND submit_us >= accept_us AND accept_us >= {clocks.EARLIEST}
    AND submit_us < {clocks.LATEST}
    AND submit_us - accept_us <= {ledger.MOST_DAYS * 86_400 * clocks.SECOND}
    AND (timer_us IS NOT NULL OR NOT timed) AND NOT surplus
    AND (task_type IS NULL OR regexp_full_match(task_type, '[A-Za-z0-9]+'))),
  count(DISTINCT name),
  count(*) FILTER (timer_us <> submit_us - accept_us),
  count(*) FILTER (status = 'paid' AND refused),
  count(*) FILTER (abs(late) <= {mturk.ZONE_MINUTE}),
  count(*) FILTER (abs(late) > {mturk.ZONE_MINUTE}),
  count(seen), count(DISTINCT worker_key) FILTER (seen IS NOT NULL),
  (SELECT sum(most) FROM (SELECT max(seen) AS most FROM staged GROUP BY worker_key))
FROM staged
"""  # noqa: S608


def _canonical(name: str) -> str:
    """SQL of the canonical table."""
    values = {
        "file": quoted(name),
        "platform": "'mturk'",
        "assignment_key": "name",
        "pay_micro": "CASE status WHEN 'rejected' THEN 0 ELSE reward END",
        "currency": quoted(mturk.CURRENCY),
        "labels": "CAST(NULL AS BIGINT)",
        "assisted": "CAST(NULL AS BOOLEAN)",
    }
    columns = ", ".join(f"{values.get(column, column)} AS {column}" for column in COLUMNS)
    return f"SELECT {columns} FROM staged"  # noqa: S608


def _remarks(
    odd: int, overturned: int, holds: int, fails: int, seen: int, workers: int, known: int | None
) -> tuple[str, ...]:
    counted = {
        mturk.ODD_TIMER: odd, mturk.ZONE_HOLDS: holds, mturk.ZONE_FAILS: fails,
        mturk.OVERTURNED: overturned,
    }  # fmt: skip
    first = (mturk.on_history(seen, workers, int(known or 0)),) if workers else ()
    return (*first, *(f"{number} {what}" for what, number in sorted(counted.items()) if number))
