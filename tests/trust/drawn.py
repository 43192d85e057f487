"""Hypothesis with a budget: the same examples every time, and no clock."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.trust.attempts import Attempt


def drawn(
    check: Callable[..., object], *strategies: st.SearchStrategy[Any], examples: int, number: int
) -> Attempt:
    """Try `check` on drawn examples; what fails is shown as small as it can be made."""

    def attempt(folder: Path) -> None:
        budget = settings(
            max_examples=examples, deadline=None, database=None, print_blob=False,
            suppress_health_check=list(HealthCheck), phases=[Phase.generate, Phase.shrink],
        )  # fmt: skip

        def trying(example: tuple[Any, ...]) -> None:
            try:
                check(*example)
            except Exception as error:
                raise AssertionError(
                    f"{example!r:.200}: {type(error).__name__}: {error}"
                ) from error

        budget(seed(number)(given(st.tuples(*strategies))(trying)))()

    return attempt
