"""The paper as a whole: the brief, the contents, a chapter a notebook, words and sources."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from urllib.parse import quote

from analysis.errors import ReportError
from analysis.language import translated
from analysis.report.pages.about import about
from analysis.report.pages.html import HtmlPage
from analysis.report.pages.why import ShownReport, sidecar_evidence
from analysis.report.typeset.compiler import MAIN, Fonts
from analysis.report.typeset.literals import array, content, literal
from analysis.report.typeset.markup import Node, Shown, Writer
from analysis.report.typeset.publications import (
    Cited,
    Entry,
    cited,
    entries,
    short_list,
    source_line,
    without_chinese,
)
from analysis.report.typeset.tree import Element, parsed
from analysis.tables import Evidence

BRIEF, GLOSSARY, SOURCES = "index", "glossary", "why"
# Points of a line and the most that a drawing may have of a page's height.
LINE, TALLEST = 470.5, 560.0
_SIZE = re.compile(r'<svg[^>]*? width="([\d.]+)pt" height="([\d.]+)pt"|'
                   r'<svg[^>]*? height="([\d.]+)pt"[^>]*? width="([\d.]+)pt"')  # fmt: skip


@dataclass(frozen=True)
class Content:
    """What the paper is made of.

    Attributes
    ----------
    brief : HtmlPage
    chapters : sequence of HtmlPage
        Pages of the notebooks, without their code.
    glossary : HtmlPage
    shown : ShownReport
        Numbers, figures and tables with what they rest on.
    drawings : mapping of str to bytes
        SVG of every figure, by name.
    """

    brief: HtmlPage
    chapters: Sequence[HtmlPage]
    glossary: HtmlPage
    shown: ShownReport
    drawings: Mapping[str, bytes]


def sources_of_paper(paper: Content, language: str, used: Fonts) -> dict[str, bytes]:
    """Every file that typst needs, by name.

    Raises
    ------
    ReportError
        For what a page holds and paper has no form for.
    """
    shown = _shown(paper, language)
    labels = {page.href: f"page-{page.href.removesuffix('.html')}" for page in paper.chapters}
    labels |= {f"{name}.html": f"page-{name}" for name in (GLOSSARY, SOURCES)}
    opening, rest = _brief(paper.brief, Writer(BRIEF, labels, shown))
    made = {"opening": opening, BRIEF: rest}
    everything = cited(_evidence(paper.shown, None))
    english = translated("The text and the tables of this page are in English.")
    for page in paper.chapters:
        name = page.href.removesuffix(".html")
        writer = Writer(name, labels, shown)
        lines = _titled(page, writer, labels[page.href], language)
        if language != "en":
            lines.insert(1, f"note[#{literal(english)}]")
        behind = short_list(cited(_evidence(paper.shown, name)))
        told = f"{translated('Sources of this chapter')}: {behind}."
        made[name] = [*lines, *([f"note[#{literal(_letters(told, language))}]"] if behind else [])]
    words = Writer(GLOSSARY, labels, shown)
    made[GLOSSARY] = _titled(paper.glossary, words, labels[f"{GLOSSARY}.html"], language)
    made[SOURCES] = _list_of_sources(everything, labels[f"{SOURCES}.html"], language)
    result = {f"{name}.typ": _module(lines) for name, lines in made.items()}
    house = files("analysis.report.typeset").joinpath("house.typ").read_bytes()
    result |= {"house.typ": house, MAIN: _main([*made], language, used).encode()}
    return result | {f"{name}.svg": drawing for name, drawing in paper.drawings.items()}


def _shown(paper: Content, language: str) -> dict[str, Shown]:
    tables = {
        f"table-{name}": Shown(_letters(source_line(cited(sidecar_evidence(sidecar))), language))
        for name, sidecar in paper.shown.tables.items()
    }
    return tables | {
        f"figure-{name}": Shown(path=f"{name}.svg", width=_width(name, drawing))
        for name, drawing in paper.drawings.items()
    }


def _width(name: str, drawing: bytes) -> float:
    match = _SIZE.search(drawing.decode("utf-8"))
    if match is None:
        raise ReportError(f"figure {name}: a drawing without width and height")
    wide, high, high_first, wide_second = (float(part) if part else 0.0 for part in match.groups())
    return min(LINE, TALLEST * (wide or wide_second) / (high or high_first))


def _brief(page: HtmlPage, writer: Writer) -> tuple[list[str], list[str]]:
    """The first sheet, with question, answer and findings, and what comes after the contents."""
    body = parsed(page.body, BRIEF).children
    title, rest = _without_title(body, BRIEF)
    later = next(
        (
            place
            for place, node in enumerate(rest)
            if isinstance(node, Element)
            and ("see" in node.classes or node.attributes.get("id") == "claims")
        ),
        len(rest),
    )
    known = about()
    imprint = f"{known.authors}, {translated('version')} {known.version}, {known.licence}"
    head = [f"title-block({literal(title)}, {literal(imprint)})"]
    return head + writer.blocks(rest[:later]), writer.blocks(rest[later:])


def _titled(page: HtmlPage, writer: Writer, label: str, language: str) -> list[str]:
    written, rest = _without_title(parsed(page.body, writer.page).children, writer.page)
    # Where only the title of a page is in the language of the report, the paper has that.
    title = written if language == "en" else page.title
    return [f"chapter({literal(title)}, label({literal(label)}))", *writer.blocks(rest)]


def _without_title(body: Sequence[Node], page: str) -> tuple[str, list[Node]]:
    """The one heading of the first level as text, and the page without it."""
    root = Element("", {}, list(body))
    titles = list(root.find("h1"))
    if len(titles) != 1:
        raise ReportError(f"page {page}: {len(titles)} headings of the first level; allowed: one")
    for holder in (root, *root.find("section"), *root.find("div")):
        holder.children = [child for child in holder.children if child is not titles[0]]
    words = [child if isinstance(child, str) else "" if "anchor-link" in child.classes
             else child.text for child in titles[0].children]  # fmt: skip
    return " ".join("".join(words).split()), root.children


def _evidence(shown: ShownReport, notebook: str | None) -> list[Evidence]:
    """What the numbers, figures and tables of a notebook, or of all, rest on."""
    numbers = [n for n in shown.numbers.values() if notebook in {None, n.notebook}]
    sidecars = [
        item
        for item in (*shown.figures.values(), *shown.tables.values())
        if notebook is None or item.get("notebook") == notebook
    ]
    return [
        *(used for number in numbers for used in number.evidence),
        *(used for sidecar in sidecars for used in sidecar_evidence(sidecar)),
    ]


def _list_of_sources(known: Mapping[str, Cited], label: str, language: str) -> list[str]:
    listed = entries(known)
    # Said once: it is the same for nearly all of them.
    usual, _ = Counter(item.licence for item in listed).most_common(1)[0]
    told = [
        translated("Every publication that a number, figure or table of this report rests on."),
        translated("The name in typewriter letters is that of the source in the tables."),
        f"{translated('Where nothing else is said')}: {usual}.",
    ]
    if language == "en":
        told.append("Names in Chinese letters stand in the tables; here they are marked [Chinese].")
    shown = array(_publication(item, usual, language) for item in listed)
    return [
        f"chapter({literal(translated('Sources'))}, label({literal(label)}))",
        f"para[#{literal(' '.join(told))}]",
        f"source-list({shown})",
    ]


def _publication(item: Entry, usual: str, language: str) -> str:
    parts = [literal(_letters(f"{item.head}. ", language))]
    for place, (title, name) in enumerate(item.members):
        told = f"{'; ' if place else ''}{title}{' ' if title else ''}"
        parts += [literal(_letters(told, language)), f"raw({literal(_breakable(name))})"]
    parts.append(literal("."))
    if item.licence != usual:
        parts.append(literal(f" {item.licence}."))
    if item.address:
        parts += [
            literal(" "),
            f"link({literal(item.address)})[#{literal(_breakable(item.address))}]",
        ]
    return content(parts)


def _breakable(address: str) -> str:
    r"""An address as browsers send it, which may break after its strokes and before its codes.

    >>> _breakable("x/y%20z").split("\u200b")
    ['x/', 'y', '%20z']
    """
    plain = "".join(sign if sign.isascii() else quote(sign) for sign in address)
    return re.sub(r"(?<=[/_.?&=-])(?=\w)|(?<=\w)(?=%)|(?<=\w{16})(?=\w)", "\u200b", plain)


def _letters(text: str, language: str) -> str:
    return text if language == "zh" else without_chinese(text, "Chinese")


def _module(lines: Sequence[str]) -> bytes:
    """A file of markup: the house's functions, and a line for everything that is shown."""
    word = literal(translated("p."))
    head = f'#import "house.typ": *\n#let leads-to = leads-to.with({word})\n'
    return (head + "\n".join(f"#{line}" for line in _with_sights(lines)) + "\n").encode()


def _with_sights(lines: Sequence[str]) -> list[str]:
    """What is said right above a figure tells what to see in it, and stays with it."""
    return [
        line.replace("para[", "see[", 1)
        if line.startswith("para[") and after.startswith("drawing(")
        else line
        for line, after in zip(lines, [*lines[1:], ""], strict=True)
    ]


def _main(names: Sequence[str], language: str, used: Fonts) -> str:
    told = about()
    region = '"cn"' if language == "zh" else "none"
    families = array(map(literal, used.families))
    figure, table = literal(translated("Figure")), literal(translated("Table"))
    foot = f"{translated('Labelling labour')} {told.version}"
    lines = [
        '#import "house.typ": *',
        "#show: house.with(",
        f"  title: {literal(translated(told.title))}, author: {literal(told.authors)},",
        f"  lang: {literal(language)}, region: {region}, fonts: {families},",
        f"  foot: {literal(foot)},",
        f"  page-word: {literal(translated('Page'))}, of-word: {literal(translated('of'))},",
        f"  figure-word: {figure}, table-word: {table},",
        ")",
        f'#include "{names[0]}.typ"',
        f"#contents({literal(translated('Contents'))})",
        *(f'#include "{name}.typ"' for name in names[1:]),
    ]
    return "\n".join(lines) + "\n"
