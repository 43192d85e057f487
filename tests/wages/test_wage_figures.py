"""The ladder can be read at the width of a phone, and figures show every row they are given."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from analysis.errors import WageError
from analysis.figures import bars_below_minimum, deletions, price_chain, wage_ladder
from analysis.figures.wages import country_name
from analysis.money import load_rates
from analysis.tables import load
from analysis.wages import Range, chain, comparable, ladder, ladder_minima, with_minima

pytestmark = pytest.mark.slow

PHONE = 380.0
POINTS_AN_INCH = 72.0


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
        f"{country_name(row.country)}, {row.form} ({row.quotes})" for row in rows.itertuples()
    ]
    assert labels == wanted


def test_the_ladders_letters_stay_legible_and_apart_on_a_phone(
    steps: tuple[pd.DataFrame, Figure],
) -> None:
    _, figure = steps
    shrink = min(1.0, PHONE / (figure.get_figwidth() * POINTS_AN_INCH))
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    renderer = canvas.get_renderer()
    axes = figure.axes[0]
    labels = [*axes.get_yticklabels(), *axes.get_xticklabels(), *axes.texts]
    assert min(label.get_fontsize() for label in labels) * shrink >= 8
    boxes = [label.get_window_extent(renderer) for label in axes.get_yticklabels()]
    assert all(not a.overlaps(b) for a, b in pairwise(boxes))
    shown = [t for t in axes.get_xticklabels() if t.get_text()]
    across = [label.get_window_extent(renderer) for label in shown]
    assert all(not a.overlaps(b) for a, b in pairwise(across))
    page = figure.bbox
    assert min(box.x0 for box in boxes) >= page.x0
    assert max(box.x1 for box in boxes) <= page.x1


def test_bars_below_the_minimum_have_the_length_of_their_share() -> None:
    table = pd.DataFrame(
        {"choice": ["one"], "quotes": [10], "below": [0.2], "undecided": [0.3], "not_below": [0.5]}
    )
    widths = [patch.get_width() for patch in bars_below_minimum(table).axes[0].patches]
    assert widths == pytest.approx([20, 30, 50])


def test_a_chain_draws_its_lowest_and_its_highest_share() -> None:
    links = chain([("client", Range.point(10)), ("worker", Range(1, 2))])
    widths = [
        patch.get_width() for patch in price_chain(links.assign(chain="an hour")).axes[0].patches
    ]
    assert sorted(widths) == pytest.approx([10, 20, 100, 100])


def test_each_deletion_is_one_dot_in_order() -> None:
    without = pd.DataFrame({"source_left_out": ["a", "b", "c"], "median": [3.0, 1.0, 2.0]})
    dots = deletions(without, 2.0, "USD").axes[0].lines[1]
    assert list(np.asarray(dots.get_ydata(), dtype=float)) == [1, 2, 3]
    with pytest.raises(WageError, match="1 link"):
        chain([("client", Range.point(10))])
