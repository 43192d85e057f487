"""Weavers in Great Britain, hand and factory together, and what they wove: the displaced."""

from __future__ import annotations

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
        By first year of three: ``weavers``, ``spinners`` (persons), ``cloth``, ``yarn`` (thousand
        lb).
    """
    columns, read = {}, {}
    for name, series in _COLUMNS.items():
        with reading() as kept:
            columns[name] = annual("cotton", series)
        read[name] = tuple(kept)
    units = {"weavers": "persons", "spinners": "persons",
             "cloth": "thousand lb", "yarn": "thousand lb"}  # fmt: skip
    return Sample(pd.DataFrame(columns), units, read=read)


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
