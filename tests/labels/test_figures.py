"""Figures of labels: the same bytes twice, every row named, ranges and bounds visible."""

from __future__ import annotations

import io
from collections.abc import Callable

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.figure import Figure

from analysis.figures import labels as drawing
from analysis.figures import labels_market as market
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
    "time": lambda frame: drawing.time_ladder(frame, "box"),
    "savings": drawing.savings,
    "prices": lambda frame: drawing.price_ladder(frame, "CNY", "box"),
    "hours": drawing.project_hours,
    "shares": market.shares,
    "counts": market.head_counts,
    "market": lambda frame: market.estimates_side_by_side(frame, "billion USD", 1e9),
    "panel": market.panel_coefficients,
    "mix": market.tracker_mix,
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
    axes = drawing.project_hours(frames["hours"]).axes[0]
    shown = " ".join(text.get_text().replace("\n", " ") for text in axes.texts)
    for reason in frames["hours"].loc[frames["hours"]["point"].isna(), "reason"]:
        assert f"not known: {reason}" in shown
    assert "at least 55,000" in shown


def test_the_parts_of_a_payment_fill_the_bar(frames: Frames) -> None:
    assert frames["shares"].sum(axis=1).to_numpy() == pytest.approx(1)


def _svg(figure: Figure) -> bytes:
    stream = io.BytesIO()
    with mpl.rc_context({"svg.hashsalt": "labels"}):
        figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
    return stream.getvalue()
