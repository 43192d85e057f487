"""Trying it out: made exports in a folder of their own, and what each of them gives."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from analysis.errors import LabourError, first_line
from analysis.findings import MADE, Quantity, derived, finds
from analysis.tasklogs import made, read
from analysis.tasklogs.measures.rate_card import Rate, read_rates
from analysis.tasklogs.rules import HOUR
from analysis.wage_report.findings import NOBODY
from analysis.wage_report.run import Asked, wages_of

_KEPT: list[TemporaryDirectory[str]] = []
CARDS = {
    "rates_by_task.csv": "unit,amount,currency\ntask,0.10,USD\n",
    "rates_by_label.csv": "unit,amount,currency\nlabel,0.02,USD\n",
}
"""Rate cards for tools: a choice, near what the made markets pay."""


def made_exports(seed: int, *, workers: int, pieces: int) -> dict[str, Path]:
    """Every made export and the rate cards, by name, in a folder that is gone with the process.

    Parameters
    ----------
    seed, workers, pieces : int
        As :func:`analysis.tasklogs.made.write_exports`.
    """
    folder = TemporaryDirectory(prefix="labour-made-")
    _KEPT.append(folder)
    here = Path(folder.name)
    paths = made.write_exports(here, seed, workers=workers, pieces=pieces)
    for name, text in CARDS.items():
        (here / name).write_text(text, encoding="utf-8")
    return {path.name: path for path in (*paths, *(here / name for name in CARDS))}


@derived
def every_export(exports: Mapping[str, Path]) -> pd.DataFrame:
    """What each export gives: a wage, a wage by the rate card, or the reason why there is none.

    The card is by the task, and by the label where the file holds events.

    Returns
    -------
    pandas.DataFrame
        A row a file: ``file``, ``used``, ``aside``, ``hours``, ``wage``, ``how``.
    """
    cards = [read_rates(exports[name]) for name in CARDS]
    names = [name for name in exports if name not in CARDS]
    made_table = pd.DataFrame([_one(exports[name], *cards) for name in names])
    made_table = made_table.astype({"used": "Int64", "aside": "Int64"})
    made_table.attrs[MADE] = NOBODY
    return made_table


@finds
def exports_found(table: pd.DataFrame) -> dict[str, Quantity]:
    """How many exports give a wage as they are, with a rate card, or none.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`every_export`.
    """
    by_card = table["how"] == BY_CARD
    alone = table["how"] == ALONE
    counts = {"alone": alone, "by_card": by_card, "none": ~alone & ~by_card}
    found = {name: int(rows.sum()) for name, rows in counts.items()}
    return {name: Quantity(n, "exports", declared=True) for name, n in found.items()}


ALONE, BY_CARD = "pay and time in the file", "time in the file, pay by the rate card"


def _one(path: Path, by_task: tuple[Rate, ...], by_label: tuple[Rate, ...]) -> dict[str, Any]:
    """One file alone: first as it is, then with the card."""
    row: dict[str, Any] = {"file": path.name, "used": None, "aside": None, "hours": None}
    own = {"mapping": made.ANYBODY, "zone": "UTC"} if path.name == "table.csv" else {}
    try:
        log = read(path, **own)  # type: ignore[arg-type]
        row |= {"used": log.rows.used, "aside": log.rows.set_aside}
        wages = wages_of(log).log
        how = ALONE
        if not wages.has_wage and wages.has_clock:
            card = by_label if wages.found.has_events else by_task
            wages, how = wages_of(log, Asked(rates=card)).log, BY_CARD
    except LabourError as error:
        return row | {"wage": None, "how": first_line(error).removeprefix(f"{path.name} ")}
    hours = wages.time(wages.rule) / HOUR if len(wages.workers) else None
    if not wages.has_wage:
        return row | {"hours": hours, "wage": None, "how": wages.no_wage}
    return row | {"hours": hours, "wage": wages.wage(wages.rule), "how": how}
