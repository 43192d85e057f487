"""Where employment per head peaks, and where the share of income spent on the product does.

Employment per head is labour's share of shipments, times the share of income spent on the
product, times income over the wage: an identity. The two peaks lie apart only as far as labour's
share and income over the wage drift. That they coincide is accounting; how little it says of an
industry shows where the drift is taken from another one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.findings import resting
from analysis.industries.manufacturing.declared import YEARS_APART
from analysis.industries.manufacturing.panel import Panel
from analysis.tables import Evidence

Array = npt.NDArray[np.float64]
Gaps = npt.NDArray[np.int_]
FURTHEST = 25
"""Years apart, as far as they are shown."""


@dataclass(frozen=True)
class Peaks:
    """Peaks of industries, and how often two of them lie together.

    Attributes
    ----------
    frame : pandas.DataFrame
        An industry a row: ``sic``, ``employment``, ``spending`` (years of the peaks), ``lag`` of
        employment, ``inside`` (neither lies in the first or last year of the record).
    together : float
        Share of industries with both peaks inside that have them within ten years.
    paired_at_random : float
        The same where the peaks of employment are dealt out among these industries, exactly.
    random : array
        The same in draws.
    drift_of_another : float
        Among the same industries: share within ten years where labour's share and income over the
        wage are those of another industry, in the mean over draws.
    apart : pandas.DataFrame
        Share of industries whose peaks lie at most so many ``years`` apart: ``own``,
        ``drift_of_another``, ``paired_at_random``.
    evidence : tuple of Evidence
    """

    frame: pd.DataFrame
    together: float
    paired_at_random: float
    random: Array
    drift_of_another: float
    apart: pd.DataFrame
    evidence: tuple[Evidence, ...]

    @property
    def p(self) -> float:
        """Chance of as many under random pairing."""
        return float((1 + (self.random >= self.together).sum()) / (1 + self.random.size))


def peaks_together(panel: Panel, *, seed: int, draws: int) -> Peaks:
    """Compare the peaks of employment per head and of the spending share.

    Parameters
    ----------
    panel : Panel
    seed, draws : int
        Of the pairings.
    """
    employment, spending = panel.wide("employment"), panel.wide("spending_share")
    years = employment.columns.to_numpy(int)
    own = years[employment.to_numpy().argmax(axis=1)]
    spent = years[spending.to_numpy().argmax(axis=1)]
    ends = (years[0], years[-1])
    inside = ~np.isin(own, ends) & ~np.isin(spent, ends)
    frame = pd.DataFrame(
        {"sic": employment.index, "employment": own, "spending": spent, "lag": own - spent,
         "inside": inside}
    )  # fmt: skip
    rng = np.random.default_rng(seed)
    a, b = own[inside], spent[inside]
    gaps = np.abs(a[:, None] - b[None, :])
    near, order = gaps <= YEARS_APART, np.arange(a.size)
    random = np.array([near[rng.permutation(order), order].mean() for _ in range(draws)])
    drift = (panel.wide("labour_share") * panel.wide("income_over_wage")).to_numpy()[inside]
    share = spending.to_numpy()[inside]
    swapped = np.stack(
        [
            np.abs(years[(share * rng.permutation(drift)).argmax(axis=1)] - b)
            for _ in range(max(1, draws // 10))
        ]
    )
    apart = _shares_apart(np.abs(a - b), swapped, gaps)
    return Peaks(
        resting(frame, panel.evidence),
        float(near.diagonal().mean()),
        float(near.mean()),
        random,
        float((swapped <= YEARS_APART).mean()),
        resting(apart, panel.evidence),
        panel.evidence,
    )


def _shares_apart(own: Gaps, swapped: Gaps, random: Gaps) -> pd.DataFrame:
    years = np.arange(FURTHEST + 1)
    return pd.DataFrame(
        {
            "years": years,
            "own": [float((own <= most).mean()) for most in years],
            "drift_of_another": [float((swapped <= most).mean()) for most in years],
            "paired_at_random": [float((random <= most).mean()) for most in years],
        }
    )
