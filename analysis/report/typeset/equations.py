"""Equations: MathML of the pages as math of typst."""

from __future__ import annotations

import re

from analysis.errors import ReportError
from analysis.report.typeset.literals import literal
from analysis.report.typeset.tree import Element

_SPACES = {"0.167em": "thin", "0.222em": "med", "0.278em": "thick", "1em": "quad", "2em": "wide"}
_ABOVE = {"¯": "overline", "^": "hat", "~": "tilde", "→": "arrow", "˙": "dot"}
_CHILDREN = {"mfrac": 2, "msub": 2, "msup": 2, "msubsup": 3, "mover": 2, "mspace": 0, "msqrt": 1}


def equation(element: Element, page: str) -> str:
    """An expression of typst for a ``math`` element.

    Parameters
    ----------
    element : Element
    page : str
        Where it stands, for errors.

    Raises
    ------
    ReportError
        For what no equation of the report has yet.
    """
    body = _row(element.elements, page)
    block = element.attributes.get("display") == "block"
    told = element.attributes.get("aria-label") or " ".join(element.text.split())
    return (
        f"math.equation(block: {str(block).lower()}, alt: {literal(told)}, "
        f"${' ' if block else ''}{body}{' ' if block else ''}$)"
    )


def _row(elements: list[Element], page: str) -> str:
    fences = [item.attributes.get("fence") == "true" for item in elements]
    parts = " ".join(_one(item, page) for item in elements)
    if len(elements) > 1 and fences[0] and fences[-1]:
        return f"lr({parts})"
    return parts


def _one(item: Element, page: str) -> str:
    tag, below = item.tag, item.elements
    if tag in _CHILDREN and len(below) != _CHILDREN[tag]:
        raise ReportError(
            f"page {page}: <{tag}> with {len(below)} parts; allowed: {_CHILDREN[tag]}"
        )
    if tag in {"mi", "mn", "mo", "mtext"} and not below:
        return _sign(tag, item.text)
    if tag == "mrow":
        return _row(below, page)
    if tag == "mspace" and item.attributes.get("width") in _SPACES:
        return _SPACES[item.attributes["width"]]
    if tag == "mover" and below[1].text in _ABOVE:
        return f"{_ABOVE[below[1].text]}({_one(below[0], page)})"
    parts = [_one(part, page) for part in below]
    if tag == "mfrac":
        return f"frac({', '.join(parts)})"
    if tag == "msqrt":
        return f"sqrt({parts[0]})"
    if tag in {"msub", "msup", "msubsup"}:
        low = f"b: {parts[1]}" if tag != "msup" else ""
        high = f"t: {parts[-1]}" if tag != "msub" else ""
        return f"attach({parts[0]}, {', '.join(part for part in (low, high) if part)})"
    raise ReportError(
        f"page {page}: no way to print <{tag}> of an equation ({item.text!r}); allowed: what "
        "equations of the report have had, see analysis/report/typeset/equations.py"
    )


def _sign(tag: str, text: str) -> str:
    if tag == "mi" and len(text) == 1 and text.isalpha():
        return text
    if tag == "mi":
        return f"op({literal(text)})"
    if tag == "mo" and len(text) == 1:
        # A mark of typst's own is escaped; of others the kind, and so the space, is known.
        return re.sub(r"[!-/:-@\[-`{-~]", r"\\\g<0>", text)
    return literal(text)
