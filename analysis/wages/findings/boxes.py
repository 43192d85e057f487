"""Price, speed, pay: chains from client to worker, and boxes in Chinese shops."""

from __future__ import annotations

import pandas as pd

from analysis.findings import Quantity, derived, finds, resting
from analysis.wages.hours import FULL_TIME, hourly_wage
from analysis.wages.named import (
    ARTICLE_OF_2023,
    BOX_OF_2017,
    BOX_OF_2023,
    COUNTY_BOX,
    COUNTY_FACTORY,
    FIRMS_OF_2023,
    NAIROBI_CLIENT_PRICE,
    NAIROBI_TAKE_HOME,
    SHOP_GETS,
    SHOPS_OF_2018,
    TAIYUAN_BEGINNER,
    WORKER_GETS,
    amount,
    named,
)
from analysis.wages.piece_rates import (
    PieceRateChange,
    Range,
    Triangle,
    chain,
    speed_per_hour,
    triangle_table,
)

_SHOPS = {
    COUNTY_FACTORY: "a factory in a county",
    ARTICLE_OF_2023: "the typical worker of an article",
    TAIYUAN_BEGINNER: "a beginner in Taiyuan",
}
_LATER = (COUNTY_FACTORY, FIRMS_OF_2023, TAIYUAN_BEGINNER)


@derived
def hour_in_nairobi(quotes: pd.DataFrame) -> pd.DataFrame:
    """Chain of an hour of toxic text: what the client paid, what the worker took home."""
    rows = named(quotes, NAIROBI_CLIENT_PRICE, NAIROBI_TAKE_HOME)
    taken = [amount(quotes, NAIROBI_TAKE_HOME, end) for end in ("low", "high")]
    links = [
        ("client pays the outsourcer", Range.point(amount(rows, NAIROBI_CLIENT_PRICE, "mid"))),
        ("worker takes home", Range(*taken)),
    ]
    return resting(chain(links), rows)


@derived
def box_in_henan(piece_rates: pd.DataFrame) -> pd.DataFrame:
    """Chain of a box: what the shop was paid for it, what the worker got."""
    rows = named(piece_rates, SHOP_GETS, WORKER_GETS)
    links = [
        ("shop gets", Range.point(amount(rows, SHOP_GETS, "rate_point"))),
        ("worker gets", Range.point(amount(rows, WORKER_GETS, "rate_point"))),
    ]
    return resting(chain(links), rows)


@derived
def price_chains(quotes: pd.DataFrame, piece_rates: pd.DataFrame) -> pd.DataFrame:
    """Both chains, one below the other: ``chain``, ``link_number``, and the columns of `chain`."""
    chains = {
        "An hour of labelling in Nairobi": hour_in_nairobi(quotes),
        "A box in a county of Henan": box_in_henan(piece_rates),
    }
    stacked = pd.concat(chains, names=["chain", "link_number"]).reset_index()
    return resting(stacked, chains)


@finds
def shares_of_workers(quotes: pd.DataFrame, piece_rates: pd.DataFrame) -> dict[str, Quantity]:
    """What the worker gets of the price at the head of each chain."""
    return {
        "share_nairobi": _last_share(hour_in_nairobi(quotes)),
        "share_henan": _last_share(box_in_henan(piece_rates)),
    }


def box_triangles(
    quotes: pd.DataFrame, piece_rates: pd.DataFrame, prices: pd.DataFrame
) -> dict[str, Triangle]:
    """Price, speed and pay of boxes in Chinese shops, by quote; one states no price."""
    stated = {
        COUNTY_FACTORY: Range.point(amount(piece_rates, COUNTY_BOX, "rate_point")),
        ARTICLE_OF_2023: Range.point(amount(prices, BOX_OF_2023, "price_low")),
        TAIYUAN_BEGINNER: None,
    }
    return {name: _triangle(named(quotes, name), price) for name, price in stated.items()}


@derived
def box_triangle_table(
    quotes: pd.DataFrame, piece_rates: pd.DataFrame, prices: pd.DataFrame
) -> pd.DataFrame:
    """The triangles as :func:`analysis.wages.piece_rates.triangle_table` lays them out."""
    triangles = box_triangles(quotes, piece_rates, prices)
    table = triangle_table({_SHOPS[name]: item for name, item in triangles.items()})
    return resting(
        table,
        named(quotes, COUNTY_FACTORY, ARTICLE_OF_2023, TAIYUAN_BEGINNER),
        named(piece_rates, COUNTY_BOX),
        named(prices, BOX_OF_2023),
    )


@finds
def triangles_of_boxes(
    quotes: pd.DataFrame, piece_rates: pd.DataFrame, prices: pd.DataFrame
) -> dict[str, Quantity]:
    """How many triangles of three sides close, and by how much the one of the article does not."""
    triangles = box_triangles(quotes, piece_rates, prices)
    closes = [item.closes for item in triangles.values()]
    county = (named(quotes, COUNTY_FACTORY), named(piece_rates, COUNTY_BOX))
    article = (named(quotes, ARTICLE_OF_2023), named(prices, BOX_OF_2023))
    return {
        "triangles_closed": Quantity(closes.count(True), "triangles", rows=(county, article)),
        "triangles_open": Quantity(closes.count(False), "triangles", rows=(county, article)),
        "triangle_gap": _gap(triangles[ARTICLE_OF_2023], article),
    }


@derived
def rates_of_workers(piece_rates: pd.DataFrame) -> pd.DataFrame:
    """What the worker got for a box in China, by shop and year, in yuan; weak rows left out.

    Returns
    -------
    pandas.DataFrame
        ``id``, ``year``, ``low``, ``high``: one rate has it at both ends.
    """
    boxes = piece_rates[
        (piece_rates["country"] == "CHN")
        & (piece_rates["side"] == "worker")
        & (piece_rates["unit"] == "box")
        & (piece_rates["confidence"] != "low")
    ].sort_values(["year", "id"])
    point = boxes["rate_point"]
    table = boxes[["id", "year"]].assign(
        low=boxes["rate_low"].fillna(point), high=boxes["rate_high"].fillna(point)
    )
    return resting(table.reset_index(drop=True), boxes)


@finds
def price_and_pay_of_boxes(
    quotes: pd.DataFrame, prices: pd.DataFrame, piece_rates: pd.DataFrame
) -> dict[str, Quantity]:
    """What a box and a month of boxes fetched before and after, and what must have changed.

    The price is the typical one before against the lowest after: a bound. It fell by that much at
    most, and by nothing at least; the worker's own rate per box stands beside it.
    """
    boxes = named(prices, BOX_OF_2017, BOX_OF_2023)
    earlier, later = named(quotes, SHOPS_OF_2018), named(quotes, *_LATER)
    fall_most = amount(boxes, BOX_OF_2017, "price_point") / amount(boxes, BOX_OF_2023, "price_low")
    price = Range(1 / fall_most, 1.0)
    paid = Range(later["mid"].min(), later["high"].max()) / Range(
        earlier["low"].min(), earlier["high"].max()
    )
    rates = rates_of_workers(piece_rates)
    first, last = (
        rates[rates["year"] == year] for year in (rates["year"].min(), rates["year"].max())
    )
    rate = Range(last["low"].min(), last["high"].max()) / Range(
        first["low"].min(), first["high"].max()
    )
    months = (earlier, later)
    return {
        "box_fall_most": Quantity(fall_most, "times", rows=boxes),
        "pay_change": _between(paid, "ratio", months),
        "speed_and_share": _between(
            PieceRateChange(price=price, pay=paid).speed_and_share, "times", (boxes, months)
        ),
        "worker_rate_change": _between(rate, "ratio", rates),
        "worker_speed": _between(
            PieceRateChange(price=rate, pay=paid).speed_and_share, "times", (rates, months)
        ),
    }


def _last_share(links: pd.DataFrame) -> Quantity:
    last = links.iloc[-1]
    share = Range(float(last["share_low"]), float(last["share_high"]))
    return _between(share, "share of the price", links)


def _between(found: Range, unit: str, rows: object) -> Quantity:
    return Quantity(found.middle, unit, (found.low, found.high), 1.0, rows=rows)


def _gap(triangle: Triangle, rows: object) -> Quantity:
    closure = triangle.closure
    if closure is None:
        return Quantity(None, "times", text="two sides only", rows=rows)
    return Quantity(closure.middle, "times", rows=rows)


def _triangle(quote: pd.DataFrame, price: Range | None) -> Triangle:
    wage = hourly_wage(quote, FULL_TIME).iloc[0]
    return Triangle(
        price=price,
        speed=speed_per_hour(quote.iloc[0], FULL_TIME),
        wage=Range(float(wage["low"]), float(wage["high"])),
    )
