"""What summaries say of intervals that cover too little, and how often they say it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from analysis.regression import NLSResults, NonlinearLS
from analysis.regression.display.undercoverage import autocorrelation, persistence
from analysis.regression.inference.covariance import CovType
from benchmarks.coverage_renewal import first_committed, first_samples


def saturation(params: Any, x: Any) -> Any:
    ceiling, half = params
    return ceiling * x / (half + x)


def fitted(rho: float, seed: int, n: int = 40, spread: float = 1.0) -> NLSResults:
    rng = np.random.default_rng(seed)
    errors = rng.standard_normal(n)
    for t in range(1, n):
        errors[t] = rho * errors[t - 1] + np.sqrt(1.0 - rho**2) * errors[t]
    x = np.linspace(0.1, 4.0, n)
    y = saturation((3.0, 0.8), x) + 0.05 * np.linspace(1.0, spread, n) * errors
    return NonlinearLS(saturation, y, x, start=[2.0, 1.0]).fit()


def test_autocorrelation_is_spoken_of_in_most_samples_that_have_it_and_few_that_do_not() -> None:
    """Kendall's bias taken off: residuals of 40 observations understate .5 by a fifth or more."""
    said = {
        rho: np.mean([bool(fitted(rho, seed).notes) for seed in range(100)]) for rho in (0.0, 0.5)
    }
    assert said[0.5] > 0.75
    assert said[0.0] < 0.15


def test_the_bias_of_autocorrelation_is_taken_off() -> None:
    fits = [fitted(0.5, seed) for seed in range(100)]
    raw = np.mean([autocorrelation(fit.fit.residuals) for fit in fits])
    corrected = np.mean([persistence(fit.fit) for fit in fits])
    assert raw < 0.42
    assert corrected == pytest.approx(0.5, abs=0.05)


def test_hac_is_quoted_by_sample_size_though_errors_are_independent() -> None:
    quiet = next(fit for fit in (fitted(0.0, seed) for seed in range(20)) if not fit.notes)
    note = quiet.with_cov("HAC").notes[0]
    assert note.startswith(
        "HAC Bartlett at n = 40, independent errors: in simulations (iid, n = 30"
    )
    assert quiet.with_cov("HAC").summary().notes == quiet.with_cov("HAC").notes
    large = fitted(0.0, 1, n=1000)
    assert not large.notes
    assert not large.with_cov("HAC").notes


@pytest.mark.parametrize("kind", ["pairs", "wild", "residual", "block_residual"])
def test_bootstraps_say_what_they_do_not_cover(kind: Any) -> None:
    draws = fitted(0.8, 3).bootstrap(50, kind=kind, seed=0)
    note = draws.summary().notes[-1]
    assert "autocorrelation of the residuals" in note
    assert "covered" in note
    assert ("takes no account of it" in note) == (kind != "block_residual")


def test_uneven_errors_are_spoken_of_where_the_interval_ignores_them() -> None:
    uneven = [fitted(0.0, seed, 60, spread=6.0) for seed in range(30)]
    ways: tuple[CovType, ...] = ("nonrobust", "HAC")
    for way in ways:
        notes = [fit.with_cov(way).notes for fit in uneven]
        assert any("residuals vary" in note for found in notes for note in found), way


def test_tables_of_coverage_were_made_with_what_is_drawn_and_fitted_today() -> None:
    """A table takes most of an hour to make; its first sample says at once whether it is stale."""
    written, now = first_committed(), first_samples()
    assert [(row["design"], row["method"]) for row in now] == [
        (row["design"], row["method"]) for row in written
    ]
    for old, new in zip(written, now, strict=True):
        for end in ("lower", "upper"):
            what = f"{old['design']}, {old['method']}: make coverage-tables COVERAGE_ARGS=--write"
            assert bool(old[end]) == bool(new[end]), what
            if old[end]:
                assert float(new[end]) == pytest.approx(float(old[end]), abs=1e-4), what
