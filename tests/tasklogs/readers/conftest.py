"""Made exports in a folder, and one key for all tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.tasklogs import Key, TaskLog, read
from analysis.tasklogs.made import ANYBODY, write_exports

SEED = 5
REFUSED = {"doccano.jsonl", "argilla.json", "manifest.jsonl"}


@pytest.fixture(scope="session")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exports")
    write_exports(folder, SEED)
    return folder


@pytest.fixture(scope="session")
def key() -> Key:
    return Key(bytes(range(32)))


@pytest.fixture(scope="session")
def log_of(exports: Path, key: Key) -> Callable[..., TaskLog]:
    """Reading made exports by name."""

    def of(*names: str) -> TaskLog:
        own = {"mapping": ANYBODY, "zone": "UTC"} if names == ("table.csv",) else {}
        return read([exports / name for name in names], key=key, **own)

    return of
