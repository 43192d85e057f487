"""The ladder can be read at the width of a phone, and figures show every row they are given."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from analysis.errors import FigureError, WageError
from analysis.figures import (
    bars_below_minimum,
    pay_in_one_job,
    price_chain,
    shops_against_migrants,
    wage_ladder,
)
from analysis.figures.style import NARROW, drawn_for
from analysis.money import load_rates
from analysis.tables import load
from analysis.tables.country_names import country_name
from analysis.wages import (
    Range,
    chain,
    comparable,
    ends_of_jobs,
    ladder,
    ladder_minima,
    minimum_by_year,
    one_job_over_time,
    with_minima,
)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def steps() -> tuple[pd.DataFrame, Figure]:
    rates = load_rates()
    pay = comparable(load("annotation_wages"), rates, base_year=2023, unpaid=0.25)
    minima = ladder_minima(pay, load("comparator_wages"), rates, base_year=2023)
    rows = with_minima(ladder(pay), minima)
    return rows, wage_ladder(rows)


def test_the_ladder_has_a_step_for_every_country_and_form(
    steps: tuple[pd.DataFrame, Figure],
) -> None:
    rows, figure = steps
    labels = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    wanted = [
        f"{country_name(row.country)}, {row.form} ({row.sources})" for row in rows.itertuples()
    ]
    assert [label.replace("US", "United States") for label in labels] == wanted


def test_each_currency_has_its_own_panel_on_one_scale(steps: tuple[pd.DataFrame, Figure]) -> None:
    rows, figure = steps
    market, parity = figure.axes
    assert market.get_xlim() == parity.get_xlim()
    dots = [line for line in market.lines if line.get_marker() == "o"]
    assert len(dots) == len(rows)
    middles = [float(line.get_xdata()[0]) for line in dots]
    assert middles == pytest.approx(sorted(middles))


def test_the_ladders_letters_stay_legible_and_apart_on_a_phone(
    steps: tuple[pd.DataFrame, Figure],
) -> None:
    rows, _ = steps
    with drawn_for(NARROW):
        figure = wage_ladder(rows)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    renderer = canvas.get_renderer()
    axes = figure.axes[0]
    boxes = [label.get_window_extent(renderer) for label in axes.texts]
    assert len(boxes) == len(rows)
    assert all(not a.overlaps(b) for a, b in pairwise(boxes))
    shown = [t for t in axes.get_xticklabels() if t.get_text()]
    across = [label.get_window_extent(renderer) for label in shown]
    assert all(not a.overlaps(b) for a, b in pairwise(across))
    page = figure.bbox
    assert min(box.x0 for box in boxes) >= page.x0
    assert max(box.x1 for box in boxes) <= page.x1


def test_bars_below_the_minimum_begin_with_what_cannot_be_compared() -> None:
    table = pd.DataFrame(
        {"country": ["one"], "form": ["crowd"], "not_compared": [4], "below": [3],
         "undecided": [2], "not_below": [1]}
    )  # fmt: skip
    bars = bars_below_minimum(table).axes[0].patches
    assert [(bar.get_x(), bar.get_width()) for bar in bars] == [(0, 4), (4, 3), (7, 2), (9, 1)]


def one_job(**more: object) -> pd.DataFrame:
    frame = pd.DataFrame(
        {"job": ["a", "a", "b", "b"], "kind": ["staff", "staff", "contract", "contract"],
         "country": "KEN", "date": [2018.0, 2022.0, 2019.0, 2023.0], "low": [1.0, 1.5, 5.0, 1.0],
         "middle": [1.2, 1.6, 7.0, 2.0], "high": [1.5, 2.0, 10.0, 3.0]}
    )  # fmt: skip
    return frame.assign(**more)


MINIMUM = pd.DataFrame({"country": ["KEN"] * 3, "year": [2018, 2020, 2023], "pay": [0.9, 0.8, 0.6]})


def test_a_job_is_a_line_through_its_dates_and_its_end_a_cross() -> None:
    ends = pd.DataFrame({"job": ["b"], "date": [2024.2]})
    axes = pay_in_one_job(one_job(), MINIMUM, ends).axes[0]
    assert axes.get_yscale() == "log"
    lines = {len(line.get_xdata()): line for line in axes.lines if line.get_marker() == "o"}
    assert list(lines[2].get_ydata()) == [7.0, 2.0]
    crosses = [line for line in axes.lines if line.get_marker() == "x"]
    assert [float(line.get_xdata()[0]) for line in crosses] == [2024.2]
    dashed = [line for line in axes.lines if line.get_linestyle() == "--"]
    assert list(dashed[0].get_ydata()) == [0.9, 0.8, 0.6]
    words = {text.get_text() for text in axes.texts}
    assert {"a", "b", "minimum, Kenya"} <= words
    with pytest.raises(FigureError, match="end of c, which is not drawn"):
        pay_in_one_job(one_job(), MINIMUM, ends.assign(job="c"))


def test_names_of_jobs_are_legible_and_apart_on_a_phone() -> None:
    rates = load_rates()
    pay = comparable(load("annotation_wages"), rates, base_year=2023, unpaid=0.25)
    floors = minimum_by_year(
        load("comparator_wages"), rates, {"USA": None, "KEN": "cities"}, range(2014, 2027),
        base_year=2023,
    )  # fmt: skip
    with drawn_for(NARROW):
        figure = pay_in_one_job(one_job_over_time(pay), floors, ends_of_jobs(load("volumes")))
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    renderer = canvas.get_renderer()
    words = figure.axes[0].texts
    boxes = [word.get_window_extent(renderer) for word in words]
    assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[:i])
    assert all(box.x0 >= figure.bbox.x0 and box.x1 <= figure.bbox.x1 for box in boxes)


def test_pay_up_to_an_amount_is_an_arrow_and_no_dot() -> None:
    ratios = pd.DataFrame(
        {"place": ["x", None], "year": [2023, 2024], "ratio_low": [0.7, np.nan],
         "ratio": [0.7, np.nan], "ratio_high": [0.7, 1.2]}
    )  # fmt: skip
    axes = shops_against_migrants(ratios, 0.75, 1.25).axes[0]
    dots = [line for line in axes.lines if line.get_marker() == "o"]
    assert [float(line.get_xdata()[0]) for line in dots] == [0.7]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["x, 2023", "somewhere, 2024"]


def test_a_chain_draws_its_lowest_and_its_highest_share() -> None:
    links = chain([("client", Range.point(10)), ("worker", Range(1, 2))])
    widths = [
        patch.get_width() for patch in price_chain(links.assign(chain="an hour")).axes[0].patches
    ]
    assert sorted(widths) == pytest.approx([10, 20, 100, 100])


def test_a_chain_needs_two_links() -> None:
    with pytest.raises(WageError, match="1 link"):
        chain([("client", Range.point(10))])
