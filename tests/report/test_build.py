"""A build costs what changed, leaves no half report, and gives the same bytes everywhere."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest

from analysis.cli import main
from analysis.errors import NotebookError, NumberError, ReportError
from analysis.places import repository
from analysis.report.build import assemble
from analysis.report.build.pipeline import build, plan
from analysis.report.options import Options
from analysis.report.runs import environment, manifest, stamp
from tests.trust.twice import differing

# One worker builds the report that all these tests look at.
pytestmark = [pytest.mark.xdist_group("report"), pytest.mark.slow]

LOOK = """from analysis.findings import Quantity, finds
from analysis.report import Page
from analysis.tables import load


@finds
def counted(rows):
    return {{"count": Quantity(len(rows), "years")}}


page = Page("{name}")
page.keep(counted(load("{table}").query("series == '{series}'")))
page.prose("There are {{count}} years.")"""


def write_notebook(folder: Path, name: str, *sources: str) -> Path:
    folder.mkdir(exist_ok=True)
    cells = [nbformat.v4.new_markdown_cell(f"# Notebook {name}")]
    cells += [nbformat.v4.new_code_cell(source) for source in sources]
    path = folder / f"{name}.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two notebooks on two tables, in a checkout of their own, built once."""
    root = tmp_path_factory.mktemp("made")
    for name in ("analysis", "data", "requirements"):
        ignored = shutil.ignore_patterns("__pycache__", "contents.csv")
        shutil.copytree(repository() / name, root / "checkout" / name, ignore=ignored)
    folder = root / "checkout" / "notebooks"
    write_notebook(folder, "01_a", LOOK.format(table="steel", series="ingot_capacity", name="a"))
    write_notebook(
        folder, "02_b", LOOK.format(table="us_economy", series="population_maddison", name="b")
    )
    with pytest.MonkeyPatch.context() as patch:
        build(replace(here(patch, root), accept=True))
    return root


def here(patch: pytest.MonkeyPatch, root: Path) -> Options:
    """Builds take this checkout for the repository; the page of coverage, which is long, is not."""
    for module in (environment, manifest, stamp):
        patch.setattr(module, "repository", lambda: root / "checkout")
    patch.setenv("LABOUR_DATA", str(root / "checkout" / "data"))
    patch.setattr(assemble, "coverage_page", lambda: "<h1>Coverage</h1>")
    return Options(
        root / "reports", folder=root / "checkout" / "notebooks", store=root / "cache",
        lock=root / "lock",
    )  # fmt: skip


@pytest.fixture
def project(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Options:
    """A copy of the checkout, its cache and its report, that a test may change."""
    shutil.copytree(made, tmp_path / "copy")
    return here(monkeypatch, tmp_path / "copy")


def reasons(options: Options) -> dict[str, str]:
    return {name: reason for name, reason in plan(options).items() if reason}


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_a_notebook_runs_again_only_if_what_it_rests_on_changed(project: Options) -> None:
    root = project.folder.parent
    assert reasons(project) == {}
    assert build(project).executed == ()

    # A value of a table that one notebook loads.
    steel = root / "data" / "steel.csv"
    steel.write_text(steel.read_text().replace("59174", "59175"))
    assert reasons(project) == {"01_a": "tables changed: steel"}
    assert build(project).executed == ("01_a",)

    # A table that neither loads.
    append(root / "data" / "cotton.toml", "\n# nothing\n")
    assert reasons(project) == {}

    # A module three imports away from both: report -> session -> tables -> reading.
    append(root / "analysis" / "tables" / "reading.py", "\n# changed\n")
    assert set(reasons(project)) == {"01_a", "02_b"}
    assert "analysis/tables/reading.py" in reasons(project)["01_a"]
    assert set(build(project).executed) == {"01_a", "02_b"}

    # A module that neither imports.
    append(root / "analysis" / "regression" / "nonlinear_ls.py", "\n# changed\n")
    assert reasons(project) == {}

    # A line of the lock: what is installed decides.
    append(root / "requirements" / "report.lock.txt", "new==1.0\n")
    assert reasons(project) == {}

    # The notebook itself.
    write_notebook(project.folder, "02_b", "x = 1")
    assert reasons(project) == {"02_b": "the notebook changed"}


def test_a_corrected_or_redefined_table_counts_as_changed(project: Options) -> None:
    path = project.folder.parent / "data" / "corrections.csv"
    path.write_text(path.read_text().replace("Isolated jump (53,914", "A jump (53,914"))
    assert reasons(project) == {"01_a": "tables changed: steel"}


def test_a_failing_cell_is_shown_with_its_place_and_the_old_report_stays(project: Options) -> None:
    before = (project.out / "01_a.html").read_bytes()
    write_notebook(project.folder, "01_a", "x = 1", "raise ValueError('no such loom')")
    with pytest.raises(NotebookError, match=r"(?s)01_a\.ipynb, cell 3 failed:.*no such loom"):
        build(project)
    assert (project.out / "01_a.html").read_bytes() == before
    assert sorted(path.name for path in project.out.parent.glob(".reports*")) == []


def test_inputs_that_change_during_a_build_are_refused(project: Options) -> None:
    before = (project.out / "01_a.html").read_bytes()
    note = project.folder.parent / "data" / "steel.toml"
    code = f"from pathlib import Path\nopen({str(note)!r}, 'a').write('# changed')"
    write_notebook(project.folder, "01_a", code)
    with pytest.raises(ReportError, match=r"data/steel\.toml changed during the build: run again"):
        build(project)
    assert (project.out / "01_a.html").read_bytes() == before


def test_a_warning_in_a_notebook_is_an_error(project: Options) -> None:
    write_notebook(project.folder, "01_a", "import warnings; warnings.warn('old name')")
    with pytest.raises(NotebookError, match="old name"):
        build(project)


def test_two_notebooks_may_not_record_the_same_name(project: Options) -> None:
    source = LOOK.format(table="us_economy", series="population_maddison", name="a")
    write_notebook(project.folder, "02_b", source)
    with pytest.raises(NumberError, match=r"a\.count is recorded in 01_a and in 02_b"):
        build(project)


def test_the_command_line_answers_bad_input_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    for arguments, message in (
        (["report", "--only", "99"], "no notebook '99'"),
        (["report", "--only", "01", "--out", str(blocked)], "cannot write the report folder"),
        (["report", "--only", "01", "--out", str(blocked / "x")], "cannot write"),
        (["why", "steel.sigma", "--out", str(tmp_path)], "no report in"),
    ):
        assert main(arguments) == 2
        shown = capsys.readouterr().err.strip().splitlines()
        assert message in shown[-1]
        assert "Traceback" not in "".join(shown)


def test_a_killed_build_leaves_the_old_report_whole_and_the_next_completes(
    project: Options,
) -> None:
    before = {path.name: path.read_bytes() for path in project.out.glob("*.html")}
    slow = "import time\nfrom pathlib import Path\nPath({mark!r}).touch()\ntime.sleep({seconds})"
    mark = project.out.parent / "started"
    write_notebook(project.folder, "01_a", slow.format(mark=str(mark), seconds=60))
    code = (
        "from pathlib import Path\nfrom analysis.report.build.pipeline import build\n"
        "from analysis.report.options import Options\n"
        f"build(Options(Path({str(project.out)!r}), folder=Path({str(project.folder)!r}), "
        f"store=Path({str(project.store)!r}), lock=Path({str(project.lock)!r})))"
    )
    running = subprocess.Popen(
        [sys.executable, "-c", code], cwd=repository(), start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    for _ in range(600):
        if mark.exists():
            break
        time.sleep(0.1)
    assert mark.exists()
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    assert {path.name: path.read_bytes() for path in project.out.glob("*.html")} == before
    write_notebook(project.folder, "01_a", slow.format(mark=str(mark), seconds=0))
    built = build(Options(**{**vars(project), "accept": True}))
    assert "01_a" in built.executed
    assert sorted(path.name for path in project.out.parent.glob(".reports*")) == []


def test_two_fresh_builds_give_the_same_bytes(project: Options) -> None:
    """Of a small report; `make trust` does it with a whole notebook of the project."""
    root = project.folder.parent
    found, files = differing(
        root.parent / "twice", project.folder, root / "twice.lock", root / "data", accept=True
    )
    assert found == []
    assert files > 8


def test_an_unwritable_folder_is_refused(tmp_path: Path) -> None:
    blocked = tmp_path / "reports"
    blocked.write_text("")
    with pytest.raises(ReportError, match="it is a file"):
        build(Options(blocked, only="01", store=tmp_path / "cache"))
