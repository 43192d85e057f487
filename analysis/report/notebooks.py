"""The notebooks: finding them, and the house rules that keep them thin and reviewable."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat

from analysis.errors import ReportError
from analysis.files import reason_of, write_whole
from analysis.report.session import REFERENCE, SAID

_STEM = re.compile(r"^\d\d_[a-z0-9_]+$")
_ALLOWED_DIGITS = (
    re.compile(r"```.*?```|`[^`]*`", re.DOTALL),
    re.compile(r"\$\$.+?\$\$|\$[^$\n]+\$", re.DOTALL),
    re.compile(r"^#{1,6} .*$", re.MULTILINE),
    re.compile(r"\]\([^)\s]*\)"),
    re.compile(r"\((?=[^()]*\b(?:1[5-9]|20)\d\d)[^()]*[A-Z][^()]*\)"),
    re.compile(r"\b(?:1[5-9]|20)\d\d(?:[-–](?:\d\d){1,2})?s?\b"),
    re.compile(r"\bC(?:1[0-2]|[1-9])\b"),
)
# A unit after a number by reference, or after "per": {jobs:.0f} thousand, per thousand people.
_COUNTED = re.compile(
    rf"(?:{REFERENCE.pattern}|\bper)\s+(?:hundred|thousand|million|billion)s?\b|{REFERENCE.pattern}"
)
_COUNTS = [
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
]
_WORD = re.compile(
    rf"\b(?:(?:{'|'.join(_COUNTS)})(?:fold)?|(?:hundred|thousand|million|billion|dozen)(?:s|fold)?|"
    r"\w+fold(?<!manifold)|(?:double|treble|triple|quadruple)[sd]?|twice|thrice|hal(?:f|ves)|"
    r"(?:third|quarter|fifth|sixth|seventh|eighth|ninth|tenth|hundredth|thousandth)s|"
    r"(?:a|one) (?:third|quarter|fifth|sixth|seventh|eighth|ninth|tenth)"
    rf")\b(?!{re.escape(SAID)})",
    re.IGNORECASE,
)


def find(folder: Path, only: str | None = None) -> list[Path]:
    """Notebooks of `folder` in order, or those whose name begins with `only`.

    Raises
    ------
    ReportError
        Where there is no notebook of that name.
    """
    found = sorted(path for path in folder.glob("*.ipynb") if _STEM.match(path.stem))
    chosen = [path for path in found if only is None or path.stem.startswith(only)]
    if not chosen:
        there = ", ".join(path.stem for path in found) or "none"
        wanted = f"no notebook '{only}'" if only else f"no notebooks in {folder.name}/"
        raise ReportError(f"{wanted}; there are: {there}")
    return chosen


def read(path: Path) -> Any:
    """Read a notebook.

    Raises
    ------
    ReportError
        For a file that cannot be read or is no notebook.
    """
    return parsed(path, content(path))


def content(path: Path) -> bytes:
    """Bytes of a notebook.

    Raises
    ------
    ReportError
        For a file that cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise ReportError(f"{path.name}: cannot be read: {error.strerror}") from None


def parsed(path: Path, raw: bytes) -> Any:
    """Parse the bytes of a notebook.

    Raises
    ------
    ReportError
        For what is no notebook, or has a cell without type or source.
    """
    try:
        notebook = nbformat.reads(raw.decode("utf-8"), as_version=4)
        _ = [(cell.cell_type, cell.source) for cell in notebook.cells]
        return notebook
    except Exception as error:
        said = str(error).strip().partition("\n")[0]
        raise ReportError(f"{path.name}: not a notebook: {said}") from None


def faults(path: Path) -> list[str]:
    """What breaks the house rules: outputs, counts, cell ids, digits in prose; empty if nothing."""
    notebook = read(path)
    found = []
    for position, cell in enumerate(notebook.cells, start=1):
        where = f"{path.name}, cell {position}"
        if cell.get("id") != cell_id(position):
            found.append(f"{where}: id {cell.get('id')!r}; allowed: {cell_id(position)!r}")
        if cell.cell_type == "code" and (cell.outputs or cell.execution_count is not None):
            found.append(f"{where}: has outputs; allowed: none in git")
        if cell.cell_type == "code" and _parsed(cell.source) is None:
            found.append(f"{where}: is no Python that can be read; allowed: Python, no magics")
        for text in prose_of(cell):
            typed = typed_number(text)
            if typed:
                found.append(f"{where}: number {typed!r} typed into prose; record it instead")
    return found


def tidy(path: Path) -> bool:
    """Strip outputs and counts, and name the cells by position.

    Returns
    -------
    bool
        Whether the file had to be written.

    Raises
    ------
    ReportError
        Where the file cannot be read or written; it is then as it was.
    """
    notebook = read(path)
    for position, cell in enumerate(notebook.cells, start=1):
        cell["id"] = cell_id(position)
        if cell.cell_type == "code":
            cell["outputs"], cell["execution_count"] = [], None
        cell["metadata"] = {}
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook["metadata"] = {"kernelspec": kernel, "language_info": {"name": "python"}}
    notebook["nbformat"], notebook["nbformat_minor"] = 4, 5
    text = nbformat.writes(notebook).rstrip("\n") + "\n"
    try:
        if path.read_bytes() == text.encode("utf-8"):
            return False
        write_whole(path, text)
    except OSError as error:
        raise ReportError(f"cannot write {path.name}: {reason_of(error)}") from None
    return True


def cell_id(position: int) -> str:
    """Id of the cell at `position`, counted from 1."""
    return f"cell-{position:02d}"


def prose_of(cell: Any) -> Iterator[str]:
    """Texts of a cell that a reader reads as prose: Markdown, ``prose``, captions, alt texts."""
    if cell.cell_type == "markdown":
        yield cell.source
    if cell.cell_type != "code":
        return
    for node in ast.walk(_parsed(cell.source) or ast.Module([], [])):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        name = node.func.id if isinstance(node.func, ast.Name) else name
        spoken = {"prose": slice(0, 1), "table": slice(2, 3), "figure": slice(1, 3)}
        texts: list[ast.expr] = list(node.args[spoken[name]]) if name in spoken else []
        texts += [word.value for word in node.keywords if word.arg in {"caption", "alt"}]
        for text in texts:
            yield from _constants(text)


def typed_number(text: str) -> str:
    """First number in `text`, in digits or in words, that the house rules do not allow; else ''.

    Allowed are years, headings, equations, code, citations, and words marked as said.

    Examples
    --------
    >>> typed_number("The price fell tenfold in 1907, to 12 dollars"), typed_number("in 1907")
    ('12', '')
    >>> typed_number("cloth grows twelvefold"), typed_number("both<!--said--> scales")
    ('twelvefold', '')
    """
    rest = _COUNTED.sub(" ", text)
    for pattern in _ALLOWED_DIGITS:
        rest = pattern.sub(" ", rest)
    match = re.search(r"\S*\d\S*", rest) or _WORD.search(rest)
    return match.group(0) if match else ""


def _parsed(source: str) -> ast.Module | None:
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError):
        return None


def _constants(node: ast.expr) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value
