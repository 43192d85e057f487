"""What to build and how. Imports nothing heavy."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from analysis.language import Language, language
from analysis.places import repository


def cache_folder(spoken: Language | None = None) -> Path:
    """Folder of the cache of a checkout; each language has its own."""
    name = spoken or language()
    return repository() / ".cache" / ("notebooks" if name == "en" else f"notebooks-{name}")


@dataclass(frozen=True)
class Options:
    """What to build and how.

    Attributes
    ----------
    out : pathlib.Path
        Folder of the report; its files are put there at the end, all or none.
    folder : pathlib.Path
        Folder of the notebooks.
    store : pathlib.Path
        Folder of the cache.
    lock : pathlib.Path
        The accepted results.
    only : str or None
        Beginning of a notebook's name; the pages of the others stay as they are.
    jobs : int
        Notebooks under way at once.
    fresh : bool
        Run everything, whatever the cache holds.
    accept : bool
        Take the results of this build as the accepted ones.
    preview : bool
        Build with results that differ from the accepted ones, and leave those as they are.
    to : {"html", "pdf"}
        Pages, or one paper of all of them.
    """

    out: Path
    folder: Path = field(default_factory=lambda: repository() / "notebooks")
    store: Path = field(default_factory=cache_folder)
    lock: Path = field(default_factory=lambda: repository() / "results.lock")
    only: str | None = None
    jobs: int = 2
    fresh: bool = False
    accept: bool = False
    preview: bool = False
    to: Literal["html", "pdf"] = "html"
