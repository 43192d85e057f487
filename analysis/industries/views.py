"""Frames that the figures and tables of an industry's page show; each knows its rows."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.demand import DemandResults
from analysis.digits import with_error
from analysis.findings import derived, resting
from analysis.industries.against_bessen.beside_published import PublishedComparison
from analysis.industries.before_curves import spending_share
from analysis.industries.declared import specification_table
from analysis.industries.series import Sample, joins_frame
from analysis.industries.study import Study

TURNS, TURNS_WITH_PASS_THROUGH = "employment per head turns", "with pass-through"
_PARAMETERS = {
    "mu": "mean of log valuations",
    "sigma": "spread of log valuations",
    "scale": "potential demand",
}
JOINS = {
    "column": "Column",
    "earlier": "Earlier series",
    "later": "Later series",
    "overlap": "Overlap",
    "years": "Years",
    "ratio": "Ratio",
    "spread": "Largest over smallest ratio",
    "rests on": "Rests on",
}
"""Words above the columns of tables."""


@derived
def employment_by_year(employment: Sample) -> pd.DataFrame:
    """Employment in all and per head of population, by year."""
    return employment.frame


@derived
def seams(*samples: Sample) -> pd.DataFrame:
    """Every join in the columns of some samples: what it rests on and how far it varies."""
    return joins_frame([seam for item in samples for seam in item.joins])


@derived
def declared_choices(study: Study) -> pd.DataFrame:
    """The choices declared; the first option of each is the primary one."""
    return resting(specification_table(study.industry), study.searched)


@derived
def price_fall_path(sample: Sample) -> pd.DataFrame:
    """Fall of the relative and of the real price since the first year, log points, by year."""
    used = sample.only("relative_price", "real_price")
    logs = np.log(used.frame.to_numpy())
    fallen = pd.DataFrame(logs[0] - logs, index=used.frame.index, columns=["relative", "price"])
    return resting(fallen, used)


@derived
def observed_points(study: Study) -> pd.DataFrame:
    """Quantity per head by year against the relative price, that of the first year as 100."""
    path = study.log.relative_price
    quantity = study.sample.frame["quantity"]
    scaled = 100.0 / float(path.iloc[0]) * path
    return resting(pd.DataFrame({"relative_price": scaled, "quantity": quantity}), study.log)


@derived
def curve_points(study: Study, points: int = 120) -> pd.DataFrame:
    """Fitted curves over the prices seen, the first year's price as 100.

    Returns
    -------
    pandas.DataFrame
        ``relative_price, log, low, high, level``; the band is the 95% bootstrap band in logs.
    """
    path = study.log.relative_price
    unit = 100.0 / float(path.iloc[0])
    prices = np.geomspace(float(path.min()) * 0.9, float(path.max()) * 1.1, points)
    draws = study.log.draws.fits
    made = np.exp(draws.curve.log_quantity_at(draws.params, np.log(prices)))
    low, high = np.quantile(made, [0.025, 0.975], axis=0)
    frame = pd.DataFrame(
        {
            "relative_price": unit * prices,
            "log": study.log.results.curve.quantity(prices),
            "low": low,
            "high": high,
            "level": study.level.results.curve.quantity(prices),
        }
    )
    return resting(frame, study.log)


@derived
def elasticity_path(study: Study) -> pd.DataFrame:
    """Fitted elasticity by year with its 95% bootstrap band.

    Returns
    -------
    pandas.DataFrame
        ``log, low, high, level``; the band is that of errors in logs. Rests on what is drawn
        beside it too: the thresholds and the published pair.
    """
    draws = study.log.draws.fits
    values = draws.curve.elasticity_at(draws.params, study.log.log_price)
    low, high = np.quantile(values, [0.025, 0.975], axis=0)
    columns = {
        "log": study.log.elasticity,
        "low": low,
        "high": high,
        "level": study.level.elasticity,
    }
    beside = study.priced_work, study.published.pair_rows
    return resting(pd.DataFrame(columns), study.log, beside)


def turning_levels(study: Study) -> dict[str, float]:
    """Elasticities at which employment per head turns, by the words beside the lines."""
    levels = study.thresholds
    return {TURNS: levels.per_head, TURNS_WITH_PASS_THROUGH: levels.per_head_pass_through}


@derived
def comparison_table(ours: PublishedComparison) -> pd.DataFrame:
    """Ours beside the published pair, one row an end."""
    return ours.frame()


@derived
def regression_table(study: Study) -> pd.DataFrame:
    """Estimates of the primary curve, standard errors in brackets, one column an error scale."""
    columns = {
        f"errors in {error}s": _column(fitted.results) for error, fitted in study.fits.items()
    }
    return resting(pd.DataFrame(columns).reset_index(names="parameter"), study.log)


@derived
def rise_and_fall(study: Study, workers: Sample) -> pd.DataFrame:
    """Share of income spent and workers per head, by year: a rise and a fall before any curve.

    Parameters
    ----------
    workers : Sample
        From :func:`analysis.industries.employment.timing.counted`; the first count is shown.

    Returns
    -------
    pandas.DataFrame
        ``share`` and ``smoothed`` (largest share 100), ``per_thousand``; gaps where not known.
    """
    spent = spending_share(study)
    first = workers.frame[workers.frame["count"] == workers.frame["count"].iloc[0]]
    frame = spent.join(first.set_index("year")["per_thousand"], how="outer")
    return resting(frame, spent, workers)


@derived
def price_parts(study: Study) -> pd.DataFrame:
    """Change of jobs that the price moved, output per head and all else apart, by curve.

    Returns
    -------
    pandas.DataFrame
        One row an income and error scale: ``income``, ``errors``, ``price`` (thousand jobs, year
        by year).
    """
    moved = study.price_parts
    rows = study.branches, study.log
    return resting(moved.astype({"price": float}), *rows)


@derived
def jobs_by_factor(study: Study) -> pd.DataFrame:
    """Change of production workers by factor, three ways."""
    return resting(study.decomposition.drop(columns=["change", "residual"]), study.branches)


@derived
def jobs_with_price(study: Study) -> pd.DataFrame:
    """The same with output per head split into what price moved and everything else."""
    shown = study.split.drop(columns="residual").reset_index(names="computed")
    return resting(shown, study.branches, study.product_price, study.log)


@derived
def backtest_scores(study: Study) -> pd.DataFrame:
    """Turning year, share served and forecast with data to each cut-off."""
    return resting(study.backtest.frame, study.log)


@derived
def backtest_table(study: Study) -> pd.DataFrame:
    """The same for the reader: years as years, ranges in words."""
    return resting(study.backtest.table(), study.log)


def _column(fit: DemandResults) -> pd.Series[str]:
    bse = fit.regression.bse
    cells = {
        word: with_error(float(fit.params[name]), float(bse[name]))
        for name, word in _PARAMETERS.items()
    }
    return pd.Series({**cells, "observations": f"{fit.nobs:d}", "R squared": f"{fit.rsquared:.3f}"})
