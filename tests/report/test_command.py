"""The command answers bad input, a full disk, a closed pipe and Ctrl-C in one line."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest

from analysis import __version__
from analysis.cli import main
from analysis.places import repository
from analysis.report import notebooks
from analysis.report.build.progress import Bar

pytestmark = [pytest.mark.xdist_group("mini"), pytest.mark.slow]

# `labour` in a small checkout: the package is this one, the folders are those.
CODE = """import sys
from pathlib import Path
from analysis.cli import main
from analysis.report import options
from analysis.report.runs import cache
from analysis.report.build import staging
from analysis.report.runs import stamp
for module in (cache, options, staging, stamp):
    module.repository = lambda: Path({root!r})
sys.exit(main({arguments!r}))"""


def start(root: Path, *arguments: str, **options) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(repository()), "LABOUR_DATA": str(root / "data"),
                   **options.pop("environment", {})}  # fmt: skip
    code = CODE.format(root=str(root), arguments=list(arguments))
    return subprocess.Popen(
        [sys.executable, "-c", code], cwd=root, env=environment, stderr=subprocess.PIPE, **options
    )


def one_line(capsys: pytest.CaptureFixture[str]) -> str:
    lines = capsys.readouterr().err.strip().splitlines()
    assert len(lines) == 1, lines
    return lines[0]


def test_a_reader_that_goes_away_is_no_error(checkout: Path) -> None:
    for arguments in (("claims",), ("why", "a.count"), ("data", "check")):
        reader, writer = os.pipe()
        os.close(reader)
        running = start(checkout, *arguments, stdout=writer)
        os.close(writer)
        assert running.communicate()[1] == b""
        assert running.returncode == 141


def test_an_output_that_cannot_be_written_is_one_line(checkout: Path) -> None:
    with open("/dev/full", "wb") as full:
        running = start(checkout, "why", "a.count", stdout=full)
        said = running.communicate()[1].decode()
    assert said == "labour: cannot read or write: No space left on device\n"
    assert running.returncode == 2


def test_a_terminal_without_the_letters_gets_their_codes(checkout: Path) -> None:
    path = checkout / "data" / "sources.csv"
    path.write_text(path.read_text().replace("A book", "數據標註"), encoding="utf-8")
    running = start(checkout, "why", "a.count", stdout=subprocess.PIPE,
                    environment={"PYTHONIOENCODING": "iso-8859-1"})  # fmt: skip
    shown, said = running.communicate()
    assert (said, running.returncode) == (b"", 0)
    assert b"\\u6578" in shown


def processes(mark: str) -> list[str]:
    """Command lines of the processes that work for a checkout."""
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if mark.encode() in path.read_bytes():
                found.append((path.parent / "cmdline").read_text())
        except OSError:
            continue
    return found


def test_ctrl_c_stops_at_once_keeps_the_old_report_and_leaves_no_kernel(
    checkout: Path, mini
) -> None:
    before, lock = mini.snapshot(checkout / "reports"), (checkout / "results.lock").read_bytes()
    mark = checkout / "started"
    wait = f"import time\nfrom pathlib import Path\nPath({str(mark)!r}).touch()\ntime.sleep(100)"
    mini.notebook(checkout / "notebooks", "01_a", extra=wait)
    running = start(checkout, "report", "--accept", stdout=subprocess.PIPE, start_new_session=True)
    for _ in range(1200):
        if mark.exists() or running.poll() is not None:
            break
        time.sleep(0.1)
    assert mark.exists()
    # As a terminal does: to the command and to its kernels alike.
    os.killpg(running.pid, signal.SIGINT)
    said = running.communicate(timeout=60)[1].decode()
    assert said.splitlines()[-1] == "stopped"
    assert "Traceback" not in said
    assert running.returncode == 130
    assert mini.snapshot(checkout / "reports") == before
    assert (checkout / "results.lock").read_bytes() == lock
    for _ in range(100):
        left = processes(str(checkout / "data"))
        if not left:
            break
        time.sleep(0.1)
    assert left == []


def test_without_a_report_claims_and_why_say_so(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for arguments in (["claims"], ["claims", "--json"], ["why", "a.count"]):
        assert main([*arguments, "--out", "nowhere"]) == 2
        assert one_line(capsys) == "labour: no report in nowhere/: run `labour report` first"


@pytest.mark.parametrize("content", [b"", b"[1]", b"{}", b"null", b'[{"name": 1}]', b"\xff\xfe"])
@pytest.mark.parametrize("name", ["values.json", "figures/a_looms.json"])
def test_a_damaged_report_is_named_not_believed(
    checkout: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes
) -> None:
    (checkout / "reports" / name).write_bytes(content)
    assert main(["why", "a.count"]) == 2
    assert one_line(capsys).startswith(f"labour: {name} of the report is not as")
    assert main(["claims"]) == (2 if name == "values.json" else 0)


@pytest.mark.parametrize("kind", ["folder", "dangling link", "not JSON", "empty", "a list"])
def test_a_notebook_that_is_none_is_named(
    checkout: Path, mini, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    before = mini.snapshot(checkout / "reports")
    path = checkout / "notebooks" / "01_a.ipynb"
    path.unlink()
    if kind == "folder":
        path.mkdir()
    elif kind == "dangling link":
        path.symlink_to("nowhere")
    else:
        path.write_text({"not JSON": "{", "empty": "", "a list": "[]"}[kind])
    for arguments in (["report"], ["tidy"]):
        assert main(arguments) == 2, arguments
        assert "01_a.ipynb" in one_line(capsys)
    assert mini.snapshot(checkout / "reports") == before


def test_tables_and_lock_that_cannot_be_read_are_one_line(
    checkout: Path, mini, capsys: pytest.CaptureFixture[str]
) -> None:
    before = mini.snapshot(checkout / "reports")
    for name in ("data/looms.csv", "data/looms.toml", "data/corrections.csv", "results.lock"):
        path = checkout / name
        content = path.read_bytes()
        path.unlink()
        path.mkdir()
        assert main(["report"]) == 2
        assert path.name in one_line(capsys)
        path.rmdir()
        path.write_bytes(content)
    assert mini.snapshot(checkout / "reports") == before


def test_tidy_says_what_it_did_and_fails_while_faults_remain(
    checkout: Path, mini, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in notebooks.find(checkout / "notebooks"):
        notebooks.tidy(path)
    assert main(["tidy"]) == 0
    assert capsys.readouterr().out == "2 notebooks, 0 tidied, 0 to mend by hand\n"

    path = mini.notebook(checkout / "notebooks", "01_a")
    node = nbformat.read(path, as_version=4)
    node.cells.append(nbformat.v4.new_markdown_cell("It fell by 45 percent."))
    node.cells.append(nbformat.v4.new_code_cell("%matplotlib inline"))
    nbformat.write(node, path)
    assert main(["tidy"]) == 1
    shown = capsys.readouterr()
    assert shown.out == "tidied 01_a.ipynb\n2 notebooks, 1 tidied, 2 to mend by hand\n"
    assert "number '45' typed into prose" in shown.err
    assert "is no Python that can be read" in shown.err


def test_a_notebook_that_cannot_be_tidied_whole_is_as_it_was(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = checkout / "notebooks" / "01_a.ipynb"
    before = path.read_bytes()

    def full(handle: int) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(os, "fsync", full)
    assert main(["tidy"]) == 2
    assert one_line(capsys) == "labour: cannot write 01_a.ipynb: No space left on device"
    assert path.read_bytes() == before
    assert sorted(item.name for item in path.parent.iterdir()) == ["01_a.ipynb", "02_b.ipynb"]


def test_an_error_of_the_system_is_one_line(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (checkout / ".cache" / "notebooks").rename(checkout / ".cache" / "aside")
    (checkout / ".cache" / "notebooks").write_text("in the way")
    assert main(["report", "--fresh"]) == 2
    one_line(capsys)
    assert main(["report", "--out", "/proc/x"]) == 2
    assert "/proc/x" in one_line(capsys)


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"labour {__version__}\n"


def test_a_log_gets_a_line_a_notebook_and_nothing_before_an_error(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with Bar():
        pass
    assert capsys.readouterr().err == ""
    with Bar() as bar:
        for done in range(4):
            bar.advance("01_a", done, 3)
        bar.advance("01_a", 3, 3)
    assert capsys.readouterr().err == "01_a: 3 cells done\n"


def test_claims_are_printed_as_json_from_a_report(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["claims", "--json"]) == 0
    assert {item["verdict"] for item in json.loads(capsys.readouterr().out)} == {"not examined"}
