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
from analysis.language import TAGS, joined, language, said, translated, worded
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
    title = translated(title_of(notebook, name))
    return HtmlPage(f"{name}.html", title, short_of(name), linked)


def plain_page(path: Path, name: str) -> HtmlPage:
    """As :func:`notebook_page`, without the code and the links that lead from the words."""
    notebook = nbformat.read(path, as_version=4)
    body, _ = TemplateExporter.from_notebook_node(_exporter(code=False), notebook)
    title = translated(title_of(notebook, name))
    return HtmlPage(f"{name}.html", title, short_of(name), body)


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
        {"subject": translated(f"{item.subject}."), "text": text, "href": f"{item.page}.html"}
        for item, text in findings_told(numbers, link)
    ]
    titles = {page.href: page.title for page in notebooks}
    quotes = [
        {"text": text, "href": f"{name}.html", "title": titles.get(f"{name}.html", name)}
        for name, text in quotable(numbers, link)
    ]
    then = {name: filled_in(text, numbers, link) for name, text in THEN_AND_NOW.items()}
    body = templates().get_template("index_body.html.j2").render(
        claims=[_claim_row(item) | {"then": then.get(item.claim.id, "")} for item in findings],
        quotes=quotes,
        answer=filled_in(ANSWER, numbers, link),
        about=about(),
        newest=newest_row(),
        combination=translated(combination()),
        tally=translated(tally(findings)),
        notebooks=notebooks,
        told=told,
        figures=[{"see": see, "drawn": _linked(figure)} for see, figure in figures],
    )  # fmt: skip
    # The glossary is English, and so are its terms.
    linked = with_terms(body, "index") if language() == "en" else body
    return HtmlPage("index.html", translated("Labelling labour"), "", linked)


def render(page: HtmlPage, navigation: Sequence[HtmlPage]) -> str:
    """The whole HTML document of a page."""
    opening, end, body = page.body.partition("</h1>")
    opening, body = (opening + end, body) if end else ("", page.body)
    contents = [
        {"id": match.group(1), "text": re.sub(r"<(?!/?math|/?m)[^>]+>", "", match.group(2))}
        for match in _HEADING.finditer(page.body)
    ]
    return templates().get_template("page.html.j2").render(
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
        footer=translated(said("Made by {name} {version}. Every number leads to its source.",
                               name="labelling-labour", version=__version__)),
        tag=TAGS[language()],
        foreign=language() != "en" and page.href != "index.html",
    ) + "\n"  # fmt: skip


def page_css() -> str:
    """The looks of every page: text, figures and their letters, print."""
    text, figures, print_ = (
        (TEMPLATES / f"{name}.css").read_text(encoding="utf-8")
        for name in ("report", "figures", "print")
    )
    chinese = "" if language() == "en" else (TEMPLATES / "chinese.css").read_text(encoding="utf-8")
    return "\n".join((text, letters_css(), figures, print_)) + chinese


def _claim_row(finding: Finding) -> dict[str, Any]:
    several = len(finding.parts) != 1
    return {
        "id": finding.claim.id,
        "statement": html.escape(translated(finding.claim.statement)),
        "verdict": finding.verdict,
        "answer": worded(finding.verdict),
        "because": html.escape(translated(finding.because)) if several else "",
        "parts": [_part_row(item) for item in finding.parts],
    }


def _part_row(item: PartFinding) -> dict[str, Any]:
    number, statement = item.shown, html.escape(translated(item.part.statement))
    return {
        "id": item.part.id,
        "statement": f'<a href="{item.page}.html">{statement}</a>' if item.page else statement,
        "verdict": item.verdict,
        "answer": worded(item.verdict),
        "because": html.escape(translated(item.because)),
        "number": _number(item),
        "interval": worded(number.format("interval")) if number and number.interval else "",
        "rests_on": translated(joined(", ", (name.replace("_", " ") for name in item.rests_on))),
        "weakest_link": html.escape(translated(item.part.weakest_link)),
        "registered": html.escape(translated(item.part.registered.rule)),
    }


def _number(item: PartFinding) -> str:
    if item.shown is None:
        return ""
    value = why_link(item.shown.name, html.escape(worded(item.shown.format())))
    if item.unit == "year":
        return translated("year {value}").format(value=value)
    declared = item.part.unit
    unit = html.escape(translated(declared) if declared else worded(item.unit))
    return f"{value} {unit}".rstrip()


def why_link(name: str, shown: str, *, anchor: bool = False) -> str:
    """Link from a number to the account of where it comes from; with `anchor`, and back."""
    place = f' id="number-{name}"' if anchor else ""
    title = translated("where {number} comes from").format(number=name)
    return f'<a class="number"{place} href="why.html#{name}" title="{title}">{shown}</a>'


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
        f'<a href="figures/{name}.{kind}">{worded(word)}</a>'
        for kind, word in (("csv", "data"), ("svg", "SVG"), ("png", "PNG"), ("pdf", "PDF"))
    )
    why = f'<a href="why.html#figure-{name}">{translated("all sources")}</a>'
    return f'{match.group(1)} <span class="papers">{files_of}{why}</span>{match.group(3)}'


def _with_data(match: re.Match[str]) -> str:
    name, why = match.group(2), translated("where it comes from")
    return (
        f'{match.group(1)}<p class="papers"><a href="tables/{name}.csv">CSV</a>'
        f'<a href="tables/{name}.tex">LaTeX</a>'
        f'<a href="why.html#table-{name}">{why}</a></p>{match.group(3)}'
    )


def short_of(name: str) -> str:
    """The word for a notebook in the navigation."""
    return worded(name.partition("_")[2].replace("_", " "))


@lru_cache(maxsize=2)
def _exporter(*, code: bool = True) -> HTMLExporter:
    exporter = HTMLExporter(
        exclude_input=not code,
        template_name="labour",
        extra_template_basedirs=[str(TEMPLATES)],
        exclude_input_prompt=True,
        exclude_output_prompt=True,
    )
    exporter.register_filter("with_math", math_to_mathml)
    exporter.register_filter("highlight_code", Highlight2HTML(pygments_lexer="python"))
    return exporter


@lru_cache(maxsize=1)
def templates() -> Environment:
    """Where the templates of pages are, their texts in the language of the report."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=False,  # noqa: S701
        extensions=["jinja2.ext.i18n"],
    )
    # One text says nothing of how many there are, so that its plural is never asked for.
    install: Any = made.install_gettext_callables  # type: ignore[attr-defined]
    install(translated, lambda one, _many, _count: translated(one), newstyle=True)
    return made
