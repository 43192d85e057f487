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
_DENSITY = "0.3989422804014327"


def path_transforms() -> list[Transform]:
    """From a column ``step`` to ``year, price, elasticity, employment`` and how fast it grows."""
    return [
        _made("year", f"datum.step / {POINTS} * {YEARS}"),
        *_at("", "datum.year", floored=True),
        _made("price", f"exp({_of('log_price', '')})"),
        _made(
            "employment",
            f"exp(({GROWTH} - {FASTER} - {REUSE}) * datum.year"
            f" - {FLOOR} * log(datum.cost) + log(cumulativeNormal(datum.z)) - log({SERVED}))",
        ),
        _made(
            "grows",
            f"{GROWTH} - {REUSE} - {FASTER}"
            f" + (datum.year < {AT_LOWEST} ? {MOVED} * datum.elasticity : 0)",
        ),
        _made("calendar", f"{START} + datum.year"),
    ]


def turn_transforms(what: str) -> list[Transform]:
    """From the path to at most one row, that of a turn: ``turn`` (a year) and the path there.

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
        _made("turn", f"min({_root(level)}, {AT_LOWEST})" if what == "employment" else "datum.t"),
        _made("year", "datum.turn"),
        *path_transforms()[1:],
    ]


def _newton(level: str) -> list[Transform]:
    """Year ``t`` in which the elasticity is at a level, on the path without a lowest price."""
    chord = (
        f"(log(datum.elasticity) - log({level}))"
        " / (log(datum.elasticity) - log(datum.next_elasticity))"
    )
    inside = f"isFinite({chord}) ? clamp({chord}, 0, 1) : 1"
    made = [_made("t", f"datum.year + (datum.next_year - datum.year) * ({inside})")]
    for _ in range(STEPS):
        made += _at("_n", "datum.t", floored=False)
        # d ln e / du for u the log of the price: through the share of labels, and through demand.
        slope = (
            "(1 - datum.share_n) + datum.share_n * datum.mills_n * (datum.z_n + datum.mills_n)"
            f" / pow({SPREAD}, 2) / ({FLOOR} + datum.mills_n / {SPREAD})"
        )
        made.append(
            _made("t", f"datum.t + log(datum.elasticity_n / {level}) / ({MOVED} * ({slope}))")
        )
    return made


def _root(level: str) -> str:
    """The year found, or nothing where employment still grows as the price reaches its lowest."""
    return f"({level} > 0 && isFinite(datum.t) && datum.t >= datum.year ? datum.t : 1 / 0)"


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
