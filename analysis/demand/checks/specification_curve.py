"""The specification curve: the answer under every declared choice (Simonsohn et al. 2020)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.demand.checks.many_fits import degenerates
from analysis.demand.estimates import Estimate
from analysis.demand.estimation import GAPS_CLOSED
from analysis.demand.model import DemandModel
from analysis.errors import DemandError, LabourError, first_line

# Same data, same elasticities at both ends to this many digits: one fit under two names, as when
# the floor of a curve is estimated at zero.
DIGITS = 3
UNBOUNDED = 1e3
ESTIMATES = ("first", "first_low", "first_high", "last", "last_low", "last_high", "rsquared")


@dataclass(frozen=True)
class SpecifiedModel:
    """One declared combination of choices.

    Parameters
    ----------
    choices : mapping of str to object
        The option taken in each choice, by name of the choice.
    model : callable
        Makes the model; a `LabourError` is a refusal.
    primary : bool
        Whether it is the one chosen beforehand.
    """

    choices: Mapping[str, object]
    model: Callable[[], DemandModel]
    primary: bool = False


def specification_curve(declared: Iterable[SpecifiedModel]) -> pd.DataFrame:
    """Fit every declared specification.

    Parameters
    ----------
    declared : iterable of SpecifiedModel
        Declared before any fit.

    Returns
    -------
    DataFrame
        One row a specification: its choices, ``primary``, ``first`` and ``last`` elasticity with
        95% limits (delta method, HAC), ``rsquared``, ``nobs``, ``crosses`` (above one at the first
        observation and below at the last, in that order), ``status`` (``fitted``, ``unbounded``
        where an elasticity or its interval has no finite limit, or ``refused``), ``reason`` for
        a refusal, and ``duplicate`` for a fit that repeats another.

    Raises
    ------
    DemandError
        If nothing is declared.
    """
    rows, seen = [], set()
    for one in declared:
        row, fit = _row(one)
        # A refusal repeats nothing.
        rows.append({**row, "duplicate": bool(fit) and fit in seen})
        seen.add(fit)
    if not rows:
        raise DemandError("no specification declared; allowed: at least one")
    return pd.DataFrame(rows)


def distinct(curve: pd.DataFrame) -> pd.DataFrame:
    """Rows of a specification curve that gave an estimate, each distinct fit once."""
    return curve[(curve["status"] != "refused") & ~curve["duplicate"]]


def spread_by_choice(
    curve: pd.DataFrame, choices: Sequence[str], target: str = "last"
) -> pd.DataFrame:
    """How much each choice moves a target: range of its median over the options of the choice.

    Returns
    -------
    DataFrame
        One row a choice, largest first: ``options``, ``lowest`` and ``highest`` median of the
        target, ``range``.
    """
    used, rows = distinct(curve), {}
    for choice in choices:
        middle = used.groupby(choice)[target].median()
        rows[choice] = {
            "options": len(middle),
            "lowest": float(middle.min()),
            "highest": float(middle.max()),
            "range": float(middle.max() - middle.min()),
        }
    return pd.DataFrame.from_dict(rows, orient="index").sort_values("range", ascending=False)


def _row(one: SpecifiedModel) -> tuple[dict[str, object], tuple[object, ...]]:
    """A row of the table, and what tells its fit from others: empty where there is none."""
    row: dict[str, object] = {**one.choices, "primary": one.primary}
    try:
        model = one.model()
        if degenerates(model):
            raise DemandError("no better than a constant elasticity, into which it degenerates")
        results = model.fit("HAC", GAPS_CLOSED)
        first, last = results.elasticity("first"), results.elasticity("last")
    except LabourError as error:
        reason = first_line(error)
        nothing = dict.fromkeys(ESTIMATES, float("nan"))
        refused = {"nobs": 0, "crosses": False, "status": "refused", "reason": reason}
        return {**row, **nothing, **refused}, ()
    ends = tuple(f"{end.value:.{DIGITS}g}" for end in (first, last))
    return {
        **row,
        "first": first.value, "first_low": first.lower, "first_high": first.upper,
        "last": last.value, "last_low": last.lower, "last_high": last.upper,
        "rsquared": results.rsquared, "nobs": results.nobs,
        "crosses": bool(first.value > 1.0 > last.value),
        "status": "fitted" if _bounded(first, last) else "unbounded", "reason": "",
    }, (model.error, *_data(model), *ends)  # fmt: skip


def _bounded(*ends: Estimate) -> bool:
    limits = np.array([value for end in ends for value in (end.value, end.lower, end.upper)])
    return bool(np.isfinite(limits).all() and np.abs(limits).max() < UNBOUNDED)


def _data(model: DemandModel) -> tuple[bytes, bytes, bytes]:
    """What a model is fitted to: two models of one data, however named, share it."""
    series, exog = model.series, model.equation.regressors(model.series)
    return series.index.to_numpy().tobytes(), series.quantity.tobytes(), exog.tobytes()
