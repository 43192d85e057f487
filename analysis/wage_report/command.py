"""The command ``labour wage``: files in, wages out."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tqdm import tqdm

from analysis.errors import TaskLogError
from analysis.tasklogs.measures.floor import FloorOf
from analysis.tasklogs.measures.groups import by_columns
from analysis.tasklogs.measures.rate_card import read_rates
from analysis.wage_report.as_json import as_json
from analysis.wage_report.in_words import in_words
from analysis.wage_report.options import gap_of, memory_of
from analysis.wage_report.reading import key_of, log_of, write_revealed
from analysis.wage_report.run import Asked, Step, Wages, wages_of

DONE, BAD_ROWS, NO_WAGE = 0, 1, 2
STEPS = 5
TWICE = "the same assignment"
"""How the reason of a second copy begins: nothing is wrong with it, so it is not held against
the files."""


def run(options: argparse.Namespace) -> int:
    """Run the command.

    Returns
    -------
    int
        0 done; 1 more records set aside than allowed; 2 no wage possible. What cannot start
        raises, and the command line makes 2 of it.
    """
    asked = asked_of(options)
    _outside(options.reveal, options.out)
    with _steps() as step:
        step("reading")
        key = key_of(options)
        with log_of(options, key) as log:
            wages = wages_of(log, asked, step)
    if options.reveal is not None:
        write_revealed(options.reveal, key)
    if options.out is not None:
        from analysis.wage_report.writing import write_run  # what draws is slow to import

        write_run(wages, options.out)
    if options.json:
        print(json.dumps(as_json(wages.log), indent=2, ensure_ascii=False))
    else:
        print(in_words(wages), end="")
        if options.out is not None:
            print(f"\nreport: {options.out / 'report.html'}")
    return _code(wages, options.max_bad)


def asked_of(options: argparse.Namespace) -> Asked:
    """What the options ask for.

    Raises
    ------
    LabourError
        Naming the option that cannot be read.
    """
    return Asked(
        rule=gap_of(options.gap),
        by=by_columns(options.by) if options.by else (),
        rates=read_rates(options.rates) if options.rates else (),
        floor=_floor_of(options),
        unpaid=options.unpaid_time,
        split=options.overlap == "equal",
        engine=options.engine,
        master=options.master,
        memory=memory_of(options.memory),
        whole=options.out is not None,
    )


def _floor_of(options: argparse.Namespace) -> FloorOf | None:
    if not options.floor and not options.country:
        return None
    from analysis.wage_report.floors import given_floor, local_floor  # with all tables of wages

    return given_floor(options.floor) if options.floor else local_floor(options.country)


def _code(wages: Wages, most: float) -> int:
    rows = wages.log.rows
    if not wages.log.has_wage:
        print(f"labour: {wages.log.no_wage}", file=sys.stderr)
        return NO_WAGE
    twice = wages.set_aside["reason"].astype("str").str.startswith(TWICE)
    bad = rows.set_aside - int(twice.sum())
    if rows.read and bad / rows.read > most:
        print(
            f"labour: {bad:,} of {rows.read:,} records set aside that are no second copy, "
            f"more than --max-bad {most:g}",
            file=sys.stderr,
        )
        return BAD_ROWS
    return DONE


def _outside(reveal: Path | None, out: Path | None) -> None:
    """Names of people do not lie beside results that are passed on."""
    if reveal is None or out is None:
        return
    if out.resolve() in reveal.resolve().parents:
        raise TaskLogError(f"--reveal {reveal.name} lies inside --out; name a file outside it")


@contextmanager
def _steps() -> Iterator[Step]:
    """What is being done, on a terminal; nothing in a pipe."""
    form = "{desc:<18} {bar:20} {elapsed}"
    with tqdm(total=STEPS, file=sys.stderr, disable=None, leave=False, bar_format=form) as bar:

        def step(words: str) -> None:
            bar.set_description_str(words)
            bar.update(1)

        yield step
