"""The report in Chinese: nothing without an entry, no entry without a use, no English sentence."""

from __future__ import annotations

import html
import json
import os
import re
import warnings
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from matplotlib.figure import Figure

from analysis import language
from analysis.cli import main
from analysis.errors import LanguageError
from analysis.figures import drawn, new_figure, style
from analysis.figures import language as letters
from analysis.figures.drawings import rendered
from analysis.language import HOLE, VARIABLE, catalogue
from analysis.report import notebooks as house
from analysis.report.build.assemble import gather, report_files
from analysis.report.build.pipeline import build
from analysis.report.build.written import read_kept
from analysis.report.options import Options
from analysis.tables import names

CHINESE = re.compile(r"[\u4e00-\u9fff]")
ENGLISH = re.compile(r"(?:[A-Za-z][A-Za-z'’-]*[ ,]+){3,}[A-Za-z]+")
"""Four words or more of Latin letters one after another."""
_TAG = re.compile(r"</?[a-z][^>]*>")
_COUNT = re.compile(r"[二两三四五六七八九十百千万亿半双]")
# No counts: at all, both, half-automatic, per cent, Baidu, a unit after a number, the nineties.
_NO_COUNT = re.compile(r"十分|两者|双方|半自动|百分|百度|百科|\} (?:百万|千)|千[项名人]|三维")
_WORDS = {r"\bones?\b|crossing": "1", "July": "7", "January": "1"}
_COUNTING = re.compile(
    r"\b(?:one|once|both|pair\w*|second|third|first|double\w*|either|two|three|four|five|six|seven|"
    r"eight|nine|ten|million|thousand\w*|per cent|quarter|half|twice|many times|nineteenth|twenty|"
    r"tenth|twofold|C7|over\b.*\bover)\b|\d",
    re.IGNORECASE,
)
# Words that any number may take, and tables that any claim may rest on.
_ANY_DAY = {"unbounded", "no interval", "not examined", "contradicted", "below {number}"}


def pairs() -> list[tuple[str, str]]:
    return [*catalogue("labour").items(), *catalogue("labels").items()]


def test_every_sentence_has_an_entry_and_every_entry_a_sentence(
    sentences: dict[str, str],
) -> None:
    known = set(catalogue("labour"))
    assert {text: place for text, place in sentences.items() if text not in known} == {}
    assert known - set(sentences) == set()


def test_both_languages_have_the_same_places_to_fill_in_and_the_same_tags() -> None:
    for english, chinese in pairs():
        for what in (HOLE, _TAG):
            found = [
                Counter(match.group(0) for match in what.finditer(text))
                for text in (english, chinese)
            ]
            assert found[0] == found[1], english


def test_an_entry_is_chinese_or_a_name() -> None:
    for english, chinese in catalogue("labour").items():
        assert CHINESE.search(chinese), english
        assert not ENGLISH.search(_TAG.sub(" ", re.sub(r"<cite>.*?</cite>", "", chinese))), english
    for english, chinese in catalogue("labels").items():
        plain = HOLE.sub("", english)
        named = english == chinese or not any(letter.isalpha() for letter in plain)
        assert named or CHINESE.search(chinese), english


def typed(english: str, chinese: str) -> str:
    """A number of the Chinese that the English has neither in digits nor in words; else ''."""
    said, rest = HOLE.sub(" ", english), _NO_COUNT.sub(" ", HOLE.sub("}", _TAG.sub(" ", chinese)))
    for word, number in _WORDS.items():
        said += f" {number}" * bool(re.search(word, said))
    for number in re.findall(r"\d+", rest):
        if number not in re.findall(r"\d+", said):
            return str(number)
    count = _COUNT.search(rest)
    return count.group(0) if count and not _COUNTING.search(said) else ""


def test_no_number_is_typed_into_the_chinese_that_is_not_in_the_english() -> None:
    assert typed("jobs grew", "岗位增加了 5 倍") == "5"
    assert typed("jobs grew", "岗位增加了五倍") == "五"
    assert typed("five jobs since 1958", "1958 年以来的五个岗位") == ""
    found = {english: number for english, chinese in pairs() if (number := typed(english, chinese))}
    assert found == {}


@pytest.fixture
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "zh")


@pytest.fixture
def used(chinese: None, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Entries for short texts that were asked for while a test ran."""
    seen: set[str] = set()
    plain = language.matched

    def matched(text: str) -> language.Match | None:
        found = plain(text)
        seen.update(found.entries if found else ())
        return found

    monkeypatch.setattr(language, "matched", matched)
    return seen


def prose(page: str) -> str:
    """What a page says; figures, code, titles of works and addresses apart."""
    body = page[page.index("<main") : page.index("</main>")]
    for tag in ("svg", "code", "cite", "style", "script"):
        body = re.sub(rf"<{tag}\b.*?</{tag}>", " ", body, flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", "\n", body))


def test_without_a_font_the_command_names_the_package_and_ends_with_two(
    chinese: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(letters.font_manager, "findSystemFonts", list)
    letters.chinese_family.cache_clear()
    assert main(["report", "--lang", "zh"]) == 2
    assert re.search(r"no font .*install fonts-noto-cjk \(Debian", capsys.readouterr().err)


def test_a_font_of_which_the_chinese_face_is_not_read_is_named_with_what_reads_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Matplotlib before 3.11 reads the first face of a collection, which is the Japanese one."""
    path = "/fonts/NotoSansCJK-Regular.ttc"
    monkeypatch.setattr(letters.font_manager, "findSystemFonts", lambda: [path])
    monkeypatch.setattr(letters.font_manager.fontManager, "addfont", lambda path: None)
    monkeypatch.setattr(letters.font_manager.fontManager, "ttflist", [])
    letters.chinese_family.cache_clear()
    with pytest.raises(LanguageError, match=r"one face of NotoSansCJK-Regular\.ttc.*3\.11"):
        letters.chinese_family()


def test_a_language_ends_with_the_command_that_asked_for_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    refused = ["report", "--lang", "zh", "--accept"]
    monkeypatch.setattr(letters, "chinese_family", lambda: "DejaVu Sans")
    assert main(refused) == 2
    assert "--lang zh accepts nothing" in capsys.readouterr().err
    assert VARIABLE not in os.environ
    monkeypatch.setenv(VARIABLE, "zh")
    assert main(["claims", "--json", "--out", "nowhere"]) == 2
    assert os.environ[VARIABLE] == "zh"


def test_in_chinese_nothing_is_accepted(
    chinese: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(letters, "chinese_family", lambda: "DejaVu Sans")
    assert main(["report", "--lang", "zh", "--accept"]) == 2
    assert "accepts nothing" in capsys.readouterr().err


@drawn
def bars(frame: pd.DataFrame, word: str) -> Figure:
    made, (axes,) = new_figure()
    axes.barh(["Kenya", "India"], frame["hours"])
    axes.set_xlabel("US dollars")
    axes.annotate(word, (1, 1))
    return made


FRAME = pd.DataFrame({"hours": [1.0, 2.0]})


def test_every_text_of_a_figure_is_put_into_chinese_and_none_of_the_frame(
    chinese: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(style, "chinese_family", lambda: "DejaVu Sans")
    with warnings.catch_warnings():
        # This font has no Chinese letters: the layout says so, and the drawing would stop.
        warnings.filterwarnings("ignore", message="Glyph")
        figure = bars(FRAME, "at least 53,333")
        axes = figure.axes[0]
        ticks = axes.yaxis.get_major_formatter().format_ticks([0, 1])
    assert ticks == ["肯尼亚", "印度"]
    assert [text.get_text() for text in axes.texts] == ["至少 53,333"]
    assert axes.get_xlabel() == "美元"
    with pytest.raises(LanguageError, match="Atlantis"):
        bars(FRAME, "Atlantis")


def test_a_letter_that_no_font_has_is_an_error_that_names_figure_and_letter() -> None:
    figure = bars(FRAME, "more")
    figure.axes[0].texts[0].set_text("\U00020000")
    with pytest.raises(LanguageError, match=r"figure pay: Glyph 131072"):
        rendered(figure, "pay", "svg")


@pytest.mark.slow
@pytest.mark.xdist_group("report")
def test_the_first_page_has_no_english_sentence_and_the_letters_of_figures_have_entries(
    report: Path, used: set[str]
) -> None:
    every = house.find(Options(report).folder)
    parts = gather({}, read_kept(report, [path.stem for path in every]))
    front = report_files(parts, {}, every)["index.html"].decode("utf-8")
    assert '<html lang="zh-Hans">' in front
    # Its figures were drawn for the English report.
    front = re.sub(r"<figure\b.*?</figure>", "", front, flags=re.DOTALL)
    assert ENGLISH.findall(prose(front).replace("The labelling-labour authors", "")) == []
    records = sorted((report.parent / "cache").glob("*/record.json"))
    letters = {text for path in records for text in json.loads(path.read_text("utf-8"))["letters"]}
    assert len(letters) > 250
    assert [text for text in sorted(letters) if language.matched(text) is None] == []
    tables = {name.replace("_", " ") for name in names()}
    assert set(catalogue("labels")) - used - tables - _ANY_DAY == set()


@pytest.mark.chinese
def test_the_whole_report_in_chinese(tmp_path: Path, chinese: None) -> None:
    # Held to results.lock: the numbers are those of the English report.
    build(Options(tmp_path / "reports-zh", store=tmp_path / "cache"))
    front = (tmp_path / "reports-zh" / "index.html").read_text(encoding="utf-8")
    told = prose(front).replace("The labelling-labour authors", "")
    told = re.sub(r"来源：.*", "", told)
    assert ENGLISH.findall(told) == []
    for page in sorted((tmp_path / "reports-zh").glob("[0-9]*.html")):
        text = page.read_text(encoding="utf-8")
        assert "本页正文与表格为英文" in text
        captions = re.findall(r"<figcaption lang=\"zh-Hans\">(.*?)<span", text, re.DOTALL)
        assert captions
        assert [caption for caption in captions if not CHINESE.search(caption)] == []
