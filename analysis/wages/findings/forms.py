"""Employed or crowd, own or bought, here or there, before or after."""

from __future__ import annotations

import pandas as pd

from analysis.findings import Quantity, derived, finds
from analysis.money import one_unit
from analysis.wages.comparable import ends, pay_ratio
from analysis.wages.findings.counts import sources
from analysis.wages.findings.minimum import RATIO_OF_PAY, pooled
from analysis.wages.hours import hourly_wage
from analysis.wages.moderators import fit_moderators
from analysis.wages.named import (
    KHMER_FOR_AMERICANS,
    KHMER_FOR_THAIS,
    NAIROBI_CLIENT_PRICE,
    named,
)
from analysis.wages.piece_rates import Range
from analysis.wages.quotes import with_middle
from analysis.wages.synthesis import describe


def crowd_and_employed(pay: pd.DataFrame) -> pd.DataFrame:
    """Quotes of crowd work and of employed staff."""
    return pay[pay["form"].isin(["crowd", "employed"])]


@finds
def premium_of_employment(forms: pd.DataFrame) -> dict[str, Quantity]:
    """Pay of employed over crowd work with place held, and elsewhere over here with form held.

    Parameters
    ----------
    forms : pandas.DataFrame
        From :func:`crowd_and_employed`.
    """
    bases = {"form": "crowd", "where": "United States"}
    fit, points = fit_moderators(forms, ["form", "where"], bases), with_middle(forms)
    return {
        "employed_premium": pooled(fit, "form[employed]", points),
        "elsewhere_ratio": pooled(fit, "where[elsewhere or not known]", points),
        "crowd_sources": sources(forms[forms["form"] == "crowd"]),
        "employed_sources": sources(forms[forms["form"] == "employed"]),
    }


@derived
def by_form_and_place(forms: pd.DataFrame) -> pd.DataFrame:
    """Ends of each quote with the ``group`` of its form and place."""
    grouped = forms.assign(group=forms["form"] + ", " + forms["where"])
    return ends(grouped, "group", "country", "year")


@finds
def own_or_bought_hour(pay: pd.DataFrame, everything: pd.DataFrame) -> dict[str, Quantity]:
    """An hour of own staff, of an outsourcer's worker, and as the outsourcer's client pays it.

    Parameters
    ----------
    pay : pandas.DataFrame
        Hourly pay of the quotes kept.
    everything : pandas.DataFrame
        The same with what is no pay: there the client's price is found.
    """
    kind, place, firm = pay["worker_type"], pay["country"], pay["firm"]
    in_house = pay[(kind == "in_house_staff") & (place == "USA")]
    outsourced = pay[(kind == "outsourced_staff") & (firm == "sama")]
    client = named(everything, NAIROBI_CLIENT_PRICE)
    return {
        "in_house_hour": _spanned(in_house),
        "in_house_hour_sources": sources(in_house),
        "outsourced_hour": _spanned(outsourced),
        "client_price": _spanned(client),
        "client_price_sources": sources(client),
    }


@finds
def same_task(quotes: pd.DataFrame) -> dict[str, Quantity]:
    """Pay offered to Americans over pay offered to Thais, for one project of annotation."""
    advertised = hourly_wage(named(quotes, *KHMER_FOR_AMERICANS, *KHMER_FOR_THAIS))
    ratio = Range(*pay_ratio(advertised, KHMER_FOR_AMERICANS, KHMER_FOR_THAIS))
    return {
        "same_task_ratio": Quantity(
            ratio.middle, RATIO_OF_PAY, (ratio.low, ratio.high), 1.0, rows=advertised
        )
    }


@finds
def changes_of_pay(changes: pd.DataFrame) -> dict[str, Quantity]:
    """Jobs quoted before and after, and how many of the changes are surely cuts.

    Parameters
    ----------
    changes : pandas.DataFrame
        From :func:`analysis.wages.comparable.within_firms`.
    """
    cuts = int((changes["ratio_high"] < 1).sum())
    return {
        "changes": Quantity(len(changes), "changes"),
        "changes_down": Quantity(cuts, "changes"),
    }


def _spanned(rows: pd.DataFrame) -> Quantity:
    found = describe(rows).iloc[0]
    span = Range(float(found["lowest"]), float(found["highest"]))
    return Quantity(span.middle, one_unit(rows), (span.low, span.high), 1.0, rows=rows)
