"""Rows are matched by their labels, and what needs an order refuses rows that have none."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import RegressionError
from analysis.regression import ControlFunction, NonlinearLS

N = 40
RNG = np.random.default_rng(5)
YEARS = pd.RangeIndex(1900, 1900 + N)
X = pd.Series(np.linspace(0.2, 8.0, N), index=YEARS, name="x")
Y = pd.Series(5.0 * X / (1.5 + X) + 0.2 * RNG.standard_normal(N), index=YEARS, name="y")
WEIGHTS = pd.Series(RNG.uniform(0.2, 5.0, N), index=YEARS)
GROUPS = pd.Series([f"g{i}" for i in RNG.integers(0, 8, N)], index=YEARS)
SHUFFLED = RNG.permutation(N)


def saturation(p: Any, x: Any) -> Any:
    return p[0] * x / (p[1] + x)


def line(p: Any, x: Any) -> Any:
    return p[0] + p[1] * x[..., 0] + p[2] * x[..., 1]


def model(**changed: Any) -> NonlinearLS:
    return NonlinearLS(**{"function": saturation, "endog": Y, "exog": X, "start": [4, 1]} | changed)


@given(st.permutations(range(N)))
@settings(max_examples=10, deadline=None)
def test_labelled_weights_and_groups_may_come_in_any_order(order: list[int]) -> None:
    mixed = model(weights=WEIGHTS.iloc[order]).fit("cluster", {"groups": GROUPS.iloc[order]})
    plain = model(weights=WEIGHTS.to_numpy()).fit("cluster", {"groups": GROUPS.to_numpy()})
    assert mixed.params.equals(plain.params)
    assert mixed.bse.equals(plain.bse)


def test_labelled_groups_of_a_bootstrap_and_instruments_are_matched() -> None:
    fit = model().fit()
    kwds: Any = {"kind": "cluster_pairs", "seed": 3}
    mixed = fit.bootstrap(50, groups=GROUPS.iloc[SHUFFLED], **kwds)
    assert mixed.bse.equals(fit.bootstrap(50, groups=GROUPS.to_numpy(), **kwds).bse)
    cost = pd.Series(RNG.standard_normal(N), index=YEARS)
    price = cost + 0.5 * RNG.standard_normal(N)
    quantity = (2.0 - price + 0.3 * RNG.standard_normal(N)).rename("quantity")
    table = price.to_frame("price")

    def strength(instruments: Any) -> float:
        controls = ControlFunction("price", instruments)
        found = NonlinearLS(line, quantity, table, start=[1, -1, 0], controls=controls).fit()
        assert found.fit.stage is not None
        return float(found.fit.stage.fvalue)

    assert strength(cost.iloc[SHUFFLED]) == strength(cost.to_numpy()) > 50.0


def test_labels_of_the_regressors_count_where_endog_has_none() -> None:
    mixed = model(endog=Y.to_numpy(), weights=WEIGHTS.iloc[SHUFFLED]).fit()
    assert mixed.params.equals(model(weights=WEIGHTS).fit().params)
    assert mixed.resid.index.equals(YEARS)


def test_rows_left_out_take_their_labels_with_them() -> None:
    gap = Y.copy()
    gap.loc[1905] = np.nan
    fit = model(endog=gap, missing="drop", weights=WEIGHTS.iloc[SHUFFLED])
    left = Y.index != 1905
    expected = model(endog=Y[left], exog=X[left], weights=WEIGHTS[left])
    assert fit.fit().params.equals(expected.fit().params)
    by_label = fit.fit("cluster", {"groups": GROUPS.iloc[SHUFFLED]}).bse
    assert by_label.equals(expected.fit("cluster", {"groups": GROUPS[left]}).bse)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (WEIGHTS.drop([1903, 1904]), "weights has no value for observation 1903 and 1 more"),
        (WEIGHTS.set_axis(range(N)), "weights has no value for observation 1900 and 39 more"),
        (WEIGHTS.set_axis([1900] * N), "the label 1900 of weights occurs twice"),
    ],
)
def test_labels_that_do_not_match_are_refused(changed: pd.Series, message: str) -> None:
    with pytest.raises(RegressionError, match=message):
        model(weights=changed)


TAKES = [
    lambda endog, exog: model(endog=endog, exog=exog, errors="ar1"),
    lambda endog, exog: model(endog=endog, exog=exog).fit("HAC"),
    lambda endog, exog: model(endog=endog, exog=exog).fit().bootstrap(9, kind="moving_block"),
    lambda endog, exog: model(endog=endog, exog=exog).fit().bootstrap(9, kind="block_residual"),
    lambda endog, exog: model(endog=endog, exog=exog).fit().bootstrap(9, kind="stationary_block"),
]


@pytest.mark.parametrize("needs_order", TAKES)
def test_time_runs_forward_in_equal_steps(needs_order: Any) -> None:
    months = pd.period_range("1990-01", periods=N, freq="M")
    days = pd.date_range("1990-01-31", periods=N, freq="ME")
    for index in (YEARS, YEARS * 5, months, days, pd.Index([f"r{i}" for i in range(N)])):
        needs_order(Y.set_axis(index), X.set_axis(index))
    left = np.arange(N) != 7
    for index, text in ((YEARS, "1908 is not one step after 1906"), (months, "not one step")):
        with pytest.raises(RegressionError, match=text):
            needs_order(Y.set_axis(index)[left], X.set_axis(index)[left])
    with pytest.raises(RegressionError, match="not one step after"):
        needs_order(Y.set_axis(days)[left], X.set_axis(days)[left])
    with pytest.raises(RegressionError, match="comes after"):
        needs_order(Y.iloc[::-1], X.iloc[::-1])
    gap = Y.where(Y.index != 1910)
    with pytest.raises(RegressionError, match="1 rows dropped"):
        NonlinearLS(saturation, gap, X, start=[4, 1], missing="drop").fit("HAC")


def test_gaps_are_closed_only_on_request_and_order_is_never_made_up() -> None:
    left = np.arange(N) != 7
    gapped = model(endog=Y[left], exog=X[left])
    closed = gapped.fit("HAC", {"gaps": "close"})
    by_position = model(endog=Y[left].to_numpy(), exog=X[left].to_numpy()).fit("HAC")
    assert closed.bse.equals(by_position.bse)
    assert closed.covariance.description.endswith("gaps closed")
    with pytest.raises(RegressionError, match="comes after"):
        model(endog=Y.iloc[::-1], exog=X.iloc[::-1]).fit("HAC", {"gaps": "close"})
    with pytest.raises(RegressionError, match="gaps='fill'; allowed: 'refuse', 'close'"):
        model().fit("HAC", {"gaps": "fill"})
