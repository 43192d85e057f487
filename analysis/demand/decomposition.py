"""How much of the fall of a relative price is real price and how much is real income."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.demand.series import DemandSeries
from analysis.errors import DemandError


@dataclass(frozen=True)
class PriceFall:
    """Fall of the log relative price between the first and the last observation.

    ln(p/y) falls by the fall of the log real price plus the rise of log real income; the two
    parts are exact. Without a deflator they are in nominal terms.

    Parameters
    ----------
    first, last : object
        Labels of the observations compared.
    total, price, income : float
        Falls in log points: of the relative price, of the price, and the rise of income.
    deflated : bool
        Whether price and income are real.
    """

    first: object
    last: object
    total: float
    price: float
    income: float
    deflated: bool

    @property
    def price_share(self) -> float:
        """Share of the fall that is the price's."""
        return self.price / self.total

    def frame(self) -> pd.DataFrame:
        """The three falls and their shares, one row each."""
        kind = "real" if self.deflated else "nominal"
        falls = [self.price, self.income, self.total]
        return pd.DataFrame(
            {"log_points": falls, "share": [fall / self.total for fall in falls]},
            index=pd.Index([f"{kind} price", f"{kind} income", "relative price"], name="part"),
        )


def price_fall(series: DemandSeries, deflated: bool) -> PriceFall:
    """Split the fall of the relative price over the sample.

    Raises
    ------
    DemandError
        Without income.
    """
    if series.log_income is None:
        raise DemandError(
            "the fall of a relative price needs an income column; allowed: name it in income="
        )
    price = float(series.log_price[0] - series.log_price[-1])
    income = float(series.log_income[-1] - series.log_income[0])
    return PriceFall(series.index[0], series.index[-1], price + income, price, income, deflated)
