"""How light the package is: imports in CPU seconds beside named competitors, wheel, clone.

``python -m benchmarks.package``. CPU seconds of a process (user and system) do not count the time
in which other programs had the processor; runs of all commands alternate, medians are shown.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
ROUNDS = 7
CPU_LIMIT = 0.4
WHEEL_LIMIT = 6.0
FILES_LIMIT, HISTORY_LIMIT = 10.0, 8.0

OURS = {
    "import analysis": ["-c", "import analysis"],
    "labour --help": ["-m", "analysis.cli", "--help"],
}
COMPETITORS = {
    "pass": ["-c", "pass"],
    "import pandas": ["-c", "import pandas"],
    "import statsmodels.api": ["-c", "import statsmodels.api"],
}


def cpu_seconds(arguments: Sequence[str]) -> float:
    """User and system seconds of one run of the interpreter and its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, *arguments]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)


def measure(commands: Mapping[str, Sequence[str]], rounds: int = ROUNDS) -> dict[str, float]:
    """Median CPU seconds of every command; a first round warms the caches and is not counted."""
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(rounds + 1):
        for name, arguments in commands.items():
            spent = cpu_seconds(arguments)
            if turn:
                seconds[name].append(spent)
    return {name: median(values) for name, values in seconds.items()}


def wheel_megabytes() -> float:
    """Size of the wheel that this checkout builds."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["-m", "build", "--wheel", "--no-isolation", "--outdir", folder]
        build = [sys.executable, *command, str(ROOT)]
        subprocess.run(build, check=True, capture_output=True)
        (wheel,) = Path(folder).glob("*.whl")
        return wheel.stat().st_size / 1e6


def clone_megabytes() -> tuple[float, float]:
    """Size of ``.git`` and of the files of a fresh clone with its whole history."""
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "clone"
        command = ["git", "clone", "--quiet", "--no-hardlinks", ROOT.as_uri(), str(clone)]
        subprocess.run(command, check=True)
        files = [path for path in clone.rglob("*") if path.is_file()]
        history = sum(path.stat().st_size for path in files if ".git" in path.parts)
        return history / 1e6, sum(path.stat().st_size for path in files) / 1e6 - history / 1e6


def main() -> None:
    """Print CPU seconds with ratios, and sizes, beside their limits."""
    spent = measure({**COMPETITORS, **OURS})
    print(f"CPU seconds, median of {ROUNDS} runs; ours within {CPU_LIMIT}")
    print(f"{'':24}{'seconds':>9}" + "".join(f"{f'/ {name}':>25}" for name in COMPETITORS))
    for name, seconds in spent.items():
        ratios = "".join(f"{seconds / spent[other]:>25.2f}" for other in COMPETITORS)
        print(f"{name:24}{seconds:>9.3f}{ratios}  {_verdict(name, seconds)}".rstrip())
    history, files = clone_megabytes()
    print("\nsizes, MB")
    print(f"{'wheel, with the tables':24}{wheel_megabytes():>9.2f}  limit {WHEEL_LIMIT}")
    print(f"{'files of a clone':24}{files:>9.2f}  limit {FILES_LIMIT}")
    print(f"{'history of a clone':24}{history:>9.2f}  limit {HISTORY_LIMIT}")


def _verdict(name: str, seconds: float) -> str:
    if name not in OURS:
        return ""
    return "within" if seconds < CPU_LIMIT else "OVER THE LIMIT"


if __name__ == "__main__":
    main()
