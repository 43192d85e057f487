"""The one-page report: one HTML file that shows everything with no network and no script."""

from __future__ import annotations

import html
import io
import math
import re
from collections.abc import Iterator

import matplotlib as mpl
from matplotlib.figure import Figure

from analysis import __version__
from analysis.figures import task_logs
from analysis.figures.style import INK, house_style
from analysis.tasklogs.measures.shown import idle_rule_curve, wage_distribution
from analysis.tasklogs.rules import FEWEST_WORKERS, HOUR, LEVEL, MICRO, TOP
from analysis.wage_report.in_words import money, rule_words
from analysis.wage_report.run import Wages

CSS = """
:root{--fg:#1a1a1a;--bg:#fff;--soft:#5c5c5c;--line:#d9d9d9;--card:#f5f5f3}
@media(prefers-color-scheme:dark){:root{--fg:#e8e8e6;--bg:#171717;--soft:#a8a8a6;--line:#3a3a3a;--card:#222}}
*{box-sizing:border-box}body{margin:0;background:var(--bg);color:var(--fg);font:1rem/1.5 Georgia,serif}
main{max-width:46rem;margin:0 auto;padding:1rem}h1{font-size:1.6rem;line-height:1.2}h2{font-size:1.15rem;margin-top:2rem}
h1,h2,table,figcaption,.big{font-family:system-ui,sans-serif}.big{font-size:1.9rem;line-height:1.2;margin:.6rem 0 0}
.soft,figcaption,footer{color:var(--soft);font-size:.88rem}figure{margin:1rem 0}svg{width:100%;height:auto;display:block}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.85rem}
th,td{padding:.28rem .5rem;border-bottom:1px solid var(--line);text-align:right;white-space:nowrap}
th.l,td.l{text-align:left;white-space:normal;min-width:8rem}td.hidden{color:var(--soft);text-align:center}
.verdict{background:var(--card);padding:.6rem .8rem;border-left:4px solid #d55e00}ul{padding-left:1.2rem}
footer{border-top:1px solid var(--line);margin-top:2rem;padding-top:.6rem;font-family:system-ui,sans-serif}
@media(max-width:30rem){th,td{padding:.25rem .3rem}table{font-size:.78rem}th.l,td.l{min-width:6rem}}
@media print{html{font-size:10.5pt;background:#fff;color:#000}main{max-width:none}figure,tr{break-inside:avoid}h2{break-after:avoid}}
"""


def page(wages: Wages) -> str:
    """The whole document; the same bytes for the same log."""
    title = "What a task log pays"
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f'<title>{title}</title>\n<link rel="icon" href="data:,">\n<style>{CSS}</style>\n</head>\n'
        f"<body>\n<main>\n<h1>{title}</h1>\n"
        + "\n".join(_sections(wages))
        + f"\n<footer>Made by labelling-labour {html.escape(__version__)}. Workers are not named; cells with "
        f"fewer than {FEWEST_WORKERS} of them are hidden, and others with these so that no sum gives them "
        "away.</footer>\n</main>\n</body>\n</html>\n"
    )


def _sections(wages: Wages) -> Iterator[str]:
    yield _read(wages)
    yield _headline(wages)
    if wages.log.floor is not None:
        yield _floor(wages)
    yield _curve(wages)
    yield _spread(wages)
    yield _speed(wages)
    yield _days(wages)
    yield _groups(wages)
    yield _list("What looks odd", wages.log.remarks)
    yield _list("What these files cannot tell", wages.log.cannot_tell)


def _read(wages: Wages) -> str:
    log = wages.log
    files = "; ".join(f"{item.file} ({item.format})" for item in log.formats)
    aside = wages.set_aside["reason"].value_counts()
    reasons = "".join(f"<li>{_t(str(reason))}: {count:,}</li>" for reason, count in aside.items())
    return (
        f'<p class="soft">{_t(files)}. {log.rows.read:,} records read, {log.rows.used:,} used, '
        f"{log.rows.set_aside:,} set aside. {log.found.assignments:,} assignments of "
        f"{len(log.workers):,} workers.</p>" + (f"<ul class=soft>{reasons}</ul>" if reasons else "")
    )


def _headline(wages: Wages) -> str:
    log = wages.log
    if not log.has_wage:
        hours = f" {log.time(log.rule) / HOUR:,.1f} hours of work." if len(log.workers) else ""
        return f"<p><b>{_t(log.no_wage)}.</b>{hours}</p>"
    if log.bracket is None:
        wage = money(log.wage("naive"), log.currency)
        return f'<p class="big">{wage} an hour</p><p>if every clock were attention: no worker is named.</p>'
    bounds = log.intervals.headline
    interval = (
        f"{LEVEL:.0%} interval {bounds[0]:,.2f} to {bounds[1]:,.2f}, over workers"
        if bounds
        else "too few workers for an interval"
    )
    return (
        f'<p class="big">{_t(money(log.wage(log.rule), log.currency))} an hour</p>'
        f"<p>Total pay ({log.pay / MICRO:,.2f} {_t(str(log.currency))}{' by the rate card' if log.card else ''}) over "
        f"total time ({log.time(log.rule) / HOUR:,.1f} hours; {_t(rule_words(log.rule))}); {interval}. The median "
        f"worker earns {_t(money(log.median_worker(log.rule), log.currency))}, the median hour "
        f"{_t(money(log.weighted_median(log.rule), log.currency))}.</p>"
        f"<ul><li>Highest: <b>{_t(money(log.bracket.high, log.currency))}</b>, {_t(log.bracket.high_words)}.</li>"
        f"<li>Lowest: <b>{_t(money(log.bracket.low, log.currency))}</b>, {_t(log.bracket.low_words)}.</li></ul>"
    )


def _floor(wages: Wages) -> str:
    against = wages.log.floor
    assert against is not None
    lines = []
    for year in sorted(against.floors):
        item = against.floors[year]
        spread = "" if item.low == item.high else f" ({item.low / MICRO:,.2f} to {item.high / MICRO:,.2f})"
        lines.append(f"{year}: {item.central / MICRO:,.2f}{spread} {item.currency} an hour, {item.words}")
    currency = against.floors[max(against.floors)].currency
    return (
        f'<div class="verdict"><b>The floor is {_t(against.verdict)}.</b> {_t("; ".join(lines))}. To lift each '
        f"worker to it ({_t(rule_words(against.rule))}) takes {against.owed / MICRO:,.2f} {_t(currency)}, for "
        f"{against.workers_below:,} workers.</div>"
    )


def _curve(wages: Wages) -> str:
    log = wages.log
    if not len(log.workers):
        return ""
    curve = idle_rule_curve(log)
    heads = ["time counted", "hours", "total pay / time", "median worker", "in print"]
    rows = [
        [rule_words(row["rule"]), f"{row['hours']:,.1f}", money(row["wage"], log.currency),
         money(row["median_worker"], log.currency), row["published"]]
        for row in curve.where(curve.notna(), None).to_dict("records")
    ]  # fmt: skip
    drawn = ""
    if log.has_wage and log.bracket is not None:
        ends = (log.bracket.high, log.bracket.low)
        floor = log.floor.central if log.floor else None
        figure = task_logs.idle_rule_curve(curve, str(log.currency), floor=floor, bracket=ends)
        drawn = _figure(
            figure, "curve", "The wage falls as longer pauses count as work.",
            "How long a pause still belongs to the work is a choice, and it moves the wage. There is no natural "
            "cut between 5 and 60 minutes.",
        )  # fmt: skip
    return f"<h2>The wage under every idle rule</h2>{drawn}{_table(heads, rows)}"


def _spread(wages: Wages) -> str:
    log = wages.log
    if not log.shown_spread:
        few = f"Not shown: under {FEWEST_WORKERS} workers."
        return f"<h2>How workers differ</h2><p>{few}</p>" if log.has_wage else ""
    points = wage_distribution(log, log.rule)
    floor = log.floor.central if log.floor else None
    drawn = "" if points.empty else _figure(
        task_logs.wage_distribution(points, str(log.currency), floor=floor), "distribution",
        "Workers' wages in rising order.",
        f"Every point is the mean of {FEWEST_WORKERS} workers or more, so that none is one person.",
    )  # fmt: skip
    cells = [f"{p:.0%}: {money(v, log.currency)}" for p, v in log.quantiles(log.rule).items()]
    share, unequal = log.top_share(log.rule), log.gini(log.rule)
    more = "" if share is None else f" The {TOP} with the most hours have {share:.0%} of them."
    gini = "" if unequal is None else f" Gini coefficient {unequal:.2f}."
    return f"<h2>How workers differ</h2>{drawn}<p>Quantiles: {_t(', '.join(cells))}.{gini}{more}</p>"


def _speed(wages: Wages) -> str:
    parts = []
    if wages.learning is not None:
        slope = wages.learning.slope
        if slope.value is None:
            parts.append(f"<p>No slope: {_t(slope.why_not)}.</p>")
        else:
            parts.append(
                f"<p>Each doubling of tasks done changes the time of one by {2**slope.value - 1:+.1%} "
                f"({2 ** (slope.low or 0) - 1:+.1%} to {2 ** (slope.high or 0) - 1:+.1%}), within workers; "
                f"{slope.assignments:,} assignments that overlap no other, {slope.workers:,} workers.</p>"
            )
            if len(wages.learning.curve) > 1:
                figure = task_logs.practice(wages.learning.curve, slope.value)
                note = "Pooled over workers such a curve would mix practice with who stays; this one is within them."
                parts.append(_figure(figure, "practice", "Time per task against tasks done.", note))
        both = wages.learning.assisted
        if both.value is not None:
            parts.append(
                f"<p>Where a model had labelled before, a task took {math.expm1(both.value):+.1%} of time "
                f"({math.expm1(both.low or 0):+.1%} to {math.expm1(both.high or 0):+.1%}), same worker and practice. "
                "Which tasks the model gets is not drawn by lot.</p>"
            )
    labels = wages.labels
    if labels is not None and labels.per_hour is not None:
        price = f", {labels.price:,.4f} {wages.log.currency} each" if labels.price is not None else ""
        by = [
            f"{words} {value:,.1f}"
            for words, value in (
                ("with a model before", labels.assisted_per_hour),
                ("by hand", labels.by_hand_per_hour),
            )
            if value is not None
        ]
        kinds = f" ({', '.join(by)})" if by else ""
        parts.append(f"<p>{labels.labels:,} labels{price}; {labels.per_hour:,.1f} per hour{kinds}.</p>")
    return f"<h2>Practice and speed</h2>{''.join(parts)}" if parts else ""


def _days(wages: Wages) -> str:
    days = wages.days
    if days is None or days.empty:
        return ""
    if days["hidden"].all():
        return f"<h2>Hours by day</h2><p>Not shown: under {FEWEST_WORKERS} workers on every day.</p>"
    note = f"Days with under {FEWEST_WORKERS} workers are hidden (a stroke on the axis), and others with them."
    return "<h2>Hours by day</h2>" + _figure(task_logs.hours_by_day(days), "days", "Bars of hours by day.", note)


def _groups(wages: Wages) -> str:
    groups = wages.groups
    if groups is None or groups.empty:
        return ""
    keys = list(groups.columns[: list(groups.columns).index("workers")])
    names = {"task_type": "kind of task", "month": "month"}
    heads = [*(names.get(key, key) for key in keys), "workers", "assignments", "hours", "wage", "labels per hour"]
    rows = []
    for row in groups.where(groups.notna(), None).to_dict("records"):
        named = [str(row[key]) for key in keys]
        if row["hidden"]:
            rows.append([*named, *["hidden"] * 5])
            continue
        per_hour = "" if row["labels_per_hour"] is None else f"{row['labels_per_hour']:,.1f}"
        rows.append(
            [*named, f"{int(row['workers']):,}", f"{int(row['assignments']):,}", f"{row['hours']:,.1f}",
             money(row["wage"], wages.log.currency), per_hour]
        )  # fmt: skip
    said = "" if len(keys) < 2 and keys != ["task_type"] else (
        '<p class="soft">Clocks are merged within worker and group, so hours of groups may sum to more than those of '
        "the file.</p>"
    )
    return f"<h2>By {' and '.join(names.get(k, k) for k in keys)}</h2>{_table(heads, rows, len(keys))}{said}"


def _table(heads: list[str], rows: list[list[str]], left: int = 1) -> str:
    def cell(tag: str, place: int, text: str) -> str:
        kind = ' class="l"' if place < left else ' class="hidden"' if text == "hidden" else ""
        return f"<{tag}{kind}>{_t(str(text))}</{tag}>"

    head = "".join(cell("th", place, text) for place, text in enumerate(heads))
    body = "".join(
        "<tr>" + "".join(cell("td", place, text) for place, text in enumerate(row)) + "</tr>" for row in rows
    )
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _list(head: str, sentences: tuple[str, ...]) -> str:
    items = "".join(f"<li>{_t(sentence)}</li>" for sentence in sentences)
    return f"<h2>{head}</h2><ul>{items}</ul>" if sentences else ""


def _figure(figure: Figure, name: str, alt: str, caption: str) -> str:
    """A drawing inside the page; the ink becomes the reader's text colour."""
    stream = io.StringIO()
    with house_style(), mpl.rc_context({"svg.hashsalt": name, "svg.id": name}):
        figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
    drawing = stream.getvalue()
    drawing = drawing[drawing.index("<svg") :].replace(INK, "currentColor")
    drawing = re.sub(r'width="[\d.]+pt" height="[\d.]+pt" ', "", drawing, count=1)
    return (
        f'<figure><div role="img" aria-label="{html.escape(alt)}">{drawing}</div>'
        f"<figcaption>{html.escape(caption)}</figcaption></figure>"
    )


def _t(text: str) -> str:
    return html.escape(text)

