"""Spinners and weavers in Great Britain, hand and factory together, and what they made."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from analysis.industries.series.annual import annual
from analysis.industries.series.rows_read import reading
from analysis.industries.series.sample import Sample, sampled

_COLUMNS = {
    "weavers": "uk_hands_weaving",
    "spinners": "uk_hands_spinning",
    "cloth": "uk_cloth_woven",
    "yarn": "uk_yarn_spun",
}


def british_cotton_hands() -> Sample:
    """Hands in weaving and spinning and what they made, five three-year means, 1819 to 1880.

    Hand-loom weavers are counted with factory workers. A count of factory workers alone, which
    is what the American series of hands is, shows the rise and not the displaced.

    Returns
    -------
    Sample
        By first year of three: ``weavers``, ``spinners``, ``hands`` (both, persons), ``cloth``,
        ``yarn`` (thousand lb) and ``per_thousand``: hands per thousand people of Great Britain in
        the census year among the three, a gap for 1844 to 1846, which have none.
    """
    columns, read = {}, {}
    for name, series in _COLUMNS.items():
        with reading() as kept:
            columns[name] = annual("cotton", series)
        read[name] = tuple(kept)
    units = {"weavers": "persons", "spinners": "persons", "hands": "persons",
             "cloth": "thousand lb", "yarn": "thousand lb",
             "per_thousand": "hands per thousand people"}  # fmt: skip
    made = Sample(pd.DataFrame(columns), units, read=read).beside(_people(columns["weavers"].index))
    hands = made.frame["weavers"] + made.frame["spinners"]
    both = ("weavers", "spinners")
    return made.with_columns(
        hands=(hands, both), per_thousand=(1_000 * hands / made.frame["people"], (*both, "people"))
    )


def _people(years: pd.Index) -> Sample:
    """People of Great Britain in the census year among the three that begin in a year."""
    with reading() as kept:
        speaks_for = _first_of_three(years)
        people = annual("cotton", "uk_population_england_wales", dated=speaks_for)
        people = people + annual("cotton", "uk_population_scotland", dated=speaks_for)
    frame = pd.DataFrame({"people": people}).reindex(years)
    return Sample(frame, {"people": "persons"}, read={"people": tuple(kept)})


def _first_of_three(years: pd.Index) -> Callable[[int], int | None]:
    """The first year of the three in which a census lies; None for a census outside all."""
    return lambda census: next((int(year) for year in years if 0 <= census - year <= 2), None)


@sampled
def labour_cost_per_yard() -> Sample:
    """Labour cost of a yard woven in the United States, four rows: to be shown, not fitted.

    Returns
    -------
    Sample
        By year: ``printed`` (cents per yard), ``implied`` (yearly earnings over yards per worker,
        cents), ``yards`` (per worker and year). In 1830 the two costs differ twofold.
    """
    used = ("weaving_labour_cost_per_yd", "weaving_earnings_per_worker_year",
            "weaving_yd_per_worker_year")  # fmt: skip
    cost, earnings, yards = (annual("cotton", series) for series in used)
    frame = pd.DataFrame({"printed": cost, "implied": 100 * earnings / yards, "yards": yards})
    units = {"printed": "cents per yd", "implied": "cents per yd",
             "yards": "yd per worker per year"}  # fmt: skip
    return Sample(frame, units)
