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

from analysis.wages.below_minimum import (
    by_country_and_form,
    count_below_each_way,
    dependence,
)
from analysis.wages.claims import (
    ORDINARY_PAY,
    RULES,
)
from analysis.wages.comparable import (
    Comparable,
    comparable,
    ends,
    not_comparable,
    of_countries,
)
from analysis.wages.findings.boxes import (
    box_triangle_table,
    price_and_pay_of_boxes,
    price_chains,
    rates_of_workers,
    shares_of_workers,
    triangles_of_boxes,
)
from analysis.wages.findings.buyers import (
    power_of_buyers,
    requester_elasticities,
)
from analysis.wages.findings.clients import (
    client_hours,
    scientist_hour,
    scientist_over_client,
)
from analysis.wages.findings.countries import (
    CHINA_AND_US,
    china_and_us,
    china_and_us_by_product,
    china_and_us_recent,
    of_the_pair,
    yearly_change,
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
    crowd_and_employed,
    direct_or_agency,
    form_of_expert_work,
    premium_each_way,
    premium_of_employment,
    same_platform,
    same_task,
)
from analysis.wages.findings.jobs import (
    changes_followed,
)
from analysis.wages.findings.minimum import (
    below_the_minimum,
    kenyan_offices,
)
from analysis.wages.findings.shops import (
    against_migrants,
    chinese_shops,
    county_shops,
    migrant_income,
    ordinary_pay_or_not,
    pay_of_shops,
    places_with_reports,
)
from analysis.wages.findings.stated import (
    stated_by_sources,
)
from analysis.wages.hours import (
    FULL_TIME,
    Span,
    WorkingTime,
    hourly_wage,
)
from analysis.wages.jobs import (
    changes_of_jobs,
    ends_of_jobs,
    minimum_by_year,
    one_job_over_time,
)
from analysis.wages.ladder import (
    ladder,
    ladder_minima,
    with_minima,
)
from analysis.wages.local_wages import with_own_wages
from analysis.wages.monopsony import (
    Monopsony,
    reservation_spread,
)
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
from analysis.wages.rungs import (
    pay_by_rung,
)
from analysis.wages.synthesis import (
    leave_one_source_out,
    median_pay,
)
from analysis.wages.time_basis import (
    on_basis,
    one_basis_a_study,
    time_basis,
    unpaid_share,
)

__all__ = [
    "CHINA_AND_US",
    "DEFAULT_EXCLUSIONS",
    "FULL_TIME",
    "ORDINARY_PAY",
    "RULES",
    "Comparable",
    "Monopsony",
    "PieceRateChange",
    "Range",
    "Selection",
    "Span",
    "Triangle",
    "WorkingTime",
    "against_migrants",
    "below_the_minimum",
    "box_triangle_table",
    "by_country_and_form",
    "chain",
    "changes_followed",
    "changes_of_jobs",
    "check_quotes",
    "china_and_us",
    "china_and_us_by_product",
    "china_and_us_recent",
    "chinese_shops",
    "client_hours",
    "comparable",
    "count_below_each_way",
    "county_shops",
    "crowd_and_employed",
    "dated",
    "dependence",
    "direct_or_agency",
    "ends",
    "ends_of_jobs",
    "form_of_expert_work",
    "hourly_wage",
    "kenyan_offices",
    "ladder",
    "ladder_minima",
    "leave_one_source_out",
    "log_midpoint",
    "median_pay",
    "migrant_income",
    "minimum_by_year",
    "most_unpaid",
    "not_comparable",
    "of_countries",
    "of_the_pair",
    "on_basis",
    "on_the_ladder",
    "one_basis_a_study",
    "one_job_over_time",
    "ordinary_pay_or_not",
    "pay_by_country_and_form",
    "pay_by_rung",
    "pay_of_shops",
    "places_with_reports",
    "power_of_buyers",
    "premium_each_way",
    "premium_of_employment",
    "price_and_pay_of_boxes",
    "price_chains",
    "quotes_there_are",
    "rates_of_workers",
    "requester_elasticities",
    "reservation_spread",
    "same_platform",
    "same_task",
    "scientist_hour",
    "scientist_over_client",
    "select",
    "shares_of_workers",
    "speed_per_hour",
    "stated_by_sources",
    "time_basis",
    "triangle_table",
    "triangles_of_boxes",
    "unpaid_share",
    "unpaid_time",
    "with_minima",
    "with_own_wages",
    "with_year",
    "yearly_change",
    "years_compared",
]
