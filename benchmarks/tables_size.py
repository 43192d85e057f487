"""Tables at ten and a hundred times their size: what loading, exporting and the map then cost.

``python -m benchmarks tables_size`` multiplies the table of steel with its corrections and sources.
A hundred times the rows may take at most about ten times the seconds of ten times the rows. Before
corrections were found by key, loading took 0.3, 5.9 and 255 seconds.
"""

from __future__ import annotations

import csv
import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from analysis.places import data_folder
from analysis.tables import load

NAME = "steel"
SIZES = (1, 10, 100)
MOST = 15.0
"""Times the seconds that ten times the rows may take: ten, and half as much again for what no
cache of the processor holds any longer. Rows times corrections would be a hundred."""


def multiplied(folder: Path, times: int) -> Path:
    """A folder with the table so many times over, each copy from sources of its own."""
    folder.mkdir()
    for name in ("vocabulary.toml", f"{NAME}.toml", "sources.toml"):
        shutil.copy(data_folder() / name, folder)
    used = set(load(NAME)["source_id"])
    for name, column in ((NAME, "source_id"), ("sources", "id"), ("corrections", "key")):
        with (data_folder() / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        place = header.index(column)
        if name == "sources":
            rows = [row for row in rows if row[place] in used]
        if name == "corrections":
            rows = [row for row in rows if row[0] == NAME]
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(header)
            for copy in range(times):
                end = f"_x{copy}" if copy else ""
                writer.writerows([*r[:place], r[place] + end, *r[place + 1 :]] for r in rows)
    return folder


def loading(folder: Path) -> None:
    """Read, check and correct the table."""
    load(NAME, folder)


def exporting(folder: Path) -> None:
    """Write the table as CSV, with its codebook."""
    from analysis.tables.publish.export import export

    export(folder / "out", "csv", data=folder)


def covering(folder: Path) -> None:
    """Draw the map of what there is of each series and year."""
    from analysis.report.pages.coverage import coverage_page

    os.environ["LABOUR_DATA"] = str(folder)
    try:
        coverage_page()
    finally:
        del os.environ["LABOUR_DATA"]


def main() -> int:
    """Print seconds of the processor by size, and the ratio of the two largest sizes."""
    works: list[Callable[[Path], None]] = [loading, exporting, covering]
    slow = False
    with TemporaryDirectory() as made:
        print("processor seconds" + "".join(f"{f'x{size}':>9}" for size in SIZES) + "    ratio")
        for work in works:
            seconds = []
            for size in SIZES:
                folder = multiplied(Path(made) / f"{work.__name__}{size}", size)
                start = time.process_time()
                work(folder)
                seconds.append(time.process_time() - start)
            ratio = seconds[-1] / seconds[-2]
            slow |= ratio > MOST
            shown = "".join(f"{value:9.2f}" for value in seconds)
            print(f"{work.__name__:<17}{shown}{ratio:9.1f}", flush=True)
    print(f"at most {MOST:g}: {'no' if slow else 'yes'}")
    return int(slow)


if __name__ == "__main__":
    sys.exit(main())
