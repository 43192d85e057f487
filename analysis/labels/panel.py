"""Posted tasks and posted rewards on Mechanical Turk, 2009-14: joint movements, split exactly.

Log tasks are log batches plus log tasks in a batch, so the three coefficients of one regressor
add up. None of them is an elasticity of demand. Requesters choose the reward together with the
quality and length of the task, so a dearer task is another task. The mix of requesters changes
from month to month, and with it both reward and volume. And workers answer to the reward, so the
volume that requesters post already allows for supply.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.errors import LabelsError
from analysis.regression import linear_ls

Transform = Literal["levels", "differences"]
Outcome = Literal["tasks", "batches", "batch_size"]
Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Association:
    """Coefficient of log posted reward.

    Attributes
    ----------
    coefficient, std_error : float
        Clustered by keyword, with the usual correction for few clusters and all effects counted.
    interval : (float, float)
        95%, t with clusters - 1 degrees of freedom.
    """

    coefficient: float
    std_error: float
    interval: tuple[float, float]


@dataclass(frozen=True)
class Panel:
    """Joint movement of posted volume and posted reward within keywords and months.

    Attributes
    ----------
    tasks, batches, batch_size : Association
        ``tasks`` is the sum of the other two, exactly.
    transform : {"levels", "differences"}
    keywords : tuple of str
    nobs : int
    excluded : pandas.DataFrame
        Rows without a logarithm (a mean reward of zero), which cannot enter.
    """

    tasks: Association
    batches: Association
    batch_size: Association
    transform: Transform
    keywords: tuple[str, ...]
    nobs: int
    excluded: pd.DataFrame

    def to_frame(self) -> pd.DataFrame:
        """One row an outcome: coefficient, standard error, ends of the interval."""
        rows = {name: getattr(self, name) for name in get_args(Outcome)}
        return pd.DataFrame(
            {
                "coefficient": {name: item.coefficient for name, item in rows.items()},
                "std_error": {name: item.std_error for name, item in rows.items()},
                "low": {name: item.interval[0] for name, item in rows.items()},
                "high": {name: item.interval[1] for name, item in rows.items()},
            }
        )


def posted_volume_on_reward(
    months: pd.DataFrame,
    keywords: Sequence[str] | None = None,
    *,
    transform: Transform = "levels",
) -> Panel:
    """Regress log posted tasks and its two parts on log posted reward.

    Keyword and month effects in levels; in differences between successive months the keyword
    effects are gone and month effects stay.

    Parameters
    ----------
    months : pandas.DataFrame
        Table ``mturk_keyword_month``.
    keywords : sequence of str, optional
        All by default.
    transform : {"levels", "differences"}

    Returns
    -------
    Panel

    Raises
    ------
    LabelsError
        For an unknown keyword or transform, or fewer than three keywords.
    """
    if transform not in get_args(Transform):
        raise LabelsError(f"transform {transform!r}; allowed: {', '.join(get_args(Transform))}")
    known = sorted(months["keyword"].unique())
    chosen = known if keywords is None else list(keywords)
    unknown = sorted(set(chosen) - set(known))
    if unknown or len(chosen) < 3:
        found = ", ".join(unknown) or f"{len(chosen)} keywords"
        raise LabelsError(f"found {found}; allowed: three or more of {', '.join(known)}")
    rows = months[months["keyword"].isin(chosen)].sort_values(["keyword", "month"])
    positive = rows["mean_reward"] > 0
    data = _logs(rows[positive])
    effects = ["keyword", "month"]
    if transform == "differences":
        data, effects = _differences(data), ["month"]
    fits = _fit(data, effects)
    return Panel(
        **fits,
        transform=transform,
        keywords=tuple(chosen),
        nobs=len(data),
        excluded=rows[~positive],
    )


def _logs(rows: pd.DataFrame) -> pd.DataFrame:
    batches, size = np.log(rows["batches"]), np.log(rows["mean_batch_size"])
    return pd.DataFrame(
        {
            "keyword": rows["keyword"],
            "month": rows["month"],
            "reward": np.log(rows["mean_reward"]),
            "tasks": batches + size,
            "batches": batches,
            "batch_size": size,
        }
    )


def _differences(data: pd.DataFrame) -> pd.DataFrame:
    columns = ["reward", "tasks", "batches", "batch_size"]
    number = (
        pd.PeriodIndex(data["month"], freq="M").year * 12
        + pd.PeriodIndex(data["month"], freq="M").month
    )
    time = pd.Series(number, index=data.index)
    keyword = data["keyword"]
    # A keyword can miss a month: a change over two months is not a change over one.
    adjacent = (time - time.groupby(keyword).shift()) == 1
    changes = data[columns] - data.groupby("keyword")[columns].shift()
    return data[["keyword", "month"]].join(changes)[adjacent]


def _fit(data: pd.DataFrame, effects: list[str]) -> dict[str, Association]:
    dummies = [
        pd.get_dummies(data[name], drop_first=True, dtype=float).to_numpy() for name in effects
    ]
    design = np.column_stack([data["reward"], np.ones(len(data)), *dummies])
    clusters = {"groups": data["keyword"].to_numpy(), "singletons": "allow"}
    fits = {}
    for outcome in get_args(Outcome):
        fit = linear_ls(design, data[outcome], "cluster", clusters)
        lower, upper = fit.conf_int().to_numpy()[0]
        coefficient, error = float(fit.params.iloc[0]), float(fit.bse.iloc[0])
        fits[outcome] = Association(coefficient, error, (float(lower), float(upper)))
    return fits
