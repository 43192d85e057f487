"""The large reader and tables in a folder say what the careful reader says, or leave it to it."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from analysis.errors import TaskLogError
from analysis.tasklogs import Key, TaskLog, read
from analysis.tasklogs import read as reading
from analysis.tasklogs.readers import mturk_large

KEY = Key(bytes(32))


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Every file is large; what the large reader took is noted."""
    taken: list[bool] = []
    real = mturk_large.read_large

    def noted(*given: object) -> object:
        found = real(*given)
        taken.append(found is not None)
        return found

    monkeypatch.setattr(mturk_large, "LARGE", 0)
    module = __import__("sys").modules[reading.__module__]
    monkeypatch.setattr(module, "read_large", noted)
    return taken


def same(first: TaskLog, second: TaskLog) -> None:
    pd.testing.assert_frame_equal(first.frame(), second.frame())
    pd.testing.assert_frame_equal(first.set_aside, second.set_aside)
    assert first.rows == second.rows
    assert first.formats == second.formats
    assert first.remarks == second.remarks
    assert first.cannot_tell == second.cannot_tell


@pytest.mark.parametrize("name", ["mturk_batch.csv", "mturk_saved_again.csv"])
def test_both_readers_agree_to_the_last_row(
    name: str, exports: Path, tmp_path: Path, tried: list[bool]
) -> None:
    same(read(exports / name, key=KEY, into=tmp_path), read(exports / name, key=KEY))
    assert tried == [True]


DAMAGE = {
    "a byte that is no text": ("first line", "first \udce9 line"),
    "a zero byte": ("first line", "first \0 line"),
    "a quote left open": ('"tight""', '"tight"'),
    "another status": ('"Approved"', '"Approved?"'),
    "a time of a spreadsheet": (r'("Approved",")\w{3} Oct (\d\d) \S+ PDT', r"\1\2-10"),
    "a zone of the east": (r'("Approved",".{20})PDT', r"\1EDT"),
    "a damaged byte in a time": (r'("Approved","\w{3} Oct \d)\d', r"\1 "),
    "a cell too many": (r'(3HITMADE(?:.|\n)*?")\r\n"3HIT', r'\1,"","","more"\r\n"3HIT'),
    "a quote within a cell": ("first line", 'first line,"x"'),
    "an amount in words": (r'"\$0\.12"', '"twelve cents"'),
    "a price with thousands": (r'"\$0\.12"', '"$1,200.00"'),
    "no worker": (r'"A00\dMADEWORKER"', '""'),
    "an id twice": ("MADE000000000000001", "MADE000000000000000"),
    "spaces around": (r'"\$0\.12"', '" $0.12 "'),
    "a timer with a point": (r'"(\d+)","(\d+% \()', r'"\1.5","\2'),
}


@pytest.mark.parametrize("case", DAMAGE)
def test_whatever_is_unlike_a_download_goes_to_the_careful_reader(
    case: str, exports: Path, tmp_path: Path, tried: list[bool]
) -> None:
    text = (exports / "mturk_batch.csv").read_bytes().decode()
    changed = re.sub(*DAMAGE[case], text, count=1)
    assert changed != text
    path = tmp_path / "batch.csv"
    path.write_bytes(changed.encode("utf-8", "surrogateescape"))
    same(read(path, key=KEY, into=tmp_path / "out"), read(path, key=KEY))
    assert tried == [False]


def test_files_in_a_folder_are_one_run_as_in_memory(exports: Path, tmp_path: Path) -> None:
    names = ("mturk_batch.csv", "prolific_2024.csv", "mturk_batch_2.csv", "appen_golden.csv")
    paths = [exports / name for name in names]
    same(read(paths, key=KEY, into=tmp_path), read(paths, key=KEY))


def test_rows_that_went_to_parts_on_the_way_are_the_same_rows(
    exports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tried: list[bool]
) -> None:
    monkeypatch.setattr("analysis.tasklogs.ledger.SPILL", 50)
    paths = [exports / name for name in ("prolific_2024.csv", "mturk_batch.csv", "cvat_events.csv")]
    spilled = read(paths, key=KEY, into=tmp_path)
    assert len(spilled.tasks) > 20
    monkeypatch.undo()
    same(spilled, read(paths, key=KEY))


def test_copies_in_parts_are_found_too(
    exports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analysis.tasklogs.ledger.SPILL", 50)
    paths = [exports / name for name in ("mturk_batch.csv", "mturk_batch_2.csv")]
    spilled = read(paths, key=KEY, into=tmp_path)
    monkeypatch.undo()
    whole = read(paths, key=KEY)
    pd.testing.assert_frame_equal(spilled.frame(), whole.frame())
    assert spilled.rows == whole.rows
    assert sorted(spilled.set_aside["reason"]) == sorted(whole.set_aside["reason"])


def test_a_run_that_was_written_can_be_read_with_a_later_file(
    exports: Path, tmp_path: Path, tried: list[bool]
) -> None:
    first = read(exports / "mturk_batch.csv", key=KEY, into=tmp_path / "first")
    again = read([*first.tasks, exports / "mturk_batch_2.csv"], key=KEY, into=tmp_path / "second")
    whole = read([exports / "mturk_batch.csv", exports / "mturk_batch_2.csv"], key=KEY)
    pd.testing.assert_frame_equal(again.frame(), whole.frame())
    assert again.rows == whole.rows
    assert tried == [True, True]


def test_ids_come_back_from_the_large_reader_too(
    exports: Path, tmp_path: Path, tried: list[bool]
) -> None:
    key = Key(bytes(32), remember=True)
    log = read(exports / "mturk_batch.csv", key=key, into=tmp_path)
    assert set(key.revealed()) == set(log.frame()["worker_key"])
    assert tried == [True]


def test_a_name_with_signs_of_sql_or_patterns_is_a_name(
    exports: Path, tmp_path: Path, tried: list[bool]
) -> None:
    for name in ("it's; DROP TABLE staged; --.csv", "batch[1].csv"):
        path = tmp_path / name
        path.write_bytes((exports / "mturk_batch.csv").read_bytes())
        log = read(path, key=KEY, into=tmp_path / "out's")
        assert set(log.frame()["file"]) == {name}
    assert tried == [True, False]


def test_no_personal_byte_reaches_the_parquet_files(
    exports: Path, tmp_path: Path, tried: list[bool]
) -> None:
    read(sorted(exports.glob("mturk*.*")), key=KEY, into=tmp_path)
    for path in tmp_path.rglob("*"):
        content = path.read_bytes()
        for word in (b"MADEWORKER", b"made.worker", b"Madename", b"3ASSIGNMENT", b"3HITMADE"):
            assert word not in content
    assert True in tried


def test_a_parquet_file_of_something_else_is_refused(exports: Path, tmp_path: Path) -> None:
    path = tmp_path / "other.parquet"
    pd.DataFrame({"worker": ["w"]}).to_parquet(path)
    with pytest.raises(TaskLogError, match="no table of task logs: no column file, line"):
        read(path)
    (part,) = read(exports / "mturk_batch.csv", key=KEY, into=tmp_path / "out").tasks
    cut = tmp_path / "cut.parquet"
    cut.write_bytes(part.read_bytes()[:-40])
    with pytest.raises(TaskLogError, match=r"cut\.parquet is a Parquet file that ends early"):
        read(cut)
    wrong = pd.read_parquet(part)
    wrong["pay_micro"] = -1
    wrong.to_parquet(path)
    with pytest.raises(TaskLogError, match="rows that no reader of ours wrote"):
        read(path)


def test_what_is_missing_is_named_with_the_command(
    exports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analysis.tasklogs.parquet.find_spec", lambda name: None)
    with pytest.raises(TaskLogError, match="pip install duckdb pyarrow"):
        read(exports / "mturk_batch.csv", into=tmp_path)
    assert read(exports / "mturk_batch.csv").rows.used, "small files need no engine"
