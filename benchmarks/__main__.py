"""Run the benchmarks one after the other, each in a fresh interpreter.

``python -m benchmarks [name ...]``; without names, all of them.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent


def names() -> list[str]:
    """Modules of this folder that print; those named ``*_table`` write files and run alone."""
    stems = sorted(path.stem for path in FOLDER.glob("*.py"))
    return [stem for stem in stems if not stem.startswith("_") and not stem.endswith("_table")]


def main() -> int:
    """Print every benchmark; the exit code is the number of those that failed."""
    asked = sys.argv[1:] or names()
    unknown = sorted(set(asked) - set(names()))
    if unknown:
        print(f"no benchmark {', '.join(unknown)}; there are: {', '.join(names())}")
        return 2
    print(conditions(), flush=True)
    failed = 0
    for name in asked:
        print(f"\n== {name}", flush=True)
        done = subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], cwd=FOLDER.parent)
        failed += done.returncode != 0
    return failed


def conditions() -> str:
    """Python, processors and load: what a reader needs to judge times by."""
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    cores = os.cpu_count()
    return f"Python {platform.python_version()}, {platform.machine()}, {cores} processors{load}"


if __name__ == "__main__":
    sys.exit(main())
