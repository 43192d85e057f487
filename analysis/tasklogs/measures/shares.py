"""Overlapped time in equal shares: what each group has of the merged time of a worker."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

FINER = 1000
"""Parts of a microsecond that shares are counted in."""


def with_shares(sums: pd.DataFrame, shares: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Sums by worker and group whose merged time is shared equally where clocks overlap.

    Shares are whole microseconds. The few that are lost in cutting go to the group of the worker
    with the most time, so that groups sum to the merged time of the worker.

    Parameters
    ----------
    sums : pandas.DataFrame
        By worker and `by`, with ``busy``: all of an overlap to the assignment begun first.
    shares : pandas.DataFrame
        The same groups with ``share``, thousandths of a microsecond.
    """
    keys = ["worker_key", *by]
    made = sums.merge(shares, on=keys, how="left", validate="one_to_one")
    share = made["share"].astype("int64") // FINER
    worker = made["worker_key"]
    busy = made["busy"].astype("int64")
    lost = (busy - share).groupby(worker).transform("sum")
    order = made.assign(share=share).sort_values(["share", *by], kind="stable")
    most = ~order["worker_key"].duplicated(keep="last")
    share = share + lost.where(most.reindex(made.index), 0)
    return made.assign(busy=share).drop(columns="share")
