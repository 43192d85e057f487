"""The numbers of the robustness notebook, by name."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.industries.against_bessen.comparison import SEED
from analysis.industries.declared import primary
from analysis.industries.estimates import specification_curve
from analysis.industries.robustness.finding import Finding
from analysis.industries.robustness.joint_placebo import joint_test, percentile
from analysis.industries.robustness.rivals import beats_time, forecast_ratio, rivals, time_weight
from analysis.industries.robustness.simulated import (
    false_turns,
    noise_around,
    power,
    reported_share,
    years_needed,
)
from analysis.industries.robustness.stability import breaks, leave_one_decade_out
from analysis.industries.series import INDUSTRIES, Industry, steel_with_trade
from analysis.tables import load


def distinct(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of a specification curve that gave an estimate, each distinct fit once."""
    return frame[(frame["status"] != "refused") & ~frame["duplicate"]]


def curve_findings(industry: Industry) -> list[Finding]:
    """How many specifications there are, what became of them, how many cross one."""
    frame = specification_curve(industry)
    used = distinct(frame)
    place = f"{industry}.robust"
    ends = used["last"].quantile([0.1, 0.5, 0.9])
    found = [
        Finding(f"{place}.declared", len(frame), "specifications", specification_curve),
        Finding(f"{place}.distinct", len(used), "distinct fits", specification_curve),
        Finding(f"{place}.refused", int((frame["status"] == "refused").sum()), "specifications",
                specification_curve),
        Finding(f"{place}.unbounded", int((frame["status"] == "unbounded").sum()),
                "specifications", specification_curve),
        Finding(f"{place}.duplicates", int(frame["duplicate"].sum()), "specifications",
                specification_curve),
        Finding(f"{place}.crossing", float(used["crosses"].mean()), "share", specification_curve),
        Finding(f"{place}.last_median", float(ends[0.5]), "elasticity", specification_curve),
        Finding(f"{place}.last_low", float(ends[0.1]), "elasticity", specification_curve),
        Finding(f"{place}.last_high", float(ends[0.9]), "elasticity", specification_curve),
    ]  # fmt: skip
    for error in ("log", "level"):
        share = float(used.loc[used["error"] == error, "crosses"].mean())
        found.append(Finding(f"{place}.crossing_{error}", share, "share", specification_curve))
    return found


def joint_findings(industry: Industry) -> list[Finding]:
    """The specification curve against its null, and the place of R squared among placebos."""
    found = joint_test(industry, seed=SEED)
    place = f"{industry}.robust"
    return [
        Finding(f"{place}.p_crossing", found.p_crossing, "p-value", joint_test),
        Finding(f"{place}.p_rsquared", found.p_rsquared, "p-value", joint_test),
        Finding(f"{place}.crossing_all", found.crossing, "share", joint_test),
        Finding(f"{place}.crossing_null", float(np.median(found.crossing_null)), "share",
                joint_test),
        Finding(f"{place}.walks", len(found.crossing_null), "walks", joint_test),
        Finding(f"{place}.placebo", percentile(found.primary, found.primary_null), "share",
                joint_test),
        Finding(f"{place}.placebo_median", float(np.median(found.primary_null)), "R squared",
                joint_test),
        Finding(f"{place}.placebo_uncentred", percentile(found.uncentred, found.uncentred_null),
                "share", joint_test),
    ]  # fmt: skip


def simulated_findings(industry: Industry) -> list[Finding]:
    """What the fit reports when the truth is known."""
    one, place = primary(industry), f"{industry}.robust"
    turns, share = false_turns(one, seed=SEED), reported_share(one, seed=SEED)
    found = [
        Finding(f"{place}.rho", noise_around(one).rho, "autocorrelation", noise_around),
        Finding(f"{place}.flat", float(turns["elasticity"].iloc[0]), "elasticity", false_turns),
    ]
    for error in ("log", "level"):
        found += [
            Finding(f"{place}.false_{error}", float(turns["crossing"][error]), "share",
                    false_turns),
            Finding(f"{place}.share_{error}_low", float(share["low"][error]), "share",
                    reported_share),
            Finding(f"{place}.share_{error}_high", float(share["high"][error]), "share",
                    reported_share),
            Finding(f"{place}.over_half_{error}", float(share["over_half"][error]), "share",
                    reported_share),
        ]  # fmt: skip
    needed = years_needed(power(one, seed=SEED))
    text = "more years than were tried"
    return [*found, Finding(f"{place}.years_needed", needed, "years", power, text=text)]


def stability_findings(industry: Industry) -> list[Finding]:
    """Whether the estimate holds with a decade left out and on both sides of declared dates."""
    one, place = primary(industry), f"{industry}.robust"
    decades = leave_one_decade_out(one)
    broken = breaks(one, seed=SEED)
    dates = broken.drop(index="largest", errors="ignore")
    found = [
        Finding(f"{place}.first_without_low", float(decades["first"].min()), "elasticity",
                leave_one_decade_out),
        Finding(f"{place}.first_without_high", float(decades["first"].max()), "elasticity",
                leave_one_decade_out),
        Finding(f"{place}.last_without_low", float(decades["last"].min()), "elasticity",
                leave_one_decade_out),
        Finding(f"{place}.last_without_high", float(decades["last"].max()), "elasticity",
                leave_one_decade_out),
    ]  # fmt: skip
    if dates.empty:
        text = "no declared date leaves enough years on both sides"
        return [*found, Finding(f"{place}.break_p", None, "p-value", breaks, text=text)]
    return [
        *found,
        Finding(f"{place}.break_p", float(broken["p"]["largest"]), "p-value", breaks),
        Finding(f"{place}.break_year", str(dates["statistic"].idxmax()), "year", breaks),
    ]


def rival_findings(industry: Industry) -> list[Finding]:
    """Whether the price does better than the calendar."""
    compared, place = rivals(industry), f"{industry}.robust"
    return [
        Finding(f"{place}.beats_time", beats_time(compared), "", beats_time),
        Finding(f"{place}.time_weight", time_weight(compared), "share", time_weight),
        Finding(f"{place}.forecast_ratio", forecast_ratio(compared), "ratio", forecast_ratio),
    ]


def trade_findings() -> list[Finding]:
    """What the tables know of trade and of employment abroad."""
    frame = steel_with_trade().frame
    return [
        Finding("trade.foreign_employment_series", _foreign_employment(), "series",
                trade_findings),
        Finding("trade.steel_years", len(frame), "years", steel_with_trade),
        Finding("trade.industries", len(INDUSTRIES), "industries", trade_findings),
    ]  # fmt: skip


def _foreign_employment() -> int:
    """Series of employment outside the United States after 1900 in the three tables."""
    count = 0
    for name in INDUSTRIES:
        rows = load(name)
        abroad = rows["series"].str.startswith("uk_") & rows["series"].str.contains("hands|employ")
        count += int(rows.loc[abroad & (rows["year"] > 1900), "series"].nunique())
    return count
