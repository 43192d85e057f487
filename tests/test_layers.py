"""Data goes one way: an import against it, in either direction, fails the check."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
COMMAND = "from importlinter.cli import lint_imports_command as c; c(['--no-cache'])"

# An importing file and what it must not import. Files that import little, so that every import
# added here is reported as itself and not as part of a longer chain.
FORBIDDEN = {
    "the estimator learns economics": ("regression/arrays.py", "analysis.wages.ladder"),
    "the estimator reads tables": ("regression/arrays.py", "analysis.tables.ranges"),
    "the estimator judges claims": ("regression/arrays.py", "analysis.verdicts"),
    "tables run regressions": ("tables/ranges.py", "analysis.regression.arrays"),
    "money knows of wages": ("money/units.py", "analysis.wages.ladder"),
    "task logs know of wages": ("tasklogs/keys.py", "analysis.wages.ladder"),
    "wages know of labels": ("wages/monopsony.py", "analysis.labels.mix"),
    "labels know of wages": ("labels/mix.py", "analysis.wages.monopsony"),
    "wages know of demand": ("wages/monopsony.py", "analysis.demand.curves.registry"),
    "demand knows of the industries' findings": (
        "demand/curves/registry.py", "analysis.industries.declared",
    ),
    "position knows of the industries": ("position/recapture.py", "analysis.industries.declared"),
    "position draws": ("position/recapture.py", "analysis.figures.rows"),
    "figures make the report": ("figures/rows.py", "analysis.report.options"),
    "LaTeX knows what a table holds": ("latex.py", "analysis.tables.ranges"),
    "errors read tables": ("errors.py", "analysis.tables.ranges"),
}  # fmt: skip


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", COMMAND], cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the check says of a copy of the package with every forbidden import in it."""
    folder = tmp_path_factory.mktemp("copy")
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "analysis", folder / "analysis", ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", folder)
    for path, module in FORBIDDEN.values():
        with (folder / "analysis" / path).open("a") as file:
            file.write(f"\nimport {module}\n")
    found = lint(folder)
    assert found.returncode != 0
    return found.stdout + found.stderr


@pytest.mark.parametrize("case", FORBIDDEN)
def test_a_forbidden_import_fails(case: str, report: str) -> None:
    path, module = FORBIDDEN[case]
    importer = "analysis." + path.removesuffix(".py").replace("/", ".")
    assert f"{importer} -> {module} (l." in report
