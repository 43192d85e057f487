"""The arguments of ``labour wage``. Nothing heavy is imported until it runs."""

from __future__ import annotations

import argparse
from pathlib import Path

MAX_BAD = 0.05
"""Records that may be set aside before the exit says so: one in twenty, as a reader of the result
would hardly notice fewer."""


def add_wage(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.set_defaults(run=_run)
    add = parser.add_argument
    add("files", nargs="+", metavar="FILE", help="exports, patterns, or canonical Parquet")
    add("--format", default="auto", help="format of the files; auto recognises each by its header")
    add("--columns", metavar="FIELD=COLUMN,...", help="which column is what in a table of your own")
    add("--zone", metavar="ZONE", help="zone of times that state none: UTC, +08:00, Asia/Manila")
    add("--rates", type=Path, metavar="FILE", help="rate card, where the files hold no pay")
    floor = parser.add_mutually_exclusive_group()
    floor.add_argument("--country", metavar="KEN", help="hold pay against its minimum wage")
    floor.add_argument("--floor", metavar="7.25USD", help="hold pay against this wage per hour")
    add("--gap", default="5min", metavar="5min", help="longest pause that counts as work")
    add("--by", default="", metavar="COLUMNS", help="wages by task_type, month or both")
    add(
        "--overlap",
        choices=["first", "equal"],
        default="first",
        help="with --by, time of several open tasks: to the one begun first, or in equal shares",
    )
    add("--unpaid-time", action="store_true", help="low end with 33%% of the day unpaid")
    add("--engine", choices=["duckdb", "spark"], default="duckdb", help="where sums are made")
    add("--master", default="local[*]", metavar="URL", help="Spark cluster")
    add("--memory", metavar="4GB", help="memory that DuckDB may take")
    add("--key", type=Path, metavar="FILE", help="secret that ids are hashed with; made if missing")
    add("--reveal", type=Path, metavar="FILE", help="write which key is whose, outside --out")
    add(
        "--max-bad",
        type=_share,
        default=MAX_BAD,
        metavar="SHARE",
        help="records set aside before exit 1",
    )
    add("--out", type=Path, metavar="DIR", help="write a page, CSV, Parquet and back-pay")
    add("--json", action="store_true", help="print the result as JSON")


def _run(options: argparse.Namespace) -> int:
    from analysis.wage_report.command import run

    return run(options)


def _share(text: str) -> float:
    """A share such as 0.05 or 5%."""
    try:
        value = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"{text!r}; allowed: a share such as 0.05 or 5%")
    return value
