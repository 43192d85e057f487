"""Prices per single label, in the currency of the source, with the sides kept apart."""

from __future__ import annotations

import pandas as pd

from analysis.findings import derived, resting
from analysis.labels.checks import check_currency, check_ranges

PRICE_FILE = "price_per_label.csv"
PIECE_FILE = "piece_rates.csv"

_PRICE = [
    "id", "study", "task", "modality", "unit", "entity", "year", "side", "basis", "currency",
    "tier", "redundancy", "confidence", "warnings", "source_id",
]  # fmt: skip
_PIECE = [
    "id", "entity", "country", "worker_type", "task", "modality", "unit", "year", "side",
    "currency", "statistic", "confidence", "warnings", "source_id",
]  # fmt: skip


def price_of_label(prices: pd.DataFrame) -> pd.DataFrame:
    """Price of one unit for every row of ``price_per_label`` that states an amount.

    Returns
    -------
    pandas.DataFrame
        Index as `prices`; its describing columns and ``low``, ``point``, ``high`` in the row's
        currency. A range has its mean as point; an amount that is only a bound stands in ``low``
        or ``high`` and the point is missing, because the usual price is not known.

    Raises
    ------
    TableError
        For an amount without a currency, a negative one, or a low end above the high one.
    """
    return _per_unit(prices, PRICE_FILE, "price", _PRICE)


def rate_of_piece(rates: pd.DataFrame) -> pd.DataFrame:
    """Pay for one piece for every row of ``piece_rates``; columns as in :func:`price_of_label`.

    Raises
    ------
    TableError
        For an amount without a currency, a negative one, or a low end above the high one.
    """
    return _per_unit(rates, PIECE_FILE, "rate", _PIECE)


def price_ladder(
    unit_prices: pd.DataFrame,
    unit: str,
    currency: str,
    *,
    side: str = "buyer",
    task: str | None = None,
    weak: bool = False,
) -> pd.DataFrame:
    """Prices of one unit in one currency and from one side, in order of year; or of one task.

    Prices of other units or currencies cannot enter: both are arguments. Rows of low confidence
    stay out unless `weak`.
    """
    rows = unit_prices[
        (unit_prices["unit"] == unit)
        & (unit_prices["currency"] == currency)
        & (unit_prices["side"] == side)
    ]
    if task is not None:
        rows = rows[rows["task"] == task]
    if not weak:
        rows = rows[rows["confidence"] != "low"]
    return rows.sort_values(["year", "id"])


@derived
def weighting(months: pd.DataFrame, unit_prices: pd.DataFrame) -> pd.DataFrame:
    """Mean posted reward over batches against the mean over tasks, January 2009 to April 2010.

    Parameters
    ----------
    months : pandas.DataFrame
        Table ``mturk_keyword_month``.
    unit_prices : pandas.DataFrame
        From :func:`analysis.labels.price_of_label`; rows of Ipeirotis (2010, table 2) give the
        mean over tasks.

    Returns
    -------
    pandas.DataFrame
        ``keyword``, ``over_batches``, ``over_tasks`` (USD), ``ratio``.
    """
    span = months[months["month"].between("2009-01", "2010-04")]
    sums = (
        span.assign(paid=span["batches"] * span["mean_reward"])
        .groupby("keyword")[["batches", "paid"]]
        .sum()
    )
    totals = unit_prices[
        (unit_prices["study"] == "ipeirotis2010") & (unit_prices["basis"] == "total")
    ]
    over_tasks = totals.set_index("task")["point"].rename("over_tasks")
    over_batches = (sums["paid"] / sums["batches"]).rename("over_batches")
    joined = pd.concat([over_batches, over_tasks], axis=1, join="inner")
    joined["ratio"] = joined["over_batches"] / joined["over_tasks"]
    found = joined.rename_axis("keyword").reset_index().sort_values("ratio", ignore_index=True)
    both = found["keyword"]
    return resting(found, span[span["keyword"].isin(both)], totals[totals["task"].isin(both)])


def _per_unit(frame: pd.DataFrame, file: str, stem: str, kept: list[str]) -> pd.DataFrame:
    check_ranges(frame, file, stem)
    check_currency(frame, file, stem)
    low, point, high = (
        frame[f"{stem}_{end}"] / frame["quantity"] for end in ("low", "point", "high")
    )
    result = frame[kept].copy()
    result["low"] = low
    result["point"] = point.fillna((low + high) / 2)
    result["high"] = high
    return result[result[["low", "point", "high"]].notna().any(axis=1)]
