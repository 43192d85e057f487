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
# CPU seconds count every thread, those that wait for one another too: on small matrices a second
# thread of the linear algebra doubles the time of whoever uses it and shortens nothing.
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OPENBLAS", "OMP", "MKL")}


def names() -> list[str]:
    """Modules of this folder that print; those of coverage make tables and run alone."""
    stems = sorted(path.stem for path in FOLDER.glob("*.py"))
    return [stem for stem in stems if not stem.startswith(("_", "coverage_"))]


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
        done = subprocess.run(
            [sys.executable, "-m", f"benchmarks.{name}"],
            cwd=FOLDER.parent,
            env=environment(),
        )
        failed += done.returncode != 0
    return failed


def environment() -> dict[str, str]:
    """That of the shell, with one thread where it asks for no other number."""
    return ONE_THREAD | dict(os.environ)


def conditions() -> str:
    """Python, processors, threads and load: what a reader needs to judge times by."""
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    threads = environment()["OPENBLAS_NUM_THREADS"]
    return (
        f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} processors, "
        f"threads of the linear algebra: {threads}{load}"
    )


if __name__ == "__main__":
    sys.exit(main())
