"""Nothing of the user's is lost, and report and accepted results are both old or both new."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from analysis import commit
from analysis.cli import main
from analysis.errors import ChangedResultsError, NumberError, ReportError
from analysis.report.build import staging, standing
from analysis.report.build.pipeline import build
from tests.trust import kills

# One worker builds the small report that all these tests start from.
pytestmark = [pytest.mark.xdist_group("mini"), pytest.mark.slow]


def said(capsys: pytest.CaptureFixture[str]) -> str:
    """The one line on standard error."""
    lines = capsys.readouterr().err.strip().splitlines()
    assert len(lines) == 1, lines
    return lines[0]


# Where a report may go.


@pytest.mark.parametrize(
    "out", [".", "", "..", "data", "notebooks", "analysis", ".git", ".cache", ".cache/notebooks/x",
            "data/deeper", "notebooks/deeper", "thesis", "thesis/mine.docx", "results.lock/x"],
)  # fmt: skip
def test_a_report_goes_nowhere_where_something_else_is(
    checkout: Path, mini, out: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (checkout / "thesis").mkdir()
    (checkout / "thesis" / "mine.docx").write_text("years of work")
    before = mini.snapshot(checkout)
    assert main(["report", "--fresh", "--out", out]) == 2
    assert said(capsys).startswith("labour: cannot write the report folder ")
    assert mini.snapshot(checkout) == before


def test_a_folder_of_that_name_elsewhere_is_refused(
    checkout: Path, mini, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "reports").mkdir(parents=True)
    (elsewhere / "reports" / "mine.docx").write_text("mine")
    monkeypatch.chdir(elsewhere)
    assert main(["report"]) == 2
    assert "it holds mine.docx and no report.json of a report" in said(capsys)
    assert mini.snapshot(elsewhere) == {"reports/mine.docx": b"mine"}


def test_a_report_json_of_another_program_is_no_marker(checkout: Path) -> None:
    out = checkout / "other"
    out.mkdir()
    for text in ('{"files": {"a": "b"}}', "[]", "not json", '{"made by": "labour"}'):
        (out / "report.json").write_text(text)
        with pytest.raises(ReportError, match=r"it holds report\.json and no report\.json of a"):
            staging.checked(standing_options(checkout, out))


def standing_options(root: Path, out: Path):
    from analysis.report.options import Options

    return Options(out, root / "notebooks", root / ".cache" / "notebooks", root / "results.lock")


def test_the_users_files_in_a_report_folder_stay(checkout: Path, mini) -> None:
    notes = checkout / "reports" / "figures" / "notes.txt"
    notes.write_text("mine")
    (checkout / "reports" / "empty").mkdir()
    mini.notebook(checkout / "notebooks", "01_a", value=3)
    build(mini.options(checkout, accept=True))
    assert notes.read_text() == "mine"
    assert (checkout / "reports" / "empty").is_dir()


def test_a_new_file_of_the_report_does_not_take_the_place_of_the_users(
    checkout: Path, mini
) -> None:
    mini.notebook(checkout / "notebooks", "03_c")
    (checkout / "reports" / "03_c.html").write_text("mine")
    before, lock = mini.snapshot(checkout / "reports"), (checkout / "results.lock").read_bytes()
    with pytest.raises(ReportError, match=r"03_c\.html is there and is no file of a report"):
        build(mini.options(checkout, accept=True))
    assert mini.snapshot(checkout / "reports") == before
    assert (checkout / "results.lock").read_bytes() == lock


def test_files_that_a_report_no_longer_has_go_and_empty_folders_with_them(
    checkout: Path, mini
) -> None:
    for stem in ("01_a", "02_b"):
        (checkout / "notebooks" / f"{stem}.ipynb").unlink()
    mini.notebook(checkout / "notebooks", "03_c", figure=False)
    build(mini.options(checkout, accept=True))
    assert sorted(path.name for path in (checkout / "reports").iterdir()) == [
        "03_c.html", "coverage.html", "glossary.html", "index.html", "report.json", "reports.zip",
        "rows_looms.html", "values.json", "why.html",
    ]  # fmt: skip


def test_a_link_is_followed_and_stays(checkout: Path, mini, tmp_path: Path) -> None:
    target = tmp_path / "site"
    target.mkdir()
    (checkout / "public").symlink_to(target)
    for _ in range(2):
        assert main(["report", "--out", "public"]) == 0
    assert (checkout / "public").is_symlink()
    assert (target / "index.html").is_file()
    assert not [path.name for path in target.iterdir() if path.name.startswith(".")]
    assert not [path.name for path in checkout.iterdir() if "public-" in path.name]


def test_the_folder_itself_is_never_replaced_so_that_a_mount_point_works(
    checkout: Path, mini
) -> None:
    before = (checkout / "reports").stat().st_ino
    mini.notebook(checkout / "notebooks", "01_a", value=3)
    build(mini.options(checkout, accept=True))
    assert (checkout / "reports").stat().st_ino == before


def test_the_marker_lists_every_file_and_names_no_place(checkout: Path, mini) -> None:
    listed = commit.read_marker(checkout / "reports" / "report.json")
    there = mini.snapshot(checkout / "reports")
    assert listed is not None
    assert set(listed) == set(there) - {"report.json"}
    assert str(checkout).encode() not in there["report.json"]


# One commit.


def full_disk(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    written = commit.write_through

    def full(path: Path, content: bytes | str) -> None:
        if path.name == name:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        written(path, content)

    monkeypatch.setattr(commit, "write_through", full)


@pytest.mark.parametrize("name", ["01_a.html", "report.json", ".results.lock.new"])
def test_a_full_disk_leaves_report_and_lock_as_they_were(
    checkout: Path, mini, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    name: str,
) -> None:  # fmt: skip
    mini.notebook(checkout / "notebooks", "01_a", value=3)
    before, lock = mini.snapshot(checkout / "reports"), (checkout / "results.lock").read_bytes()
    full_disk(monkeypatch, name)
    assert main(["report", "--accept"]) == 2
    assert "cannot write the report reports: No space left on device" in capsys.readouterr().err
    assert mini.snapshot(checkout / "reports") == before
    assert (checkout / "results.lock").read_bytes() == lock
    assert not list(checkout.glob(".results.lock*"))
    assert not (checkout / ".cache" / "notebooks" / staging.POINTER).exists()


@pytest.mark.parametrize("part", range(5, kills.AT_OPERATIONS + 2, 7))
def test_killed_at_a_file_operation_report_and_lock_are_both_old_or_both_new(
    tmp_path: Path, part: int
) -> None:
    """Some of the operations, and a moment; `make trust` kills at sixty."""
    kills.killed(kills.report, part, 20)(tmp_path)


def test_a_second_build_at_the_same_time_is_refused_at_once(
    checkout: Path, mini, capsys: pytest.CaptureFixture[str]
) -> None:
    before = mini.snapshot(checkout / "reports")
    with staging.reserved(mini.options(checkout)):
        assert main(["report", "--fresh"]) == 2
        assert "another build is under way" in said(capsys)
        # Into another folder with the same cache, and into the same folder with another cache.
        assert main(["report", "--fresh", "--out", "other"]) == 2
        assert "another build is under way" in said(capsys)
        with pytest.raises(ReportError, match="another build is under way"):
            build(mini.options(checkout, store=checkout / "cache"))
        assert main(["claims"]) == 0
    assert not (checkout / "other").exists()
    assert mini.snapshot(checkout / "reports") == before


def test_leftovers_of_killed_builds_go_with_the_next(checkout: Path, mini) -> None:
    stage = checkout / "reports" / commit.STAGE / "files"
    stage.mkdir(parents=True)
    (stage / "index.html").write_text("half")
    (checkout / ".results.lock.new").write_text("half")
    build(mini.options(checkout))
    assert not stage.exists()
    assert not (checkout / ".results.lock.new").exists()
    assert not list(checkout.rglob("half"))


def test_a_failed_build_leaves_no_folder_behind(checkout: Path, mini) -> None:
    mini.notebook(checkout / "notebooks", "01_a", value=3)
    with pytest.raises(ChangedResultsError):
        build(mini.options(checkout, out=checkout / "new" / "deeper"))
    assert not (checkout / "new").exists()


# What is said to have changed.


def test_nothing_changed_is_said_only_of_a_whole_report(
    checkout: Path, mini, capsys: pytest.CaptureFixture[str]
) -> None:
    out = checkout / "reports"
    whole = mini.snapshot(out)

    def again() -> bool:
        assert main(["report"]) == 0
        return "nothing changed" in capsys.readouterr().out

    # The template was built elsewhere: the first command here puts its own note into the cache.
    again()
    assert again()
    for break_it in (
        lambda: (out / "index.html").unlink(),
        lambda: (out / "figures" / "a_looms.svg").write_bytes(b""),
        lambda: (out / "01_a.html").write_text("broken"),
        lambda: (out / "values.json").write_text("[]"),
    ):
        break_it()
        assert not again()
        assert mini.snapshot(out) == whole
        assert again()


def test_a_file_saved_while_the_report_is_written_is_noticed_next(
    checkout: Path, mini, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = staging.Place.put

    def saving(place, files, accepted=None) -> None:
        (checkout / "data" / "looms.toml").write_text(mini.DEFINITION.replace("at work", "idle"))
        put(place, files, accepted)

    monkeypatch.setattr(staging.Place, "put", saving)
    build(mini.options(checkout))
    assert not standing.up_to_date(mini.options(checkout))


def test_a_report_is_the_same_bytes_wherever_it_is_built(checkout: Path, mini) -> None:
    build(mini.options(checkout, out=checkout / "one"))
    build(mini.options(checkout, out=checkout / "deep" / "two", store=checkout / "cache"))
    assert mini.snapshot(checkout / "one") == mini.snapshot(checkout / "deep" / "two")


# One notebook only.


def test_only_renews_one_page_and_keeps_the_others(checkout: Path, mini) -> None:
    before = mini.snapshot(checkout / "reports")
    mini.notebook(checkout / "notebooks", "01_a", value=3, top=40.0)
    mini.notebook(checkout / "notebooks", "02_b", value=7)
    build(mini.options(checkout, only="01", accept=True))
    after = mini.snapshot(checkout / "reports")
    assert set(after) == set(before)
    kinds = ("csv", "json", "narrow.svg", "pdf", "png", "svg")
    kept = ["02_b.html", *(f"figures/b_looms.{kind}" for kind in kinds)]
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
    assert after["01_a.html"] != before["01_a.html"]
    assert b"There are" in after["02_b.html"]
    from analysis.report.build.written import read_values

    values = read_values(checkout / "reports")
    assert {name: item.value for name, item in values.items()} == {"a.count": 3, "b.count": 2}
    assert b'href="02_b.html"' in after["index.html"]
    assert b"b.count" in after["why.html"]
    lock = (checkout / "results.lock").read_text()
    assert "01_a\ta.count\t3\t" in lock
    assert "02_b\tb.count\t2\t" in lock


def test_only_into_an_empty_folder_has_that_page_alone(checkout: Path, mini) -> None:
    build(mini.options(checkout, only="01", out=checkout / "one"))
    assert not (checkout / "one" / "02_b.html").exists()
    assert b"not built in this run" in (checkout / "one" / "index.html").read_bytes()


@pytest.mark.parametrize("accept", [False, True])
def test_a_copied_notebook_does_not_take_over_the_lines_of_the_first(
    checkout: Path, mini, accept: bool
) -> None:
    mini.notebook(checkout / "notebooks", "07_a")
    lock = (checkout / "results.lock").read_bytes()
    for out in ("reports", "elsewhere"):
        with pytest.raises(NumberError, match=r"recorded in 01_a and in 07_a"):
            build(mini.options(checkout, only="07", accept=accept, out=checkout / out))
    assert (checkout / "results.lock").read_bytes() == lock


def test_only_keeps_no_damaged_page(checkout: Path, mini) -> None:
    (checkout / "reports" / "02_b.html").write_text("broken")
    with pytest.raises(ReportError, match=r"02_b\.html of the report is not as"):
        build(mini.options(checkout, only="01"))


# A look at what differs.


def test_a_preview_shows_what_differs_and_accepts_nothing(
    checkout: Path, mini, capsys: pytest.CaptureFixture[str]
) -> None:
    mini.notebook(checkout / "notebooks", "01_a", value=3)
    before, lock = mini.snapshot(checkout / "reports"), (checkout / "results.lock").read_bytes()
    assert main(["report", "--preview", "look"]) == 0
    shown = capsys.readouterr().out
    assert "differs 01_a a.count: 2 years [1, 3] 95% -> 3 years [1, 3] 95%" in shown
    assert b"There are" in (checkout / "look" / "01_a.html").read_bytes()
    assert mini.snapshot(checkout / "reports") == before
    assert (checkout / "results.lock").read_bytes() == lock
    for arguments in (["--preview", "data"], ["--preview", "reports"],
                      ["--preview", "look", "--accept"]):  # fmt: skip
        assert main(["report", *arguments]) == 2
        said(capsys)
    # It was no build that may be taken for the report.
    assert main(["report"]) == 2
