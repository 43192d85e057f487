"""What is done inside the kernel before the first cell of a notebook and after the last."""

from __future__ import annotations

import os
import warnings
from pathlib import Path

from analysis.report.runs import reads


def begin(notebook: str, source: str) -> None:
    """Start noting what is read, then recording; every cell starts with warnings as errors.

    Parameters
    ----------
    notebook : str
    source : str
        Digest of the notebook.
    """
    reads.watch(source)
    # Only now, so that what this imports is noted when it is read.
    from IPython import get_ipython

    from analysis.report import session

    session.begin(notebook)
    shell = get_ipython()
    if shell is not None:
        shell.events.register("pre_run_cell", _warnings_are_errors)


def finish(folder: str) -> None:
    """Write what was recorded into `folder`, the bytes of its path as hexadecimal digits."""
    from analysis.report import session

    session.current.dump(Path(os.fsdecode(bytes.fromhex(folder))))


def _warnings_are_errors(_: object) -> None:
    # A filter set by a cell ends with the cell.
    warnings.simplefilter("error")
