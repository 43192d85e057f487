"""A genuine download of Mechanical Turk against a plain loop over its letters.

The loop knows nothing of the reader: no csv module, no pandas. It reads the file letter by letter,
takes the cells by the names in the header, and adds up pay and merged time.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from analysis.tasklogs import TaskLog

MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec"


def letters(path: Path) -> list[list[str]]:
    """Records of a file, by a machine of two states."""
    rows: list[list[str]] = [[]]
    cell, inside, text, at = "", False, path.read_bytes().decode(), 0
    while at < len(text):
        letter = text[at]
        if inside:
            if letter == '"' and text[at + 1 : at + 2] == '"':
                cell, at = cell + '"', at + 1
            elif letter == '"':
                inside = False
            else:
                cell += letter
        elif letter == '"':
            inside = True
        elif letter == ",":
            rows[-1].append(cell)
            cell = ""
        elif text[at : at + 2] == "\r\n":
            rows[-1].append(cell)
            rows.append([])
            cell, at = "", at + 1
        else:
            cell += letter
        at += 1
    rows[-1].append(cell)
    return rows


def seconds(text: str) -> int:
    _, month, day, clock, zone, year = text.split()
    hour, minute, second = (int(part) for part in clock.split(":"))
    shift = timezone(timedelta(hours={"PDT": -7, "PST": -8}[zone]))
    number = MONTHS.index(month) // 3 + 1
    moment = datetime(int(year), number, int(day), hour, minute, second, tzinfo=shift)
    return round((moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds())


def merged(spans: list[tuple[int, int]]) -> int:
    total, reached = 0, -1
    for start, end in sorted(spans):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total


def plain(path: Path) -> tuple[int, int, int, int]:
    """Assignments, cents paid, seconds of all clocks, seconds merged by worker."""
    header, *rows = letters(path)
    assert {len(row) for row in rows} == {len(header) - 2}
    cents, clocks, spans = 0, 0, {}
    for row in rows:
        cell = dict(zip(header, row, strict=False))
        if cell["AssignmentStatus"] != "Rejected":
            cents += int(re.sub(r"\D", "", cell["Reward"]))
        start, end = seconds(cell["AcceptTime"]), seconds(cell["SubmitTime"])
        clocks += end - start
        spans.setdefault(cell["WorkerId"], []).append((start, end))
    return len(rows), cents, clocks, sum(merged(each) for each in spans.values())


def test_a_genuine_download_gives_the_sums_of_a_plain_loop(
    exports: Path, log_of: Callable[..., TaskLog]
) -> None:
    path = exports / "mturk_batch.csv"
    content = path.read_bytes()
    assert b"\r\nof Madename" in content, "newlines stand in cells"
    assert not content.endswith(b"\n"), "no final newline"
    tasks = log_of("mturk_batch.csv").tasks
    spans: dict[str, list[tuple[int, int]]] = {}
    for worker, start, end in tasks[["worker_key", "accept_us", "submit_us"]].itertuples(
        index=False
    ):
        spans.setdefault(worker, []).append((start, end))
    found = (
        len(tasks),
        tasks["pay_micro"].sum() // 10_000,
        (tasks["submit_us"] - tasks["accept_us"]).sum() // 1_000_000,
        sum(merged(each) for each in spans.values()) // 1_000_000,
    )
    assert found == plain(path)
    assert found[3] < found[2], "clocks of workers who queue overlap"
