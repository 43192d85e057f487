"""Speed on every road to an estimate, as ratios to ``curve_fit`` measured in the same run.

``python -m benchmarks speed``. All contestants take turns, medians are compared, and beside each
ratio stands the floor: the time within the model function and its derivatives.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import curve_fit
from scipy.special import log_ndtr, ndtr

from analysis.demand import DemandModel
from analysis.demand.curves.curve import ErrorScale
from analysis.regression import BootstrapResults, NLSResults, NonlinearLS
from analysis.regression.bootstrap.replications import run
from benchmarks._timing import interleaved, shown, verdict
from benchmarks.regression import NAMES, START, mean, sample, slopes

REPLICATIONS = 2000
# mu, sigma and scale of a lognormal demand curve, of which the sample sees three quarters.
DEMAND = np.array([0.3, 1.0, 10.0])
NOISE = 0.1


def demand_frame(n: int, seed: int = 0) -> pd.DataFrame:
    """Prices that fall and quantities along a lognormal curve, multiplicative errors."""
    rng = np.random.default_rng(seed)
    price = np.exp(np.linspace(1.5, -1.0, n))
    quantity = levels(np.log(price), *DEMAND) * np.exp(NOISE * rng.standard_normal(n))
    return pd.DataFrame({"q": quantity, "p": price}, index=pd.RangeIndex(1500, 1500 + n))


def levels(log_price: Any, mu: Any, sigma: Any, scale: Any) -> Any:
    """The demand curve as a user of curve_fit would write it."""
    return scale * ndtr((mu - log_price) / sigma)


def logs(log_price: Any, mu: Any, sigma: Any, scale: Any) -> Any:
    """Its logarithm."""
    return np.log(scale) + log_ndtr((mu - log_price) / sigma)


def plain(x: Any, ceiling: Any, location: Any, spread: Any) -> Any:
    """The curve of the regression road."""
    return mean((ceiling, location, spread), x)


@dataclass(frozen=True)
class Road:
    """One way to an estimate and the same problem for curve_fit."""

    name: str
    result: NLSResults
    function: Callable[..., Any]
    x: np.ndarray
    y: np.ndarray


def roads(n: int) -> list[Road]:
    """NonlinearLS with the function alone, and demand models in logs and in levels."""
    x, y = sample(n)
    first = NonlinearLS(mean, y, x, start=START, names=NAMES).fit()
    found = [Road("NonlinearLS", first, plain, x, y)]
    frame = demand_frame(n)
    price, quantity = np.log(frame["p"].to_numpy()), frame["q"].to_numpy()
    scales: tuple[tuple[ErrorScale, Callable[..., Any], np.ndarray], ...] = (
        ("log", logs, np.log(quantity)), ("level", levels, quantity),
    )  # fmt: skip
    for error, function, endog in scales:
        fitted = DemandModel(frame, "q", "p", error=error).fit().regression
        found.append(Road(f"DemandModel in {error}s", fitted, function, price, endog))
    return found


def drawn(draws: BootstrapResults) -> np.ndarray:
    """How often each observation is in each sample, (R, n)."""
    blocks = draws.plan.blocks
    return np.concatenate([draws.plan.sample(b, size).counts for b, size in blocks])


def loop(road: Road, counts: np.ndarray) -> np.ndarray:
    """The competitor: curve_fit on every sample, started at the estimate."""
    n, start = road.y.size, road.result.fit.params
    found = np.empty((counts.shape[0], start.size))
    for r, row in enumerate(counts):
        chosen = np.repeat(np.arange(n), row.astype(int))
        found[r], _ = curve_fit(road.function, road.x[chosen], road.y[chosen], p0=start)
    return found


def bootstrap_roads() -> None:
    """2,000 pairs refits on three roads; the loop is timed on a share of the samples at n 500."""
    print(f"{REPLICATIONS} pairs refits, times as fast as a loop of curve_fit")
    for n, wanted, part in ((60, 8.0, REPLICATIONS), (500, 4.0, REPLICATIONS // 4)):
        for road in roads(n):
            draws = road.result.bootstrap(REPLICATIONS, kind="pairs", seed=0)
            counts = drawn(draws)[:part]
            times = interleaved(
                {
                    "ours": partial(road.result.bootstrap, REPLICATIONS, kind="pairs", seed=0),
                    "loop": partial(loop, road, counts),
                },
                3,
            )
            theirs = times["loop"] * REPLICATIONS / part
            ratio, floor = theirs / times["ours"], _floor(road)
            print(
                f"  {road.name}, n {n}: {shown(times['ours'])} against {shown(theirs)}: "
                f"{ratio:.1f} ({verdict(ratio, wanted, most=False)}); floor {shown(floor)}, "
                f"we take {times['ours'] / floor:.1f} times that; "
                f"SSR at most {_excess(road, draws, counts):.0e} above theirs"
            )


def _floor(road: Road) -> float:
    """Time within the model function and its derivatives in one bootstrap, which no one saves."""
    inside = 0.0

    def watched(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            nonlocal inside
            begun = time.process_time()
            value = function(*arguments)
            inside += time.process_time() - begun
            return value

        return call

    plan = road.result.bootstrap(REPLICATIONS, kind="pairs", seed=0).plan
    asked = plan.mean.mean_function
    jac = watched(asked.jac) if callable(asked.jac) else asked.jac
    both = None if asked.both is None else watched(asked.both)
    known = asked._replace(function=watched(asked.function), jac=jac, both=both)
    run(replace(plan, mean=replace(plan.mean, mean_function=known)))
    return inside


def _excess(road: Road, draws: BootstrapResults, counts: np.ndarray) -> float:
    """Largest relative excess of our sums of squares over those of the loop."""
    part = counts[:200]
    theirs = _sums(road, part, loop(road, part))
    ours = _sums(road, part, draws.replications.params[: part.shape[0]])
    return float(np.max(ours / theirs - 1.0))


def _sums(road: Road, counts: np.ndarray, params: np.ndarray) -> np.ndarray:
    fitted = np.stack([road.function(road.x, *p) for p in params])
    return np.asarray((counts * (road.y - fitted) ** 2).sum(axis=1))


def single_fits() -> None:
    """One fit from a start, estimates only; then the checks behind the covariance."""
    print("One fit from a start, estimates only; times curve_fit")
    for n in (60, 600):
        x, y = sample(n)
        for label, jac in (("no Jacobian", None), ("with Jacobian", slopes)):
            given = None if jac is None else lambda x, *p: slopes(p, x)

            def ours(x: Any = x, y: Any = y, jac: Any = jac) -> NLSResults:
                return NonlinearLS(mean, y, x, start=START, names=NAMES, jac=jac).fit()

            def theirs(x: Any = x, y: Any = y, given: Any = given) -> Any:
                return curve_fit(plain, x, y, p0=START, jac=given)

            times = interleaved({"ours": ours, "curve_fit": theirs}, 41, 5)
            ratio, floor = times["ours"] / times["curve_fit"], _minpack(x, y, jac)
            print(
                f"  n {n}, {label}: {shown(times['ours'])} against {shown(times['curve_fit'])}: "
                f"{ratio:.2f} ({verdict(ratio, 1.2)}); floor {shown(floor)}"
            )
            checked = interleaved({"fit": ours, "both": partial(_errors, ours)}, 21, 3)
            extra = checked["both"] - checked["fit"]
            print(
                f"    first use of the covariance (Jacobian, rank, saddle, flatness): "
                f"{shown(extra)} more, {extra / times['curve_fit']:.1f} times curve_fit"
            )


def _errors(fit: Callable[[], NLSResults]) -> Any:
    return fit().bse


def _minpack(x: np.ndarray, y: np.ndarray, jac: Callable[..., Any] | None) -> float:
    """The model function and its derivatives alone, as often as MINPACK asks for them."""
    calls = [0, 0]

    def counted(x: Any, *params: Any) -> Any:
        calls[0] += 1
        return plain(x, *params)

    def derivatives(x: Any, *params: Any) -> Any:
        calls[1] += 1
        return slopes(params, x)

    curve_fit(counted, x, y, p0=START, jac=None if jac is None else derivatives)
    each = interleaved({"f": lambda: plain(x, *START), "d": lambda: slopes(START, x)}, 41, 20)
    return calls[0] * each["f"] + calls[1] * each["d"]


def demand_fit() -> None:
    """A demand model, which finds its own start, against curve_fit from a good one."""
    n = 600
    frame = demand_frame(n)
    x, y = np.log(frame["p"].to_numpy()), np.log(frame["q"].to_numpy())
    model = DemandModel(frame, "q", "p")
    times = interleaved(
        {
            "fit": model.fit,
            "with the model": lambda: DemandModel(frame, "q", "p").fit(),
            "with standard errors": lambda: model.fit().bse,
            "curve_fit": lambda: curve_fit(logs, x, y, p0=DEMAND),
        },
        15,
    )
    ratio = times["fit"] / times["curve_fit"]
    print("DemandModel.fit, which finds its own start, n 600; times curve_fit from a good start")
    print(
        f"  {shown(times['fit'])} against {shown(times['curve_fit'])}: {ratio:.1f} "
        f"({verdict(ratio, 6.0)}); model made anew {shown(times['with the model'])}, with "
        f"standard errors {shown(times['with standard errors'])}"
    )


def derived_quantities() -> None:
    """Profiles and bootstraps of functions of the parameters against those of parameters."""
    x, y = sample(60)
    model = NonlinearLS(mean, y, x, start=START, names=NAMES)

    def product(p: Any) -> Any:
        return p["ceiling"] / p["spread"]

    result = model.fit()
    quantity = result.derived("slope", product)
    draws = result.bootstrap(REPLICATIONS, kind="pairs", seed=0)
    times = interleaved(
        {
            "profiles": lambda: model.fit().conf_int(method="profile"),
            "derived": lambda: model.fit().derived("slope", product).conf_int(method="profile"),
            "fit": model.fit,
            "bootstrap": lambda: result.bootstrap(REPLICATIONS, kind="pairs", seed=0),
            "draws": lambda: draws.derived(quantity),
            "studentized": lambda: draws.derived(quantity, method="studentized"),
        },
        7,
    )
    ours, theirs = times["derived"] - times["fit"], times["profiles"] - times["fit"]
    ratio = ours / (theirs / len(NAMES))
    print("Functions of the parameters, n 60")
    print(
        f"  profile of a function {shown(ours)}, of three parameters {shown(theirs)}: "
        f"{ours / theirs:.1f} times all three ({verdict(ours / theirs, 2.0)}), "
        f"{ratio:.1f} times one"
    )
    share = times["draws"] / times["bootstrap"]
    print(
        f"  a function of {REPLICATIONS} draws {shown(times['draws'])}, the bootstrap "
        f"{shown(times['bootstrap'])}: {share:.2f} ({verdict(share, 1.0)}); "
        f"studentized {shown(times['studentized'])}"
    )


MEMORY = """
import json, resource, time, tracemalloc
import numpy as np
from benchmarks.regression import START, NAMES, mean, sample
from benchmarks.speed import plain
from scipy.optimize import curve_fit
from analysis.regression import NonlinearLS
x, y = sample({n})
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
before, begun = peak(), time.process_time()
{call}
print(json.dumps([peak() - before, time.process_time() - begun]))
"""
OURS = "result = NonlinearLS(mean, y, x, start=START, names=NAMES).fit()"
THEIRS = "curve_fit(plain, x, y, p0=START)"
EWC = f"{OURS}; tracemalloc.start(); begun = time.process_time(); " + (
    "result.with_cov('HAC', {'kernel': 'ewc'}).covariance.matrix; "
    "before, peak = 0.0, lambda: tracemalloc.get_traced_memory()[1] / 2**20"
)


def _process(n: int, call: str) -> tuple[float, float]:
    """MB above what was there before, and CPU seconds, in a process of its own."""
    code = MEMORY.format(n=n, call=call)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    peak, taken = json.loads(done.stdout)
    return peak, taken


def large() -> None:
    """EWC memory by size, and a million rows."""
    print("Equal-weighted cosines: memory above that of the fit, linear in n")
    for n in (200_000, 400_000, 800_000):
        peak, taken = _process(n, EWC)
        print(f"  n {n:,}: {peak:.0f} MB, {peak * 2**20 / n:.0f} bytes a row, {shown(taken)}")
    print("A million rows, no Jacobian, estimates only")
    times = [(_process(10**6, OURS), _process(10**6, THEIRS)) for _ in range(3)]
    ours = float(np.median([mine[1] for mine, _ in times]))
    theirs = float(np.median([other[1] for _, other in times]))
    (mine, _), (other, _) = times[0]
    print(
        f"  {ours:.2f} s against {theirs:.2f} s: {ours / theirs:.2f} "
        f"({verdict(ours / theirs, 1.5)}); {mine:.0f} MB against {other:.0f} MB"
    )


def main() -> None:
    """Print all of it."""
    bootstrap_roads()
    single_fits()
    demand_fit()
    derived_quantities()
    large()


if __name__ == "__main__":
    main()
