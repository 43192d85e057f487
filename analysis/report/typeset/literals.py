r"""Text as typst has it: always a string, so that no mark in it can mean anything.

>>> literal('a "b" \\ #eval(1) $x$')
'"a \\"b\\" \\\\ #eval(1) $x$"'
>>> content([literal("so"), "emph" + content([literal("it is")])])
'[#"so"#emph[#"it is"]]'
"""

from __future__ import annotations

from collections.abc import Iterable


def literal(text: str) -> str:
    """A string of typst."""
    marked = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c >= " " else f"\\u{{{ord(c):x}}}" for c in marked) + '"'


def content(expressions: Iterable[str]) -> str:
    """A block of content that shows the expressions one after another."""
    return "[" + "".join(f"#{item}" for item in expressions) + "]"


def array(expressions: Iterable[str]) -> str:
    """An array of typst, with one member too."""
    return "(" + "".join(f"{item}, " for item in expressions) + ")"
