"""Closed vocabularies (units, usage warnings, licences, kinds of source) and their meanings."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path

from analysis.errors import DefinitionError


@dataclass(frozen=True)
class Vocabulary:
    """Codes allowed in data and metadata, each with its meaning in a sentence."""

    units: Mapping[str, str]
    warnings: Mapping[str, str]
    licences: Mapping[str, str]
    source_kinds: Mapping[str, str]

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
        For an unknown or a missing section.
    """
    with path.open("rb") as handle:
        raw = tomllib.load(handle)
    allowed = [item.name for item in fields(Vocabulary)]
    if sorted(raw) != sorted(allowed):
        raise DefinitionError(
            f"{path.name}: sections {', '.join(raw)}; allowed: {', '.join(allowed)}, each once"
        )
    return Vocabulary(**raw)
