"""Labels of observations: what belongs to which row, and whether rows follow one another."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import RegressionError

_GAP = "is not one step after"


def labels_of(endog: Any, exog: Any) -> pd.Index[Any] | None:
    """Labels of the observations, None where neither side has any.

    Raises
    ------
    RegressionError
        If both have labels and these differ: matching them by position would mix up rows.
    """
    given = [part.index for part in (endog, exog) if isinstance(part, (pd.Series, pd.DataFrame))]
    if len(given) == 2 and not given[0].equals(given[1]):
        raise RegressionError("endog and exog have different indices")
    return given[0] if given else None


def matched(values: Any, index: pd.Index[Any] | None, what: str) -> Any:
    """Values in the order of the observations: by label where both have some, else as they are.

    Raises
    ------
    RegressionError
        If an observation has no value under its label, or labels occur twice and differ.

    Examples
    --------
    >>> weights = pd.Series([1.0, 2.0], index=[1901, 1900])
    >>> matched(weights, pd.Index([1900, 1901]), "weights").tolist()
    [2.0, 1.0]
    """
    labelled = isinstance(values, (pd.Series, pd.DataFrame))
    if index is None or not labelled or values.index.equals(index):
        return values
    advice = f"give {what} the labels of endog, or pass an array to match by position"
    for labels, whose in ((index, "endog"), (values.index, what)):
        if not labels.is_unique:
            twice = labels[labels.duplicated()][0]
            raise RegressionError(
                f"{what} and endog have different indices, and the label {twice} of {whose} "
                f"occurs twice; {advice}"
            )
    lacking = index[~index.isin(values.index)]
    if lacking.size:
        more = f" and {lacking.size - 1} more" if lacking.size > 1 else ""
        raise RegressionError(f"{what} has no value for observation {lacking[0]}{more}; {advice}")
    return values.loc[index]


def require_consecutive(
    index: pd.Index[Any] | None, dropped: int, what: str, gaps: str = "refuse", closing: str = ""
) -> bool:
    """Refuse observations that do not follow one another in time, where order matters.

    Numbers and periods follow one another if all steps are equal and positive, dates if they have
    one frequency. Other labels, and no labels, say nothing of time: rows are then taken as they
    stand.

    Parameters
    ----------
    index : pandas.Index or None
    dropped : int
        Rows left out because of missing values.
    what : str
        What needs the order, for the message.
    gaps : {"refuse", "close"}
        Whether rows on both sides of a gap may count as neighbours.
    closing : str
        How to have gaps closed, for the message.

    Returns
    -------
    bool
        Whether there were gaps.
    """
    if gaps not in ("refuse", "close"):
        raise RegressionError(f"gaps={gaps!r}; allowed: 'refuse', 'close'")
    if dropped and gaps == "refuse":
        raise RegressionError(
            f"{dropped} rows dropped: {what} needs consecutive observations{closing}"
        )
    if index is None or index.size < 2:
        return dropped > 0
    for before, after, wrong in _steps(index):
        if gaps == "close" and wrong == _GAP:
            return True
        raise RegressionError(
            f"{after} {wrong} {before}: {what} needs consecutive observations; allowed: rows in "
            f"order without gaps{closing}, or arrays, whose rows are taken as they stand"
        )
    return dropped > 0


def _steps(index: pd.Index[Any]) -> list[tuple[Any, Any, str]]:
    """The first step that is no step forward of the usual length, as (label, next label, why)."""
    places = _places(index)
    if places is None:
        return []
    steps = np.diff(places)
    back = np.flatnonzero(steps <= 0.0)
    if back.size:
        return [(index[back[0]], index[back[0] + 1], "comes after")]
    if isinstance(index, pd.DatetimeIndex):
        if index.size < 3 or index.freq is not None or pd.infer_freq(index) is not None:
            return []
        usual = float(np.median(steps))
        gap = int(np.argmax(np.maximum(steps / usual, usual / steps)))
    else:
        uneven = np.flatnonzero(np.abs(steps - np.median(steps)) > 1e-6 * np.median(steps))
        if not uneven.size:
            return []
        gap = int(uneven[0])
    return [(index[gap], index[gap + 1], _GAP)]


def _places(index: pd.Index[Any]) -> np.ndarray[Any, np.dtype[np.float64]] | None:
    """Positions in time, None for labels that are none."""
    if isinstance(index, pd.DatetimeIndex):
        return index.asi8.astype(np.float64)
    if isinstance(index, pd.PeriodIndex):
        return np.asarray(index.asi8, dtype=np.float64)
    if pd.api.types.is_numeric_dtype(index.dtype) and not pd.api.types.is_bool_dtype(index.dtype):
        return np.asarray(index, dtype=np.float64)
    return None
