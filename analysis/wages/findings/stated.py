"""Shares and ratios that sources state themselves, used as stated."""

from __future__ import annotations

import pandas as pd

from analysis.findings import Quantity, finds
from analysis.wages.named import AGENCY_TO_DIRECT, MOST_BELOW_FEDERAL, PLATFORMS_AT_MINIMUM, named


@finds
def stated_by_sources(stated: pd.DataFrame) -> dict[str, Quantity]:
    """Workers below the federal minimum by a study of them; agency over direct pay; ratios stated.

    Parameters
    ----------
    stated : pandas.DataFrame
        Table ``stated_shares``.
    """
    workers, agency = named(stated, MOST_BELOW_FEDERAL), named(stated, AGENCY_TO_DIRECT)
    platforms = named(stated, PLATFORMS_AT_MINIMUM)
    ratios = stated[
        (stated["measure"] == "ratio_to_minimum")
        & (stated["confidence"] != "low")
        & ~stated["warnings"].fillna("").str.contains("claimed_by_firm")
    ]
    below = ratios[ratios["high"].fillna(ratios["mid"]) <= 1]
    claims = stated[
        (stated["measure"] == "ratio_to_minimum")
        & stated["warnings"].fillna("").str.contains("claimed_by_firm")
    ]
    return {
        "workers_below_federal": Quantity(
            float(workers["mid"].iloc[0]), "share of workers", rows=workers
        ),
        "workers_studied": Quantity(int(workers["number"].iloc[0]), "workers", rows=workers),
        "platforms_at_minimum": Quantity(
            float(platforms["mid"].iloc[0]), "share of platforms", rows=platforms
        ),
        "platforms_rated": Quantity(int(platforms["number"].iloc[0]), "platforms", rows=platforms),
        "agency_to_direct": Quantity(float(agency["mid"].iloc[0]), "ratio of pay", rows=agency),
        "ratios_stated": Quantity(len(ratios), "reports", rows=ratios),
        "ratios_below": Quantity(len(below), "reports", rows=below),
        "ratios_claimed": Quantity(len(claims), "reports", rows=claims),
    }
