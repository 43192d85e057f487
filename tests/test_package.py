"""The package is light to import, layered, typed, and speaks of nothing but itself."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.places import repository

ROOT = repository()
HEAVY = {"pandas", "numpy", "scipy", "matplotlib", "statsmodels", "pandera", "nbclient"}


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True
    ).stdout.decode()
    return [ROOT / name for name in listed.split("\0") if name]


@pytest.mark.parametrize("code", ["import analysis", "from analysis.cli import main"])
def test_importing_the_package_imports_nothing_heavy(code: str) -> None:
    show = "import sys; print(*{name.split('.')[0] for name in sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; {show}"], cwd=ROOT, capture_output=True, check=True
    )
    assert not HEAVY & set(done.stdout.decode().split())


def test_imports_run_one_way_between_the_packages() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        cwd=ROOT,
        capture_output=True,
    )
    assert done.returncode == 0, done.stdout.decode()


def test_lock_files_hold_names_versions_and_hashes_only() -> None:
    for path in sorted((ROOT / "requirements").glob("*.txt")):
        for line in path.read_text().splitlines():
            assert re.match(
                r"^(\S+==\S+( ; .*)?( \\)?|    --hash=sha256:[0-9a-f]{64}( \\)?)$", line
            ), line


def test_locks_agree_on_every_version() -> None:
    def pins(name: str) -> set[str]:
        text = (ROOT / "requirements" / name).read_text()
        lines = (line for line in text.splitlines() if not line.startswith(" "))
        return {line.split(" ")[0] for line in lines}

    assert pins("report.lock.txt") <= pins("dev.lock.txt")


def test_no_module_is_long() -> None:
    for path in sorted((ROOT / "analysis").rglob("*.py")):
        assert len(path.read_text().splitlines()) <= 400, path.name
