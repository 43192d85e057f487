"""Building the report: execute, render aside, and put the whole in place at once."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat

from analysis.errors import NumberError, ReportError
from analysis.report import notebooks as house
from analysis.report.claims import examine
from analysis.report.kernel import Executed, Progress, execute
from analysis.report.numbers import Number
from analysis.report.pages import Page, index_page, notebook_page, render, title_of

FIRST_FIGURE = "steel_inverted_u"


def build(
    out: Path,
    *,
    folder: Path | None = None,
    only: str | None = None,
    jobs: int = 2,
    progress: Progress | None = None,
) -> Path:
    """Execute the notebooks and write the report.

    Parameters
    ----------
    out : pathlib.Path
        Folder of the report; replaced as a whole, at the end.
    folder : pathlib.Path, optional
        Folder of the notebooks.
    only : str, optional
        Beginning of a notebook's name; the others are left out.
    jobs : int
        Notebooks under way at once.

    Returns
    -------
    pathlib.Path
        ``out/index.html``.

    Raises
    ------
    ReportError
        Where a notebook is missing or `out` cannot be written.
    NotebookError
        Where a cell fails; the old report stays as it was.
    """
    where = folder or house.repository() / "notebooks"
    chosen = house.find(where, only)
    with _staged(out) as stage, tempfile.TemporaryDirectory(prefix="labour-") as scratch:
        done = execute(chosen, Path(scratch), jobs=jobs, progress=progress)
        _write(done, house.find(where), stage)
    return out / "index.html"


def read_values(out: Path) -> dict[str, Number]:
    """Numbers of the report in `out`, by name.

    Raises
    ------
    ReportError
        Where no report was built there.
    """
    path = out / "values.json"
    if not path.is_file():
        raise ReportError(f"no report in {out.name}/: run `labour report` first")
    raw = json.loads(path.read_text(encoding="utf-8"))
    return {item["name"]: Number.from_dict(item) for item in raw}


def _write(done: Sequence[Executed], every: Sequence[Path], stage: Path) -> None:
    records = [json.loads(item.record.read_text(encoding="utf-8")) for item in done]
    numbers = _numbers(records)
    built = {item.name: notebook_page(item.path) for item in done}
    pages = [built.get(path.stem) or _unbuilt(path) for path in every]
    for item in done:
        figures = item.record.parent / "figures"
        if figures.is_dir():
            shutil.copytree(figures, stage / "figures", dirs_exist_ok=True)
    findings = examine(numbers)
    index = index_page(findings, pages, numbers, "")
    navigation = [page for page in pages if page.built]
    for page in [index, *navigation]:
        _text(stage / page.href, render(page, navigation))
    values = [numbers[name].to_dict() for name in sorted(numbers)]
    _text(stage / "values.json", json.dumps(values, indent=2, ensure_ascii=False) + "\n")


def _numbers(records: Sequence[Mapping[str, Any]]) -> dict[str, Number]:
    numbers: dict[str, Number] = {}
    for record in records:
        for raw in record["numbers"]:
            item = Number.from_dict(raw)
            if item.name in numbers:
                other = numbers[item.name].notebook
                raise NumberError(f"{item.name} is recorded in {other} and in {item.notebook}")
            numbers[item.name] = item
    return numbers


def _unbuilt(path: Path) -> Page:
    title = title_of(nbformat.read(path, as_version=4), path.stem)
    return Page(f"{path.stem}.html", title, path.stem)


@contextmanager
def _staged(out: Path) -> Iterator[Path]:
    """A folder beside `out` that takes its place when the block ends well, and goes otherwise."""
    out = out.absolute()
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        if out.exists() and not out.is_dir():
            raise NotADirectoryError(20, "is a file")
        if out.is_dir() and not os.access(out, os.W_OK):
            raise PermissionError(13, "not writable")
        recover(out)
        stage = Path(tempfile.mkdtemp(prefix=f".{out.name}-new-", dir=out.parent))
    except OSError as error:
        raise ReportError(f"cannot write the report folder {out.name}: {error.strerror}") from None
    try:
        yield stage
        stage.chmod(0o755)
        old = out.parent / f".{out.name}-old"
        if out.exists():
            out.rename(old)
        stage.rename(out)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def recover(out: Path) -> None:
    """Mend what a killed build left: put an old report back, remove unfinished folders."""
    old = out.parent / f".{out.name}-old"
    if old.is_dir():
        if out.exists():
            shutil.rmtree(old)
        else:
            old.rename(out)
    for stage in out.parent.glob(f".{out.name}-new-*"):
        shutil.rmtree(stage, ignore_errors=True)


def _text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
