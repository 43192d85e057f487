"""The source of a notebook: what is executed is what was hashed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from analysis.errors import ReportError
from analysis.report.notebooks import cell_id, content, parsed
from analysis.report.runs.hashes import notebook_digest


@dataclass(frozen=True)
class NotebookSource:
    """A notebook as it was read: its cells, and the digest of what they hold."""

    path: Path
    cells: list[Any]
    digest: str

    @property
    def name(self) -> str:
        """Name of the notebook."""
        return self.path.stem


def read_source(path: Path) -> NotebookSource:
    """Read a notebook, once.

    Raises
    ------
    ReportError
        For a file that cannot be read, is no notebook or is written in another language.
    """
    raw = content(path)
    notebook = parsed(path, raw)
    written_in = notebook.metadata.get("kernelspec", {}).get("language", "python")
    if str(written_in).lower() != "python":
        raise ReportError(f"{path.name}: written in {written_in}; allowed: python")
    cells = [_bare(cell, position) for position, cell in enumerate(notebook.cells, start=1)]
    return NotebookSource(path, cells, notebook_digest(raw))


def _bare(cell: Any, position: int) -> Any:
    """The cell without what does not count: outputs, metadata (tags that skip it among them)."""
    bare = {name: cell[name] for name in ("cell_type", "source", "attachments") if name in cell}
    if cell["cell_type"] == "code":
        bare |= {"outputs": [], "execution_count": None}
    return nbformat.from_dict({**bare, "metadata": {}, "id": cell_id(position)})
