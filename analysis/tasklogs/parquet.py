"""Canonical tables as Parquet: written, checked, and rid of assignments that stand in several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd

from analysis.errors import TaskLogError
from analysis.tasklogs.canonical import (
    COLUMNS,
    DECIDED,
    DUPLICATE,
    FULLER,
    LONGER,
    REQUIRED,
    REST,
    STATUSES,
    typed,
)

if TYPE_CHECKING:
    import duckdb

INSTALL: Final = "pip install duckdb pyarrow (together the extra 'logs')"
_KINDS: Final = {"string": "VARCHAR", "Int64": "BIGINT", "boolean": "BOOLEAN"}
SHARE_OF_MEMORY: Final = 0.85
"""Of what the caller allows is given to DuckDB: it takes its limit and about .2 GB beside it."""


def engine_there() -> bool:
    """Whether DuckDB and pyarrow are installed."""
    return all(find_spec(name) is not None for name in ("duckdb", "pyarrow"))


def need_engine(what: str) -> None:
    """Raise an error that says what to install, where DuckDB or pyarrow is missing."""
    if not engine_there():
        raise TaskLogError(f"{what} needs DuckDB and pyarrow: {INSTALL}")


@contextmanager
def connected(scratch: Path, memory: int | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that is silent, keeps to `memory` bytes and spills into `scratch`.

    Raises
    ------
    TaskLogError
        Where DuckDB is not installed.
    """
    need_engine("a log of this size")
    import duckdb

    with duckdb.connect() as connection:
        quiet(connection)
        connection.execute("SET temp_directory = $folder", {"folder": str(scratch)})
        if memory is not None:
            limit = f"{int(memory * SHARE_OF_MEMORY) // 1_000_000}MB"
            connection.execute("SET memory_limit = $limit", {"limit": limit})
        yield connection


def quiet(connection: duckdb.DuckDBPyConnection) -> None:
    """No bar on the terminal. In a notebook without widgets it is off, and turning it off fails."""
    shown = connection.execute("SELECT current_setting('enable_progress_bar')").fetchone()
    if shown is not None and shown[0]:
        connection.execute("SET enable_progress_bar = false")


def quoted(text: str | Path) -> str:
    """Text as a literal of SQL."""
    doubled = str(text).replace("'", "''")
    return f"'{doubled}'"


def write(tasks: pd.DataFrame, path: Path) -> None:
    """Write a canonical table, with the types that both engines read."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {"string": pa.string(), "Int64": pa.int64(), "boolean": pa.bool_()}
    schema = pa.schema([(name, kinds[kind]) for name, kind in COLUMNS.items()])
    aside = path.with_name(f".{path.name}.new")
    pq.write_table(pa.Table.from_pandas(tasks, schema=schema, preserve_index=False), aside)
    aside.replace(path)


def fault_of(path: Path, name: str, scratch: Path) -> str | None:
    """What is wrong with a Parquet file that should hold the canonical table; None if nothing is.

    Parameters
    ----------
    path : pathlib.Path
    name : str
        What the file is called in the answer.
    scratch : pathlib.Path
    """
    import duckdb

    empty = " OR ".join(f"{column} IS NULL" for column in REQUIRED)
    known = ", ".join(quoted(status) for status in STATUSES)
    table = f"read_parquet({quoted(path)})"
    with connected(scratch) as connection:
        try:
            described = connection.execute(f"DESCRIBE SELECT * FROM {table}").fetchall()  # noqa: S608
            if fault := _other_columns({row[0]: row[1] for row in described}):
                return f"{name} is no table of task logs: {fault}"
            (bad,) = connection.execute(
                f"SELECT count(*) FROM {table} WHERE {empty} OR status NOT IN ({known}) "  # noqa: S608
                "OR submit_us < accept_us OR pay_micro < 0"
            ).fetchone() or (0,)
        except duckdb.Error:
            return f"{name} is a Parquet file that ends early or is damaged"
    return f"{name}: {bad} rows that no reader of ours wrote" if bad else None


def _other_columns(found: dict[str, str]) -> str | None:
    wanted = {column: _KINDS[kind] for column, kind in COLUMNS.items()}
    missing = [column for column in wanted if column not in found]
    if missing:
        return f"no column {', '.join(missing)}"
    other = [f"{column} is {found[column]}" for column in wanted if found[column] != wanted[column]]
    return "; ".join(other) or None


def records_in(path: Path) -> int:
    """Rows of a Parquet file, from its footer."""
    import pyarrow.parquet as pq

    return int(pq.read_metadata(path).num_rows)


def without_copies(
    parts: Sequence[Path], into: Path, memory: int | None
) -> tuple[list[Path], list[tuple[str, int, str]]]:
    """Parts in which every assignment stands once, and what was set aside for it.

    Of several copies the one that is decided counts, then the one that says more (`FULLER`,
    `LONGER`, `REST`), then the first in the order of the parts: as in memory. A row is known by its
    part and its place in it, since several may stand for one line of a file.

    Returns
    -------
    list of pathlib.Path
        The parts; those that lost rows are written anew into `into`.
    list of (str, int, str)
        File, line and reason.
    """
    kept, aside = list(parts), list[tuple[str, int, str]]()
    with connected(into, memory) as connection:
        connection.execute(_copies(parts))
        lost = connection.execute(
            "SELECT part, file, line, first_file, first_line FROM copies WHERE place > 1 "
            "ORDER BY part, seat"
        ).fetchall()
        for _, file, line, first_file, first_line in lost:
            aside.append((file, line, f"{DUPLICATE} {first_file} line {first_line}"))
        for part in sorted({row[0] for row in lost}):
            target = into / f"{part:05d}-once.parquet"
            columns = ", ".join(COLUMNS)
            connection.execute(
                f"COPY (SELECT {columns} FROM {_numbered(parts[part])} t WHERE NOT EXISTS "  # noqa: S608
                f"(SELECT 1 FROM copies c WHERE c.part = {part} AND c.place > 1 AND "
                f"c.seat = t.file_row_number)) TO {quoted(target)} (FORMAT parquet)"
            )
            kept[part] = target
    return kept, aside


def _numbered(part: Path) -> str:
    """SQL of a Parquet file whose rows have their number."""
    return f"read_parquet({quoted(part)}, file_row_number = true)"


def _copies(parts: Sequence[Path]) -> str:
    """SQL of the table of assignments that stand in several records, the one that counts first."""
    said = ", ".join(dict.fromkeys((*FULLER, *LONGER, *REST)))
    union = " UNION ALL ".join(
        f"SELECT {part} AS part, file_row_number AS seat, file, line, assignment_key, {said} "  # noqa: S608
        f"FROM {_numbered(path)}"
        for part, path in enumerate(parts)
    )
    rank = " ".join(f"WHEN {quoted(status)} THEN {value}" for status, value in DECIDED.items())
    order = ", ".join(
        [
            f"CASE status {rank} END DESC",
            *(f"{name} IS NOT NULL DESC" for name in FULLER),
            *(f"coalesce({name}, 0) DESC" for name in LONGER),
            *(f"{name} DESC NULLS LAST" for name in REST),
            "part, seat",
        ]
    )
    window = f"OVER (PARTITION BY assignment_key ORDER BY {order})"
    return (
        f"CREATE TEMP TABLE copies AS WITH parts AS ({union}), several AS (SELECT assignment_key "  # noqa: S608
        "FROM parts GROUP BY assignment_key HAVING count(*) > 1) SELECT part, seat, file, "
        f"line, row_number() {window} AS place, first(file) {window} AS first_file, "
        f"first(line) {window} AS first_line FROM parts SEMI JOIN several USING (assignment_key)"
    )


def frame_of(parts: Sequence[Path]) -> pd.DataFrame:
    """Canonical table of Parquet files, in memory."""
    return typed(pd.concat([pd.read_parquet(path) for path in parts], ignore_index=True), COLUMNS)
