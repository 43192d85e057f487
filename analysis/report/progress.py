"""Progress of a build: cells done, the notebook under way, time elapsed."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Never

from tqdm import tqdm


class Bar:
    """A bar on standard error over all cells of all notebooks."""

    def __init__(self) -> None:
        self._done: dict[str, int] = {}
        self._count = 0
        self._bar: tqdm[Never] = tqdm(
            total=0,
            file=sys.stderr,
            bar_format="{desc:<24.24} {bar} {n_fmt}/{total_fmt} cells, {elapsed}",
            desc="starting",
        )

    def advance(self, name: str, done: int, count: int) -> None:
        """Note that `done` of the `count` cells of notebook `name` are through."""
        if name not in self._done:
            self._done[name] = 0
            self._count += count
            self._bar.total = self._count
        self._bar.set_description_str(name, refresh=False)
        self._bar.update(done - self._done[name])
        self._done[name] = done

    def __enter__(self) -> Bar:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.close()
