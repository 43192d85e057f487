"""The command on exports made with every trap: wages or the reason, folders, privacy."""

from __future__ import annotations

import csv
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from analysis.cli import main
from analysis.tasklogs import fresh_key, read
from analysis.tasklogs.made import history, write_exports
from analysis.tasklogs.made.text import person
from analysis.tasklogs.rules import GAP_5MIN
from analysis.wage_report import every_export
from analysis.wage_report.trial import CARDS
from tests.tasklogs.made import made_tasks

SEED = 7


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exports")
    write_exports(folder, SEED)
    return folder


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log of few people, whose page has little to draw: for what happens to folders."""
    path = tmp_path_factory.mktemp("small") / "tasks.parquet"
    made_tasks(40, 5).to_parquet(path, index=False)
    return path


def run(*arguments: object) -> int:
    return main(["wage", *map(str, arguments)])


def result(capsys: pytest.CaptureFixture[str], *arguments: object) -> dict[str, object]:
    run(*arguments, "--json")
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


KEYS = [
    "format", "rows", "assignments", "workers", "pay", "hours", "wage", "median_worker",
    "workers_with_overlap", "floor", "cannot_tell",
]  # fmt: skip


def test_a_download_gives_the_wages_of_a_plain_loop_to_the_last_digit(
    exports: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = exports / "mturk_batch.csv"
    found = result(capsys, path)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    header, body = rows[0], rows[1:]
    assert len(body[0]) == len(header) - 2
    place = {name: i for i, name in enumerate(header)}
    pay, naive = 0, 0
    for row in body:
        naive += int(row[place["WorkTimeInSeconds"]])
        if row[place["AssignmentStatus"]] != "Rejected":
            pay += round(float(row[place["Reward"]].lstrip("$")) * 100)
    assert list(found) == KEYS
    assert found["rows"] == {"read": len(body), "used": len(body), "set_aside": 0}
    assert found["pay"] == {"currency": "USD", "total": pay / 100}
    assert found["hours"]["naive"] == naive / 3600  # type: ignore[index]
    assert found["wage"]["naive"] == pay * 10_000 * 3600 / (naive * 1_000_000)  # type: ignore[index]


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("prodigy.jsonl", 2, "hold no pay; a rate card"),
        ("appen_golden.csv", 2, "hold no pay; a rate card"),
        ("labelbox.ndjson", 2, "hold no pay; a rate card"),
        ("sagemaker.jsonl", 2, "hold no pay; a rate card"),
        ("mturk_batch.csv", 0, ""),
        ("mturk_api.json", 0, ""),
        ("toloka.tsv", 0, ""),
        ("prolific_2024.csv", 2, "hold no pay; a rate card"),
        ("label_studio.json", 2, "hold no pay; a rate card"),
        ("cvat_events.csv", 2, "hold no pay; a rate card"),
        ("toloka_default.tsv", 2, "hold no clock"),
        ("mturk_spreadsheet.csv", 2, "saved again by a spreadsheet"),
        ("doccano.jsonl", 2, "no wage"),
    ],
)
def test_every_export_gives_a_wage_or_the_reason(
    exports: Path, capsys: pytest.CaptureFixture[str], name: str, code: int, said: str
) -> None:
    assert run(exports / name) == code
    assert said in capsys.readouterr().err


def test_files_of_one_run_belong_together(
    exports: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    both = result(capsys, exports / "mturk_batch*.csv")
    whole = result(capsys, exports / "mturk_api.json")
    for name in ("assignments", "workers", "pay", "hours", "wage", "median_worker"):
        assert both[name] == whole[name]
    assert both["rows"]["set_aside"] > 0  # type: ignore[index]


def test_the_exit_tells_of_rows_set_aside(exports: Path, tmp_path: Path) -> None:
    text = (exports / "mturk_saved_again.csv").read_text(encoding="utf-8")
    rows = list(csv.reader(text.splitlines(keepends=True)))
    start = rows[0].index("AcceptTime")
    for row in rows[1:40]:
        row[start] = "no time"
    with (tmp_path / "bad.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    assert run(tmp_path / "bad.csv") == 1
    assert run(tmp_path / "bad.csv", "--max-bad", "50%") == 0


def test_a_rate_card_and_a_country_give_wage_floor_and_back_pay(
    exports: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    card = tmp_path / "rates.csv"
    card.write_text("unit,amount,currency\ntask,1.5,KES\n")
    out = tmp_path / "out"
    arguments = [exports / "prolific_2024.csv", "--rates", card, "--country", "KEN"]
    found = result(capsys, *arguments, "--out", out)
    floor = found["floor"]
    assert floor["currency"] == "KES"  # type: ignore[index]
    assert floor["low"] <= floor["amount"] <= floor["high"]  # type: ignore[index]
    owed = pd.read_csv(out / "back_pay.csv")["back_pay"].sum()
    assert owed == pytest.approx(floor["back_pay"])  # type: ignore[index]
    assert json.loads((out / "wages.json").read_text()) == found


def test_the_page_is_one_file_that_needs_nothing_and_is_the_same_every_time(
    exports: Path, tmp_path: Path
) -> None:
    for name in ("a", "b"):
        options = ["--floor", "7.25USD", "--key", tmp_path / "key", "--by", "month"]
        assert run(exports / "mturk_saved_again.csv", *options, "--out", tmp_path / name) == 0
    files = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert files == sorted(path.name for path in (tmp_path / "b").iterdir())
    for name in files:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    page = (tmp_path / "a" / "report.html").read_text(encoding="utf-8")
    outside = page.replace("http://www.w3.org", "").replace("https://www.w3.org", "")
    assert "<script" not in page
    assert "http" not in outside.replace("http://purl.org", "").replace(
        "http://creativecommons.org", ""
    )


def test_no_id_name_mail_or_address_is_in_any_byte_of_any_output(
    exports: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    planted = {text.encode() for piece in history(SEED) for text in person(piece.worker).values()}
    assert planted
    names = [p for p in sorted(exports.iterdir()) if any(w in p.read_bytes() for w in planted)]
    assert len(names) > 8
    card = tmp_path / "rates.csv"
    card.write_text("unit,amount,currency\ntask,1.5,USD\n")
    for path in names:
        rates = [] if path.name.startswith(("mturk", "toloka")) else ["--rates", card]
        drawn = path.name in ("mturk_saved_again.csv", "label_studio.json")
        out = ["--out", tmp_path / path.name] if drawn else []
        run(path, *rates, "--floor", "7.25USD", *out)
    seen = capsys.readouterr()
    said = (seen.out + seen.err).encode()
    written = [p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()]
    for word in planted:
        assert word not in said
        assert not any(word in content for content in written)


def test_ids_come_back_only_on_request_and_outside_the_folder(
    exports: Path, tmp_path: Path
) -> None:
    path, out = exports / "mturk_saved_again.csv", tmp_path / "out"
    assert run(path, "--floor", "7.25USD", "--out", out, "--reveal", out / "who.csv") == 2
    assert not out.exists()
    assert run(path, "--floor", "7.25USD", "--out", out, "--reveal", tmp_path / "who.csv") == 0
    who = pd.read_csv(tmp_path / "who.csv").set_index("worker_key")["worker"]
    assert stat.S_IMODE((tmp_path / "who.csv").stat().st_mode) == 0o600
    assert set(pd.read_csv(out / "back_pay.csv")["worker_key"]) <= set(who.index)
    with path.open(encoding="utf-8", newline="") as file:
        real = {row["WorkerId"] for row in csv.DictReader(file)}
    assert set(who) == real


def test_formulas_in_a_file_do_not_come_alive_in_a_spreadsheet(tmp_path: Path) -> None:
    tasks = made_tasks(400, 12, task_type=["=cmd|' /C calc'!A0"] * 400)
    tasks.to_parquet(tmp_path / "tasks.parquet", index=False)
    assert run(tmp_path / "tasks.parquet", "--by", "task_type", "--out", tmp_path / "out") == 0
    with (tmp_path / "out" / "groups.csv").open(newline="") as file:
        assert next(iter(csv.DictReader(file)))["task_type"].startswith("'=")
    page = (tmp_path / "out" / "report.html").read_text()
    assert '<td class="l">=cmd|&#x27; /C calc&#x27;!A0</td>' in page


def test_a_folder_with_files_of_others_is_left_alone(small: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "report.html").write_text("mine")
    assert run(small, "--out", out) == 2
    assert (out / "report.html").read_text() == "mine"
    (out / "report.html").rename(out / "other.html")
    assert run(small, "--out", out) == 0
    assert run(small, "--out", out) == 0
    assert (out / "other.html").read_text() == "mine"


@pytest.mark.slow
def test_a_run_that_is_killed_leaves_no_half_written_file(small: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    code = (
        "import os, signal, analysis.commit as c; w = c.write_through; n = [0]\n"
        "def dying(path, content):\n"
        "    n[0] += 1\n"
        "    if n[0] == 5:\n"
        "        path.write_bytes(b'half'); os.kill(os.getpid(), signal.SIGKILL)\n"
        "    w(path, content)\n"
        "c.write_through = dying\n"
        "from analysis.cli import main\n"
        f"main(['wage', {str(small)!r}, '--out', {str(out)!r}])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True)
    assert done.returncode == -9
    assert [path.name for path in out.iterdir()] == [".labour-stage"]
    assert run(small, "--out", out) == 0
    assert not (out / ".labour-stage").exists()


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (["--gap", "5"], "--gap 5; allowed"),
        (["--floor", "7.25"], "--floor 7.25; allowed"),
        (["--country", "Kenya"], "three letters"),
        (["--country", "VNM"], "--floor with the amount that holds there"),
        (["--by", "worker"], "--by worker; allowed"),
        (["--memory", "4"], "--memory 4; allowed"),
        (["--format", "excel"], "no format 'excel'"),
        (["--columns", "worker"], "field=column"),
    ],
)
def test_an_option_that_cannot_be_read_is_named(
    exports: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], fault: str
) -> None:
    assert run(exports / "mturk_batch.csv", *arguments) == 2
    assert fault in capsys.readouterr().err


def test_canonical_parquet_is_checked_and_gives_the_same(
    exports: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = read(exports / "mturk_saved_again.csv", key=fresh_key())
    log.frame().to_parquet(tmp_path / "tasks.parquet", index=False)
    again = result(capsys, tmp_path / "tasks.parquet")
    once = result(capsys, exports / "mturk_saved_again.csv")
    assert again["wage"] == once["wage"]
    log.frame().drop(columns="submit_us").to_parquet(tmp_path / "other.parquet", index=False)
    assert run(tmp_path / "other.parquet") == 2
    assert "no column submit_us" in capsys.readouterr().err


def test_nothing_of_the_run_is_left_in_the_temporary_folder(
    exports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    assert run(exports / "mturk_saved_again.csv", "--memory", "512MB") == 0
    assert os.listdir(tmp_path) == []


def test_the_same_work_through_every_export_gives_the_time_of_the_history(
    exports: Path, tmp_path: Path
) -> None:
    exact = ["mturk_saved_again.csv", "table.csv", "appen_golden.csv", "sagemaker.jsonl",
             "label_studio.csv"]  # fmt: skip
    bounds = ["cvat_events.csv", "label_studio_later.json", "labelbox.ndjson"]
    for name, text in CARDS.items():
        (tmp_path / name).write_text(text)
    paths = {name: exports / name for name in (*exact, *bounds, "manifest.jsonl")}
    table = every_export(paths | {name: tmp_path / name for name in CARDS}).set_index("file")
    pieces = history(SEED)
    time = 0
    for worker in {piece.worker for piece in pieces}:
        end = None
        for piece in sorted((p for p in pieces if p.worker == worker), key=lambda p: p.start):
            pause = 0 if end is None else piece.start - end
            time += max(piece.end - max(piece.start, end or 0), 0)
            time += pause if 0 < pause <= GAP_5MIN.longest else 0
            end = max(piece.end, end or 0)
    for name in exact:
        assert table.loc[name, "hours"] == pytest.approx(time / 3.6e9, rel=1e-3)
    # Tools whose clocks are bounds: near, and not exact.
    for name in bounds:
        assert 0.7 < table.loc[name, "hours"] * 3.6e9 / time < 1.1
    assert table.index[table["wage"].isna()].tolist() == ["manifest.jsonl"]
