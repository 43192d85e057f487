"""Progress of a build: a bar on a terminal, a line a notebook in a file."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Never

from tqdm import tqdm


class Bar:
    """Cells done, the notebook under way and the time elapsed, on standard error.

    Where standard error is no terminal, one line for each notebook that is done. Nothing is shown
    where no notebook runs.
    """

    def __init__(self) -> None:
        self._done: dict[str, int] = {}
        self._count = 0
        self._bar: tqdm[Never] | None = None
        self._terminal = sys.stderr.isatty()

    def advance(self, name: str, done: int, count: int) -> None:
        """Note that `done` of the `count` cells of notebook `name` are through."""
        before = self._done.get(name, 0)
        if name not in self._done:
            self._count += count
        self._done[name] = done
        if self._terminal:
            self._draw(name, done - before)
        elif done == count and before < count:
            print(f"{name}: {count} cells done", file=sys.stderr, flush=True)

    def say(self, text: str) -> None:
        """Note what comes after the notebooks, a line of its own."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None
        print(text, file=sys.stderr, flush=True)

    def _draw(self, name: str, more: int) -> None:
        if self._bar is None:
            self._bar = tqdm(
                total=self._count,
                file=sys.stderr,
                bar_format="{desc:<24.24} {bar} {n_fmt}/{total_fmt} cells, {elapsed}",
                desc=name,
            )
        self._bar.total = self._count
        self._bar.set_description_str(name, refresh=False)
        self._bar.update(more)

    def __enter__(self) -> Bar:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.close()
