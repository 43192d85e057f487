"""Of all readers: nothing is lost, order does not matter, damage raises our errors only."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import LabourError
from analysis.tasklogs import Key, read
from analysis.tasklogs.amounts import micro
from analysis.tasklogs.canonical import COLUMNS
from analysis.tasklogs.clocks import EARLIEST, LATEST, from_digits, from_iso, from_pacific
from analysis.tasklogs.made import ANYBODY, texts
from analysis.tasklogs.made.text import iso, pacific

KEY = Key(bytes(32))
MADE = {name: text.encode() for name, text in texts(3, workers=2, pieces=2).items()}
NAMES = st.sampled_from(sorted(MADE))
MOMENTS = st.integers(EARLIEST // 1_000_000, LATEST // 1_000_000 - 1).map(lambda s: s * 1_000_000)


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, bytes]:
    """A made export that was cut, overwritten, lost a part or holds one twice."""
    name = draw(NAMES)
    content = MADE[name]
    for _ in range(draw(st.integers(1, 3))):
        first, second = sorted(draw(st.integers(0, len(content))) for _ in range(2))
        kind = draw(st.sampled_from(["cut", "drop", "twice", "over"]))
        if kind == "cut":
            content = content[:second]
        elif kind == "drop":
            content = content[:first] + content[second:]
        elif kind == "twice":
            content = content[:second] + content[first:]
        else:
            content = content[:first] + draw(st.binary(max_size=4)) + content[first + 4 :]
    return name, content


@given(damaged())
@settings(max_examples=150)
def test_damage_is_answered_by_our_errors_and_loses_nothing(case: tuple[str, bytes]) -> None:
    name, content = case
    own = {"mapping": ANYBODY, "zone": "UTC"} if name == "table.csv" else {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        try:
            log = read(path, key=KEY, **own)
        except LabourError:
            return
    assert log.rows.read == log.rows.used + log.rows.set_aside
    assert len(log.tasks) <= log.rows.used
    assert log.tasks["assignment_key"].is_unique
    assert {name: str(kind) for name, kind in log.tasks.dtypes.items()} == COLUMNS
    assert (log.tasks["submit_us"] >= log.tasks["accept_us"]).fillna(True).all()
    assert (log.tasks["pay_micro"] >= 0).fillna(True).all()


@given(st.permutations(["mturk_batch.csv", "mturk_batch_2.csv", "mturk_saved_again.csv"]))
@settings(max_examples=6)
def test_the_union_of_files_does_not_depend_on_their_order(order: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name in order:
            (Path(folder) / name).write_bytes(MADE[name])
        log = read([Path(folder) / name for name in order], key=KEY)
    facts = log.tasks.drop(columns=["file", "line"]).sort_values("assignment_key")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mturk_saved_again.csv"
        path.write_bytes(MADE[path.name])
        alone = read(path, key=KEY).tasks.drop(columns=["file", "line"])
    pd.testing.assert_frame_equal(
        facts.reset_index(drop=True), alone.sort_values("assignment_key").reset_index(drop=True)
    )


@given(MOMENTS, st.integers(0, 999_999))
def test_a_time_is_read_as_it_was_written(micros: int, part: int) -> None:
    assert from_pacific(pacific(micros)) == micros
    for zone in ("Z", "+00:00", " UTC"):
        assert from_iso(iso(micros + part, " ", zone)) == micros + part
    assert from_digits(str(micros // 1_000_000)) == micros == from_digits(str(micros))


@given(st.integers(0, 999_999), st.sampled_from(["", "$", "USD "]))
def test_cents_are_read_to_the_last_digit(cents: int, sign: str) -> None:
    assert micro(f"{sign}{cents // 100}.{cents % 100:02d}", "USD") == (cents * 10_000, "USD")
