"""Tags, attributes, links, formulas and marks of LaTeX and Typst, planted in every text of tables.

A report with them has the elements of a report with a plain word in their place, and no attribute,
script or formula of theirs; so have the exports.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections import Counter
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path

from analysis.places import repository
from analysis.report.build import pipeline
from tests.report import mini
from tests.trust.attempts import Attempt
from tests.trust.small import Snapshot, command, kept_folder, snapshot, standing_in

AREA = "injected cells"
CHUNK = 4
PLAIN = "planted"
PAYLOADS = {
    "script": "<script>document.title='planted'</script>",
    "out of an attribute": "\"'><script>planted()</script>",
    "event": '" onmouseover="planted()" x="',
    "event in a tag": "<b onclick=planted()>planted</b>",
    "image": "<img src=planted onerror=planted()>",
    "frame": '<iframe srcdoc="<script>planted()</script>"></iframe>',
    "SVG": "<svg onload=planted()><script>planted()</script></svg>",
    "style": "<style>body{background:url(//planted.example)}</style>",
    "end of a script": "</script><script>planted()</script>",
    "end of a comment": "--><script>planted()</script><!--",
    "end of a style": "</style><script>planted()</script>",
    "end of a text": "</textarea></title></pre></svg><script>planted()</script>",
    "entities": "&lt;script&gt;planted()&lt;/script&gt; &#60;b&#62; &amp;lt;b&amp;gt;",
    "link in Markdown": "[planted](javascript:planted())",
    "image in Markdown": "![planted](https://planted.example/x.png)",
    "tag in Markdown": "**planted** `planted` <u>planted</u> ~~planted~~",
    "reference in Markdown": "[planted]: javascript:planted() <javascript:planted()>",
    "table in Markdown": "| planted | planted |",
    "mathematics": "$\\href{javascript:planted()}{planted}$ $$planted$$",
    "template": "{{ planted }} {% planted %} {planted} ${planted}",
    "LaTeX": "\\input{/etc/planted} \\write18{planted} \\def\\planted{} % # & ~ ^ _",
    "Typst": '#planted() #read("/etc/planted") $planted$ *planted* @planted',
    "formula": "=planted(1)",
    "formula with a plus": "+planted(1)",
    "formula with a minus": "-planted(1)",
    "formula with an at": "@planted(1)",
    "formula in full width": "\uff1dplanted(1)",
    "formula of a link": '=HYPERLINK("https://planted.example","planted")',
    "command": "=cmd|'/C planted'!A0",
    "quotes": "\"planted'planted`planted,planted;planted",
    "backslashes": "\\\\planted\\nplanted\\u003cb\\u003e",
}
OPENING = ("formula", "command", "quotes")
"""How the names of payloads begin that only work where a cell begins."""
CELLS = """@finds
def told(rows):
    return {{"words": Quantity({planted!r})}}
page.keep(told(rows))
page.prose("It says {{words}}.")
cells = rows.assign(extra={planted!r})
page.table(cells.rename(columns={{"extra": {planted!r}}}), "cells", "Cells", wrap=True)"""
FREE = {"wbr", "br", "span"}
"""Elements that depend on how long a text is."""
FORMULA = re.compile(r"[\s\u00a0\ufeff\u200b]*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r]")
NUMBER = re.compile(r"-?[0-9][0-9.,e+-]*")
ACTIVE = ("href", "src", "action", "formaction", "srcdoc", "style", "xlink:href", "data", "poster")
WORDS = ("title", "alt", "aria-label")
"""Attributes that are read and lead nowhere, whatever stands in them."""


def checkout(root: Path, planted: str) -> Path:
    """A small checkout with a text in every place that takes one."""
    made = mini.checkout(root, repository() / "data" / "sources.toml")
    (root / "notebooks" / "02_b.ipynb").unlink()
    mini.notebook(made.folder, "01_a", extra=CELLS.format(planted=planted))
    data, quoted = root / "data", json.dumps(planted, ensure_ascii=False)
    texts = {
        "looms.toml": mini.DEFINITION.replace('"Looms"', quoted)
        .replace('"Looms at work."', quoted).replace('"Power looms"', f"{quoted}\nnote = {quoted}"),
        "vocabulary.toml": mini.VOCABULARY.replace('"facts, cited"', quoted)
        .replace('"rounded by the source"', quoted).replace('"a book"', quoted),
        "looms.csv": filled(mini.ROWS, planted, "note"),
        "sources.csv": filled(mini.SOURCES, planted, "title", "author", "publisher", "note"),
        "corrections.csv": mini.CORRECTIONS
        + row(["looms", "series=power_looms;year=1840", "value", "35.5", "replace", "36", "",
        planted]),
    }  # fmt: skip
    for name, text in texts.items():
        (data / name).write_text(text, encoding="utf-8")
    return root


def row(cells: list[str]) -> str:
    """A row of a CSV file."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()


def filled(text: str, planted: str, *columns: str) -> str:
    """Rows with a text in some columns."""
    header, *rows = csv.reader(io.StringIO(text))
    for cells in rows:
        for column in columns:
            cells[header.index(column)] = planted
    return "".join(map(row, [header, *rows]))


def made_with(planted: str) -> Snapshot:
    """Report and exports made of such a checkout."""
    root = checkout(kept_folder() / "checkout", planted)
    with standing_in(root):
        pipeline.build(mini.options(root, accept=True))
        for kind in ("csv", "xlsx"):
            done = command(("data", "export", "--to", kind, f"out-{kind}"))
            assert done.code == 0, done.errors[-300:]
    return {
        f"{place}/{name}": content
        for place in ("reports", "out-csv", "out-xlsx")
        for name, content in snapshot(root / place).items()
    }


@lru_cache(maxsize=1)
def plain() -> Snapshot:
    """Report and exports with a plain word in all places."""
    return made_with(PLAIN)


class Elements(HTMLParser):
    """Elements of a page, and what of them is live and planted."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.live: list[str] = []
        self._script = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Count an element and look at its attributes."""
        self.tags[tag] += tag not in FREE
        given = {name: value or "" for name, value in attrs}
        kind = given.get("type", "javascript")
        self._script = tag if tag == "style" or (tag == "script" and "json" not in kind) else ""
        if PLAIN in tag:
            self.live.append(f"<{tag}>")
        for name, value in given.items():
            active = name.startswith("on") or name in ACTIVE
            read = name in WORDS or (name == "content" and "http-equiv" not in given)
            led = not read and "javascript:" in value.lower()
            if PLAIN in name or (active and PLAIN in value) or led:
                self.live.append(f"<{tag} {name}={value[:80]!r}>")

    def handle_endtag(self, tag: str) -> None:
        """Leave a script."""
        if tag == self._script:
            self._script = ""

    def handle_data(self, data: str) -> None:
        """Look for what is planted in a script."""
        if self._script and PLAIN in data:
            self.live.append(f"in <{self._script}>: {data[:80]!r}")


def page_holds(name: str, text: str, reference: str) -> None:
    """A page has the elements of the one with a plain word, and nothing live."""
    found, wanted = Elements(text), Elements(reference)
    assert not found.live, f"{name}: {found.live[:3]}"
    other = {
        tag: (wanted.tags[tag], found.tags[tag])
        for tag in found.tags | wanted.tags
        if found.tags[tag] != wanted.tags[tag]
    }
    assert not other, f"{name}: elements with a plain word and with the payload: {other}"


def table_holds(name: str, text: str) -> None:
    """No cell is read as a formula by a spreadsheet."""
    for cells in csv.reader(io.StringIO(text)):
        for cell in cells:
            assert not FORMULA.match(cell) or NUMBER.fullmatch(cell), f"{name}: {cell[:60]!r}"


def workbook_holds(name: str, content: bytes) -> None:
    """A workbook has no formula and no link."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        for part in book.namelist():
            text = book.read(part).decode("utf-8", "replace")
            for live in ("<f>", "<f ", "<hyperlink", 'TargetMode="External"'):
                assert live not in text, f"{name}, {part}: {live}"


def typeset_holds(name: str, text: str) -> None:
    """No command of LaTeX or Typst is planted."""
    for live in ("\\input{", "\\write18", "\\def", "\\href{"):
        assert live not in text, f"{name}: {live}"
    if name.endswith(".typ"):
        assert not re.search(r"(?<!\\)#(planted|read)", text), name


def poisoned(planted: str) -> Attempt:
    """Build report and exports with the payload in every place and look at every file."""

    def attempt(folder: Path) -> None:
        made = made_with(planted)
        seen = 0
        for name, content in made.items():
            text = content.decode("utf-8", "replace")
            seen += PLAIN in text
            if name.endswith(".html"):
                page_holds(name, text, plain()[name].decode("utf-8"))
            elif name.endswith(".csv"):
                table_holds(name, text)
            elif name.endswith(".xlsx"):
                workbook_holds(name, content)
            elif name.endswith((".tex", ".typ")):
                typeset_holds(name, text)
        assert seen >= 8, f"the payload came into {seen} files only: the attempt is out of date"

    return attempt


def groups() -> dict[str, str]:
    """Payloads joined, one that needs the beginning of a cell first: a build takes long."""
    first = [name for name in PAYLOADS if name.startswith(OPENING)]
    other = [name for name in PAYLOADS if name not in first]
    joined = [[name, *other[n :: len(first)]] for n, name in enumerate(first)]
    return {", ".join(names): " ".join(PAYLOADS[name] for name in names) for names in joined}


def attempts(seed: int) -> dict[str, Attempt]:
    """Every payload in every place; nothing is drawn."""
    return {names: poisoned(planted) for names, planted in groups().items()}
