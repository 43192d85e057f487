"""Industries with a whole record, by year: per head of population, and over income per head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from analysis.errors import IndustryError
from analysis.findings import resting, rows_of
from analysis.industries.manufacturing.declared import ELECTRONICS
from analysis.tables import Evidence

POPULATION, PRODUCT = "population_measuringworth", "product_per_head_nominal"
INDUSTRY_COLUMNS = (
    "sic", "year", "employment", "production_hours", "payroll", "shipments", "price", "tfp",
)  # fmt: skip


@dataclass(frozen=True)
class Panel:
    """Industries by year.

    Attributes
    ----------
    frame : pandas.DataFrame
        By ``sic`` and ``year``: ``employment``, ``hours`` and ``output`` per head of population,
        ``relative_price`` over income per head, ``spending_share`` of all product, ``payroll``
        over shipments (``labour_share``), ``income_over_wage`` and ``tfp``; and ``workers``,
        employment itself, for weights.
    left_out : pandas.DataFrame
        Industries whose record is not whole: first and last year.
    evidence : tuple of Evidence
        Rows of all tables behind the frame.
    """

    frame: pd.DataFrame
    left_out: pd.DataFrame
    evidence: tuple[Evidence, ...]

    @property
    def industries(self) -> list[str]:
        """Their numbers, in order."""
        return list(self.wide("employment").index)

    def wide(self, column: str) -> pd.DataFrame:
        """One column with an industry a row and a year a column."""
        return self._wide[column]

    @cached_property
    def _wide(self) -> dict[str, pd.DataFrame]:
        by_key = self.frame.set_index(["sic", "year"])
        return {
            name: by_key.reset_index().pivot_table(index="sic", columns="year", values=name)
            for name in map(str, by_key)
        }


def panel_of(table: pd.DataFrame, economy: pd.DataFrame) -> Panel:
    """Put the industries per head and over income, and keep those with a whole record.

    Parameters
    ----------
    table : pandas.DataFrame
        Table ``manufacturing_panel``.
    economy : pandas.DataFrame
        Table ``us_economy``: population and nominal product per head are read.

    Raises
    ------
    IndustryError
        For a value that is not above zero, a key that stands twice, a year without population or
        product, or no industry with a whole record.
    """
    _refuse_faults(table)
    years = table.groupby("sic")["year"].agg(["min", "max", "size"])
    whole = years["size"] == table["year"].nunique()
    if not whole.any():
        raise IndustryError("manufacturing: no industry has every year of the table")
    rows = table[table["sic"].isin(years.index[whole])].sort_values(["sic", "year"])
    read = economy[
        economy["series"].isin([POPULATION, PRODUCT]) & economy["year"].isin(rows["year"])
    ]
    heads, income = (_by_year(read, name, rows["year"]) for name in (POPULATION, PRODUCT))
    million, thousand = 1e6, 1e3
    output = rows["shipments"] / rows["price"]
    frame = pd.DataFrame(
        {
            "sic": rows["sic"],
            "year": rows["year"],
            "workers": rows["employment"],
            "employment": thousand * rows["employment"] / heads,
            "hours": million * rows["production_hours"] / heads,
            "output": million * output / heads,
            "relative_price": rows["price"] / income,
            "spending_share": million * rows["shipments"] / (heads * income),
            "labour_share": rows["payroll"] / rows["shipments"],
            "income_over_wage": income
            * rows["employment"]
            * thousand
            / (million * rows["payroll"]),
            "tfp": rows["tfp"],
        }
    ).reset_index(drop=True)
    # All rows were read: those of industries without a whole record decide that they stay out.
    evidence = rows_of([table, read])
    return Panel(resting(frame, evidence), years[~whole][["min", "max"]].reset_index(), evidence)


def is_electronics(sic: pd.Series[str], groups: Sequence[str] = ELECTRONICS) -> pd.Series[bool]:
    """Whether industries belong to three-digit groups."""
    return sic.str[:3].isin(groups)


def _by_year(read: pd.DataFrame, series: str, years: pd.Series[int]) -> pd.Series[float]:
    values = read[read["series"] == series].set_index("year")["value"]
    twice = values.index[values.index.duplicated()]
    if len(twice):
        raise IndustryError(f"us_economy, series {series}: {twice[0]} has two values; allowed: one")
    missing = sorted(set(years) - set(values.index))
    if missing:
        raise IndustryError(
            f"us_economy, series {series}: no value in {missing[0]}; every year of the industries "
            "needs one"
        )
    return years.map(values)


def _refuse_faults(table: pd.DataFrame) -> None:
    gone = [name for name in INDUSTRY_COLUMNS if name not in table]
    if gone:
        raise IndustryError(
            f"manufacturing_panel: no column {gone[0]}; needed: {', '.join(INDUSTRY_COLUMNS)}"
        )
    twice = table.duplicated(["sic", "year"])
    if twice.any():
        row = table[twice].iloc[0]
        raise IndustryError(f"manufacturing_panel: industry {row['sic']} has {row['year']} twice")
    for name in INDUSTRY_COLUMNS[2:]:
        bad = table[~(np.isfinite(table[name]) & (table[name] > 0))]
        if len(bad):
            row = bad.iloc[0]
            raise IndustryError(
                f"manufacturing_panel, industry {row['sic']}, {row['year']}: {name} is "
                f"{row[name]!r}; allowed: above zero, since logarithms are taken"
            )
