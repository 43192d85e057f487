"""Where things are: the checkout and the folder of the tables. Imports nothing heavy."""

from __future__ import annotations

import os
from pathlib import Path

from analysis.errors import DataError

PACKAGED = Path(__file__).parent / "_data"
"""The tables, where the package was installed from a wheel."""


def repository() -> Path:
    """Folder of the checkout: the one that holds ``notebooks/``, ``data/`` and ``analysis/``."""
    return Path(__file__).resolve().parents[1]


def data_folder() -> Path:
    """Folder of the tables.

    ``LABOUR_DATA`` if set; else ``data/`` of the checkout; else the tables that an installed
    package carries.

    Raises
    ------
    DataError
        Where there is no such folder.
    """
    named = os.environ.get("LABOUR_DATA")
    places = [Path(named)] if named else [repository() / "data", PACKAGED]
    for folder in places:
        if (folder / "vocabulary.toml").is_file():
            return folder
    raise DataError(
        f"no tables in {named or 'data/'}: LABOUR_DATA names a folder like data/ of a checkout"
    )


def checkout(what: str) -> Path:
    """Folder of the checkout, for what works on its notebooks or definitions.

    Raises
    ------
    DataError
        Where the package runs without one.
    """
    folder = repository()
    if not (folder / "notebooks").is_dir():
        raise DataError(f"{what} needs a checkout: clone the repository and run it there")
    return folder
