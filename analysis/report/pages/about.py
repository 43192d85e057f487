"""What is said of the report and its pages where they are cited or sent to somebody."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import metadata

import pandas as pd

from analysis import __version__
from analysis.tables import load, names

TITLE = "Labelling labour: the economics of AI data annotation"
# Tables of observations about labelling, with the column that says of when a row is. Volumes hold
# forecasts too, which are not observed.
_ABOUT_LABELLING = {
    "annotation_wages": "year_last",
    "price_per_label": "year",
    "time_per_label": "year",
}
_LONGEST = 240


@dataclass(frozen=True)
class About:
    """What a citation needs.

    Attributes
    ----------
    title, authors, version, licence : str
        As in the metadata of the package.
    """

    title: str
    authors: str
    version: str
    licence: str


@lru_cache(maxsize=1)
def about() -> About:
    """What is said of the report as a whole."""
    known = metadata("labelling-labour")
    return About(TITLE, known["Author"], __version__, known["License-Expression"])


def newest_row() -> int | None:
    """Last year of which there is a row about labelling; None where no table is about that."""
    here = set(names())
    asked = {name: column for name, column in _ABOUT_LABELLING.items() if name in here}
    years = [load(name)[column].max() for name, column in asked.items()]
    return max((int(year) for year in years if not pd.isna(year)), default=None)


def described(body: str) -> str:
    """The first paragraph of a page as plain text, for those to whom it is sent."""
    for paragraph in re.findall(r"<p[^>]*>(.*?)</p>", body, re.DOTALL):
        text = " ".join(html.unescape(re.sub(r"<[^>]+>", "", paragraph)).split())
        if len(text) > 1:
            cut = text[:_LONGEST]
            return text if cut == text else cut.rpartition(" ")[0] + " …"
    return TITLE
