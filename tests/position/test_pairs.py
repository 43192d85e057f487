"""Position: a pair is price and number of one task at two dates, and the sign of spending."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis import position
from analysis.tables import load

PRICES, VOLUMES = load("price_per_label"), load("volumes")


@pytest.mark.parametrize(
    ("price", "number", "side"),
    [
        (-1.0, 1.5, "rising"),
        (-1.0, 0.5, "falling"),
        (-1.0, 1.0, "not on the curve"),
        (-1.0, -0.5, "not on the curve"),
        (1.0, 1.0, "not on the curve"),
        (1.0, -2.0, "not on the curve"),
        (0.0, 1.0, "not on the curve"),
    ],
)
def test_only_a_price_that_fell_and_a_number_that_rose_have_a_side(
    price: float, number: float, side: str
) -> None:
    assert position.side_of_curve(price, number) == side


def pair(before: tuple[float, float], after: tuple[float, float]) -> pd.DataFrame:
    """Two rows of one market: what was paid for how many, in two years."""
    rows = PRICES[PRICES["id"] == "ipeirotis2010_requester.image_classification.2009"]
    made = pd.concat([rows, rows], ignore_index=True)
    made["task"], made["year"] = "bounding_box", [2015, 2020]
    made["id"] = ["made.2015", "made.2020"]
    made["quantity"] = [before[1], after[1]]
    made["price_point"] = [before[0] * before[1], after[0] * after[1]]
    return made


@pytest.mark.parametrize(
    ("after", "rising", "falling"),
    [((0.5, 300.0), 1, 0), ((0.5, 150.0), 0, 1), ((2.0, 300.0), 0, 0)],
)
def test_a_pair_that_is_in_the_tables_is_found_and_placed(
    after: tuple[float, float], rising: int, falling: int
) -> None:
    known = position.cells(pair((1.0, 100.0), after), VOLUMES)
    found = position.position_on(known, "vision")
    assert found["pairs"].value == 1
    assert (found["pairs_rising"].value, found["pairs_falling"].value) == (rising, falling)
    assert position.position_on(known, "speech")["pairs"].value == 0


def test_no_pair_is_in_the_tables_and_everything_in_them_was_searched() -> None:
    known = position.cells(PRICES, VOLUMES)
    assert known["pairs"].sum() == 0
    totals = PRICES[PRICES["basis"] == "total"]
    assert totals.groupby(["study", "entity", "task", "unit"])["year"].nunique().max() == 1
    assert set(known["rung"]) == set(position.RUNGS)


def test_machines_prices_are_no_prices_of_labels_by_people() -> None:
    every = position.cells(PRICES, VOLUMES)["prices"].sum()
    human = PRICES[PRICES["side"] != "machine"]
    assert position.cells(human, VOLUMES)["prices"].sum() == every


def test_keywords_come_out_of_the_months_by_a_plain_loop() -> None:
    months = load("mturk_keyword_month")
    found = position.keywords_at_two_dates(months).set_index("keyword")
    paid: dict[str, list[float]] = {"before": [0.0, 0.0, 0], "after": [0.0, 0.0, 0]}
    for row in months[months["keyword"] == "photo"].to_dict("records"):
        year, tasks = int(row["month"][:4]), row["batches"] * row["mean_batch_size"]
        end = "before" if year <= 2010 else "after" if year >= 2013 else ""
        if end and row["mean_reward"] > 0:
            paid[end] = [paid[end][0] + tasks * row["mean_reward"], paid[end][1] + tasks,
                         paid[end][2] + 1]  # fmt: skip
    for end, (money, tasks, count) in paid.items():
        assert found.loc["photo", f"reward_{end}"] == pytest.approx(money / tasks)
        assert found.loc["photo", f"tasks_{end}"] == pytest.approx(tasks / count)
    spent = np.log(paid["after"][0] / paid["after"][2] / (paid["before"][0] / paid["before"][2]))
    assert found.loc["photo", "spending"] == pytest.approx(spent)
