r"""Tables in LaTeX: a mark of LaTeX means itself, a minus is a minus, the rules are booktabs'."""

from __future__ import annotations

import re
from collections.abc import Sequence

MINUS = "\N{MINUS SIGN}"

_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta",
    "θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi",
    "π": "pi", "ρ": "rho", "σ": "sigma", "τ": "tau", "φ": "phi", "χ": "chi", "ψ": "psi",
    "ω": "omega", "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi",
    "Σ": "Sigma", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega",
}  # fmt: skip
_MARKS = {
    "\\": r"\textbackslash{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "`": r"\textasciigrave{}", "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}",
    # Straight in a document that has it: \textquotedbl stops the default encoding with an error.
    '"': r"\symbol{34}",
    # At the start of a row, \\ before it would take these for its own options.
    "[": "{[}", "]": "{]}", "*": "{*}",
    MINUS: "$-$", "²": "$^2$", "³": "$^3$", "×": r"$\times$", "±": r"$\pm$", "≤": r"$\leq$",
    "≥": r"$\geq$", "≈": r"$\approx$", "≠": r"$\neq$", "→": r"$\to$", "∞": r"$\infty$",
    "°": r"$^\circ$", "\N{NO-BREAK SPACE}": "~", "\N{NARROW NO-BREAK SPACE}": r"\,",
    "\N{THIN SPACE}": r"\,", **{mark: f"$\\{word}$" for mark, word in _GREEK.items()},
}  # fmt: skip
# A hyphen that opens a number or its exponent; not the one of 1867-1970 or of a date.
_NEGATIVE = re.compile(r"(?<![\w.)\]-])-(?=\.?\d)|(?<=\de)-(?=\d)")


def with_minus(text: str) -> str:
    """`text` with a true minus sign before negative numbers.

    >>> with_minus("-0.5 [-1.2e-05, 3], 1867-1970").count(MINUS)
    3
    """
    return _NEGATIVE.sub(MINUS, text)


def escaped(text: str) -> str:
    r"""`text` as LaTeX that prints it, on one line.

    >>> escaped("50% & [a_b], -2")
    '50\\% \\& {[}a\\_b{]}, $-$2'
    """
    line = re.sub(r"[\r\n\t]+", " ", with_minus(text))
    written = "".join(_MARKS.get(mark, mark) for mark in line)
    # Hyphens in a row would join to a dash.
    return re.sub("-(?=-)", "-{}", written)


def latex_table(
    caption: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    columns: str = "",
    label: str = "",
    notes: Sequence[str] = (),
) -> str:
    r"""A table float with booktabs rules and notes below.

    Parameters
    ----------
    caption : str
    heads : sequence of str
    rows : sequence of sequence of str
        Cells as they are to be read, as many as there are heads.
    columns : str
        One letter a column; the first to the left and all others to the right if not given.
    label : str
        What ``\ref`` calls it.
    notes : sequence of str
    """
    spec = columns or "l" + "r" * (len(heads) - 1)
    lines = [r"\begin{table}", r"\centering", rf"\caption{{{escaped(caption)}}}"]
    lines += [rf"\label{{{label}}}"] if label else []
    lines += [rf"\begin{{tabular}}{{{spec}}}", r"\toprule", _row(heads), r"\midrule"]
    lines += [*map(_row, rows), r"\bottomrule", r"\end{tabular}"]
    lines += [rf"\par\footnotesize {escaped(note)}" for note in notes]
    return "\n".join([*lines, r"\end{table}"]) + "\n"


def _row(cells: Sequence[str]) -> str:
    return " & ".join(escaped(cell) for cell in cells) + r" \\"
