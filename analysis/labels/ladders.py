"""Ladders of labour time: steps within one study kept apart from steps between studies."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from math import nan
from typing import Any

import pandas as pd

from analysis.findings import derived, resting
from analysis.labels.checks import one_unit, row_of

TRAITS = ("protocol", "skill", "assistance", "stage", "statistic")
MAKING = ("label", "label_and_check", "all", "gesture")
"""Stages in which a label is made; the others are checking, looking for what was missed, tasks."""
AVERAGES = ("mean", "median")
_SAME = ["study", "unit", "stage", "statistic"]


@dataclass(frozen=True)
class Step:
    """A step from one way of labelling to another.

    Attributes
    ----------
    before, after : str
        Rows of ``time_per_label``.
    unit : str
    years : (int, int)
    ratio, ratio_low, ratio_high : float
        Time before over time after, and its bounds where a row states a range. It is also the
        factor by which labels must grow for hours of work to stay as they were.
    within_study : bool
        Whether one study measured both; otherwise tool, protocol and people are mixed.
    differs : tuple of str
        Which of protocol, skill, assistance, stage and statistic differ.
    weak : bool
        Whether a row has low confidence.
    """

    before: str
    after: str
    unit: str
    years: tuple[int, int]
    ratio: float
    ratio_low: float
    ratio_high: float
    within_study: bool
    differs: tuple[str, ...]
    weak: bool

    @property
    def labels_needed(self) -> float:
        """Factor by which labels must grow for hours of work to stay constant."""
        return self.ratio

    @property
    def log_saving(self) -> float:
        """Fall of log time per label."""
        return math.log(self.ratio)


def ladder(
    seconds: pd.DataFrame,
    task: str,
    unit: str,
    *,
    weak: bool = False,
    machine: bool = False,
    making: bool = False,
) -> pd.DataFrame:
    """Rows of one annotation task and unit in order of year.

    Parameters
    ----------
    seconds : pandas.DataFrame
        From :func:`analysis.labels.seconds_per_label`.
    task, unit : str
    weak : bool
        Whether to include rows of low confidence.
    machine : bool
        Whether to include rows without human labour.
    making : bool
        Whether to keep only means and medians of stages in which a label is made.

    Returns
    -------
    pandas.DataFrame
        Sorted by year, then study.
    """
    rows = seconds[(seconds["task"] == task) & (seconds["unit"] == unit)]
    if not weak:
        rows = rows[rows["confidence"] != "low"]
    if not machine:
        rows = rows[rows["assistance"] != "model_only"]
    if making:
        rows = rows[rows["stage"].isin(MAKING) & rows["statistic"].isin(AVERAGES)]
    return rows.sort_values(["year", "study", "seconds"], ascending=[True, True, False])


def step(seconds: pd.DataFrame, before: str, after: str) -> Step:
    """Compare two ways of labelling.

    Raises
    ------
    LabelsError
        Where a label is not the same thing in both rows.
    DataError
        For an identifier that is not in `seconds`.
    """
    first, last = row_of(seconds, before), row_of(seconds, after)
    unit = one_unit([str(first["unit"]), str(last["unit"])], f"{before} to {after}")
    a, b = _ends(first), _ends(last)
    return Step(
        before=before,
        after=after,
        unit=unit,
        years=(int(first["year"]), int(last["year"])),
        ratio=float(first["seconds"]) / float(last["seconds"]),
        ratio_low=a[0] / b[1],
        ratio_high=a[1] / b[0],
        within_study=first["study"] == last["study"],
        differs=tuple(name for name in TRAITS if first[name] != last[name]),
        weak="low" in (first["confidence"], last["confidence"]),
    )


def within_study_steps(seconds: pd.DataFrame) -> pd.DataFrame:
    """Every step that one study measured in one unit, stage and statistic.

    The first arm of the study, as the table orders them, is its base.

    Returns
    -------
    pandas.DataFrame
        One row a step: ``study``, ``task``, ``unit``, ``before``, ``after``, ``ratio``,
        ``differs`` (separated by ';'), ``weak``.
    """
    people = seconds[seconds["assistance"] != "model_only"]
    found = []
    for _, arms in people.sort_values("arm").groupby(_SAME, sort=True):
        base = str(arms["id"].iloc[0])
        for other in arms["id"].iloc[1:]:
            made = step(seconds, base, str(other))
            found.append(
                {
                    "study": arms["study"].iloc[0],
                    "task": arms["task"].iloc[0],
                    "unit": made.unit,
                    "before": base,
                    "after": made.after,
                    "ratio": made.ratio,
                    "differs": ";".join(made.differs),
                    "weak": made.weak,
                }
            )
    return pd.DataFrame(found)


def stated_speedups(times: pd.DataFrame) -> pd.DataFrame:
    """Speed-ups that studies state without the times themselves.

    ``times_faster`` and ``percent_less_time`` become time before over time after. Clicks, costs
    and shares of accepted proposals are not times and are left out.

    Returns
    -------
    pandas.DataFrame
        ``id``, ``study``, ``task``, ``unit``, ``ratio_low``, ``ratio``, ``ratio_high``,
        ``relative_to``, ``weak``.
    """
    effort = times["warnings"].fillna("").str.contains("effort_not_time")
    rows = times[times["relative_kind"].isin(["times_faster", "percent_less_time"]) & ~effort]
    rows = rows[rows["basis"] == "relative"]
    low, point, high = (rows[f"relative_{end}"] for end in ("low", "point", "high"))
    middle = point.fillna((low + high) / 2).fillna(high)
    percent = rows["relative_kind"] == "percent_less_time"
    result = rows[["id", "study", "task", "unit", "relative_to"]].copy()
    for name, values in (("ratio_low", low), ("ratio", middle), ("ratio_high", high)):
        result[name] = values.where(~percent, 100 / (100 - values))
    result["weak"] = rows["confidence"] == "low"
    return result.reset_index(drop=True)


@derived
def savings(
    times: pd.DataFrame,
    seconds: pd.DataFrame,
    *,
    weak: bool = False,
    without: Sequence[str] = (),
) -> pd.DataFrame:
    """Every comparison of time that one study made: measured steps, then ratios stated alone.

    Steps in which nothing differs but the images are left out, and rows of low confidence unless
    `weak`.

    Parameters
    ----------
    times : pandas.DataFrame
        The table ``time_per_label``.
    seconds : pandas.DataFrame
        From :func:`analysis.labels.seconds_per_label`.
    weak : bool
        Whether to include rows of low confidence.
    without : sequence of str
        Studies to leave out.

    Returns
    -------
    pandas.DataFrame
        ``study``, ``task``, ``after`` (row of the table), ``label``, ``ratio_low``, ``ratio``,
        ``ratio_high``, ``measured``, ``weak``; by kind, then ratio.
    """
    rows = times.set_index("id")
    made = within_study_steps(seconds)
    made = made[made["differs"] != ""].assign(measured=True, ratio_low=nan, ratio_high=nan)
    made["label"] = [f"{rows['entity'][name]}: {rows['protocol'][name]}" for name in made["after"]]
    said = stated_speedups(times).rename(columns={"id": "after"}).assign(measured=False, before="")
    said["label"] = [
        f"{rows['entity'][name]}, against {rows['relative_to'][name]}" for name in said["after"]
    ]
    columns = [
        "study", "task", "before", "after", "label", "ratio_low", "ratio", "ratio_high",
        "measured", "weak",
    ]  # fmt: skip
    found = [part.sort_values("ratio")[columns] for part in (made, said)]
    joined = pd.DataFrame([row for part in found for row in part.to_dict("records")])
    kept = joined[(weak | ~joined["weak"]) & ~joined["study"].isin(without)]
    used = times[times["id"].isin([*kept["before"], *kept["after"]])]
    return resting(kept.drop(columns="before").reset_index(drop=True), used)


def _ends(row: pd.Series[Any]) -> tuple[float, float]:
    point = float(row["seconds"])
    low, high = row["seconds_low"], row["seconds_high"]
    return (
        float(low) if pd.notna(low) else point,
        float(high) if pd.notna(high) else point,
    )
