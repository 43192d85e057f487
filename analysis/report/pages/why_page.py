"""The page ``why.html``, and a page a table with the very rows that the report rests on."""

from __future__ import annotations

import html
from collections.abc import Collection, Iterable, Sequence

from analysis.report.numbers import Number
from analysis.report.pages.account import (
    Account,
    Publication,
    account,
    correction_text,
    lines_of,
    source_of,
)
from analysis.report.pages.filters import filter_box, filter_script
from analysis.report.pages.why import (
    NO_ROWS,
    Facts,
    ShownReport,
    number_facts,
    sidecar_evidence,
    sidecar_facts,
)
from analysis.tables import Correction, Evidence, table, united

NAMED = 5
LISTED = 5_000
"""Rows listed on the page of a table; with more a browser is slow to open it."""
_DONE = {"drop": "left out", "replace": "replaced", "convert": "unit converted"}


class Ledger:
    """Sets of rows, each accounted for once, in the order in which they were asked for."""

    def __init__(self) -> None:
        self._known: dict[Evidence, tuple[str, Account]] = {}

    def place(self, used: Evidence) -> tuple[str, Account]:
        """Anchor and account of a set of rows."""
        if used not in self._known:
            self._known[used] = (f"rows-{len(self._known) + 1}", account(used))
        return self._known[used]

    @property
    def accounts(self) -> dict[str, Account]:
        """Accounts by anchor."""
        return dict(self._known.values())


def why_page(report: ShownReport, anchored: Collection[str] = ()) -> str:
    """Body of ``why.html``: an anchor for every number, figure and table.

    Numbers `anchored` stand on the page of their notebook, and the account leads back to them.
    A number's anchor is its name, a figure's is ``figure-`` and its name, a table's ``table-``.
    Sets of rows, corrections and sources are written once each and referred to.
    """
    rows = Ledger()
    parts = [
        "<h1>Where it comes from</h1>",
        "<p>Every number, figure and table of the report with its function, the rows that it "
        "rests on and their sources. <code>labour why NAME</code> prints the same on a "
        "terminal.</p>",
    ]
    by_notebook: dict[str, list[Number]] = {}
    for item in sorted(report.numbers.values(), key=lambda one: (one.notebook, one.name)):
        by_notebook.setdefault(item.notebook, []).append(item)
    for notebook, group in by_notebook.items():
        link = _notebook_link(notebook)
        parts.append(f'<h2 id="numbers-{html.escape(notebook)}">Numbers of {link}</h2>')
        for number in group:
            facts = number_facts(number)
            used = number.evidence
            there = f"#number-{number.name}" if number.name in anchored else ""
            parts.append(_section(number.name, number.name, facts, used, rows, there))
    for word, kind, sidecars in (
        ("Figures", "figure", report.figures),
        ("Tables", "table", report.tables),
    ):
        parts += [f'<h2 id="{kind}s">{word}</h2>'] if sidecars else []
        for name, sidecar in sorted(sidecars.items()):
            facts, used = sidecar_facts(sidecar), sidecar_evidence(sidecar)
            parts.append(_section(f"{kind}-{name}", name, facts, used, rows, f"#{kind}-{name}"))
    return "\n".join([*parts, *_ledger(rows)]) + "\n"


def rows_pages(report: ShownReport) -> dict[str, str]:
    """Bodies of the pages ``rows_TABLE.html``: each row used, with its source, by table."""
    used = [item for number in report.numbers.values() for item in number.evidence]
    for sidecars in (report.figures, report.tables):
        used += [item for sidecar in sidecars.values() for item in sidecar_evidence(sidecar)]
    return {item.table: _rows_page(item) for item in united(used)}


def rows_href(name: str, row: int | None = None) -> str:
    """Address of the page of a table's rows, or of one row of it."""
    return f"rows_{name}.html" + (f"#row-{row}" if row is not None else "")


def _rows_page(used: Evidence) -> str:
    opened = table(used.table)
    licences = opened.vocabulary.licences
    known = opened.sources.set_index("id", drop=False)
    sources = {str(row["id"]): source_of(row, licences) for row in known.to_dict("records")}
    rows = used.rows()
    lines = lines_of(used.table, rows.iloc[:LISTED])
    items = [
        f'<tr id="row-{line.row}"><td>{line.row}</td><td>{html.escape(line.text)}</td>'
        f"<td>{_cited(sources.get(line.source), line.source)}</td>"
        f"<td>{html.escape(line.note)}</td></tr>"
        for line in lines
    ]
    more = (
        f"<p>The first {len(lines):,} are listed; the others follow them in the file.</p>\n"
        if len(rows) > len(lines)
        else ""
    )
    title = html.escape(opened.title)
    name = html.escape(used.table).replace("_", "_<wbr>")
    return (
        f"<h1>Rows of {name} that the report rests on</h1>\n"
        f"<p>{title}. {len(rows):,} of {len(opened.frame):,} rows, as loaded: corrections "
        f"applied. {html.escape(opened.licence.rstrip('.'))}. The file is "
        f"<code>{html.escape(opened.shown_path)}</code>; the number is that of its row.</p>\n{more}"
        f"{filter_box('rows-list', 'Rows with')}"
        '<div class="scroll wide" tabindex="0"><table class="sentences rows"><thead><tr>'
        "<th>Row</th><th>What stands there</th><th>Source</th><th>Note</th></tr></thead>\n"
        '<tbody id="rows-list">\n' + "\n".join(items) + "\n</tbody></table></div>\n"
        f"{filter_script()}\n"
    )


def _cited(source: Publication | None, name: str) -> str:
    if source is None:
        return html.escape(name)
    return _link(source.address, source.citation or source.title or name)


def _link(address: str, text: str) -> str:
    shown = html.escape(text)
    if address.startswith(("https://", "http://")):
        return f'<a href="{html.escape(address)}">{shown}</a>'
    return shown


def _section(
    anchor: str,
    name: str,
    facts: Facts,
    evidence: tuple[Evidence, ...],
    rows: Ledger,
    there: str,
) -> str:
    places = [rows.place(item) for item in evidence]
    links = [
        f'<a href="#{place}">{html.escape(found.evidence.table)}, {found.count:,} rows</a>'
        for place, found in places
    ]
    shown = "".join(_fact(term, text, there) for term, text in facts)
    sources = _first_sources(places)
    rests = f"<dt>rests on</dt><dd>{', '.join(links) or NO_ROWS}</dd>"
    published = f"<dt>published by</dt><dd>{sources}</dd>" if sources else ""
    return (
        f'<section class="why" id="{html.escape(anchor)}"><code>{html.escape(name)}</code>'
        f"<dl>{shown}{rests}{published}</dl></section>"
    )


def _first_sources(places: Sequence[tuple[str, Account]]) -> str:
    known = {source.id: (source, place) for place, found in places for source in found.sources}
    shown = [_cited(source, source.id) for source, _ in list(known.values())[:NAMED]]
    if len(known) > NAMED:
        place = list(known.values())[NAMED][1]
        shown.append(f'<a href="#{place}">and {len(known) - NAMED} more</a>')
    return "; ".join(shown)


def _fact(term: str, text: str, place: str) -> str:
    shown = html.escape(text)
    if term in {"computed by", "made by"}:
        shown = f"<code>{shown}</code>"
    if term == "in notebook":
        shown = _notebook_link(text, html.escape(place))
    return f"<dt>{term}</dt><dd>{shown}</dd>"


def _notebook_link(notebook: str, place: str = "") -> str:
    name = html.escape(notebook)
    return f'<a href="{name}.html{place}">{name}</a>' if notebook[:2].isdigit() else name


def _ledger(rows: Ledger) -> list[str]:
    accounts = rows.accounts
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
        parts.append(filter_box("sources-list", "Sources with"))
        parts += _ledger_list(
            (_source_item(sources[key]) for key in sorted(sources)), "sources-list"
        )
        parts.append(filter_script())
    return parts


def _ledger_list(items: Iterable[str], name: str = "") -> list[str]:
    named = f' id="{name}"' if name else ""
    return [f'<ul class="ledger"{named}>', *items, "</ul>"]


def _rows(place: str, found: Account) -> str:
    name = found.evidence.table
    listed = f'<a href="{rows_href(name)}">as they stand</a>'
    first = f'<a href="{rows_href(name, found.first)}">the first</a>'
    facts = [("rows of the file", f"{html.escape(found.rows or 'none')} ({first}, {listed})")]
    if found.years:
        facts.append(("years", html.escape(found.years)))
    corrected = [
        f'<a href="#correction-{line.row}">{_DONE[line.action]}, rows {rows}</a>'
        for line, rows in found.corrections
    ]
    if corrected:
        facts.append(("corrected", ", ".join(corrected)))
    named = [
        f'<a href="#source-{html.escape(x.id)}">{html.escape(x.id)}</a>' for x in found.sources
    ]
    facts.append(("sources", ", ".join(named)))
    shown = "".join(f"<dt>{term}</dt><dd>{text}</dd>" for term, text in facts)
    return (
        f'<section class="why" id="{place}"><strong>{place[5:]}. {html.escape(found.summary)}'
        f"</strong><p>{html.escape(found.title)}. {html.escape(found.licence)}</p>"
        f"<dl>{shown}</dl></section>"
    )


def _correction_item(line: Correction) -> str:
    text = html.escape(correction_text(line))
    return f'<li id="correction-{line.row}"><code>{html.escape(line.table)}</code> {text}</li>'


def _source_item(source: Publication) -> str:
    address = _link(source.address, source.address)
    parts = [html.escape(source.title), html.escape(source.citation), address]
    body = ". ".join(part for part in parts if part)
    name = html.escape(source.id)
    return f'<li id="source-{name}"><code>{name}</code> {body}. {html.escape(source.licence)}</li>'
