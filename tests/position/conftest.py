from __future__ import annotations

import pandas as pd
import pytest

from analysis import position
from analysis.position.hours import Accounting
from analysis.tables import load


@pytest.fixture(scope="session")
def workers() -> pd.DataFrame:
    return position.workers_by_estimator(load("mturk_worker_year"), load("mturk_worker_month"))


@pytest.fixture(scope="session")
def account(workers: pd.DataFrame) -> Accounting:
    return position.accounting(
        load("vendor_money"), workers, load("mturk_worker_bracket"), load("hours_assumptions")
    )


@pytest.fixture(scope="session")
def swapped(account: Accounting) -> pd.DataFrame:
    return position.every_swap(account)
