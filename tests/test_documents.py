"""The papers of the package: links lead somewhere, commands exist, the citation is complete."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import entry_points
from pathlib import Path

import pytest
import yaml

from analysis import __version__
from analysis.cli import main
from analysis.places import repository

ROOT = repository()
PAPERS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]
PAPERS += sorted(path for path in (ROOT / "docs").rglob("*.md") if "made" not in path.parts)
README = PAPERS[0].read_text(encoding="utf-8")
COMMANDS = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
PROGRAMS = (ROOT / "docs" / "replication.md").read_text(encoding="utf-8")
WHEEL_LIMIT, FILES_LIMIT, HISTORY_LIMIT = 6e6, 10e6, 8e6


def prose(path: Path) -> str:
    """Text of a page without its blocks of code."""
    return re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)


def anchors(path: Path) -> set[str]:
    """Anchors that a page's headings get."""
    headings = re.findall(r"^#+ (.+)$", prose(path), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-") for text in headings}


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.name)
def test_every_local_link_leads_to_a_file(path: Path) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", prose(path))
    for link in (link for link in links if "://" not in link):
        name, _, anchor = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        assert target.exists(), link
        assert target.is_relative_to(ROOT), link
        assert not anchor or anchor in anchors(target), link


def test_the_readme_names_both_commands_and_make_knows_them() -> None:
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"^make (\w+)|`make (\w+)", README, re.MULTILINE))
    named = {first or second for first, second in named}
    assert {"report", "test"} <= named <= targets


def test_every_command_that_the_pages_name_exists(capsys: pytest.CaptureFixture[str]) -> None:
    commands = set(re.findall(r"`labour ((?:data )?[a-z]+)", COMMANDS + README))
    assert {"report", "claims", "why", "data export", "data check", "data docs", "tidy"} <= commands
    for command in commands:
        with pytest.raises(SystemExit) as leaving:
            main([*command.split(), "--help"])
        assert leaving.value.code == 0
    assert "usage" in capsys.readouterr().out


def test_the_folders_described_are_those_that_exist() -> None:
    pattern = r"^\| \[`analysis/([a-z_]+)`\]\(../analysis/\1\)"
    named = set(re.findall(pattern, PROGRAMS, re.MULTILINE))
    there = {path.parent.name for path in (ROOT / "analysis").glob("*/__init__.py")}
    assert named == there


def test_the_order_of_the_folders_described_is_that_of_the_imports() -> None:
    rows = re.findall(r"^\| \[`analysis/([a-z_]+)`\]", PROGRAMS, re.MULTILINE)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    layers = project["tool"]["importlinter"]["contracts"][0]["layers"]
    place = {
        name: rank
        for rank, layer in enumerate(reversed(layers))
        for name in re.findall(r"analysis\.([a-z_]+)", layer)
    }
    ranks = [place[name] for name in rows]
    assert ranks == sorted(ranks)


def test_the_example_of_the_readme_runs() -> None:
    source = "\n".join(re.findall(r"```python\n(.*?)```", README, re.DOTALL))
    example = doctest.DocTestParser().get_doctest(source, {}, "README.md", None, 0)
    assert len(example.examples) >= 5
    assert doctest.DocTestRunner().run(example).failed == 0


def test_every_dependency_is_argued_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = [project["project"]["dependencies"], *project["dependency-groups"].values()]
    groups += project["project"]["optional-dependencies"].values()
    names = {re.split(r"[\[<>=]", line)[0] for group in groups for line in group}
    rows = re.findall(r"^\| (.+?) \|$", (ROOT / "CONTRIBUTING.md").read_text(), re.MULTILINE)
    argued = {name for row in rows for cell in row.split(" | ")[:2] for name in cell.split(", ")}
    assert names <= argued


def test_the_citation_names_this_version_and_no_invented_person() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors", "version", "license"} <= set(citation)
    assert citation["cff-version"] == "1.2.0"
    assert str(citation["version"]) == __version__
    assert citation["license"] == "MIT"
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert citation["authors"] == project["authors"]


def test_the_changelog_has_a_place_for_this_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "## [Unreleased]" in text
    assert __version__ in text


def test_hooks_fetch_nothing_and_call_tools_of_the_environment() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())
    assert [repo["repo"] for repo in hooks["repos"]] == ["local"]
    locked = (ROOT / "requirements" / "dev.lock.txt").read_text()
    scripts = entry_points(group="console_scripts")
    owners = {script.name: script.dist.name for script in scripts if script.dist}
    for hook in hooks["repos"][0]["hooks"]:
        tool = hook["entry"].split()[0].removeprefix(".venv/bin/")
        assert hook["language"] == "system"
        # A tool comes with a package of its name, or of the one that says that it does.
        package = owners.get(tool, tool).replace("_", "-")
        assert tool == "labour" or f"\n{package}==" in locked
    check = [sys.executable, "-m", "pre_commit", "validate-config", ".pre-commit-config.yaml"]
    subprocess.run(check, cwd=ROOT, check=True)


def test_workflows_run_every_python_and_only_what_make_knows() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    named = " ".join(project["classifiers"])
    triggers = {"quick": "push", "whole": "pull_request", "nightly": "schedule"}
    for name, trigger in triggers.items():
        text = (ROOT / ".github" / "workflows" / f"{name}.yml").read_text()
        # To YAML of 1.1, which PyYAML reads, the key `on` is true.
        flow = yaml.safe_load(text)
        assert trigger in flow[True]
        runs = flow["jobs"][name]["strategy"]["matrix"]["include"]
        assert {run["python"] for run in runs} == set(re.findall(r"Python :: (3\.\d+)", named))
        for run in runs:
            words = [word for word in run["run"].split()[1:] if "=" not in word]
            assert run["run"].split()[0] in {"make", "bash"}
            assert set(words) <= targets | {".ci/run"}, run


def test_no_page_speaks_of_a_machine_or_a_package_index() -> None:
    foreign = re.compile(r"/(?:home|root|tmp|work|opt|Users)/|simple/|index-url|localhost")
    names = [*PAPERS, ROOT / "Makefile", ROOT / "CITATION.cff", ROOT / ".pre-commit-config.yaml"]
    for path in names:
        assert not foreign.search(path.read_text(encoding="utf-8")), path.name


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that this checkout builds."""
    folder = tmp_path_factory.mktemp("wheel")
    command = ["-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run([sys.executable, *command], check=True, capture_output=True)
    (made,) = folder.glob("*.whl")
    return made


def test_an_installed_package_needs_no_checkout_and_says_what_does(
    wheel: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    here = tmp_path / "elsewhere"
    here.mkdir()

    def run(*command: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PYTHONPATH": str(tmp_path / "installed")}
        environment.pop("LABOUR_DATA", None)
        return subprocess.run(
            [sys.executable, *command], cwd=here, env=environment, capture_output=True, text=True
        )

    code = "import analysis; print(len(analysis.load('iron_ore')), analysis.__file__)"
    rows, place = run("-c", code).stdout.split()
    assert int(rows) > 100
    assert str(tmp_path) in place
    for command in (["report"], ["tidy"], ["data", "docs"], ["claims"], ["why", "steel.x"]):
        done = run("-m", "analysis.cli", *command)
        assert done.returncode == 2, command
        assert "needs a checkout: clone the repository and run it there" in done.stderr


def test_the_wheel_is_small_and_carries_the_tables(wheel: Path) -> None:
    assert wheel.stat().st_size < WHEEL_LIMIT
    with zipfile.ZipFile(wheel) as archive:
        files = archive.namelist()
    assert {name.split("/")[0] for name in files} == {
        "analysis", f"labelling_labour-{__version__}.dist-info",
    }  # fmt: skip
    assert "analysis/report/pages/templates/report.css" in files
    assert "analysis/py.typed" in files
    tables = {path.name for path in (ROOT / "data").glob("*.csv")}
    assert {name.split("/")[2] for name in files if name.startswith("analysis/_data/")} >= tables
    assert not [name for name in files if "/own/" in name]


def test_tracked_files_leave_room_in_a_clone() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True
    ).stdout.decode()
    sizes = {name: (ROOT / name).stat().st_size for name in listed.split("\0") if name}
    assert sum(sizes.values()) < FILES_LIMIT
    # A clone fetches all history, packed. Packed anew, since a copy at hand may be packed well or
    # badly, which would be told of the copy and not of the project.
    packed = subprocess.run(
        ["git", "pack-objects", "--revs", "--stdout", "-q", "--delta-base-offset",
         "--no-reuse-delta"],
        cwd=ROOT, input=b"HEAD", capture_output=True, check=True,
    ).stdout  # fmt: skip
    assert len(packed) < HISTORY_LIMIT
    # The largest is the table of 459 industries, which packs into less than a third of its size.
    assert max(sizes.values()) < 1.6e6, max(sizes, key=lambda name: sizes[name])
