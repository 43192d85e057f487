"""A sample of every area of the campaign; `make trust` tries all of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.trust import campaign
from tests.trust.attempts import Attempt, Outcome, Skipped, outcome, sampled
from tests.trust.data_files import accepted_because, cases

SEED = 20
EVERY = {
    "kills": 47, "cache_damage": 42, "faults": 41, "data_files": 61, "injection": 8,
    "identities": 53, "api": 7, "readers": 9,
}  # fmt: skip
"""Each so-many-th attempt of an area, so that all together take less than a minute."""


def tried(module: str) -> list[Outcome]:
    some = sampled(campaign.attempts_of(module, SEED), EVERY[module], SEED)
    return [outcome(name, attempt) for name, attempt in some.items()]


@pytest.mark.slow
@pytest.mark.xdist_group("trust")
@pytest.mark.parametrize("module", campaign.AREAS)
def test_a_sample_of_the_attempts_gets_the_answers_that_are_expected(module: str) -> None:
    found = tried(module)
    assert [f"{each.name}: {each.failed}" for each in found if each.failed] == []
    assert [each for each in found if not each.skipped]


def test_every_area_is_sampled_and_its_names_are_unique() -> None:
    assert {*EVERY} == {*campaign.AREAS}
    names = [name for name, _ in cases()]
    assert len({*names}) >= 500
    assert all(accepted_because().values())


def failing(folder: Path) -> None:
    raise AssertionError("taken without a word")


def broken(folder: Path) -> None:
    raise KeyError("x")


def refused(folder: Path) -> None:
    raise Skipped("mount: not permitted")


@pytest.mark.parametrize(
    ("attempt", "failed", "skipped"),
    [
        (failing, "taken without a word", ""),
        (broken, "KeyError at test_campaign.py", ""),
        (refused, "", "mount: not permitted"),
        (lambda folder: None, "", ""),
    ],
)
def test_an_attempt_that_gets_another_answer_fails_and_one_that_cannot_be_made_is_counted(
    attempt: Attempt, failed: str, skipped: str
) -> None:
    ended = outcome("x", attempt)
    assert ended.failed.startswith(failed)
    assert bool(ended.failed) == bool(failed)
    assert ended.skipped == skipped


def test_the_table_counts_what_was_tried_failed_and_skipped() -> None:
    found = {"api": [Outcome("a"), Outcome("b", failed="no"), Outcome("c", skipped="no mount")]}
    shown = campaign.report(found, 60.0).splitlines()
    assert shown[0] == "FAILED  fuzzed API: b: no"
    assert "fuzzed API      2       1        1" in shown
    assert shown[-1] == "1.0 minutes"
