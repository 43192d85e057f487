"""The frame of a specification, cut from the longest frame of its quantity and price."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import pandas as pd

from analysis.demand import DemandModel
from analysis.errors import IndustryError
from analysis.industries.declared import (
    DECLARED,
    MINIMUM_OBSERVATIONS,
    Relative,
    Specification,
)
from analysis.industries.series import Industry, Sample, general_wage

# Columns that make the price of a specification relative.
_COLUMNS: dict[Relative, tuple[str, str | None]] = {
    "income": ("price", "income"),
    "wage": ("price", "wage"),
    "consumer prices": ("real_price", None),
    "second vintage of income": ("price", "income_2025"),
    "real product times prices": ("price", "income_proxy"),
}


class Frames:
    """The longest frames of an industry's quantities and prices, each made once.

    Parameters
    ----------
    industry : {"cotton", "steel", "motor_vehicles"}
    """

    def __init__(self, industry: Industry) -> None:
        self.industry = industry
        self._made: dict[tuple[str, str], Sample] = {}

    @cached_property
    def wage(self) -> Sample:
        """A general wage."""
        return general_wage()

    def longest(self, quantity: str, price: str) -> Sample:
        """The longest frame of a quantity and a price; do not write into it."""
        if (quantity, price) not in self._made:
            made = DECLARED[self.industry].demand(quantity, price)
            self._made[quantity, price] = made
        return self._made[quantity, price]

    def sample(self, one: Specification) -> Sample:
        """Frame of a specification: the years of its window in which all series have a value.

        ``real_price`` becomes an index with geometric mean one.

        Raises
        ------
        IndustryError
            With fewer than ten observations.
        """
        whole = self.longest(one.quantity, one.price)
        if one.relative == "wage":
            whole = whole.beside(self.wage)
        price, income = _COLUMNS[one.relative]
        used = ["quantity", price, *([income] if income else [])]
        frame = whole.frame.loc[one.first : one.last].dropna(subset=used)
        # An index around one: its unit is arbitrary, and curves are better conditioned there.
        middle = float(np.exp(np.log(frame["real_price"]).mean()))
        frame = frame.assign(real_price=frame["real_price"] / middle)
        if len(frame) < MINIMUM_OBSERVATIONS:
            raise IndustryError(
                f"{one.label}: {len(frame)} observations; allowed: at least {MINIMUM_OBSERVATIONS}"
            )
        return whole.cut(frame)


def sample(specification: Specification, frames: Frames | None = None) -> Sample:
    """Frame of a specification, from frames made before where they are given.

    Raises
    ------
    IndustryError
        With fewer than ten observations.
    """
    return (frames or Frames(specification.industry)).sample(specification)


def model(specification: Specification, frame: pd.DataFrame | None = None) -> DemandModel:
    """Demand model of a specification, on its own frame unless another is given."""
    one = specification
    price, income = _COLUMNS[one.relative]
    data = sample(one).frame if frame is None else frame
    return DemandModel(data, "quantity", price, curve=one.curve, error=one.error, income=income)


def fitted_columns(specification: Specification) -> tuple[str, ...]:
    """Columns that a fit of the specification reads."""
    return "quantity", *(name for name in _COLUMNS[specification.relative] if name)
