"""Rows that read well and cannot be: ends in the wrong order, no amount, places that are none."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.tables import table
from tests.trust.broken.case import Accepted, Case, base, cell, row_with, rows_of
from tests.trust.broken.columns import also

AMOUNTS = {
    "annotation_wages": ("low", "mid", "high"),
    "comparator_wages": ("low", "mid", "high"),
    "price_per_label": ("price_low", "price_point", "price_high"),
    "piece_rates": ("rate_low", "rate_point", "rate_high"),
    "client_prices_hour": ("low", "mid", "high"),
}
NO_MONTHS = ("junk", "2016-13", "2016-00", "2016", "16-01", "2016-1", "2016/01", "2016-01-01")


def rows_that_cannot_be() -> Iterator[tuple[str, Case]]:
    """Every class of the audit."""
    for name, (low, mid, high) in AMOUNTS.items():
        line = row_with(name, mid)
        yield also(name, "low above high", low, line, **{low: "9", mid: "", high: "8"})
        yield also(name, "middle above high", mid, line, **{low: "", mid: "9", high: "8"})
        yield also(name, "low above middle", low, line, **{low: "9", mid: "8", high: ""})
        yield also(name, "no amount", low, line, **{low: "", mid: "", high: ""})
        yield also(name, "an amount below zero", mid, line, **{low: "", mid: "-5", high: ""})
    yield from pay()
    yield from ordered()
    yield from money()
    yield from times()


def pay() -> Iterator[tuple[str, Case]]:
    """Quotes of pay."""
    name = "annotation_wages"
    line = row_with(name, "year_first")
    for what, column, texts in (
        ("the first year after the last", "year_first", {"year_first": "2020",
        "year_last": "2019"}),
        ("hours from 90 to 40", "weekly_hours_low",
         {"weekly_hours_low": "90", "weekly_hours_high": "40"}),
        ("a week of more hours than it has", "weekly_hours_high", {"weekly_hours_high": "169"}),
        ("a day of no hours", "daily_hours", {"daily_hours": "0"}),
        ("a day of 25 hours", "daily_hours", {"daily_hours": "25"}),
        ("follows a quote that is not there", "follows", {"follows": "aw999"}),
        ("restates a quote that is not there", "restates", {"restates": "aw999"}),
        ("observed after the day of reading", "year_first", {"year_first": "2029",
        "year_last": "2030"}),
        ("no period", "period_count", {"period_count": "0"}),
        ("less than no output", "output_low", {"output_low": "-1"}),
    ):  # fmt: skip
        yield also(name, what, column, line, **texts)
    own = rows_of(name)[line - 1][0]
    yield also(name, "follows itself", "follows", line, follows=own)
    yield also(name, "restates itself", "restates", line, restates=own)


def ordered() -> Iterator[tuple[str, Case]]:
    """Every group of columns that a definition holds to be in order, turned round."""
    for name in ("annotation_wages", "time_per_label", "hours_assumptions", "stated_shares",
                 "vendor_money", "followed_counts", "mturk_worker_bracket", "mturk_worker_era",
                 "client_prices_hour"):  # fmt: skip
        for group in table(name, base(name)).definition.ordered:
            first, *_, last = group.split()
            texts = {"year_first": "2020", "year_last": "2019"}
            high, low = (texts.get(x, y) for x, y in ((first, "90"), (last, "40")))
            line = row_with(name, last)
            yield also(
                name, f"{first} above {last}, in order", first, line, **{first: high, last: low}
            )


def money() -> Iterator[tuple[str, Case]]:
    """Rates, parities, inflation, volumes."""
    for name, column, texts in (
        ("exchange_rates", "rate", ("0", "-1")),
        ("exchange_rates_by_country", "rate", ("0", "-1")),
        ("ppp", "factor", ("0", "-1")),
        ("ppp_household_consumption", "factor", ("0", "-1")),
        ("cpi", "inflation", ("-100", "-250")),
        ("volumes", "value", ("-5",)),
        ("volumes", "month", ("0", "13", "junk")),
        ("volumes", "year", ("1889", "2041")),
        ("platform_fees", "percent", ("-1", "101")),
        ("price_per_label", "quantity", ("0", "-1")),
        ("price_per_label", "year", ("2029",)),
        ("exchange_rates", "year", ("2029",)),
    ):
        line = row_with(name, column)
        for text in texts:
            yield also(name, f"{column} of {text}", column, line, **{column: text})
    places = rows_of("volumes")[0]
    status, year = places.index("status"), places.index("year")
    line = next(
        n for n, row in enumerate(rows_of("volumes"), start=1)
        if row[status] == "observed" and row[year] >= "2015"
    )  # fmt: skip
    yield also("volumes", "observed in 2029", "year", line, year="2029")


def times() -> Iterator[tuple[str, Case]]:
    """Months and days that no calendar has."""
    for name in ("mturk_market_month", "mturk_keyword_month", "online_labour_month",
                 "mturk_worker_month"):  # fmt: skip
        for text in NO_MONTHS:
            yield also(name, f"month of {text!r}", "month", row_with(name), month=text)
    for name, column in (("platform_fees", "valid_from"), ("followed_counts", "date_to"),
                         ("vendor_money", "period_from"), ("comparator_wages",
                          "effective_from")):  # fmt: skip
        for text in ("yesterday", "2020-02-30", "2999-13-45"):
            line = row_with(name, column)
            yield also(name, f"{column} of {text!r}", column, line, **{column: text})


def same_numbers() -> Iterator[tuple[str, Case]]:
    """Ways of writing a number that leave it the number it is."""
    rows = rows_of("ppp")
    place = rows[0].index("factor")
    line = row_with("ppp", "factor")
    text = rows[line - 1][place]
    because = "Python, R and spreadsheets write it so, and it is the same number to the last bit"
    whole, _, part = text.partition(".")
    for other in (f"{text}0", f"{whole}{part}e-{len(part)}" if part else f"{text}e0"):
        yield (
            f"ppp.csv: factor written {other}",
            Case("ppp", cell("ppp", line, "factor", other), Accepted(because)),
        )
