"""Exported tables say the same as the loaded ones, in every format, and cannot run as formulas."""

from __future__ import annotations

import csv
import errno
import io
import os
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import get_args
from xml.etree import ElementTree

import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import commit
from analysis.errors import DataError
from analysis.tables import load, names, table
from analysis.tables.publish.export import Kind, export
from analysis.tables.publish.formats import (
    Sheet,
    csv_bytes,
    neutral,
    parquet_bytes,
    shortened,
    stata_bytes,
    xlsx_bytes,
)

pytestmark = pytest.mark.slow

Edit = Callable[[str, str, str], Path]
CELL = re.compile(r"([A-Z]+)(\d+)")
SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0"]
TEXT = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1)


def sheet(**columns: object) -> Sheet:
    return Sheet("made_up", "A title", "CC0", pd.DataFrame(columns))


def worksheet(content: bytes, number: int = 1) -> tuple[list[list[object]], str]:
    """Cells of a worksheet (None where empty) and its XML."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        raw = book.read(f"xl/worksheets/sheet{number}.xml").decode()
        strings = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
    texts = ["".join(t.text or "" for t in item.iter(f"{SPACE}t")) for item in strings]
    rows = []
    for line in ElementTree.fromstring(raw).iter(f"{SPACE}row"):
        cells: dict[str, object] = {}
        for cell in line:
            value = cell.findtext(f"{SPACE}v") or ""
            match = CELL.match(cell.get("r", ""))
            assert match
            cells[match[1]] = texts[int(value)] if cell.get("t") == "s" else float(value)
        rows.append([cells.get(chr(ord("A") + k)) for k in range(26)])
    return rows, raw


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported")
    for kind in get_args(Kind):
        export(folder / kind, kind)
    return folder


@pytest.mark.parametrize("name", ["steel", "bessen_published", "sources"])
def test_every_format_gives_back_the_loaded_numbers_to_the_last_bit(
    exported: Path, name: str
) -> None:
    loaded = load(name)
    column = "year" if name == "sources" else "value"
    want = loaded[column].astype(float)
    stata = pd.read_stata(exported / "stata" / f"{name}.dta")
    parquet = pq.read_table(exported / "parquet" / f"{name}.parquet")
    # Before pandas 3.1 the usual reader of numbers is off by a last digit now and then.
    comma = pd.read_csv(exported / "csv" / f"{name}.csv", dtype={column: "str"})
    rows, _ = worksheet((exported / "xlsx" / f"{name}.xlsx").read_bytes())
    place = rows[0].index(column)
    cells = [row[place] for row in rows[1:]]
    for got in (stata[column], comma[column].map(float), parquet[column].to_pylist(), cells):
        pd.testing.assert_series_equal(
            pd.Series(got, dtype=float), want, check_exact=True, check_names=False
        )


def test_text_comes_back_and_missing_text_stays_missing_where_the_format_knows_it(
    exported: Path,
) -> None:
    loaded = load("steel")
    notes = [None if pd.isna(note) else note for note in loaded["note"]]
    parquet = pq.read_table(exported / "parquet" / "steel.parquet")
    assert parquet["note"].to_pylist() == notes
    stata = pd.read_stata(exported / "stata" / "steel.dta")
    assert stata["note"].tolist() == [note or "" for note in notes]
    assert stata["series"].tolist() == loaded["series"].tolist()


def test_units_and_descriptions_travel_with_the_columns(exported: Path) -> None:
    schema = pq.read_schema(exported / "parquet" / "steel.parquet")
    assert schema.metadata[b"licence"].decode() == table("steel").licence
    about = schema.field("value").metadata[b"description"].decode()
    assert about == table("steel").definition.column("value").description
    assert b"pandas" not in schema.metadata
    with pd.read_stata(exported / "stata" / "steel.dta", iterator=True) as reader:
        assert reader.data_label == table("steel").title
        assert reader.variable_labels()["value"] == about


def test_the_codebook_has_every_column_series_correction_and_source(exported: Path) -> None:
    book = pd.read_csv(exported / "csv" / "codebook.csv", keep_default_na=False)
    for name in names():
        opened = table(name)
        mine = book[book["table"] == name]
        told = {kind: set(mine["name"][mine["item"] == kind]) for kind in set(mine["item"])}
        assert told["column"] == set(opened.definition.column_names)
        assert told.get("series", set()) == set(opened.definition.series)
        assert told.get("warning", set()) == set(opened.warnings)
        assert len(mine[mine["item"] == "correction"]) == len(opened.corrections)
        if name != "sources":
            assert told["source"] == set(opened.sources["id"])
        series = mine[mine["item"] == "series"].set_index("name")["unit"].to_dict()
        assert series == {key: item.unit for key, item in opened.definition.series.items()}


def test_two_exports_are_the_same_bytes(exported: Path, tmp_path: Path) -> None:
    for kind in get_args(Kind):
        for path in export(tmp_path / kind, kind):
            assert path.read_bytes() == (exported / kind / path.name).read_bytes()


def test_workbooks_and_dta_files_hold_no_clock(exported: Path) -> None:
    with zipfile.ZipFile(exported / "xlsx" / "steel.xlsx") as book:
        assert {item.date_time for item in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"1980-01-01T00:00:00Z" in book.read("docProps/core.xml")
    with pd.read_stata(exported / "stata" / "steel.dta", iterator=True) as reader:
        assert reader.time_stamp == "01 Jan 1980 00:00"


@pytest.mark.parametrize("text", FORMULAS)
def test_formula_like_text_is_neutralised_in_csv_and_excel(text: str) -> None:
    made = sheet(text=[text], number=[-1.5])
    (header, row) = csv.reader(io.StringIO(csv_bytes(made).decode(), newline=""))
    assert header == ["text", "number"]
    assert row == [f"'{text}", "-1.5"]
    rows, raw = worksheet(xlsx_bytes(made))
    assert str(rows[1][0]).startswith("'")
    assert rows[1][1] == -1.5
    assert "<f>" not in raw


@given(st.lists(TEXT, min_size=1, max_size=5), st.floats(allow_nan=False, allow_infinity=False))
def test_other_text_and_all_numbers_are_untouched(texts: list[str], number: float) -> None:
    made = sheet(text=texts, number=[number] * len(texts))
    lines = list(csv.reader(io.StringIO(csv_bytes(made).decode(), newline="")))[1:]
    rows, _ = worksheet(xlsx_bytes(made))
    for text, line, row in zip(texts, lines, rows[1:], strict=True):
        assert line[0] == row[0] == neutral(text)
        assert float(line[1]) == row[1] == number
        assert not line[0].startswith(("=", "+", "-", "@"))


def test_booleans_and_whole_numbers_with_gaps_survive() -> None:
    frame = pd.DataFrame(
        {
            "yes": pd.array([True, None], dtype="boolean"),
            "count": pd.array([3, None], dtype="Int64"),
        }
    )
    made = Sheet("made_up", "A title", "CC0", frame)
    assert csv_bytes(made) == b"yes,count\ntrue,3\n,\n"
    stata = pd.read_stata(io.BytesIO(stata_bytes(made)))
    assert stata["count"].tolist()[0] == 3
    assert stata.isna().sum().tolist() == [1, 1]
    assert pq.read_table(io.BytesIO(parquet_bytes(made))).to_pydict() == {
        "yes": [True, None],
        "count": [3, None],
    }
    rows, _ = worksheet(xlsx_bytes(made))
    assert rows[1][:2] == ["true", 3.0]


def test_long_text_becomes_a_strl_and_long_labels_are_cut_at_a_word() -> None:
    long = "é" * 1_500
    content = stata_bytes(sheet(text=[long, "short"]))
    assert b"<strls>GSO" in content
    assert pd.read_stata(io.BytesIO(content))["text"].tolist() == [long, "short"]
    label = shortened("word " * 40)
    assert len(label) <= 80
    assert label.endswith("word…")


@pytest.mark.parametrize("name", ["a" * 33, "2nd", "with space", "int", "größe"])
def test_a_name_that_stata_does_not_take_is_refused_by_name(name: str) -> None:
    with pytest.raises(DataError, match=re.escape(repr(name))):
        stata_bytes(sheet(**{name: [1.0]}))


def test_numbers_that_stata_cannot_hold_are_refused() -> None:
    with pytest.raises(DataError, match="column big"):
        stata_bytes(sheet(big=[1e308]))
    with pytest.raises(DataError, match="column big"):
        stata_bytes(sheet(big=[2**53 + 1]))


def test_text_longer_than_a_cell_is_refused() -> None:
    with pytest.raises(DataError, match="column text: a text of 40000"):
        xlsx_bytes(sheet(text=["a" * 40_000]))


def test_bad_requests_are_typed_errors(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="'sas'; allowed: parquet, stata, xlsx, csv"):
        export(tmp_path, "sas")  # type: ignore[arg-type]
    with pytest.raises(DataError, match="steel"):
        export(tmp_path, "csv", tables=["steal"])
    (tmp_path / "file").write_text("")
    with pytest.raises(DataError, match=r"cannot write to .*file: "):
        export(tmp_path / "file", "csv")


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def small_export(folder: Path, data: Path) -> list[Path]:
    return export(folder, "csv", data=data)


def test_an_export_stopped_before_its_files_are_all_written_leaves_the_old_ones(
    tmp_path: Path, folder: Path, edit: Edit, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    paths = small_export(out, folder)
    old = content(out)
    edit("looms.csv", "35.5", "36.5")
    written = commit.write_through

    def killed(path: Path, text: bytes | str) -> None:
        if path.name == "looms.csv":
            raise KeyboardInterrupt
        written(path, text)

    monkeypatch.setattr(commit, "write_through", killed)
    with pytest.raises(KeyboardInterrupt):
        small_export(out, folder)
    assert content(out) == old
    assert not (out / commit.STAGE).exists()
    monkeypatch.undo()
    assert small_export(out, folder) == paths
    assert b"36.5" in (out / "looms.csv").read_bytes()
    assert len(os.listdir(out)) == len(paths) + 1


def test_an_export_stopped_among_the_renames_is_finished_by_the_next(
    tmp_path: Path, folder: Path, edit: Edit, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    small_export(out, folder)
    edit("looms.csv", "35.5", "36.5")
    edit("sources.csv", "A book", "The book")
    moved = os.replace

    def killed(source: Path, target: Path) -> None:
        if Path(target).name == "sources.csv":
            raise KeyboardInterrupt
        moved(source, target)

    monkeypatch.setattr(os, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        small_export(out, folder)
    monkeypatch.undo()
    assert b"36.5" in (out / "looms.csv").read_bytes()
    assert b"The book" not in (out / "sources.csv").read_bytes()
    # The tables have moved on; what the stopped export left is none the less taken for ours.
    edit("looms.csv", "36.5", "37.5")
    small_export(out, folder)
    assert b"37.5" in (out / "looms.csv").read_bytes()
    assert b"The book" in (out / "sources.csv").read_bytes()
    assert not (out / commit.STAGE).exists()


def test_the_folder_of_the_tables_is_refused_and_untouched(folder: Path) -> None:
    before = content(folder)
    with pytest.raises(DataError, match="the tables themselves are there"):
        small_export(folder, folder)
    link = folder.parent / "link"
    link.symlink_to(folder)
    with pytest.raises(DataError, match="the tables themselves are there"):
        small_export(link, folder)
    link.unlink()
    assert content(folder) == before


def test_files_of_the_users_are_refused_by_name_before_any_is_replaced(
    tmp_path: Path, folder: Path, edit: Edit
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "looms.csv").write_text("my own looms")
    with pytest.raises(DataError, match=r"looms\.csv there is not as an export wrote it"):
        small_export(out, folder)
    assert content(out) == {"looms.csv": b"my own looms"}

    (out / "looms.csv").unlink()
    (out / "notes.txt").write_text("mine")
    small_export(out, folder)
    edit("looms.csv", "35.5", "36.5")
    (out / "sources.csv").write_text("edited by hand")
    before = content(out)
    with pytest.raises(DataError, match=r"sources\.csv there is not as an export wrote it"):
        small_export(out, folder)
    assert content(out) == before

    (out / "sources.csv").unlink()
    (out / "sources.csv").mkdir()
    with pytest.raises(DataError, match=r"sources\.csv is a folder"):
        small_export(out, folder)
    (out / "sources.csv").rmdir()
    small_export(out, folder)
    assert content(out)["notes.txt"] == b"mine"


def test_formats_stand_side_by_side(tmp_path: Path, folder: Path) -> None:
    export(tmp_path / "out", "csv", data=folder)
    export(tmp_path / "out", "stata", data=folder)
    assert {"looms.csv", "looms.dta"} <= set(content(tmp_path / "out"))
    export(tmp_path / "out", "csv", data=folder)


def test_a_full_disk_is_one_line_and_leaves_the_old_files(
    tmp_path: Path, folder: Path, edit: Edit, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    small_export(out, folder)
    old = content(out)
    edit("looms.csv", "35.5", "36.5")

    def full(path: Path, text: bytes | str) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    monkeypatch.setattr(commit, "write_through", full)
    with pytest.raises(DataError, match=r"cannot write to .*No space left on device"):
        small_export(out, folder)
    assert content(out) == old
