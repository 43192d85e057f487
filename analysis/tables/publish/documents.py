"""Files made from the definitions: where each goes and whether it is stale."""

from __future__ import annotations

from pathlib import Path

from analysis.errors import DataError
from analysis.files import reason_of, write_whole
from analysis.places import data_folder
from analysis.tables.publish.data_page import data_page, licence_page
from analysis.tables.publish.descriptor import descriptor


def documents(folder: Path | None = None) -> dict[Path, str]:
    """Path and text of every file that is made from the definitions."""
    data = folder or data_folder()
    return {
        data / "datapackage.json": descriptor(data),
        data / "LICENSE.md": licence_page(data),
        data.parent / "docs" / "data.md": data_page(data),
    }


def write_documents(folder: Path | None = None) -> list[Path]:
    """Write them, each as a whole or not at all; returns their paths.

    Raises
    ------
    DataError
        Where one cannot be written.
    """
    made = documents(folder)
    for path, text in made.items():
        try:
            write_whole(path, text)
        except OSError as error:
            raise DataError(f"cannot write {path.name}: {reason_of(error)}") from None
    return list(made)
