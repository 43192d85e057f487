"""What Bessen published for the three goods: a pair of elasticities, a window, an R squared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from analysis.errors import UnknownSeriesError
from analysis.tables import Evidence, evidence, load

Industry = Literal["cotton", "steel", "motor_vehicles"]
INDUSTRIES: tuple[Industry, ...] = get_args(Industry)
TITLES: dict[Industry, str] = {
    "cotton": "Cotton",
    "steel": "Steel",
    "motor_vehicles": "Motor vehicles",
}
"""The industries as tables call them."""

_NAMES = {"cotton": "cotton_textiles", "steel": "steel", "motor_vehicles": "motor_vehicles"}
_FIELDS = ("sample_first_year", "sample_last_year", "elasticity_first_year",
           "elasticity_last_year", "r_squared")  # fmt: skip


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
    evidence : Evidence
    """

    industry: Industry
    first_year: int
    last_year: int
    first: float
    last: float
    rsquared: float
    standing: str
    evidence: Evidence


def published(industry: Industry) -> Published:
    """Bessen's numbers for an industry.

    Raises
    ------
    UnknownSeriesError
        For an industry that is not one of the three.
    """
    if industry not in _NAMES:
        raise UnknownSeriesError(f"industry {industry!r}; allowed: {', '.join(_NAMES)}")
    name = _NAMES[industry]
    rows = load("bessen_published").query("industry == @name").set_index("quantity")
    value = rows["value"].astype(float)
    return Published(
        industry,
        int(value["sample_first_year"]),
        int(value["sample_last_year"]),
        float(value["elasticity_first_year"]),
        float(value["elasticity_last_year"]),
        float(value["r_squared"]),
        str(rows.loc["elasticity_first_year", "standing"]),
        evidence("bessen_published", industry=name, quantity=_FIELDS),
    )
