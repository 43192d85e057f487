"""The lock holds what is printed, says what moved, and refuses lines it cannot trust."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from analysis.errors import ChangedResultsError, NumberError, ReportError
from analysis.places import repository
from analysis.report.build.digests import data_digest
from analysis.report.build.lock import (
    HEADER,
    Lines,
    compare,
    lock_text,
    parse,
    result_lines,
)
from analysis.report.numbers import Number

SIGMA = Number("a.sigma", 1.2, "", "01_a", "fit", (), (0.9, 1.5), 0.95)
NONE = Number("b.year", None, "year", "02_b", "fit", (), text="none in the data")
FIGURES = {"looms": ("01_a", data_digest("year,looms\n1830,20.5\n"))}
TABLES = {"effects": ("02_b", "0123456789abcdef")}
VERDICTS = {"C1": "supported", "C2": "not examined"}


def lines(
    sigma: Number = SIGMA, figures=FIGURES, tables=TABLES, verdicts=VERDICTS
) -> Lines:  # fmt: skip
    return result_lines({"a.sigma": sigma, "b.year": NONE}, figures, tables, verdicts)


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    path = tmp_path / "results.lock"
    path.write_text(lock_text(lines()), encoding="utf-8")
    return path


def moved(lock: Path, new: Lines) -> list[str]:
    return [str(change) for change in compare(lock, new).changes]


def test_the_lock_is_a_line_a_result(lock: Path) -> None:
    assert lock.read_text() == HEADER + (
        f"figure\t01_a\tlooms\t{FIGURES['looms'][1]}\n"
        "number\t01_a\ta.sigma\t1.2\t\t0.9\t1.5\t0.95\n"
        "number\t02_b\tb.year\t\tyear\t\t\t\tnone in the data\n"
        "table\t02_b\teffects\t0123456789abcdef\n"
        "verdict\tC1\tsupported\n"
        "verdict\tC2\tnot examined\n"
    )
    assert parse(lock.read_text(), "results.lock") == lines()
    assert moved(lock, lines()) == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"value": 1.3}, "01_a a.sigma: 1.2 [0.9, 1.5] 95% -> 1.3 [0.9, 1.5] 95%"),
        ({"interval": (-99.0, 99.0)}, "01_a a.sigma: 1.2 [0.9, 1.5] 95% -> 1.2 [-99, 99] 95%"),
        ({"level": 0.9}, "01_a a.sigma: 1.2 [0.9, 1.5] 95% -> 1.2 [0.9, 1.5] 90%"),
        ({"unit": "horses"}, "01_a a.sigma: 1.2 [0.9, 1.5] 95% -> 1.2 horses [0.9, 1.5] 95%"),
        ({"interval": None, "level": None}, "01_a a.sigma: 1.2 [0.9, 1.5] 95% -> 1.2"),
        ({"value": None, "text": "not identified", "interval": None, "level": None},
         "01_a a.sigma: 1.2 [0.9, 1.5] 95% -> 'not identified'"),
    ],
)  # fmt: skip
def test_a_change_of_anything_printed_of_a_number_is_said(
    lock: Path, changed: dict[str, object], said: str
) -> None:
    assert moved(lock, lines(dataclasses.replace(SIGMA, **changed))) == [said]


def test_a_verdict_that_turns_is_said(lock: Path) -> None:
    new = lines(verdicts={"C1": "contradicted", "C3": "mixed"})
    assert moved(lock, new) == [
        "verdict C1: supported -> contradicted",
        "verdict C2: not examined -> (gone)",
        "verdict C3: (new) -> mixed",
    ]


def test_a_datum_of_a_figure_and_a_cell_of_a_table_are_held(lock: Path) -> None:
    new = data_digest("year,looms\n1830,20.6\n")
    assert moved(lock, lines(figures={"looms": ("01_a", new)})) == [
        f"01_a figure looms: data {FIGURES['looms'][1]} -> data {new}"
    ]
    assert moved(lock, lines(tables={"effects": ("02_b", "f" * 16)})) == [
        f"02_b table effects: data 0123456789abcdef -> data {'f' * 16}"
    ]


def test_the_last_digits_of_another_processor_are_no_change(lock: Path) -> None:
    assert moved(lock, lines(dataclasses.replace(SIGMA, value=1.2000000001))) == []
    figure = "x,y\nlong,0.1234\nname,-3e-17\nlast,12345678\n"
    other = "x,y\nlong,0.12340000001\nname,4e-18\nlast,12345678\n"
    assert data_digest(figure) == data_digest(other)
    assert data_digest(figure) != data_digest(figure.replace("12345678", "12345679"))
    assert data_digest(figure) != data_digest(figure.replace("0.1234", "0.1235"))
    assert data_digest(figure) != data_digest(figure.replace("long", "short"))


def test_changes_fail_with_old_and_new_until_they_are_accepted(lock: Path) -> None:
    new = lines(dataclasses.replace(SIGMA, value=1.3))
    compared = compare(lock, new)
    with pytest.raises(ChangedResultsError, match=r"1\.2 \[0\.9, 1\.5\] 95% -> 1\.3"):
        compared.refuse_changes()
    lock.write_text(compared.after, encoding="utf-8")
    compare(lock, new).refuse_changes()


def test_one_notebook_alone_touches_its_own_lines_alone(lock: Path) -> None:
    only = result_lines(
        {"a.sigma": dataclasses.replace(SIGMA, value=1.3), "b.year": NONE}, {}, {}, VERDICTS
    )
    compared = compare(lock, only, built=["01_a"], verdicts=False)
    assert [change.name for change in compared.changes] == ["01_a figure looms", "01_a a.sigma"]
    kept = [line for line in lock.read_text().splitlines() if "01_a" not in line]
    assert [line for line in compared.after.splitlines() if "01_a" not in line] == kept


@pytest.mark.parametrize(
    ("name", "notebook"), [("a.sigma", "07_mine"), ("b.year", "01_a")]
)  # fmt: skip
def test_a_name_of_another_notebook_is_an_error(lock: Path, name: str, notebook: str) -> None:
    item = dataclasses.replace(SIGMA, name=name, notebook=notebook)
    with pytest.raises(NumberError, match=rf"{name} is recorded in 0\d_. and in {notebook}"):
        compare(lock, result_lines({name: item}, {}, {}, {}), built=[notebook], verdicts=False)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("number\t01_a\ta.sigma\t1.2", "row 8: number a.sigma stands in row 3 too"),
        ("number\t07_mine\ta.sigma\t1.2", "row 8: number a.sigma stands in row 3 too"),
        ("verdict\tC1\tmixed", "row 8: verdict C1 stands in row 6 too"),
        ("<<<<<<< HEAD", "row 8: found <<<<<<<, a merge that is not done"),
        ("=======", "row 8: found =======, a merge that is not done"),
        (">>>>>>> branch", "row 8: found >>>>>>>, a merge that is not done"),
        ("number\t01_a", "row 8: found 'number\\t01_a'"),
        ("verdict\tC9\tmixed\tx", "row 8: found"),
        ("number" + "\tx" * 9, "row 8: found"),
        ("01_a\ta.sigma\t1.2", "allowed: figure, number, table, verdict"),
        ("a b c", "row 8: found 'a b c'"),
    ],
)
def test_a_line_that_cannot_be_trusted_is_refused_with_its_row(
    lock: Path, row: str, message: str
) -> None:
    lock.write_text(lock.read_text() + row + "\n", encoding="utf-8")
    with pytest.raises(ReportError, match=r"^results\.lock, row ") as raised:
        compare(lock, lines())
    assert message in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_lock_in_another_encoding_or_that_is_a_folder_is_refused(lock: Path) -> None:
    lock.write_bytes(lock.read_bytes() + "number\t01_a\ta.b\tNürnberg\n".encode("latin-1"))
    with pytest.raises(ReportError, match=r"results\.lock, row 8: found byte 0xfc; allowed: UTF-8"):
        compare(lock, lines())
    lock.unlink()
    lock.mkdir()
    with pytest.raises(ReportError, match=r"cannot read results\.lock: Is a directory"):
        compare(lock, lines())


def test_lines_ended_as_on_windows_are_the_same_results(lock: Path) -> None:
    lock.write_bytes(lock.read_bytes().replace(b"\n", b"\r\n"))
    assert moved(lock, lines()) == []


@pytest.mark.parametrize(
    "bad",
    [
        {"value": "two\nlines"},
        {"value": "a\ttab"},
        {"text": "a\rreturn"},
        {"unit": "a\tb"},
        {"name": "a.b\n"},
    ],
)
def test_what_would_break_a_line_is_refused_before_it_is_written(bad: dict[str, object]) -> None:
    item = dataclasses.replace(SIGMA, **bad)
    with pytest.raises(NumberError, match="allowed: text in one line"):
        result_lines({item.name: item}, {}, {}, {})


def test_the_committed_lock_is_in_its_order() -> None:
    path = repository() / "results.lock"
    text = path.read_text(encoding="utf-8")
    assert lock_text(parse(text, path.name)) == text
