"""Speed of the nonlinear least-squares estimator beside its competitors, as ratios of medians.

``python -m benchmarks.regression``
"""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from scipy.optimize import curve_fit
from scipy.special import ndtr

from analysis.regression import NLSResults, NonlinearLS

ROUNDS = 7
REPLICATIONS = 2000
TRUTH = np.array([10.0, 0.5, 0.6])
START = np.array([8.0, 0.0, 1.0])
NAMES = ("ceiling", "location", "spread")

R_SCRIPT = """
d <- read.csv("{data}"); set.seed(1); n <- nrow(d); start <- c({start})
names(start) <- c("a", "m", "s")
t <- system.time(for (r in 1:{replications}) {{
  e <- d[sample(n, n, TRUE), ]
  try(nls(y ~ a * pnorm((x - m) / s), e, start = start), silent = TRUE)
}})
cat(t["elapsed"])
"""


def mean(params: Any, x: Any) -> Any:
    """A lognormal curve in the logarithm of its argument."""
    ceiling, location, spread = params
    return ceiling * ndtr((x - location) / spread)


def slopes(params: Any, x: Any) -> Any:
    """Its derivatives, last axis the parameters."""
    ceiling, location, spread = params
    z = (x - location) / spread
    density = np.exp(-0.5 * z * z) * (-ceiling / (spread * np.sqrt(2 * np.pi)))
    return np.stack([ndtr(z), density, density * z], axis=-1)


def mean_and_slopes(params: Any, x: Any) -> Any:
    """Both at once, which spares the second evaluation of the normal distribution."""
    ceiling, location, spread = params
    z = (x - location) / spread
    served = ndtr(z)
    density = np.exp(-0.5 * z * z)
    density *= -ceiling / (spread * np.sqrt(2 * np.pi))
    return ceiling * served, (served, density, density * z)


def sample(n: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Log prices and quantities along most of the curve, which is identified there."""
    rng = np.random.default_rng(seed)
    x = rng.normal(0.5, 0.8, n)
    return x, mean(TRUTH, x) + 0.3 * rng.standard_normal(n)


def seconds(call: Callable[[], Any], rounds: int = ROUNDS) -> float:
    """Median time of a call."""
    taken = []
    for _ in range(rounds):
        begun = time.perf_counter()
        call()
        taken.append(time.perf_counter() - begun)
    return median(taken)


def fit(n: int = 60, **options: Any) -> NLSResults:
    """Estimate on the sample of size n."""
    x, y = sample(n)
    return NonlinearLS(mean, y, x, start=START, names=NAMES, **options).fit()


def combined(n: int = 60) -> NLSResults:
    """The same with mean and derivatives from one call and the linear parameter declared."""
    x, y = sample(n)
    return NonlinearLS(
        mean_and_slopes, y, x, start=START, names=NAMES, jac=True, linear="ceiling"
    ).fit()


def loop(counts: np.ndarray, start: np.ndarray, jac: bool) -> np.ndarray:
    """The competitor: scipy.optimize.curve_fit in a loop, started at the estimate."""
    x, y = sample(60)
    given = (lambda x, *p: slopes(p, x)) if jac else None
    found = np.empty((counts.shape[0], 3))
    for r, row in enumerate(counts):
        chosen = np.repeat(np.arange(60), row)
        found[r], _ = curve_fit(lambda x, *p: mean(p, x), x[chosen], y[chosen], p0=start, jac=given)
    return found


def bootstrap_ratios() -> None:
    """2,000 pairs-bootstrap refits, n = 60, against a loop of curve_fit."""
    routes = {
        "function only": fit(),
        "function and Jacobian": fit(jac=slopes),
        "both from one call, scale declared linear": combined(),
    }
    first = routes["function only"]
    draws = first.bootstrap(REPLICATIONS, kind="pairs", seed=0)
    counts = np.concatenate([
        np.asarray(draws.plan.sample(b, size).counts, dtype=int) for b, size in draws.plan.blocks
    ])  # fmt: skip
    start = first.fit.params
    theirs = {jac: seconds(partial(loop, counts, start, jac), 3) for jac in (False, True)}
    best = min(theirs.values())
    print(f"{REPLICATIONS} pairs-bootstrap refits of a three-parameter lognormal curve, n = 60")
    print(f"  loop of curve_fit: {theirs[False]:.3f} s; with Jacobian {theirs[True]:.3f} s")
    for name, result in routes.items():
        ours = seconds(partial(result.bootstrap, REPLICATIONS, kind="pairs", seed=0))
        print(f"  ours, {name}: {ours:.4f} s, {best / ours:.1f} times as fast (wanted: 6, aim 12)")
    print(
        f"  largest relative excess of our SSR: {_excess(draws, counts, start):.1e} (allowed 1e-6)"
    )
    _floor(combined(), ours)
    _others(best, start)


def _excess(draws: Any, counts: np.ndarray, start: np.ndarray) -> float:
    x, y = sample(60)
    found = loop(counts, start, jac=True)
    theirs = np.array([c @ (y - mean(p, x)) ** 2 for c, p in zip(counts, found, strict=True)])
    refits = draws.replications.params
    ours = np.array([c @ (y - mean(p, x)) ** 2 for c, p in zip(counts, refits, strict=True)])
    return float(np.max(ours / theirs - 1.0))


def _floor(result: NLSResults, ours: float) -> None:
    """Normal CDF on all cells once an iteration: what no algorithm of this kind can go below."""
    evaluations = 0
    whole = result.bootstrap(REPLICATIONS, kind="pairs", seed=0).plan
    function = whole.mean.mean_function.function

    def counted(params: Any, x: Any) -> Any:
        nonlocal evaluations
        value = function(params, x)
        evaluations += value[0].size
        return value

    x, y = sample(60)
    model = NonlinearLS(counted, y, x, start=START, names=NAMES, jac=True, linear="ceiling").fit()
    evaluations = 0
    model.bootstrap(REPLICATIONS, kind="pairs", seed=0)
    passes = evaluations / (REPLICATIONS * 60)
    block = np.random.default_rng(0).normal(size=(500, 60))
    once = seconds(lambda: ndtr(block), 50) * REPLICATIONS / 500
    floor = once * passes
    print(
        f"  floor: {passes:.1f} passes over all cells, normal CDF alone {floor:.4f} s; "
        f"we take {ours / floor:.1f} times that"
    )


def _others(best: float, start: np.ndarray) -> None:
    x, y = sample(60)
    if importlib.util.find_spec("lmfit") is None:
        print("  lmfit: not installed, not measured")
    else:
        taken = _lmfit(x, y, start) * REPLICATIONS / 200
        print(f"  lmfit: {taken:.2f} s (200 refits, times ten), {best / taken:.2f} of the loop")
    if shutil.which("Rscript") is None:
        print("  R nls: R is not installed, not measured")
    else:
        taken = _r(x, y, start)
        print(f"  R nls: {taken:.2f} s, {best / taken:.2f} times the speed of the loop")


def _lmfit(x: np.ndarray, y: np.ndarray, start: np.ndarray) -> float:
    lmfit = importlib.import_module("lmfit")
    model = lmfit.Model(lambda x, a, m, s: mean((a, m, s), x))
    rng = np.random.default_rng(1)
    rows = rng.integers(0, 60, size=(200, 60))
    params = model.make_params(a=start[0], m=start[1], s=start[2])

    def refit() -> None:
        for chosen in rows:
            model.fit(y[chosen], params, x=x[chosen])

    return seconds(refit, 1)


def _r(x: np.ndarray, y: np.ndarray, start: np.ndarray) -> float:
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder, "data.csv")
        np.savetxt(data, np.c_[x, y], delimiter=",", header="x,y", comments="", fmt="%.17g")
        text = R_SCRIPT.format(
            data=data, start=", ".join(f"{v:.17g}" for v in start), replications=REPLICATIONS
        )
        done = subprocess.run(["Rscript", "-e", text], capture_output=True, text=True, check=True)
    return float(done.stdout)


def single_ratio() -> None:
    """One fit from a given start, n = 600, with the same Jacobian."""
    x, y = sample(600)

    def ours() -> None:
        NonlinearLS(mean, y, x, start=START, jac=slopes).fit()

    def theirs() -> None:
        curve_fit(lambda x, *p: mean(p, x), x, y, p0=START, jac=lambda x, *p: slopes(p, x))

    pairs = [(seconds(ours, 20), seconds(theirs, 20)) for _ in range(10 * ROUNDS)]
    ratio = median(a / b for a, b in pairs)
    print("One fit from a given start, n = 600, the same Jacobian")
    mine, other = (median(column) * 1e6 for column in zip(*pairs, strict=True))
    print(f"  ours {mine:.0f} us, curve_fit {other:.0f} us: {ratio:.2f} times (allowed: 1.5)")


def memory() -> None:
    """Peak memory of 100,000 replications of n = 200, in a process of its own."""
    code = (
        "import json, resource\n"
        "from benchmarks.regression import combined\n"
        "result = combined(200)\n"
        "draws = result.bootstrap(100_000, kind='pairs', seed=0)\n"
        "draws.conf_int()\n"
        "peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "print(json.dumps([peak, draws.n_failed]))\n"
    )
    begun = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    peak, failed = json.loads(done.stdout)
    print("100,000 replications of n = 200")
    print(f"  peak memory {peak / 1024:.0f} MB (allowed: 1,000), {failed} failed, "
          f"{time.perf_counter() - begun:.1f} s with imports")  # fmt: skip


def main() -> None:
    """Print all of it."""
    bootstrap_ratios()
    single_ratio()
    memory()


if __name__ == "__main__":
    main()
