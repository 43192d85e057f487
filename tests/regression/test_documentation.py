"""The documentation of the estimator: its examples run and its table is the committed one."""

from __future__ import annotations

import doctest
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analysis.regression.display.undercoverage import coverage
from benchmarks import coverage_table, intervals

DOCUMENT = Path(__file__).parents[2] / "docs" / "estimator.md"


def test_examples_run() -> None:
    blocks = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)
    source = "\n".join(blocks)
    test = doctest.DocTestParser().get_doctest(source, {}, "estimator.md", None, 0)
    assert len(test.examples) > 10
    result = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(test)
    assert result.failed == 0


def test_the_coverage_table_shown_is_the_committed_one() -> None:
    assert coverage_table.markdown() in DOCUMENT.read_text()


def test_the_table_is_made_by_its_script() -> None:
    """The first samples of a cell give the same rows again, and plausible coverage."""
    number, design, nobs = next(iter(coverage_table.cells()))
    rows = [list(coverage_table.cell(number, design, nobs, 4, 19, seed=0)) for _ in range(2)]
    assert rows[0] == rows[1]
    methods = {row["method"] for row in rows[0]}
    assert methods == {m for d, n, m in coverage() if (d, n) == (design.name, nobs)}


@pytest.mark.nightly
@pytest.mark.parametrize("cell", list(coverage_table.cells()), ids=str)
def test_fresh_samples_agree_with_the_committed_table(cell: Any) -> None:
    """Other seeds: every coverage within four Monte-Carlo errors of the committed one."""
    number, design, nobs = cell
    committed = {
        (row["method"], row["parameter"]): row
        for row in coverage_table.committed()
        if (row["design"], int(row["nobs"])) == (design.name, nobs)
    }
    for row in coverage_table.cell(number, design, nobs, 200, 199, seed=1):
        known = committed.get((row["method"], row["parameter"]))
        if known is None:  # a dash of the table: not simulated at this size yet
            continue
        share = float(known["coverage"])
        error = np.sqrt(float(known["mc_error"]) ** 2 + max(share * (1 - share), 0.01) / 200)
        assert abs(float(row["coverage"]) - share) < 4 * error + 0.02


def test_the_tables_of_intervals_shown_are_the_committed_ones() -> None:
    text = DOCUMENT.read_text()
    assert intervals.markdown(intervals.committed()) in text
    assert intervals.choices(intervals.committed()) in text


def test_every_design_and_advice_is_in_the_table_of_intervals() -> None:
    rows = intervals.committed()
    assert {row["design"] for row in rows} == {design.name for design in intervals.DESIGNS}
    assert "not simulated" not in intervals.choices(rows).split("| a parameter on its bound")[0]


def test_the_gradients_of_the_simulated_quantities_are_derivatives() -> None:
    point, design = np.array([[0.1, 1.2, 9.0]]), intervals.DESIGNS[0]
    slopes = intervals.quantities(point, design)[1][0]
    for j in range(3):
        step = 1e-6 * np.eye(3)[j]
        above, below = (intervals.quantities(point + s, design)[0][0] for s in (step, -step))
        assert (above - below) / 2e-6 == pytest.approx(slopes[:, j], abs=1e-7)
