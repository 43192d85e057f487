"""The claims under test: each verdict is the value of rules on recorded numbers, never typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.findings import derived, resting
from analysis.industries.claims import RULES as HISTORY
from analysis.industries.manufacturing.claims import RULES as MANUFACTURING
from analysis.labels.claims import RULES as LABELS
from analysis.language import joined, said
from analysis.position.claims import RULES as POSITION
from analysis.recorded import Recorded
from analysis.report.numbers import Number
from analysis.verdicts import Answer, Part, combined, verdict_rows
from analysis.wages.claims import RULES as WAGES

PARTS: tuple[Part, ...] = tuple(
    sorted((*WAGES, *LABELS, *HISTORY, *MANUFACTURING, *POSITION), key=lambda part: part.id)
)


@dataclass(frozen=True)
class Claim:
    """A claim of the article that set off the project, and the parts it is tested in.

    Attributes
    ----------
    id, statement : str
    parts : tuple of Part
        Testable statements; none as long as no rule is written.
    unexamined : str
        Why there is no part, where there is none.
    """

    id: str
    statement: str
    parts: tuple[Part, ...] = ()
    unexamined: str = ""


@dataclass(frozen=True)
class PartFinding:
    """A part of a claim with its verdict under the numbers at hand, and what decided."""

    part: Part
    verdict: Answer
    because: str
    shown: Number | None
    rests_on: tuple[str, ...]

    @property
    def unit(self) -> str:
        """Unit of the number shown: as the part words it, or else as recorded."""
        return self.part.unit or (self.shown.unit if self.shown else "")

    @property
    def page(self) -> str:
        """Notebook in which the number shown is computed; empty where it was not recorded."""
        return self.shown.notebook if self.shown else ""

    def to_dict(self) -> dict[str, Any]:
        """Plain form, for ``labour claims --json``."""
        return {
            "id": self.part.id,
            "statement": self.part.statement,
            "verdict": self.verdict,
            "because": self.because,
            "number": self.shown.name if self.shown else "",
            "value": self.shown.value if self.shown else None,
            "unit": self.unit,
            "interval": self.shown.to_dict()["interval"] if self.shown else None,
            "rests_on": list(self.rests_on),
            "weakest_link": self.part.weakest_link,
            "registered": {
                "day": self.part.registered.day,
                "status": self.part.registered.status,
                "words": self.part.registered.words,
            },
            "page": self.page,
        }


@dataclass(frozen=True)
class Finding:
    """A claim with the verdict that follows from its parts."""

    claim: Claim
    verdict: Answer
    parts: tuple[PartFinding, ...]

    @property
    def because(self) -> str:
        """The verdicts of the parts, or why there is none."""
        told = joined(
            ", ",
            (said("{id} {verdict}", id=item.part.id, verdict=item.verdict) for item in self.parts),
        )
        return told or self.claim.unexamined

    def to_dict(self) -> dict[str, Any]:
        """Plain form, for ``labour claims --json``."""
        return {
            "id": self.claim.id,
            "statement": self.claim.statement,
            "verdict": self.verdict,
            "because": self.because,
            "parts": [item.to_dict() for item in self.parts],
        }


def _claim(claim: str, statement: str, unexamined: str = "") -> Claim:
    parts = tuple(part for part in PARTS if part.claim == claim)
    return Claim(claim, statement, parts, unexamined)


CLAIMS = (
    _claim("C1", "In China labelling pictures is ordinary blue-collar work, in small firms in "
           "small towns."),
    _claim("C2", "ImageNet, over fourteen million images labelled through Mechanical Turk, set "
           "the standard."),
    _claim("C3", "Crowd work proved not enough as labelling spread to driving and medicine: "
           "privacy and quality need salaried staff."),
    _claim("C4", "AI start-ups employ a few expensive data scientists and so must buy labels from "
           "outside."),
    _claim("C5", "The work pours into cities across China."),
    _claim("C6", "Technology takes the jobs of low-skilled workers."),
    _claim("C7", "Automation can set off an employment boom, as in textiles: cheaper cloth, more "
           "cloth, more jobs."),
    _claim("C8", "Only when demand neared saturation did employment begin to fall."),
    _claim("C9", "Work moved to developing countries with no net loss of jobs."),
    _claim("C10", "For now Chinese labour is cheap relative to the United States."),
    _claim("C11", "The work spreads beyond pictures: voice, video, recordings of children and of "
           "dialects."),
    _claim("C12", "Labelling is on the rising side of Bessen's curve."),
)  # fmt: skip


def examine(numbers: Mapping[str, Number], claims: Sequence[Claim] = CLAIMS) -> list[Finding]:
    """Apply the rule of every part to the recorded numbers, and put the parts together.

    A part whose numbers were not recorded in this build is "not examined".
    """
    findings = []
    for claim in claims:
        parts = tuple(_part_finding(part, numbers) for part in claim.parts)
        counted = combined(item.verdict for item in parts if item.part.votes)
        findings.append(Finding(claim, counted, parts))
    return findings


def verdicts(numbers: Mapping[str, Recorded], claims: Sequence[Claim] = CLAIMS) -> dict[str, str]:
    """Verdict of every claim and of its parts, by id: ``C3``, ``C3.a``, ``C3.b``."""
    answers: dict[str, str] = {}
    for claim in claims:
        parts = {part.id: part.verdict(numbers).answer for part in claim.parts}
        counted = combined(parts[part.id] for part in claim.parts if part.votes)
        answers |= {claim.id: counted, **parts}
    return answers


def _part_finding(part: Part, numbers: Mapping[str, Number]) -> PartFinding:
    decided = part.verdict(numbers)
    if decided.answer == "not examined":
        return PartFinding(part, decided.answer, decided.because, None, ())
    read = [numbers[name] for name in part.numbers]
    tables = sorted({name for item in read for name in item.tables})
    return PartFinding(part, decided.answer, decided.because, read[0], tuple(tables))


@derived
def verdict_table(parts: Iterable[Part], numbers: Mapping[str, Number]) -> pd.DataFrame:
    """Verdict of every part on the numbers of a page, with the register of its rule.

    Parameters
    ----------
    parts : iterable of Part
    numbers : mapping of str to Number
        Numbers by full name, as :attr:`analysis.report.Page.numbers` has them.

    Returns
    -------
    pandas.DataFrame
        ``part, verdict, statement, because, weakest link, rule``: a row a part, in the order given;
        it rests on what the numbers read rest on.
    """
    given = tuple(parts)
    columns = ["part", "verdict", "statement", "because", "weakest link", "rule"]
    frame = pd.DataFrame(verdict_rows(given, numbers), columns=columns)
    read = {name for part in given for name in part.numbers}
    return resting(frame, [numbers[name] for name in sorted(read) if name in numbers])
