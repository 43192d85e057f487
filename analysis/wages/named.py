"""Rows that the argument speaks of one by one, under names that say what they are."""

from __future__ import annotations

import pandas as pd

from analysis.errors import WageError

ILO_PAID, ILO_ALL_TIME = "aw010", "aw011"
"""Survey of the International Labour Organization: pay per paid hour, and per hour of all work."""

PLUGIN_PAID, PLUGIN_ALL_TIME = "aw098", "aw099"
"""Study of a hundred workers by browser plugin: the same pair."""

TIME_UNPAID = "toxtli_unpaid.2021"
"""Share of the working day that the same study measured as unpaid."""

NAIROBI_CLIENT_PRICE, NAIROBI_TAKE_HOME = "aw020", "aw017"
"""Toxic text at Sama in Nairobi: the client's price of an hour, and what the worker took home."""

KHMER_FOR_AMERICANS, KHMER_FOR_THAIS = ("aw093", "aw094"), ("aw095",)
"""One project of Khmer text, advertised to residents of two countries."""

PLATFORMS_AT_MINIMUM = "fairwork_minimum.2025"
"""Share of platforms that showed pay at the local minimum after costs, by a yearly rating."""

TURKERS_OF_TWO_COUNTRIES = ("aw304", "aw303")
"""Workers on Mechanical Turk in India and in the United States, by one log of their work."""

AGENCY_TO_DIRECT = "globallogic_agency.2025"
"""Pay of agency staff over pay of direct staff on the same work, as a report states it."""

MOST_BELOW_FEDERAL = "mturk_federal_minimum.2017"
"""Share of workers on Mechanical Turk below the federal minimum wage, by a study of them."""

GLOBALLOGIC_DIRECT, GLOBALLOGIC_AGENCY = ("aw043",), ("aw044",)
"""Rating of language models for Google: staff employed directly, and staff of agencies."""

COUNTY_FACTORY, ARTICLE_OF_2023, TAIYUAN_BEGINNER = "aw059", "aw201", "aw204"
"""Chinese shops that state pay and boxes: a factory in a county, the typical worker of a press
article, a beginner in the Taiyuan base."""

SHOPS_OF_2018, FIRMS_OF_2023 = "aw050", "aw061"
"""A month of labelling in Henan and Hebei, and what most firms stayed below five years later."""

SHOP_GETS, WORKER_GETS = "jia_county.box_subcontract.2018", "jia_county.box_worker.2018"
"""A box in a county of Henan: what the shop was paid for it, and the worker of that."""

COUNTY_BOX = "northwest_county.box.2023"
"""Piece rate of the factory in a county."""

BOX_OF_2017, BOX_OF_2023 = "china_2d_box.bounding_box.2017", "china_2d_box.bounding_box.2023"
"""Price of a box in China by a press article: typical in 2017, lowest in 2023."""

REQUESTER_SUPPLY, PARTICIPATION_AT_MEDIAN = "requester_supply", "participation_at_median"
"""Published elasticities of labour supply: to one requester, and of taking part at all."""


def named(table: pd.DataFrame, *names: str) -> pd.DataFrame:
    """Rows of a table by their identifiers, in the order of the table.

    Parameters
    ----------
    table : pandas.DataFrame
        With ``quote_id`` or ``id``.

    Raises
    ------
    WageError
        For an identifier that is not there.
    """
    key = "id" if "id" in table else "quote_id"
    missing = sorted(set(names) - set(table[key]))
    if missing:
        raise WageError(f"no row {', '.join(missing)}; allowed: identifiers of the table given")
    return table[table[key].isin(names)]


def amount(table: pd.DataFrame, name: str, column: str) -> float:
    """One cell of a named row.

    Raises
    ------
    WageError
        For an identifier that is not there.
    """
    return float(named(table, name)[column].iloc[0])
