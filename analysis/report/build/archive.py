"""The whole report in one file, the same bytes every time: sorted names, no clock."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import PurePosixPath

ARCHIVE = "reports.zip"
"""Stands in the report beside its pages, and holds all of them but itself."""
_FOLDER = "reports"
_EPOCH = (1980, 1, 1, 0, 0, 0)
# Compressed already.
_PACKED = {".png", ".pdf", ".docx", ".xlsx"}
_PLAIN_FILE = 0o100644


def archive(files: Mapping[str, bytes]) -> bytes:
    """A ZIP of the files of a report, below a folder of its name.

    Parameters
    ----------
    files : mapping of str to bytes
        By name below the report.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        for name in sorted(files):
            if name == ARCHIVE:
                continue
            entry = zipfile.ZipInfo(f"{_FOLDER}/{name}", date_time=_EPOCH)
            entry.create_system, entry.external_attr = 3, _PLAIN_FILE << 16
            stored = PurePosixPath(name).suffix in _PACKED
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            packed.writestr(entry, files[name])
    return stream.getvalue()
