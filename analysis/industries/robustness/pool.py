"""Everything the robustness notebook shows of an industry, industries in processes of their own."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import pandas as pd

from analysis.industries.against_bessen.comparison import SEED
from analysis.industries.declared import primary
from analysis.industries.estimates import specification_curve, spread_by_choice
from analysis.industries.robustness.finding import Finding
from analysis.industries.robustness.joint_placebo import JointTest, joint_test
from analysis.industries.robustness.rivals import rivals
from analysis.industries.robustness.robustness import (
    curve_findings,
    joint_findings,
    rival_findings,
    simulated_findings,
    stability_findings,
)
from analysis.industries.robustness.simulated import power
from analysis.industries.robustness.stability import breaks, leave_one_decade_out
from analysis.industries.series import INDUSTRIES, Industry

WORKERS = 2


@dataclass(frozen=True)
class Robustness:
    """The stress tests of one industry.

    Attributes
    ----------
    industry : str
    findings : tuple of Finding
    curve : pandas.DataFrame
        The specification curve.
    choices : pandas.DataFrame
        What each choice does to the last elasticity.
    joint : JointTest
    rivals : pandas.DataFrame
        Curves side by side.
    decades, breaks, power : pandas.DataFrame
    """

    industry: Industry
    findings: tuple[Finding, ...]
    curve: pd.DataFrame
    choices: pd.DataFrame
    joint: JointTest
    rivals: pd.DataFrame
    decades: pd.DataFrame
    breaks: pd.DataFrame
    power: pd.DataFrame


def stress(industry: Industry) -> Robustness:
    """Put an industry through all stress tests; the same result every time."""
    one = primary(industry)
    sets = (curve_findings, joint_findings, simulated_findings, stability_findings, rival_findings)
    curve = specification_curve(industry)
    return Robustness(
        industry=industry,
        findings=tuple(found for compute in sets for found in compute(industry)),
        curve=curve,
        choices=spread_by_choice(curve),
        joint=joint_test(industry, seed=SEED),
        rivals=rivals(industry).table,
        decades=leave_one_decade_out(one),
        breaks=breaks(one, seed=SEED),
        power=power(one, seed=SEED),
    )


def stress_all(industries: Iterable[Industry] = INDUSTRIES) -> dict[Industry, Robustness]:
    """All industries, each in a process of its own, at most two at once.

    Processes are spawned, so that nothing of the caller's state reaches them.
    """
    chosen = list(industries)
    workers = min(WORKERS, len(chosen), os.cpu_count() or 1)
    context = multiprocessing.get_context("spawn")
    # Longest first: steel has the most specifications.
    order = sorted(chosen, key=lambda name: name != "steel")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        done = dict(zip(order, pool.map(stress, order), strict=True))
    return {industry: done[industry] for industry in chosen}
