"""The functions of the package on drawn numbers, texts and tables: our errors, or right results."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from dataclasses import fields
from functools import lru_cache, partial
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from analysis import digits
from analysis.demand import DemandModel, summarise, thresholds
from analysis.demand.curves.curve import ServedCurve
from analysis.demand.curves.registry import CURVES, curve_named
from analysis.errors import LabourError
from analysis.industries.employment.divisia import log_mean
from analysis.labels import learning, response
from analysis.money import constant_usd, legal_tender, load_rates, nominal_usd, ppp_dollars
from analysis.position import side_of_curve
from analysis.tables import evidence, load
from analysis.tasklogs import amounts, clocks
from analysis.tasklogs.measures.groups import by_columns
from analysis.wage_report.floors import given_floor
from analysis.wage_report.options import gap_of, memory_of
from analysis.wages import reservation_spread, unpaid_share
from analysis.wages.hours import Span
from tests.trust.attempts import Attempt
from tests.trust.drawn import drawn

AREA = "fuzzed API"
CHUNK = 30
EXAMPLES, FITS = 250, 12
"""Examples a function, and a function that fits."""
ANY = (
    st.floats()
    | st.integers(-(2**62), 2**62)
    | st.sampled_from([0.0, -0.0, 1.0, -1.0, 5e-324, 1.8e308])
)
SIZED = st.floats(1e-6, 1e6)
TEXT = st.text(max_size=30) | st.sampled_from(
    ["", " ", "0", "-1", "1e999", "nan", "5min", "90s", "4GB", "7.25USD", "USD", "KEN", "CN",
     "2025-02-30",
     "task_type", "month,task_type", "steel", "1" * 400, "\u0663", "2025-01-02T10:00:00Z",
     "$1,5", "\0"]
)  # fmt: skip
LISTS = st.lists(ANY, max_size=6)


def refused_or(check: Callable[..., object]) -> Callable[..., None]:
    """A call that may refuse by an error of ours, and warns of nothing."""

    def trying(*arguments: Any) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            # Beyond the largest number is infinity, and numpy says so.
            warnings.simplefilter("ignore", RuntimeWarning)
            try:
                check(*arguments)
            except LabourError:
                return

    return trying


def finite_share(paid: float, all_time: float) -> None:
    """A share lies between nought and one."""
    assert 0 <= unpaid_share(paid, all_time) <= 1


def between_them(a: float, b: float) -> None:
    """The logarithmic mean lies between the two."""
    mean = log_mean(a, b)
    low, high = min(a, b), max(a, b)
    assert low * (1 - 1e-9) <= mean <= high * (1 + 1e-9)


def known_side(price: float, number: float) -> None:
    """There is a word for every pair of ratios."""
    assert side_of_curve(price, number) is not None


def text_of(function: Callable[..., str], *arguments: Any) -> None:
    """A text in a line."""
    made = function(*arguments)
    made = made.text if isinstance(made, digits.Told) else made
    assert isinstance(made, str)
    assert made
    assert "\n" not in made


def curve_holds(name: str, drawn_params: list[float], log_price: list[float]) -> None:
    """A curve of ordinary size has no gap, and a share within nought and one."""
    kind = curve_named(name)
    size = len(fields(kind))
    given = kind.from_params(drawn_params[:size])
    price = np.exp(np.array(log_price))
    for values in (given.log_quantity(price), given.elasticity(price)):
        assert not np.isnan(values).any()
    if isinstance(given, ServedCurve):
        share = np.asarray(given.share_served(price))
        assert ((share >= 0) & (share <= 1)).all()
    given.turning_point()


@lru_cache(maxsize=1)
def rates() -> Any:
    """Rates of the tables."""
    return load_rates()


def converted(
    convert: Callable[..., pd.DataFrame], cells: list[tuple[float, float, str, int]], times: float
) -> None:
    """Low stays at most high, and twice the money is twice the dollars."""
    low = [min(a, b) for a, b, _, _ in cells]
    high = [max(a, b) for a, b, _, _ in cells]
    frame = pd.DataFrame(
        {"low": low, "high": high, "currency": [c for *_, c, _ in cells], "year": [y for *_,
        y in cells],
         "country": "KEN"}
    )  # fmt: skip
    one = convert(frame, rates())
    more = convert(frame.assign(low=frame["low"] * times, high=frame["high"] * times), rates())
    assert (one["low"] <= one["high"] * (1 + 1e-12)).all()
    assert np.allclose(one["high"] * times, more["high"], rtol=1e-9)


def fitted(curve: str, log_price: list[float], log_quantity: list[float]) -> None:
    """A fit of few points refuses, or has a finite sum of squares and a summary."""
    n = min(len(log_price), len(log_quantity))
    data = pd.DataFrame(
        {"cloth": np.exp(log_quantity[:n]), "price": np.exp(log_price[:n])},
        index=pd.RangeIndex(1900, 1900 + n),
    )
    found = DemandModel(data, "cloth", "price", curve=curve).fit()
    assert math.isfinite(found.regression.ssr)
    assert str(summarise(found))


def span_holds(low: float, high: float) -> None:
    """A span refuses ends in the wrong order."""
    made = Span(low, low / 2 + high / 2, high)
    assert made.low <= made.high


def rows_holds(name: str, series: str, first: int, last: int) -> None:
    """Evidence names rows that are there."""
    evidence(name, series, years=(first, last)).rows()


def attempts(seed: int) -> dict[str, Attempt]:
    """A budget of examples a function; the seed is that of Hypothesis."""
    made: dict[str, Attempt] = {}

    def add(name: str, check: Callable[..., object], *given: Any, examples: int = EXAMPLES) -> None:
        made[name] = drawn(refused_or(check), *given, examples=examples, number=seed)

    for name, given in {
        "between": (ANY, ANY), "chance": (ANY,), "decimal": (ANY,), "exact": (ANY,),
        "one_to": (ANY,),
        "stated": (ANY,), "with_error": (ANY, ANY), "fixed": (ANY, st.integers(0, 12)),
        "in_column": (ANY, st.integers(0, 12)), "counted": (ANY, st.just("looms")),
    }.items():  # fmt: skip
        finite = [each.filter(lambda x: abs(x) < 1e300) if each is ANY else each for each in given]
        add(f"digits.{name}", partial(text_of, getattr(digits, name)), *finite)
    add("unpaid_share", finite_share, ANY, ANY)
    add("reservation_spread", reservation_spread, ANY)
    add("thresholds", thresholds, ANY, ANY, ANY)
    add("log_mean", between_them, SIZED, SIZED)
    add("log_mean of anything", log_mean, ANY, ANY)
    add("side_of_curve", known_side, ANY, ANY)
    add("learning", learning, LISTS, LISTS, LISTS)
    add("response", response, st.tuples(ANY, ANY), st.tuples(ANY, ANY))
    add("Span", span_holds, ANY, ANY)
    add("legal_tender", legal_tender, TEXT)
    add("load", load, TEXT)
    add("evidence", rows_holds, st.sampled_from(["steel", "ppp", "annotation_wages"]) | TEXT, TEXT,
        st.integers(-3000, 3000), st.integers(-3000, 3000))  # fmt: skip
    for function in (gap_of, memory_of, given_floor, by_columns, amounts.with_point,
        amounts.iso_code,
                     clocks.from_iso, clocks.from_pacific):  # fmt: skip
        add(f"option {function.__name__}", function, TEXT)
    add("micro", amounts.micro, TEXT, st.none() | TEXT)
    add("from_unix", clocks.from_unix, ANY | TEXT | st.none())
    add("timer", clocks.timer, ANY | TEXT | st.none())
    cells = st.lists(
        st.tuples(SIZED, SIZED, st.sampled_from(["USD", "KES", "CNY", "INR", "XXX"]),
        st.integers(2004, 2027)),
        min_size=1, max_size=4,
    )  # fmt: skip
    for name, convert in {
        "nominal_usd": nominal_usd,
        "constant_usd": partial(constant_usd, base_year=2024),
        "ppp_dollars": partial(ppp_dollars, base_year=2024),
    }.items():
        add(name, partial(converted, convert), cells, st.floats(1e-3, 1e3), examples=60)
    prices = st.lists(st.floats(-3, 3), min_size=1, max_size=8)
    for name in CURVES:
        params = st.lists(st.floats(-5, 5), min_size=6, max_size=6)
        add(f"curve {name}", partial(curve_holds, name), params, prices)
        points = st.lists(st.floats(-4, 4), min_size=0, max_size=14)
        add(f"fit of {name}", partial(fitted, name), points, points, examples=FITS)
    add("curve named", curve_named, TEXT)
    return made
