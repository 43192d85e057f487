"""Nothing personal that stands in an export stands in what is made of it."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from analysis.errors import TaskLogError
from analysis.tasklogs import Key, TaskLog, key_from, read
from analysis.tasklogs.made import texts
from analysis.tasklogs.made.text import person

NAMES = [*texts(5, workers=1, pieces=1)]
REFUSED = {"doccano.jsonl", "argilla.json", "manifest.jsonl"}


def planted(exports: Path, name: str) -> list[str]:
    """Ids, names, e-mails, addresses that stand in an export."""
    text = (exports / name).read_text(encoding="utf-8")
    found = [value for n in range(24) for value in person(n).values() if value in text]
    # Ids of assignments, which lead to a person on the platform.
    return [*found, "3ASSIGNMENTMADE", "clmade0"]


def everything(log: TaskLog) -> str:
    with pd.option_context("display.max_rows", None, "display.max_colwidth", None):
        return "\n".join(
            [log.tasks.to_csv(), log.set_aside.to_csv(), *log.remarks, *log.cannot_tell, repr(log)]
        )


@pytest.mark.parametrize("name", [name for name in NAMES if name not in REFUSED])
def test_no_byte_of_a_person_comes_out(
    name: str, exports: Path, log_of: Callable[..., TaskLog]
) -> None:
    out = everything(log_of(name))
    assert len(planted(exports, name)) > 2 or name == "label_studio_min.json", "people in the file"
    assert [value for value in planted(exports, name) if value in out] == []


def test_an_error_repeats_no_cell(exports: Path) -> None:
    for name in NAMES:
        with pytest.raises(TaskLogError) as raised:
            read(exports / name, format="cvat" if "cvat_events" not in name else "mturk")
        assert [value for value in planted(exports, name) if value in str(raised.value)] == []


def test_a_header_that_is_missing_is_not_repeated(tmp_path: Path) -> None:
    """The first row of data, taken for a header, may hold a person."""
    path = tmp_path / "log.csv"
    path.write_text(f"{person(1)['email']},5,2025-01-02\nx@y.invalid,6,2025-01-03\n")
    with pytest.raises(TaskLogError) as raised:
        read(path)
    assert "@" not in str(raised.value)


def test_a_key_is_made_for_its_owner_alone_and_never_printed(tmp_path: Path) -> None:
    path = tmp_path / "key"
    key = key_from(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["key"], "nothing is left beside it"
    assert path.read_text().strip() not in repr(key) + str(vars(read)) + repr(key_from(path))
    assert key_from(path).of("worker", "mturk", "W") == key.of("worker", "mturk", "W")


@pytest.mark.parametrize(("content", "mode", "said"), [
    ("00" * 32, 0o644, "others may read the key"),
    ("00" * 31, 0o600, "is no key"),
    ("not hexadecimal", 0o600, "is no key"),
    ("é", 0o600, "is no key"),
])  # fmt: skip
def test_a_file_that_is_no_key_is_refused(
    content: str, mode: int, said: str, tmp_path: Path
) -> None:
    path = tmp_path / "key"
    path.write_text(content, encoding="utf-8")
    path.chmod(mode)
    with pytest.raises(TaskLogError, match=said) as raised:
        key_from(path)
    assert content not in str(raised.value)


def test_another_key_gives_other_keys_and_the_same_work(exports: Path) -> None:
    first, second = (read(exports / "mturk_api.json", key=Key(bytes([n]) * 32)) for n in (1, 2))
    hidden = ["worker_key", "assignment_key"]
    assert not set(first.tasks["worker_key"]) & set(second.tasks["worker_key"])
    pd.testing.assert_frame_equal(
        first.tasks.drop(columns=hidden), second.tasks.drop(columns=hidden)
    )


def test_ids_come_back_only_from_a_key_that_was_asked_to_remember(exports: Path) -> None:
    key = Key(bytes(32), remember=True)
    tasks = read(exports / "mturk_api.json", key=key).tasks
    assert {key.revealed()[each] for each in tasks["worker_key"]} == {
        person(n)["id"] for n in range(24)
    }
    with pytest.raises(TaskLogError, match="not kept unless asked for"):
        Key(bytes(32)).revealed()


@pytest.mark.parametrize("said", [{}, {"format": "prolific"}, {"mapping": {"pay": "paid"}}])
def test_a_person_in_the_place_of_a_header_is_not_repeated(
    said: dict[str, object], tmp_path: Path
) -> None:
    path = tmp_path / "log.csv"
    path.write_text("Jane Doe,A3WORKERID,pending\nJoe,A4,paid\n")
    with pytest.raises(TaskLogError, match=r"ound: 3 under|found columns: 3 under") as raised:
        read(path, **said)  # type: ignore[arg-type]
    assert "Jane" not in str(raised.value)
    assert "A3" not in str(raised.value)
