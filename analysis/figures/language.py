"""The letters of a figure in the language of the report, and the font that has them.

Figures are drawn with English words. Where the report is Chinese every text is looked up when the
figure is finished, so that the functions that draw know nothing of it.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from unicodedata import east_asian_width

import matplotlib
from matplotlib import font_manager
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import Formatter, LogFormatter, NullFormatter, ScalarFormatter

from analysis.errors import LanguageError
from analysis.language import language, one_line, worded

FONTS = {
    "NotoSansCJK": "Noto Sans CJK SC",
    "NotoSansCJKsc": "Noto Sans CJK SC",
    "NotoSansSC": "Noto Sans SC",
    "SourceHanSansSC": "Source Han Sans SC",
}
"""Free fonts with the letters of simplified Chinese: how their files begin, and their family."""
_INSTALL = (
    "install fonts-noto-cjk (Debian, Ubuntu), google-noto-sans-cjk-fonts (Fedora) or "
    "font-noto-sans-cjk-sc (Homebrew)"
)
_LETTER = re.compile(r"[A-Za-z]")
_NUMBERS = (LogFormatter, NullFormatter, ScalarFormatter)
_CLAUSE, _FAR = re.compile(r".+(?:[，；：](?=.)|(?=[（]))"), 0.4
_LEAST = 10
"""Letters that a line may have at least: five Chinese ones stay together."""
# What may not begin a line.
_CLOSING = "，。；：、？！）》”％%)],.;:"
_TOKEN = re.compile(r"[（《“(]*(?:[A-Za-z0-9.,'’/&()+=-]+ ?|\s|.)", re.DOTALL)


def letters(figure: Figure) -> tuple[str, ...]:
    """Every text of a figure that has words, in one line each, as it was drawn."""
    found = [text.get_text() for text in _texts(figure)]
    for axis in _worded_axes(figure):
        found += axis.get_major_formatter().format_ticks(list(axis.get_majorticklocs()))
    return tuple(sorted({one_line(text) for text in found if _LETTER.search(text)}))


def reword(figure: Figure) -> None:
    """Put every text of a figure into the language of the report."""
    if language() == "en":
        return
    for text in _texts(figure):
        text.set_text(said_in(text.get_text()))
    for axis in _worded_axes(figure):
        if not isinstance(axis.get_major_formatter(), _Worded):
            axis.set_major_formatter(_Worded(axis.get_major_formatter()))


def said_in(text: str) -> str:
    """A text of a figure in the language of the report, in lines as long as it had.

    Raises
    ------
    LanguageError
        Where the catalogue has no such entry.
    """
    if not text.strip():
        return text
    made, lines = worded(one_line(text)), text.split("\n")
    if made == one_line(text):
        return text
    return folded(made, max(_LEAST, *map(width, lines))) if len(lines) > 1 else made


def folded(text: str, most: int) -> str:
    r"""A text in lines of at most so many letters, of which a Chinese one counts for two.

    Lines that it has already stay, and no line begins with a closing mark.

    Examples
    --------
    >>> folded("三阶段众包流程（全部阶段）", 14)
    '三阶段众包流程\n（全部阶段）'
    """
    return "\n".join("\n".join(_lines(line, most)) for line in text.split("\n"))


def width(text: str) -> int:
    """Letters of a text, of which a Chinese one counts for two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


@lru_cache(maxsize=1)
def chinese_family() -> str:
    """Family of a font with the letters of simplified Chinese; matplotlib knows it from then on.

    Raises
    ------
    LanguageError
        Where none is installed, or this matplotlib reads another language's face of it.
    """
    there = sorted(Path(path) for path in font_manager.findSystemFonts())
    unread = ""
    for stem, family in FONTS.items():
        weights = re.compile(rf"{stem}(-Regular|-Bold|\[wght\])")
        files = [path for path in there if weights.fullmatch(path.stem)]
        for path in files:
            font_manager.fontManager.addfont(path)
        if files and any(entry.name == family for entry in font_manager.fontManager.ttflist):
            return family
        unread = unread or (files[0].name if files else "")
    if unread:
        raise LanguageError(
            f"matplotlib {matplotlib.__version__} reads one face of {unread}, which is that of "
            "another language; allowed: matplotlib 3.11 or later"
        )
    raise LanguageError(f"no font has the letters of Chinese: {_INSTALL}")


@contextmanager
def no_letter_missing(name: str) -> Iterator[None]:
    """Refuse a drawing in which a letter that no font has would be an empty box.

    Raises
    ------
    LanguageError
        Naming the figure and the letter.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message="Glyph .* missing", category=UserWarning)
        try:
            yield
        except UserWarning as warning:
            raise LanguageError(f"figure {name}: {warning}") from None


class _Worded(Formatter):
    """A formatter whose words are in the language of the report."""

    def __init__(self, given: Formatter) -> None:
        self.given = given

    def set_axis(self, axis: object) -> None:
        super().set_axis(axis)  # type: ignore[arg-type]
        self.given.set_axis(axis)  # type: ignore[arg-type]

    def set_locs(self, locs: Sequence[float]) -> None:
        self.given.set_locs(list(locs))

    def get_offset(self) -> str:
        return self.given.get_offset()

    def __call__(self, x: float, pos: int | None = None) -> str:
        return said_in(self.given(x, pos))


def _texts(figure: Figure) -> Iterator[Text]:
    """Texts of a figure but the numbers of its axes, which are made while it is drawn."""
    axes = [axis for part in figure.axes for axis in (part.xaxis, part.yaxis)]
    ticks = {id(text) for axis in axes for tick in (*axis.majorTicks, *axis.minorTicks)
             for text in (tick.label1, tick.label2)}  # fmt: skip
    for text in figure.findobj(Text):
        if isinstance(text, Text) and id(text) not in ticks:
            yield text


def _worded_axes(figure: Figure) -> Iterator[Axis]:
    """Axes whose ticks may have words."""
    for part in figure.axes:
        for axis in (part.xaxis, part.yaxis):
            if not isinstance(axis.get_major_formatter(), _NUMBERS):
                yield axis


def _lines(text: str, most: int) -> Iterator[str]:
    """Lines of about equal length, none of them longer than it may be."""
    even = min(most, -(-width(text) // (-(-width(text) // most) or 1)) + 2)
    line = ""
    for token in _TOKEN.findall(text):
        if line and width(line + token.rstrip()) > even and token[0] not in _CLOSING:
            # Rather where a clause or a bracket begins, if that is far enough.
            better = _CLAUSE.match(line)
            end = better.end() if better and width(better.group()) > most * _FAR else len(line)
            yield line[:end].rstrip()
            yield from _lines(text[end:].lstrip(), most)
            return
        line += token
    yield line.rstrip()
