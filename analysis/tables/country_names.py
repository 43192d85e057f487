"""Names of countries as readers see them."""

from __future__ import annotations

from functools import cache
from typing import Any

import pandas as pd

from analysis.tables.catalogue import table

MOSTLY = "mostly "
"""Goes before a country where most, not all, of the workers behind a quote live there."""
NOT_KNOWN = "country not known"


def country_name(code: Any) -> str:
    """English short name of an ISO code, "mostly" kept before it; a missing one is not known.

    Examples
    --------
    >>> country_name("KEN"), country_name("mostly USA"), country_name(None)
    ('Kenya', 'mostly United States', 'country not known')
    """
    if not isinstance(code, str) or not code:
        return NOT_KNOWN
    before = MOSTLY if code.startswith(MOSTLY) else ""
    bare = code.removeprefix(MOSTLY)
    return before + _names().get(bare, bare)


def living_in(quotes: pd.DataFrame) -> pd.Series[Any]:
    """Country of each quote, "mostly" before that where most workers live; missing if not known.

    Parameters
    ----------
    quotes : pandas.DataFrame
        With ``country`` and ``home``, from :func:`analysis.wages.comparable.with_kinds`.
    """
    return quotes["country"].fillna(MOSTLY + quotes["home"])


@cache
def _names() -> dict[str, str]:
    return dict(table("annotation_wages").vocabulary.countries)
