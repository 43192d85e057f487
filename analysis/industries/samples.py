"""The frame of a specification, cut from the longest frame of its quantity and price."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
import pandas as pd

from analysis.demand import DemandModel
from analysis.demand.curves.curve import FloatArray
from analysis.errors import ReplicationError
from analysis.industries.declared import MINIMUM_OBSERVATIONS, Relative, Specification
from analysis.industries.series import Industry, Sample, cotton_demand, steel_demand, vehicle_demand

# Columns that make the price of a specification relative.
_COLUMNS: dict[Relative, tuple[str, str | None]] = {
    "income": ("price", "income"),
    "wage": ("price", "wage"),
    "consumer prices": ("real_price", None),
}
_WITHOUT_WAGE = 2
_FRAMES: dict[Industry, Callable[[str, str], Sample]] = {
    "cotton": lambda quantity, _: cotton_demand(
        1831, 2011, quantity=quantity, with_wage=True  # type: ignore[arg-type]
    ),
    "steel": lambda quantity, price: steel_demand(
        1867, 2010, quantity=quantity, price=price, with_wage=True  # type: ignore[arg-type]
    ),
    "motor_vehicles": lambda quantity, _: vehicle_demand(
        1926, 2011, quantity=quantity, with_wage=True  # type: ignore[arg-type]
    ),
}  # fmt: skip


@lru_cache(maxsize=32)
def whole_sample(industry: Industry, quantity: str, price: str) -> Sample:
    """The longest frame of a quantity and a price; do not write into it."""
    return _FRAMES[industry](quantity, price)


def sample(specification: Specification) -> Sample:
    """Frame of a specification: the years of its window in which all series have a value.

    ``real_price`` becomes an index with geometric mean one.

    Raises
    ------
    ReplicationError
        With fewer than ten observations.
    """
    one = specification
    whole = whole_sample(one.industry, one.quantity, one.price)
    price, income = _COLUMNS[one.relative]
    used = ["quantity", price, *([income] if income else [])]
    frame = whole.frame.loc[one.first : one.last].dropna(subset=used)
    # An index around one: its unit is arbitrary, and curves are better conditioned there.
    middle = float(np.exp(np.log(frame["real_price"]).mean()))
    frame = frame.assign(real_price=frame["real_price"] / middle)
    if len(frame) < MINIMUM_OBSERVATIONS:
        raise ReplicationError(
            f"{one.label}: {len(frame)} observations; allowed: at least {MINIMUM_OBSERVATIONS}"
        )
    if one.relative == "wage":
        return Sample(frame, whole.units, whole.evidence, whole.joins)
    # The wage comes last in both and is not used.
    joins = tuple(seam for seam in whole.joins if seam.what != "wage")
    return Sample(frame, whole.units, whole.evidence[:_WITHOUT_WAGE], joins)


def model(specification: Specification, frame: pd.DataFrame | None = None) -> DemandModel:
    """Demand model of a specification, on its own frame unless another is given."""
    one = specification
    price, income = _COLUMNS[one.relative]
    data = sample(one).frame if frame is None else frame
    return DemandModel(data, "quantity", price, curve=one.curve, error=one.error, income=income)


def log_relative_price(specification: Specification, frame: pd.DataFrame) -> FloatArray:
    """Log of the price over what the specification relates it to, shape (n,)."""
    price, income = _COLUMNS[specification.relative]
    logs = np.log(frame[price].to_numpy(dtype=float))
    if income is not None:
        logs = logs - np.log(frame[income].to_numpy(dtype=float))
    return np.asarray(logs)
