"""What is wrong with a file is said: an error names it, or a record is set aside with a reason."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.errors import TaskLogError
from analysis.tasklogs import TaskLog, read
from analysis.tasklogs.made import texts

MADE = texts(5, workers=3, pieces=4)
BATCH = MADE["mturk_batch.csv"]
ROWS = BATCH.count("3ASSIGNMENTMADE")
HEAD = "worker,assignment,accept,submit,pay,currency\n"
GOOD = "w1,{},2025-01-02T10:00:00Z,2025-01-02T10:01:00Z,0.10,USD\n"


@pytest.fixture
def reading(tmp_path: Path) -> Callable[..., TaskLog]:
    """Reading bytes or text as a file."""

    def of(content: bytes | str, name: str = "log.csv", **said: object) -> TaskLog:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read(path, **said)

    return of


Reading = Callable[..., TaskLog]


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "log.csv", "log.csv is empty"),
        (b" \r\n\n", "log.csv", "log.csv is empty"),
        (b"\0" * 400, "log.csv", "log.csv is no text"),
        (b"PK\x03\x04 and so on", "log.csv", "log.csv is a ZIP archive or a spreadsheet"),
        (b"a,b\n1,2\n", "log.csv", "found columns: 2 under a name that is not known"),
        (b'{"a": 1}', "log.json", "found keys: 1 under"),
        (b'[{"id": 1, "annot', "log.json", "log.json, line 1: the file ends early"),
        (b"[1, 2]", "log.json", "a JSON list without an object"),
        (b"[" * 99_999, "log.json", "nested deeper"),
        (b"[" + b"1" * 9_999 + b"]", "log.json", "a number longer than"),
        (gzip.compress(BATCH.encode())[:-300], "log.csv.gz", "packed with gzip and ends early"),
        (b"\x1f\x8b\x08 no gzip at all", "log.csv.gz", "packed with gzip and damaged"),
    ],
    ids=[
        "empty", "blank", "zeros", "zip", "other table", "other JSON", "cut JSON", "numbers",
        "deep", "long number", "cut gzip", "bad gzip",
    ],
)  # fmt: skip
def test_a_file_that_is_no_export_is_refused_by_name(
    content: bytes, name: str, said: str, reading: Reading
) -> None:
    with pytest.raises(TaskLogError, match=said):
        reading(content, name)


@pytest.mark.parametrize("name", ["doccano.jsonl", "argilla.json", "manifest.jsonl"])
def test_what_holds_no_time_is_refused_with_the_reason(name: str, reading: Reading) -> None:
    with pytest.raises(TaskLogError, match=r"no time, and no wage|worker responses do"):
        reading(MADE[name], name)


def test_a_format_that_is_asked_for_is_checked(reading: Reading) -> None:
    with pytest.raises(TaskLogError, match=r"is not Prolific, submissions.*found columns: HITId"):
        reading(BATCH, format="prolific")
    with pytest.raises(TaskLogError, match="no format 'turk'; allowed: auto, mturk"):
        reading(BATCH, format="turk")


def test_a_file_or_pattern_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(TaskLogError, match=r"no file gone\.csv"):
        read(tmp_path / "gone.csv")
    with pytest.raises(TaskLogError, match=r"no file \*\.csv"):
        read(tmp_path / "*.csv")
    with pytest.raises(TaskLogError, match="no export in the folder"):
        read(tmp_path)


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b""], ids=["mark", "bare"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_and_byte_order_marks_are_read(
    mark: bytes, delimiter: str, reading: Reading
) -> None:
    text = (HEAD + GOOD.format("a")).replace(",", delimiter)
    assert reading(mark + text.encode()).rows.used == 1


def test_text_of_windows_and_packed_files_are_read(reading: Reading) -> None:
    text = HEAD + GOOD.format("a")
    assert reading(text.encode("utf-16")).rows.used == 1
    assert reading(gzip.compress(text.encode()), "log.csv.gz").rows.used == 1


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("w1,a,2025-01-02T10:01:00Z,2025-01-02T10:00:00Z,1,USD", "submitted before it was"),
        ("w1,a,2023-01-02T10:01:00Z,2025-01-02T10:00:00Z,1,USD", "more than a year between"),
        ("w1,a,2025-01-02T10:00:00Z,2025-01-02T10:01:00Z,-1,USD", "pay below zero"),
        ("w1,a,2025-01-02T10:00:00Z,2025-01-02T10:01:00Z,1e9,USD", "cannot be read as an amount"),
        ("w1,a,2025-01-02T10:00:00Z,2025-01-02T10:01:00Z,99999,USD", "pay far above"),
        ("w1,a,2025-01-02T10:00:00Z,2025-01-02T10:01:00Z,\"0,10\",USD", "pay with a comma"),
        ("w1,a,2025-01-02T10:00:00Z,2025-01-02T10:01:00Z,€1,USD", "other than the one"),
        ("w1,a,2025-01-02T10:00:00Z,2025-01-02T10:01:00Z,1,", "pay without a currency"),
        ("w1,a,2025-01-02T10:00:00Z,2025-01-02T10:01:00Z,,USD", "no pay where"),
        ("w1,a,2025-01-02T10:00:00Z,2025-01-02T10:01:00Z,.00000001,USD", "finer than a millionth"),
        ("w1,a,2-2-2015 10:40,2-2-2015 10:41,1,USD", "which is the day and which the month"),
        ("w1,a,2025-01-02T10:00:00,2025-01-02T10:01:00,1,USD", "a time without a zone"),
        ("w1,a,soon,2025-01-02T10:01:00Z,1,USD", "a time that cannot be read"),
        ("w1,a,2025-01-02,2025-01-03,1,USD", "a date without a time of day"),
        ("w1,a,1970-01-01T00:00:00Z,1970-01-01T00:01:00Z,1,USD", "a time before 2005"),
        ("w1,a,2025-01-02T10:00:00Z,,1,USD", "neither begin and end nor seconds"),
        (",a,2025-01-02T10:00:00Z,2025-01-02T10:01:00Z,1,USD", "no worker"),
        ("w1,,2025-01-02T10:00:00Z,2025-01-02T10:01:00Z,1,USD", "no id of the assignment"),
        ("w1,a,2025-01-02T10:00:00Z", "a row that ends before the columns that are needed"),
        ("w1,a,2025-01-02T10:00:00Z,2025-01-02T10:01:00Z,1,USD,x", "more cells than the header"),
        ("w\0,a,2025-01-02T10:00:00Z,2025-01-02T10:01:00Z,1,USD", "bytes that are no text"),
        ("w1,b,2025-01-02T10:00:00Z,2025-01-02T10:01:00Z,0.10,USD", "the same assignment as in"),
        ('"w1,a,2025-01-02T10:00:00Z,2025-01-02T10:01:00Z,1,USD', "a quote that is opened"),
    ],
)  # fmt: skip
def test_a_record_that_cannot_be_is_set_aside_with_its_line(
    row: str, reason: str, reading: Reading
) -> None:
    log = reading(HEAD + GOOD.format("b") + row + "\n")
    assert (log.rows.read, log.rows.used, log.rows.set_aside) == (2, 1, 1)
    assert log.set_aside["line"].tolist() == [2]
    assert reason in log.set_aside["reason"].iloc[0]


def test_bytes_that_are_no_text_matter_only_where_they_are_needed(reading: Reading) -> None:
    rows = [b"w\xe9,a,", b"w1,b,"]
    tail = GOOD.split("{},")[1].encode()
    log = reading(HEAD.encode() + b"".join(row + tail for row in rows))
    assert log.set_aside["reason"].tolist() == [
        "a cell that is needed holds bytes that are no text"
    ]
    elsewhere = BATCH.encode().replace(b'"tight', b'"\xe9tight')
    assert reading(elsewhere).rows.used == ROWS


@pytest.mark.parametrize(("column", "said"), [("Reward", "pay"), ("WorkerId", "who worked")])
def test_a_batch_without_pay_or_workers_says_so(column: str, said: str, reading: Reading) -> None:
    log = reading(BATCH.replace(f'"{column}"', '"Taken"'))
    assert log.rows.used == ROWS
    assert said in log.cannot_tell[-1]
    assert log.tasks["pay_micro" if column == "Reward" else "worker_key"].isna().all()


@pytest.mark.parametrize(
    "written", ["1/2/2025 12:30:00 AM", "01-02-2025 0:30", "1/2/2025, 00:30:00"]
)
def test_dates_of_a_known_order_are_read(written: str, reading: Reading) -> None:
    said = {"dates": "month first", "worker": "worker"}
    text = f'worker,accept,submit\nw,"{written}","1/2/2025 1:30 PM"\n'
    tasks = reading(text, mapping=said, zone="+02:00").tasks
    assert (tasks["submit_us"] - tasks["accept_us"]).tolist() == [13 * 3_600_000_000]
    assert tasks["accept_us"].tolist() == [1_735_770_600_000_000]


def test_an_answer_that_is_cut_short_is_not_taken_for_a_row(reading: Reading) -> None:
    cut = BATCH[: BATCH.rindex("Madename")]
    log = reading(cut)
    assert (log.rows.read, log.rows.used) == (ROWS, ROWS - 1)
    assert "a quote that is opened" in log.set_aside["reason"].iloc[0]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_end_of_line_is_one(end: str, reading: Reading) -> None:
    text = BATCH.replace("\r\n", "\n").replace("\n", end)
    assert reading(text).rows.used == ROWS
    assert reading(text + end + end).rows.read == ROWS


def test_the_copy_that_is_decided_counts_whatever_the_order(tmp_path: Path) -> None:
    open_, done = tmp_path / "open.csv", tmp_path / "done.csv"
    head = HEAD.replace("\n", ",status\n")
    row = GOOD.format("a").strip()
    open_.write_text(f"{head}{row},submitted\n")
    done.write_text(f"{head}{row},rejected\n")
    for paths in ([open_, done], [done, open_]):
        log = read(paths)
        assert log.tasks["status"].tolist() == ["rejected"]
        assert log.set_aside["file"].tolist() == ["open.csv"]


def test_names_that_occur_in_two_folders_are_told_apart(tmp_path: Path) -> None:
    for folder, name in (("one", "a"), ("two", "b")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "log.csv").write_text(HEAD + GOOD.format(name))
    assert read(str(tmp_path / "*/log.csv")).tasks["file"].tolist() == ["log.csv", "log.csv (2)"]


def test_a_column_that_stands_twice_is_refused(reading: Reading) -> None:
    with pytest.raises(TaskLogError, match="column 'worker' twice"):
        reading("worker,Worker,seconds\na,b,60\n")
    with pytest.raises(TaskLogError, match="column WorkerId twice"):
        reading(BATCH.replace('"Title"', '"WorkerId"'))


def test_an_empty_file_among_others_is_said_and_the_others_are_read(
    tmp_path: Path, reading: Reading
) -> None:
    (tmp_path / "empty.csv").write_text("\n")
    assert reading(HEAD + GOOD.format("a")).rows.used == 1
    log = read(tmp_path)
    assert (log.rows.read, log.rows.used) == (1, 1)
    assert log.remarks == ("empty.csv: is empty: nothing was read from it",)
    (tmp_path / "log.csv").write_text("")
    with pytest.raises(TaskLogError, match=r"empty\.csv is empty"):
        read(tmp_path)


def test_a_mapping_lists_all_that_is_wrong_with_it(reading: Reading) -> None:
    mapping = {"who": "a", "worker": "Annotator", "pay": "Paid", "dates": "any"}
    with pytest.raises(TaskLogError) as raised:
        reading("x,Paid\n1,2\n", mapping=mapping)
    text = str(raised.value)
    for part in (
        "no field 'who'", "no column 'Annotator' for worker", "dates = 'any'", "no clock",
        "Columns found: Paid; 1 under a name",
    ):  # fmt: skip
        assert part in text


@pytest.mark.parametrize(
    ("pay", "micro"), [("1.234,50", 1_234_500_000), ("0,05", 50_000), ("7", 7_000_000)]
)
def test_a_decimal_comma_is_said_and_never_guessed(pay: str, micro: int, reading: Reading) -> None:
    said = {"decimal": "comma", "currency": "EUR", "pay": "pay"}
    row = "worker;seconds;pay\nw;60;"
    assert reading(f"{row}{pay}\n", mapping=said).tasks["pay_micro"].tolist() == [micro]
    for point in ("0.05", "0.125"):
        log = reading(f"{row}{point}\n", mapping=said)
        assert "with a point where decimals" in log.set_aside["reason"].iloc[0]


@pytest.mark.parametrize(
    ("accept", "reason"),
    [("2025-10-26T02:30:00", "comes twice in autumn"), ("2025-03-30T02:30:00", "out in spring")],
)
@pytest.mark.parametrize("dates", [False, True])
def test_an_hour_that_a_zone_has_twice_or_never_is_not_guessed(
    accept: str, reason: str, dates: bool, reading: Reading
) -> None:
    said = {"dates": "day first", "worker": "worker"} if dates else {}
    submit = accept.replace("02:30", "03:10")
    if dates:
        accept, submit = (f"{t[8:10]}/{t[5:7]}/{t[:4]} {t[11:]}" for t in (accept, submit))
    text = f"worker,accept,submit\nw,{accept},{submit}\nw,{submit},{submit}\n"
    log = reading(text, mapping=said, zone="Europe/Berlin")
    assert (log.rows.used, log.set_aside["line"].tolist()) == (1, [1])
    assert reason in log.set_aside["reason"].iloc[0]


@pytest.mark.parametrize("zone", ["+08:75", "+25:00", "Atlantis"])
def test_a_zone_that_is_none_is_refused(zone: str, reading: Reading) -> None:
    with pytest.raises(TaskLogError, match="no time zone"):
        reading(HEAD, zone=zone)


def test_timers_and_copies_are_judged_record_by_record(reading: Reading) -> None:
    def annotation(number: int, **other: object) -> dict[str, object]:
        made = f"2025-01-02T10:0{number}:00Z"
        return {"id": number, "completed_by": 1, "created_at": made, "result": [], **other}

    task = {
        "id": 1, "data": {},
        "annotations": [
            annotation(1, lead_time=3.5), annotation(2, lead_time=-1),
            annotation(3, lead_time="long"), annotation(4, lead_time=4e7),
            annotation(5, lead_time=9.5, last_action="imported"), "not an object",
        ],
    }  # fmt: skip
    log = reading(json.dumps([task]), "log.json")
    assert log.tasks["timer_us"].fillna(-1).tolist() == [3_500_000, -1]
    assert log.set_aside["reason"].tolist() == [
        "a timer below zero", "a timer that is no number of seconds", "a timer above a year",
        "a task without an annotation",
    ]  # fmt: skip


@pytest.mark.parametrize("letters", [r"\ud83d", r"\u0000"])
def test_half_a_letter_in_json_is_set_aside(letters: str, reading: Reading) -> None:
    text = MADE["prodigy.jsonl"]
    log = reading(text.replace("ner_manual", letters, 1), "log.jsonl")
    assert log.set_aside["reason"].tolist() == [
        "a cell that is needed holds bytes that are no text"
    ]
    assert log.rows.used == len(text.splitlines()) - 1


def test_a_line_that_is_no_object_is_set_aside_by_its_number(reading: Reading) -> None:
    lines = MADE["prodigy.jsonl"].splitlines()
    log = reading("\n".join([lines[0], "{broken", "", "7", *lines[1:]]), "log.jsonl")
    assert log.set_aside["line"].tolist() == [2, 4]
    assert log.rows.used == len(lines)


def test_answers_of_the_api_are_known_though_nobody_did_the_first_task(reading: Reading) -> None:
    answers = json.loads(MADE["mturk_api.json"])
    done = next(each for each in answers if each["Assignments"])
    nobody = {"HIT": {**done["HIT"], "HITId": "3HITNOBODY"}, "Assignments": []}
    log = reading(json.dumps([nobody, done]), "log.json")
    assert log.rows.used == len(done["Assignments"])
