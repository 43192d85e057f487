"""Executing notebooks, each in a fresh kernel with warnings as errors, several at a time."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from analysis.errors import NotebookError, ReportError
from analysis.report.runs.environment import Client, environment, manager, surroundings
from analysis.report.runs.notebook_source import NotebookSource, read_source

_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_BEGIN = "from analysis.report.runs import inside as _inside\n_inside.begin({!r}, {!r})"
_FINISH = "from analysis.report.runs import inside as _inside\n_inside.finish({!r})"
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
    # Read once: what is hashed here is what runs, whatever is saved meanwhile.
    sources = [read_source(path) for path in paths]
    for source in sources:
        progress(source.name, 0, len(source.cells))

    async def one(source: NotebookSource) -> Executed:
        async with gate:
            return await _execute_one(source, into / source.name, progress)

    tasks = [asyncio.ensure_future(one(source)) for source in sources]
    try:
        return list(await asyncio.gather(*tasks))
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _execute_one(source: NotebookSource, folder: Path, progress: Progress) -> Executed:
    framed = _framed(source, folder)
    count = len(source.cells)

    def done(cell: Any, cell_index: int, **_: Any) -> None:  # noqa: ARG001
        progress(source.name, min(cell_index, count), count)

    with surroundings() as scratch:
        client = Client(
            framed,
            km=manager(scratch),
            timeout=CELL_SECONDS,
            record_timing=False,
            on_cell_executed=done,
            resources={"metadata": {"path": str(source.path.parent)}},
        )
        try:
            await client.async_execute(env=environment(scratch))
        except (CellExecutionError, CellTimeoutError, DeadKernelError, RuntimeError) as error:
            _pass_on_interrupts()
            raise NotebookError(_failure(source.path, framed, error)) from None
    progress(source.name, count, count)
    return _written(source.name, framed, folder)


def _pass_on_interrupts() -> None:
    # nbclient takes a cancelled cell for a dead kernel.
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


def _framed(source: NotebookSource, folder: Path) -> Any:
    # In hexadecimal: parent and kernel may read the bytes of a path in two encodings.
    target = os.fsencode(folder.resolve()).hex()
    first = nbformat.v4.new_code_cell(_BEGIN.format(source.name, source.digest), id="begin")
    last = nbformat.v4.new_code_cell(_FINISH.format(target), id="finish")
    framed = nbformat.v4.new_notebook(cells=[first, *source.cells, last])
    framed.nbformat_minor = 5
    framed.metadata = nbformat.from_dict(
        {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    )
    return framed


def _written(name: str, framed: Any, folder: Path) -> Executed:
    framed.cells = framed.cells[1:-1]
    for cell in framed.cells:
        if cell.cell_type == "code":
            cell["execution_count"] = None
    executed = folder / "executed.ipynb"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        text = nbformat.writes(framed) + "\n"
        executed.write_text(text, encoding="utf-8", errors="surrogatepass", newline="\n")
    except OSError as error:
        raise ReportError(f"cannot write the cache {folder.name}: {error.strerror}") from None
    return Executed(name, executed, folder / "record.json")


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
