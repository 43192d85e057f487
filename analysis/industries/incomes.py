"""What the income is: nominal product per head, checked, and what other incomes would have said."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from analysis.demand.curves.curve import ErrorScale
from analysis.findings import Quantity, derived, finds, resting
from analysis.industries.crossings import drawn_words, in_words, passing_of
from analysis.industries.declared import ERRORS, OTHER_INCOMES, Relative
from analysis.industries.fitted import Fitted
from analysis.industries.series import Sample, annual, income, reading, sampled
from analysis.industries.study import Study

LOOKED_AT = (1831, 1889, 1929, 1970)
_LABELS: dict[Relative, str] = {
    "income": "nominal product per head",
    "second vintage of income": "the same, vintage of 2025",
    "real product times prices": "real product times consumer prices",
}


@sampled
def incomes() -> Sample:
    """The incomes by year, beside the national accounts and the Historical Statistics.

    Returns
    -------
    Sample
        ``nominal, second, proxy`` and, as long as they are known, ``bea`` (product per head) and
        ``hsus`` (gross national product per head), USD per head.
    """
    columns, read = {}, {}
    made: dict[str, Callable[[], pd.Series[float]]] = {
        "nominal": income,
        "second": lambda: income("second vintage"),
        "proxy": lambda: income("real product times prices"),
        "bea": lambda: annual("us_economy", "product_per_head_bea"),
        "hsus": lambda: annual("us_economy", "gnp_per_capita_nominal"),
    }
    for name, make in made.items():
        with reading() as kept:
            columns[name] = make()
        read[name] = tuple(kept)
    return Sample(pd.DataFrame(columns), dict.fromkeys(columns, "USD per head"), read=read)


@finds
def income_checked(known: Sample) -> dict[str, Quantity]:
    """How far nominal product per head is from other measures of it, and from the proxy.

    Parameters
    ----------
    known : Sample
        From :func:`incomes`.
    """
    frame = known.frame
    bea = (frame["nominal"] / frame["bea"] - 1.0).dropna()
    hsus = (frame["hsus"] / frame["nominal"]).dropna().map(math.log)
    gap = (frame["proxy"] / frame["nominal"]).map(math.log)
    second = (frame["second"] / frame["nominal"]).map(math.log)
    checks = {
        "bea_most": Quantity(float(bea.abs().max()), "share", rows=known.only("nominal", "bea")),
        "bea_first": Quantity(int(bea.index[0]), "year", rows=known.only("bea")),
        "bea_last": Quantity(int(bea.index[-1]), "year", rows=known.only("bea")),
        "hsus_mean": Quantity(
            float(hsus.mean()), "log points", (float(hsus.min()), float(hsus.max())), 1.0,
            rows=known.only("nominal", "hsus"),
        ),
        "hsus_first": Quantity(int(hsus.index[0]), "year", rows=known.only("hsus")),
        "hsus_last": Quantity(int(hsus.index[-1]), "year", rows=known.only("hsus")),
    }  # fmt: skip
    first, *_, last = LOOKED_AT
    two = known.only("nominal", "proxy")
    checks["proxy_first"] = Quantity(float(gap[first]), "log points", rows=two.at(first))
    checks["proxy_last"] = Quantity(float(gap[last]), "log points", rows=two.at(last))
    checks["second_first"] = Quantity(
        float(second[first]), "log points", rows=known.only("nominal", "second").at(first)
    )
    return checks


def with_income(study: Study, relative: Relative, error: ErrorScale = "log") -> Fitted:
    """The primary specification with another income."""
    own = study.fits[error]
    if relative == "income":
        return own
    one = replace(own.specification, relative=relative, primary=False)
    return Fitted(one, study.frames.sample(one))


@finds
def second_vintage(study: Study, error: ErrorScale) -> dict[str, Quantity]:
    """First and last elasticity with the second vintage of income, with bootstrap intervals."""
    fitted = with_income(study, OTHER_INCOMES[0], error)
    first, last = (float(fitted.elasticity.iloc[place]) for place in (0, -1))
    low, high = (fitted.draws.interval(place) for place in (0, -1))
    return {
        "first": Quantity(first, "elasticity", low, 0.95, rows=fitted),
        "last": Quantity(last, "elasticity", high, 0.95, rows=fitted),
    }


@derived
def incomes_side_by_side(study: Study) -> pd.DataFrame:
    """What each income says of the primary specification, one row an income and error scale.

    Returns
    -------
    pandas.DataFrame
        ``income, errors``, elasticity ``first`` and ``last``, where it ``passes`` one with the
        bootstrap interval ``drawn``, and ``rsquared``.
    """
    rows, fits = [], []
    for relative, label in _LABELS.items():
        for error in ERRORS:
            fitted = with_income(study, relative, error)
            fits.append(fitted)
            rows.append(
                {
                    "income": label,
                    "errors": f"{error}s",
                    "first": float(fitted.elasticity.iloc[0]),
                    "last": float(fitted.elasticity.iloc[-1]),
                    "passes": in_words(*passing_of(fitted.elasticity)),
                    "drawn": drawn_words(fitted),
                    "rsquared": fitted.results.rsquared,
                }
            )
    return resting(pd.DataFrame(rows), fits)
