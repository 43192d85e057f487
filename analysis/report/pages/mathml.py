"""TeX in Markdown turned into MathML, which browsers show without any script."""

from __future__ import annotations

import re

from latex2mathml.converter import convert

_CODE_OR_MATH = re.compile(
    r"(?P<code>```.*?```|`[^`\n]*`)"
    r"|\$\$(?P<block>.+?)\$\$"
    r"|(?<![\\$\w])\$(?P<inline>[^$\n]*[^$\s\\])\$(?![\d$])",
    re.DOTALL,
)


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
            # A formula wider than the screen scrolls, so the keyboard has to reach it.
            element = element.replace("<math ", '<math tabindex="0" ', 1)
        return " ".join(element.split("\n"))

    return _CODE_OR_MATH.sub(swap, markdown)
