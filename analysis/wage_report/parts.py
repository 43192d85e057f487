"""Parts of the page: tables, lists and drawings as HTML; whatever comes from a file is escaped."""

from __future__ import annotations

import html
from collections.abc import Sequence

from matplotlib.figure import Figure

from analysis.figures.drawings import inline, rendered

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
    """A figure inside the page, in the reader's colours."""
    svg = inline(rendered(figure, name, "svg").decode("utf-8"), name, "wide")
    return (
        f'<figure><div role="img" aria-label="{escaped(alt)}">{svg}</div>'
        f"<figcaption>{escaped(caption)}</figcaption></figure>"
    )
