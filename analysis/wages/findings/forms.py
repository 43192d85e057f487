"""Employed or crowd, direct or through an agency, salaried or contractor, here or there."""

from __future__ import annotations

import re
from typing import get_args

import pandas as pd
from scipy import stats

from analysis.errors import WageError
from analysis.findings import Quantity, derived, finds, resting
from analysis.wages.comparable import pay_ratio
from analysis.wages.findings.counts import SOURCES, sources
from analysis.wages.findings.minimum import RATIO_OF_PAY, pooled
from analysis.wages.hours import hourly_wage
from analysis.wages.moderators import fit_moderators
from analysis.wages.named import (
    GLOBALLOGIC_AGENCY,
    GLOBALLOGIC_DIRECT,
    KHMER_FOR_AMERICANS,
    KHMER_FOR_THAIS,
    TURKERS_OF_TWO_COUNTRIES,
    named,
)
from analysis.wages.piece_rates import Range
from analysis.wages.quotes import with_middle
from analysis.wages.synthesis import SOURCE, Votes

HOME, ABROAD = "United States", "elsewhere"
EXPERT = re.compile(
    r"expert|STEM|advanced degree|specialist|lawyer|physician|doctor|PhD|mathemat|medical|coding",
    re.IGNORECASE,
)
"""Words of tasks and employers that mark work for which a degree or a profession is asked."""
CUTS = {
    "known places, mostly US as US": "home",
    "known countries only": "country",
    "everybody, mostly US as US": "home or elsewhere",
    "everybody, mostly US as abroad": "country or elsewhere",
}
"""Who is compared, and where quotes without a country are counted; the first is the main one.

Everybody: quotes of unknown countries too, which are then counted as abroad.
"""


def crowd_and_employed(pay: pd.DataFrame) -> pd.DataFrame:
    """Quotes of crowd work and of employed staff."""
    return pay[pay["form"].isin(["crowd", "employed"])]


def placed(forms: pd.DataFrame, cut: str) -> pd.DataFrame:
    """Quotes that a cut of :data:`CUTS` compares, with ``where`` they are counted."""
    column, _, rest = CUTS[cut].partition(" or ")
    here = forms[column]
    kept = forms if rest else forms[here.notna()]
    where = (kept[column] == "USA").map({True: HOME, False: ABROAD})
    return kept.assign(where=where)


def premium(forms: pd.DataFrame, cut: str, votes: Votes = "sources") -> Quantity:
    """Pay of employed over crowd work with place held, for one cut."""
    rows = placed(forms, cut)
    fit = fit_moderators(rows, ["form", "where"], {"form": "crowd", "where": HOME}, votes=votes)
    return pooled(fit, "form[employed]", with_middle(rows))


@finds
def premium_of_employment(forms: pd.DataFrame) -> dict[str, Quantity]:
    """Pay of employed over crowd work with place held, and elsewhere over here with form held.

    Parameters
    ----------
    forms : pandas.DataFrame
        From :func:`crowd_and_employed`.
    """
    main = next(iter(CUTS))
    rows = placed(forms, main)
    fit = fit_moderators(rows, ["form", "where"], {"form": "crowd", "where": HOME})
    return {
        "employed_premium": premium(forms, main),
        "elsewhere_ratio": pooled(fit, f"where[{ABROAD}]", with_middle(rows)),
        "crowd_sources": sources(rows[rows["form"] == "crowd"]),
        "employed_sources": sources(rows[rows["form"] == "employed"]),
    }


@derived
def premium_each_way(forms: pd.DataFrame) -> pd.DataFrame:
    """The same premium under every cut, with a vote for each source and for each quote.

    Returns
    -------
    pandas.DataFrame
        By cut and votes: ``sources``, ``premium``, ``low`` and ``high`` (95% interval).
    """
    every: tuple[Votes, ...] = get_args(Votes)
    rows = {(cut, votes): _row(forms, cut, votes) for cut in CUTS for votes in every}
    index = pd.MultiIndex.from_tuples(list(rows), names=["who is compared", "one vote for"])
    return resting(pd.DataFrame(list(rows.values()), index=index), forms)


def _row(forms: pd.DataFrame, cut: str, votes: Votes) -> dict[str, Quantity]:
    item = premium(forms, cut, votes)
    low, high = item.interval or (0.0, 0.0)
    return {
        "sources": sources(with_middle(placed(forms, cut))),
        "premium": item,
        "low": Quantity(low, item.unit, rows=item.rows),
        "high": Quantity(high, item.unit, rows=item.rows),
    }


@finds
def direct_or_agency(quotes: pd.DataFrame) -> dict[str, Quantity]:
    """Pay of direct staff over pay of agency staff for one task of one client."""
    pair = hourly_wage(named(quotes, *GLOBALLOGIC_DIRECT, *GLOBALLOGIC_AGENCY))
    tasks, clients = pair["task"].nunique(), pair["firm"].nunique()
    if tasks > 1 or clients > 1:
        raise WageError(f"{tasks} tasks of {clients} clients; allowed: one task of one client")
    ratio = Range(*pay_ratio(pair, GLOBALLOGIC_DIRECT, GLOBALLOGIC_AGENCY))
    return {
        "direct_over_agency": Quantity(
            ratio.middle, RATIO_OF_PAY, (ratio.low, ratio.high), 1.0, rows=pair
        ),
        "same_task_pairs": Quantity(tasks, "pairs", rows=pair),
    }


def expert_work(quotes: pd.DataFrame) -> pd.DataFrame:
    """Quotes of work for which a degree or a profession is asked, by the words of the source."""
    words = quotes["task"].fillna("") + " " + quotes["employer"].fillna("")
    return quotes[words.str.contains(EXPERT)]


@finds
def form_of_expert_work(quotes: pd.DataFrame) -> dict[str, Quantity]:
    """Share of salaried staff in independent reports of expert work.

    A source that tells of both forms counts once for each; the interval is Clopper and Pearson's.

    Parameters
    ----------
    quotes : pandas.DataFrame
        With ``form``.
    """
    experts = expert_work(quotes)
    reports = experts.drop_duplicates([SOURCE, "form"])
    salaried = int((reports["form"] == "employed").sum())
    contractors = int(reports["form"].isin(["contractor", "crowd"]).sum())
    count = salaried + contractors
    if not count:
        raise WageError("expert work: no report; allowed: one or more")
    interval = stats.binomtest(salaried, count).proportion_ci(0.95)
    share = Quantity(
        salaried / count, "share of reports", (interval.low, interval.high), 0.95, rows=experts
    )
    return {
        "expert_salaried_share": share,
        "expert_reports": Quantity(count, SOURCES, rows=experts),
        "expert_salaried": Quantity(salaried, SOURCES, rows=experts),
    }


@finds
def same_task(quotes: pd.DataFrame) -> dict[str, Quantity]:
    """Pay offered to Americans over pay offered to Thais, for one project of annotation."""
    advertised = hourly_wage(named(quotes, *KHMER_FOR_AMERICANS, *KHMER_FOR_THAIS))
    ratio = Range(*pay_ratio(advertised, KHMER_FOR_AMERICANS, KHMER_FOR_THAIS))
    return {
        "same_task_ratio": Quantity(
            ratio.middle, RATIO_OF_PAY, (ratio.low, ratio.high), 1.0, rows=advertised
        )
    }


@finds
def same_platform(pay: pd.DataFrame) -> dict[str, Quantity]:
    """Pay of workers in India over pay of workers in the United States on one platform.

    Parameters
    ----------
    pay : pandas.DataFrame
        Hourly pay in one money.
    """
    india, america = (named(pay, name) for name in TURKERS_OF_TWO_COUNTRIES)
    ratio = float(india["mid"].iloc[0] / america["mid"].iloc[0])
    return {"same_platform_ratio": Quantity(ratio, RATIO_OF_PAY, rows=[india, america])}
