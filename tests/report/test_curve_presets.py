"""Presets of the curve: what was recorded, and nothing typed; no page where it was not."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from analysis import position
from analysis.position.theory import turns
from analysis.report.build.written import read_values
from analysis.report.pages.curve_presets import of_history, of_labelling
from analysis.report.pages.html import why_link


@pytest.mark.slow
@pytest.mark.xdist_group("report")
def test_a_path_of_history_begins_and_ends_at_the_elasticities_that_the_report_prints(
    report: Path,
) -> None:
    numbers = read_values(report)
    made = of_history(numbers, why_link)
    assert [item.name for item in made] == ["cotton", "steel", "motor_vehicles"]
    for item in made:
        scenario, prefix = item.scenario, f"{item.name}.ours.log"
        first, last = numbers[f"{prefix}.first"].value, numbers[f"{prefix}.last"].value
        assert scenario.elasticity(0.0) == pytest.approx(first, rel=1e-6)
        assert scenario.elasticity(scenario.years) == pytest.approx(last, rel=1e-6)
        assert item.start + scenario.years == numbers[f"{prefix}.last_year"].value
    text = (report / "curve.html").read_text(encoding="utf-8")
    cotton = made[0]
    found = turns(cotton.scenario)
    for year in (found.elastic_until, found.peak):
        assert year is not None
        assert f" in {cotton.start + year:.0f}" in text.split("</p>")[1] + text.split("</p>")[2]


@pytest.mark.slow
@pytest.mark.xdist_group("report")
def test_a_preset_of_labelling_has_the_measured_pace_and_says_what_is_declared(
    report: Path,
) -> None:
    numbers = read_values(report)
    made = {item.name: item for item in of_labelling(numbers, why_link)}
    assert list(made) == list(position.RUNGS)
    ends = [float(numbers[f"labels.progress_{end}"].value or 0) for end in ("low", "high")]
    pace = -sum(math.log(1 - end) for end in ends) / 2
    for item in made.values():
        assert item.scenario.productivity == pytest.approx(pace)
        assert item.scenario.growth == 0.0
        assert "declared" in item.note
        assert 'href="why.html#labels.progress_low"' in item.note
    assert {name for name, item in made.items() if item.scenario.reuse > 0} == {"speech"}


def test_a_small_report_has_no_page_to_move(checkout: Path) -> None:
    assert (checkout / "reports" / "index.html").is_file()
    assert not (checkout / "reports" / "curve.html").exists()
    assert not (checkout / "reports" / "curve.csv").exists()
    assert "curve.html" not in (checkout / "reports" / "index.html").read_text(encoding="utf-8")
