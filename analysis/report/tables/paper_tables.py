"""Tables for papers: one table as HTML, LaTeX, Word and Typst.

HTML is written here, in the report's own style: that of the table packages carries random ids,
a white ground and rules that reach other tables of the page. LaTeX, Word and Typst come from
maketables, the only package that writes all three; what it leaves to the caller is done here:
text that means nothing to LaTeX or Typst but itself, and a Word file without a clock.
"""

from __future__ import annotations

import html
import io
import math
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Literal, get_args

import pandas as pd

from analysis.errors import PaperTableError

Output = Literal["html", "latex", "docx", "typst"]
SUFFIX: Mapping[Output, str] = {"html": "html", "latex": "tex", "docx": "docx", "typst": "typ"}
MINUS = "\N{MINUS SIGN}"

_NAME = re.compile(r"^[a-z][a-z0-9_]*$")
_LATEX = {
    "\\": r"\textbackslash{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}", "[": "{[}", "]": "{]}",
    '"': r"\textquotedbl{}", MINUS: "$-$", "²": "$^2$", "×": r"$\times$", "±": r"$\pm$",
    "≤": r"$\leq$", "≥": r"$\geq$", "°": r"$^\circ$", "α": r"$\alpha$", "β": r"$\beta$",
    "σ": r"$\sigma$",
}  # fmt: skip
_TYPST = {mark: f"\\{mark}" for mark in "\\#$*_@<>[]`~/=+\"'"} | {
    mark: mark for mark in "²×±≤≥°αβσ"
}
_TYPST_LIST = re.compile(r"^(?:-|\d+\.)(?=\s)|-(?=[-?])")
# First code point of the private-use area: no text of ours has characters there.
_PRIVATE = 0xE000
_PACKAGES = "% needs the packages booktabs, makecell and threeparttable\n"
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Section:
    """Rows that belong together; a rule sets them off from the next.

    Attributes
    ----------
    rows : tuple of (str, tuple of str)
        Label and cells, as they are to be read; an empty label continues the row above.
    title : str
        Printed above the rows; empty for none.
    """

    rows: tuple[tuple[str, tuple[str, ...]], ...]
    title: str = ""


@dataclass(frozen=True)
class PaperTable:
    """A finished table; every output is the same text and the same bytes each time.

    Attributes
    ----------
    name : str
        Lower case, digits, underscores: stem of its files and its label in LaTeX and Typst.
    caption : str
    columns : tuple of str
        Headings of the columns of cells.
    sections : tuple of Section
        All with a title or none.
    notes : tuple of str

    Raises
    ------
    PaperTableError
        For a bad name, no caption, no rows, or a row of the wrong length.
    """

    name: str
    caption: str
    columns: tuple[str, ...]
    sections: tuple[Section, ...]
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not _NAME.match(self.name):
            raise PaperTableError(
                f"table name {self.name!r}; allowed: lower case, digits, underscores"
            )
        if not self.caption.strip():
            raise PaperTableError(f"table {self.name}: no caption")
        if not self.columns or not any(section.rows for section in self.sections):
            raise PaperTableError(f"table {self.name}: no rows or no columns")
        for label, cells in (row for section in self.sections for row in section.rows):
            if len(cells) != len(self.columns):
                raise PaperTableError(
                    f"table {self.name}, row {label!r}: {len(cells)} cells; "
                    f"allowed: {len(self.columns)}, one a column"
                )
        if len({bool(section.title) for section in self.sections}) > 1:
            raise PaperTableError(f"table {self.name}: give every section a title, or none")

    def to_html(self) -> str:
        """A figure in the report's style, readable by screen readers; wide tables scroll."""
        head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in self.columns)
        body = "".join(self._html_section(section) for section in self.sections)
        notes = "".join(f"<p>{html.escape(note)}</p>" for note in self.notes)
        return (
            f'<figure class="table" id="table-{self.name}">'
            f"<figcaption>{html.escape(self.caption)}</figcaption>"
            f'<div class="scroll" tabindex="0"><table class="paper">'
            f"<thead><tr><td></td>{head}</tr></thead>{body}</table></div>"
            f'<div class="notes">{notes}</div></figure>\n'
        )

    def to_latex(self) -> str:
        """A table float with booktabs rules."""
        style = {"tab_width": None, "data_align": "c", "data_addlinespace": None}
        made = self._maker(_LATEX).make(type="tex", tex_style=style)
        return _PACKAGES + _released(str(made).strip(), _LATEX) + "\n"

    def to_typst(self) -> str:
        """A figure in Typst's own table."""
        made = self._maker(_TYPST).make(type="typst")
        return _released(str(made).strip(), _TYPST) + "\n"

    def to_docx(self) -> bytes:
        """A Word document that holds the table."""
        stream = io.BytesIO()
        self._maker({}).make(type="docx").save(stream)
        return _without_clock(stream.getvalue())

    def write(self, folder: Path, outputs: Sequence[Output] = get_args(Output)) -> list[Path]:
        """Write ``name.html``, ``.tex``, ``.docx`` and ``.typ`` into `folder`."""
        made: dict[str, Callable[[], bytes]] = {
            "html": lambda: self.to_html().encode(),
            "latex": lambda: self.to_latex().encode(),
            "docx": self.to_docx,
            "typst": lambda: self.to_typst().encode(),
        }
        unknown = sorted(set(outputs) - set(made))
        if unknown:
            raise PaperTableError(f"output {', '.join(unknown)}; allowed: {', '.join(made)}")
        folder.mkdir(parents=True, exist_ok=True)
        paths = [folder / f"{self.name}.{SUFFIX[output]}" for output in outputs]
        for output, path in zip(outputs, paths, strict=True):
            path.write_bytes(made[output]())
        return paths

    def _repr_html_(self) -> str:
        return self.to_html()

    def _html_section(self, section: Section) -> str:
        lines = []
        if section.title:
            span = len(self.columns) + 1
            title = html.escape(section.title)
            lines.append(f'<tr><th scope="rowgroup" colspan="{span}">{title}</th></tr>')
        for label, cells in section.rows:
            shown = "".join(f"<td>{html.escape(cell)}</td>" for cell in cells)
            kind = f'<th scope="row">{html.escape(label)}</th>' if label else "<td></td>"
            lines.append(f"<tr>{kind}{shown}</tr>")
        return f"<tbody>{''.join(lines)}</tbody>"

    def _maker(self, escapes: Mapping[str, str]) -> Any:
        """The table in the form of maketables; groups are numbered where they have no title."""

        def escape(text: str) -> str:
            return _kept(text, escapes)

        try:
            maker = import_module("maketables").MTable
        except ImportError:
            raise PaperTableError(
                "LaTeX, Word and Typst tables need the package maketables: "
                "install labelling-labour[papers]"
            ) from None
        index, cells = [], []
        for number, section in enumerate(self.sections):
            for label, row in section.rows:
                index.append((escape(section.title) or str(number), escape(label)))
                cells.append([escape(cell) for cell in row])
        frame = pd.DataFrame(
            cells,
            index=pd.MultiIndex.from_tuples(index),
            columns=[escape(name) for name in self.columns],
            dtype=object,
        )
        return maker(
            frame,
            notes=escape(" ".join(self.notes)),
            caption=escape(self.caption),
            tab_label=f"tab:{self.name}",
            rgroup_display=bool(self.sections[0].title),
        )


def comparison(
    frame: pd.DataFrame,
    *,
    name: str,
    caption: str,
    notes: Sequence[str] = (),
    digits: int = 3,
) -> PaperTable:
    """A frame as a table: its index labels the rows, numbers have `digits` significant digits.

    A two-level index gives titled sections.
    """
    if frame.index.nlevels > 2:
        raise PaperTableError(f"table {name}: {frame.index.nlevels} index levels; allowed: 1 or 2")
    rows: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for key, cells in zip(frame.index, frame.itertuples(index=False), strict=True):
        title, label = key if isinstance(key, tuple) else ("", key)
        line = tuple(cell_text(value, digits) for value in cells)
        rows.setdefault(str(title), []).append((str(label), line))
    sections = tuple(Section(tuple(lines), title) for title, lines in rows.items())
    columns = tuple(str(column) for column in frame.columns)
    return PaperTable(name, caption, columns, sections, tuple(notes))


def cell_text(value: Any, digits: int = 3) -> str:
    """A value as a reader wants it: significant digits, thousands set off, a true minus sign.

    >>> cell_text(1234.567), cell_text(0.012345), cell_text(40)
    ('1,235', '0.0123', '40')
    """
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool) or not hasattr(value, "__float__"):
        return str(value)
    if isinstance(value, int) or hasattr(value, "bit_count"):
        return f"{value:,d}".replace("-", MINUS)
    number = float(value)
    if math.isinf(number):
        return "unbounded"
    if number != 0 and not 1e-4 <= abs(number) < 1e9:
        return f"{number:.{digits - 1}e}".replace("-", MINUS)
    # Rounded first: .9996 to three digits is 1.00, not 1.000.
    rounded = float(f"{number:.{digits}g}")
    whole = math.floor(math.log10(abs(rounded))) + 1 if rounded else 1
    return f"{number:,.{max(digits - whole, 0)}f}".replace("-", MINUS)


def _kept(text: str, escapes: Mapping[str, str]) -> str:
    """`text` with its marks put out of reach of the package, whose own escaping has gaps."""
    if escapes is _TYPST:
        text = _TYPST_LIST.sub(lambda match: f"{match[0][:-1]}{_stand_in(0)}{match[0][-1]}", text)
    places = {mark: _stand_in(place) for place, mark in enumerate(escapes, start=1)}
    return "".join(places.get(character, character) for character in text)


def _released(made: str, escapes: Mapping[str, str]) -> str:
    """`made` with every mark put out of reach as `escapes` says it is written."""
    for place, written in enumerate(["\\", *escapes.values()]):
        made = made.replace(_stand_in(place), written)
    return made


def _stand_in(place: int) -> str:
    return chr(_PRIVATE + place)


def _without_clock(content: bytes) -> bytes:
    """The same archive with every entry dated alike; python-docx stamps them with the time."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return stream.getvalue()
