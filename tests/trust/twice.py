"""The same report built twice, each in a process with another seed, zone and language."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from analysis.places import repository

CODE = """import sys
from pathlib import Path
from analysis.report.build.pipeline import build
from analysis.report.options import Options
out, folder, lock, only, accept = sys.argv[1:]
build(Options(Path(out), folder=Path(folder), store=Path(out + "-cache"), lock=Path(lock),
              only=only or None, fresh=True, accept=bool(accept)))"""
PLACES = (("x", "1", "UTC", "C.UTF-8"), ("y", "2", "Asia/Tokyo", "C"))


def differing(
    place: Path, folder: Path, lock: Path, data: Path, *, only: str = "", accept: bool = False
) -> tuple[list[str], int]:
    """Files of the two reports that differ, and how many there are."""
    made = []
    for name, seed, zone, language in PLACES:
        out = place / name
        given = [str(out), str(folder), str(lock), only, "yes" if accept else ""]
        subprocess.run(
            [sys.executable, "-c", CODE, *given], cwd=repository(), check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LANG": language,
                 "LC_ALL": language, "LABOUR_DATA": str(data)},
        )  # fmt: skip
        files = (path for path in out.rglob("*") if path.is_file())
        made.append({str(path.relative_to(out)): path.read_bytes() for path in files})
    one, other = made
    return sorted(n for n in {*one, *other} if one.get(n) != other.get(n)), len(one)
