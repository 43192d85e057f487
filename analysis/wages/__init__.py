"""Wages: what annotators earn, made comparable and held against what others earn there.

Examples
--------
>>> from analysis import wages
>>> from analysis.tables import load
>>> found = wages.quotes_there_are(wages.select(load("annotation_wages")))
>>> found["quotes"].value == found["kept"].value + sum(
...     item.value for name, item in found.items() if name.startswith("excluded")
... )
True
"""

from __future__ import annotations

from analysis.wages.bands import measurement_bands
from analysis.wages.below_minimum import count_below_each_way, dependence
from analysis.wages.claims import RULES
from analysis.wages.comparable import (
    Comparable,
    comparable,
    ends,
    not_comparable,
    of_countries,
    within_firms,
)
from analysis.wages.findings.boxes import (
    box_triangle_table,
    price_and_pay_of_boxes,
    price_chains,
    shares_of_workers,
    triangles_of_boxes,
)
from analysis.wages.findings.buyers import power_of_buyers
from analysis.wages.findings.countries import (
    CHINA_AND_US,
    by_province,
    china_and_us,
    pay_in_china,
    places_named,
    years_compared,
)
from analysis.wages.findings.counts import (
    dated,
    most_unpaid,
    on_the_ladder,
    pay_by_country_and_form,
    quotes_there_are,
    unpaid_time,
)
from analysis.wages.findings.forms import (
    by_form_and_place,
    changes_of_pay,
    crowd_and_employed,
    own_or_bought_hour,
    premium_of_employment,
    same_task,
)
from analysis.wages.findings.minimum import below_the_minimum, chinese_shops, pay_of_shops
from analysis.wages.hours import FULL_TIME, Span, WorkingTime, hourly_wage
from analysis.wages.ladder import ladder, ladder_minima, with_minima
from analysis.wages.monopsony import Monopsony, reservation_spread
from analysis.wages.piece_rates import (
    PieceRateChange,
    Range,
    Triangle,
    chain,
    speed_per_hour,
    triangle_table,
)
from analysis.wages.quotes import (
    DEFAULT_EXCLUSIONS,
    Selection,
    check_quotes,
    log_midpoint,
    select,
    with_year,
)
from analysis.wages.synthesis import deletion_table, leave_one_source_out, median_pay
from analysis.wages.time_basis import time_basis, unpaid_share

__all__ = [
    "CHINA_AND_US",
    "DEFAULT_EXCLUSIONS",
    "FULL_TIME",
    "RULES",
    "Comparable",
    "Monopsony",
    "PieceRateChange",
    "Range",
    "Selection",
    "Span",
    "Triangle",
    "WorkingTime",
    "below_the_minimum",
    "box_triangle_table",
    "by_form_and_place",
    "by_province",
    "chain",
    "changes_of_pay",
    "check_quotes",
    "china_and_us",
    "chinese_shops",
    "comparable",
    "count_below_each_way",
    "crowd_and_employed",
    "dated",
    "deletion_table",
    "dependence",
    "ends",
    "hourly_wage",
    "ladder",
    "ladder_minima",
    "leave_one_source_out",
    "log_midpoint",
    "measurement_bands",
    "median_pay",
    "most_unpaid",
    "not_comparable",
    "of_countries",
    "on_the_ladder",
    "own_or_bought_hour",
    "pay_by_country_and_form",
    "pay_in_china",
    "pay_of_shops",
    "places_named",
    "power_of_buyers",
    "premium_of_employment",
    "price_and_pay_of_boxes",
    "price_chains",
    "quotes_there_are",
    "reservation_spread",
    "same_task",
    "select",
    "shares_of_workers",
    "speed_per_hour",
    "time_basis",
    "triangle_table",
    "triangles_of_boxes",
    "unpaid_share",
    "unpaid_time",
    "with_minima",
    "with_year",
    "within_firms",
    "years_compared",
]
