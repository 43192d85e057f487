"""Frames behind figures and tables of the page on 459 industries."""

from __future__ import annotations

from dataclasses import asdict

import pandas as pd

from analysis.findings import derived
from analysis.industries.manufacturing.changes import Changes, chosen
from analysis.industries.manufacturing.checks import response_by_fifth
from analysis.industries.manufacturing.declared import (
    PRIMARY,
    SPECIFICATIONS,
    VOTING,
)
from analysis.industries.manufacturing.responses import (
    FALLS,
    Response,
    Rows,
    fitted,
    regressors,
    respond,
)


@derived
def every_specification(changes: Changes) -> pd.DataFrame:
    """All declared specifications, fitted.

    Returns
    -------
    pandas.DataFrame
        A specification a row: its choices, ``falls`` per log point of position with ``low`` and
        ``high``, and whether it is one of the ``primary`` choices but for sample and position.
    """
    samples: dict[tuple[str, ...], Rows] = {}
    found = []
    for one in SPECIFICATIONS:
        key = (one.borders, one.industries, one.window)
        if key not in samples:
            samples[key] = Rows.of(
                chosen(changes[one.borders], one.industries, one.window, one.borders)
            )
        rows = samples[key]
        found.append(_line(fitted(rows, regressors(rows, one, falling=True), one)))
    return pd.DataFrame(found)


@derived
def fifths_side_by_side(changes: Changes) -> pd.DataFrame:
    """Response by fifth of output gained, all industries beside those without electronics."""
    rows = changes[PRIMARY.borders]
    parts = []
    for industries in ("all", "without electronics"):
        part = response_by_fifth(rows, PRIMARY.but(industries=industries))
        parts.append(part.assign(industries=industries))
    return pd.concat(parts, ignore_index=True)


@derived
def four_side_by_side(changes: Changes) -> pd.DataFrame:
    """The four samples that decide: the fall of the response, with and without industry effects."""
    rows = changes[PRIMARY.borders]
    found = []
    for name, specification in VOTING.items():
        both = respond(rows, specification)
        plain = respond(rows, specification.but(effects="period"))
        found.append(
            {
                "sample": name.replace("_", ", ") + " 1989",
                "observations": both.nobs,
                "falls": both.coefficient(FALLS),
                "low": both.interval(FALLS)[0],
                "high": both.interval(FALLS)[1],
                "detectable": both.detectable(FALLS),
                "plain": plain.coefficient(FALLS),
                "plain_low": plain.interval(FALLS)[0],
                "plain_high": plain.interval(FALLS)[1],
            }
        )
    return pd.DataFrame(found)


def _line(fit: Response) -> dict[str, object]:
    own, (low, high) = fit.specification, fit.interval(FALLS)
    primary = own == PRIMARY.but(
        position=own.position, industries=own.industries, window=own.window
    )
    return {
        **asdict(own), "falls": fit.coefficient(FALLS), "low": low, "high": high,
        "primary": primary,
    }  # fmt: skip
