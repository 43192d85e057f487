"""The folder of a run: page, tables, back-pay; all of it or nothing, and nothing of others lost."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pandas as pd

from analysis import commit
from analysis.errors import TaskLogError
from analysis.files import sha256
from analysis.tables.publish.formats import csv_text
from analysis.tasklogs.measures.shown import idle_rule_curve, totals, wage_distribution
from analysis.wage_report.as_json import as_json
from analysis.wage_report.page import page
from analysis.wage_report.run import Wages

MARKER = "labour-wage.json"
"""Lists the files of the run, so that the next one replaces these and no others."""


def files_to_write(wages: Wages) -> dict[str, bytes]:
    """Content by name: ``report.html``, ``wages.json``, and each table as CSV and Parquet.

    The file of the owner's own wish, ``back_pay.csv``, is by worker; in all others cells about few
    workers are hidden.
    """
    made = {
        "report.html": page(wages).encode(),
        "wages.json": (
            json.dumps(as_json(wages.log), indent=2, ensure_ascii=False) + "\n"
        ).encode(),
    }
    for name, frame in _tables(wages).items():
        made[f"{name}.csv"] = csv_text(frame).encode()
        made[f"{name}.parquet"] = _parquet(frame)
    if wages.log.floor is not None:
        made["back_pay.csv"] = csv_text(wages.log.floor.back_pay).encode()
    return made


def write_run(wages: Wages, folder: Path) -> tuple[str, ...]:
    """Write a run into a folder; what was started and stopped before is cleared away first.

    Returns
    -------
    tuple of str
        Names written.

    Raises
    ------
    TaskLogError
        Where the folder holds a file of such a name that is none of ours.
    OSError
        Where it cannot be written; what was there is then as it was.
    """
    made = files_to_write(wages)
    folder.mkdir(parents=True, exist_ok=True)
    with commit.held(folder) as mine:
        if not mine:
            raise TaskLogError(f"another run is writing into {folder.name}")
        commit.settle(folder)
        ours = commit.read_marker(folder / MARKER) or {}
        for name in made:
            foreign = name not in ours and (folder / name).exists()
            if foreign or commit.obstacle(folder, name):
                raise TaskLogError(f"{folder.name} holds {name}, which no run of ours wrote")
        marker = commit.marker_text({name: sha256(content) for name, content in made.items()})
        stale = [name for name in ours if name not in made]
        commit.put(folder, {**made, MARKER: marker.encode()}, remove=stale)
    return tuple(made)


def _tables(wages: Wages) -> dict[str, pd.DataFrame]:
    log = wages.log
    tables = {"totals": totals(log), "set_aside": wages.set_aside}
    if len(log.workers):
        tables["idle_rules"] = idle_rule_curve(log)
    if log.shown_spread:
        tables["distribution"] = wage_distribution(log, log.rule)
    if wages.groups is not None:
        tables["groups"] = wages.groups
    if wages.days is not None:
        tables["days"] = wages.days
    if wages.learning is not None and len(wages.learning.curve):
        tables["practice"] = wages.learning.curve
    return tables


def _parquet(frame: pd.DataFrame) -> bytes:
    plain = frame.copy()
    for name in plain:
        if plain[name].dtype == object:
            numbers = pd.to_numeric(plain[name], errors="coerce")
            whole = numbers.notna().eq(plain[name].notna()).all()
            plain[name] = numbers if whole else plain[name].astype("str")
    stream = io.BytesIO()
    plain.to_parquet(stream, index=False)
    return stream.getvalue()
