"""Notebooks in git are thin and clean: no outputs, ids by position, no numbers typed into prose."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from analysis.errors import ReportError
from analysis.places import repository
from analysis.report import notebooks
from analysis.report.session import REFERENCE

FOLDER = repository() / "notebooks"


@pytest.mark.parametrize("path", notebooks.find(FOLDER), ids=lambda path: path.stem)
def test_notebook_keeps_the_house_rules(path) -> None:
    assert notebooks.faults(path) == []


@pytest.mark.parametrize(
    ("text", "digit"),
    [
        ("Employment fell by 90 percent.", "90"),
        ("It was 3.49 in 1867.", "3.49"),
        ("R2 of .98", "R2"),
        ("between 1860 and 1982, in the 1920s, 1861-65", ""),
        ("# 12 findings", ""),
        ("with $\\sigma = 1.26$ and `fit(cov_kwds=4)`", ""),
        ("as Bessen shows (Bessen 2019, Economic Policy 34, pp. 589-626)", ""),
        ("claims C7 and C12", ""),
        ("the share is {steel.share_1970:pct} of it", ""),
        ("see [the page](https://example.org/a/123)", ""),
    ],
)
def test_digits_in_prose_are_found_outside_years_headings_equations_citations(
    text: str, digit: str
) -> None:
    assert notebooks.typed_number(text) == digit


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("cloth grows twelvefold", "twelvefold"),
        ("half a million jobs", "half"),
        ("Three tenths are served", "Three"),
        ("four fifths of it, a third of them", "four"),
        ("more than five hundred thousand people", "five"),
        ("prices doubled", "doubled"),
        ("two<!--said--> error scales", ""),
        ("{jobs:,.0f} thousand jobs, {rate} per thousand people", ""),
        ("one of them, at first; a manifold of threefoot halfway houses", ""),
    ],
)
def test_number_words_in_prose_are_refused_like_digits_unless_marked(text: str, word: str) -> None:
    assert notebooks.typed_number(text) == word


def blocks(path: Path) -> list[tuple[str, str]]:
    """What a reader meets on the page of a notebook, in order: kind and text."""
    found = []
    for cell in notebooks.read(path).cells:
        if cell.cell_type == "markdown":
            for part in re.split(r"\n\s*\n", cell.source):
                level = len(part) - len(part.lstrip("#"))
                found.append(({0: "prose", 1: "title"}.get(level, "heading"), part))
        else:
            calls = re.findall(
                r"\bpage\.(prose|figure|table)\((.*?)(?=\bpage\.|\Z)", cell.source, re.S
            )
            found += [(kind, text) for kind, text in calls]
    return found


@pytest.mark.parametrize("path", notebooks.find(FOLDER), ids=lambda path: path.stem)
def test_a_page_says_what_it_found_then_shows_it_then_argues(path) -> None:
    kinds = [kind for kind, _ in blocks(path)]
    assert kinds[0] == "title"
    kind, found = blocks(path)[1]
    assert kind == "prose"
    assert "**" in found
    assert len(REFERENCE.findall(found)) >= 3
    assert kinds[2] == "figure"
    assert kinds.index("heading") > 2


@pytest.mark.parametrize("path", notebooks.find(FOLDER), ids=lambda path: path.stem)
def test_a_sentence_above_every_figure_says_what_to_see(path) -> None:
    met = blocks(path)
    for (before, _), (kind, text) in pairwise(met):
        assert kind != "figure" or before == "prose", text[:60]


def test_a_missing_notebook_is_named_with_those_there_are() -> None:
    with pytest.raises(ReportError, match=r"no notebook '99'; there are: 01_steel"):
        notebooks.find(FOLDER, "99")
