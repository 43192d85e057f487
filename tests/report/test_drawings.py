"""Drawings of figures: letters that can be read, two sheets, PDF without a date; the archive."""

from __future__ import annotations

import io
import re
import zipfile

import pandas as pd
import pytest
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.text import Text

from analysis.figures import COLOURS, drawn, new_figure, paper
from analysis.figures.drawings import draw_on, inline, rendered
from analysis.figures.labels import SHADES, contrast, label_on, letters_css, variable
from analysis.figures.rows import rows_figure
from analysis.figures.style import FAINT, INK, NARROW, WIDE, Sheet, drawn_for, label_line
from analysis.report.build.archive import ARCHIVE, archive
from analysis.report.pages.html import TEMPLATES
from analysis.tables import Evidence

READABLE = 4.5
RAILS = Evidence("steel", (("series", ("rail_price",)),))


def grounds() -> tuple[str, str]:
    """Colour of light and of dark pages, as the style sheet has them."""
    css = (TEMPLATES / "report.css").read_text(encoding="utf-8")
    light, dark = re.findall(r"--bg:(#[0-9a-f]{6})", css)[:2]
    return light, dark


def mixed(colour: str, ground: str, strength: float) -> str:
    """A colour that lets the ground through."""
    both = zip(to_rgb(colour), to_rgb(ground), strict=True)
    red, green, blue = (strength * over + (1 - strength) * under for over, under in both)
    return to_hex((red, green, blue))


@drawn
def coloured(frame: pd.DataFrame) -> Figure:
    figure, (axes,) = new_figure()
    for place, thing in enumerate(COLOURS):
        label_line(axes, 0.0, place, thing, thing, fontsize=5)
    axes.set_ylim(-1, len(COLOURS))
    axes.set_ylabel("a name of an axis that is longer than the axis is high, in words")
    axes.set_xlabel("number", color=FAINT)
    axes.set_title("A title that is far too long to stand in one line of a narrow sheet")
    return figure


def test_letters_in_the_colour_of_any_line_can_be_read_on_light_and_on_dark_pages() -> None:
    light, dark = grounds()
    assert {*COLOURS.values(), FAINT} - {INK} <= set(SHADES)
    for on_light, on_dark in SHADES.values():
        assert contrast(on_light, light) >= READABLE
        assert contrast(on_dark, dark) >= READABLE
    # And on a pale band of the line's own colour, as those of income and of employment are.
    for line, strength in ((COLOURS["income"], 0.25), (COLOURS["employment"], 0.18)):
        for shade, ground in zip(SHADES[line], (light, dark), strict=True):
            assert contrast(shade, mixed(line, ground, strength)) >= READABLE
    # A hue of which every shade were the same would pass; the shades differ as their lines do.
    assert len({*SHADES.values()}) == len(SHADES)
    assert all(contrast(label_on(fill), fill) >= READABLE for fill in SHADES)


@pytest.mark.parametrize("sheet", [WIDE, NARROW])
def test_every_text_of_a_figure_takes_a_readable_shade_and_a_size_of_its_sheet(
    sheet: Sheet,
) -> None:
    light, _ = grounds()
    with drawn_for(sheet):
        figure = coloured(pd.DataFrame({"x": [1]}))
    assert figure.get_figwidth() == sheet.width
    texts = [text for text in figure.findobj(Text) if text.get_text()]
    assert {text.get_text() for text in texts} >= set(COLOURS)
    for text in texts:
        assert contrast(to_hex(text.get_color()), light) >= READABLE, text
        assert sheet.least <= float(text.get_fontsize()) <= sheet.most
        if text.get_text() not in COLOURS:
            box = text.get_window_extent()
            assert box.x0 >= 0
            assert max(box.x1 / figure.bbox.x1, box.y1 / figure.bbox.y1) <= 1.0, text


def test_contrast_is_that_of_wcag() -> None:
    # Worked by hand from the definition: the luminance of #777777 is 0.184.
    assert contrast("#777777", "#ffffff") == pytest.approx(1.05 / (0.1845 + 0.05), rel=2e-3)
    assert contrast("#ff0000", "#ffffff") == pytest.approx(1.05 / 0.2626, rel=1e-3)


def test_a_figure_in_a_page_takes_the_pages_colours_and_ids_that_no_other_has() -> None:
    figure = coloured(pd.DataFrame({"x": [1]}))
    svg = rendered(figure, "a_name", "svg").decode()
    drawing = inline(svg, "a_name", "wide")
    assert INK not in drawing
    shades = {shade for shade, _ in SHADES.values()}
    assert not [shade for shade in shades if shade in drawing]
    css = letters_css()
    used = set(re.findall(r"var\((--letters-[0-9a-f]{6})\)", drawing))
    assert used >= {variable(SHADES[COLOURS["price"]][0])}
    assert all(css.count(f"{name}:") == 2 for name in used)
    ids = re.findall(r' id="([^"]+)"', drawing)
    assert len(ids) == len(set(ids))
    assert all(name.startswith("a_name-wide-") for name in ids)
    assert set(re.findall(r'(?:xlink:href="#|url\(#)([^")]+)', drawing)) == set(ids)
    other = inline(svg, "a_name", "narrow")
    assert not set(ids) & set(re.findall(r' id="([^"]+)"', other))


def test_papers_hold_both_sheets_and_a_pdf_that_knows_no_day() -> None:
    data = pd.DataFrame({"x": [1, 2]})
    first, second = (
        paper(coloured(data), "a", caption="c", alt="a", data=data, evidence=[RAILS])
        for _ in range(2)
    )
    assert first.pdf == second.pdf
    assert first.pdf.startswith(b"%PDF")
    assert b"CreationDate" not in first.pdf
    assert first.narrow == second.narrow
    drawings = "".join((first.svg, first.narrow))
    widths = [float(width) for width in re.findall(r'viewBox="0 0 ([\d.]+)', drawings)]
    assert widths == pytest.approx([72 * WIDE.width, 72 * NARROW.width])


def test_long_names_stand_above_their_rows_on_a_narrow_sheet_and_beside_on_a_wide_one() -> None:
    names = ["A shop in a small town of the north\n2019", "Another"]
    for sheet, beside in ((WIDE, True), (NARROW, False)):
        with drawn_for(sheet):
            _, axes = rows_figure(names)
        labels = [label.get_text() for label in axes.get_yticklabels()]
        assert any(labels) is beside
        above = [text.get_text() for text in axes.texts]
        assert above == ([] if beside else ["A shop in a small town of the north, 2019", "Another"])


def test_an_axis_that_is_below_the_edge_of_the_screen_is_repeated_above() -> None:
    for rows, above in ((4, False), (30, True)):

        def draw(rows: int = rows) -> Figure:
            return rows_figure([f"row {place}" for place in range(rows)])[0]

        (axes,) = draw_on(WIDE, draw).axes
        assert axes.xaxis.get_tick_params()["labeltop"] is above


def test_the_archive_holds_every_file_but_itself_and_knows_no_day() -> None:
    files = {"index.html": b"<p>", "figures/a.png": b"\x89PNG", "figures/a.csv": b"x\n1\n"}
    packed = archive(files)
    assert packed == archive(dict(reversed(files.items())))
    assert packed == archive({**files, ARCHIVE: packed})
    with zipfile.ZipFile(io.BytesIO(packed)) as opened:
        assert opened.testzip() is None
        assert opened.namelist() == [f"reports/{name}" for name in sorted(files)]
        assert {info.date_time for info in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {n.removeprefix("reports/"): opened.read(n) for n in opened.namelist()} == files
