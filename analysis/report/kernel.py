"""Executing notebooks, each in a fresh kernel with warnings as errors, several at a time."""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from analysis.errors import NotebookError
from analysis.places import repository
from analysis.report.notebooks import cell_id, read

_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_SETUP = "from analysis.report import session as _session\n_session.begin({name!r})"
_FINISH = "from pathlib import Path as _Path\n_session.current.dump(_Path({folder!r}))"
CELL_SECONDS = 900

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Executed:
    """An executed notebook and the folder where it left its record and figures."""

    name: str
    path: Path
    record: Path


def execute(
    paths: Sequence[Path], into: Path, *, jobs: int = 2, progress: Progress | None = None
) -> list[Executed]:
    """Run notebooks top to bottom, each in a kernel of its own.

    Parameters
    ----------
    paths : sequence of pathlib.Path
    into : pathlib.Path
        Gets a folder per notebook: ``executed.ipynb``, ``record.json``, ``figures/``.
    jobs : int
        Notebooks under way at once.
    progress : callable, optional
        Called with the notebook's name, cells done and cells in all.

    Raises
    ------
    NotebookError
        For the first cell that fails: notebook, cell number, traceback.
    """
    return asyncio.run(_execute_all(list(paths), into, jobs, progress or _silent))


async def _execute_all(
    paths: list[Path], into: Path, jobs: int, progress: Progress
) -> list[Executed]:
    gate = asyncio.Semaphore(jobs)

    for path in paths:
        progress(path.stem, 0, len(read(path).cells))

    async def one(path: Path) -> Executed:
        async with gate:
            return await _execute_one(path, into / path.stem, progress)

    tasks = [asyncio.ensure_future(one(path)) for path in paths]
    try:
        return list(await asyncio.gather(*tasks))
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _execute_one(path: Path, folder: Path, progress: Progress) -> Executed:
    notebook = read(path)
    count = len(notebook.cells)
    folder.mkdir(parents=True, exist_ok=True)
    framed = _framed(notebook, path.stem, folder)

    def done(cell: Any, cell_index: int, **_: Any) -> None:  # noqa: ARG001
        progress(path.stem, min(cell_index, count), count)

    with tempfile.TemporaryDirectory(prefix="labour-") as sockets:
        client = NotebookClient(
            framed,
            km=_manager(sockets),
            shutdown_kernel="immediate",
            timeout=CELL_SECONDS,
            record_timing=False,
            on_cell_executed=done,
            resources={"metadata": {"path": str(path.parent)}},
        )
        try:
            await client.async_execute(env=_environment(), cleanup_kc=True)
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            raise NotebookError(_failure(path, framed, error)) from None
    progress(path.stem, count, count)
    framed.cells = framed.cells[1:-1]
    for position, cell in enumerate(framed.cells, start=1):
        cell["id"] = cell_id(position)
        if cell.cell_type == "code":
            cell["execution_count"] = None
    text = nbformat.writes(framed)
    (folder / "executed.ipynb").write_text(text + "\n", encoding="utf-8", newline="\n")
    return Executed(path.stem, folder / "executed.ipynb", folder / "record.json")


def _framed(notebook: Any, name: str, folder: Path) -> Any:
    framed = nbformat.from_dict(notebook)
    first = nbformat.v4.new_code_cell(_SETUP.format(name=name), id="begin")
    last = nbformat.v4.new_code_cell(_FINISH.format(folder=str(folder.resolve())), id="finish")
    framed.cells = [first, *framed.cells, last]
    return framed


def _manager(sockets: str) -> AsyncKernelManager:
    # Sockets in a folder of our own: no open port, and a path short enough for every system.
    if sys.platform == "win32":
        return AsyncKernelManager(kernel_name="python3")
    return AsyncKernelManager(kernel_name="python3", transport="ipc", ip=f"{sockets}/kernel")


def _environment() -> dict[str, str]:
    fixed = {
        "PYTHONHASHSEED": "0",
        "TZ": "UTC",
        "LC_ALL": "C.UTF-8",
        "LANG": "C.UTF-8",
        "COLUMNS": "100",
        "MPLBACKEND": "agg",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }
    # The kernel must import the very package that builds the report.
    paths = [str(repository()), os.environ.get("PYTHONPATH", "")]
    fixed["PYTHONPATH"] = os.pathsep.join(path for path in paths if path)
    return {**os.environ, **fixed}


def _failure(path: Path, framed: Any, error: Exception) -> str:
    for position, cell in enumerate(framed.cells):
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                traceback = _ANSI.sub("", "\n".join(output.traceback))
                place = f"cell {position}" if 0 < position < len(framed.cells) - 1 else cell["id"]
                return f"{path.name}, {place} failed:\n{traceback}"
    return f"{path.name} failed: {_ANSI.sub('', str(error))}"


def _silent(name: str, done: int, count: int) -> None:
    """Report nothing."""
