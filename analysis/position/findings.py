"""The answer in numbers: rungs by what can be said of them, and what each theory predicts."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.findings import Findings, Quantity, derived, finds, resting
from analysis.position.declared import FEWEST_SERIES, RUNGS
from analysis.position.hours import FIRMS
from analysis.position.theory import employment_on_slowdown, reuse
from analysis.recorded import Recorded
from analysis.verdicts import Part, combined

SOLD, MADE = (f"speechocean_speech_database.recordings_{name}" for name in ("sold", "produced"))
YEARS = (2016, 2018)
SLOWDOWN, WEAR = (0.3, 0.1), 0.2
"""Growth of productivity before and after, and wear of a stock: the case that is worked."""


@finds
def answer_by_rung(labour: pd.DataFrame, known: pd.DataFrame) -> dict[str, Quantity]:
    """Rungs on which labour cannot be told, and rungs with a position."""
    found = labour["labour"]
    return {
        "rungs_open": Quantity(int((found == "cannot be told").sum()), "rungs", rows=labour),
        "rungs_placed": Quantity(
            int((known.groupby("rung")["pairs"].sum() > 0).sum()), "rungs", rows=known
        ),
        "fewest": Quantity(FEWEST_SERIES, "sources", declared=True),
        "firms": Quantity(len(FIRMS), "firms", declared=True),
        "sources_in_all": Quantity(int(labour["sources"].sum()), "sources", rows=labour),
    }


@derived
def standing(labour: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """A row a rung: sources of labour that rise, fall or do neither; prices, numbers, pairs."""
    sums = known.groupby("rung")[["prices", "numbers", "prices_followed", "numbers_followed",
                                  "pairs"]].sum()  # fmt: skip
    sums.index = pd.Index([RUNGS[str(rung)] for rung in sums.index], name="rung")
    joined = labour.set_index("rung").join(sums).reset_index()
    return resting(joined, labour, known)


@finds
def reuse_of_speech(volumes: pd.DataFrame) -> dict[str, Quantity]:
    """Recordings sold and made at one firm, last year over first: uses of each that is made."""
    sold, made = (volumes[volumes["population"] == name] for name in (SOLD, MADE))
    (sold_0, sold_1), (made_0, made_1) = (
        [float(rows.loc[rows["year"] == year, "value"].iloc[0]) for year in YEARS]
        for rows in (sold, made)
    )
    both = [sold, made]
    return {
        "sold_ratio": Quantity(sold_1 / sold_0, "ratio", rows=sold),
        "made_ratio": Quantity(made_1 / made_0, "ratio", rows=made),
        "reuse": Quantity(math.exp(reuse(sold_0, sold_1, made_0, made_1)), "ratio", rows=both),
    }


@finds
def slowdown() -> dict[str, Quantity]:
    """What a slowdown does to labour behind a stock, worked; no row of a table is in it."""
    cut = 1.0 - employment_on_slowdown(*SLOWDOWN, WEAR)
    return {
        "slow_cut": Quantity(cut, "share", declared=True),
        "slow_before": Quantity(SLOWDOWN[0], "a year", declared=True),
        "slow_after": Quantity(SLOWDOWN[1], "a year", declared=True),
        "slow_wear": Quantity(WEAR, "a year", declared=True),
    }


@derived
def theories(life: Findings, found: Findings, speech: Findings, cut: Findings) -> pd.DataFrame:
    """What each mechanism predicts that the others do not, and what the series say to it.

    Parameters
    ----------
    life, found, speech, cut : Findings
        From :func:`rise_and_end`, :func:`pairs_found`, :func:`reuse_of_speech`, :func:`slowdown`.
    """
    none = f"nothing: {found['pairs'].value} pairs of price and number"
    rows = [
        ("Saturation along one curve", "the price falls, the number rises, and spending turns from "
         "up to down", none),
        ("Labels as a part of a cost", "buyers hardly answer to a cheaper label, since the rest of "
         "the cost stays", none),
        ("A stock that lasts", "labour falls as soon as progress slows, with spending unchanged",
         f"nothing: stocks are not published; in the case worked, {_pct(cut['slow_cut'])} less"),
        ("Labels used again", "more is sold while less is made", "seen at the one firm that "
         f"reports both: sold {speech['sold_ratio'].value:.1f} times, made "
         f"{speech['made_ratio'].value:.2f} times as much"),
        ("Machines take the easy tasks", "people are fewer, a label takes them longer, and an hour "
         "pays more", "on Mechanical Turk people are fewer and pay stayed "
         f"({_pct(life['pay_change'])}); but who answers changed"),
        ("Substitution within a task", "people's part follows the relative price, and nothing else",
         none),
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["mechanism", "predicts", "series"])
    return resting(frame, life, found, speech)


@finds
def claim_as_a_whole(parts: Sequence[Part], numbers: Mapping[str, Recorded]) -> dict[str, Quantity]:
    """Verdict on the claim from its parts, how many there are, and how many cannot be tested."""
    answers = [part.verdict(numbers).answer for part in parts if part.votes]
    read = [numbers[name] for part in parts for name in part.numbers]
    return {
        "parts": Quantity(len(answers), "parts", rows=read),
        "parts_open": Quantity(answers.count("not testable"), "parts", rows=read),
        "whole": Quantity(combined(answers), rows=read),
    }


def _pct(item: Quantity) -> str:
    return f"{float(item.value or 0.0):.0%}"
