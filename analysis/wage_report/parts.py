"""Parts of the page: tables, lists and drawings as HTML; whatever comes from a file is escaped."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Sequence

import matplotlib as mpl
from matplotlib.figure import Figure

from analysis.figures.style import INK, house_style

HIDDEN = "hidden"


def escaped(text: object) -> str:
    """Text that cannot become markup."""
    return html.escape(str(text))


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], left: int = 1) -> str:
    """A table whose first columns are words; it scrolls where the screen is narrow."""

    def cell(tag: str, place: int, text: str) -> str:
        kind = ' class="l"' if place < left else ' class="hidden"' if text == HIDDEN else ""
        return f"<{tag}{kind}>{escaped(text)}</{tag}>"

    head = "".join(cell("th", place, text) for place, text in enumerate(heads))
    lines = ["".join(cell("td", place, text) for place, text in enumerate(row)) for row in rows]
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    return (
        f'<div class="scroll"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def listed(head: str, sentences: Sequence[str]) -> str:
    """A heading and sentences under it; nothing without sentences."""
    items = "".join(f"<li>{escaped(sentence)}</li>" for sentence in sentences)
    return f"<h2>{head}</h2><ul>{items}</ul>" if sentences else ""


def drawing(figure: Figure, name: str, alt: str, caption: str) -> str:
    """A figure inside the page; its ink becomes the reader's text colour."""
    stream = io.StringIO()
    with house_style(), mpl.rc_context({"svg.hashsalt": name, "svg.id": name}):
        figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
    svg = stream.getvalue()
    svg = svg[svg.index("<svg") :].replace(INK, "currentColor")
    svg = re.sub(r'width="[\d.]+pt" height="[\d.]+pt" ', "", svg, count=1)
    return (
        f'<figure><div role="img" aria-label="{escaped(alt)}">{svg}</div>'
        f"<figcaption>{escaped(caption)}</figcaption></figure>"
    )
