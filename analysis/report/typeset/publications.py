"""The publications behind what the paper shows: a line a chapter, and the list of all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from analysis.figures.sources import citation
from analysis.language import translated
from analysis.report.pages.account import Publication, source_of
from analysis.tables import Evidence, table

SHARED = 40
"""Letters at the beginning of their titles in which publications of one work agree."""
LINE = 170
"""Letters of the line of sources under a table."""
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
    used = dict.fromkeys(evidence)
    digests = {name: table(name).digest for name in {item.table for item in used}}
    for item in used:
        found |= _behind(item, digests[item.table])
    return dict(sorted(found.items(), key=lambda pair: (pair[1].short.lower(), pair[0])))


@lru_cache(maxsize=4096)
def _behind(item: Evidence, _digest: str) -> dict[str, Cited]:
    """Many things rest on the same rows: these are followed once while the table is as it was."""
    licences = table(item.table).vocabulary.licences
    return {
        str(row["id"]): Cited(citation(row), source_of(row, licences))
        for row in item.sources().to_dict("records")
    }


@dataclass(frozen=True)
class Entry:
    """An entry of the list of sources: publications that differ in the end of their titles alone.

    Attributes
    ----------
    head : str
        Author, publisher and year, and what the titles share.
    address, licence : str
    members : tuple of (str, str)
        The rest of each title, and the id of the source.
    """

    head: str
    address: str
    licence: str
    members: tuple[tuple[str, str], ...]


def entries(known: Mapping[str, Cited]) -> list[Entry]:
    """The list of sources in the order of `known`, with the volumes of one work together."""
    groups: dict[tuple[str, ...], list[Publication]] = {}
    for item in known.values():
        one = item.publication
        work = one.title[:SHARED] if one.address else one.id
        groups.setdefault((one.citation, one.address, one.licence, work), []).append(one)
    return [_entry(group) for group in groups.values()]


def _entry(group: list[Publication]) -> Entry:
    first = group[0]
    titles = [one.title for one in group]
    alike = next(
        (n for n, signs in enumerate(zip(*titles, strict=False)) if len(set(signs)) > 1),
        min(map(len, titles)),
    )
    comma = first.title.rfind(", ", 0, alike)
    cut = first.title if len(group) == 1 else first.title[: comma + 2 if comma > 0 else 0]
    told = ". ".join(part for part in (first.citation, cut.rstrip(", ")) if part)
    rest = sorted((one.title.removeprefix(cut), one.id) for one in group)
    return Entry(told, first.address, first.licence, tuple(rest))


def short_list(known: Mapping[str, Cited]) -> str:
    """The short names, each once, parted by semicolons."""
    return "; ".join(dict.fromkeys(item.short for item in known.values()))


def source_line(known: Mapping[str, Cited]) -> str:
    """``Sources:`` and as many of the short names as two lines hold; the rest is counted."""
    names = list(dict.fromkeys(item.short for item in known.values()))
    shown = [name for place, name in enumerate(names) if len("; ".join(names[: place + 1])) < LINE]
    word = translated("Source" if len(names) == 1 else "Sources")
    rest = len(names) - len(shown)
    more = [translated("and {count} more").format(count=rest)] if rest else []
    return f"{word}: {'; '.join([*shown, *more])}." if names else ""


def without_chinese(text: str, word: str) -> str:
    """`text` with `word` in brackets for every stretch of Chinese letters.

    >>> without_chinese("经济日报 (Economic Daily)", "Chinese")
    '[Chinese] (Economic Daily)'
    """
    return _CHINESE.sub(f"[{word}]", text)
