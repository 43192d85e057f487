"""What can happen to a file that is kept: bits, cuts, and things that are no file in its place."""

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

Change = Callable[[Path], Any]


def flip(position: float) -> Change:
    """One bit other."""

    def change(path: Path) -> None:
        raw = bytearray(path.read_bytes())
        raw[int(position * (len(raw) - 1))] ^= 1
        path.write_bytes(raw)

    return change


def cut(share: float) -> Change:
    """Its beginning only."""
    return lambda path: path.write_bytes(path.read_bytes()[: int(share * path.stat().st_size)])


def replaced(content: bytes) -> Change:
    """Other content."""
    return lambda path: path.write_bytes(content)


def to_folder(path: Path) -> None:
    """A folder with something in it."""
    path.unlink()
    path.mkdir()
    (path / "inside").write_text("x")


def to_link(path: Path) -> None:
    """A link to a copy, outside the cache."""
    copy = path.parents[3] / "elsewhere"
    shutil.copyfile(path, copy)
    path.unlink()
    path.symlink_to(copy)


def to_dangling(path: Path) -> None:
    """A link to nothing."""
    path.unlink()
    path.symlink_to("nowhere")


def to_pipe(path: Path) -> None:
    """A pipe that nobody writes to."""
    path.unlink()
    os.mkfifo(path)


def beside(path: Path) -> None:
    """A file more."""
    path.with_name(f"{path.name}.orig").write_text("x")


def garbled(path: Path) -> None:
    """Noise."""
    path.write_bytes(random.Random(5).randbytes(2000))


DAMAGE: dict[str, Change] = {
    **{f"flip {at}": flip(at) for at in (0, 0.1, 0.3, 0.5, 0.7, 0.9, 1)},
    **{f"cut {share}": cut(share) for share in (0.01, 0.5, 0.99)},
    "empty": replaced(b""), "gone": Path.unlink, "folder": to_folder, "link": to_link,
    "dangling": to_dangling, "pipe": to_pipe, "beside": beside, "garbled": garbled,
}  # fmt: skip
ODD = (
    b"null", b"[]", b"{}", b"1", b'"text"', b"NaN", b"[" * 100_000, b"9" * 5000, b'{"seal": 1}',
    b'{"form": 1}', b'{"form": 1, "notebook": "01_a"}', b"\xff\xfe{}", b"\x00" * 300,
    b'{"form": 1, "notebook": "01_a", "outputs": {}, "files": {}, "tables": {}, "seal": ""}',
)  # fmt: skip


def keyed(change: Callable[[dict[str, Any]], object]) -> Change:
    """A change of the manifest that leaves it JSON."""

    def edit(path: Path) -> None:
        content = json.loads(path.read_text())
        change(content)
        path.write_text(json.dumps(content))

    return edit


HAND_MADE: dict[str, Callable[[dict[str, Any]], object]] = {
    "no files": lambda c: c.update(files={}),
    "one file less": lambda c: c["files"].popitem(),
    "no tables": lambda c: c.update(tables={}),
    "no outputs": lambda c: c.update(outputs={}),
    "one output less": lambda c: c["outputs"].popitem(),
    "outputs a list": lambda c: c.update(outputs=[]),
    "no source": lambda c: c.pop("source"),
    "no seal": lambda c: c.pop("seal"),
    "another form": lambda c: c.update(form=0),
    "no packages": lambda c: c.update(packages=None),
    "another name": lambda c: c.update(notebook="02_b"),
    "one key more": lambda c: c.update(more=1),
}


def corruptions(figure: str) -> dict[str, tuple[str, Change]]:
    """File and change by name, for a kept run with that figure."""
    kinds = ("svg", "narrow.svg", "png", "pdf", "csv", "json")
    files = ["manifest.json", "executed.ipynb", "record.json"]
    files += [f"figures/{figure}.{kind}" for kind in kinds]
    cases: dict[str, tuple[str, Change]] = {
        f"{file}: {name}": (file, change) for file in files for name, change in DAMAGE.items()
    }
    cases |= {f"manifest: {raw[:40]!r}": ("manifest.json", replaced(raw)) for raw in ODD}
    cases |= {f"manifest: {name}": ("manifest.json", keyed(f)) for name, f in HAND_MADE.items()}
    cases |= {f"record: {raw[:40]!r}": ("record.json", replaced(raw)) for raw in ODD}
    return cases
