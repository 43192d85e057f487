"""Readers fed with what no program wrote: our errors, or every record used or set aside."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from analysis import commit
from analysis.errors import LabourError
from analysis.report.build.lock import parse
from analysis.report.runs.hashes import notebook_digest
from analysis.tables import own, table
from analysis.tables.corrections import read_corrections
from analysis.tables.definition import read_definition
from analysis.tables.vocabulary import read_vocabulary
from analysis.tasklogs import Key, key_from, read
from analysis.tasklogs.canonical import COLUMNS
from analysis.tasklogs.made import ANYBODY, texts
from analysis.tasklogs.measures.rate_card import read_rates
from tests.trust.attempts import Attempt
from tests.trust.broken.case import base
from tests.trust.drawn import drawn

AREA = "fuzzed readers"
CHUNK = 12
EXAMPLES = 60
"""Examples a reader."""
KEY = Key(bytes(32))
MADE = {name: text.encode() for name, text in texts(3, workers=2, pieces=2).items()}
BITS = [b"", b"\0", b"\n", b"\r", b",", b'"', b"\xff", b"\xef\xbb\xbf", b"[[", b"{", b"}", b"=",
    b"1e999",
        b"-1", "\u0663".encode(), b"null", b"\\u0000", b"\\ud83d", b"9" * 40,
        b"2025-02-30"]  # fmt: skip


def damaged(content: bytes) -> st.SearchStrategy[bytes]:
    """A content that was cut, overwritten, lost a part or holds one twice, up to three times."""
    change = st.tuples(
        st.sampled_from(["cut", "drop", "twice", "over", "in"]),
        st.floats(0, 1), st.floats(0, 1), st.sampled_from(BITS) | st.binary(max_size=6),
    )  # fmt: skip
    return st.lists(change, min_size=1, max_size=3).map(partial(_changed, content))


def _changed(content: bytes, changes: list[tuple[str, float, float, bytes]]) -> bytes:
    for kind, one, other, bits in changes:
        first, second = sorted(int(share * len(content)) for share in (one, other))
        content = {
            "cut": content[:second],
            "drop": content[:first] + content[second:],
            "twice": content[:second] + content[first:],
            "over": content[:first] + bits + content[first + len(bits) :],
            "in": content[:first] + bits + content[first:],
        }[kind]
    return content


def of_file(name: str, reader: Callable[[Path], object]) -> Callable[[bytes], None]:
    """A reader of a file, which may refuse it by an error of ours, in a line."""

    def check(content: bytes) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.write_bytes(content)
            said = ""
            try:
                reader(path)
            except LabourError as error:
                said = str(error)
            assert "\n" not in said, f"more than a line: {said}"

    return check


def of_text(reader: Callable[[str], object]) -> Callable[[bytes], None]:
    """A reader of text."""

    def check(content: bytes) -> None:
        with contextlib.suppress(LabourError):
            reader(content.decode("utf-8", "replace"))

    return check


def log_holds(name: str, path: Path) -> None:
    """Nothing is lost: every record is used or set aside, and the table has its types."""
    own_columns: dict[str, Any] = {"mapping": ANYBODY, "zone": "UTC"} if name == "table.csv" else {}
    log = read(path, key=KEY, **own_columns)
    assert log.rows.read == log.rows.used + log.rows.set_aside
    assert log.tasks["assignment_key"].is_unique
    assert {column: str(kind) for column, kind in log.tasks.dtypes.items()} == COLUMNS
    assert (log.tasks["submit_us"] >= log.tasks["accept_us"]).fillna(True).all()
    assert (log.tasks["pay_micro"] >= 0).fillna(True).all()


def of_bytes(content: bytes) -> None:
    """Any bytes in place of a notebook have a digest."""
    assert notebook_digest(content)


def in_folder(name: str, file: str) -> Callable[[bytes], None]:
    """A table of which one file is damaged."""

    def check(content: bytes) -> None:
        with tempfile.TemporaryDirectory() as folder:
            for path in base(name).iterdir():
                (Path(folder) / path.name).write_bytes(path.read_bytes())
            (Path(folder) / file).write_bytes(content)
            with contextlib.suppress(LabourError):
                frame = table(name, Path(folder)).frame
                assert len(frame)

    return check


def attempts(seed: int) -> dict[str, Attempt]:
    """A budget of examples a reader; the seed is that of Hypothesis."""
    made: dict[str, Attempt] = {}

    def add(name: str, check: Callable[[bytes], None], content: bytes) -> None:
        made[name] = drawn(check, damaged(content), examples=EXAMPLES, number=seed)

    for name, content in MADE.items():
        add(f"task log {name}", of_file(name, partial(log_holds, name)), content)
    for name, files in {
        "piece_rates": ("piece_rates.csv", "piece_rates.toml", "contents.csv"),
        "ppp": ("ppp.csv", "sources.csv", "sources.toml", "vocabulary.toml", "corrections.csv"),
    }.items():
        for file in files:
            add(
                f"table {name} with {file}", in_folder(name, file), (base(name) / file).read_bytes()
            )
    folder = base("steel")
    vocabulary = read_vocabulary(folder / "vocabulary.toml")
    for file, reader in (
        ("corrections.csv", read_corrections),
        ("vocabulary.toml", read_vocabulary),
        ("steel.toml", lambda path: read_definition(path, vocabulary)),
    ):
        add(
            f"{reader} of {file}".split(" at ")[0],
            of_file(file, reader),
            (folder / file).read_bytes(),
        )
    card = b"unit,amount,currency,task_type,valid_from,valid_to\ntask,0.10,USD,box,2025-01-01,\n"
    add("rate card", of_file("card.csv", read_rates), card)
    add("key", of_file("key", key_from), b"00" * 32)
    lock = b"01_a\ta.count\t2\tyears\t[1, 3] 95%\n"
    add("results.lock", of_text(lambda text: parse(text, "results.lock")), lock)
    marker = b'{"made by": "labour", "files": {"a.html": "' + b"0" * 64 + b'"}}'
    add("report.json", of_file("report.json", commit.read_marker), marker)
    add("notebook", of_bytes, b'{"cells": [{"source": ["x"]}]}')
    quotes = b"year,low,high,currency,period\n2024,1,2,USD,hour\n"
    add("own quotes", of_file("quotes.csv", lambda path: own(path, "quotes")), quotes)
    return made
