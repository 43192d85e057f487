"""Every specification fitted, declared after a rough first pass; one primary per industry.

The primary specification is the published one as far as the data reach: the published window,
the price of the product over nominal product per head, the lognormal curve, errors in logs. What
else could reasonably have been chosen stands beside it: among it the second vintage of that income
(where a window begins before both are one) and the income that was primary before, real product
times consumer prices, both with the lognormal curve alone. Curves with one shape parameter (linear,
exponential, constant elasticity) impose where they turn or that they do not; they are benchmarks
and stay out of every summary, as does the column in which price is one over productivity, where
employment is regressed on its own denominator.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Literal

import pandas as pd

from analysis.demand.curves.curve import ErrorScale
from analysis.demand.curves.registry import curve_named
from analysis.industries.series import (
    Industry,
    Join,
    Sample,
    cloth_price,
    cotton_demand,
    cotton_employment_joined,
    steel_demand,
    steel_employment_joined,
    steel_price,
    vehicle_demand,
    vehicle_employment_joined,
    vehicle_price,
)
from analysis.industries.series.economy import Income

Relative = Literal[
    "income", "wage", "consumer prices", "second vintage of income", "real product times prices"
]

RELATIVES: tuple[Relative, ...] = ("income", "wage", "consumer prices")
OTHER_INCOMES: tuple[Relative, ...] = ("second vintage of income", "real product times prices")
"""Incomes beside the primary one, declared with the lognormal curve alone."""
INCOMES: dict[Relative, Income] = {
    "income": "nominal product",
    "second vintage of income": "second vintage",
    "real product times prices": "real product times prices",
}
"""Kind of income that each of them is relative to."""
VINTAGES_MEET = 1910
"""First year from which both vintages of income are one series."""
ERRORS: tuple[ErrorScale, ...] = ("log", "level")
CURVES = ("lognormal", "floor_lognormal", "log_logistic", "weibull", "quadratic_log")
COSTLY = ("floor_lognormal",)
"""Curves fitted to the primary quantity and price alone: a bound takes a solver of its own."""
BENCHMARKS = ("exponential", "linear", "constant_elasticity")
MINIMUM_OBSERVATIONS = 10
SEED = 20190121
"""Of every draw."""


@dataclass(frozen=True)
class Specification:
    """One way to put the question to the data.

    Attributes
    ----------
    industry : {"cotton", "steel", "motor_vehicles"}
    quantity, price : str
        Options of the industry's frame.
    first, last : int
        Window, inclusive.
    relative : str
        What the price is relative to: nominal product per head, a general wage, consumer prices,
        or one of the other incomes.
    error : {"log", "level"}
    curve : str
        One of `analysis.demand.CURVES`.
    primary : bool
    """

    industry: Industry
    quantity: str
    price: str
    first: int
    last: int
    relative: Relative
    error: ErrorScale
    curve: str
    primary: bool = False

    @property
    def label(self) -> str:
        """The specification in words."""
        return (
            f"{self.quantity}, {self.price} price over {self.relative}, {self.first}-{self.last}, "
            f"{self.curve}, {self.error} errors"
        )


@dataclass(frozen=True)
class Pairing:
    """A quantity, a price and the windows in which both are fitted."""

    quantity: str
    price: str
    windows: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Declared:
    """Everything declared for an industry: see the register for what was known by then.

    Attributes
    ----------
    data : tuple of Pairing
        The first, with its first window, is primary.
    sic : tuple of str
        Census branches in which all counts belong together, 1987 classification.
    breaks : tuple of int
        Candidate dates of a break in the curve.
    periods : tuple of int
        Borders of the decomposition of employment.
    cutoffs : tuple of int
        Last years of the backtest.
    demand : callable
        Longest frame of a quantity and a price.
    employment : callable
        Workers in one series, thousand persons, with its seams.
    price : callable
        Price of the product, as long as it is known.
    unit : str
        Of the quantity, as axes print it.
    """

    data: tuple[Pairing, ...]
    sic: tuple[str, ...]
    breaks: tuple[int, ...]
    periods: tuple[int, ...]
    cutoffs: tuple[int, ...]
    demand: Callable[[str, str], Sample]
    employment: Callable[[], tuple[pd.Series[float], list[Join]]]
    price: Callable[[], pd.Series[float]]
    unit: str


DECLARED: dict[Industry, Declared] = {
    "cotton": Declared(
        data=(
            Pairing("joined", "sheeting", ((1831, 1995), (1831, 1969), (1869, 1995), (1899, 1995))),
            Pairing("without_assumed_join", "sheeting", ((1831, 1945), (1831, 1929), (1869, 1945))),
            Pairing("mill_consumption", "sheeting", ((1831, 1918),)),
            Pairing("broadwoven", "sheeting", ((1958, 1995), (1958, 2011))),
        ),
        sic=("2211", "2221"),
        breaks=(1861, 1920, 1941, 1974),
        periods=(1958, 1973, 1994, 2011),
        cutoffs=tuple(range(1920, 1991, 10)),
        demand=lambda quantity, _: cotton_demand(1831, 2011, quantity=quantity),  # type: ignore[arg-type]
        employment=cotton_employment_joined,
        price=lambda: cloth_price()[0],
        unit="lb of cotton per head",
    ),
    "steel": Declared(
        data=(
            Pairing(
                "raw", "rail_and_deflator", ((1867, 1982), (1867, 1998), (1889, 1982), (1900, 1998))
            ),
            Pairing("raw", "rail_and_unit_value", ((1867, 1982), (1867, 1998))),
            Pairing(
                "raw", "rail",
                ((1867, 1970), (1867, 1913), (1867, 1929), (1889, 1970), (1900, 1970)),
            ),
            Pairing("raw", "pig_iron", ((1867, 1970), (1867, 1929), (1900, 1970))),
            Pairing("raw", "unit_value", ((1900, 1970), (1900, 1998))),
            Pairing("hot_rolled", "rail", ((1867, 1970), (1867, 1929), (1900, 1970))),
            Pairing("hot_rolled", "pig_iron", ((1867, 1970), (1900, 1970))),
        ),
        sic=("3312",),
        breaks=(1893, 1914, 1929, 1946),
        periods=(1958, 1973, 1987, 2011),
        cutoffs=tuple(range(1880, 1961, 10)),
        demand=lambda quantity, price: steel_demand(
            1867, 2010, quantity=quantity, price=price  # type: ignore[arg-type]
        ),
        employment=steel_employment_joined,
        price=lambda: steel_price("rail_and_deflator")[0],
        unit="short tons per head",
    ),
    "motor_vehicles": Declared(
        data=(
            Pairing("vehicles", "quality", ((1910, 2007), (1906, 1983), (1926, 2007))),
            Pairing("cars", "quality", ((1910, 2007), (1906, 1983))),
            Pairing("vehicles", "wholesale", ((1926, 2007), (1926, 1980), (1960, 2007))),
            Pairing("cars", "wholesale", ((1926, 2007), (1926, 1980), (1960, 2007))),
            Pairing("gross_output", "wholesale", ((1947, 2007), (1947, 1980), (1960, 2007))),
        ),
        sic=("3711", "3714"),
        breaks=(1930, 1946, 1974),
        periods=(1958, 1979, 1997, 2011),
        cutoffs=tuple(range(1940, 2001, 10)),
        demand=lambda quantity, price: vehicle_demand(
            1906, 2011, quantity=quantity, price=price  # type: ignore[arg-type]
        ),
        employment=vehicle_employment_joined,
        price=lambda: vehicle_price()[0],
        unit="vehicles per head",
    ),
}  # fmt: skip

# By industry, for those who need one declaration alone.
CUTOFFS = {industry: declared.cutoffs for industry, declared in DECLARED.items()}


def primary(industry: Industry) -> Specification:
    """The primary specification of an industry."""
    data = DECLARED[industry].data[0]
    first, last = data.windows[0]
    return Specification(
        industry, data.quantity, data.price, first, last, "income", "log", "lognormal", primary=True
    )


def specifications(
    industry: Industry, curves: tuple[str, ...] = CURVES
) -> tuple[Specification, ...]:
    """All specifications of an industry, the primary first."""
    chosen = primary(industry)
    others = []
    for data in DECLARED[industry].data:
        for window, relative, error, curve in product(data.windows, RELATIVES, ERRORS, curves):
            if curve in COSTLY and data is not DECLARED[industry].data[0]:
                continue
            one = Specification(
                industry, data.quantity, data.price, *window, relative, error, curve
            )
            if (one.label, one.industry) != (chosen.label, chosen.industry):
                others.append(one)
        if chosen.curve in curves:
            others += _other_incomes(chosen, data)
    return (chosen, *others) if chosen.curve in curves else tuple(others)


def _other_incomes(chosen: Specification, data: Pairing) -> Iterator[Specification]:
    """The primary curve on a pairing with the other incomes, where they differ."""
    for (first, last), relative, error in product(data.windows, OTHER_INCOMES, ERRORS):
        if relative == OTHER_INCOMES[0] and first >= VINTAGES_MEET:
            continue
        yield Specification(
            chosen.industry, data.quantity, data.price, first, last, relative, error, chosen.curve
        )


def specification_table(industry: Industry) -> pd.DataFrame:
    """The declared choices of an industry; the first option of each is the primary one."""
    declared = DECLARED[industry]
    rows = [
        (
            f"{_in_words(data.quantity)}, {_in_words(data.price)} price",
            ", ".join(f"{a}-{b}" for a, b in data.windows),
        )
        for data in declared.data
    ]
    rows += [
        ("relative to", ", ".join(RELATIVES)),
        ("relative to, lognormal curve alone", ", ".join(OTHER_INCOMES)),
        ("errors in", ", ".join(ERRORS)),
        ("curve", _labels(curve for curve in CURVES if curve not in COSTLY)),
        ("curve, primary quantity and price alone", _labels(COSTLY)),
        ("benchmark curve, outside summaries", _labels(BENCHMARKS)),
        ("dates of a break", ", ".join(map(str, declared.breaks))),
        ("borders of the decomposition", ", ".join(map(str, declared.periods))),
        ("cut-offs of the backtest", ", ".join(map(str, declared.cutoffs))),
    ]
    return pd.DataFrame(rows, columns=["choice", "options"])


_WORDS = {
    "joined": "all series joined",
    "mill_consumption": "cotton used by mills",
    "without_assumed_join": "without the join that is assumed",
    "broadwoven": "volume of broadwoven mills",
    "raw": "raw steel",
    "hot_rolled": "hot-rolled steel",
    "rail_and_deflator": "rail and deflator",
    "rail_and_unit_value": "rail and unit value",
    "pig_iron": "pig iron",
    "unit_value": "unit value",
    "gross_output": "gross output",
}


def _in_words(option: str) -> str:
    """An option of an industry's frame as a reader reads it."""
    return _WORDS.get(option, option)


def _labels(curves: Iterable[str]) -> str:
    return ", ".join(curve_named(curve).label for curve in curves)
