from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.demand import Lognormal


def annual_frame(noise: float = 0.08, error: str = "log", seed: int = 3) -> pd.DataFrame:
    """A century of demand along a known lognormal curve; price and income drift and wander."""
    rng = np.random.default_rng(seed)
    years = np.arange(1870, 1970)
    price = 60.0 * np.exp(np.cumsum(rng.normal(-0.012, 0.08, len(years))))
    income = 200.0 * np.exp(np.cumsum(rng.normal(0.025, 0.04, len(years))))
    cpi = 30.0 * np.exp(np.cumsum(rng.normal(0.01, 0.03, len(years))))
    curve = Lognormal(mu=-3.0, sigma=0.9, scale=0.6)
    relative = price / income
    quantity = curve.simulate(relative, noise, seed=seed + 1, error="log")
    if error == "level":
        quantity = np.abs(curve.simulate(relative, noise, seed=seed + 1, error="level"))
    return pd.DataFrame(
        {"quantity": quantity, "price": price, "income": income, "cpi": cpi},
        index=pd.Index(years, name="year"),
    )


@pytest.fixture(scope="session")
def frame() -> pd.DataFrame:
    return annual_frame()
