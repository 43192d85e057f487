"""Where a number or a figure comes from: on a terminal, and as the page ``why.html``."""

from __future__ import annotations

import html
import json
import textwrap
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from analysis.errors import UnknownResultError
from analysis.report.account import Account, Source, account, correction_text
from analysis.report.numbers import Number
from analysis.tables import Correction, Evidence

WIDTH = 88
_DONE = {"drop": "left out", "replace": "replaced", "convert": "unit converted"}
Figures = Mapping[str, Mapping[str, Any]]


def read_figures(out: Path) -> dict[str, dict[str, Any]]:
    """Sidecars of the figures of the report in folder `out`, by name."""
    paths = sorted((out / "figures").glob("*.json"))
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in paths}


def why_text(name: str, numbers: Mapping[str, Number], figures: Figures) -> str:
    """Plain text for ``labour why NAME``.

    Parameters
    ----------
    name : str
        A number (``steel.elasticity_first``) or a figure (``steel_inverted_u``).
    numbers : mapping of str to Number
    figures : mapping of str to dict
        The sidecar of every figure (:meth:`analysis.figures.Paper.sidecar`), read back.

    Raises
    ------
    UnknownResultError
        For a name that is neither, with the close matches.
    """
    if name in numbers:
        facts, rows = _number_facts(numbers[name]), numbers[name].evidence
    elif name in figures:
        facts, rows = _figure_facts(figures[name]), _figure_evidence(figures[name])
    else:
        raise UnknownResultError(_unknown(name, [*numbers, *figures]))
    lines = [name, *(_entry(term, text, 1) for term, text in facts)]
    lines += [line for item in rows for line in _account_lines(account(item))]
    return "\n".join(lines) + "\n"


def why_page(numbers: Mapping[str, Number], figures: Figures) -> str:
    """Body of ``why.html``: an anchor for every number and figure.

    A number's anchor is its name, a figure's is ``figure-`` and its name. Rows, corrections and
    sources are written once each and referred to, so that the page stays small.
    """
    rows: dict[Evidence, str] = {}
    parts = [
        "<h1>Where it comes from</h1>",
        "<p>Every number and figure of the report with its function, the rows of the tables it "
        "rests on, the corrections applied to them and their sources. "
        "<code>labour why NAME</code> prints the same on a terminal.</p>",
    ]
    by_notebook: dict[str, list[Number]] = {}
    for item in sorted(numbers.values(), key=lambda one: (one.notebook, one.name)):
        by_notebook.setdefault(item.notebook, []).append(item)
    for notebook, group in by_notebook.items():
        title = _notebook_link(notebook)
        parts.append(f'<h2 id="numbers-{notebook}">Numbers of {title}</h2>')
        for item in group:
            facts = _number_facts(item)[:-1]
            parts.append(_section(item.name, item.name, facts, item.evidence, rows))
    if figures:
        parts.append('<h2 id="figures">Figures</h2>')
    for name, sidecar in sorted(figures.items()):
        facts = _figure_facts(sidecar)
        parts.append(_section(f"figure-{name}", name, facts, _figure_evidence(sidecar), rows))
    return "\n".join([*parts, *_ledger(rows)]) + "\n"


def _number_facts(number: Number) -> list[tuple[str, str]]:
    value = number.text
    if number.value is not None:
        value = f"{number.rounded} {number.unit}".strip()
    facts = [("value", value)]
    if number.interval is not None:
        share = f"{number.level:.0%} interval" if number.level is not None else "interval"
        facts.append((share, f"{number.format('interval:.6g')} {number.unit}".strip()))
    return [*facts, ("computed by", number.by), ("in notebook", number.notebook)]


def _figure_facts(sidecar: Mapping[str, Any]) -> list[tuple[str, str]]:
    named = {"caption": "caption", "function": "drawn by", "notebook": "in notebook"}
    return [(word, str(sidecar[key])) for key, word in named.items() if sidecar.get(key)]


def _figure_evidence(sidecar: Mapping[str, Any]) -> tuple[Evidence, ...]:
    return tuple(Evidence.from_dict(item) for item in sidecar["evidence"])


def _account_lines(found: Account) -> Iterable[str]:
    yield _entry("rests on", f"{found.file}: {found.title}", 1)
    yield _entry("licence", found.licence, 2)
    yield _entry("chosen", found.choice, 2)
    yield _entry(f"{found.count:,} rows", found.rows or "none", 2)
    if found.years:
        yield _entry("years", found.years, 2)
    for line, rows in found.corrections:
        yield _entry("corrected", f"{correction_text(line)} (rows {rows})", 2)
    for source in found.sources:
        parts = [source.id, source.title, source.citation, source.address, source.licence]
        yield _entry("source", "; ".join(part for part in parts if part), 2)


def _entry(term: str, text: str, depth: int) -> str:
    indent = "  " * depth
    first = f"{indent}{term:<{16 - len(indent)}} "
    return textwrap.fill(
        text, WIDTH, initial_indent=first, subsequent_indent=" " * 17,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def _unknown(name: str, known: list[str]) -> str:
    close = get_close_matches(name, known, n=5, cutoff=0.4)
    close += [other for other in known if name in other and other not in close][:5]
    if close:
        return f"no number or figure {name!r}; close: {', '.join(close)}"
    there = f"there are {len(known)}, from {min(known)} to {max(known)}" if known else "none yet"
    return f"no number or figure {name!r} in the report; {there}"


def _section(
    anchor: str,
    name: str,
    facts: list[tuple[str, str]],
    evidence: tuple[Evidence, ...],
    rows: dict[Evidence, str],
) -> str:
    links = []
    for item in evidence:
        place = rows.setdefault(item, f"rows-{len(rows) + 1}")
        links.append(f'<a href="#{place}">{html.escape(item.table)} {place[5:]}</a>')
    shown = "".join(_fact(term, text, anchor) for term, text in facts)
    return (
        f'<section class="why" id="{anchor}"><code>{html.escape(name)}</code><dl>{shown}'
        f"<dt>rests on</dt><dd>{', '.join(links)}</dd></dl></section>"
    )


def _fact(term: str, text: str, anchor: str) -> str:
    shown = html.escape(text)
    if term in {"computed by", "drawn by"}:
        shown = f"<code>{shown}</code>"
    if term == "in notebook":
        shown = _notebook_link(text, f"#{anchor}")
    return f"<dt>{term}</dt><dd>{shown}</dd>"


def _notebook_link(notebook: str, place: str = "") -> str:
    name = html.escape(notebook)
    return f'<a href="{name}.html{place}">{name}</a>' if notebook[:2].isdigit() else name


def _ledger(rows: Mapping[Evidence, str]) -> list[str]:
    accounts = {place: account(item) for item, place in rows.items()}
    corrections = {line: None for found in accounts.values() for line, _ in found.corrections}
    sources = {source.id: source for found in accounts.values() for source in found.sources}
    parts = ['<h2 id="rows">Rows used</h2>'] if accounts else []
    parts += [_rows(place, found) for place, found in accounts.items()]
    if corrections:
        lines = sorted(corrections, key=lambda line: line.row)
        parts.append('<h2 id="corrections">Corrections</h2>')
        parts += _ledger_list(_correction_item(line) for line in lines)
    if sources:
        parts.append('<h2 id="sources">Sources</h2>')
        parts += _ledger_list(_source_item(sources[key]) for key in sorted(sources))
    return parts


def _ledger_list(items: Iterable[str]) -> list[str]:
    return ['<ul class="ledger">', *items, "</ul>"]


def _rows(place: str, found: Account) -> str:
    facts = [("rows of the file", found.rows or "none")]
    if found.years:
        facts.append(("years", found.years))
    shown = "".join(f"<dt>{term}</dt><dd>{html.escape(text)}</dd>" for term, text in facts)
    corrected = [
        f'<a href="#correction-{line.row}">{_DONE[line.action]}, rows {rows}</a>'
        for line, rows in found.corrections
    ]
    if corrected:
        shown += f"<dt>corrected</dt><dd>{', '.join(corrected)}</dd>"
    named = [f'<a href="#source-{x.id}">{html.escape(x.id)}</a>' for x in found.sources]
    return (
        f'<details class="why" id="{place}"><summary>{place[5:]}. {html.escape(found.summary)}'
        f"</summary><p>{html.escape(found.title)}. {html.escape(found.licence)}</p>"
        f"<dl>{shown}<dt>sources</dt><dd>{', '.join(named)}</dd></dl></details>"
    )


def _correction_item(line: Correction) -> str:
    text = html.escape(correction_text(line))
    return f'<li id="correction-{line.row}"><code>{html.escape(line.table)}</code> {text}</li>'


def _source_item(source: Source) -> str:
    address = html.escape(source.address)
    if source.address.startswith(("https://", "http://")):
        address = f'<a href="{address}">{address}</a>'
    parts = [html.escape(source.title), html.escape(source.citation), address]
    body = ". ".join(part for part in parts if part)
    return (
        f'<li id="source-{source.id}"><code>{html.escape(source.id)}</code> {body}. '
        f"{html.escape(source.licence)}</li>"
    )
