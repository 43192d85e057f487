"""What an attempt is: a name, something that is tried, and how it ended."""

from __future__ import annotations

import signal
import tempfile
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SECONDS = 120
"""Longest that one attempt may take: an answer that does not come is a failure."""

Attempt = Callable[[Path], None]
"""Something tried in an empty folder of its own. It raises where the answer is not the expected
one, and `Skipped` where this machine does not allow the attempt."""


class Skipped(Exception):
    """The machine does not allow it: counted and shown, never a pass."""


@dataclass(frozen=True)
class Outcome:
    """How one attempt ended.

    Attributes
    ----------
    name : str
    failed, skipped : str
        Why; empty where it did not.
    """

    name: str
    failed: str = ""
    skipped: str = ""


def outcome(name: str, attempt: Attempt) -> Outcome:
    """Make an attempt in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="labour-trust-") as folder:
        try:
            with within(SECONDS):
                attempt(Path(folder).resolve())
        except Skipped as reason:
            return Outcome(name, skipped=str(reason))
        except Exception as error:
            return Outcome(name, failed=said_by(error))
    return Outcome(name)


def said_by(error: Exception) -> str:
    """What went wrong in a line; of what is no assertion, where it was raised too."""
    words = " ".join(str(error).split())[:400] or "no words"
    if isinstance(error, AssertionError) and str(error):
        return words
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}: {words}"


@contextmanager
def within(seconds: int) -> Iterator[None]:
    """Raise TimeoutError where it takes longer."""

    def late(_signal: int, _frame: object) -> None:
        raise TimeoutError(f"no answer within {seconds} s")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def sampled(attempts: Mapping[str, Attempt], every: int, seed: int = 0) -> dict[str, Attempt]:
    """Each `every`-th attempt, from the seed on: what the quick tests try."""
    return dict(list(attempts.items())[seed % every :: every])
