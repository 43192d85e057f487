"""Files to a log: through the readers, or, where they are canonical already, as they lie."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from analysis.files import write_whole
from analysis.tasklogs import TaskLog, read
from analysis.wage_report.run import Wages


def read_log(files: Sequence[Path], options: argparse.Namespace) -> tuple[TaskLog, Any]:
    """Read exports with the options of the command."""
    raise NotImplementedError


def revealed(key: Any, wages: Wages) -> dict[str, str]:
    raise NotImplementedError


def write_revealed(path: Path, names: dict[str, str]) -> None:
    raise NotImplementedError
