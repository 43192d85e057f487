"""Which tables a computation loaded, so that its outputs can name them and be rebuilt."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

_loaded: list[dict[str, str]] = [{}]


def record(name: str, digest: str) -> None:
    """Note that table `name` with content `digest` was loaded."""
    for names in _loaded:
        names[name] = digest


def recorded_tables() -> dict[str, str]:
    """Tables loaded so far in this process and the SHA-256 of what each rests on."""
    return dict(sorted(_loaded[0].items()))


@contextmanager
def recording() -> Iterator[dict[str, str]]:
    """Collect the tables loaded inside the block.

    >>> from analysis.tables import load
    >>> with recording() as used:
    ...     _ = load("steel")
    >>> list(used)
    ['steel']
    """
    names: dict[str, str] = {}
    _loaded.append(names)
    try:
        yield names
    finally:
        _loaded.remove(names)
