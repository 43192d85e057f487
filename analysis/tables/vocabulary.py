"""Closed vocabularies (units, usage warnings, licences, kinds of source) and their meanings."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from analysis.errors import DefinitionError
from analysis.files import read_plain
from analysis.tables.cells import FORMATS

LAST_DAY = "last_day"


@dataclass(frozen=True)
class Vocabulary:
    """Codes allowed in data and metadata, each with its meaning in a sentence."""

    units: Mapping[str, str]
    warnings: Mapping[str, str]
    licences: Mapping[str, str]
    source_kinds: Mapping[str, str]
    countries: Mapping[str, str] = field(default_factory=dict)
    currencies: Mapping[str, str] = field(default_factory=dict)
    dates: Mapping[str, str] = field(default_factory=dict)

    @property
    def last_day(self) -> str | None:
        """Last day of which there can be observations, declared: no clock is asked."""
        return self.dates.get(LAST_DAY)

    def require(self, kind: str, code: str, where: str) -> None:
        """Raise DefinitionError where `code` is not in vocabulary `kind`."""
        known: Mapping[str, str] = getattr(self, kind)
        if code not in known:
            close = get_close_matches(code, known, n=3, cutoff=0.4) or list(known)
            raise DefinitionError(
                f"{where}: {code!r} is not in the vocabulary of {kind}; close: {', '.join(close)}"
            )


def read_vocabulary(path: Path) -> Vocabulary:
    """Read ``data/vocabulary.toml``.

    Raises
    ------
    DefinitionError
        For a file that cannot be read, an unknown or a missing section, or a code without a
        meaning in words.
    """
    raw = read_toml(path)
    allowed = [item.name for item in fields(Vocabulary)]
    needed = {item.name for item in fields(Vocabulary) if item.default_factory is MISSING}
    if not needed <= set(raw) <= set(allowed):
        raise DefinitionError(
            f"{path.name}: sections {', '.join(raw)}; allowed: {', '.join(allowed)}, each once"
        )
    for section, codes in raw.items():
        if not isinstance(codes, dict):
            raise DefinitionError(f"{path.name}: {section} is {codes!r}; allowed: a section")
        for code, meaning in codes.items():
            if not isinstance(meaning, str) or not meaning.strip():
                raise DefinitionError(
                    f"{path.name}, {section}: {code!r} is {meaning!r}; allowed: a text"
                )
    _check_dates(raw.get("dates", {}), path.name)
    return Vocabulary(**raw)


def _check_dates(dates: Mapping[str, str], where: str) -> None:
    is_day, allowed = FORMATS["day"]
    for name, day in dates.items():
        if name != LAST_DAY or not is_day(day):
            raise DefinitionError(
                f"{where}, dates: {name!r} is {day!r}; allowed: {LAST_DAY} with {allowed}"
            )


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file.

    Raises
    ------
    DefinitionError
        For a file that is not there, cannot be read, is not UTF-8 or not TOML.
    """
    try:
        return tomllib.loads(read_plain(path).decode("utf-8").replace("\r\n", "\n"))
    except OSError as error:
        raise DefinitionError(f"cannot read {path.name}: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DefinitionError(f"{path.name}: not a TOML file: {error}") from None
