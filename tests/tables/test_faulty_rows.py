"""Rows that cannot be true are refused on loading, with file, row, column and what is allowed."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from analysis.errors import DefinitionError, TableError
from analysis.places import data_folder
from analysis.tables import load


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder of the tables of money and pay, to be broken in one place."""
    tables = {name for name, *_ in FAULTS} | {"ppp", "sources"}
    for name in tables:
        shutil.copy(data_folder() / f"{name}.csv", tmp_path)
        shutil.copy(data_folder() / f"{name}.toml", tmp_path)
    shutil.copy(data_folder() / "vocabulary.toml", tmp_path)
    header, *lines = (data_folder() / "corrections.csv").read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if line.startswith("sources,")]
    (tmp_path / "corrections.csv").write_text("\n".join([header, *kept, ""]), encoding="utf-8")
    return tmp_path


def spoil(folder: Path, name: str, where: dict[str, str], **cells: str) -> int:
    """Change cells of the row with these values; its row in the file."""
    path = folder / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = [number for number, row in enumerate(rows) if where.items() <= row.items()]
    assert len(found) == 1
    rows[found[0]].update(cells)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return found[0] + 2


QUOTE = {"quote_id": "aw043"}
FAULTS = [
    ("annotation_wages", QUOTE, {"low": "33"}, "low", "33 above high 32", "rising order"),
    ("annotation_wages", QUOTE, {"mid": "40"}, "mid", "40 above high 32", "rising order"),
    ("annotation_wages", QUOTE, {"low": "0"}, "low", "0.0", "above 0"),
    ("annotation_wages", QUOTE, {"year_last": "2020"}, "year_first", "2025 above", "rising order"),
    ("annotation_wages", QUOTE, {"currency": "USX"}, "currency", "'USX'", "currencies"),
    ("annotation_wages", QUOTE, {"country": "US"}, "country", "'US'", "countries"),
    ("annotation_wages", QUOTE, {"mostly_country": "UK"}, "mostly_country", "'UK'", "countries"),
    (
        "annotation_wages",
        QUOTE,
        {"weekly_hours_high": "169"},
        "weekly_hours_high",
        "169",
        "at most 168",
    ),
    ("annotation_wages", QUOTE, {"weekly_hours_low": "0"}, "weekly_hours_low", "0", "above 0"),
    ("annotation_wages", QUOTE, {"daily_hours": "25"}, "daily_hours", "25", "at most 24"),
    (
        "annotation_wages",
        QUOTE,
        {"follows": "aw999"},
        "follows",
        "'aw999'",
        "annotation_wages.quote_id",
    ),
    (
        "annotation_wages",
        QUOTE,
        {"restates": "aw999"},
        "restates",
        "'aw999'",
        "annotation_wages.quote_id",
    ),
    (
        "comparator_wages",
        {"comparator_id": "cw0001"},
        {"low": "2000"},
        "low",
        "2000 above mid",
        "rising",
    ),
    (
        "comparator_wages",
        {"comparator_id": "cw0001"},
        {"country": "CHX"},
        "country",
        "'CHX'",
        "countries",
    ),
    ("piece_rates", {"id": "yonghe.item.2025"}, {"rate_low": "0"}, "rate_low", "0", "above 0"),
    ("exchange_rates", {"currency": "PKR", "year": "2020"}, {"rate": "0"}, "rate", "0", "above 0"),
    (
        "exchange_rates",
        {"currency": "PKR", "year": "2020"},
        {"currency": "PKX"},
        "currency",
        "'PKX'",
        "currencies",
    ),
    (
        "exchange_rates_by_country",
        {"country": "KEN", "year": "2020"},
        {"rate": "0"},
        "rate",
        "0",
        "above 0",
    ),
    (
        "ppp_household_consumption",
        {"country": "KEN", "year": "2020"},
        {"factor": "0"},
        "factor",
        "0",
        "above 0",
    ),
    ("annotation_wages", QUOTE, {"low": "", "high": "", "mid": ""}, "low", "no amount", "low, mid"),
    ("annotation_wages", QUOTE, {"currency": "usd"}, "currency", "'usd'", "currencies"),
    ("annotation_wages", QUOTE, {"country": "XYZ"}, "country", "'XYZ'", "countries"),
    ("annotation_wages", QUOTE, {"country": "China"}, "country", "'China'", "countries"),
    ("annotation_wages", QUOTE, {"daily_hours": "0"}, "daily_hours", "0", "above 0"),
    ("annotation_wages", QUOTE, {"weekly_hours_low": "90", "weekly_hours_high": "40"},
     "weekly_hours_low", "90 above", "rising order"),
    ("annotation_wages", QUOTE, {"year_last": "2029"}, "year_last", "2029", "last day"),
    ("piece_rates", {"id": "yonghe.item.2025"},
     {"rate_low": "", "rate_point": "", "rate_high": ""}, "rate_low", "no amount", "rate_point"),
    ("cpi", {"country": "KEN", "year": "2020"}, {"inflation": "-100"}, "inflation", "-100",
     "above -100"),
    ("ppp", {"country": "KEN", "year": "2020"}, {"factor": "-1"}, "factor", "-1", "above 0"),
    ("volumes", {"id": "sama.workers.2022"}, {"value": "-5"}, "value", "-5", "at least 0"),
    ("volumes", {"id": "sama.workers.2022"}, {"year": "2029"}, "year", "2029", "last day"),
    ("mturk_market_month", {"month": "2012-01"}, {"month": "junk"}, "month", "'junk'", "2024-02"),
    ("mturk_market_month", {"month": "2012-01"}, {"month": "2012-13"}, "month", "'2012-13'",
     "a month"),
    ("platform_fees", {"id": "mturk.base.2005"}, {"valid_from": "2019-02-29"}, "valid_from",
     "'2019-02-29'", "a day of the calendar"),
    ("platform_fees", {"id": "mturk.base.2005"}, {"valid_from": "2016-01-01"}, "valid_from",
     "2016-01-01 above valid_to", "rising order"),
    ("sources", {"id": "barber1917"}, {"accessed": "yesterday"}, "accessed", "'yesterday'",
     "a day of the calendar"),
    ("sources", {"id": "barber1917"}, {"accessed": "2999-12-31"}, "accessed", "2999", "last day"),
    ("sources", {"id": "barber1917"}, {"address": "javascript:alert(1)"}, "address", "javascript",
     "http"),
    ("sources", {"id": "barber1917"}, {"id": "x><script>"}, "id", "script", "lower case"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "where", "cells", "column", "found", "allowed"), FAULTS)
def test_a_row_that_cannot_be_true_is_refused_with_its_place(
    own: Path,
    name: str,
    where: dict[str, str],
    cells: dict[str, str],
    column: str,
    found: str,
    allowed: str,
) -> None:
    if name == "comparator_wages":
        drop_zeros(own)
    row = spoil(own, name, where, **cells)
    with pytest.raises(TableError) as raised:
        load(name, own)
    error = raised.value
    assert (error.file, error.row, error.column) == (f"{name}.csv", row, column)
    assert found in error.found
    assert allowed in error.allowed


def drop_zeros(folder: Path) -> None:
    """Averages printed as nought, which a correction drops, made one."""
    path = folder / "comparator_wages.csv"
    text = path.read_text(encoding="utf-8").replace(",0,,,INT,", ",1,,,INT,")
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"low mid high"', '"low middle high"', "is 'middle'; allowed: quote_id"),
        ('ordered = ["low', 'ordered = [3, "low', "a list of texts"),
        ('"annotation_wages.quote_id"', '"comparator_wages.quote_id"', "references is"),
        ("above = 0.0", 'above = "none"', "allowed: a number"),
    ],
)
def test_a_definition_that_orders_or_refers_to_nothing_is_refused(
    own: Path, old: str, new: str, message: str
) -> None:
    path = own / "annotation_wages.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DefinitionError, match=message):
        load("annotation_wages", own)
