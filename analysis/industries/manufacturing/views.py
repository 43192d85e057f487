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
    in_words,
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
    """The four samples that decide: the fall of the response, and what could be detected."""
    rows = changes[PRIMARY.borders]
    fits = {name: respond(rows, specification) for name, specification in VOTING.items()}
    return pd.DataFrame(
        [
            (in_words(name), fit.nobs, fit.coefficient(FALLS), *fit.interval(FALLS),
             fit.detectable(FALLS))
            for name, fit in fits.items()
        ],
        columns=["sample", "observations", "falls", "low", "high", "detectable"],
    )  # fmt: skip


@derived
def effects_compared(changes: Changes, made: pd.DataFrame) -> pd.DataFrame:
    """What effects of industries do: estimates where nothing falls beside those of the data.

    Parameters
    ----------
    changes : Changes
    made : pandas.DataFrame
        From :func:`slopes_without_a_fall`.
    """
    rows = changes[PRIMARY.borders]
    both = [
        respond(rows, specification.but(effects="period and industry"))
        for specification in VOTING.values()
    ]
    found = [fit.coefficient(FALLS) for fit in both]
    return made[["sample", "periods", "industries"]].assign(
        found=found, low=[fit.interval(FALLS)[0] for fit in both],
        high=[fit.interval(FALLS)[1] for fit in both],
    )  # fmt: skip


def _line(fit: Response) -> dict[str, object]:
    own, (low, high) = fit.specification, fit.interval(FALLS)
    primary = own == PRIMARY.but(
        position=own.position, industries=own.industries, window=own.window
    )
    return {
        **asdict(own), "falls": fit.coefficient(FALLS), "low": low, "high": high,
        "primary": primary,
    }  # fmt: skip
