"""What Bessen published for the three goods: a pair of elasticities, a window, an R squared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import pandas as pd

from analysis.errors import DataError
from analysis.tables import Evidence, load, rows_evidence

Industry = Literal["cotton", "steel", "motor_vehicles"]
INDUSTRIES: tuple[Industry, ...] = get_args(Industry)
TITLES: dict[Industry, str] = {
    "cotton": "Cotton",
    "steel": "Steel",
    "motor_vehicles": "Motor vehicles",
}
"""The industries as tables call them."""

_NAMES = {"cotton": "cotton_textiles", "steel": "steel", "motor_vehicles": "motor_vehicles"}
_FIELDS = {
    "first_year": "sample_first_year",
    "last_year": "sample_last_year",
    "first": "elasticity_first_year",
    "last": "elasticity_last_year",
    "rsquared": "r_squared",
}


@dataclass(frozen=True)
class Published:
    """Bessen's estimates for a good.

    Attributes
    ----------
    industry : str
    first_year, last_year : int
        Window of the estimate.
    first, last : float
        Elasticity of demand in those years, positive.
    rsquared : float
        Lower bound: the text gives one for all three goods.
    standing : str
        "secondary": the pairs were read in an annotated summary, not in the chapter.
    rows : dict of str to Evidence
        The row that each of the numbers was read from, by its name here.
    """

    industry: Industry
    first_year: int
    last_year: int
    first: float
    last: float
    rsquared: float
    standing: str
    rows: dict[str, Evidence]

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The five rows together."""
        return tuple(self.rows.values())

    @property
    def pair_rows(self) -> tuple[Evidence, ...]:
        """Rows of the two elasticities and of their years."""
        return tuple(self.rows[name] for name in ("first", "last", "first_year", "last_year"))

    @property
    def by_year(self) -> dict[int, float]:
        """The pair of elasticities by the year that each belongs to."""
        return {self.first_year: self.first, self.last_year: self.last}


def published_row(industry: Industry, quantity: str) -> pd.DataFrame:
    """The row of one quantity printed for an industry.

    Raises
    ------
    DataError
        For an industry that is not one of the three, or a quantity not printed for it.
    """
    if industry not in _NAMES:
        raise DataError(f"industry {industry!r}; allowed: {', '.join(_NAMES)}")
    rows = load("bessen_published")
    own = rows[rows["industry"] == _NAMES[industry]]
    row = own[own["quantity"] == quantity]
    if row.empty:
        raise DataError(f"{industry}: no {quantity}; there are: {', '.join(own['quantity'])}")
    return row


def published(industry: Industry) -> Published:
    """Bessen's numbers for an industry.

    Raises
    ------
    DataError
        For an industry that is not one of the three.
    """
    by_field = {field: published_row(industry, quantity) for field, quantity in _FIELDS.items()}
    value = {field: float(row["value"].iloc[0]) for field, row in by_field.items()}
    return Published(
        industry,
        int(value["first_year"]),
        int(value["last_year"]),
        value["first"],
        value["last"],
        value["rsquared"],
        str(by_field["first"]["standing"].iloc[0]),
        {field: rows_evidence("bessen_published", row) for field, row in by_field.items()},
    )
