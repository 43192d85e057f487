"""The page of the curve made of numbers that are made up, for tests that need no report."""

from __future__ import annotations

from analysis.report.numbers import Number
from analysis.tables import load, rows_evidence

VALUES: dict[str, float] = {
    "cotton.curve.sigma": 1.4, "cotton.curve.served": 0.108, "cotton.curve.productivity": 0.026,
    "cotton.curve.people": 0.0174, "cotton.income.fall": 3.93,
    "cotton.ours.log.first_year": 1831, "cotton.ours.log.last_year": 1995,
    "cotton.curve.rates_first": 1831, "cotton.curve.rates_last": 2011,
    "motor_vehicles.curve.sigma": 0.57, "motor_vehicles.curve.served": 0.049,
    "motor_vehicles.curve.productivity": 0.034, "motor_vehicles.curve.people": 0.011,
    "motor_vehicles.income.fall": 3.46,
    "motor_vehicles.ours.log.first_year": 1910, "motor_vehicles.ours.log.last_year": 2005,
    "motor_vehicles.curve.rates_first": 1958, "motor_vehicles.curve.rates_last": 2011,
    "labels.progress_low": 0.322, "labels.progress_high": 0.327, "position.reuse": 2.62,
    "position.vision.pairs": 0, "position.hours_ratio": 1.2,
}  # fmt: skip
"""Steel is left out: a preset whose numbers were not recorded has no button."""


def numbers() -> dict[str, Number]:
    """Numbers by name, on rows that there are."""
    rows = rows_evidence("hours_assumptions", load("hours_assumptions"))
    return {
        name: Number(name, value, "", "01_made", "made.up", (rows,))
        for name, value in VALUES.items()
    }
