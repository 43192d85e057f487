"""Figures of where labelling stands: the same bytes twice, and every row drawn."""

from __future__ import annotations

import io

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.figure import Figure

from analysis import figures, position
from analysis.tables import load

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def known() -> pd.DataFrame:
    return position.cells(load("price_per_label"), load("volumes"))


@pytest.fixture(scope="module")
def standing(workers: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    series = position.repeated_series(workers, load("online_labour_month"), load("followed_counts"))
    return position.standing(
        position.labour_by_rung(series, position.direction_by_source(series)), known
    )


def life(workers: pd.DataFrame) -> Figure:
    return figures.platform_life(
        workers,
        position.requesters(load("mturk_market_month")),
        position.posted_tasks(load("mturk_keyword_month")),
        position.pay_of_a_stated_hour(load("mturk_worker_bracket")),
        position.composition(load("mturk_worker_year")),
        position.closing(load("volumes")),
    )


def drawing(figure: Figure) -> bytes:
    stream = io.BytesIO()
    with mpl.rc_context({"svg.hashsalt": "x"}):
        figure.savefig(stream, format="svg", metadata={"Date": None})
    return stream.getvalue()


def test_each_figure_is_the_same_twice(
    workers: pd.DataFrame, swapped: pd.DataFrame, known: pd.DataFrame, standing: pd.DataFrame
) -> None:
    keywords = position.keywords_at_two_dates(load("mturk_keyword_month"))
    for draw in (
        lambda: figures.where_it_stands(standing),
        lambda: life(workers),
        lambda: figures.hours_swapped(position.what_decides(swapped), 1.2),
        lambda: figures.price_and_number(keywords, known),
        lambda: figures.place_on_the_map(
            position.map_of_break_even(known), position.peak_by_share(known)
        ),
    ):
        assert drawing(draw()) == drawing(draw())


def test_every_count_stands_in_its_square(standing: pd.DataFrame) -> None:
    (axes,) = figures.where_it_stands(standing).axes
    names = ["rising", "falling", "prices_followed", "numbers_followed", "pairs"]
    counts = [str(int(count)) for count in standing[names].to_numpy().ravel()]
    assert [text.get_text() for text in axes.texts] == counts


def test_the_panels_of_the_platforms_life_are_not_joined_and_end_where_it_closed(
    workers: pd.DataFrame,
) -> None:
    for axes in life(workers).axes:
        last = max(float(max(line.get_xdata())) for line in axes.lines)
        assert last == 2026.75
    second = life(workers).axes[2]
    assert sum(len(line.get_xdata()) > 2 for line in second.lines) == 3


def test_assumptions_that_turn_the_sign_have_the_colour_that_says_so(
    swapped: pd.DataFrame,
) -> None:
    decides = position.what_decides(swapped)
    (axes,) = figures.hours_swapped(decides, 1.2, shown=len(decides)).axes
    bars = [line for line in axes.lines if line.get_linewidth() == 6]
    red = [line for line in bars if line.get_color() == figures.colour("labels")]
    assert len(bars) == len(decides)
    assert len(red) == decides["turns"].sum()
