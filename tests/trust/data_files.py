"""Broken data files: tables, sources, corrections, definitions, vocabulary."""

from __future__ import annotations

from collections.abc import Iterator

from tests.trust.attempts import Attempt
from tests.trust.broken.case import Accepted, Case, attempt
from tests.trust.broken.columns import cells_of
from tests.trust.broken.corrections import of_corrections
from tests.trust.broken.definitions import of_definitions
from tests.trust.broken.files import named
from tests.trust.broken.impossible import rows_that_cannot_be, same_numbers
from tests.trust.broken.sources import of_sources

AREA = "broken data files"
CHUNK = 160
FILES = ("annotation_wages", "steel", "exchange_rates", "price_per_label", "sources")
"""Tables whose files are broken as a whole: of both forms, with keys of one and more columns."""
CELLS = (
    "annotation_wages", "exchange_rates", "piece_rates", "mturk_worker_year", "mturk_market_month",
    "followed_counts", "client_prices_hour", "steel", "sources",
)  # fmt: skip
"""Tables that have every kind of column between them."""


def cases() -> Iterator[tuple[str, Case]]:
    """Every case by name."""
    yield from named(FILES)
    yield from cells_of(CELLS)
    yield from rows_that_cannot_be()
    yield from same_numbers()
    yield from of_sources()
    yield from of_corrections()
    yield from of_definitions()


def attempts(seed: int) -> dict[str, Attempt]:
    """Every case as an attempt; nothing is drawn."""
    return {name: attempt(case) for name, case in cases()}


def accepted_because() -> dict[str, str]:
    """What is accepted by design, and why."""
    return {
        name: case.answer.because for name, case in cases() if isinstance(case.answer, Accepted)
    }
