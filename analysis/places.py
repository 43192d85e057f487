"""Where things are: the checkout and the folder of the tables. Imports nothing heavy."""

from __future__ import annotations

import os
from pathlib import Path

from analysis.errors import DataError


def repository() -> Path:
    """Folder of the checkout: the one that holds ``notebooks/``, ``data/`` and ``analysis/``."""
    return Path(__file__).resolve().parents[1]


def data_folder() -> Path:
    """Folder of the tables: ``LABOUR_DATA`` if set, else ``data/`` of the checkout.

    Raises
    ------
    DataError
        Where there is no such folder (a wheel does not carry the data).
    """
    named = os.environ.get("LABOUR_DATA")
    folder = Path(named) if named else repository() / "data"
    if not (folder / "vocabulary.toml").is_file():
        raise DataError(
            f"no tables in {named or 'data/'}: set LABOUR_DATA to the data folder of a checkout"
        )
    return folder
