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
from analysis.wages.bands import measurement_bands, random_effects
from analysis.wages.censored import fit_censored
from analysis.wages.moderators import fit_moderators, pool_ratios
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
    for estimate in (median_pay, fit_moderators, measurement_bands, fit_censored):
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


def test_ratios_are_pooled_as_geometric_means_by_source() -> None:
    table = pd.DataFrame(
        {
            "origin": list("abcdef"), "ratio_low": [1.0, 2.0, 4.0, 1.0, 2.0, np.nan],
            "ratio_mid": np.nan, "ratio_high": [1.0, 2.0, 4.0, 4.0, 8.0, 3.0],
        }
    )  # fmt: skip
    fit = pool_ratios(table)
    assert fit.ratio("constant")[0] == pytest.approx(stats.gmean([1.0, 2.0, 4.0, 2.0, 4.0]))
    assert (fit.nobs, fit.dropped) == (5, 1)


def test_more_than_two_moderators_and_mixed_units_are_refused() -> None:
    rows = pay([1.0, 2.0, 3.0, 4.0, 5.0], a=1, b=2, c=3)
    with pytest.raises(WageError, match="3 moderators; allowed: 2"):
        fit_moderators(rows, ["a", "b", "c"])
    with pytest.raises(WageError, match="moderator a: 1 quotes have none"):
        fit_moderators(rows.assign(a=[1, 2, 3, 4, np.nan]), ["a"])
    with pytest.raises(WageError, match="baseline 'z' of kind; allowed: x"):
        fit_moderators(rows.assign(kind="x"), ["kind"], {"kind": "z"})
    mixed = rows.assign(unit=["USD"] * 4 + ["PPP USD"])
    for summary in (describe, median_pay, fit_moderators, measurement_bands, fit_censored):
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


def test_dersimonian_laird_reproduces_the_bcg_vaccine_trials() -> None:
    # Colditz et al. (1994), 13 trials: cases and all vaccinated, cases and all unvaccinated.
    counts = np.array(
        [
            [4, 123, 11, 139], [6, 306, 29, 303], [3, 231, 11, 220], [62, 13598, 248, 12867],
            [33, 5069, 47, 5808], [180, 1541, 372, 1451], [8, 2545, 10, 629],
            [505, 88391, 499, 88391], [29, 7499, 45, 7277], [17, 1716, 65, 1665],
            [186, 50634, 141, 27338], [5, 2498, 3, 2341], [27, 16913, 29, 17854],
        ]
    )  # fmt: skip
    a, b, c, d = counts.T.astype(float)
    effects = np.log(a / b) - np.log(c / d)
    pooled = random_effects(effects, 1 / a - 1 / b + 1 / c - 1 / d)
    assert pooled.mean == pytest.approx(-0.7141, abs=5e-5)
    assert pooled.conf_int == pytest.approx((-1.0644, -0.3638), abs=5e-5)
    assert pooled.tau_squared == pytest.approx(0.3088, abs=5e-5)
    assert pooled.q == pytest.approx(152.2330, abs=5e-5)
    with pytest.raises(WageError, match="positive variance"):
        random_effects([1.0, 2.0], [1.0, 0.0])


def test_the_band_moves_the_error_between_sources_not_the_mean_of_even_evidence() -> None:
    got = measurement_bands(pay([1.0, 2.0, 4.0, 8.0, 16.0]))
    assert list(got["pay"]) == pytest.approx([4.0] * 5)
    assert got["between"].is_monotonic_decreasing
    assert (got["lower"] < got["pay"]).all()


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
