"""The panel of Mechanical Turk by set of keywords: where the split differs, nothing is stable."""

from __future__ import annotations

import pandas as pd

from analysis.findings import derived
from analysis.labels.panel import Transform, posted_volume_on_reward

NAMING = (
    "annotate", "annotation", "label", "labeling", "tag", "tagging", "categorization",
    "categorize", "category", "classification", "classify",
)  # fmt: skip
PICTURES = ("image", "photo", "picture")
SOUND_AND_VIDEO = ("audio", "transcribe", "transcription", "video")
KEYWORD_SETS: dict[str, tuple[str, ...] | None] = {
    "all labelling keywords": None,
    "naming": NAMING,
    "naming and pictures": NAMING + PICTURES,
    "pictures": PICTURES,
    "sound and video": SOUND_AND_VIDEO,
}


@derived
def panel_by_set(months: pd.DataFrame, *, transform: Transform = "levels") -> pd.DataFrame:
    """Coefficients for every set of :data:`KEYWORD_SETS`, one row a set and outcome.

    Returns
    -------
    pandas.DataFrame
        ``keywords``, ``outcome``, ``coefficient``, ``std_error``, ``low``, ``high``, ``nobs``.
    """
    found = []
    for name, keywords in KEYWORD_SETS.items():
        fitted = posted_volume_on_reward(months, keywords, transform=transform)
        rows = fitted.to_frame().rename_axis("outcome").reset_index()
        found.append(rows.assign(keywords=name, nobs=fitted.nobs))
    columns = ["keywords", "outcome", "coefficient", "std_error", "low", "high", "nobs"]
    return pd.concat(found, ignore_index=True)[columns]
