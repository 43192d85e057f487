"""HTML of our own pages as a tree: balanced, nothing left out, or an error."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from analysis.errors import ReportError
from analysis.report.session import SAID

_EMPTY = frozenset(["br", "mspace"])
# Drawings are set from their files; here only that there is one.
_DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)


@dataclass
class Element:
    """An element of a page.

    Attributes
    ----------
    tag : str
    attributes : dict of str to str
    children : list of Element or str
    """

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    @property
    def classes(self) -> frozenset[str]:
        """Its classes."""
        return frozenset(self.attributes.get("class", "").split())

    @property
    def elements(self) -> list[Element]:
        """The elements directly below; a page has only white space between them there."""
        return [child for child in self.children if isinstance(child, Element)]

    @property
    def text(self) -> str:
        """All text below, as it stands."""
        return "".join(item if isinstance(item, str) else item.text for item in self.children)

    def find(self, tag: str) -> Iterator[Element]:
        """Every element of that tag below, in order."""
        for child in self.elements:
            if child.tag == tag:
                yield child
            yield from child.find(tag)


def parsed(html: str, page: str) -> Element:
    """The body of a page as an element without a tag.

    Raises
    ------
    ReportError
        For tags that do not match, and for comments and declarations that are not the house's.
    """
    reader = _Reader(page)
    reader.feed(_DRAWING.sub("<svg></svg>", html))
    reader.close()
    if len(reader.open) > 1:
        raise ReportError(f"page {page}: <{reader.open[-1].tag}> is never closed")
    return reader.open[0]


class _Reader(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.page = page
        self.open = [Element("")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(made)
        if tag not in _EMPTY:
            self.open.append(made)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(made)

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1].tag != tag:
            raise ReportError(f"page {self.page}: </{tag}> closes <{self.open[-1].tag}>")
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)

    def handle_comment(self, data: str) -> None:
        if f"<!--{data}-->" != SAID:
            raise ReportError(f"page {self.page}: found a comment {data!r}; allowed: {SAID}")

    def handle_decl(self, decl: str) -> None:
        raise ReportError(f"page {self.page}: found <!{decl}>; allowed: elements and text")

    def unknown_decl(self, data: str) -> None:
        self.handle_decl(data)

    def handle_pi(self, data: str) -> None:
        raise ReportError(f"page {self.page}: found <?{data}>; allowed: elements and text")
