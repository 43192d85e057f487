"""What a file and a notebook are, as SHA-256, and how a file is named. Imports nothing heavy."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from urllib.parse import quote_from_bytes, unquote_to_bytes

ABSENT = "absent"


def file_digest(path: Path) -> str:
    """SHA-256 of the bytes of a file, ``absent`` where there is no such file to read."""
    try:
        if not path.is_file():
            return ABSENT
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except (OSError, ValueError):
        return ABSENT


def notebook_digest(raw: bytes) -> str:
    """SHA-256 of what is executed and shown of a notebook: types, sources, attachments of cells.

    Outputs, counts, ids and metadata do not count, so that a notebook that was run and saved in
    JupyterLab is still the same. What is no notebook of format 4 counts by its bytes.
    """
    try:
        cells = [_content(cell) for cell in json.loads(raw)["cells"]]
    except (ValueError, TypeError, KeyError, RecursionError):
        return hashlib.sha256(raw).hexdigest()
    return hashlib.sha256(json.dumps(cells, sort_keys=True).encode()).hexdigest()


def _content(cell: dict[str, object]) -> list[object]:
    source = cell["source"]
    text = "".join(source) if isinstance(source, list) else source
    return [cell["cell_type"], text, cell.get("attachments") or {}]


def name_of(path: str | Path, root: Path) -> str:
    """`path` relative to `root` where it lies below, with ``/``, in characters of ASCII.

    Bytes and not characters are kept, since two processes may read the same file name in two
    encodings; those beyond ASCII are written ``%C3``.

    >>> name_of("/checkout/data/steel.csv", Path("/checkout"))
    'data/steel.csv'
    """
    place = Path(path)
    place = place.relative_to(root) if place.is_relative_to(root) else place
    return quote_from_bytes(os.fsencode(place.as_posix()), safe="/ :,+=@()~")


def path_of(name: str, root: Path) -> Path:
    """The file that :func:`name_of` named."""
    return root / os.fsdecode(unquote_to_bytes(name))
