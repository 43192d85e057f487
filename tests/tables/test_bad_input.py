"""Files that are none, of the wrong kind or shape: each is answered in one line, by name."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.cli import main
from analysis.errors import CorrectionError, DefinitionError, LabourError, TableError
from analysis.tables import names, table
from analysis.tables.publish.documents import write_documents

Edit = Callable[[str, str, str], Path]


def one_line(error: LabourError) -> str:
    text = str(error)
    assert "\n" not in text
    return text


@pytest.mark.parametrize(
    "name", ["looms.csv", "sources.csv", "looms.toml", "vocabulary.toml", "corrections.csv"]
)
@pytest.mark.parametrize("kind", ["folder", "dangling link", "not UTF-8", "empty"])
def test_a_file_that_is_none_is_named(folder: Path, name: str, kind: str) -> None:
    path = folder / name
    path.unlink()
    if kind == "folder":
        path.mkdir()
    elif kind == "dangling link":
        path.symlink_to(folder / "nowhere")
    else:
        path.write_bytes(b"\xff\xfe" if kind == "not UTF-8" else b"")
    with pytest.raises(LabourError) as raised:
        _ = table("looms", folder).frame
    assert name in one_line(raised.value)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[units]", "[units", "not a TOML file"),
        ('"thousands" = "thousands"', '"thousands" = 5', "'thousands' is 5; allowed: a text"),
        ("[source_kinds]\nbook", "source_kinds = 'x'\n[y]\nbook", "sections"),
        ("[units]", "units = 3\n[other]", "sections"),
    ],
)
def test_faults_of_the_vocabulary_are_one_line(
    edit: Edit, old: str, new: str, message: str
) -> None:
    folder = edit("vocabulary.toml", old, new)
    with pytest.raises(DefinitionError, match=r"vocabulary\.toml") as raised:
        table("looms", folder)
    assert message in one_line(raised.value)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('title = "Looms"', "title = 5", "title is 5; allowed: text"),
        ('form = "series"', 'form = ["series"]', "form is"),
        ('[series.power_looms]\ntitle = "Power looms"', "[series]\npower_looms = 3\nx = '",
         "not a TOML file"),
        ('licence = "facts-cited"', 'licence = "facts-cited"\ncolumns = 3', "columns are 3"),
        ('licence = "facts-cited"', 'licence = "facts-cited"\ncolumns = ["x"]', "columns are"),
        ('unit = "thousands"', "unit = 7", "unit is 7"),
        ('unit = "thousands"', 'unit = "thousands"\nwarnings = "rounded"', "a list of texts"),
        ('unit = "thousands"', 'unit = "thousands"\nwarnings = [1]', "a list of texts"),
    ],
)  # fmt: skip
def test_definitions_of_the_wrong_shape_are_one_line(
    edit: Edit, old: str, new: str, message: str
) -> None:
    folder = edit("looms.toml", old, new)
    with pytest.raises(DefinitionError, match=r"looms\.toml") as raised:
        table("looms", folder)
    assert message in one_line(raised.value)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('minimum = "zero"', "minimum is 'zero'; allowed: a number"),
        ("allowed = [1, 2]", "a list of texts"),
        ('nullable = "yes"', "nullable is 'yes'; allowed: true or false"),
        ("unit = 4", "unit is 4"),
    ],
)
def test_columns_of_the_wrong_shape_are_one_line(folder: Path, line: str, message: str) -> None:
    text = (folder / "sources.toml").read_text(encoding="utf-8")
    column = f'[[columns]]\nname = "x"\ndtype = "string"\ndescription = "x"\n{line}\n'
    (folder / "sources.toml").write_text(f"{text}\n{column}", encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"sources\.toml") as raised:
        table("sources", folder)
    assert message in one_line(raised.value)


@pytest.mark.parametrize("digits", [str(2**63), "9" * 30, "9" * 400, "-" + "9" * 30])
def test_a_whole_number_that_no_column_holds_is_refused(edit: Edit, digits: str) -> None:
    folder = edit("looms.csv", "1840", digits)
    with pytest.raises(TableError, match=r"looms\.csv, row 3, column 'year'"):
        _ = table("looms", folder).frame


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("year=1830", "year=a..b", "key range 'a..b'"),
        ("year=1830", "year=1980..", "key range '1980..'"),
        ("year=1830", "year=" + "9" * 30 + "..1", "key range"),
        ("year=1830", "year=1..2..3", "key range"),
        ("unit,cents per yd,convert", "note,,convert", "convert of note in looms"),
        ("USD per yd,0.01", "USD per yd,inf", "a number, finite and above zero"),
        ("USD per yd,0.01", "USD per yd,-1", "a number, finite and above zero"),
        ("unit,cents per yd,convert,USD per yd,0.01", "value,12,replace,1e400,", "a finite number"),
        ("unit,cents per yd,convert,USD per yd,0.01", "year,1830,replace," + "9" * 30 + ",",
         "a finite integer"),
        ("unit,cents per yd,convert,USD per yd,0.01", "year,1830,replace,,", "a finite integer"),
    ],
)  # fmt: skip
def test_corrections_that_cannot_be_made_are_one_line(
    edit: Edit, old: str, new: str, message: str
) -> None:
    folder = edit("corrections.csv", old, new)
    with pytest.raises(CorrectionError, match=r"corrections\.csv, row 2") as raised:
        _ = table("looms", folder).frame
    assert message in one_line(raised.value)


def test_convert_on_a_table_without_values_is_refused(edit: Edit) -> None:
    folder = edit("corrections.csv", "looms,series=price_of_cloth;year=1830,unit,cents per yd",
                  "sources,id=book_a,unit,A book")  # fmt: skip
    with pytest.raises(CorrectionError, match="in sources; allowed: convert of unit in a table"):
        _ = table("sources", folder).frame


def test_the_check_names_the_faults_of_all_tables_and_closes_with_a_count(
    edit: Edit, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = edit("looms.csv", "35.5", "many")
    (folder / "other.toml").write_text("nothing = 1\n")
    monkeypatch.setenv("LABOUR_DATA", str(folder))
    assert main(["data", "check"]) == 2
    shown = capsys.readouterr()
    assert "labour: looms.csv, row 3, column 'value'" in shown.err
    assert "labour: other.toml: unknown key nothing" in shown.err
    assert shown.out.splitlines()[-1] == "3 tables, 2 faults"

    edit("looms.csv", "many", "35.5")
    (folder / "other.toml").unlink()
    assert main(["data", "check"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == f"{len(names(folder))} tables, no faults"


def test_documents_that_cannot_be_written_are_as_they_were(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = folder / "project" / "data"
    tables.mkdir(parents=True)
    for path in folder.glob("*.*"):
        path.rename(tables / path.name)
    made = write_documents(tables)
    before = {path: path.read_bytes() for path in made}
    (tables / "looms.toml").write_text(
        (tables / "looms.toml").read_text(encoding="utf-8").replace("at work", "at rest")
    )

    def full(handle: int) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(LabourError, match="No space left on device"):
        write_documents(tables)
    assert {path: path.read_bytes() for path in made} == before
    assert not list(tables.parent.rglob("*.new"))
