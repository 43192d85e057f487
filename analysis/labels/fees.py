"""What the platform keeps: the dated fee rule of Mechanical Turk and shares along the chain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from analysis.errors import LabelsError
from analysis.findings import derived, resting
from analysis.labels.checks import row_of, rows_named

MANY = 10
CHANGE = date(2015, 7, 21)
SHOP_WORKER, SHOP_PAID = "jia_county.box_worker.2018", "jia_county.box_subcontract.2018"
"""What the worker of a shop in Jia county gets for a box, and what the shop is paid for it."""


@dataclass(frozen=True)
class Cost:
    """What a task costs the buyer and what the worker gets of it.

    Attributes
    ----------
    reward, fee : float
        For one assignment, in the currency of the reward.
    """

    reward: float
    fee: float

    @property
    def total(self) -> float:
        """Cost to the buyer."""
        return self.reward + self.fee

    @property
    def worker_share(self) -> float:
        """Reward over cost to the buyer."""
        return self.reward / self.total


def cost_to_buyer(
    fees: pd.DataFrame, reward: float, day: date, *, assignments: int = 1, masters: bool = False
) -> Cost:
    """Cost of one assignment under the fee rule of its day.

    Parameters
    ----------
    fees : pandas.DataFrame
        Table ``platform_fees``.
    reward : float
        USD, positive.
    day : datetime.date
    assignments : int
        Workers asked to do the same task; a surcharge falls due from ten under the later rule.
    masters : bool
        Whether workers with the Masters qualification were asked for.

    Raises
    ------
    LabelsError
        For a day before the first rule, a surcharge the table does not know at that day, or a
        reward or number of assignments that is not positive.
    """
    if reward <= 0 or assignments < 1:
        raise LabelsError(
            f"reward {reward:g} and {assignments} assignments; allowed: more than 0, at least 1"
        )
    rules = fee_rules(fees, day, assignments=assignments, masters=masters)
    fee = reward * float(rules["percent"].sum()) / 100
    least = rules.loc[rules["charge"] == "base", "minimum"].iloc[0]
    return Cost(reward, fee if pd.isna(least) else max(fee, float(least)))


def fee_rules(
    fees: pd.DataFrame, day: date, *, assignments: int = 1, masters: bool = False
) -> pd.DataFrame:
    """Rows of the table that set the fee of a task: the base of its day and surcharges due.

    Parameters
    ----------
    fees, day, assignments, masters
        As in :func:`cost_to_buyer`.

    Raises
    ------
    LabelsError
        For a day before the first rule, or a surcharge the table does not know at that day.
    """
    valid = fees[
        (fees["valid_from"] <= day.isoformat())
        & (fees["valid_to"].isna() | (fees["valid_to"] >= day.isoformat()))
    ]
    base = valid["charge"] == "base"
    if base.sum() != 1:
        first = fees["valid_from"].min()
        raise LabelsError(f"{day}: {base.sum()} base fees; allowed: a day from {first}")
    many = valid["condition"].str.contains("ten or more", regex=False)
    chosen = valid["condition"].str.contains("Masters", regex=False)
    if masters and not chosen.any():
        raise LabelsError(f"{day}: the Masters surcharge of that day is not in the table")
    due = (many & (assignments >= MANY)) | (chosen & masters)
    return valid[base | (due & (valid["charge"] == "surcharge"))]


def share_passed_down(rates: pd.DataFrame, worker: str, above: str) -> float:
    """Worker's piece rate over what the employer is paid for the same piece.

    Parameters
    ----------
    rates : pandas.DataFrame
        From :func:`analysis.labels.rate_of_piece`.
    worker, above : str
        Identifiers of the two rows.

    Raises
    ------
    LabelsError
        Where unit, currency, year or employer differ.
    """
    low, high = row_of(rates, worker), row_of(rates, above)
    for name in ("unit", "currency", "year", "entity"):
        if low[name] != high[name]:
            raise LabelsError(
                f"share of {worker} in {above}: {name} is {low[name]} and {high[name]}"
            )
    return float(low["point"]) / float(high["point"])


@derived
def who_keeps(fees: pd.DataFrame, rates: pd.DataFrame) -> pd.DataFrame:
    """Share of the worker and of those between worker and buyer, in the cases that are known.

    Before and after the change of the platform's fee for a reward of a dollar, and for a reward
    of a cent, where the least fee binds; and in the one shop whose two rates were published.

    Parameters
    ----------
    fees : pandas.DataFrame
        Table ``platform_fees``.
    rates : pandas.DataFrame
        From :func:`analysis.labels.rate_of_piece`.

    Returns
    -------
    pandas.DataFrame
        Index: the case; columns ``worker`` and ``in between``, adding to one.
    """
    before, after = CHANGE - timedelta(days=1), CHANGE
    found = {
        "MTurk until July 2015": cost_to_buyer(fees, 1.0, before).worker_share,
        "MTurk since": cost_to_buyer(fees, 1.0, after).worker_share,
        "MTurk since, ten answers to a task": cost_to_buyer(
            fees, 1.0, after, assignments=MANY
        ).worker_share,
        "MTurk since, a reward of one cent": cost_to_buyer(fees, 0.01, after).worker_share,
        "Shop in Jia county, 2018, a box": share_passed_down(rates, SHOP_WORKER, SHOP_PAID),
    }
    worker = pd.Series(found)
    return resting(
        pd.DataFrame({"worker": worker, "in between": 1 - worker}),
        fee_rules(fees, before),
        fee_rules(fees, after, assignments=MANY),
        rows_named(rates, SHOP_WORKER, SHOP_PAID),
    )
