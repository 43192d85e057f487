"""Tables of the pages as tables of typst, with what their widths are measured by."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analysis.errors import ReportError
from analysis.latex import with_minus
from analysis.report.typeset.literals import array, content, literal
from analysis.report.typeset.tree import Element

if TYPE_CHECKING:
    from analysis.report.typeset.markup import Writer

MEASURED = 4
"""So many of the longest words and of the longest cells of a column are measured."""
# Where a line may break: not at a space that holds words together.
_SPACE = re.compile(r"[ \t\r\n\f]+")


def plain_table(table: Element, writer: Writer, caption: str, source: str) -> str:
    """A table with its caption and its sources, broken over pages, its head repeated.

    Raises
    ------
    ReportError
        For rows of unequal length, or a cell over several columns.
    """
    heads, rows = _parts(table, writer.page)
    columns = list(zip(*rows, strict=True))
    sides = ["r" if "n" in head.classes else "l" for head in heads]
    words = [
        _longest(word for item in (head, *cells) for word in _text(item).split(" "))
        for head, cells in zip(heads, columns, strict=True)
    ]
    lines = [_longest(map(_text, cells)) for cells in columns]
    shown = (
        f"sides: {array(map(literal, sides))}",
        f"words: {array(array(map(literal, some)) for some in words)}",
        f"lines: {array(array(map(literal, some)) for some in lines)}",
        f"titles: {array(literal(_text(head)) for head in heads)}",
        f"heads: {array(writer.words(head.children) for head in heads)}",
        f"rows: {array(array(writer.words(cell.children) for cell in row) for row in rows)}",
        f"caption: {caption}",
        f"source: {literal(source)}",
    )
    return "plain-table(\n  " + ",\n  ".join(shown) + ",\n)"


def claims_table(table: Element, writer: Writer) -> str:
    """The table of claims: a line over the whole width for each claim, below it those of its parts.

    Raises
    ------
    ReportError
        For cells that are neither.
    """
    head, *bodies = table.elements
    titles = [writer.words(cell.children) for row in head.elements for cell in row.elements]
    made = []
    for body in bodies:
        claim, *parts = body.elements
        (whole,) = claim.elements
        if whole.attributes.get("colspan") != str(len(titles)):
            raise ReportError(f"page {writer.page}: a claim that is not over {len(titles)} columns")
        if any(len(part.elements) != len(titles) for part in parts):
            raise ReportError(f"page {writer.page}: a part of a claim without {len(titles)} cells")
        rows = array(_part_of_claim(part, writer) for part in parts)
        made.append(f"({content(writer.blocks(whole.children))}, {rows})")
    return f"claims-table({array(titles)}, {array(made)})"


def _part_of_claim(part: Element, writer: Writer) -> str:
    """The cells of a part, and its rule, which goes over the whole width below them."""
    first, *others = part.elements
    rules = [child for child in first.elements if "rule" in child.classes]
    rest = [child for child in first.children if child not in rules]
    cells = [rest, *(cell.children for cell in others)]
    shown = array(content(writer.blocks(nodes)) for nodes in cells)
    return f"({shown}, {content(writer.blocks(rules))})"


def _parts(table: Element, page: str) -> tuple[list[Element], list[list[Element]]]:
    """The cells of the head, and those of every row."""
    if [part.tag for part in table.elements] != ["thead", "tbody"]:
        raise ReportError(f"page {page}: a table without one head and one body")
    head, body = table.elements
    (first,) = head.elements
    heads, rows = first.elements, [row.elements for row in body.elements]
    for row in (heads, *rows):
        odd = [cell for cell in row if cell.tag not in {"th", "td"} or "colspan" in cell.attributes]
        if odd or len(row) != len(heads):
            raise ReportError(f"page {page}: a row that has not {len(heads)} plain cells")
    return heads, rows


def _text(item: Element) -> str:
    return with_minus(_SPACE.sub(" ", item.text).strip(" "))


def _longest(texts: object) -> list[str]:
    some = sorted({str(text) for text in texts}, key=lambda text: (-len(text), text))  # type: ignore[attr-defined]
    return some[:MEASURED]
