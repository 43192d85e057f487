"""The page of all rows of pay, time, price and volume: a plain table, filtered by a script."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.digits import stated
from analysis.report.pages.html import TEMPLATES
from analysis.tables import Table, names, table

Row = Mapping[str, Any]
HEADS = ("kind", "country", "who", "what", "year", "amount", "source", "warnings")


@dataclass(frozen=True)
class Entry:
    """One row of a table, in words.

    Attributes
    ----------
    kind, country, who, what, year, amount : str
        As a reader sees them.
    value : float
        What the amount is sorted by, within one unit.
    unit : str
        Unit of the amount: amounts of different units are never ordered by size.
    source : str
        Identifier of its source.
    warnings : tuple of str
        Codes of the vocabulary.
    note : str
    """

    kind: str
    country: str
    who: str
    what: str
    year: str
    amount: str
    value: float
    unit: str
    source: str
    warnings: tuple[str, ...]
    note: str


def explorer_page() -> str:
    """Body of ``explorer.html``: every row of the explored tables there are; empty without one."""
    opened = [table(name) for name in EXPLORED if name in names()]
    if not opened:
        return ""
    entries = [entry for item in opened for entry in entries_of(item)]
    known = table("sources").frame.set_index("id")
    meanings = {code: text for item in opened for code, text in item.warnings.items()}
    body = "".join(_line(entry, known.loc[entry.source]) for entry in entries)
    head = "".join(f'<th scope="col" aria-sort="none">{_button(word)}</th>' for word in HEADS)
    script = (TEMPLATES / "explorer.js").read_text(encoding="utf-8")
    return (
        "<h1>All rows of pay, time, price and volume</h1>"
        f"<p>{len(entries):,} rows as their sources state them, corrections applied: no amount is "
        "converted, and none is an estimate of ours. Amounts are sorted within one unit. What the "
        'warnings mean stands <a href="#warnings">below the table</a>.</p>'
        f"{_form(entries)}"
        '<div class="scroll wide" tabindex="0"><table class="explorer" id="rows">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        f'<h2 id="warnings">What the warnings mean</h2><dl>{_meanings(meanings)}</dl>'
        f"<script>{script}</script>\n"
    )


def entries_of(item: Table) -> Iterator[Entry]:
    """Rows of one of the explored tables, in words."""
    kind, tell = EXPLORED[item.name]
    countries = item.vocabulary.countries
    records: list[Any] = item.frame.to_dict("records")
    for row in records:
        who, what, year, amount, unit, value = tell(row)
        code = _text(row, "country")
        country = str(countries.get(code, code))
        if not country and _text(row, "mostly_country"):
            country = f"mostly {countries[_text(row, 'mostly_country')]}"
        warned = tuple(code for code in _text(row, "warnings").split(";") if code)
        yield Entry(
            kind, country, who, what, year, amount, value, unit, str(row["source_id"]), warned,
            _text(row, "note"),
        )  # fmt: skip


Told = tuple[str, str, str, str, str, float]


def _pay(row: Row) -> Told:
    years = sorted({str(int(row[name])) for name in ("year_first", "year_last") if _is(row, name)})
    count = int(row["period_count"])
    per = f"{row['currency']} {_per(row['period'], count)}"
    amount, value = _ends(row, "low", "mid", "high")
    what = _joined(_text(row, "task"), _FORMS.get(row["worker_type"], ""), _text(row, "place"))
    return row["employer"], what, "-".join(years), f"{amount} {per}", per, value


def _time(row: Row) -> Told:
    what = _joined(_words(row["task"]), _text(row, "protocol"), _words(row["statistic"]))
    unit = _words(row["unit"])
    for stem, per in (
        ("seconds", f"seconds for {_quantity(row)} {unit}"),
        ("rate", f"{unit} {_per(_text(row, 'rate_period') or 'hour', 1)}"),
        ("relative", _words(_text(row, "relative_kind"))),
    ):
        amount, value = _ends(row, f"{stem}_low", f"{stem}_point", f"{stem}_high")
        if amount:
            return row["entity"], what, str(int(row["year"])), f"{amount} {per}", per, value
    total, value = _ends(row, "hours_total")
    hours = "hour in all" if total == "1" else "hours in all"
    per = hours if total else "no time stated"
    return row["entity"], what, str(int(row["year"])), f"{total} {per}".strip(), per, value


def _price(row: Row) -> Told:
    amount, value = _ends(row, "price_low", "price_point", "price_high")
    per = f"{_text(row, 'currency')} for {_quantity(row)} {_words(row['unit'])}"
    if not amount:
        amount, value = _ends(row, "percent_below_human_low", "percent_below_human_high")
        per = "% less than by people"
    what = _joined(_words(row["task"]), _words(row["side"]), _words(row["basis"]))
    return row["entity"], what, str(int(row["year"])), f"{amount} {per}", per, value


def _volume(row: Row) -> Told:
    unit = _text(row, "currency") if row["unit"] == "currency" else _words(row["unit"])
    bound = {"at_least": "at least ", "at_most": "at most ", "about": "about "}.get(
        row["bound"], ""
    )
    what = _joined(_words(row["measure"]), _words(row["period"]), _words(row["status"]))
    amount = f"{bound}{_amount(float(row['value']), unit)}"
    return row["entity"], what, str(int(row["year"])), amount, unit, float(row["value"])


EXPLORED: dict[str, tuple[str, Callable[[Row], Told]]] = {
    "annotation_wages": ("pay", _pay),
    "time_per_label": ("time", _time),
    "price_per_label": ("price", _price),
    "volumes": ("volume", _volume),
}
"""Tables on the page, the word for their rows, and how a row is told."""

_SINGULAR = {"cities": "city", "classes": "class"}
_FORMS = {
    "crowd": "open platform", "gig": "contractor", "outsourced_staff": "staff of an outsourcer",
    "in_house_staff": "staff of the buyer", "prison": "prison", "unclear": "form of work unclear",
    "comparison": "no annotation pay: for comparison",
}  # fmt: skip


def _form(entries: Sequence[Entry]) -> str:
    """Fields that the script shows and reads; hidden where no script runs."""
    kinds = list(dict.fromkeys(entry.kind for entry in entries))
    countries = sorted({entry.country for entry in entries} - {""})
    year = 'type="number" min="1990" max="2030"'
    fields = (
        '<label>Words <input type="search" id="words" autocomplete="off"></label>',
        f'<label>Kind <select id="kind">{_options(kinds)}</select></label>',
        f'<label>Country <select id="country">{_options(countries)}</select></label>',
        f'<label>From year <input {year} id="from"></label>',
        f'<label>To year <input {year} id="to"></label>',
        '<button type="reset">All rows</button>',
        '<output id="shown" for="words kind country from to" aria-live="polite"></output>',
    )
    return f'<form class="explorer" id="filter" hidden>{"".join(fields)}</form>'


def _options(words: Sequence[str]) -> str:
    every = '<option value="">all</option>'
    return every + "".join(f"<option>{html.escape(word)}</option>" for word in words)


def _button(word: str) -> str:
    return f'<button type="button" disabled>{word}</button>'


def _line(entry: Entry, source: Any) -> str:
    note = f"<small>{html.escape(entry.note)}</small>" if entry.note else ""
    order = "" if pd.isna(entry.value) else f' data-value="{entry.value:.10g}"'
    warned = ", ".join(_words(code) for code in entry.warnings)
    cells = [
        entry.kind, html.escape(entry.country), html.escape(entry.who),
        f"{html.escape(entry.what)}{note}", entry.year,
    ]  # fmt: skip
    shown = "".join(f"<td>{cell}</td>" for cell in cells)
    amount = f'<td data-unit="{html.escape(entry.unit)}"{order}>{html.escape(entry.amount)}</td>'
    return f"<tr>{shown}{amount}<td>{_source(source)}</td><td>{warned}</td></tr>\n"


def _source(source: Any) -> str:
    year = "" if pd.isna(source["year"]) else f", {int(source['year'])}"
    author = source["author"] if pd.notna(source["author"]) else source["publisher"]
    name = source["title"] if pd.isna(author) else author
    told = html.escape(f"{name}{year}")
    address, title = source["address"], html.escape(str(source["title"]))
    if pd.isna(address) or not str(address).startswith("http"):
        return f'<span title="{title}">{told}</span> (address not kept)'
    return f'<a href="{html.escape(str(address))}" title="{title}">{told}</a>'


def _meanings(codes: Mapping[str, str]) -> str:
    return "".join(
        f"<dt>{_words(code)}</dt><dd>{html.escape(codes[code])}</dd>" for code in sorted(codes)
    )


def _ends(row: Row, *columns: str) -> tuple[str, float]:
    """Amounts given, as text, and their mean to sort by: no more than what the row states."""
    given = {name: float(row[name]) for name in columns if _is(row, name)}
    if not given:
        return "", float("nan")
    told = " to ".join(map(stated, given.values()))
    if len(given) == 1:
        (only,) = given
        bound = "at least " if only.endswith("low") else "at most " if only.endswith("high") else ""
        told = bound + told
    return told, sum(given.values()) / len(given)


def _per(period: str, count: int) -> str:
    article = "an" if period == "hour" else "a"
    return f"{article} {period}" if count == 1 else f"for {count} {period}s"


def _quantity(row: Row) -> str:
    quantity = float(row["quantity"])
    return "a" if quantity == 1 else stated(quantity)


def _amount(value: float, unit: str) -> str:
    """So much of a unit, one of it in the singular."""
    one = value == 1 and unit.endswith("s") and " " not in unit
    return f"{stated(value)} {_SINGULAR.get(unit, unit.removesuffix('s')) if one else unit}"


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)


def _words(code: str) -> str:
    return code.replace("_", " ")


def _is(row: Row, name: str) -> bool:
    return bool(pd.notna(row[name]))


def _text(row: Row, name: str) -> str:
    return str(row[name]) if name in row and pd.notna(row[name]) else ""
