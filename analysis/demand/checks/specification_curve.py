"""The specification curve: the answer under every declared choice (Simonsohn et al. 2020)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pandas as pd
from tqdm import tqdm

from analysis.demand.checks.declared_choices import Options, Specifications, specified_model
from analysis.demand.checks.limits import limit_fit
from analysis.demand.curves.curve import FloatArray
from analysis.demand.estimates import WALD, Interval
from analysis.demand.model import DemandModel
from analysis.errors import LabourError, SpecificationError

CACHE_FORMAT = 1
ESTIMATES = ("elasticity", "lower", "upper", "turning", "rsquared", "nobs")
Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True)
class SpecificationCurve:
    """The elasticity under every specification.

    Parameters
    ----------
    specifications : Specifications
    table : DataFrame
        One row a specification, in the order of declaration: its labels; ``primary``; ``status``
        (fitted, unbounded: an interval without one of its ends, refused) with ``reason``;
        elasticity, interval, turning price, whether it is ``crossed`` within the data, R2 and
        number of observations.
    at : str
        Where the elasticity is taken: "first" or "last" row of each specification, or a year.
    """

    specifications: Specifications
    table: pd.DataFrame
    at: str

    @property
    def primary(self) -> pd.Series:
        """The row of the specification chosen beforehand."""
        return self.table[self.table["primary"]].iloc[0]

    def ordered(self) -> pd.DataFrame:
        """Rows that have an elasticity, lowest first: the curve to draw."""
        return self.table.dropna(subset="elasticity").sort_values("elasticity", kind="stable")

    def counts(self) -> pd.Series:
        """Numbers of specifications: fitted, unbounded, refused; below one, crossing one."""
        status = self.table["status"]
        counts = {name: int((status == name).sum()) for name in ("fitted", "unbounded", "refused")}
        counts["below_one"] = int((self.table["elasticity"] < 1.0).sum())
        counts["surely_below_one"] = int((self.table["upper"] < 1.0).sum())
        counts["surely_above_one"] = int((self.table["lower"] > 1.0).sum())
        counts["crossed"] = int(self.table["crossed"].sum())
        return pd.Series(counts, name="specifications")

    def influence(self) -> pd.Series:
        """How far each choice alone moves the elasticity, largest first.

        Mean over the combinations of the other choices of the range across the labels of one
        dimension, where at least two of them have an elasticity.
        """
        names = list(self.specifications.dimensions)
        found = {}
        for name in names:
            others = [other for other in names if other != name]
            groups = self.table.dropna(subset="elasticity")
            if others:
                by = groups.groupby(others, sort=False)["elasticity"]
                ranges = (by.max() - by.min())[by.count() >= 2]
            else:
                ranges = pd.Series([np.ptp(groups["elasticity"].to_numpy())])
            found[name] = float(ranges.mean())
        return pd.Series(found, name="mean range").sort_values(ascending=False, kind="stable")


@dataclass(frozen=True)
class JointPlacebo:
    """The whole curve on quantities that have nothing to do with price or income.

    Parameters
    ----------
    observed : dict of str to float
        Share of specifications whose elasticity crosses one within the data, and median R2.
    draws : DataFrame
        The same for each placebo draw.
    """

    observed: dict[str, float]
    draws: pd.DataFrame

    def pvalues(self) -> pd.Series:
        """Chance of a statistic at least as large without any relation."""
        n = len(self.draws)
        found = {
            name: (1 + int((self.draws[name] >= value).sum())) / (1 + n)
            for name, value in self.observed.items()
        }
        return pd.Series(found, name="p")


def specification_curve(
    data: pd.DataFrame,
    specifications: Specifications,
    at: str | int = "last",
    interval: Interval = WALD,
    workers: int = 1,
    progress: bool = False,
    cache: Path | None = None,
) -> SpecificationCurve:
    """Fit every specification.

    Parameters
    ----------
    data : DataFrame
        Indexed by year, with all columns that some specification names.
    specifications : Specifications
    at : "first", "last" or a year
    interval : Interval
        "delta" or "profile".
    workers : int
        Processes; the result does not depend on it.
    progress : bool
        Whether to show a progress bar.
    cache : Path, optional
        Folder where results are kept by the content of data and table.

    Raises
    ------
    SpecificationError
        If ``interval`` asks for a bootstrap.
    """
    if interval.method == "bootstrap":
        raise SpecificationError("interval is 'bootstrap'; allowed: 'delta', 'profile'")
    file = None if cache is None else cache / f"{_key(data, specifications, at, interval)}.json"
    if file is not None and file.exists():
        rows = json.loads(file.read_text(encoding="utf-8"))
    else:
        work = partial(_evaluate, data, at, interval)
        options = [options for _, options in specifications]
        rows = _map(work, options, workers, progress, "specifications")
        if file is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(rows), encoding="utf-8")
    labels = [labels for labels, _ in specifications]
    table = pd.concat([pd.DataFrame(labels), pd.DataFrame(rows)], axis=1)
    primary = dict(specifications.primary)
    table.insert(len(primary), "primary", [label == primary for label in labels])
    return SpecificationCurve(specifications, table, str(at))


def joint_placebo(
    data: pd.DataFrame,
    specifications: Specifications,
    n: int = 99,
    seed: int = 0,
    workers: int = 1,
    progress: bool = False,
) -> JointPlacebo:
    """Redo the whole curve with quantities replaced by drifting random walks.

    Prices, incomes and deflators stay as they are. All quantity columns get the same shocks, each
    with its own drift and spread, since they measure the same thing.

    Parameters
    ----------
    data, specifications, workers, progress
        As for `specification_curve`.
    n : int
        Draws.
    seed : int
    """
    seeds = np.random.SeedSequence(seed).spawn(n)
    work = partial(_joint_draw, data, specifications)
    draws = _map(work, seeds, workers, progress, "placebo draws")
    return JointPlacebo(_joint(data, specifications), pd.DataFrame(draws))


def _evaluate(
    data: pd.DataFrame, at: str | int, interval: Interval, options: Options
) -> dict[str, Any]:
    """One row of the table; plain values, so that it can be stored."""
    row: dict[str, Any] = {"status": "refused", "reason": ""}
    row |= dict.fromkeys(ESTIMATES, float("nan")) | {"crossed": False}
    try:
        results = specified_model(data, options).fit()
        elasticity = results.elasticity(at, interval=interval)
        point = results.turning_point()
    except LabourError as error:
        return row | {"reason": f"{type(error).__name__}: {str(error).splitlines()[0]}"}
    bounded = bool(np.isfinite([elasticity.lower, elasticity.upper]).all())
    return row | {
        "status": "fitted" if bounded else "unbounded",
        "elasticity": elasticity.value,
        "lower": elasticity.lower,
        "upper": elasticity.upper,
        "turning": float("nan") if point.price is None else point.price.value,
        "rsquared": results.rsquared,
        "nobs": results.nobs,
        "crossed": point.within,
    }


def _joint_draw(
    data: pd.DataFrame, specifications: Specifications, seed: np.random.SeedSequence
) -> dict[str, float]:
    generator = np.random.default_rng(seed)
    shocks = generator.normal(size=len(data))
    walks = {name: _walk(data[name], shocks) for name in specifications.quantities}
    return _joint(data.assign(**walks), specifications)


def _walk(quantity: pd.Series, shocks: FloatArray) -> pd.Series:
    """A random walk with the drift and spread of a log series, missing where it is missing."""
    present = quantity.dropna()
    steps = np.diff(np.log(present.to_numpy(dtype=float)))
    drawn = steps.mean() + steps.std(ddof=1) * shocks[: len(steps)]
    path = np.log(present.iloc[0]) + np.concatenate([[0.0], np.cumsum(drawn)])
    return pd.Series(np.exp(path), index=present.index).reindex(quantity.index)


def _joint(data: pd.DataFrame, specifications: Specifications) -> dict[str, float]:
    """Joint statistics over the specifications that have a model at all."""
    rsquared, crossed = [], []
    for _, options in specifications:
        try:
            model = specified_model(data, options)
        except LabourError:
            continue
        fitted = limit_fit(model.equation, model.series)
        rsquared.append(fitted.rsquared)
        crossed.append(_crosses(model, fitted.params))
    if not rsquared:
        raise SpecificationError("every specification was refused; allowed: at least one model")
    return {"share_crossed": float(np.mean(crossed)), "median_rsquared": float(np.median(rsquared))}


def _crosses(model: DemandModel, params: FloatArray) -> bool:
    """Whether the elasticity passes one between the lowest and the highest relative price."""
    own = params[: model.equation.curve_size]
    if not (own > np.array(model.curve.lower)).all():
        return False
    point = model.curve.log_turning_at(own, 1.0)
    seen = model.equation.log_relative_price(params, model.equation.regressors(model.series))
    return point is not None and bool(seen.min() <= point <= seen.max())


def _map(
    work: Callable[[Item], Result],
    items: Iterable[Item],
    workers: int,
    progress: bool,
    title: str,
) -> list[Result]:
    """Results in the order of the items, from one process or several."""
    listed = list(items)
    show: dict[str, Any] = {
        "total": len(listed),
        "desc": title,
        "disable": None if progress else True,
    }
    if workers <= 1:
        return [work(item) for item in tqdm(listed, **show)]
    # Spawned, not forked: a fork would copy the threads of the linear algebra library.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        return list(tqdm(pool.map(work, listed), **show))


def _key(
    data: pd.DataFrame, specifications: Specifications, at: str | int, interval: Interval
) -> str:
    """Digest of everything the rows depend on."""
    described = {
        "format": CACHE_FORMAT,
        "columns": [str(column) for column in data.columns],
        "dimensions": {
            k: {m: dict(o) for m, o in v.items()} for k, v in specifications.dimensions.items()
        },
        "base": dict(specifications.base),
        "at": at,
        "interval": {k: v for k, v in asdict(interval).items() if k != "bootstrap"},
    }
    digest = hashlib.sha256(json.dumps(described, sort_keys=True, default=repr).encode())
    digest.update(pd.util.hash_pandas_object(data, index=True).to_numpy().tobytes())
    return digest.hexdigest()
