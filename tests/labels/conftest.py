from __future__ import annotations

import pandas as pd
import pytest

from analysis.labels import price_of_label, rate_of_piece, seconds_per_label
from analysis.tables import load


@pytest.fixture(scope="session")
def times() -> pd.DataFrame:
    return load("time_per_label")


@pytest.fixture(scope="session")
def seconds(times: pd.DataFrame) -> pd.DataFrame:
    return seconds_per_label(times)


@pytest.fixture(scope="session")
def volumes() -> pd.DataFrame:
    return load("volumes")


@pytest.fixture(scope="session")
def unit_prices() -> pd.DataFrame:
    return price_of_label(load("price_per_label"))


@pytest.fixture(scope="session")
def piece_rates() -> pd.DataFrame:
    return rate_of_piece(load("piece_rates"))


@pytest.fixture(scope="session")
def months() -> pd.DataFrame:
    return load("mturk_keyword_month")
