"""Work that nobody did: a seeded history of sessions, queues, pauses, practice and refusals.

What is drawn here is no estimate of anything. It has the features that make reading wages off logs
hard, in known amounts, so that a method can be tried where the answer is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from analysis.tasklogs.canonical import Status
from analysis.tasklogs.clocks import EPOCH, SECOND

FIRST_DAY = datetime(2025, 10, 20, 13, 0, tzinfo=UTC)
"""Two weeks from here hold the night in which Pacific time goes back: its hour occurs twice."""

IMPORTED = (FIRST_DAY - EPOCH) // timedelta(microseconds=1)
"""The one second in which a project was copied from another."""

REWARDS = (0, 50_000, 80_000, 120_000, 300_000)
"""Millionths of a dollar; a reward of nothing occurs in real files."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of made work.

    Attributes
    ----------
    number, worker, kind : int
        Running number, number of the worker, number of the kind of task.
    start, end : int
        Microseconds UTC.
    reward : int
        Millionths of a dollar offered.
    status : Status
    labels : int
    assisted : bool
        Whether a model had labelled before.
    overturned : bool
        Approved after a rejection.
    automatic : bool
        Approved by the platform, not by a person.
    """

    number: int
    worker: int
    kind: int
    start: int
    end: int
    reward: int
    status: Status
    labels: int
    assisted: bool
    overturned: bool
    automatic: bool


def history(seed: int, workers: int = 24, pieces: int = 12, days: int = 14) -> list[Piece]:
    """Pieces of work of some workers over some days, in the order of the workers.

    Parameters
    ----------
    seed : int
    workers, pieces : int
        Number of workers, and of pieces by each on average.
    days : int
        Days over which sessions begin.

    Returns
    -------
    list of Piece
        A third of the workers take several pieces at once and hand them in one after the other, so
        that their clocks overlap. Everybody is faster with practice, and faster where a model
        labelled before.
    """
    rng = np.random.default_rng(seed)
    made: list[Piece] = []
    for worker in range(workers):
        pace = float(rng.lognormal(np.log(70), 0.4))
        moment = FIRST_DAY + timedelta(days=int(rng.integers(days)), minutes=int(rng.integers(600)))
        clock = (moment - EPOCH) // timedelta(microseconds=1) // SECOND
        for turn in range(int(rng.poisson(pieces)) + 1):
            assisted = bool(rng.random() < 0.4)
            speed = pace * (turn + 1) ** -0.1 * (0.7 if assisted else 1.0)
            lasting = max(3, int(rng.lognormal(np.log(speed), 0.5)))
            waited = int(rng.integers(20, 400)) if worker % 3 == 0 and turn else 0
            made.append(_piece(rng, len(made), worker, clock - waited, clock + lasting, assisted))
            clock += lasting + _pause(rng)
    return made


def _pause(rng: np.random.Generator) -> int:
    """Seconds until the next piece: mostly a few, at times a break, now and then the next day."""
    draw = rng.random()
    if draw < 0.8:
        return int(rng.integers(0, 30))
    return int(rng.integers(60, 3_000)) if draw < 0.95 else int(rng.integers(50_000, 90_000))


def _piece(
    rng: np.random.Generator, number: int, worker: int, start: int, end: int, assisted: bool
) -> Piece:
    draw, kind = rng.random(), int(rng.integers(3))
    status: Status = "paid" if draw < 0.86 else "rejected" if draw < 0.93 else "submitted"
    return Piece(
        number, worker, kind, start * SECOND, end * SECOND,
        REWARDS[int(rng.choice(len(REWARDS), p=[0.03, 0.37, 0.3, 0.2, 0.1]))], status,
        int(rng.integers(1, 9)), assisted, status == "paid" and bool(rng.random() < 0.05),
        bool(rng.random() < 0.6),
    )  # fmt: skip
