"""What of the machine decides digits: Python, installed packages, settings, the processor.

Imports nothing heavy.
"""

from __future__ import annotations

import hashlib
import os
import platform
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from analysis.language import language

THREADS = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
_SETTINGS = ("OPENBLAS_", "MKL_", "NPY_", "BLIS_", "GLIBC_TUNABLES")
_PROCESSOR = ("vendor_id", "cpu family", "model", "flags", "CPU implementer", "Features")
_PASSED_OVER = {"labelling_labour", "typst"}
"""Ourselves, whose files are told one by one, and what sets on paper what was computed before."""


def python() -> str:
    """Version of Python and the system, ``3.11.4 posix``."""
    return f"{'.'.join(str(part) for part in sys.version_info[:3])} {os.name}"


def packages() -> dict[str, str]:
    """Installed packages and their versions, read off the names of their folders."""
    found: dict[str, str] = {}
    for folder in sys.path:
        if os.path.basename(folder) not in {"site-packages", "dist-packages"}:
            continue
        with suppress(OSError):
            for entry in sorted(os.listdir(folder)):
                stem, _, kind = entry.rpartition(".")
                name, _, version = stem.partition("-")
                if kind in {"dist-info", "egg-info"} and name not in _PASSED_OVER:
                    found.setdefault(name, version)
    return dict(sorted(found.items()))


def numerical(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Variables that choose the code numbers are computed with; threads are fixed, so not those."""
    return {
        name: value
        for name, value in sorted(environment.items())
        if value and name.startswith(_SETTINGS) and name not in THREADS
    }


def settings() -> dict[str, str]:
    """Numerical settings and, hashed, the kind of processor: both change the last digits.

    Beside them the language of the report, where it is not that of the notebooks.
    """
    spoken = {} if language() == "en" else {"language": language()}
    return {**numerical(), "processor": _processor(Path("/proc/cpuinfo")), **spoken}


def _processor(described: Path) -> str:
    lines = [platform.machine()]
    with suppress(OSError), described.open(encoding="utf-8", errors="replace") as stream:
        # The first processor stands for all, and ends at an empty line.
        for line in stream:
            if not line.strip():
                break
            if line.partition("\t")[0].rstrip(" :") in _PROCESSOR:
                lines.append(line.strip())
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
