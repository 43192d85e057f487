"""People planted in every format of task logs: in no byte of what is made, kept or said of it."""

from __future__ import annotations

import contextlib
import io
import zipfile
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import pandas as pd

from analysis.cli import main
from analysis.tasklogs.made import ANYBODY, texts
from analysis.tasklogs.made.text import person
from analysis.wage_report.trial import CARDS
from tests.trust.attempts import Attempt

AREA = "planted identities"
CHUNK = 45
WORKERS, PIECES = 12, 8
IDS = ("3ASSIGNMENTMADE", "clmade0")
"""How ids of assignments begin, which lead to a person on the platform."""
ALL = ("--by", "task_type,month", "--floor", "7.25USD", "--unpaid-time", "--max-bad", "1")
WAYS: dict[str, tuple[str, ...]] = {
    "page": (*ALL, "--out", "out"),
    "page, equal shares": (*ALL, "--overlap", "equal", "--out", "out"),
    "page by a rate card": ("--rates", "card.csv", "--out", "out", "--max-bad", "1"),
    "JSON": ("--json", *ALL),
    "the key in a file": ("--key", "secret", *ALL),
    "a floor of a country": ("--country", "KEN", "--out", "out"),
    "another format": ("--format", "cvat"),
    "an unknown column": ("--columns", "worker=Name,pay=Sum"),
    "an unknown zone": ("--zone", "Atlantis"),
}
BROKEN = {
    "cut in the middle": lambda raw: raw[: len(raw) // 2],
    "cut at two thirds": lambda raw: raw[: 2 * len(raw) // 3],
    "without its first line": lambda raw: raw[raw.index(b"\n") + 1 :] if b"\n" in raw else raw[9:],
    "a bit in ten thousand": lambda raw: bytes(
        each ^ (n % 1009 == 500) for n, each in enumerate(raw)
    ),
    "a quote more": lambda raw: raw[: len(raw) // 3] + b'"' + raw[len(raw) // 3 :],
    "in another coding": lambda raw: raw.decode("utf-8").encode("utf-16"),
}


@lru_cache(maxsize=4)
def exports(seed: int) -> dict[str, bytes]:
    """Made exports of every format by name."""
    made = texts(seed, workers=WORKERS, pieces=PIECES)
    return {name: text.encode("utf-8") for name, text in made.items()}


def planted(content: bytes) -> list[str]:
    """Ids, names, addresses of mail and of the net, places that stand in an export."""
    text = content.decode("utf-8", "replace")
    people = (value for n in range(WORKERS) for value in person(n).values())
    return [*(value for value in people if value in text), *IDS]


def told(arguments: Sequence[str]) -> str:
    """What a command prints, all of it; it may refuse, and may not break."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            code = main(arguments)
        except SystemExit as left:
            code = left.code
    assert code in (0, 1, 2), f"exit code {code}"
    assert "Traceback" not in said.getvalue()
    return said.getvalue()


def everything(folder: Path) -> str:
    """Bytes of all files below a folder, packed ones unpacked, and their names."""
    found: list[str] = []
    for path in sorted(folder.rglob("*")):
        found.append(str(path.relative_to(folder)))
        if path.is_file():
            raw = path.read_bytes()
            found += [raw.decode("utf-8", "replace"), raw.decode("utf-16", "replace")]
            if path.suffix == ".parquet":
                with pd.option_context("display.max_colwidth", None):
                    frame = pd.read_parquet(path)
                    found += [frame.to_csv(), repr(frame.attrs)]
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as packed:
                    found += [
                        packed.read(each).decode("utf-8", "replace") for each in packed.namelist()
                    ]
    return "\n".join(found)


def searched(name: str, content: bytes, options: Sequence[str], seed: int) -> Attempt:
    """Compute wages from an export and look for its people everywhere."""

    def attempt(folder: Path) -> None:
        inside = folder / "in"
        inside.mkdir()
        (inside / name).write_bytes(content)
        card = CARDS["rates_by_task.csv"]
        (folder / "card.csv").write_text(card, encoding="utf-8")
        before = Path.cwd()
        given = list(options)
        if name == "table.csv" and "--columns" not in given:
            given += [
                "--columns",
                ",".join(f"{a}={b}" for a, b in ANYBODY.items()),
                "--zone",
                "UTC",
            ]
        with contextlib.chdir(folder):
            said = told(["wage", str(inside / name), *given])
        assert Path.cwd() == before
        (inside / name).unlink()
        secret = folder / "secret"
        key = secret.read_text().strip() if secret.exists() else "\0none"
        if secret.exists():
            secret.unlink()
        out = said + everything(folder)
        found = [value for value in planted(exports(seed)[name]) if value in out]
        assert not found, (
            f"came out: {len(found)} of the planted, such as the kind of {found[0][:1]}..."
        )
        assert key not in out, "the key came out"

    return attempt


def attempts(seed: int) -> dict[str, Attempt]:
    """Every format, in every way of asking and of breaking."""
    made: dict[str, Attempt] = {}
    for name, content in exports(seed).items():
        for way, options in WAYS.items():
            made[f"{name}: {way}"] = searched(name, content, options, seed)
        for way, change in BROKEN.items():
            made[f"{name}: {way}"] = searched(name, change(content), (*ALL, "--out", "out"), seed)
    return made
