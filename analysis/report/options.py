"""What to build and how. Imports nothing heavy."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from analysis.places import repository


@dataclass(frozen=True)
class Options:
    """What to build and how.

    Attributes
    ----------
    out : pathlib.Path
        Folder of the report; replaced as a whole, at the end.
    folder : pathlib.Path
        Folder of the notebooks.
    store : pathlib.Path
        Folder of the cache.
    lock : pathlib.Path
        The accepted numbers.
    only : str or None
        Beginning of a notebook's name; the others are left out.
    jobs : int
        Notebooks under way at once.
    fresh : bool
        Run everything, whatever the cache holds.
    accept : bool
        Take the numbers of this build as the accepted ones.
    """

    out: Path
    folder: Path = field(default_factory=lambda: repository() / "notebooks")
    store: Path = field(default_factory=lambda: repository() / ".cache" / "notebooks")
    lock: Path = field(default_factory=lambda: repository() / "results.lock")
    only: str | None = None
    jobs: int = 2
    fresh: bool = False
    accept: bool = False
