"""Readers of exports: one module a platform, in the order in which they are tried."""

from __future__ import annotations

from typing import Final

from analysis.tasklogs.readers import (
    appen,
    cvat,
    generic,
    label_studio,
    labelbox,
    mturk,
    mturk_api,
    prodigy,
    prolific,
    sagemaker,
    toloka,
)
from analysis.tasklogs.readers.formats import Format

FORMATS: Final[tuple[Format, ...]] = (
    mturk.BATCH,
    mturk_api.API,
    prolific.PROLIFIC,
    label_studio.JSON,
    label_studio.MIN_OR_CSV,
    cvat.EVENT_LOG,
    cvat.JOB_TABLE,
    appen.APPEN,
    labelbox.NDJSON,
    labelbox.LIST_V1,
    prodigy.PRODIGY,
    toloka.TSV,
    toloka.API,
    sagemaker.WORKERS,
    generic.GENERIC,
)
"""All formats. The table of anybody's comes last: its names of columns are the plainest."""

__all__ = ["FORMATS", "Format"]
