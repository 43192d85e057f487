"""The page on task logs: its examples run, and every format has a place on it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from analysis.places import repository
from analysis.tasklogs import read
from analysis.tasklogs.canonical import STATUSES
from analysis.tasklogs.made import write_exports
from analysis.tasklogs.readers import FORMATS

PAGE = (repository() / "docs" / "task-logs.md").read_text(encoding="utf-8")


def test_the_examples_run_in_their_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_exports(tmp_path / "exports", 1)
    space: dict[str, object] = {}
    for block in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL):
        exec(compile(block, "task-logs.md", "exec"), space)
    assert len(space["paths"]) > 20


@pytest.mark.parametrize("name", [*(found.name for found in FORMATS), *STATUSES])
def test_the_page_names_every_format_and_status(name: str) -> None:
    assert f"`{name}`" in PAGE


def test_the_template_is_read_as_it_stands() -> None:
    log = read(repository() / "data" / "templates" / "task_log.csv")
    assert (log.rows.used, log.formats[0].format) == (3, "table")
    assert not log.cannot_tell
