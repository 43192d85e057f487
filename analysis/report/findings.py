"""Record many numbers at once: those of a module that computes them by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analysis.replication.findings import Finding
from analysis.report.session import number
from analysis.tables import Evidence


def record(findings: Iterable[Finding], evidence: Evidence | Sequence[Evidence]) -> None:
    """Record every finding under its name; `evidence` holds the rows that all of them rest on."""
    for found in findings:
        number(found.name, found.value, found.unit, evidence=evidence, **found.keywords)
