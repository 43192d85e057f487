"""Pay against the local minimum wage."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.findings import Quantity, finds
from analysis.wages.below_minimum import Count
from analysis.wages.findings.counts import QUOTES, counted
from analysis.wages.moderators import ModeratorFit

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


def pooled(fit: ModeratorFit, name: str, rows: pd.DataFrame) -> Quantity:
    """A coefficient of a regression of log pay as a ratio, with its 95% interval."""
    ratio, low, high = fit.ratio(name)
    return Quantity(ratio, RATIO_OF_PAY, (low, high), 0.95, rows=rows)
