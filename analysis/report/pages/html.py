"""Pages of the report: self-contained HTML, readable on a phone, in the dark and on paper."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import nbformat
from jinja2 import Environment, FileSystemLoader
from nbconvert import HTMLExporter, TemplateExporter
from nbconvert.filters import Highlight2HTML

from analysis import __version__
from analysis.figures.labels import letters_css
from analysis.report.claim_text import tally
from analysis.report.claims import Finding, PartFinding
from analysis.report.numbers import Number
from analysis.report.pages.about import about, described, newest_row
from analysis.report.pages.front import (
    ANSWER,
    THEN_AND_NOW,
    filled_in,
    findings_told,
    quotable,
    shown_as_link,
)
from analysis.report.pages.glossary import with_terms
from analysis.report.pages.mathml import math_to_mathml
from analysis.verdicts import combination

TEMPLATES = Path(str(files("analysis.report.pages") / "templates"))
_HEADING = re.compile(r'<h2 id="([^"]+)">(.*?)</h2>', re.DOTALL)
_ANCHOR = re.compile(r'<a class="anchor-link".*?</a>', re.DOTALL)
_NUMBER = re.compile(r'<data class="number" value="([^"]+)">(.*?)</data>')
_FIGURE = re.compile(
    r'(<figure class="paper" id="figure-([a-z0-9_]+)">.*?)(</figcaption></figure>)', re.DOTALL
)
_TABLE = re.compile(r'(<figure class="table" id="table-([a-z0-9_]+)">.*?)(</figure>)', re.DOTALL)


@dataclass(frozen=True)
class HtmlPage:
    """A page to be written as HTML.

    Attributes
    ----------
    href : str
        File name.
    title, short : str
        Title, and the word for it in the navigation.
    body : str
        HTML; empty where the notebook was not built.
    """

    href: str
    title: str
    short: str
    body: str = ""

    @property
    def built(self) -> bool:
        """Whether there is a page behind the link."""
        return bool(self.body)


def notebook_page(path: Path, name: str) -> HtmlPage:
    """HtmlPage of an executed notebook."""
    notebook = nbformat.read(path, as_version=4)
    # That of HTML would parse the page and print it again to put alternative texts where they are
    # missing; here a figure without one is refused.
    body, _ = TemplateExporter.from_notebook_node(_exporter(), notebook)
    linked = with_terms(_linked(body), name)
    return HtmlPage(f"{name}.html", title_of(notebook, name), _short(name), linked)


def title_of(notebook: Any, name: str) -> str:
    """First heading of a notebook, or its name."""
    for cell in notebook.cells:
        match = re.search(r"^# +(.+)$", cell.source, re.MULTILINE)
        if cell.cell_type == "markdown" and match:
            return match.group(1).strip()
    return name


def index_page(
    findings: Sequence[Finding],
    notebooks: Sequence[HtmlPage],
    figures: Sequence[tuple[str, str]],
    numbers: Mapping[str, Number],
) -> HtmlPage:
    """The opening page: the question, what was found, figures, the claims, the notebooks.

    Each figure comes with a sentence that says what to see.
    """
    link = shown_as_link(why_link)
    told = [
        {"subject": item.subject, "text": text, "href": f"{item.page}.html"}
        for item, text in findings_told(numbers, link)
    ]
    titles = {page.href: page.title for page in notebooks}
    quotes = [
        {"text": text, "href": f"{name}.html", "title": titles.get(f"{name}.html", name)}
        for name, text in quotable(numbers, link)
    ]
    then = {name: filled_in(text, numbers, link) for name, text in THEN_AND_NOW.items()}
    body = _templates().get_template("index_body.html.j2").render(
        claims=[_claim_row(item) | {"then": then.get(item.claim.id, "")} for item in findings],
        quotes=quotes,
        answer=filled_in(ANSWER, numbers, link),
        about=about(),
        newest=newest_row(),
        combination=combination(),
        tally=tally(findings),
        notebooks=notebooks,
        told=told,
        figures=[{"see": see, "drawn": _linked(figure)} for see, figure in figures],
    )  # fmt: skip
    return HtmlPage("index.html", "Labelling labour", "", with_terms(body, "index"))


def render(page: HtmlPage, navigation: Sequence[HtmlPage]) -> str:
    """The whole HTML document of a page."""
    opening, end, body = page.body.partition("</h1>")
    opening, body = (opening + end, body) if end else ("", page.body)
    contents = [
        {"id": match.group(1), "text": re.sub(r"<(?!/?math|/?m)[^>]+>", "", match.group(2))}
        for match in _HEADING.finditer(page.body)
    ]
    return _templates().get_template("page.html.j2").render(
        title=html.escape(page.title),
        description=html.escape(described(page.body)),
        author=html.escape(about().authors),
        href=page.href,
        css=page_css(),
        pages=navigation,
        contents=contents,
        opening=opening,
        body=body,
        code='<div class="code">' in body,
        footer=f"Made by labelling-labour {__version__}. Every number leads to its source.",
    ) + "\n"  # fmt: skip


def page_css() -> str:
    """The looks of every page: text, figures and their letters, print."""
    text, figures, print_ = (
        (TEMPLATES / f"{name}.css").read_text(encoding="utf-8")
        for name in ("report", "figures", "print")
    )
    return "\n".join((text, letters_css(), figures, print_))


def _claim_row(finding: Finding) -> dict[str, Any]:
    several = len(finding.parts) != 1
    return {
        "id": finding.claim.id,
        "statement": html.escape(finding.claim.statement),
        "verdict": finding.verdict,
        "because": html.escape(finding.because) if several else "",
        "parts": [_part_row(item) for item in finding.parts],
    }


def _part_row(item: PartFinding) -> dict[str, Any]:
    number, statement = item.shown, html.escape(item.part.statement)
    return {
        "id": item.part.id,
        "statement": f'<a href="{item.page}.html">{statement}</a>' if item.page else statement,
        "verdict": item.verdict,
        "because": html.escape(item.because),
        "number": _number(item),
        "interval": number.format("interval") if number and number.interval else "",
        "rests_on": ", ".join(item.rests_on).replace("_", " "),
        "weakest_link": html.escape(item.part.weakest_link),
        "registered": html.escape(str(item.part.registered)),
    }


def _number(item: PartFinding) -> str:
    if item.shown is None:
        return ""
    value = why_link(item.shown.name, html.escape(item.shown.format()))
    return f"year {value}" if item.unit == "year" else f"{value} {html.escape(item.unit)}".rstrip()


def why_link(name: str, shown: str, *, anchor: bool = False) -> str:
    """Link from a number to the account of where it comes from; with `anchor`, and back."""
    place = f' id="number-{name}"' if anchor else ""
    return (
        f'<a class="number"{place} href="why.html#{name}" title="where {name} comes from">'
        f"{shown}</a>"
    )


def _linked(body: str) -> str:
    seen: set[str] = set()

    def link(match: re.Match[str]) -> str:
        first = match.group(1) not in seen
        seen.add(match.group(1))
        return why_link(match.group(1), match.group(2), anchor=first)

    body = _NUMBER.sub(link, _ANCHOR.sub("", body))
    return _TABLE.sub(_with_data, _FIGURE.sub(_with_papers, body))


def _with_papers(match: re.Match[str]) -> str:
    name = match.group(2)
    files_of = "".join(
        f'<a href="figures/{name}.{kind}">{word}</a>'
        for kind, word in (("csv", "data"), ("svg", "SVG"), ("png", "PNG"), ("pdf", "PDF"))
    )
    why = f'<a href="why.html#figure-{name}">all sources</a>'
    return f'{match.group(1)} <span class="papers">{files_of}{why}</span>{match.group(3)}'


def _with_data(match: re.Match[str]) -> str:
    name = match.group(2)
    return (
        f'{match.group(1)}<p class="papers"><a href="tables/{name}.csv">CSV</a>'
        f'<a href="tables/{name}.tex">LaTeX</a>'
        f'<a href="why.html#table-{name}">where it comes from</a></p>{match.group(3)}'
    )


def _short(name: str) -> str:
    return name.partition("_")[2].replace("_", " ")


@lru_cache(maxsize=1)
def _exporter() -> HTMLExporter:
    exporter = HTMLExporter(
        template_name="labour",
        extra_template_basedirs=[str(TEMPLATES)],
        exclude_input_prompt=True,
        exclude_output_prompt=True,
    )
    exporter.register_filter("with_math", math_to_mathml)
    exporter.register_filter("highlight_code", Highlight2HTML(pygments_lexer="python"))
    return exporter


@lru_cache(maxsize=1)
def _templates() -> Environment:
    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=False)  # noqa: S701
