"""Hours of work in flagship data sets: labels times time per label, or why they are not known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.errors import DataError
from analysis.findings import derived, resting
from analysis.labels.checks import row_of, rows_named
from analysis.labels.not_identified import NotIdentified

HOUR = 3600.0


@dataclass(frozen=True)
class Project:
    """Where the labels and the time of a data set stand in the tables.

    Attributes
    ----------
    name : str
    year : int
        Year of the data set.
    labels : str
        Row of ``volumes``.
    times : tuple of str
        Rows of ``time_per_label``: one, or the ends of a range; empty where nobody measured.
    faster_than : str
        Row with the time itself, where ``times`` is only a stated speed-up.
    """

    name: str
    year: int
    labels: str
    times: tuple[str, ...] = ()
    faster_than: str = ""

    @property
    def rows(self) -> tuple[str, ...]:
        """All rows of ``time_per_label`` that its hours rest on."""
        return (*self.times, self.faster_than) if self.faster_than else self.times


FLAGSHIPS = (
    Project("ImageNet", 2010, "imagenet_candidates.labels.2010", ("imagenet.verify_pace",)),
    Project("COCO masks", 2014, "coco.labels.2014", ("coco.polygon",)),
    Project("Cityscapes fine", 2016, "cityscapes_fine.labels.2016", ("cityscapes.fine",)),
    Project("Cityscapes coarse", 2016, "cityscapes_coarse.labels.2016", ("cityscapes.coarse",)),
    Project(
        "Open Images boxes",
        2018,
        "open_images_v4_drawn_boxes.labels.2018",
        ("open_images_v4.extreme_clicking",),
    ),
    Project(
        "Open Images masks",
        2019,
        "open_images_interactive_masks.labels.2019",
        ("interactive_masks.assisted",),
        faster_than="coco.polygon",
    ),
    Project("CIFAR-10N", 2021, "cifar_10n.labels.2021", ("cifar_n.ten_classes_mean",)),
    Project("CIFAR-100N", 2021, "cifar_100n.labels.2021", ("cifar_n.hundred_classes_mean",)),
    Project(
        "SAM, stage 1",
        2023,
        "sam_stage_1_masks.labels.2023",
        ("sam_data_engine.stage1_end", "sam_data_engine.stage1_start"),
    ),
    Project("SAM, stage 2", 2023, "sam_stage_2_masks.labels.2023", ("sam_data_engine.stage2",)),
    Project(
        "SAM 2, phase 3",
        2024,
        "sam_2_phase_3_masklets.labels.2024",
        ("sam2_data_engine.phase3",),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Hours:
    """Hours of human work in one project.

    Attributes
    ----------
    labels : float
    unit : str
    low, point, high : float
        Hours.
    bound : str
        ``exact``, or ``at_least`` / ``at_most`` where the time is a bound.
    between_studies : bool
        Whether labels and time come from different studies.
    weak : bool
        Whether a row has low confidence.
    """

    labels: float
    unit: str
    low: float
    point: float
    high: float
    bound: str
    between_studies: bool
    weak: bool


def hours(
    project: Project, volumes: pd.DataFrame, times: pd.DataFrame, seconds: pd.DataFrame
) -> Hours | NotIdentified:
    """Labels times time per label.

    Parameters
    ----------
    project : Project
    volumes, times : pandas.DataFrame
        The tables.
    seconds : pandas.DataFrame
        From :func:`analysis.labels.seconds_per_label`.

    Returns
    -------
    Hours or NotIdentified
        The latter where no time was published or the time is for another unit than the labels.
    """
    what = f"hours of {project.name}"
    count = row_of(volumes, project.labels)
    if not project.times:
        return NotIdentified(what, "no time per label was published")
    rows = [row_of(times, name) for name in project.times]
    for row in rows:
        if row["unit"] != count["unit"]:
            reason = f"labels are in {count['unit']}, time is per {row['unit']}"
            return NotIdentified(what, reason)
    speedup, base = 1.0, rows
    if project.faster_than:
        speedup = float(rows[0]["relative_point"])
        base = [row_of(times, project.faster_than)]
    values = [float(row_of(seconds, str(row["id"]))["seconds"]) / speedup for row in base]
    labels = float(count["value"])
    each = labels / HOUR
    bounds = {"lower_bound": "at_least", "upper_bound": "at_most"}
    return Hours(
        labels=labels,
        unit=str(count["unit"]),
        low=min(values) * each,
        point=sum(values) / len(values) * each,
        high=max(values) * each,
        bound=bounds.get(str(base[0]["statistic"]), _count_bound(count)),
        between_studies=bool(project.faster_than),
        weak="low" in {str(row["confidence"]) for row in [count, *rows, *base]},
    )


def _count_bound(count: pd.Series[Any]) -> str:
    """More than so many labels took at least so many hours; else the hours are as exact."""
    return "at_least" if count["bound"] == "at_least" else "exact"


@derived
def flagship_hours(
    volumes: pd.DataFrame,
    times: pd.DataFrame,
    seconds: pd.DataFrame,
    names: Sequence[str] = (),
) -> pd.DataFrame:
    """Hours of every flagship data set, one row each, in order of year.

    Parameters
    ----------
    volumes, times : pandas.DataFrame
        The tables.
    seconds : pandas.DataFrame
        From :func:`analysis.labels.seconds_per_label`.
    names : sequence of str
        Only these of :data:`FLAGSHIPS`; all by default.

    Returns
    -------
    pandas.DataFrame
        ``name``, ``year``, ``labels``, ``unit``, ``low``, ``point``, ``high`` (hours, missing
        where not known), ``bound``, ``between_studies``, ``weak``, ``reason``.

    Raises
    ------
    DataError
        For a name that no flagship has.
    """
    found = []
    chosen = _flagships(names)
    for project in chosen:
        known = hours(project, volumes, times, seconds)
        row: dict[str, object] = {"name": project.name, "year": project.year}
        if isinstance(known, NotIdentified):
            count = row_of(volumes, project.labels)
            row |= {
                "labels": float(count["value"]),
                "unit": count["unit"],
                "weak": count["confidence"] == "low",
                "between_studies": False,
                "bound": "",
                "reason": known.reason,
            }
        else:
            row |= {**vars(known), "reason": ""}
        found.append(row)
    columns = [
        "name", "year", "labels", "unit", "low", "point", "high", "bound", "between_studies",
        "weak", "reason",
    ]  # fmt: skip
    used = [rows_named(volumes, *(project.labels for project in chosen))]
    timed = [row for project in chosen for row in project.rows]
    if timed:
        used.append(rows_named(times, *timed))
    return resting(pd.DataFrame(found).reindex(columns=columns), used)


def _flagships(names: Sequence[str]) -> list[Project]:
    unknown = sorted(set(names) - {project.name for project in FLAGSHIPS})
    if unknown:
        known = ", ".join(project.name for project in FLAGSHIPS)
        raise DataError(f"no flagship {', '.join(unknown)}; there are: {known}")
    return [project for project in FLAGSHIPS if not names or project.name in names]
