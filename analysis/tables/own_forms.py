"""What a file of your own has to hold, by what it is.

The few columns that are needed, and what is taken for the others where the file has no more to say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Final, Literal, get_args

from analysis.errors import DataError
from analysis.places import data_folder, repository
from analysis.tables.definition import Definition

OwnKind = Literal["quotes", "minimum_wages", "exchange_rates", "timings", "industry"]
Cells = dict[str, str]

SHORT: Final = 6
"""Letters below which a name is like others by chance: ``item`` need not mean ``items``."""

CLOSE: Final = 0.85
"""From this likeness on an unknown column is taken for a slip of the pen, not for one more."""


@dataclass(frozen=True)
class OwnForm:
    """What a kind of own file holds.

    Attributes
    ----------
    like : str
        Table whose columns it has; empty for series by year.
    needed : tuple of str
    one_of : tuple of str
        Of these one at least.
    aliases : mapping of str to tuple of str
        Column of the file, and the columns that it fills.
    defaults : mapping of str to str or callable
        What stands in a column that the file has not, or in an empty cell that must not be empty;
        a callable is given the other cells of the row.
    """

    like: str
    needed: tuple[str, ...]
    one_of: tuple[str, ...] = ()
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    defaults: Mapping[str, str | Callable[[Cells], str]] = field(default_factory=dict)


def _row_name(cells: Cells) -> str:
    return cells["row"]


def _statistic(cells: Cells) -> str:
    return "quote" if cells.get("mid") else "range"


_AMOUNTS: Final = ("low", "mid", "high")

FORMS: Final[dict[OwnKind, OwnForm]] = {
    "quotes": OwnForm(
        "annotation_wages", ("currency", "period", "year_first", "year_last"), _AMOUNTS,
        {"year": ("year_first", "year_last"), "amount": ("mid",), "hours": ("weekly_hours_low",
         "weekly_hours_high"), "source": ("origin",)},
        {
            "quote_id": _row_name, "origin": _row_name, "employer": "not stated",
            "worker_type": "unclear", "period_count": "1", "statistic": _statistic,
            "paid_time": "unstated", "tax": "unstated",
        },
    ),
    "minimum_wages": OwnForm(
        "comparator_wages", ("country", "year", "currency", "period"), _AMOUNTS,
        {"amount": ("mid",)},
        {
            "comparator_id": _row_name, "kind": "minimum", "coverage": "all", "period_count": "1",
            "price_basis": "nominal",
        },
    ),
    "exchange_rates": OwnForm(
        "exchange_rates", ("currency", "year", "rate"), (), {},
        {"months": "12", "use": "primary"},
    ),
    "timings": OwnForm(
        "time_per_label", ("task", "unit", "year"),
        ("seconds_low", "seconds_point", "seconds_high"), {"seconds": ("seconds_point",)},
        {
            "id": _row_name, "study": "own", "arm": "1", "modality": "mixed",
            "entity": "not stated", "protocol": "not stated", "skill": "unstated",
            "assistance": "none", "stage": "label", "statistic": "quoted", "basis": "stated",
            "quantity": "1", "confidence": "medium",
        },
    ),
    "industry": OwnForm("", ("year",)),
}  # fmt: skip
"""Defaults claim nothing: unstated, unclear, not stated. Without ``source`` each quote is a source
of its own; give the same word to quotes of one study, because it counts once."""


def form_of(kind: str) -> OwnForm:
    """The form of a kind of own file.

    Raises
    ------
    DataError
        For a kind that is none.
    """
    if kind not in get_args(OwnKind):
        raise DataError(f"kind {kind!r}; allowed: {', '.join(get_args(OwnKind))}")
    return next(form for name, form in FORMS.items() if name == kind)


def template_of(kind: str) -> str:
    """Where the file to start from is: in an installed package, within it."""
    folder = data_folder()
    name = "data" if folder == repository() / "data" else str(folder)
    return f"{name}/templates/{kind}.csv"


def check_columns(file: str, kind: str, header: list[str], definition: Definition | None) -> None:
    """Check the columns of an own file; everything that is wrong is said in one error.

    Raises
    ------
    DataError
        Columns that are needed and missing, twice there, or like one that is known but not it.
    """
    form = form_of(kind)
    filled = {name for column in header for name in form.aliases.get(column, (column,))}
    faults = [f"no column {_offered(name, form)}" for name in form.needed if name not in filled]
    if {"year_first", "year_last"} <= set(form.needed) - filled:
        faults = [fault for fault in faults if "year_" not in fault] + ["no column year"]
    if form.one_of and not filled & set(form.one_of):
        offered = [name for name, fills in form.aliases.items() if set(fills) & set(form.one_of)]
        faults.append(f"none of the columns {', '.join((*offered, *form.one_of))}")
    faults += [
        f"column {name} twice" for name in sorted({n for n in header if header.count(n) > 1})
    ]
    known = [*(definition.column_names if definition else form.needed), *form.aliases]
    for name in header:
        close = get_close_matches(name.casefold(), known, n=1, cutoff=CLOSE)
        near = close and (len(name) >= SHORT or close[0] in (*form.needed, *form.aliases))
        if near and name not in known and close[0] not in header:
            faults.append(f"column {name!r} is not known; is it {close[0]}?")
    if faults:
        raise DataError(
            f"{file}, own {kind}: {'; '.join(faults)}. Columns found: {', '.join(header)}; to "
            f"start from: {template_of(kind)}"
        )


def _offered(name: str, form: OwnForm) -> str:
    other = [alias for alias, fills in form.aliases.items() if name in fills]
    return " or ".join((name, *other))


def completed(form: OwnForm, cells: Cells, name: str) -> Cells:
    """Cells of a row with those that the file does not have.

    Parameters
    ----------
    form : OwnForm
    cells : dict of str to str
        With the name of the row under ``row``.
    name : str
        Name of the own table, which is its source.
    """
    found = dict(cells)
    for alias, fills in form.aliases.items():
        for column in fills:
            if cells.get(alias) and not found.get(column):
                found[column] = cells[alias]
    found["source_id"] = cells.get("source_id") or name
    for column, value in form.defaults.items():
        if not found.get(column):
            found[column] = value if isinstance(value, str) else value(found)
    return found
