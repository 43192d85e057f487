"""What cannot be is refused: in cells, in corrections, in what a file holds, all in one run."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.cli import main
from analysis.errors import CorrectionError, DefinitionError, LabourError, TableError
from analysis.places import data_folder
from analysis.tables import load, names, table
from analysis.tables.cells import FORMATS
from analysis.tables.contents import FILE, read_contents
from analysis.tables.inspection import accept, inspect

Edit = Callable[[str, str, str], Path]
LINE = "looms,series=power_looms;year=1840,value,35.5,replace,36,,Slip.\n"
DROP = "looms,series=power_looms;year=1840,value,35.5,drop,,,Slip.\n"
CONVERT = "looms,series=price_of_cloth;year=1830,unit,cents per yd,convert,USD per yd,0.01,Again.\n"


def add(folder: Path, name: str, *lines: str) -> Path:
    path = folder / name
    path.write_text(path.read_text(encoding="utf-8") + "".join(lines), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    "cell",
    ["+5", "007", "00.5", "1E3", ".5", "5.", "1e400", "Infinity", "0x10", "1,5", " 5", "5 ", "9_6",
     "\u0665", "\uff15", "\u096b", "\U0001d7d3", "5\u00a0", "\u22125", "1e", "--5", "9" * 500],
)  # fmt: skip
def test_a_number_is_plainly_written(edit: Edit, cell: str) -> None:
    quoted = f'"{cell}"' if "," in cell else cell
    folder = edit("looms.csv", "35.5", quoted)
    with pytest.raises(TableError, match=r"looms\.csv, row 3, column 'value'"):
        load("looms", folder)


@pytest.mark.parametrize("cell", ["5", "0", "0.5", "1e-05", "1e+16", "123456789.25"])
def test_what_other_programs_write_is_a_number(edit: Edit, cell: str) -> None:
    assert load("looms", edit("looms.csv", "35.5", cell))["value"][1] == float(cell)


@pytest.mark.parametrize(
    "text",
    ["a\x00b", "\x1b[31mred", "a\u202eb", "a\u200bb", "\ufeffa", "a\nb", "a\rb", "a\tb", "a\u2028b",
     " a", "a ", "a  b", "a\u00a0b", "a\u3000b", "cafe\u0301", "a\u00adb", "\u2066a"],
)  # fmt: skip
def test_a_text_shows_all_that_it_holds(edit: Edit, text: str) -> None:
    folder = edit("looms.csv", "20,thousands,book_a,,", f'20,thousands,book_a,"{text}",')
    with pytest.raises(TableError, match=r"looms\.csv, row 2, column 'note'") as raised:
        load("looms", folder)
    shown = str(raised.value)
    assert shown.isprintable()


def test_keys_that_differ_by_a_blank_are_no_two_keys(edit: Edit) -> None:
    folder = edit("sources.csv", "book_a,A book", "book_a ,A book")
    with pytest.raises(TableError, match=r"sources\.csv, row 2, column 'id': found 'book_a '"):
        load("looms", folder)


def test_rows_are_counted_by_lines_of_the_file_after_a_quoted_line_end(edit: Edit) -> None:
    edit("looms.csv", "20,thousands,book_a,,", '20,thousands,book_a,"one\r\ntwo\nthree",')
    folder = edit("looms.csv", "35.5", "many")
    assert [(fault.row, fault.column) for fault in table_faults(folder)] == [
        (2, "note"),
        (5, "value"),
    ]


def table_faults(folder: Path) -> list[TableError]:
    from analysis.tables.catalogue import opened_as_far_as_it_goes

    found = opened_as_far_as_it_goes(folder, "looms").faults()
    return [fault for fault in found if isinstance(fault, TableError)]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ((LINE, LINE.replace(",36,", ",37,")), "row 4: value of looms.csv, row 3 is corrected in"),
        ((LINE, LINE), "row 4: value of looms.csv, row 3 is corrected in row 3 too"),
        ((LINE, DROP), "row 4: a row that is dropped of looms.csv, row 3 is corrected in row 3"),
        ((DROP, LINE), "row 4: value of looms.csv, row 3 is corrected in row 3 too"),
        ((DROP, DROP), "is corrected in row 3 too"),
        ((CONVERT,), "row 3: unit, value of looms.csv, row 4 is corrected in row 2 too"),
        ((CONVERT.replace("unit,cents per yd,convert,USD per yd,0.01", "value,12,replace,13,"),),
         "row 3: value of looms.csv, row 4 is corrected in row 2 too"),
        ((DROP.replace("drop,", "drop,3"),), "row 3: drop with replacement '3'"),
        ((LINE.replace("36", "inf"),), "replacement 'inf'"),
        ((LINE.replace("36", "1e400"),), "replacement '1e400'"),
        ((LINE.replace("36", "9_6"),), "replacement '9_6'"),
        ((LINE.replace("36", "35.5"),), "replace of '35.5' by the same"),
        ((LINE.replace("Slip.", "Slip\x1b."),), "row 3, column 'reason'"),
        ((LINE.replace("year=1840", "year=1840;year=1840"),), "key names 'year' twice"),
        ((LINE.replace("year=1840", "year=1850..1840"),), "ends before it begins"),
        ((LINE.replace("36", "-36"),), "looms.csv, row 3, column 'value': found -36.0"),
    ],
)  # fmt: skip
def test_corrections_that_contradict_or_say_nothing_are_refused(
    folder: Path, lines: tuple[str, ...], message: str
) -> None:
    with pytest.raises(LabourError) as raised:
        load("looms", add(folder, "corrections.csv", *lines))
    assert message in str(raised.value)


@pytest.mark.parametrize("factor", ["inf", "1e400", "0", "-1", "9_6", "", "nan", "1E3"])
def test_a_factor_is_finite_and_above_nought(edit: Edit, factor: str) -> None:
    folder = edit("corrections.csv", "0.01", factor)
    with pytest.raises(CorrectionError, match=r"corrections\.csv, row 2: factor"):
        load("looms", folder)


def test_a_conversion_beyond_all_numbers_is_refused(edit: Edit) -> None:
    edit("looms.csv", "1830,12,", "1830,1e300,")
    folder = edit("corrections.csv", "0.01", "1e300")
    with pytest.raises(TableError, match="row 4, column 'value': found inf; allowed: a finite"):
        load("looms", folder)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('primary_key = ["note"]', "primary_key has note, which may be empty"),
        ('primary_key = ["id", "id"]', "primary_key is"),
        ('stated = ["low"]', "stated is 'low'"),
        ('[[columns]]\nname = "id"\ndtype = "string"\ndescription = "x"', "id is defined twice"),
        ('[[columns]]\nname = "x y"\ndtype = "string"\ndescription = "x"', "column 'x y'"),
        ('[[columns]]\nname = "x"\ndtype = "string"\ndescription = "x"\nminimum = 0', "minimum"),
        ('[[columns]]\nname = "x"\ndtype = "number"\ndescription = "x"\nminimum = inf', "minimum"),
        ('[[columns]]\nname = "x"\ndtype = "number"\ndescription = "x"\npast = "yes"', "past"),
        ('[[columns]]\nname = "x"\ndtype = "number"\ndescription = "x"\npast = true', "past"),
        ('[[columns]]\nname = "x"\ndtype = "string"\ndescription = "x"\nformat = "junk"', "format"),
        ('[[columns]]\nname = "x"\ndtype = "string"\ndescription = "x"\nunless = ["a=b"]',
         "unless is 'a'"),
        ('[[columns]]\nname = "x"\ndtype = "number"\ndescription = "x"\nminimum = 2\nmaximum = 1',
         "above maximum"),
    ],
)  # fmt: skip
def test_definitions_that_contradict_themselves_are_refused(
    folder: Path, line: str, message: str
) -> None:
    path = folder / "sources.toml"
    text = path.read_text(encoding="utf-8")
    key = 'primary_key = ["id"]'
    assert key in text
    text = f"{text}\n{line}\n" if line.startswith("[[") else text.replace(
        key, line if line.startswith("primary") else f"{key}\n{line}"
    )  # fmt: skip
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"sources\.toml") as raised:
        table("sources", folder)
    assert message in str(raised.value)


@pytest.mark.parametrize(
    ("form", "good", "bad"),
    [
        ("day", "2024-02-29", "2023-02-29 2024-2-9 2024-13-01 29.2.2024 2024 \u0662024-01-01"),
        ("month", "2024-02", "2024-00 2024-13 2024 202402 Feb"),
        ("date", "1847", "47 1847-1 1847-13 0000 junk"),
        ("address", "https://a.b/c?d=\u00e9#e", "javascript:alert(1) ftp://a.b a.b http:// //a.b"),
        ("identifier", "hsus1975_e130", "Hsus \"><script> a/b _a \u0430b"),
    ],
)  # fmt: skip
def test_forms_of_texts(form: str, good: str, bad: str) -> None:
    asked, _ = FORMATS[form]  # type: ignore[index]
    assert asked(good)
    assert [word for word in bad.split() if asked(word)] == []


def test_nothing_is_observed_after_the_last_day_of_the_vocabulary(edit: Edit) -> None:
    edit("sources.csv", "1850", "1830")
    folder = edit("vocabulary.toml", "[units]", '[dates]\nlast_day = "1839-12-31"\n[units]')
    with pytest.raises(TableError, match=r"row 3, column 'year': found 1840; .* 1839-12-31"):
        load("looms", folder)
    edit("vocabulary.toml", "1839-12-31", "1839-12-32")
    with pytest.raises(DefinitionError, match=r"vocabulary\.toml, dates: 'last_day' is"):
        load("looms", folder)


@pytest.mark.parametrize(
    ("name", "cut", "message"),
    [
        ("looms.csv", 1, "looms.csv: found 2 rows; allowed: 3 rows"),
        ("looms.csv", 3, "looms.csv: found 0 rows; allowed: 3 rows"),
        ("corrections.csv", 1, "looms.csv: found 1 corrections; allowed: 2 corrections"),
    ],
)
def test_a_file_cut_at_a_line_end_is_refused_with_what_to_do(
    folder: Path, name: str, cut: int, message: str
) -> None:
    add(folder, "corrections.csv", LINE)
    accept(folder)
    lines = (folder / name).read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / name).write_text("".join(lines[:-cut]), encoding="utf-8")
    if name == "looms.csv":
        # Whose rows are gone, those lines are at fault first.
        head = (folder / "corrections.csv").read_text(encoding="utf-8").splitlines()[0]
        (folder / "corrections.csv").write_text(f"{head}\n", encoding="utf-8")
        if cut == 1:
            message = "looms.csv: found 2 rows; allowed: 3 rows"
    with pytest.raises(LabourError) as raised:
        load("looms", folder)
    assert message in str(raised.value)
    assert "`labour data accept` takes it over" in str(raised.value)


def test_line_ends_and_the_order_of_columns_are_no_other_content(folder: Path) -> None:
    accept(folder)
    path = folder / "looms.csv"
    rows = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()]
    turned = "\r\n".join(",".join(reversed(row)) for row in rows)
    path.write_bytes(turned.encode())
    assert len(load("looms", folder)) == 3


def test_what_is_changed_on_purpose_is_taken_over_by_command(
    edit: Edit, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = edit("looms.csv", "35.5", "35.6")
    monkeypatch.setenv("LABOUR_DATA", str(folder))
    assert main(["data", "accept"]) == 0
    assert "accepted looms: 3 rows, 1 corrections" in capsys.readouterr().out
    edit("looms.csv", "35.6", "35.7")
    assert main(["data", "check"]) == 2
    assert f"as {FILE} states" in capsys.readouterr().err
    assert main(["data", "accept"]) == 0
    assert main(["data", "accept"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "nothing changed"
    assert main(["data", "check"]) == 0

    before = (folder / FILE).read_bytes()
    edit("looms.csv", "35.7", "-1")
    assert main(["data", "accept"]) == 2
    assert "nothing accepted, for looms.csv, row 3" in capsys.readouterr().err
    assert (folder / FILE).read_bytes() == before


@pytest.mark.parametrize(
    "text", ["", "table,rows\n", "table,rows,corrections,sha256\nlooms,x,0,0\n", "\x00"]
)
def test_a_statement_of_contents_that_is_none_is_named(folder: Path, text: str) -> None:
    (folder / FILE).write_text(text)
    with pytest.raises(TableError, match=r"contents\.csv"):
        load("looms", folder)
    assert "accepted looms" in "".join(accept(folder))


def test_every_table_of_ours_states_its_content() -> None:
    stated = read_contents(data_folder())
    assert stated is not None
    assert sorted(stated) == names()


def test_all_faults_of_all_files_come_in_one_run(edit: Edit) -> None:
    edit("looms.csv", "20,thousands", "many,thousands")
    edit("looms.csv", "book_a,,rounded", "book_b,,guessed")
    edit("sources.csv", "1850", "18x0")
    edit("corrections.csv", "year=1830", "year=1831")
    folder = edit("sources.csv", "book,,", "book,soon,")
    add(folder, "corrections.csv", "loom,a=b,c,d,drop,,,x\n", "looms,a=b,c,d,guess,,,x\n")
    (folder / "other.toml").write_text("nothing = 1\n")
    seen = inspect(folder)
    places = [text.partition(": ")[0] for found in seen.faults.values() for text in found]
    assert places == [
        "corrections.csv, row 4", "corrections.csv, row 3",
        "looms.csv, row 2, column 'value'", "corrections.csv, row 2",
        "looms.csv, row 3, column 'source_id'", "looms.csv, row 3, column 'warnings'",
        "looms.csv, row 4, column 'unit'", "other.toml",
        "sources.csv, row 2, column 'year'", "sources.csv, row 2, column 'accessed'",
    ]  # fmt: skip
    assert seen.summary() == "3 tables, 10 faults"


def test_many_faults_of_a_file_are_counted_and_not_all_shown(folder: Path) -> None:
    rows = "".join(f"power_looms,{year},x,thousands,book_a,,\n" for year in range(1850, 1900))
    seen = inspect(add(folder, "looms.csv", rows))
    assert seen.count == 50
    assert len(seen.shown()) == 21
    assert seen.shown()[-1] == "looms: 30 more"


def test_corrections_cost_by_the_rows_and_not_by_rows_times_lines(folder: Path) -> None:
    texts = {path: path.read_text(encoding="utf-8").splitlines() for path in folder.glob("*.csv")}

    def write(name: str, rows: list[str]) -> None:
        head = texts[folder / name][0]
        (folder / name).write_text("\n".join([head, *rows, ""]), encoding="utf-8")

    def seconds(count: int) -> float:
        years = range(1600, 1700)
        ids = [f"book_{k}" for k in range(count)]
        book = texts[folder / "sources.csv"][1]
        write("sources.csv", [book.replace("book_a", name, 1) for name in ids])
        rows = [f"power_looms,{y},2,thousands,{name},," for name in ids for y in years]
        write("looms.csv", rows)
        lines = [f"looms,source_id={name};year=1600,value,2,replace,3,,x" for name in ids]
        write("corrections.csv", lines)
        start = time.process_time()
        assert load("looms", folder)["value"].sum() == 2 * 100 * count + count
        return time.process_time() - start

    seconds(2)
    assert seconds(100) < 30 * max(seconds(10), 0.02)
