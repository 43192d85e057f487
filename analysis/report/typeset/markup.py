"""Pages as markup of typst: every element that a page may hold has a form, any other is an error.

The marks of the markup are calls of functions in ``house.typ``; text goes in as strings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from analysis.errors import ReportError
from analysis.latex import with_minus
from analysis.report.typeset.equations import equation
from analysis.report.typeset.literals import content, literal
from analysis.report.typeset.tables import claims_table, plain_table
from analysis.report.typeset.tree import Element

Node = Element | str
_SPACE = re.compile(r"[ \t\r\n\f]+")
# Pages that move, and so are on a screen only: their names stand as words.
_MOVING = frozenset({"curve.html"})
# What leads elsewhere on a screen and leads nowhere on paper.
_ON_SCREEN = frozenset(["anchor-link", "papers", "key", "archive", "pages"])
_INLINE = frozenset(["data", "strong", "em", "cite", "code", "a", "span", "math", "br"])
_PARAGRAPHS = {
    "": "para", "lead": "lead", "answer": "answer", "see": "see", "tally": "tally",
    "because": "because", "then": "then", "rule": "rule",
}  # fmt: skip
_VERDICTS = frozenset(["supported", "contradicted", "mixed", "not-testable", "not-examined"])
_WORDS = frozenset(["number", "term"])


@dataclass(frozen=True)
class Shown:
    """A figure or table as the document needs it beside what stands on the page.

    Attributes
    ----------
    source : str
        Line of its sources; empty where the caption has one.
    path : str
        File of the drawing, of a figure.
    width : float
        Points of the line that it takes, of a figure.
    """

    source: str = ""
    path: str = ""
    width: float = 0.0


@dataclass
class Writer:
    """Writes one page.

    Attributes
    ----------
    page : str
        Name of the page, for errors.
    labels : mapping of str to str
        Where links within the report lead, by address.
    shown : mapping of str to Shown
        Figures and tables by the id of their element.
    """

    page: str
    labels: Mapping[str, str] = field(default_factory=dict)
    shown: Mapping[str, Shown] = field(default_factory=dict)
    _numbered: bool = field(default=True, repr=False)

    def blocks(self, nodes: Sequence[Node]) -> list[str]:
        """Expressions for what stands below one another.

        Raises
        ------
        ReportError
            For an element, a class or a link that has no form on paper yet.
        """
        made: list[str] = []
        run: list[Node] = []
        for node in [*nodes, Element("", {}, [])]:
            if isinstance(node, str) or node.tag in _INLINE:
                run.append(node)
                continue
            words = self.words(run)
            made += [f"para{words}"] if words != "[]" else []
            run = []
            if node.tag and not _on_screen(node):
                made += self._block(node)
        return made

    def words(self, nodes: Sequence[Node]) -> str:
        """Content for what stands in one line after another, its white space as in a browser."""
        kept = _without_screen(nodes)
        _squeeze(kept)
        return content(item for node in kept for item in self._inline(node))

    def _block(self, item: Element) -> list[str]:
        form = self._BLOCKS.get(item.tag)
        if form is None:
            raise self._unknown(item)
        return form(self, item)

    def _inside(self, item: Element) -> list[str]:
        self._classes(item, {"text", "cell", "prose"})
        return self.blocks(item.children)

    def _paragraph(self, item: Element) -> list[str]:
        known = item.classes & _PARAGRAPHS.keys()
        self._classes(item, set(_PARAGRAPHS))
        equations = [child for child in item.elements if child.tag == "math"]
        if len(equations) == 1 and not item.text.replace(equations[0].text, "", 1).strip():
            return [equation(equations[0], self.page)]
        return [f"{_PARAGRAPHS[next(iter(known), '')]}{self.words(item.children)}"]

    def _heading(self, item: Element) -> list[str]:
        return [f"heading(level: {item.tag[1]}){self.words(item.children)}"]

    def _list(self, item: Element) -> list[str]:
        self._classes(item, {"found", "quotable"})
        entries = [self._entry(entry, "li") for entry in item.elements]
        return [f"{'enum' if item.tag == 'ol' else 'list'}({', '.join(entries)})"]

    def _entry(self, entry: Element, tag: str) -> str:
        if entry.tag != tag:
            raise self._unknown(entry)
        return content(self.blocks(entry.children))

    def _terms(self, item: Element) -> list[str]:
        self._classes(item, {"glossary"})
        named, told = item.elements[::2], item.elements[1::2]
        return [
            f"terms-entry({self.words(self._only(term, 'dt'))}, "
            f"{self.words(self._only(meaning, 'dd'))})"
            for term, meaning in zip(named, told, strict=True)
        ]

    def _only(self, item: Element, tag: str) -> list[Node]:
        if item.tag != tag:
            raise self._unknown(item)
        return item.children

    def _figure(self, item: Element) -> list[str]:
        known = self.shown.get(item.attributes.get("id", ""))
        if known is None:
            raise ReportError(
                f"page {self.page}: no figure or table {item.attributes.get('id', '')!r} recorded"
            )
        (caption,) = item.find("figcaption")
        said = self.words(caption.children)
        if "table" in item.classes:
            (table,) = item.find("table")
            return [plain_table(table, self, said, known.source)]
        self._classes(item, {"paper"})
        (drawing,) = [part for part in item.elements if part.tag == "div"]
        alt = literal(drawing.attributes["aria-label"])
        return [f"drawing({literal(known.path)}, {known.width:.1f}pt, {alt}, {said})"]

    def _claims(self, item: Element) -> list[str]:
        tables = [part for part in item.elements if "claims" in part.classes]
        if item.classes != {"scroll", "wide"} or len(tables) != len(item.elements):
            return self._inside(item)
        before, self._numbered = self._numbered, False
        made = [claims_table(table, self) for table in tables]
        self._numbered = before
        return made

    def _inline(self, node: Node) -> list[str]:
        if isinstance(node, str):
            return [literal(with_minus(node))] if node else []
        form = self._INLINES.get(node.tag)
        if form is None:
            raise self._unknown(node)
        return form(self, node)

    def _plain(self, item: Element) -> list[str]:
        return [made for child in item.children for made in self._inline(child)]

    def _called(self, item: Element) -> list[str]:
        name = {"em": "emph", "cite": "emph", "strong": "strong"}[item.tag]
        return [f"{name}{content(self._plain(item))}"]

    def _code(self, item: Element) -> list[str]:
        return [f"raw({literal(item.text)})"]

    def _span(self, item: Element) -> list[str]:
        if "verdict" in item.classes:
            (kind,) = item.classes & _VERDICTS or {""}
            if kind:
                return [f"verdict({literal(kind)}){content(self._plain(item))}"]
        elif item.classes <= {"because"}:
            return [f"aside{content(self._plain(item))}"]
        elif "source" in item.classes:
            return [f"source{content(self._plain(item))}"]
        raise self._unknown(item)

    def _link(self, item: Element) -> list[str]:
        inner, to = self._plain(item), item.attributes.get("href", "")
        if item.classes & _WORDS:
            return inner
        if to.startswith(("https://", "http://")):
            return [f"link({literal(to)}){content(inner)}"]
        if to in _MOVING:
            return inner
        if to not in self.labels:
            raise ReportError(f"page {self.page}: the link to {to!r} leads nowhere on paper")
        place = f"label({literal(self.labels[to])})"
        numbered = "leads-to" if self._numbered else "link"
        return [f"{numbered}({place}){content(inner)}"]

    def _math(self, item: Element) -> list[str]:
        return [equation(item, self.page)]

    def _break(self, _: Element) -> list[str]:
        return ["linebreak()"]

    def _classes(self, item: Element, allowed: set[str]) -> None:
        if not item.classes <= allowed:
            raise self._unknown(item)

    def _unknown(self, item: Element) -> ReportError:
        named = "".join(f".{name}" for name in sorted(item.classes))
        return ReportError(
            f"page {self.page}: no way to print <{item.tag}{named}> ({item.text.strip()[:40]!r}); "
            f"allowed: {', '.join(sorted({*self._BLOCKS, *self._INLINES}))}"
        )

    _BLOCKS: ClassVar[Mapping[str, Callable[[Writer, Element], list[str]]]] = {
        "section": _inside, "div": _claims, "p": _paragraph, "h1": _heading, "h2": _heading,
        "h3": _heading, "ul": _list, "ol": _list, "dl": _terms, "figure": _figure,
    }  # fmt: skip
    _INLINES: ClassVar[Mapping[str, Callable[[Writer, Element], list[str]]]] = {
        "data": _plain, "strong": _called, "em": _called, "cite": _called, "code": _code,
        "span": _span, "a": _link, "math": _math, "br": _break,
    }  # fmt: skip


def _on_screen(item: Element) -> bool:
    return bool({*item.classes, item.attributes.get("id")} & _ON_SCREEN)


def _without_screen(nodes: Sequence[Node]) -> list[Node]:
    kept: list[Node] = []
    for node in nodes:
        if isinstance(node, str):
            kept.append(node)
        elif not _on_screen(node):
            inner = node.children if node.tag == "math" else _without_screen(node.children)
            kept.append(Element(node.tag, node.attributes, inner))
    return kept


def _squeeze(nodes: list[Node]) -> None:
    """White space as a browser shows it: one space between words, none at the ends."""
    leaves = _leaves(nodes)
    before = " "
    for holder, place in leaves:
        text = _SPACE.sub(" ", str(holder[place]))
        text = text[1:] if before == " " and text.startswith(" ") else text
        holder[place] = text
        before = text[-1] if text else before
    for holder, place in reversed(leaves):
        holder[place] = str(holder[place]).rstrip(" ")
        if holder[place]:
            break


def _leaves(nodes: list[Node]) -> list[tuple[list[Node], int]]:
    found: list[tuple[list[Node], int]] = []
    for place, node in enumerate(nodes):
        if isinstance(node, str):
            found.append((nodes, place))
        elif node.tag == "math" or node.tag == "br":
            # In place of a word: the spaces on both sides of it stay.
            found.append((["x"], 0))
        else:
            found += _leaves(node.children)
    return found
