"""The claims under test: each verdict is the value of a rule on recorded numbers, never typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from analysis.industries.claims import RULES as HISTORY
from analysis.labels.claims import RULES as LABELS
from analysis.report.numbers import Number
from analysis.verdicts import Answer, ClaimRule, Decide, both_sides
from analysis.wages.claims import RULES as WAGES


@dataclass(frozen=True)
class Claim:
    """A claim of the article that set off the project, and how it is put to a test.

    Attributes
    ----------
    id, statement : str
    page : str
        Notebook in which it is tested; empty where none does yet.
    numbers : tuple of str
        Names of the recorded numbers that the rule reads; the first is shown in the table.
    rule : callable or None
        Recorded numbers to verdict; None until the claim is examined.
    weakest_link : str
        What a critic would attack first.
    """

    id: str
    statement: str
    page: str = ""
    numbers: tuple[str, ...] = ()
    rule: Decide | None = None
    weakest_link: str = ""


@dataclass(frozen=True)
class Finding:
    """A claim with its verdict under the numbers at hand, and what decided."""

    claim: Claim
    verdict: Answer | Literal["not examined"]
    because: str
    shown: Number | None
    rests_on: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain form: JSON of ``labour claims --json`` and the rows of the table."""
        return {
            "id": self.claim.id,
            "statement": self.claim.statement,
            "verdict": self.verdict,
            "because": self.because,
            "number": self.shown.name if self.shown else "",
            "value": self.shown.value if self.shown else None,
            "interval": self.shown.to_dict()["interval"] if self.shown else None,
            "rests_on": list(self.rests_on),
            "weakest_link": self.claim.weakest_link,
            "page": self.claim.page,
        }


def _tested(claim: str, statement: str, page: str, rule: ClaimRule) -> Claim:
    return Claim(claim, statement, page, rule.numbers, rule.decide, rule.weakest_link)


CLAIMS = (
    _tested("C1", "In China labelling pictures is ordinary blue-collar work, in small firms in "
            "small towns.", "06_wages", WAGES["C1"]),
    _tested("C2", "ImageNet, over fourteen million images labelled through Mechanical Turk, set "
            "the standard.", "05_labels", LABELS["C2"]),
    _tested("C3", "Crowd work proved not enough as labelling spread to driving and medicine: "
            "privacy and quality need salaried staff.", "06_wages",
            both_sides(WAGES["C3"], LABELS["C3"])),
    _tested("C4", "AI start-ups employ a few expensive data scientists and so must buy labels from "
            "outside.", "06_wages", WAGES["C4"]),
    _tested("C5", "The work pours into cities across China.", "05_labels",
            both_sides(LABELS["C5"], WAGES["C5"])),
    _tested("C6", "Technology takes the jobs of low-skilled workers.", "05_labels", LABELS["C6"]),
    _tested("C7", "Automation can set off an employment boom, as in textiles: cheaper cloth, more "
            "cloth, more jobs.", "02_cotton", HISTORY["C7"]),
    _tested("C8", "Only when demand neared saturation did employment begin to fall.",
            "04_is_it_robust", HISTORY["C8"]),
    _tested("C9", "Work moved to developing countries with no net loss of jobs.",
            "04_is_it_robust", HISTORY["C9"]),
    _tested("C10", "For now Chinese labour is cheap relative to the United States.", "06_wages",
            WAGES["C10"]),
    _tested("C11", "The work spreads beyond pictures: voice, video, recordings of children and of "
            "dialects.", "05_labels", LABELS["C11"]),
    Claim("C12", "Labelling is on the rising side of Bessen's curve."),
)  # fmt: skip


def examine(numbers: Mapping[str, Number], claims: tuple[Claim, ...] = CLAIMS) -> list[Finding]:
    """Apply every claim's rule to the recorded numbers.

    A claim without a rule, or whose numbers were not recorded in this build, is "not examined".
    """
    findings = []
    for claim in claims:
        there = {name: numbers[name] for name in claim.numbers if name in numbers}
        if claim.rule is None or len(there) < len(claim.numbers):
            findings.append(Finding(claim, "not examined", "", None, ()))
            continue
        tables = sorted({name for item in there.values() for name in item.tables})
        decided, shown = claim.rule(there), there[claim.numbers[0]]
        findings.append(Finding(claim, decided.answer, decided.because, shown, tuple(tables)))
    return findings
