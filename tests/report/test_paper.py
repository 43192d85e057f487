"""The paper: what the pages say, whole and in vectors, the same bytes every time, or an error."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

from analysis import cli
from analysis.errors import ReportError
from analysis.places import repository
from analysis.report.build import paper as making
from analysis.report.build.pipeline import build
from analysis.report.options import Options
from analysis.report.pages.account import Publication
from analysis.report.pages.mathml import math_to_mathml
from analysis.report.runs.machine import packages
from analysis.report.tables.exhibits import exhibit
from analysis.report.typeset import compiler
from analysis.report.typeset.compiler import MAIN, Fonts, compiled
from analysis.report.typeset.markup import Shown, Writer
from analysis.report.typeset.publications import Cited, entries
from analysis.report.typeset.tree import parsed

NAME = "labelling-labour.pdf"
# Text between the margins, in points: without what stands on top and at the foot of every page.
BODY = ("-x", "0", "-y", "68", "-W", "1000", "-H", "709")
MARGIN = 50.0
TRAPS = (
    '#eval("1 + 1")', "$x^2$", "@steel", "<label>", "*bold*", "_it_", "`raw`", "= Heading", "//",
    "/* comment */", "\\u{41}", 'say "so"', "#include", "~", "[brackets]", "- item", "--", "...",
)  # fmt: skip


@dataclass(frozen=True)
class Made:
    """A paper and what pdftotext reads in it, a text a page."""

    pdf: bytes
    pages: list[str]
    whole: list[str]
    sources: dict[str, bytes]

    @cached_property
    def squeezed(self) -> str:
        return squeezed("".join(self.pages))


@pytest.fixture(scope="session")
def paper(report: Path) -> Made:
    """The paper of all notebooks, with the sources that typst was given."""
    kept: dict[str, bytes] = {}

    def keeping(sources: dict[str, bytes], used: Fonts) -> bytes:
        kept.update(sources)
        return compiled(sources, used)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(making, "compiled", keeping)
        out = report.parent / "paper"
        built = build(Options(out, store=report.parent / "cache", to="pdf"))
    assert built.index == out / NAME
    pdf = built.index.read_bytes()
    return Made(pdf, pages_of(pdf, BODY), pages_of(pdf), kept)


def pages_of(pdf: bytes, area: Sequence[str] = ()) -> list[str]:
    assert shutil.which("pdftotext"), "these tests read PDF by pdftotext: install poppler-utils"
    command = ["pdftotext", "-raw", *area, "-", "-"]
    told = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout
    return told.decode().split("\f")[:-1]


def squeezed(text: str) -> str:
    """Letters alone: no spaces, hyphens or minus signs, which move where lines break."""
    return re.sub(r"[\s\u00ad\u200b\u2060\u2010\u2011\u2212-]", "", text)


def plain(markup: str) -> str:
    return squeezed(html.unescape(re.sub(r"<[^>]+>", "", markup)))


def set_alone(body: str, shown: dict[str, Shown] | None = None) -> bytes:
    """One page on paper."""
    writer = Writer("trial", {"07_wages.html": "there"}, shown or {})
    lines = writer.blocks(parsed(body, "trial").children)
    head = '#import "house.typ": *\n#show: house.with(title: "t", fonts: ("Libertinus Serif",))\n'
    source = head + "#heading(level: 1)[t]\n" + "\n".join(f"#{line}" for line in lines)
    house = Path(compiler.__file__).with_name("house.typ").read_bytes()
    return compiled({MAIN: source.encode(), "house.typ": house}, Fonts())


@pytest.mark.xdist_group("report")
@pytest.mark.slow
def test_another_process_makes_the_same_bytes_and_no_clock_or_path_is_in_them(
    paper: Made, tmp_path: Path
) -> None:
    for name, text in paper.sources.items():
        (tmp_path / name).write_bytes(text)
    code = (
        "import sys; from pathlib import Path; from analysis.report.typeset import compiler as c\n"
        "files = {path.name: path.read_bytes() for path in Path(sys.argv[1]).iterdir()}\n"
        "sys.stdout.buffer.write(c.compiled(files, c.Fonts()))"
    )
    again = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, check=True
    )
    assert again.stdout == paper.pdf
    assert b"CreationDate" not in paper.pdf
    for place in (tempfile.gettempdir(), str(Path.home()), str(repository())):
        assert f"{place}/".encode() not in paper.pdf


@pytest.mark.xdist_group("report")
@pytest.mark.slow
def test_every_sentence_cell_and_number_of_the_front_page_is_on_paper(
    paper: Made, report: Path
) -> None:
    page = (report / "index.html").read_text(encoding="utf-8").partition('<main id="main">')[2]
    page = re.sub(
        r"<nav.*?</nav>|<svg.*?</svg>|<p class=\"(?:key|archive)\">.*?</p>", "", page, flags=re.S
    )
    page = re.sub(r'<h2 id="pages">.*?</ol>|<span class="papers">.*?</span>', "", page, flags=re.S)
    parts = re.findall(r"<(p|li|td|h2|figcaption)\b[^>]*>(.*?)</\1>", page, re.DOTALL)
    assert len(parts) > 200
    # A link to a page has the number of that page after it.
    link = r'<a href="(?!http)[^>]*>|</a>'
    told = [plain(piece) for _, part in parts for piece in re.split(link, part)]
    assert [part for part in told if part not in paper.squeezed] == []
    answer = plain(re.search(r'<p class="answer">(.*?)</p>', page, re.DOTALL)[1])  # type: ignore[index]
    assert answer in squeezed(paper.pages[0])


@pytest.mark.xdist_group("report")
@pytest.mark.slow
def test_every_row_of_every_table_and_every_figure_is_on_paper(paper: Made, report: Path) -> None:
    rows, tables, captions = [], 0, []
    for path in sorted(report.glob("[0-9]*.html")):
        page = path.read_text(encoding="utf-8")
        for table in re.findall(r'<figure class="table".*?</figure>', page, re.DOTALL):
            tables += 1
            rows += [plain(row) for row in re.findall(r"<tr>.*?</tr>", table, re.DOTALL)]
        captions += re.findall(r"<figcaption>(.*?)(?:<span|</figcaption>)", page, re.DOTALL)
    assert tables > 50
    assert len(rows) > 500
    assert [row for row in rows if row not in paper.squeezed] == []
    assert [text for text in map(plain, captions) if text not in paper.squeezed] == []
    text = "".join(paper.pages)
    drawn = len(list((report / "figures").glob("*.narrow.svg")))
    assert len(re.findall(r"^Figure \d+:", text, re.M)) >= drawn
    assert len(re.findall(r"^Table \d+:", text, re.M)) == tables
    images = subprocess.run(
        ["pdfimages", "-list", "-"], input=paper.pdf, capture_output=True, check=True
    )
    assert len(images.stdout.splitlines()) == 2, "a figure that is no vector"


@pytest.mark.xdist_group("report")
@pytest.mark.slow
def test_nothing_stands_in_the_margins(paper: Made) -> None:
    told = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=paper.pdf, capture_output=True, check=True
    ).stdout.decode()
    pages = re.findall(r'<page width="([\d.]+)" height="[\d.]+">(.*?)</page>', told, re.DOTALL)
    assert len(pages) == len(paper.whole)
    for width, words in pages:
        ends = re.findall(r'xMin="([\d.]+)".*? xMax="([\d.]+)".*?>(.*?)<', words)
        assert [
            w for a, b, w in ends if float(a) < MARGIN or float(b) > float(width) - MARGIN
        ] == []


@pytest.mark.xdist_group("report")
@pytest.mark.slow
def test_pages_are_numbered_and_the_contents_lead_to_chapters_and_sections(paper: Made) -> None:
    count = len(paper.whole)
    for number, text in enumerate(paper.whole, start=1):
        assert f"Page {number} of {count}" in text
    contents = squeezed(paper.pages[1])
    assert contents.startswith("Contents")
    chapters = {
        name: re.findall(r'^#(?:chapter\(|heading\(level: 2\)\[#)"(.*?)"', text.decode(), re.M)
        for name, text in paper.sources.items()
        if name.endswith(".typ") and name not in {MAIN, "house.typ"}
    }
    assert sum(map(len, chapters.values())) > 90
    for title in (title for titles in chapters.values() for title in titles):
        assert re.search(rf"{re.escape(squeezed(title))}[.]*\d", contents), title
    for name in (name for name in chapters if name[0].isdigit()):
        title = squeezed(chapters[name][0])
        found = re.search(rf"{re.escape(title)}[.]*(\d+)", contents)
        assert found
        # Behind the number of the page the next heading begins at once, with a letter.
        assert squeezed(paper.pages[int(found[1]) - 1]).startswith(title)


def test_marks_of_typst_are_text_wherever_they_stand() -> None:
    cells = pd.DataFrame({"cell": list(TRAPS), "number": range(len(TRAPS))})
    made = exhibit(cells, "traps", html.escape(" ".join(TRAPS)))
    words = "".join(f"<p>{html.escape(trap)}</p><h2>{html.escape(trap)}</h2>" for trap in TRAPS)
    pdf = set_alone(words + made.html, {"table-traps": Shown(source=" ".join(TRAPS))})
    text = squeezed("".join(pages_of(pdf)))
    for trap in TRAPS:
        assert text.count(squeezed(trap)) >= 5, trap


def test_a_letter_that_no_font_has_is_an_error_with_its_place() -> None:
    with pytest.raises(
        ReportError, match=r"no font of the paper has '工' \(U\+5DE5\) in main: .*one 工 two"
    ):
        set_alone("<p>one 工 two</p>")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<video>x</video>", r"no way to print <video> \('x'\); allowed: a, "),
        ('<p class="blink">x</p>', "no way to print <p.blink>"),
        ('<p><a href="nowhere.html">x</a></p>', "'nowhere.html' leads nowhere"),
        ('<figure class="paper" id="figure-x"></figure>', "no figure or table 'figure-x'"),
        ("<p>x</div>", "</div> closes <p>"),
        ("<p>x", "<p> is never closed"),
        ("<p><!--lost--></p>", "comment 'lost'"),
        (math_to_mathml(r"$\begin{matrix}a\end{matrix}$"), "no way to print <mtd> of an equation"),
    ],
)
def test_what_paper_has_no_form_for_is_an_error_and_not_left_out(body: str, said: str) -> None:
    with pytest.raises(ReportError, match=said):
        set_alone(body)


def test_a_page_that_moves_is_named_and_not_linked() -> None:
    pdf = set_alone('<p>See <a href="curve.html">Move the curve</a>.</p>')
    assert "See Move the curve." in "".join(pages_of(pdf))


def test_equations_are_set_with_their_marks() -> None:
    tex = r"q = \bar{Q}\,\Phi\left(\frac{\mu-\ln(p/y)}{\sigma}\right), \quad a_{it}^2"
    tex += r" + \sqrt{b_i}; c<d"
    text = squeezed("".join(pages_of(set_alone(f"<p>{math_to_mathml(f'$${tex}$$')}</p>"))))
    for mark in ("𝑞=", "Φ", "𝜇", "ln", "𝑝/𝑦", "𝜎", "√", "𝑐<𝑑", ";"):
        assert mark in text


def test_a_long_table_repeats_its_head_and_a_wide_one_lies_on_its_side() -> None:
    long = exhibit(pd.DataFrame({"year": range(1800, 1900), "jobs": 1.5}), "long", "Long")
    wide = exhibit(
        pd.DataFrame({f"head_number_{n}": ["unbreakable" * 2] for n in range(7)}), "wide", "W"
    )
    shown = {"table-long": Shown("Source: A."), "table-wide": Shown()}
    pdf = set_alone(f"<h2>h</h2>{long.html}<p>between</p>{wide.html}<p>after</p>", shown)
    pages = pages_of(pdf)
    with_rows = [page for page in pages if re.search(r"^18\d\d 1\.5$", page, re.M)]
    assert len(with_rows) == 2
    assert all("year jobs" in page for page in with_rows)
    assert "1899 1.5\nSource: A." in with_rows[-1]
    sizes = subprocess.run(["pdfinfo", "-l", "99", "-"], input=pdf, capture_output=True, check=True)
    turned = [
        float(w) > float(h)
        for w, h in re.findall(r"size:\s+([\d.]+) x ([\d.]+)", sizes.stdout.decode())
    ]
    assert turned[-2:] == [True, False]
    assert "".join(pages).count("unbreakable" * 2) == 7


def test_words_that_hold_together_are_measured_together() -> None:
    head = "not\N{NO-BREAK SPACE}below it"
    made = exhibit(pd.DataFrame({head: [0.5], "depends": [0.25]}), "held", "Held")
    (line,) = Writer("trial", {}, {"table-held": Shown()}).blocks(
        parsed(made.html, "trial").children
    )
    assert 'words: (("not\N{NO-BREAK SPACE}below", ' in line


def test_volumes_of_one_work_are_one_entry_and_none_is_lost() -> None:
    stem = "Historical Statistics of the United States, Colonial Times to 1970, series "
    volumes = [
        Publication(f"hs_{n}", f"{stem}{n}", "Census, 1975", "https://x", "cited") for n in "AB"
    ]
    alone = Publication("own", "A title", "", "", "own")
    listed = entries({one.id: Cited("c", one) for one in (*volumes, alone)})
    assert [item.members for item in listed] == [
        (("series A", "hs_A"), ("series B", "hs_B")),
        (("", "own"),),
    ]
    assert listed[0].head == f"Census, 1975. {stem.removesuffix(', series ')}"


def test_without_typst_or_a_chinese_font_one_line_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class None_:
        def __init__(self, **_: object) -> None: ...
        def fonts(self) -> list[object]:
            return []

    monkeypatch.setattr(compiler.typst(), "Fonts", None_)
    # Whatever matplotlib finds: a paper asks typst too.
    monkeypatch.setattr("analysis.figures.language.chinese_family", lambda: "some font")
    assert cli.main(["report", "--to", "pdf", "--lang", "zh"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("labour: no font for Chinese: install fonts-noto-cjk (Debian, Ubuntu)")
    # The language ends with the command.
    monkeypatch.setitem(sys.modules, "typst", None)
    assert cli.main(["report", "--to", "pdf"]) == 2
    said = capsys.readouterr().err
    assert said == 'labour: a paper needs the package typst: pip install "labelling-labour[pdf]"\n'
    assert cli.main(["report", "--to", "pdf", "--only", "01"]) == 2


@pytest.mark.slow
def test_paper_and_pages_share_a_folder_and_leave_the_rest_alone(
    checkout: Path, mini: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = mini.snapshot(checkout / "reports")
    pdf = build(mini.options(checkout, to="pdf")).index
    first = pdf.read_bytes()
    (checkout / "reports" / "mine.txt").write_text("mine")
    after = mini.snapshot(checkout / "reports")
    assert {n: after[n] for n in before} == before
    assert set(after) - set(before) == {NAME, "paper.json", "mine.txt"}
    build(mini.options(checkout))
    assert mini.snapshot(checkout / "reports") == after
    assert build(mini.options(checkout, to="pdf")).index.read_bytes() == first

    def refuse(*_: object) -> bytes:
        raise ReportError("typst refuses")

    with monkeypatch.context() as patched:
        patched.setattr(making, "compiled", refuse)
        with pytest.raises(ReportError, match="typst refuses"):
            build(mini.options(checkout, to="pdf"))
    assert mini.snapshot(checkout / "reports") == after
    (checkout / "reports" / "paper.json").unlink()
    with pytest.raises(ReportError, match=r"labour\.pdf is there and is no file of a report"):
        build(mini.options(checkout, to="pdf"))
    assert pdf.read_bytes() == first


@pytest.mark.slow
def test_a_folder_of_something_else_is_refused_before_anything_runs(
    checkout: Path, mini: ModuleType
) -> None:
    other = checkout / "other"
    other.mkdir()
    (other / "letter.txt").write_text("mine")
    with pytest.raises(ReportError, match=r"it holds letter\.txt"):
        build(mini.options(checkout, out=other, to="pdf"))
    assert mini.snapshot(other) == {"letter.txt": b"mine"}


def test_what_sets_the_paper_is_no_reason_to_compute_anew() -> None:
    assert compiler.typst().__version__
    assert "typst" not in packages()
    assert "numpy" in packages()
