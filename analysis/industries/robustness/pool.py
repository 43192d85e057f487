"""Everything the robustness notebook shows of an industry, industries in processes of their own."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from analysis.findings import BY, resting
from analysis.industries.declared import SEED, primary
from analysis.industries.fitted import Fitted
from analysis.industries.robustness.decades_and_breaks import breaks, leave_one_decade_out
from analysis.industries.robustness.fits import choices, every_fit
from analysis.industries.robustness.industry_placebo import IndustryPlacebo, joint_test
from analysis.industries.robustness.known_truths import power
from analysis.industries.robustness.rivals import Rivals, rivals
from analysis.industries.samples import Frames
from analysis.industries.series import INDUSTRIES, TITLES, Industry

WORKERS = 2
Part = Literal["choices", "decades", "rivals", "persistent"]


@dataclass(frozen=True)
class Robustness:
    """The stress tests of one industry; every frame knows its rows and what made it.

    Attributes
    ----------
    industry : str
    fits : pandas.DataFrame
        Every declared specification, fitted.
    choices : pandas.DataFrame
        What each choice does to the last elasticity.
    joint : IndustryPlacebo
        The same specifications on walks that know no price.
    rivals : Rivals
        Curves side by side.
    decades, breaks, power : pandas.DataFrame
    """

    industry: Industry
    fits: pd.DataFrame
    choices: pd.DataFrame
    joint: IndustryPlacebo
    rivals: Rivals
    decades: pd.DataFrame
    breaks: pd.DataFrame
    power: pd.DataFrame


def stress(industry: Industry) -> Robustness:
    """Put an industry through all stress tests; the same result every time."""
    frames, one = Frames(industry), primary(industry)
    fits, fitted = every_fit(frames), Fitted(one, frames.sample(one))
    return Robustness(
        industry=industry,
        fits=fits,
        choices=choices(fits),
        joint=joint_test(frames, seed=SEED),
        rivals=rivals(fitted),
        decades=leave_one_decade_out(fitted),
        breaks=breaks(fitted, seed=SEED),
        power=power(fitted, seed=SEED),
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
    with ProcessPoolExecutor(
        workers, context, initializer=_end_with, initargs=(os.getpid(),)
    ) as pool:
        done = dict(zip(order, pool.map(stress, order), strict=True))
    return {industry: done[industry] for industry in chosen}


def _end_with(parent: int) -> None:
    """Have this process end when its parent has, so that a killed build leaves nothing behind."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1.0)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


_PARTS: Mapping[Part, Callable[[Robustness], pd.DataFrame]] = {
    "choices": lambda result: result.choices,
    "decades": lambda result: result.decades.drop(columns="reason"),
    "rivals": lambda result: result.rivals.shown,
    "persistent": lambda result: result.rivals.persistent,
}


def side_by_side(stressed: Mapping[Industry, Robustness], part: Part) -> pd.DataFrame:
    """One part of all stress tests under one another, with a column ``industry``.

    Parameters
    ----------
    stressed : mapping of str to Robustness
    part : {"choices", "decades", "rivals", "persistent"}

    Returns
    -------
    pandas.DataFrame
        Rests on the rows of all industries; made by what made the part.
    """
    frames = {TITLES[industry]: _PARTS[part](result) for industry, result in stressed.items()}
    together = resting(pd.concat(frames, names=["industry"]).reset_index(), frames)
    together.attrs[BY] = next(iter(frames.values())).attrs[BY]
    return together
