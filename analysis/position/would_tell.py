"""What would tell: the missing numbers, what each could turn and the least it could show."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from analysis.findings import Findings, Quantity, derived, finds, resting
from analysis.position.crowd import microwork
from analysis.position.declared import ERRORS, MONTHS
from analysis.position.hours import Accounting
from analysis.position.placement import B
from analysis.position.series import monthly_change

BASES = "seven_national_data_labelling_base.workers.2025"
FEE_BEFORE, FEE_AFTER, FEE_MANY = (
    "mturk.base.2005",
    "mturk.base.2015",
    "mturk.many_assignments.2015",
)
"""Fees of Mechanical Turk around 21 July 2015: rows of ``platform_fees``."""
DIGITS = 2
"""Digits to which prices and numbers of labels are usually printed."""


@finds
def least_seen(
    account: Accounting,
    index: pd.DataFrame,
    volumes: pd.DataFrame,
    fees: pd.DataFrame,
    months: pd.DataFrame,
    spending: Findings,
) -> dict[str, Quantity]:
    """The least that each missing number could show, by the numbers there are.

    Parameters
    ----------
    account : Accounting
    index, volumes, fees, months : pandas.DataFrame
        Tables ``online_labour_month``, ``volumes``, ``platform_fees``, ``mturk_keyword_month``.
    spending : Findings
        From :func:`analysis.position.range_of_spending`.
    """
    bases = volumes[volumes["id"] == BASES]
    return {
        "least_share": Quantity(_spending_error(spending), "log", rows=[account]),
        "pay_even_late": _pay_even(account, "late"),
        "pay_even_early": _pay_even(account, "early"),
        "least_heads": Quantity(_half_a_digit(float(bases["value"].iloc[0])), "log", rows=bases),
        "least_postings": Quantity(
            ERRORS * float(monthly_change(microwork(index), broken=True).error or 0.0), "log",
            rows=index,
        ),
        "least_price_fall": Quantity(_price_fall_seen(), "log", declared=True),
        "least_elasticity": Quantity(
            _error_of_posted(months) / _fee_jump(fees), "elasticity", rows=[months, fees]
        ),
    }  # fmt: skip


@derived
def what_would_tell(least: Findings) -> pd.DataFrame:
    """The list, in the order of what it would settle.

    Returns
    -------
    pandas.DataFrame
        ``what, decides, if``: the number and who has it, what it could decide, and from which
        change on.
    """
    value = {name: float(item.value or 0.0) for name, item in least.items()}
    rows = [
        ("Spending on labels over spending on compute, by year; laboratories have it",
         "the side of the curve, for every kind of work",
         f"the share moved by more than {math.expm1(value['least_share']):.0%}"),
        ("Mean pay or hours at Scale AI in 2024; the firm has it, and its workers",
         "whether total hours rose",
         f"below {value['pay_even_late']:.0f} dollars an hour they rose, above they fell"),
        ("The same in 2021: the payroll of Remotasks Plus in Venezuela exists and is not public",
         "whether total hours rose",
         f"above {value['pay_even_early']:.1f} dollars an hour they rose, below they fell"),
        ("A second count of the people in the seven Chinese bases; the data bureau has it",
         "more or less labour there",
         f"it differs by more than {math.expm1(value['least_heads']):.1%}, the rounding of the "
         "first"),
        ("The index of vacancies after August 2024, and which platforms it holds; its authors",
         "more or less labour on open platforms",
         f"vacancies moved by more than {math.expm1(value['least_postings']):.0%}"),
        ("Price and number of labels of one task, early and late; any buyer has it",
         "the side of the curve, for that kind of work",
         f"the price fell by more than {-math.expm1(-value['least_price_fall']):.0%}"),
        ("Tasks posted on Mechanical Turk around July 2015, when its fee rose; held by studies",
         "the side of the curve, on open platforms",
         f"tasks fell by more than {value['least_elasticity']:.1f}% for 1% of price"),
    ]  # fmt: skip
    columns = ["what", "decides", "if"]
    return resting(pd.DataFrame(rows, columns=columns), least)


def _pay_even(account: Accounting, date: str) -> Quantity:
    """Pay at Scale AI of one date at which total hours did not change, all else in the middle."""
    base = account.middle
    early, late = account.hours(base, "early"), account.hours(base, "late")
    other, own = (late, early) if date == "early" else (early, late)
    needed = sum(other.values()) - sum(v for firm, v in own.items() if firm != "Scale AI")
    name = f"scale_ai.pay_hour.{date}"
    hours = own["Scale AI"] * base.assumed[name]
    low, high = (float(account.ranges[end][name]) for end in ("low", "high"))
    return Quantity(hours / needed, "USD per hour", (low, high), 1.0, rows=[account])


def _spending_error(spending: Findings) -> float:
    """Half-widths of what is known of spending at both dates, in logs, together."""
    total = 0.0
    for name in ("spending_early", "spending_late"):
        low, high = spending[name].interval or (math.nan, math.nan)
        total += 0.5 * math.log(high / low)
    return total


def _half_a_digit(count: float) -> float:
    """Log of one half of the last digit that a count is printed to."""
    zeros = len(str(int(count))) - len(str(int(count)).rstrip("0"))
    return math.log1p(0.5 * 10.0**zeros / count)


def _price_fall_seen() -> float:
    """Fall of the price beyond which spending has a sign, at the floor of the elasticity.

    Two prices and two numbers, each off by half of its last digit at worst, can move spending by
    four such errors; it changes by one less the elasticity for each log point of the price.
    """
    half_digit = math.log1p(0.5 * 10.0 ** (1 - DIGITS))
    return 4.0 * half_digit / abs(1.0 - 1.0 / (1.0 + B))


def _fee_jump(fees: pd.DataFrame) -> float:
    """Log of what a buyer of ten answers or more paid after July 2015 over what he paid before."""
    percent = fees.set_index("id")["percent"]
    after = float(percent[FEE_AFTER]) + float(percent[FEE_MANY])
    return math.log((100.0 + after) / (100.0 + float(percent[FEE_BEFORE])))


def _error_of_posted(months: pd.DataFrame) -> float:
    """What a change of posted tasks would have to exceed, by the tracker's last months."""
    tasks = (months["batches"] * months["mean_batch_size"]).groupby(months["month"]).sum()
    ordered = tasks.sort_index()
    span = pd.PeriodIndex(ordered.index, freq="M")
    gaps = np.flatnonzero(np.diff(span.asi8) != 1)
    start = int(gaps[-1]) + 1 if len(gaps) else 0
    found = monthly_change(ordered.iloc[start:].iloc[-2 * MONTHS :])
    return ERRORS * float(found.error or 0.0)
