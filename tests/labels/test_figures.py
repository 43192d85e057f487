"""Figures of labels: the same bytes twice, every row named, ranges and bounds visible."""

from __future__ import annotations

import io
from collections.abc import Callable

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from analysis import figures
from analysis.labels import (
    disagreement,
    flagship_hours,
    head_counts,
    ladder,
    panel_by_set,
    price_ladder,
    savings,
    tracker_mix,
    who_keeps,
)
from analysis.tables import load

pytestmark = pytest.mark.slow

Frames = dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def frames(
    times: pd.DataFrame,
    seconds: pd.DataFrame,
    volumes: pd.DataFrame,
    unit_prices: pd.DataFrame,
    piece_rates: pd.DataFrame,
    months: pd.DataFrame,
) -> Frames:
    return {
        "time": ladder(seconds, "bounding_box", "box", weak=True),
        "savings": savings(times, seconds),
        "prices": price_ladder(unit_prices, "box", "CNY", side="unstated", weak=True),
        "hours": flagship_hours(volumes, times, seconds),
        "shares": who_keeps(load("platform_fees"), piece_rates),
        "counts": head_counts(volumes, "CHN"),
        "market": disagreement(volumes, "market_size", 2025, currency="USD"),
        "panel": panel_by_set(months),
        "mix": tracker_mix(months),
    }


DRAWN: dict[str, Callable[[pd.DataFrame], Figure]] = {
    "time": lambda frame: figures.time_ladder(frame, "box"),
    "savings": figures.time_saved,
    "prices": lambda frame: figures.price_rows(frame, "CNY", "box"),
    "hours": figures.project_hours,
    "shares": figures.payment_parts,
    "counts": figures.head_count_rows,
    "market": lambda frame: figures.estimates_side_by_side(frame, "billion USD", 1e9),
    "panel": figures.panel_coefficients,
    "mix": figures.mix_by_year,
}


@pytest.mark.parametrize("name", list(DRAWN))
def test_a_figure_is_the_same_bytes_twice(frames: Frames, name: str) -> None:
    first, second = (_svg(DRAWN[name](frames[name])) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("name", ["time", "savings", "prices", "hours", "counts", "market"])
def test_every_row_of_the_data_is_a_row_of_the_figure(frames: Frames, name: str) -> None:
    axes = DRAWN[name](frames[name]).axes[0]
    assert len(axes.get_yticks()) == len(frames[name])
    assert all(label.get_text() for label in axes.get_yticklabels())


def test_hours_that_are_not_known_show_the_reason(frames: Frames) -> None:
    axes = figures.project_hours(frames["hours"]).axes[0]
    shown = " ".join(text.get_text().replace("\n", " ") for text in axes.texts)
    for reason in frames["hours"].loc[frames["hours"]["point"].isna(), "reason"]:
        assert f"not known: {reason}" in shown
    assert "at least 55,000" in shown


def test_the_parts_of_a_payment_fill_its_bar_the_worker_first(frames: Frames) -> None:
    axes = figures.payment_parts(frames["shares"]).axes[0]
    bars = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
    for position, worker in enumerate(frames["shares"]["worker"]):
        parts = [bar for bar in bars if bar.get_y() < position < bar.get_y() + bar.get_height()]
        first, second = sorted(parts, key=Rectangle.get_x)
        assert first.get_x() == 0
        assert first.get_width() == pytest.approx(worker)
        assert second.get_x() == pytest.approx(worker)
        assert second.get_x() + second.get_width() == pytest.approx(1)


def test_a_part_of_a_payment_is_written_in_percent_in_its_middle(frames: Frames) -> None:
    axes = figures.payment_parts(frames["shares"]).axes[0]
    written = {text.get_position(): text.get_text() for text in axes.texts}
    shop = len(frames["shares"]) - 1
    worker = 0.025 / 0.032
    assert written[worker / 2, shop] == "78%"
    assert written[worker + (1 - worker) / 2, shop] == "22%"


def _svg(figure: Figure) -> bytes:
    stream = io.BytesIO()
    with mpl.rc_context({"svg.hashsalt": "labels"}):
        figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
    return stream.getvalue()
