"""Reading a large batch of Mechanical Turk beside DuckDB's own reader on the same file.

``python -m benchmarks tasklog_reading [ROWS]``. The made file has the shape of a genuine download:
rows two cells shorter than the header, CRLF, newlines in cells, no final newline. Ours writes the
canonical table as Parquet: times in UTC, money, hashed ids, every record checked. The other reads
all columns into a table, with the options under which its row counts are right.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import duckdb

from analysis.tasklogs import Key, read
from analysis.tasklogs.made import history, mturk
from analysis.tasklogs.readers.mturk_large import OPTIONS
from benchmarks._timing import interleaved, shown, verdict

LIMIT = 1.2
ROWS, ROUNDS, LONG = 1_000_000, 2, 'a longer answer, "quoted"\r\n' * 20


def write_batch(path: Path, rows: int) -> None:
    """A made batch: a thousand rows of the writer, repeated under other ids."""
    pieces = [replace(p, number=n) for n, p in enumerate(history(1, 100, 12)[:1000])]
    header, *made = (
        mturk.batch(pieces).replace("first line", LONG.replace('"', '""')).split('\r\n"3HIT')
    )
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(header)
        for block in range(rows // len(made)):
            lines = ('\r\n"3HIT' + line for line in made)
            text = "".join(lines).replace("ASSIGNMENTMADE000000000", f"ASSIGNMENTMADE{block:09d}")
            file.write(text.replace("MADEWORKER", f"W{block % 400:03d}MADEWORKER"))


def main(rows: int) -> None:
    """Print the ratio."""
    with tempfile.TemporaryDirectory() as folder:
        path, out = Path(folder) / "batch.csv", Path(folder) / "out"
        write_batch(path, rows)

        def ours() -> None:
            log = read(path, key=Key(bytes(32)), into=out)
            assert log.rows.used == rows

        def theirs() -> None:
            with duckdb.connect() as connection:
                connection.execute(f"CREATE TABLE t AS SELECT * FROM read_csv('{path}', {OPTIONS})")

        taken = interleaved({"ours": ours, "theirs": theirs}, ROUNDS)
        print(f"{rows} rows, {path.stat().st_size / 1e6:.0f} MB")
        for name, seconds in taken.items():
            print(f"{name}: {shown(seconds)}")
        ratio = taken["ours"] / taken["theirs"]
        print(f"ratio {ratio:.2f}, {verdict(ratio, LIMIT)}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
