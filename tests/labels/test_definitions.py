"""The files themselves: a broken copy is refused on loading, with file, row and column."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from analysis.errors import TableError
from analysis.labels import price_of_label
from analysis.tables import data_folder, load, table

TABLES = (
    "time_per_label",
    "price_per_label",
    "piece_rates",
    "volumes",
    "platform_fees",
    "mturk_keyword_month",
    "mturk_market_month",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    ignored = shutil.ignore_patterns("contents.csv")
    shutil.copytree(data_folder(), tmp_path, dirs_exist_ok=True, ignore=ignored)
    return tmp_path


def spoil(folder: Path, name: str, identifier: str, column: str, value: str) -> int:
    path = folder / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    number = next(n for n, row in enumerate(rows, start=2) if row["id"] == identifier)
    rows[number - 2][column] = value
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return number


def test_an_unknown_unit_is_refused(folder: Path) -> None:
    row = spoil(folder, "time_per_label", "paws.pair", "unit", "furlong")
    with pytest.raises(TableError, match=f"time_per_label.csv, row {row}.*unit.*furlong.*box"):
        load("time_per_label", folder)


def test_a_negative_price_is_refused(folder: Path) -> None:
    row = spoil(folder, "price_per_label", "snli.sentence_writing.2015", "price_low", "-0.1")
    with pytest.raises(TableError, match=f"row {row}.*price_low.*-0.1"):
        load("price_per_label", folder)


def test_a_price_without_a_currency_is_refused(folder: Path) -> None:
    spoil(folder, "price_per_label", "snli.sentence_writing.2015", "currency", "")
    with pytest.raises(TableError, match=r"currency.*snli\.sentence_writing.*ISO 4217"):
        price_of_label(load("price_per_label", folder))


def test_a_price_range_upside_down_is_refused(folder: Path) -> None:
    spoil(folder, "price_per_label", "snli.sentence_writing.2015", "price_low", "0.6")
    with pytest.raises(
        TableError, match=r"row \d+, column 'price_low': found 0\.6 above price_high 0\.5"
    ):
        price_of_label(load("price_per_label", folder))


def test_a_corrected_volume_fails_once_its_row_was_mended(folder: Path) -> None:
    from analysis.errors import CorrectionError

    spoil(folder, "volumes", "pengyang_ningxia_base.seats.2023", "year", "2022")
    with pytest.raises(CorrectionError, match="expects year '2023'"):
        load("volumes", folder)


@pytest.mark.parametrize("name", TABLES)
def test_every_unit_has_a_meaning_and_every_row_a_source(name: str) -> None:
    opened = table(name)
    if "unit" in opened.frame:
        assert set(opened.frame["unit"]) <= set(opened.vocabulary.units)
    assert opened.frame["source_id"].notna().all()
    assert set(opened.frame["source_id"]) == set(opened.sources["id"])


@pytest.mark.parametrize("name", ["time_per_label", "price_per_label", "piece_rates", "volumes"])
def test_a_source_without_address_and_a_low_confidence_are_marked_in_the_row(name: str) -> None:
    opened = table(name)
    rows = opened.frame.merge(opened.sources[["id", "address"]], left_on="source_id", right_on="id")
    warned = rows["warnings"].fillna("")
    assert (rows["address"].isna() == warned.str.contains("no_address")).all()
    corrected = {"samasource.workers.2020"}
    low = (rows["confidence"] == "low") & ~rows["id_x"].isin(corrected)
    assert (low <= warned.str.contains("low_confidence")).all()


def test_second_readings_are_corrections_not_edits() -> None:
    opened = table("volumes")
    printed = opened.printed.set_index("id")
    frame = opened.frame.set_index("id")
    india = "data_annotation_workforce_india.workers.2020"
    assert (printed.loc[india, "year"], frame.loc[india, "year"]) == (2020, 2021)
    shanxi = "baidu_shanxi_base.workers.2020"
    assert (printed.loc[shanxi, "value"], frame.loc[shanxi, "value"]) == (2300, 2000)
    assert frame.loc[shanxi, "bound"] == "at_least"
    assert frame.loc["sama.workers.2023", "status"] == "plan"
