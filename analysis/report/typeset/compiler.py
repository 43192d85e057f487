"""Typst: whether it is there, which fonts it has, and a PDF from its sources."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from analysis.errors import ReportError

MAIN = "main.typ"
TEXT = "Libertinus Serif"
CHINESE = (
    "Noto Serif CJK SC", "Source Han Serif SC", "Noto Serif SC", "Noto Sans CJK SC",
    "Source Han Sans SC", "Noto Sans SC",
)  # fmt: skip
"""Free fonts with all simplified Chinese letters, the first that is there is taken."""
# Fails for a letter that no font has and for a figure without words; the file is for all readers.
_STANDARD = ["ua-1"]
_NO_LETTER = re.compile(r'the text `"(.*?)"` could not be displayed')
_PLACE = re.compile(r"┌─ ([^\s:]+):(\d+)")


@dataclass(frozen=True)
class Fonts:
    """Fonts that the paper is set in.

    Attributes
    ----------
    families : tuple of str
        In the order in which a letter is looked for.
    files : tuple of pathlib.Path
        Files beside those that typst carries.
    """

    families: tuple[str, ...] = (TEXT,)
    files: tuple[Path, ...] = ()


def typst() -> Any:
    """The package typst.

    Raises
    ------
    ReportError
        Where it is not installed.
    """
    try:
        return import_module("typst")
    except ImportError:
        raise ReportError(
            'a paper needs the package typst: pip install "labelling-labour[pdf]"'
        ) from None


def fonts(language: str) -> Fonts:
    """Fonts for a language: those in typst itself, and for Chinese one of this machine.

    Raises
    ------
    ReportError
        Where the machine has none for Chinese, with the packages that bring one.
    """
    if language == "en":
        return Fonts()
    known = typst().Fonts(include_system_fonts=True).fonts()
    for family in CHINESE:
        files = sorted({Path(item.path) for item in known if item.family == family and item.path})
        if files:
            return Fonts((TEXT, family), tuple(files))
    raise ReportError(
        "no font for Chinese: install fonts-noto-cjk (Debian, Ubuntu), google-noto-serif-cjk-fonts "
        "(Fedora) or font-noto-serif-cjk-sc (macOS, by brew); looked for " + ", ".join(CHINESE)
    )


def compiled(sources: Mapping[str, bytes], used: Fonts) -> bytes:
    """The PDF of the sources, the same bytes every time.

    Parameters
    ----------
    sources : mapping of str to bytes
        Files by name, ``main.typ`` among them.
    used : Fonts

    Raises
    ------
    ReportError
        For a letter that no font has, with its place, and whatever else typst refuses or doubts.
    """
    package = typst()
    with tempfile.TemporaryDirectory(prefix="labour-") as folder:
        for name, text in sources.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text)
        known = package.Fonts(
            include_system_fonts=False, font_paths=sorted({str(path.parent) for path in used.files})
        )
        compiler = package.Compiler(Path(folder, MAIN), root=folder, font_paths=known)
        try:
            pdf, warned = compiler.compile_with_warnings(format="pdf", pdf_standards=_STANDARD)
        except package.TypstError as error:
            raise ReportError(_refusal(error.diagnostic or error.message, sources)) from None
    if warned:
        raise ReportError(f"typst doubts the paper: {warned[0].message}")
    return bytes(pdf)


def _refusal(told: str, sources: Mapping[str, bytes]) -> str:
    """What typst refuses, in a line: letters with their code and where they stand."""
    letters = dict.fromkeys("".join(_NO_LETTER.findall(told)))
    if not letters:
        place = _PLACE.search(told)
        where = f" ({Path(place[1]).name}:{place[2]})" if place else ""
        return f"typst refuses the paper: {told.strip().partition(chr(10))[0]}{where}"
    places = [place for letter in letters for place in _standing(letter, sources)]
    return f"no font of the paper has {', '.join(places)}"


def _standing(letter: str, sources: Mapping[str, bytes]) -> list[str]:
    """Every page on which a letter stands, with the words around it."""
    found = []
    for name, text in sources.items():
        match = re.search(
            rf".{{0,20}}{re.escape(letter)}.{{0,20}}", text.decode("utf-8", "replace")
        )
        if name.endswith(".typ") and match:
            code = f"{letter!r} (U+{ord(letter):04X})"
            found.append(f"{code} in {name.removesuffix('.typ')}: ... {match[0]} ...")
    return found or [f"{letter!r} (U+{ord(letter):04X})"]
