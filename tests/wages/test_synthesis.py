"""Putting quotes together: certified errors, exact small cases, and refusals."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.errors import MoneyError, WageError
from analysis.regression import linear_ls
from analysis.wages.censored import fit_censored
from analysis.wages.moderators import fit_moderators
from analysis.wages.synthesis import describe, leave_one_source_out, median_pay

REFERENCE = Path(__file__).parent / "reference"


def pay(values: list[float], origins: list[str] | None = None, **extra: object) -> pd.DataFrame:
    frame = pd.DataFrame({"mid": values, "unit": "USD", "period": "hour"})
    frame["low"], frame["high"] = frame["mid"], frame["mid"]
    frame["origin"] = origins or [f"s{i}" for i in range(len(values))]
    return frame.assign(**extra)


def test_cr2_errors_and_degrees_of_freedom_match_clubsandwich() -> None:
    y = np.array([1.2, 0.7, 1.9, 2.2, 0.3, 1.1, 1.6, 2.8, 2.1, 0.9, 1.4, 3.0, 2.5, 0.2])
    d = np.array([0, 0, 1, 1, 0, 0, 1, 1, 1, 0, 0, 1, 1, 0], dtype=float)
    x = np.array([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7], dtype=float)
    g = np.array([1, 1, 1, 2, 2, 3, 4, 4, 5, 5, 5, 6, 7, 7])
    design = np.column_stack([np.ones(14), d, x])
    fit = linear_ls(design, y, "cluster", {"groups": g, "kind": "CR2", "singletons": "allow"})
    wanted = pd.read_csv(REFERENCE / "cr2.csv")
    assert fit.coefficients == pytest.approx(wanted["estimate"].to_numpy(), rel=1e-10)
    assert fit.bse.to_numpy() == pytest.approx(wanted["std_error"].to_numpy(), rel=1e-10)
    assert fit.df.to_numpy() == pytest.approx(wanted["df"].to_numpy(), rel=1e-8)


@given(st.lists(st.floats(0.1, 100), min_size=5, max_size=12, unique=True))
def test_with_one_quote_a_source_cr2_is_the_textbook_error_of_a_mean(values: list[float]) -> None:
    fit = fit_moderators(pay(values))
    logs = np.log(values)
    n = len(values)
    assert fit.params["constant"] == pytest.approx(logs.mean())
    assert fit.std_errors["constant"] == pytest.approx(logs.std(ddof=1) / np.sqrt(n))
    assert fit.df["constant"] == pytest.approx(n - 1)


def test_a_dummy_is_the_ratio_of_geometric_means_and_its_error_is_that_of_welch() -> None:
    low, high = [1.0, 2.0, 3.0, 1.5, 2.5, 1.2], [4.0, 8.0, 6.0, 5.0, 9.0]
    kinds = ["crowd"] * len(low) + ["staff"] * len(high)
    fit = fit_moderators(pay(low + high, kind=kinds), ["kind"])
    ratio, lower, upper = fit.ratio("kind[staff]")
    assert ratio == pytest.approx(stats.gmean(high) / stats.gmean(low))
    welch = np.var(np.log(low), ddof=1) / len(low) + np.var(np.log(high), ddof=1) / len(high)
    assert fit.std_errors["kind[staff]"] == pytest.approx(np.sqrt(welch))
    assert lower < ratio < upper
    turned = fit_moderators(pay(low + high, kind=kinds), ["kind"], {"kind": "staff"})
    assert turned.params["kind[crowd]"] == pytest.approx(-fit.params["kind[staff]"])


def test_no_estimate_rests_on_fewer_than_five_sources() -> None:
    four = pay([1.0, 2.0, 3.0, 4.0])
    for estimate in (median_pay, fit_moderators, fit_censored):
        with pytest.raises(WageError, match="4 sources; allowed: 5 or more"):
            estimate(four)  # type: ignore[operator]
    many_quotes = pay([1.0, 2.0, 3.0, 4.0, 5.0, 6.0], ["a", "a", "b", "b", "c", "d"])
    with pytest.raises(WageError, match="4 sources"):
        median_pay(many_quotes)
    uneven = pay([1.0, 2.0, 3.0, 4.0, 5.0, 6.0], kind=["a"] * 5 + ["b"])
    with pytest.raises(WageError, match="kind = b: 1 sources"):
        fit_moderators(uneven, ["kind"])
    shown = describe(four).iloc[0]
    assert np.isnan(shown["median"])
    assert (shown["lowest"], shown["highest"]) == (1.0, 4.0)


def test_more_than_two_moderators_and_mixed_units_are_refused() -> None:
    rows = pay([1.0, 2.0, 3.0, 4.0, 5.0], a=1, b=2, c=3)
    with pytest.raises(WageError, match="3 moderators; allowed: 2"):
        fit_moderators(rows, ["a", "b", "c"])
    with pytest.raises(WageError, match="moderator a: 1 quotes have none"):
        fit_moderators(rows.assign(a=[1, 2, 3, 4, np.nan]), ["a"])
    with pytest.raises(WageError, match="baseline 'z' of kind; allowed: x"):
        fit_moderators(rows.assign(kind="x"), ["kind"], {"kind": "z"})
    mixed = rows.assign(unit=["USD"] * 4 + ["PPP USD"])
    for summary in (describe, median_pay, fit_moderators, fit_censored):
        with pytest.raises(MoneyError, match="PPP USD, USD"):
            summary(mixed)  # type: ignore[operator]


def test_a_source_has_one_vote_however_many_quotes_it_gives() -> None:
    origins = ["loud"] * 20 + ["a", "b", "c", "d"]
    rows = pay([100.0] * 20 + [1.0, 2.0, 3.0, 4.0], origins)
    assert median_pay(rows) == pytest.approx(3.0)
    deleted = leave_one_source_out(rows, lambda part: median_pay(part, fewest=4))
    assert deleted.full == pytest.approx(3.0)
    assert deleted.range == pytest.approx((np.sqrt(2 * 3), np.sqrt(3 * 4)))
    assert set(deleted.without.index) == {"loud", "a", "b", "c", "d"}
    assert deleted.most_influential == "d"


def test_open_ended_quotes_count_in_the_range_but_give_no_middle() -> None:
    rows = pay([1.0, 2.0, 3.0, 4.0, 5.0])
    rows.loc[0, ["low", "mid"]] = np.nan
    rows.loc[0, "high"] = 50.0
    got = describe(rows).iloc[0]
    assert (got["quotes"], got["points"], got["highest"]) == (5, 4, 50.0)
    with pytest.raises(WageError, match="4 sources"):
        median_pay(rows)


def test_a_loud_source_moves_a_regression_no_more_than_a_quiet_one() -> None:
    # With the moderator fixed within sources, one vote each is least squares on their means,
    # and CR2 is the HC2 of those means: the error of Welch.
    few = pay(
        [1.0, 4.0, 2.0, 3.0, 1.5, 2.5, 1.2], ["a", "a", "b", "c", "d", "e", "e"], kind="crowd"
    )
    loud = pay([9.0] * 30 + [2.0, 6.0, 5.0, 7.0, 8.0, 4.0],
               ["z"] * 30 + ["z", "v", "w", "x", "y", "y"], kind="staff")  # fmt: skip
    rows = pd.concat([few, loud], ignore_index=True)
    fit = fit_moderators(rows, ["kind"])
    means = rows.assign(log=np.log(rows["mid"])).groupby(["kind", "origin"])["log"].mean()
    crowd, staff = means["crowd"].to_numpy(), means["staff"].to_numpy()
    assert fit.params["kind[staff]"] == pytest.approx(staff.mean() - crowd.mean())
    welch = np.sqrt(np.var(crowd, ddof=1) / len(crowd) + np.var(staff, ddof=1) / len(staff))
    assert fit.std_errors["kind[staff]"] == pytest.approx(welch)
    by_quote = fit_moderators(rows, ["kind"], votes="quotes")
    every = rows.assign(log=np.log(rows["mid"])).groupby("kind")["log"].mean()
    assert by_quote.params["kind[staff]"] == pytest.approx(every["staff"] - every["crowd"])
    with pytest.raises(WageError, match="votes 'firms'; allowed: sources, quotes"):
        fit_moderators(rows, ["kind"], votes="firms")  # type: ignore[arg-type]


def test_a_source_told_twice_leaves_the_likelihood_of_ranges_where_it_was() -> None:
    rows = pay([1.0, 2.0, 4.0, 8.0, 16.0, 3.0])
    rows.loc[2, ["low", "high"]] = [3.0, 6.0]
    twice = pd.concat([rows, rows.iloc[[4]]], ignore_index=True)
    once, again = fit_censored(rows), fit_censored(twice)
    assert again.mean == pytest.approx(once.mean, abs=1e-5)
    assert again.std_error == pytest.approx(once.std_error, rel=1e-3)


def test_points_alone_give_the_normal_maximum_likelihood() -> None:
    values = [1.0, 2.0, 4.0, 8.0, 16.0, 3.0]
    fit = fit_censored(pay(values))
    logs = np.log(values)
    assert fit.mean == pytest.approx(logs.mean(), abs=1e-6)
    assert fit.spread == pytest.approx(logs.std(), abs=1e-6)
    n = len(values)
    assert fit.std_error == pytest.approx(logs.std() / np.sqrt(n) * np.sqrt(n / (n - 1)), rel=1e-4)
    assert (fit.exact, fit.intervals, fit.open_ended) == (n, 0, 0)


def test_ranges_and_open_ends_match_scipys_censored_fit() -> None:
    rows = pay([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0])
    rows["low"] = [1.0, 2.0, 2.5, 3.0, np.nan, 5.0, 6.0, 2.0]
    rows["high"] = [1.0, 2.0, 4.0, 6.0, 5.0, np.nan, 9.0, 8.0]
    fit = fit_censored(rows)
    ends = np.log(rows[["low", "high"]].to_numpy())
    both = ~np.isnan(ends).any(axis=1)
    exact = both & (ends[:, 0] == ends[:, 1])
    data = stats.CensoredData(
        uncensored=ends[exact, 0], interval=ends[both & ~exact],
        left=ends[np.isnan(ends[:, 0]), 1], right=ends[np.isnan(ends[:, 1]), 0],
    )  # fmt: skip
    mean, spread = stats.norm.fit(data)
    assert fit.mean == pytest.approx(mean, abs=1e-3)
    assert fit.spread == pytest.approx(spread, abs=1e-3)
    assert (fit.exact, fit.intervals, fit.open_ended) == (2, 4, 2)
    assert fit.conf_int[0] < fit.median < fit.conf_int[1]


def test_intervals_that_all_overlap_have_no_maximum() -> None:
    rows = pay([2.0] * 5)
    rows["low"], rows["high"] = 1.0, 4.0
    with pytest.raises(WageError, match="all 5 intervals overlap"):
        fit_censored(rows)
