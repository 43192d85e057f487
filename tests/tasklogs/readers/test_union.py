"""Several files are one run: no row is lost on the way, and their order does not matter."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.tasklogs import Key, TaskLog, read

KEY = Key(bytes(32))
WORKER = KEY.of("worker", "mturk", "W1")
HEAD = "assignment,worker,accept,submit,seconds,pay,currency,status,labels\n"
BATCH = "AssignmentId,AssignmentStatus,AcceptTime,SubmitTime"
HOURS = '"Fri Jun 07 09:00:00 PDT 2024","Fri Jun 07 10:00:00 PDT 2024"'


def data_row(*labels: str) -> str:
    """A line of a Labelbox export with labels."""
    made = {"created_at": "2025-01-02T10:00:00Z", "created_by": "w"}
    inside = [{"id": name, "label_details": made} for name in labels]
    return json.dumps({"data_row": {}, "projects": {"p": {"labels": inside}}}) + "\n"


def written(folder: Path, files: dict[str, str]) -> list[Path]:
    for name, text in files.items():
        (folder / name).write_text(text)
    return [folder / name for name in files]


def facts(log: TaskLog) -> pd.DataFrame:
    table = log.frame().drop(columns=["file", "line"])
    return table.sort_values("assignment_key", ignore_index=True)


def test_labels_that_share_a_line_are_not_lost_with_a_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = {
        "d.ndjson": data_row("L1") + data_row("L9"),
        "e.ndjson": data_row("L1", "L2") + data_row("L8"),
    }
    paths = written(tmp_path, rows)
    monkeypatch.setattr("analysis.tasklogs.ledger.SPILL", 2)
    spilled = read(paths, key=KEY, into=tmp_path / "out")
    assert spilled.rows.used == len(spilled.frame()) == 4
    whole = read(paths, key=KEY)
    pd.testing.assert_frame_equal(facts(spilled), facts(whole))
    parts = [
        *read(paths[0], key=KEY, into=tmp_path / "one").tasks,
        *read(paths[1], key=KEY, into=tmp_path / "two").tasks,
    ]
    pd.testing.assert_frame_equal(facts(read(parts, key=KEY)), facts(whole))


def test_a_table_with_each_row_twice_keeps_each_once(tmp_path: Path) -> None:
    (path,) = written(tmp_path, {"d.ndjson": data_row("L1", "L2")})
    tasks = read(path, key=KEY).frame()
    pd.concat([tasks, tasks]).to_parquet(tmp_path / "twice.parquet")
    log = read(tmp_path / "twice.parquet")
    assert (log.rows.read, log.rows.used, len(log.frame())) == (4, 2, 2)


@pytest.mark.parametrize(
    ("poor", "column", "value"),
    [
        (f"{BATCH},WorkerId,Reward\nA1,Rejected,{HOURS},W1,$5.00\n", "status", "paid"),
        (f"{BATCH},WorkerId\nA1,Approved,{HOURS},W1\n", "pay_micro", 5_000_000),
        (f"{BATCH},Reward\nA1,Approved,{HOURS},$5.00\n", "worker_key", WORKER),
    ],
    ids=["rejection overturned", "pay taken out", "worker taken out"],
)  # fmt: skip
def test_the_copy_that_says_more_counts_in_either_order(
    poor: str, column: str, value: object, tmp_path: Path
) -> None:
    full = f"{BATCH},WorkerId,Reward\nA1,Approved,{HOURS},W1,$5.00\n"
    paths = written(tmp_path, {"poor.csv": poor, "full.csv": full})
    for order in (paths, paths[::-1]):
        assert read(order, key=KEY).frame()[column].tolist() == [value]


def test_a_file_under_two_names_is_read_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (path,) = written(tmp_path, {"log.csv": "worker,seconds,pay,currency\nw,60,5,USD\n"})
    link = tmp_path / "link.csv"
    link.symlink_to(path)
    monkeypatch.chdir(tmp_path)
    log = read(["log.csv", path, link], key=KEY)
    assert log.frame()["pay_micro"].tolist() == [5_000_000]
    assert log.frame()["file"].tolist() == ["log.csv"]


def test_rows_without_an_id_in_files_of_one_name_are_different_work(tmp_path: Path) -> None:
    parts: list[Path] = []
    for folder, pay in (("jan", 5), ("feb", 6)):
        (tmp_path / folder).mkdir()
        text = f"worker,seconds,pay,currency\nw,60,{pay},USD\n"
        (path,) = written(tmp_path / folder, {"log.csv": text})
        parts += read(path, key=KEY, into=tmp_path / f"of {folder}").tasks
    assert read(parts).frame()["pay_micro"].tolist() == [5_000_000, 6_000_000]


@st.composite
def copies(draw: st.DrawFn) -> str:
    """A table of few assignments, each as another state of it may say."""
    cells = st.tuples(
        st.sampled_from("abc"), st.sampled_from("vw"), st.sampled_from(["", "2025-01-02T10:00Z"]),
        st.sampled_from(["", "2025-01-02T11:00Z", "2025-01-02T12:00Z"]),
        st.sampled_from(["5", "60"]), st.sampled_from(["", "1", "2"]), st.just("USD"),
        st.sampled_from(["paid", "rejected", "submitted", "returned"]),
        st.sampled_from(["", "3", "4"]),
    )  # fmt: skip
    return HEAD + "".join(",".join(row) + "\n" for row in draw(st.lists(cells, max_size=5)))


def read_in_order(texts: Iterable[tuple[str, str]], into: str | None = None) -> pd.DataFrame:
    with tempfile.TemporaryDirectory() as folder:
        paths = written(Path(folder), dict(texts))
        return facts(read(paths, key=KEY, into=Path(folder) / into if into else None))


@given(st.lists(copies(), min_size=2, max_size=3), st.randoms())
@settings(max_examples=60, deadline=None)
def test_what_is_known_of_an_assignment_does_not_depend_on_the_order(
    texts: list[str], random: object
) -> None:
    files = [(f"{place}.csv", text) for place, text in enumerate(texts)]
    other = files.copy()
    random.shuffle(other)  # type: ignore[attr-defined]
    pd.testing.assert_frame_equal(read_in_order(files), read_in_order(other))


@given(st.lists(copies(), min_size=2, max_size=3))
@settings(max_examples=15, deadline=None)
def test_parts_give_the_copy_that_memory_gives(texts: list[str]) -> None:
    files = [(f"{place}.csv", text) for place, text in enumerate(texts)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("analysis.tasklogs.ledger.SPILL", 1)
        spilled = read_in_order(files[::-1], "out")
    pd.testing.assert_frame_equal(spilled, read_in_order(files))


def test_time_until_an_assignment_of_toloka_ran_out_is_no_work(tmp_path: Path) -> None:
    names = ("assignment_id", "worker_id", "status", "started", "submitted", "expired", "reward")
    head = "\t".join(f"ASSIGNMENT:{name}" for name in names)
    rows = [
        "a\tw\tAPPROVED\t2024-05-01T10:00:00\t2024-05-01T10:30:00\t\t0.5",
        "b\tw\tEXPIRED\t2024-05-02T10:00:00\t\t2024-05-03T10:00:00\t0.5",
    ]
    (path,) = written(tmp_path, {"to.tsv": "\n".join([head, *rows]) + "\n"})
    tasks = read(path, key=KEY).frame()
    took = (tasks["submit_us"] - tasks["accept_us"]).fillna(0) / 3_600_000_000
    assert took.tolist() == [0.5, 0.0]
    assert tasks["status"].tolist() == ["paid", "returned"]
    assert tasks["pay_micro"].tolist() == [500_000, 0]
