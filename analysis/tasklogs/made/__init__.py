"""Made exports of every format with every trap, from a seed: for trying and testing, never data."""

from __future__ import annotations

from pathlib import Path

from analysis.files import write_whole
from analysis.tasklogs.made import markets, mturk, tools
from analysis.tasklogs.made.history import Piece, history

ANYBODY = tools.ANYBODY
"""Mapping for ``table.csv``."""


def texts(seed: int, *, workers: int = 24, pieces: int = 12) -> dict[str, str]:
    """Text of every made export by the name of its file.

    Parameters
    ----------
    seed : int
    workers, pieces : int
        As for `history`. The second batch of Mechanical Turk holds the second half of the first
        once more, and later work of the same people; the later export of Label Studio holds the
        first whole.
    """
    made = history(seed, workers, pieces)
    early, late = made[: 2 * len(made) // 3], made[len(made) // 3 :]
    return {
        "mturk_batch.csv": mturk.batch(early),
        "mturk_batch_2.csv": mturk.batch(late),
        "mturk_saved_again.csv": mturk.saved_again(made),
        "mturk_spreadsheet.csv": mturk.from_spreadsheet(made),
        "mturk_api.json": mturk.api(made),
        "prolific_2021.csv": markets.prolific(made, 1),
        "prolific_2022.csv": markets.prolific(made, 2),
        "prolific_2024.csv": markets.prolific(made, 3),
        "prolific_api.json": markets.prolific_api(made),
        "label_studio.json": tools.label_studio(early),
        "label_studio_later.json": tools.label_studio(made),
        "label_studio_min.json": tools.label_studio_min(made),
        "label_studio.csv": tools.label_studio_csv(made),
        "table.csv": tools.anybody(made),
        "cvat_events.csv": tools.cvat(made),
        "cvat_jobs.csv": tools.cvat_jobs(made),
        "appen_golden.csv": markets.appen(made, "_golden"),
        "appen_tainted.csv": markets.appen(made, "_tainted"),
        "appen_canary.csv": markets.appen(made, "_canary"),
        "labelbox.ndjson": tools.labelbox(made),
        "labelbox_v1.json": tools.labelbox_v1(made),
        "prodigy.jsonl": tools.prodigy(made),
        "toloka.tsv": markets.toloka(made),
        "toloka_default.tsv": markets.toloka(made, default=True),
        "sagemaker.jsonl": tools.sagemaker(made),
        **tools.refused(),
    }


def write_exports(folder: Path, seed: int, *, workers: int = 24, pieces: int = 12) -> list[Path]:
    """Write every made export into a folder."""
    written = []
    for name, text in texts(seed, workers=workers, pieces=pieces).items():
        write_whole(folder / name, text)
        written.append(folder / name)
    return written


__all__ = ["ANYBODY", "Piece", "history", "texts", "write_exports"]
