"""TeX in Markdown turned into MathML, which browsers show without any script."""

from __future__ import annotations

import html
import re

from latex2mathml.converter import convert

_CODE_OR_MATH = re.compile(
    r"(?P<code>```.*?```|`[^`\n]*`)"
    r"|\$\$(?P<block>.+?)\$\$"
    r"|(?<![\\$\w])\$(?P<inline>[^$\n]*[^$\s\\])\$(?![\d$])",
    re.DOTALL,
)


_WORDS = {
    r"\frac LN": "L over N", r"\frac yw": "y over w", r"\ln": "log of",
    r"\varepsilon": "elasticity",
    r"\Phi": "normal distribution of", r"\phi": "normal density of", r"\sigma": "sigma",
    r"\mu": "mu", r"\alpha": "alpha", r"\beta": "beta", r"\gamma": "gamma", r"\delta": "delta",
    r"\Delta": "change of", r"\theta": "theta", r"\cdot": "times", r"\qquad": ", ", r"\quad": ", ",
    r"\,": " ", r"\left": " ", r"\right": " ", r"\bar": "", "=": " equals ", "-": " minus ",
    "+": " plus ", "<": " less than ", "/": " over ", "_": " ", "{": " ", "}": " ",
}  # fmt: skip
_FRACTION = re.compile(
    r"\\frac\s*\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}"
)


def in_words(tex: str) -> str:
    r"""A formula as it is read aloud.

    >>> in_words(r"q = \frac{a}{b} + \ln p")
    'q equals (a) over (b) plus log of p'
    """
    read = _FRACTION.sub(r"(\1) over (\2)", tex)
    for sign in sorted(_WORDS, key=len, reverse=True):
        read = read.replace(sign, f"{_WORDS[sign]} " if sign.startswith("\\") else _WORDS[sign])
    told = re.sub(r"\s+([,.)])", r"\1", " ".join(read.split()))
    return re.sub(r",+", ",", told).replace(")t", ") t").strip(" .,")


def _reachable(tex: str) -> str:
    """A formula wider than a phone scrolls: by key as well, and with words for those who listen."""
    return f'tabindex="0" role="math" aria-label="{html.escape(in_words(tex))}"'


def math_to_mathml(markdown: str) -> str:
    """Replace ``$...$`` and ``$$...$$`` outside code by MathML elements.

    >>> math_to_mathml("a price of `$5`, and $x$")[:28]
    'a price of `$5`, and <math x'
    """

    def swap(match: re.Match[str]) -> str:
        if match.group("code"):
            return match.group(0)
        block = match.group("block")
        tex = block if block is not None else match.group("inline")
        element = convert(tex.strip(), display="block" if block is not None else "inline")
        if block is not None:
            element = element.replace("<math ", f"<math {_reachable(tex)} ", 1)
        return " ".join(element.split("\n"))

    return _CODE_OR_MATH.sub(swap, markdown)
