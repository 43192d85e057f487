"""The publications behind what the paper shows: a line a chapter, and the list of all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from analysis.figures.sources import citation
from analysis.report.pages.account import Publication, source_of
from analysis.tables import Evidence, table

# Letters that the fonts of the English paper do not have.
_CHINESE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+(?:[\s\u2014]+[\u2e80-\u9fff]+)*")


@dataclass(frozen=True)
class Cited:
    """A publication as the paper names it.

    Attributes
    ----------
    short : str
        First author and year.
    publication : Publication
    """

    short: str
    publication: Publication


def cited(evidence: Iterable[Evidence]) -> dict[str, Cited]:
    """Publications behind the rows, by id, in the order of their short names."""
    found: dict[str, Cited] = {}
    for item in dict.fromkeys(evidence):
        found |= _behind(item, table(item.table).digest)
    return dict(sorted(found.items(), key=lambda pair: (pair[1].short.lower(), pair[0])))


@lru_cache(maxsize=4096)
def _behind(item: Evidence, _digest: str) -> dict[str, Cited]:
    """Many things rest on the same rows: these are followed once while the table is as it was."""
    licences = table(item.table).vocabulary.licences
    return {
        str(row["id"]): Cited(citation(row), source_of(row, licences))
        for row in item.sources().to_dict("records")
    }


def short_list(known: Mapping[str, Cited]) -> str:
    """The short names, each once, parted by semicolons."""
    return "; ".join(dict.fromkeys(item.short for item in known.values()))


def without_chinese(text: str, word: str) -> str:
    """`text` with `word` in brackets for every stretch of Chinese letters.

    >>> without_chinese("经济日报 (Economic Daily)", "Chinese")
    '[Chinese] (Economic Daily)'
    """
    return _CHINESE.sub(f"[{word}]", text)
