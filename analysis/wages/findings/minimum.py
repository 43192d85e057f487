"""Pay against the local minimum and average wage: quotes below it, and the shops of China."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.findings import Quantity, finds
from analysis.money import Rates
from analysis.wages.below_minimum import Count
from analysis.wages.comparators import ratio_to_average, ratio_to_minimum
from analysis.wages.findings.counts import QUOTES, SOURCES, alone, counted
from analysis.wages.hours import FULL_TIME
from analysis.wages.moderators import ModeratorFit, pool_ratios
from analysis.wages.quotes import log_midpoint

SHARE, RATIO_OF_PAY = "share of quotes", "ratio of pay"


@finds
def below_the_minimum(counts: Sequence[Count]) -> dict[str, Quantity]:
    """Share of quotes below the local minimum wage under the main choice, and the most under any.

    Parameters
    ----------
    counts : sequence of Count
        From :func:`analysis.wages.below_minimum.count_below_each_way`, the main one first.
    """
    main = counts[0]
    below, most = main.shares["below"], main.shares["below"] + main.shares["undecided"]
    any_way = max(item.shares["below"] + item.shares["undecided"] for item in counts)
    return {
        "below_minimum": Quantity(below, SHARE, (below, most), 1.0, rows=main.ratios),
        "below_compared": Quantity(len(main.ratios), QUOTES, rows=main.ratios),
        "below_not_compared": counted(main.refused),
        "below_most": Quantity(any_way, SHARE, rows=[item.ratios for item in counts]),
    }


def chinese_shops(quotes: pd.DataFrame) -> pd.DataFrame:
    """Quotes of staff in Chinese labelling shops."""
    return quotes[(quotes["country"] == "CHN") & (quotes["worker_type"] == "outsourced_staff")]


@finds
def pay_of_shops(
    shops: pd.DataFrame, comparators: pd.DataFrame, rates: Rates
) -> dict[str, Quantity]:
    """Pay in Chinese shops over the local minimum wage, and over the average of urban units.

    Parameters
    ----------
    shops, comparators : pandas.DataFrame
        Quotes from :func:`chinese_shops`; table ``comparator_wages``. The average is that of
        urban non-private units.
    """
    minimum, _ = ratio_to_minimum(shops, comparators, rates, FULL_TIME)
    urban, _ = ratio_to_average(shops, comparators, rates, FULL_TIME, coverage="non_private")
    fits = [pool_ratios(minimum), pool_ratios(urban)]
    fewest = min(fit.sources for fit in fits)
    return {
        "china_shop_to_minimum": pooled(fits[0], "constant", _pooled_rows(minimum)),
        "china_shop_to_urban": pooled(fits[1], "constant", _pooled_rows(urban)),
        "china_shop_sources": Quantity(fewest, SOURCES, rows=[alone(minimum), alone(urban)]),
    }


def pooled(fit: ModeratorFit, name: str, rows: pd.DataFrame) -> Quantity:
    """A coefficient of a regression of log pay as a ratio, with its 95% interval."""
    ratio, low, high = fit.ratio(name)
    return Quantity(ratio, RATIO_OF_PAY, (low, high), 0.95, rows=rows)


def _pooled_rows(ratios: pd.DataFrame) -> pd.DataFrame:
    ends = ratios[["ratio_low", "ratio_mid", "ratio_high"]].set_axis(["low", "mid", "high"], axis=1)
    return ratios[log_midpoint(ends).notna()]
