"""The path of :mod:`analysis.position.theory.path` in expressions that Vega evaluates.

The equations are those of Python and are written a second time, since a browser runs no Python; a
test holds one to the other over a grid. Vega has the normal distribution and its quantile. Turning
points have no closed form: the step of the path in which one lies is found, and Newton's method
goes on from its chord.
"""

from __future__ import annotations

from typing import Any

from analysis.position.theory.path import POINTS

Transform = dict[str, Any]

PREFIX = "set_"
"""Before the names of signals, so that none is the name of a function of Vega."""
STEPS = 4
"""Steps of Newton's method from the chord: the error of the first is squared by each."""

SPREAD, SERVED, FLOOR, SHARE = (
    f"{PREFIX}{name}" for name in ("spread", "served", "floor", "share")
)
PASSED, LOWEST, FASTER = (f"{PREFIX}{name}" for name in ("pass_through", "lowest", "productivity"))
GROWTH, REUSE, YEARS = (f"{PREFIX}{name}" for name in ("growth", "reuse", "years"))
START = f"{PREFIX}start"
"""Year of the calendar in which the path begins, or nought."""

MOVED = f"({PASSED} * {FASTER})"
AT_LOWEST = f"({LOWEST} >= 1 ? 0 : {MOVED} > 0 ? -log({LOWEST}) / {MOVED} : 1 / 0)"
THRESHOLD = (
    f"({MOVED} > 0 ? ({FASTER} + {REUSE} - {GROWTH}) / {MOVED} : "
    f"{FASTER} + {REUSE} - {GROWTH} >= 0 ? 1 / 0 : -1 / 0)"
)
FOUND = f"datum.t_{STEPS}"
_DENSITY = "0.3989422804014327"


def path_transforms() -> list[Transform]:
    """From a column ``step`` to ``year, price, elasticity, employment`` and how fast it grows."""
    return [_made("year", f"datum.step / {POINTS} * {YEARS}"), *_told("", "datum.year")]


def _told(end: str, year: str) -> list[Transform]:
    """All columns of the path at a year; ``end`` is put behind their names.

    No column is ever made twice: of what changes, Vega computes anew only what it has to, and would
    read the later value where the earlier was meant.
    """
    cost, z, elasticity = (_of(name, end) for name in ("cost", "z", "elasticity"))
    return [
        *_at(end, year, floored=True),
        _made(f"price{end}", f"exp({_of('log_price', end)})"),
        _made(
            f"employment{end}",
            f"exp(({GROWTH} - {FASTER} - {REUSE}) * {year}"
            f" - {FLOOR} * log({cost}) + log(cumulativeNormal({z})) - log({SERVED}))",
        ),
        _made(
            f"grows{end}",
            f"{GROWTH} - {REUSE} - {FASTER} + ({year} < {AT_LOWEST} ? {MOVED} * {elasticity} : 0)",
        ),
        _made(f"calendar{end}", f"{START} + {year}"),
    ]


def turn_transforms(what: str) -> list[Transform]:
    """From the path to at most one row: ``turn`` (a year), and ``elasticity_there`` and so on.

    Parameters
    ----------
    what : {"elasticity", "employment"}
        The elasticity passes one, or employment peaks.
    """
    level = "1" if what == "elasticity" else THRESHOLD
    before, after = (
        ("datum.elasticity >= 1", "datum.next_elasticity < 1")
        if what == "elasticity"
        else ("datum.grows >= 0", "datum.next_grows < 0")
    )
    ahead = [
        {"op": "lead", "field": name, "as": f"next_{name}"}
        for name in ("elasticity", "grows", "year")
    ]
    return [
        {"window": ahead, "sort": [{"field": "step"}]},
        {"filter": f"isValid(datum.next_year) && {before} && {after}"},
        *_newton(level),
        # Where the price is at its lowest before demand turns, employment falls from that year on.
        _made("turn", f"min({_root(level)}, {AT_LOWEST})" if what == "employment" else FOUND),
        *_told("_there", "datum.turn"),
    ]


def _newton(level: str) -> list[Transform]:
    """Year in which the elasticity is at a level, on the path without a lowest price."""
    chord = (
        f"(log(datum.elasticity) - log({level}))"
        " / (log(datum.elasticity) - log(datum.next_elasticity))"
    )
    inside = f"isFinite({chord}) ? clamp({chord}, 0, 1) : 1"
    made = [_made("t_0", f"datum.year + (datum.next_year - datum.year) * ({inside})")]
    for step in range(STEPS):
        end, year = f"_{step}", f"datum.t_{step}"
        share, mills, z = (_of(name, end) for name in ("share", "mills", "z"))
        # d ln e / du for u the log of the price: through the share of labels, and through demand.
        slope = (
            f"(1 - {share}) + {share} * {mills} * ({z} + {mills})"
            f" / pow({SPREAD}, 2) / ({FLOOR} + {mills} / {SPREAD})"
        )
        gap = f"log({_of('elasticity', end)} / {level})"
        made += _at(end, year, floored=False)
        made.append(_made(f"t_{step + 1}", f"{year} + {gap} / ({MOVED} * ({slope}))"))
    return made


def _root(level: str) -> str:
    """The year found, or nothing where employment still grows as the price reaches its lowest."""
    return f"({level} > 0 && isFinite({FOUND}) && {FOUND} >= datum.year ? {FOUND} : 1 / 0)"


def _at(end: str, year: str, *, floored: bool) -> list[Transform]:
    """Columns of the path at a year; ``end`` is put behind their names."""
    falling = f"-{MOVED} * {year}"
    price = f"max({falling}, log({LOWEST}))" if floored else falling
    fallen = f"{SHARE} * exp({_of('log_price', end)})"
    return [
        _made(f"log_price{end}", price),
        _made(f"cost{end}", f"{fallen} + 1 - {SHARE}"),
        _made(f"share{end}", f"{fallen} / {_of('cost', end)}"),
        _made(f"z{end}", f"quantileNormal({SERVED}) - log({_of('cost', end)}) / {SPREAD}"),
        _made(
            f"mills{end}",
            f"{_DENSITY} * exp(-0.5 * pow({_of('z', end)}, 2)) / cumulativeNormal({_of('z', end)})",
        ),
        _made(
            f"elasticity{end}", f"{_of('share', end)} * ({FLOOR} + {_of('mills', end)} / {SPREAD})"
        ),
    ]


def _of(name: str, end: str) -> str:
    return f"datum.{name}{end}"


def _made(name: str, expression: str) -> Transform:
    return {"calculate": expression, "as": name}
