"""Pay against the local minimum wage: quotes below it, and Kenyan offices by class of minimum."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.errors import WageError
from analysis.findings import Quantity, finds
from analysis.money import Rates
from analysis.wages.below_minimum import Count
from analysis.wages.comparators import ratio_to_minimum
from analysis.wages.findings.counts import QUOTES, counted
from analysis.wages.hours import FULL_TIME
from analysis.wages.moderators import ModeratorFit

SHARE, RATIO_OF_PAY = "share of quotes", "ratio of pay"


@finds
def below_the_minimum(counts: Sequence[Count]) -> dict[str, Quantity]:
    """Share of quotes below the local minimum wage: all, American and other, and under any choice.

    Parameters
    ----------
    counts : sequence of Count
        From :func:`analysis.wages.below_minimum.count_below_each_way`, the main one first.
    """
    main = counts[0]
    ends = [(item.shares["below"], item.shares["undecided"]) for item in counts]
    ways = (min(below for below, _ in ends), max(below + open_ for below, open_ in ends))
    home = main.ratios["country"] == "USA"
    crowd = main.ratios["form"] == "crowd"
    return {
        "below_minimum": _below(main.ratios),
        "below_us_crowd": _below(main.ratios[home & crowd & ~main.ratios["mostly"]]),
        "below_us_crowd_mostly": _below(main.ratios[home & crowd]),
        "below_elsewhere": _below(main.ratios[~home]),
        "below_compared": Quantity(len(main.ratios), QUOTES, rows=main.ratios),
        "below_not_compared": counted(main.refused),
        "below_any_way": Quantity(
            ends[0][0], SHARE, ways, 1.0, rows=[item.ratios for item in counts]
        ),
    }


@finds
def kenyan_offices(
    quotes: pd.DataFrame, comparators: pd.DataFrame, rates: Rates
) -> dict[str, Quantity]:
    """Pay in Nairobi's offices over the minimum of a general labourer and that of a clerk.

    The house allowance is due on top of either. The clerk's minimum is the labourer's times what
    it was over it in the one order for which the tables have both.

    Parameters
    ----------
    quotes : pandas.DataFrame
        Quotes kept, with ``year``.
    """
    office = quotes[(quotes["country"] == "KEN") & (quotes["worker_type"] == "outsourced_staff")]
    ratios, _ = ratio_to_minimum(office, comparators, rates, FULL_TIME)
    span = (float(ratios["ratio_low"].min()), float(ratios["ratio_high"].max()))
    orders = comparators[
        (comparators["country"] == "KEN")
        & (comparators["region"] == "cities")
        & (comparators["kind"] == "minimum")
    ]
    allowance = 1 + float(orders["allowance_percent"].max()) / 100
    clerk = clerical_class(orders)
    rows = [ratios, orders]
    return {
        "kenya_to_labourer": _spanned(span, 1.0, ratios),
        "kenya_to_labourer_housed": _spanned(span, allowance, rows),
        "kenya_to_clerk_housed": _spanned(span, allowance * clerk, rows),
        "kenya_clerk_class": Quantity(clerk, "ratio", rows=orders),
    }


def clerical_class(orders: pd.DataFrame) -> float:
    """Minimum of clerks over that of general labourers, in the latest order that has both.

    Raises
    ------
    WageError
        Where no order has both.
    """
    names = orders["category"].fillna("")
    clerks = orders[names.str.contains("receptionist")].set_index("year")["mid"]
    labourers = orders[names == "general labourer"].set_index("year")["mid"]
    both = sorted(set(clerks.index) & set(labourers.index))
    if not both:
        raise WageError("no order with a clerical class and general labourers; allowed: one")
    return float(clerks[both[-1]] / labourers[both[-1]])


def pooled(fit: ModeratorFit, name: str, rows: pd.DataFrame) -> Quantity:
    """A coefficient of a regression of log pay as a ratio, with its 95% interval."""
    ratio, low, high = fit.ratio(name)
    return Quantity(ratio, RATIO_OF_PAY, (low, high), 0.95, rows=rows)


def _below(ratios: pd.DataFrame) -> Quantity:
    if ratios.empty:
        return Quantity(None, SHARE, text="none can be compared")
    below = float((ratios["ratio_high"] < 1).mean())
    most = float((~(ratios["ratio_low"] >= 1)).mean())
    return Quantity(below, SHARE, (below, most), 1.0, rows=ratios)


def _spanned(span: tuple[float, float], by: float, rows: object) -> Quantity:
    low, high = span[0] / by, span[1] / by
    return Quantity(float(np.sqrt(low * high)), RATIO_OF_PAY, (low, high), 1.0, rows=rows)
