"""The accounting of hours that is moved: hours by firm at both dates, and what they add up to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import altair as alt

from analysis.figures.moving.controls import hours_at_first, hours_controls, signal
from analysis.figures.moving.looks import LETTERS, SIZE, Look
from analysis.figures.moving.offline import Offline
from analysis.position import Accounting
from analysis.position.crowd import ESTIMATORS
from analysis.position.declared import EARLY, LATE
from analysis.position.hours import (
    DATES,
    FIRMS,
    MILLION,
    MTURK,
    WEEKS,
    Date,
    assumed_revenue,
    pay_of,
    share_of,
)

ESTIMATOR, GOOGLE = "mturk_estimator", "with_google"
HOURS, TOTAL = "hours_of", "hours_in_all"
NAMES: Mapping[Date, str] = {
    date: f"{first}-{last % 100}" for date, (first, last) in zip(DATES, (EARLY, LATE), strict=True)
}
HEIGHT = 150
DESCRIBED = (
    "Bars of million hours a year at both dates, a part a firm, with the totals at their ends."
)


def hours_chart(account: Accounting, look: Look | None = None) -> Offline:
    """The accounting with sliders, for a notebook; it shows itself without a network."""
    look = look or Look()
    chart = Offline(vconcat=[_bars(look)]).add_params(*_params(account, bound=True))
    made: Offline = chart.configure(**look.config())
    return made


def hours_panel(account: Accounting, look: Look) -> alt.LayerChart:
    """The bars alone; signals are moved from outside."""
    chart = _bars(look).add_params(*_params(account, bound=False))
    made: alt.LayerChart = chart.properties(width=look.width).configure(**look.config())
    return made


def hours_signals(account: Accounting) -> dict[str, Any]:
    """Values of the signals with everything in the middle."""
    base = account.middle
    return {**hours_at_first(account), ESTIMATOR: base.estimator, GOOGLE: base.google}


def hours_of(account: Accounting, firm: str, date: Date) -> str:
    """Million hours a year at a firm, as an expression of the signals.

    What is read from tables stands in it as a number: revenue, and stated hours of all workers.
    """
    base = account.middle
    if firm == MTURK:
        weekly = {
            name: account.weekly(name, date, f"hours_{base.bracket}") * WEEKS / MILLION
            for name in ESTIMATORS
        }
        return f"({json.dumps(weekly)})[{ESTIMATOR}] * {signal(share_of(MTURK))}"
    stated = account.stated(firm, date)
    if stated == 0.0:
        return "0"
    if stated is None:
        revenue = signal(assumed_revenue(firm, date))
    elif firm != "Appen":
        revenue = repr(stated)
    else:
        revenue = f"({GOOGLE} ? {stated!r} : {stated - account.of_google(date)!r})"
    pay = " * ".join(map(signal, pay_of(firm, date)))
    return f"{revenue} * {signal(share_of(firm))} / ({pay})"


def _params(account: Accounting, *, bound: bool) -> list[Any]:
    at_first = hours_signals(account)
    binds: dict[str, Any] = {
        control.name: alt.binding_range(
            min=control.low, max=control.high, name=f"{control.group}: {control.words} "
        )
        for control in hours_controls(account)
    }
    binds[ESTIMATOR] = alt.binding_select(options=list(ESTIMATORS), name=f"{MTURK}: workers ")
    binds[GOOGLE] = alt.binding_checkbox(name="Appen: with its customer Google ")
    made: list[Any] = [
        alt.param(name=name, value=at_first[name], **({"bind": bind} if bound else {}))
        for name, bind in binds.items()
    ]
    each = {date: {firm: hours_of(account, firm, date) for firm in FIRMS} for date in DATES}
    listed = ", ".join(
        f"{json.dumps(date)}: {{{', '.join(f'{json.dumps(f)}: {e}' for f, e in firms.items())}}}"
        for date, firms in each.items()
    )
    sums = ", ".join(
        f"{json.dumps(date)}: {' + '.join(f'{HOURS}.{date}[{json.dumps(firm)}]' for firm in firms)}"
        for date, firms in each.items()
    )
    made.append(alt.param(name=HOURS, expr=f"({{{listed}}})"))
    made.append(alt.param(name=TOTAL, expr=f"({{{sums}}})"))
    return made


def _bars(look: Look) -> Any:
    rows = [
        {"date": date, "when": NAMES[date], "firm": firm, "place": place}
        for date in DATES
        for place, firm in enumerate(FIRMS)
    ]
    parts = alt.Chart(alt.InlineData(values=rows)).transform_calculate(
        hours=f"{HOURS}[datum.date][datum.firm]"
    )
    sums = alt.Chart(
        alt.InlineData(values=[{"date": date, "when": NAMES[date]} for date in DATES])
    ).transform_calculate(total=f"{TOTAL}[datum.date]", told=f"format({TOTAL}[datum.date], '.0f')")
    y = alt.Y("when:N", title=None, sort=list(NAMES.values()), axis=alt.Axis(labelFontSize=SIZE))
    colour = alt.Color(
        "firm:N",
        scale=alt.Scale(domain=list(FIRMS), range=list(look.firms)),
        legend=alt.Legend(title=None, orient="bottom", columns=3, symbolType="square"),
    )
    bars = parts.mark_bar(height=34).encode(
        y=y, x=alt.X("hours:Q", title="million hours a year", axis=alt.Axis(tickCount=6)),
        color=colour, order=alt.Order("place:Q"),
    )  # fmt: skip
    text = sums.mark_text(
        align="left", dx=5, fontWeight="bold", fontSize=SIZE + 1, color=look.ink, font=LETTERS
    ).encode(y=y, x="total:Q", text="told:N")
    return alt.layer(bars, text).properties(
        width=560 if look.width == "container" else look.width, height=HEIGHT,
        description=DESCRIBED,
    )  # fmt: skip
