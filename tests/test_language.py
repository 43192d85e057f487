"""A report speaks one language: what has no entry is an error, and English stays as it is."""

from __future__ import annotations

import copy
import pickle

import pytest

from analysis.digits import counted
from analysis.errors import LanguageError
from analysis.language import VARIABLE, joined, language, said, translated, worded
from analysis.verdicts import Verdict, together


@pytest.fixture
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "zh")


def test_a_language_that_there_is_not_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "fr")
    with pytest.raises(LanguageError, match="'fr'; allowed: en, zh"):
        language()
    monkeypatch.setenv(VARIABLE, "")
    assert language() == "en"


def test_english_is_said_as_it_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    text = "no entry\n  for this"
    assert translated(text) is text
    assert worded(text) is text


def test_what_has_no_entry_is_an_error_that_names_it(chinese: None) -> None:
    for say in (translated, worded):
        with pytest.raises(LanguageError, match=r"no Chinese in lab.*'no entry for this'"):
            say("no entry\n  for this")


def test_a_reason_is_said_again_with_its_numbers_and_the_reasons_within_it(chinese: None) -> None:
    seen = said("of {places} with two counts that settle it {growing} grew",
                places=counted(5, "place"), growing=3)  # fmt: skip
    few = said("{seen}; {fewest} are needed", seen=seen, fewest=7)
    assert few == "of 5 places with two counts that settle it 3 grew; 7 are needed"
    assert translated(few) == "前后两次计数足以判断的 5 个地方中，有 3 个增长；至少需要 7 个"


def test_a_reason_remembers_its_template_when_it_is_copied_or_sent(chinese: None) -> None:
    reason = together([Verdict("mixed", said("{seen}: more", seen=said("{n}", n=1)))] * 2).because
    assert reason == "1: more; 1: more"
    for other in (copy.copy(reason), copy.deepcopy(reason), pickle.loads(pickle.dumps(reason))):
        assert translated(other) == translated(reason) == "1：更高；1：更高"
    assert translated(joined(", ", ["supported", "mixed"])) == "支持、证据不一"


@pytest.mark.parametrize(
    ("english", "text"),
    [
        ("1.4 to 1.6", "1.4 至 1.6"),
        ("before 1831 to 1879", "1831 以前至 1879"),
        ("Kenya, employed (4)", "肯尼亚，正式员工（4）"),
        ("SAM, stage 1, 2023", "SAM，第 1 阶段，2023"),
        ("wages.rung_africa", "wages.rung_africa"),
    ],
)
def test_short_texts_are_put_together_from_entries(chinese: None, english: str, text: str) -> None:
    assert worded(english) == text


def test_a_name_that_nobody_declared_is_an_error(chinese: None) -> None:
    with pytest.raises(LanguageError, match="Atlantis, employed"):
        worded("Atlantis, employed (4)")
