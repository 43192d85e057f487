"""What is labelled: pictures, speech, video and text in the tracker, in prices and in studies."""

from __future__ import annotations

import pandas as pd

from analysis.findings import derived, resting

KEYWORD_MODALITY = {
    "image": "image",
    "photo": "image",
    "picture": "image",
    "audio": "speech",
    "transcribe": "speech",
    "transcription": "speech",
    "video": "video",
    "sentiment": "text",
}


@derived
def tracker_mix(months: pd.DataFrame) -> pd.DataFrame:
    """Tasks posted on Mechanical Turk by what is labelled, for keywords that say so.

    A task can carry several keywords, so those of one modality are not added: the largest stands
    for its modality and is a lower bound. Keywords that fit any modality (label, classify) are
    left out. Months of a keyword with fewer than ten batches are not in the table.

    Parameters
    ----------
    months : pandas.DataFrame
        Table ``mturk_keyword_month``.

    Returns
    -------
    pandas.DataFrame
        ``year``, ``modality``, ``keyword`` (the largest), ``tasks``, ``share`` of the tasks of
        the year in the table returned.
    """
    rows = months[months["keyword"].isin(KEYWORD_MODALITY)]
    tasks = rows["batches"] * rows["mean_batch_size"]
    sums = (
        rows.assign(year=rows["month"].str[:4].astype(int), tasks=tasks)
        .groupby(["year", "keyword"], as_index=False)["tasks"]
        .sum()
    )
    sums["modality"] = sums["keyword"].map(KEYWORD_MODALITY)
    largest = sums.loc[sums.groupby(["year", "modality"])["tasks"].idxmax()]
    share = largest["tasks"] / largest.groupby("year")["tasks"].transform("sum")
    columns = ["year", "modality", "keyword", "tasks", "share"]
    mix: pd.DataFrame = largest.assign(share=share)[columns].reset_index(drop=True)
    return resting(mix, rows)


def beyond_pictures(mix: pd.DataFrame) -> pd.Series[float]:
    """Share of tasks that are not pictures, by year, from :func:`tracker_mix`."""
    other = mix[mix["modality"] != "image"]
    return pd.Series(other.groupby("year")["share"].sum())


@derived
def first_seen(frame: pd.DataFrame, *, weak: bool = False) -> pd.DataFrame:
    """First year, number of rows and of studies of each modality in a table with ``study``.

    Says what the compilation holds, not what the market does.
    """
    rows = frame if weak else frame[frame["confidence"] != "low"]
    seen: pd.DataFrame = (
        rows.groupby("modality")
        .agg(first=("year", "min"), rows=("year", "size"), studies=("study", "nunique"))
        .reset_index()
        .sort_values("first", ignore_index=True)
    )
    return resting(seen, rows)
