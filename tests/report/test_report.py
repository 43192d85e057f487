"""The built report is self-contained, and everything in it leads to its source."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from analysis.cli import main
from analysis.places import repository
from analysis.report.build.written import read_shown, read_values
from analysis.report.claims import CLAIMS, PARTS
from analysis.report.pages.why import NO_ROWS, why_text
from analysis.tables import table

# One worker builds the report that all these tests look at.
pytestmark = [pytest.mark.xdist_group("report"), pytest.mark.slow]


class Links(HTMLParser):
    """Collects what a page loads, what it links to and the ids it has."""

    def __init__(self) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if tag == "a" and found.get("href"):
            self.links.append(str(found["href"]))
        elif tag in {"img", "script", "iframe", "link", "source"}:
            self.loads += [str(found[key]) for key in ("src", "href") if found.get(key)]


def parsed(path: Path) -> Links:
    links = Links()
    links.feed(path.read_text(encoding="utf-8"))
    return links


def test_pages_load_nothing_from_anywhere(report: Path) -> None:
    pages = sorted(report.glob("*.html"))
    assert {"index.html", "01_steel.html", "why.html", "coverage.html"} <= {p.name for p in pages}
    for page in pages:
        assert [x for x in parsed(page).loads if not x.startswith("data:")] == []
        text = page.read_text(encoding="utf-8")
        if page.name == "curve.html":
            # What its scripts ask for is heard in a browser: see test_curve_moved.py.
            text = re.sub(r"<script\b.*?</script>", "", text, flags=re.DOTALL)
        assert "@import" not in text
        assert re.findall(r"url\((?!#)", text) == []
        # Pages that filter rows have a script of their own, within them; the tags load nothing.
        filtered = page.name in {"explorer.html", "why.html"} or page.name.startswith("rows_")
        assert text.count("<script") == filtered


def test_every_link_of_the_report_leads_somewhere(report: Path) -> None:
    ids = {page.name: set(parsed(page).ids) for page in report.glob("*.html")}
    for page in sorted(report.glob("*.html")):
        for link in parsed(page).links:
            if re.match(r"^https?://", link):
                continue
            name, _, anchor = link.partition("#")
            target = name or page.name
            assert (report / target).is_file(), (page.name, link)
            if anchor:
                assert anchor in ids[target], (page.name, link)


def test_math_is_rendered_and_figures_have_alt_text_and_sources(report: Path) -> None:
    for page in sorted(report.glob("[0-9]*.html")):
        text = page.read_text(encoding="utf-8")
        prose = re.sub(r"<(pre|code|svg)\b.*?</\1>", "", text, flags=re.DOTALL)
        assert "$$" not in prose
        assert "\\frac" not in re.sub(r"<annotation.*?</annotation>", "", prose)
        figures = re.findall(r'<figure class="paper".*?</figure>', text, re.DOTALL)
        for figure in figures:
            assert re.search(r'aria-label="[^"]{20,}"', figure)
            assert re.search(r'class="source[^"]*">(Source|Made by)', figure)
    assert "<math" in (report / "01_steel.html").read_text(encoding="utf-8")


def test_why_answers_for_every_number_figure_and_table(report: Path) -> None:
    shown = read_shown(report)
    assert len(shown.numbers) > 20
    assert len(shown.figures) >= 4
    assert len(shown.tables) >= 4
    for name in shown:
        answer = why_text(name, shown)
        assert "source" in answer or NO_ROWS in answer
        assert "notebook" in answer


def test_every_number_can_be_followed_to_source_ids(report: Path) -> None:
    known = set(table("sources").frame["id"])
    for item in read_values(report).values():
        for used in item.evidence:
            ids = set(used.rows()["source_id"].dropna()) if used.table != "sources" else set()
            assert ids <= known
            assert len(used.rows()) > 0, item.name


def test_every_figure_has_all_its_papers(report: Path) -> None:
    folder = report / "figures"
    for name, sidecar in read_shown(report).figures.items():
        for kind in ("svg", "narrow.svg", "png", "pdf", "csv", "json"):
            assert (folder / f"{name}.{kind}").stat().st_size > 0
        assert set(sidecar["tables"]) == {item["table"] for item in sidecar["evidence"]}
        assert sidecar["function"].startswith("analysis.figures.")


def test_every_table_has_its_data_and_its_latex_and_words_above_its_columns(report: Path) -> None:
    folder, shown = report / "tables", read_shown(report).tables
    pages = "".join(path.read_text(encoding="utf-8") for path in report.glob("[0-9]*.html"))
    tables = dict(
        re.findall(
            r'<figure class="table" id="table-([a-z0-9_]+)">.*?<thead>(.*?)</thead>', pages, re.S
        )
    )
    assert set(tables) == set(shown)
    for name, heads in tables.items():
        for kind in ("csv", "tex"):
            assert (folder / f"{name}.{kind}").stat().st_size > 0
            assert f'href="tables/{name}.{kind}"' in pages
        assert f"\\label{{tab:{name}}}" in (folder / f"{name}.tex").read_text(encoding="utf-8")
        assert [head for head in re.findall("<th[^>]*>(.*?)</th>", heads) if "_" in head] == []


def test_the_index_opens_with_the_claims(report: Path, capsys) -> None:
    text = (report / "index.html").read_text(encoding="utf-8")
    assert all(f'<tr id="{claim.id}"' in text for claim in CLAIMS)
    assert main(["claims", "--json", "--out", str(report)]) == 0
    findings = json.loads(capsys.readouterr().out)
    assert [item["id"] for item in findings] == [claim.id for claim in CLAIMS]
    parts = [part for item in findings for part in item["parts"]]
    assert all(f'<tr id="{part["id"]}"' in text for part in parts)
    assert not [part["id"] for part in parts if part["verdict"] == "not examined"]
    assert not [part["id"] for part in parts if not part["unit"]]


def test_every_number_is_read_by_prose_a_caption_a_table_or_a_rule(report: Path) -> None:
    paths = [*report.glob("[0-9]*.html"), report / "curve.html"]
    pages = "".join(path.read_text(encoding="utf-8") for path in paths)
    # What the sliders' page tells of a preset stands in its data, with quotes escaped.
    read = set(re.findall(r'href=\\?"why\.html#([a-z0-9_.]+)\\?"', pages))
    ruled = {name for part in PARTS for name in part.numbers}
    assert set(read_values(report)) - read - ruled == set()


def test_every_table_says_what_made_it_and_from_which_rows(report: Path) -> None:
    for name, sidecar in read_shown(report).tables.items():
        assert sidecar["function"].startswith("analysis."), name
        # Only what was made up rests on no row, and it says so.
        assert sidecar["evidence"] or "nobody did this work" in sidecar["caption"], name


def test_the_last_part_of_every_name_is_a_literal_that_a_search_finds(report: Path) -> None:
    code = "".join(
        path.read_text(encoding="utf-8") for path in (repository() / "analysis").rglob("*.py")
    )
    cells = {f"{name}." for name in (t.replace("_", ".", 1) for t in read_shown(report).tables)}
    for name in read_values(report):
        in_a_table = any(name.startswith(table) for table in cells)
        parts = name.split(".")
        ends = {".".join(parts[place:]) for place in range(1, len(parts))}
        assert in_a_table or any(f'"{end}"' in code for end in ends), name
