"""How much of the fall of a relative price is income, and whether the two work alike."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.demand import GAPS_CLOSED, DemandModel
from analysis.demand.decomposition import PriceFall
from analysis.demand.estimates import Estimate
from analysis.errors import LabourError, first_line
from analysis.industries.fitted import Fitted


@dataclass(frozen=True)
class PriceAndIncome:
    """Gamma free beside gamma one.

    Attributes
    ----------
    fall : PriceFall
        Fall of the log relative price, split into real price and real income.
    gamma : Estimate or None
        Income elasticity over price elasticity; None where the free model has no minimum.
    first, last : Estimate or None
        Price elasticity at both ends with gamma free.
    rsquared_one, rsquared_free : float
        R squared with gamma one and free; NaN where there is none.
    reason : str
        Why there is no free estimate.
    """

    fall: PriceFall
    gamma: Estimate | None
    first: Estimate | None
    last: Estimate | None
    rsquared_one: float
    rsquared_free: float
    reason: str = ""

    @property
    def rejects_one(self) -> bool | None:
        """Whether the interval of gamma leaves out one; None without an estimate."""
        if self.gamma is None:
            return None
        return not self.gamma.lower <= 1.0 <= self.gamma.upper


def price_and_income(fitted: Fitted) -> PriceAndIncome:
    """Fit a specification with income free to work as it will.

    Real price and real income take the place of their ratio; HAC intervals.
    """
    one, frame = fitted.specification, fitted.sample.frame
    alike = DemandModel(
        frame, "quantity", "price", curve=one.curve, error=one.error, income="income",
        deflator="cpi",
    )  # fmt: skip
    fall, fixed = alike.price_fall(), alike.fit("HAC", GAPS_CLOSED)
    try:
        free = DemandModel(
            frame, "quantity", "price", curve=one.curve, error=one.error, income="income",
            income_elasticity="free", deflator="cpi",
        ).fit("HAC", GAPS_CLOSED)  # fmt: skip
        found = free.gamma(), free.elasticity("first"), free.elasticity("last")
    except LabourError as error:
        reason = first_line(error)
        return PriceAndIncome(fall, None, None, None, fixed.rsquared, float("nan"), reason)
    return PriceAndIncome(fall, *found, fixed.rsquared, free.rsquared)
