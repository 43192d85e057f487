"""Verdicts on the claims about pay, as a table that rests on the numbers read."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.findings import derived, resting
from analysis.verdicts import Recorded, verdict_rows
from analysis.wages.claims import RULES


@derived
def verdicts_on_pay(numbers: Mapping[str, Recorded]) -> pd.DataFrame:
    """Verdict of every rule on recorded numbers: a row a claim, with what decided.

    Parameters
    ----------
    numbers : mapping
        Numbers by full name, as a page has them.
    """
    read = [numbers[name] for rule in RULES.values() for name in rule.numbers]
    return resting(pd.DataFrame(verdict_rows(RULES, numbers)), read)
