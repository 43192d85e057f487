"""A kept run is believed only while it is whole and rests on things as they are now."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from analysis.errors import ReportError
from analysis.places import repository
from analysis.report.build.pipeline import build
from analysis.report.options import Options
from analysis.report.runs import cache, environment, manifest, reads, scratch, stamp
from analysis.report.runs.hashes import name_of, notebook_digest, path_of
from analysis.report.runs.kernel import execute
from tests.trust.damage import corruptions, cut, replaced

pytestmark = [pytest.mark.xdist_group("cache"), pytest.mark.slow]

READS = """import csv

from helper import twice

from analysis.findings import Quantity, finds
from analysis.regression.display.undercoverage import coverage
from analysis.report import Page
from analysis.tables import load

parities = load("ppp")
with open("own.csv") as file:
    own = [int(row[0]) for row in csv.reader(file)]


@finds
def found(parities, own):
    return {
        "own": Quantity(twice(own[0]), "things"),
        "covered": Quantity(len(coverage()), "designs"),
    }


page = Page("a")
page.keep(found(parities, own))
page.prose("There are {own} things.")"""

DRAWS = """import pandas as pd
from matplotlib.figure import Figure

from analysis.figures.papers import drawn


@drawn
def slope(data, rows):
    figure = Figure()
    figure.subplots().plot([1, 2])
    return figure


page.figure(slope(pd.DataFrame({"y": [1, 2]}), parities), "A line.", "It rises.")"""

WRITES = """from pathlib import Path

Path("made.txt").write_text("made")
print(Path("made.txt").read_text())
Path("first.txt").write_text("x")
Path("first.txt").rename("second.txt")
print(Path("second.txt").read_text())"""

COUNTS = """from analysis.findings import Quantity, finds
from analysis.money import one_unit
from analysis.report import Page
from analysis.tables import load


@finds
def counted(ingots):
    return {"count": Quantity(len(ingots), "years")}


Page("b").keep(counted(load("steel").query("series == 'ingot_capacity'")))"""


def write_notebook(folder: Path, name: str, *sources: str) -> Path:
    cells = [nbformat.v4.new_markdown_cell(f"# Notebook {name}")]
    cells += [nbformat.v4.new_code_cell(source) for source in sources]
    path = folder / f"{name}.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout with two notebooks, run once and kept in its cache."""
    root = tmp_path_factory.mktemp("made") / "checkout"
    for name in ("analysis", "data", "requirements"):
        ignored = shutil.ignore_patterns("__pycache__", "contents.csv")
        shutil.copytree(repository() / name, root / name, ignore=ignored)
    folder = root / "notebooks"
    folder.mkdir()
    (folder / "helper.py").write_text("def twice(x):\n    return 2 * x\n")
    (folder / "own.csv").write_text("111\n")
    paths = [
        write_notebook(folder, "01_a", READS, DRAWS, WRITES),
        write_notebook(folder, "02_b", COUNTS),
    ]
    with pytest.MonkeyPatch.context() as patch:
        here(patch, root)
        store = root / "cache"
        with cache.workspace(store) as runs:
            for item, path in zip(execute(paths, runs), paths, strict=True):
                cache.keep(store, path, item.record.parent)
    return root


def here(patch: pytest.MonkeyPatch, root: Path) -> None:
    for module in (manifest, stamp, environment):
        patch.setattr(module, "repository", lambda: root)
    patch.setenv("LABOUR_DATA", str(root / "data"))


@pytest.fixture
def checkout(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the checkout with its cache, that a test may change."""
    root = tmp_path / "checkout"
    shutil.copytree(made, root, ignore=shutil.ignore_patterns("__pycache__"))
    here(monkeypatch, root)
    return root


def why(root: Path, name: str = "01_a") -> str:
    return cache.reason(root / "cache", root / "notebooks" / f"{name}.ipynb")


def stamped(root: Path) -> str:
    return stamp.stamp(root / "notebooks", root / "results.lock", None)


# What a run rests on


def test_a_run_whose_inputs_are_as_they_were_is_not_made_again(checkout: Path) -> None:
    assert (why(checkout), why(checkout, "02_b")) == ("", "")
    assert cache.entry(checkout / "cache", checkout / "notebooks" / "01_a.ipynb").is_dir()
    read = json.loads((checkout / "cache" / "01_a" / "manifest.json").read_text())["files"]
    assert {
        "notebooks/own.csv",
        "notebooks/helper.py",
        "analysis/regression/display/coverage.csv",
    } < {*read}
    # Files the run wrote, tables (they have digests) and the installation are no inputs.
    assert not [name for name in read if "made.txt" in name or "second.txt" in name]
    assert not [name for name in read if name.startswith(("data/", "/")) or "packages" in name]


def edited(old: str, new: str) -> Callable[[Path], None]:
    def edit(path: Path) -> None:
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return edit


def appended(text: str) -> Callable[[Path], Any]:
    return lambda path: path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "change", "reason_a", "reason_b"),
    [
        # A helper beside the notebook, a file it opens, a file that a module opens.
        ("notebooks/helper.py", edited("2 *", "3 *"), "code changed: notebooks/helper.py", ""),
        ("notebooks/own.csv", edited("111", "222"), "files changed: notebooks/own.csv", ""),
        ("notebooks/own.csv", Path.unlink, "files changed: notebooks/own.csv", ""),
        (
            "analysis/regression/display/coverage.csv",
            appended("\n"),
            "files changed: analysis/regression/display/coverage.csv",
            "",
        ),
        # A package renamed or moved away: the code no longer runs.
        (
            "analysis/money",
            lambda path: path.rename(path.with_name("monies")),
            "",
            "code changed: analysis/money/__init__.py, analysis/money/conversion.py",
        ),
        # A module three imports away, one that draws, one that nobody imports.
        (
            "analysis/tables/reading.py",
            appended("#"),
            "code changed: analysis/tables/reading.py",
            "code changed: analysis/tables/reading.py",
        ),
        (
            "analysis/regression/arrays.py",
            appended("#"),
            "code changed: analysis/regression/arrays.py",
            "",
        ),
        ("analysis/report/page.py", appended("#"), "code changed: ", "code changed: "),
        ("analysis/report/pages/readme.py", appended("#"), "", ""),
        ("analysis/report/pages/templates/index_body.html.j2", appended(" "), "", ""),
        # Tables: values, corrections; those that a notebook did not load.
        ("data/steel.csv", edited("59174", "59175"), "", "tables changed: steel"),
        ("data/corrections.csv", edited("Isolated jump (53,914", "A jump (53,914"), "", "steel"),
        ("data/cotton.toml", appended("\n# nothing\n"), "", ""),
        ("data/vocabulary.toml", appended("\n# nothing\n"), "", ""),
        # The lock says what should be installed; what is installed decides.
        ("requirements/report.lock.txt", appended("new==1.0\n"), "", ""),
        ("notebooks/01_a.ipynb", edited("{own} things", "{own} of them"), "the notebook", ""),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_what_a_run_read_and_nothing_else_makes_it_run_again(
    checkout: Path, file: str, change: Callable[[Path], Any], reason_a: str, reason_b: str
) -> None:
    before = stamped(checkout)
    change(checkout / file)
    for name, expected in (("01_a", reason_a), ("02_b", reason_b)):
        found = why(checkout, name)
        assert expected in found
        assert bool(found) == bool(expected)
    # The stamp is coarser: the pages are looked at again, but not for a line of the lock.
    assert (stamped(checkout) != before) == (not file.startswith("requirements"))


def test_a_notebook_saved_with_outputs_in_jupyterlab_is_the_same_notebook(checkout: Path) -> None:
    path = checkout / "notebooks" / "01_a.ipynb"
    before = stamped(checkout)
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell["id"] = f"x{cell['id']}"
        cell["metadata"] = {"collapsed": True, "execution": {"iopub.execute_input": "2026-01-01"}}
        if cell.cell_type == "code":
            cell["execution_count"] = 7
            cell["outputs"] = [nbformat.v4.new_output("stream", text="111")]
    spec = {"display_name": "my environment", "language": "python", "name": "mine"}
    notebook["metadata"] = {"kernelspec": spec, "language_info": {"name": "python", "version": "9"}}
    path.write_text(nbformat.writes(notebook, indent=4), encoding="utf-8")
    assert why(checkout) == ""
    assert stamped(checkout) == before
    notebook.cells[0]["cell_type"] = "raw"
    nbformat.write(notebook, path)
    assert why(checkout) == "the notebook changed"
    assert stamped(checkout) != before


def test_another_version_of_a_package_or_of_python_counts(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = manifest.packages()
    assert installed["numpy"]
    assert "labelling_labour" not in installed
    monkeypatch.setattr(manifest, "packages", lambda: {**installed, "numpy": "1.0"})
    assert why(checkout) == f"packages changed: numpy {installed['numpy']} -> 1.0"
    monkeypatch.setattr(manifest, "packages", lambda: {**installed, "bottleneck": "2"})
    assert why(checkout) == "packages changed: bottleneck none -> 2"
    monkeypatch.undo()
    here(monkeypatch, checkout)
    monkeypatch.setattr(manifest, "python", lambda: "3.9.1 posix")
    assert why(checkout).startswith("Python changed: 3.")


def test_settings_that_change_digits_count_and_others_do_not(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = stamped(checkout)
    for name in ("TZ", "LC_ALL", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "FOO"):
        monkeypatch.setenv(name, "2")
    assert (why(checkout), stamped(checkout)) == ("", before)
    monkeypatch.setenv("OPENBLAS_CORETYPE", "Haswell")
    assert why(checkout) == "settings changed: OPENBLAS_CORETYPE none -> Haswell"
    assert stamped(checkout) != before


def test_the_processor_counts(tmp_path: Path) -> None:
    from analysis.report.runs.machine import _processor

    described = tmp_path / "cpuinfo"
    text = "processor\t: 0\nmodel\t\t: 85\nflags\t\t: fpu avx2\ncpu MHz\t\t: {}\n\nprocessor\t: 1\n"
    described.write_text(text.format(2000))
    first = _processor(described)
    described.write_text(text.format(2100))
    assert _processor(described) == first
    described.write_text(text.format(2000).replace("avx2", "avx2 avx512f"))
    assert _processor(described) != first
    assert _processor(tmp_path / "none")


def test_a_clock_that_was_set_back_decides_nothing(checkout: Path) -> None:
    future = time.time() + 10**8
    for path in (checkout / "cache").rglob("*"):
        os.utime(path, (future, future))
    assert why(checkout) == ""
    store, notebook = checkout / "cache", checkout / "notebooks" / "01_a.ipynb"
    with cache.workspace(store) as runs:
        run = Path(shutil.copytree(store / "01_a", runs / "01_a"))
        (run / "manifest.json").unlink()
        cache.keep(store, notebook, run)
    assert cache.entry(store, notebook) == store / "01_a"


def test_what_changed_while_it_ran_is_refused_by_name(checkout: Path) -> None:
    appended("222\n")(checkout / "notebooks" / "own.csv")
    with pytest.raises(ReportError, match=r"own\.csv, while it ran; run `labour report` again"):
        cache.entry(checkout / "cache", checkout / "notebooks" / "01_a.ipynb")


def test_a_notebook_that_is_no_file_is_refused_in_a_line(checkout: Path) -> None:
    path = checkout / "notebooks" / "01_a.ipynb"
    path.unlink()
    path.mkdir()
    with pytest.raises(ReportError, match=r"01_a\.ipynb: cannot be read"):
        why(checkout)
    path.rmdir()
    path.symlink_to("nowhere")
    with pytest.raises(ReportError, match=r"01_a\.ipynb: cannot be read"):
        why(checkout)
    assert stamped(checkout)


# What a run read


def test_a_file_read_before_it_is_written_is_an_input_one_written_first_is_not(
    tmp_path: Path,
) -> None:
    seen = reads.Reads("")
    for name, mode, flags in (
        ("read", "r", 0), ("bytes", None, os.O_RDONLY), ("both", "r+", os.O_RDWR),
        ("new", "w", os.O_WRONLY), ("new", "r", 0), ("more", "a", os.O_WRONLY), ("more", "r", 0),
        ("cut", None, os.O_RDWR | os.O_TRUNC), ("cut", "r", 0), ("gone", "r", 0),
    ):  # fmt: skip
        if name != "gone":
            (tmp_path / name).write_text(name)
        seen.hear("open", (str(tmp_path / name), mode, flags))
    seen.hear("open", (3, "r", 0))
    seen.hear("open", (object(), "r", 0))
    seen.hear("open", (str(tmp_path), None, os.O_RDONLY))
    assert [Path(name).name for name in seen.files] == ["read", "bytes", "both", "gone"]
    assert seen.files[name_of(tmp_path / "gone", repository())] == "absent"


def test_a_table_loaded_counts_by_its_digest_and_one_opened_by_hand_by_its_bytes(
    tmp_path: Path,
) -> None:
    seen = reads.Reads("")
    file = repository() / "data" / "ppp.csv"
    tables = repository() / "analysis" / "tables" / "reading.py"
    code = compile("seen.hear('open', (str(file), 'r', 0))", str(tables), "exec")
    exec(code, {"seen": seen, "file": file})
    assert seen.files == {}
    seen.hear("open", (str(file), "r", 0))
    assert list(seen.files) == ["data/ppp.csv"]


def test_a_plain_process_is_watched_from_the_call_on(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("1")
    code = (
        "import sys\nfrom analysis.report.runs import reads\nreads.watch('x')\n"
        "open(sys.argv[1]).close()\nimport analysis.verdicts\n"
        "files = list(reads.used()['files'])\n"
        "assert any(name.endswith('/x.csv') for name in files), files\n"
        "assert {'analysis/verdicts.py', 'analysis/report/runs/reads.py'} < {*files}, files\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "x.csv")], cwd=repository(),
        capture_output=True, text=True,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def test_names_of_files_survive_another_encoding() -> None:
    root = Path("/räp/checkout")
    for name in ("/räp/checkout/data/steel.csv", "/räp/checkout/notebooks/数据 1%.csv", "/x/ü"):
        assert name_of(name, root).isascii()
        assert path_of(name_of(name, root), root) == Path(name)
    raw = b"/data/\xb2\xe2.csv"
    assert os.fsencode(path_of(name_of(os.fsdecode(raw), root), root)) == raw


def test_what_is_no_notebook_counts_by_its_bytes() -> None:
    odd = [b"", b"[]", b"{", b'{"cells": 1}', b'{"cells": [1]}', b'{"cells": [{}]}', b"\xff"]
    odd.append(b"[" * 100_000)
    assert len({notebook_digest(raw) for raw in odd}) == len(odd)


# Corruption


def test_no_damage_to_a_kept_run_is_believed_or_ends_in_a_traceback(
    checkout: Path, tmp_path: Path
) -> None:
    """A sample of the corruptions; `make trust` makes them all, and reports after a hundred."""
    notebook = checkout / "notebooks" / "01_a.ipynb"
    believed = []
    cases = corruptions("a_slope")
    for number, (name, (file, change)) in enumerate([*cases.items()][::5]):
        store = tmp_path / "stores" / str(number)
        shutil.copytree(checkout / "cache" / "01_a", store / "01_a")
        change(store / "01_a" / file)
        if not cache.reason(store, notebook).startswith("the kept run is damaged: "):
            believed.append(name)
        with pytest.raises(ReportError, match="run `labour report` again"):
            cache.entry(store, notebook)
    assert believed == []
    assert len(cases) >= 100


def test_a_run_of_another_notebook_is_not_believed(checkout: Path) -> None:
    store = checkout / "cache"
    shutil.rmtree(store / "01_a")
    shutil.copytree(store / "02_b", store / "01_a")
    assert "of another version or notebook" in why(checkout)
    shutil.copyfile(checkout / "notebooks" / "02_b.ipynb", checkout / "notebooks" / "01_a.ipynb")
    assert "of another version or notebook" in why(checkout)


def stand_file(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("a file")


def stand_link(folder: Path) -> None:
    folder.rename(folder.parents[1] / "theirs")
    folder.symlink_to(folder.parents[1] / "theirs")


def stand_old(folder: Path) -> None:
    """As earlier versions kept runs: a folder for each, named by its hash."""
    folder.rename(folder.parent / "aside")
    folder.mkdir()
    (folder.parent / "aside").rename(folder / "0123456789abcdef")


@pytest.mark.parametrize("stand", [stand_file, stand_link, stand_old, shutil.rmtree])
def test_whatever_stands_in_the_place_of_a_kept_run_is_replaced(
    checkout: Path, stand: Callable[[Path], Any]
) -> None:
    store, notebook = checkout / "cache", checkout / "notebooks" / "01_a.ipynb"
    with cache.workspace(store) as runs:
        run = Path(shutil.copytree(store / "01_a", runs / "01_a"))
        (run / "manifest.json").unlink()
        stand(store / "01_a")
        assert why(checkout)
        assert cache.keep(store, notebook, run) == store / "01_a"
    assert why(checkout) == ""
    # A link is taken away, and not what it points to.
    assert stand is not stand_link or (checkout / "theirs" / "record.json").is_file()


def test_a_run_that_is_not_complete_is_not_kept(checkout: Path) -> None:
    store, notebook = checkout / "cache", checkout / "notebooks" / "01_a.ipynb"
    for content in (None, b"", b"[]", b"{}", b"null"):
        with cache.workspace(store) as runs:
            (runs / "01_a").mkdir()
            if content is not None:
                (runs / "01_a" / "record.json").write_bytes(content)
            with pytest.raises(ReportError):
                cache.keep(store, notebook, runs / "01_a")
        assert why(checkout) == ""


def test_a_file_in_place_of_the_cache_is_refused_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "notebooks").write_text("a file")
    with (
        pytest.raises(ReportError, match="cannot write the cache notebooks: File exists"),
        cache.workspace(tmp_path / "notebooks"),
    ):
        pass


def test_a_report_made_after_damage_is_the_report_made_before(checkout: Path) -> None:
    options = Options(
        checkout / "reports", folder=checkout / "notebooks", store=checkout / "cache",
        lock=checkout / "lock", accept=True,
    )  # fmt: skip
    assert build(options).executed == ()
    before = contents(options.out)
    assert b"222</a> things" in before["01_a.html"]
    edited("222", "999")(options.store / "01_a" / "executed.ipynb")
    replaced(b"{")(options.store / "02_b" / "manifest.json")
    assert build(options).executed == ("01_a", "02_b")
    assert contents(options.out) == before
    cut(0.5)(options.store / "01_a" / "figures" / "a_slope.svg")
    assert build(options).executed == ("01_a",)
    assert contents(options.out) == before


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


# Leftovers


def test_what_killed_runs_left_is_removed_and_what_is_under_way_stays(tmp_path: Path) -> None:
    store = tmp_path / "cache"
    (store / "run-old").mkdir(parents=True)
    (store / "run-old" / "executed.ipynb").write_text("{}")
    code = (
        "import sys, time\nfrom pathlib import Path\n"
        "from analysis.report.runs.scratch import workspace\n"
        "with workspace(Path(sys.argv[1])) as folder:\n"
        "    print(folder, flush=True)\n    time.sleep(60)"
    )
    running = subprocess.Popen(
        [sys.executable, "-c", code, str(store)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=repository(),
    )
    assert running.stdout is not None
    alive = Path(running.stdout.readline().strip())
    assert alive.is_dir()
    assert not (store / "run-old").exists()
    with scratch.workspace(store) as mine:
        assert alive.is_dir()
        assert mine.is_dir()
    assert not mine.exists()
    running.kill()
    running.communicate()
    assert alive.is_dir()
    with scratch.workspace(store):
        assert not alive.exists()
    assert [path.name for path in store.iterdir()] == ["lock"]


def test_a_link_named_like_a_leftover_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "thesis.txt").write_text("x")
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "run-x").symlink_to(tmp_path / "theirs")
    with scratch.workspace(tmp_path / "cache"):
        pass
    assert (tmp_path / "theirs" / "thesis.txt").is_file()


# The stamp


def test_the_stamp_sees_paths_and_everything_beside_the_notebooks(checkout: Path) -> None:
    (checkout / "notebooks" / "sub").mkdir()
    seen = [stamped(checkout)]
    for change in (
        lambda: (checkout / "notebooks" / "sub" / "x.csv").write_text("1"),
        lambda: (checkout / "notebooks" / "sub").rename(checkout / "notebooks" / "tub"),
        lambda: (checkout / "analysis" / "wages").rename(checkout / "analysis" / "wagez"),
        lambda: (checkout / "results.lock").write_text("x"),
    ):
        change()
        seen.append(stamped(checkout))
    assert len(set(seen)) == len(seen)
    (checkout / "notebooks" / ".ipynb_checkpoints").mkdir()
    (checkout / "notebooks" / ".ipynb_checkpoints" / "01_a.ipynb").write_text("{}")
    (checkout / "analysis" / "__pycache__").mkdir()
    (checkout / "analysis" / "__pycache__" / "x.pyc").write_text("")
    assert stamped(checkout) == seen[-1]


def test_a_stamp_of_what_was_seen_before_is_not_that_of_a_file_saved_since(checkout: Path) -> None:
    notebooks, lock = checkout / "notebooks", checkout / "results.lock"
    before, then = stamp.snapshot(notebooks), stamped(checkout)
    appended("#")(checkout / "analysis" / "report" / "pages" / "html.py")
    (notebooks / "output.txt").write_text("x")
    now = stamp.snapshot(notebooks)
    assert stamp.changed(before, now) == ["analysis/report/pages/html.py"]
    assert stamp.stamp(notebooks, lock, None, before) == then != stamped(checkout)
