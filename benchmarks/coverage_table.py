"""How often 95% intervals of each kind cover the truth: a Monte-Carlo table.

``python -m benchmarks.coverage_table [replications] [bootstrap replications]`` writes
``analysis/regression/display/coverage.csv``, which summaries quote, and shows it in
``docs/estimator.md``. With ``--missing`` as third argument rows that the file has stay, and methods
and designs it does not have yet are added.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import ndtr

from analysis.errors import ConvergenceError, RegressionError
from analysis.regression import BootstrapResults, NLSResults, NonlinearLS
from analysis.regression.bootstrap.bootstrap_results import BootstrapMethod
from analysis.regression.bootstrap.resampling import Kind

OUTPUT = Path(__file__).parents[1] / "analysis" / "regression" / "display" / "coverage.csv"
DOCUMENT = Path(__file__).parents[1] / "docs" / "estimator.md"
BEGIN, END = "<!-- coverage table: begin -->", "<!-- coverage table: end -->"
COLUMNS = (
    "design", "nobs", "method", "parameter", "coverage", "mc_error", "replications", "failures",
    "bootstrap_n", "seed",
)  # fmt: skip

NAMES = ("ceiling", "location", "spread")
TRUTH = np.array([1.0, 0.0, 0.7])
ERROR_SD = 0.05
# Share of the error variance, and of the regressor's, that members of a cluster have in common.
WITHIN = 0.5
ALPHA = 0.05

Intervals = tuple[np.ndarray, np.ndarray]


def curve(params: Any, x: Any) -> tuple[Any, tuple[Any, Any, Any]]:
    """A saturating curve, ceiling * Phi((x - location) / spread), with its derivatives."""
    ceiling, location, spread = params
    z = (x - location) / spread
    served = ndtr(z)
    slope = np.exp(-0.5 * z * z) * (-ceiling / (spread * np.sqrt(2.0 * np.pi)))
    return ceiling * served, (served, slope, slope * z)


@dataclass(frozen=True)
class Design:
    """Errors and regressor of a Monte-Carlo design.

    ``rho`` is the autocorrelation of AR(1) errors beside a trending regressor; ``clusters`` the
    number of clusters with common shares of errors and regressor; ``spread`` the ratio of the last
    standard deviation to the first; ``last`` the end of the regressor; ``error_sd`` the
    standard deviation of the errors.
    """

    name: str
    rho: float = 0.0
    clusters: int = 0
    spread: float = 1.0
    last: float = 1.5
    error_sd: float = ERROR_SD


DESIGNS = (
    Design("iid"), Design("ar1 .6", rho=0.6), Design("ar1 .9", rho=0.9),
    Design("10 clusters", clusters=10), Design("30 clusters", clusters=30),
    Design("heteroskedastic", spread=4.0), Design("partial curve", last=0.0, error_sd=0.01),
)  # fmt: skip
SIZES = (30, 60, 120)


def cells() -> Iterator[tuple[int, Design, int]]:
    """Designs and sizes, those left out in which a cluster would have one member."""
    for number, design in enumerate(DESIGNS):
        for nobs in SIZES:
            if nobs >= 2 * design.clusters:
                yield number, design, nobs


def sample(design: Design, nobs: int, rng: np.random.Generator) -> tuple[Any, Any, Any]:
    """Draw left-hand side, regressor and groups."""
    groups = None
    if design.clusters:
        groups = np.arange(nobs) % design.clusters
        x = _shared(rng, groups, design.clusters)
        errors = _shared(rng, groups, design.clusters)
    else:
        x = np.linspace(-1.5, design.last, nobs)
        errors = rng.standard_normal(nobs)
        innovation = np.sqrt(1.0 - design.rho**2)
        for t in range(1, nobs):
            errors[t] = design.rho * errors[t - 1] + innovation * errors[t]
        sizes = np.linspace(1.0, design.spread, nobs)
        errors *= sizes / np.sqrt(np.mean(sizes**2))
    return curve(TRUTH, x)[0] + design.error_sd * errors, x, groups


def _shared(rng: np.random.Generator, groups: np.ndarray, number: int) -> np.ndarray:
    common: np.ndarray = rng.standard_normal(number)[groups]
    own = rng.standard_normal(groups.size)
    return np.asarray(np.sqrt(WITHIN) * common + np.sqrt(1.0 - WITHIN) * own)


Method = Callable[[], Intervals]

HAC: dict[str, dict[str, Any]] = {
    "HAC Bartlett": {}, "HAC EWC": {"kernel": "ewc"}, "HAC fixed-b": {"critical": "fixed-b"},
    "HAC fixed-b, leverage": {"critical": "fixed-b", "leverage": True},
    "HAC EWC, leverage": {"kernel": "ewc", "leverage": True},
}  # fmt: skip
Schemes = dict[Kind, tuple[BootstrapMethod, ...]]
SERIES: Schemes = {
    "block_residual": ("percentile", "studentized"), "moving_block": ("percentile",),
    "stationary_block": ("percentile",),
}  # fmt: skip
INDEPENDENT: Schemes = {
    "residual": ("percentile", "basic", "studentized", "bca"), "wild": ("percentile",),
    "pairs": ("percentile", "bca"),
}  # fmt: skip
CLUSTERED: Schemes = {
    "cluster_pairs": ("percentile",), "wild_cluster": ("percentile", "studentized"),
}  # fmt: skip


def methods(
    result: NLSResults, design: Design, groups: Any, bootstrap_n: int, seed: int
) -> Iterator[tuple[str, Method]]:
    """Every method that suits the design, as a call that gives its intervals or raises."""
    yield "Wald", lambda: _limits(result.conf_int(ALPHA))
    yield "profile", lambda: _limits(result.conf_int(ALPHA, method="profile"))

    def robust(cov_type: Any, options: dict[str, Any]) -> Method:
        return lambda: _limits(result.with_cov(cov_type, options).conf_int(ALPHA))

    if design.clusters:
        for kind in ("CR1", "CR2"):
            yield kind, robust("cluster", {"groups": groups, "kind": kind})
        schemes = CLUSTERED
    else:
        yield "HC3", robust("HC3", {})
        yield from ((name, robust("HAC", options)) for name, options in HAC.items())
        schemes = INDEPENDENT | SERIES
    for scheme, chosen in schemes.items():
        # One bootstrap serves all methods of its kind.
        draws = cache(partial(result.bootstrap, bootstrap_n, kind=scheme, seed=seed, groups=groups))
        for method in chosen:
            yield (
                f"{scheme} {method}",
                partial(_drawn, draws, method),
            )


def _drawn(draws: Callable[[], BootstrapResults], method: BootstrapMethod) -> Intervals:
    return _limits(draws().conf_int(ALPHA, method=method))


def _limits(frame: Any) -> Intervals:
    return frame["lower"].to_numpy()[:3], frame["upper"].to_numpy()[:3]


def _fitted(model: NonlinearLS) -> Intervals:
    return _limits(model.fit().conf_int(ALPHA))


def sampled(
    design: Design, nobs: int, seed: np.random.SeedSequence, bootstrap_n: int,
    known: Set[str] = frozenset(),
) -> dict[str, Intervals | None]:  # fmt: skip
    """Intervals of one sample by every method but those known, None where one fails."""
    endog, x, groups = sample(design, nobs, np.random.default_rng(seed))
    bootstrap_seed = int(seed.generate_state(1)[0])
    options: dict[str, Any] = {"start": TRUTH, "jac": True, "names": NAMES, "linear": "ceiling"}
    result = NonlinearLS(curve, endog, x, **options).fit()
    calls = dict(methods(result, design, groups, bootstrap_n, bootstrap_seed))
    if design.rho:
        for name, reml in (("AR(1) errors, Wald", False), ("AR(1) errors, restricted", True)):
            model = NonlinearLS(curve, endog, x, errors="ar1", reml=reml, **options)
            calls[name] = partial(_fitted, model)
    return {name: _attempt(call) for name, call in calls.items() if name not in known}


def one_replication(
    design: Design, nobs: int, seed: np.random.SeedSequence, bootstrap_n: int,
    known: Set[str] = frozenset(),
) -> dict[str, np.ndarray | None]:  # fmt: skip
    """For every method but those known, which of the three parameters its intervals cover."""
    return {
        method: None if limits is None else (limits[0] <= TRUTH) & (limits[1] >= TRUTH)
        for method, limits in sampled(design, nobs, seed, bootstrap_n, known).items()
    }


def _attempt(call: Method) -> Intervals | None:
    try:
        return call()
    except (ConvergenceError, RegressionError):
        return None


def table(
    replications: int,
    bootstrap_n: int,
    seed: int = 0,
    known: set[tuple[str, int, str]] | None = None,
) -> Iterator[dict[str, Any]]:
    """Rows of the coverage table; without methods known, by design, size and name."""
    for number, design, nobs in cells():
        there = {m for d, n, m in known or () if (d, n) == (design.name, nobs)}
        yield from cell(number, design, nobs, replications, bootstrap_n, seed, there)


def sample_seed(number: int, nobs: int, replication: int, seed: int) -> np.random.SeedSequence:
    """What one sample of a design is drawn from."""
    return np.random.SeedSequence(seed, spawn_key=(number, nobs, replication))


def cell(
    number: int, design: Design, nobs: int, replications: int, bootstrap_n: int, seed: int,
    known: Set[str] = frozenset(),
) -> Iterator[dict[str, Any]]:  # fmt: skip
    """Rows of one design and size. A method that fails on a sample does not cover there."""
    runs = [
        one_replication(design, nobs, sample_seed(number, nobs, r, seed), bootstrap_n, known)
        for r in range(replications)
    ]
    for method in runs[0]:
        hits = [run[method] for run in runs]
        failures = sum(hit is None for hit in hits)
        covered = np.array([np.zeros(3, dtype=bool) if h is None else h for h in hits])
        for j, name in enumerate(NAMES):
            share = float(covered[:, j].mean())
            yield {
                "design": design.name, "nobs": nobs, "method": method, "parameter": name,
                "coverage": f"{share:.4f}",
                "mc_error": f"{(share * (1 - share) / replications) ** 0.5:.4f}",
                "replications": replications, "failures": failures,
                "bootstrap_n": bootstrap_n, "seed": seed,
            }  # fmt: skip


def committed() -> list[dict[str, str]]:
    """Rows of the file."""
    with OUTPUT.open(newline="") as file:
        return list(csv.DictReader(file))


def markdown() -> str:
    """The tables of the documentation, from the file."""
    rows = committed()
    parts = [BEGIN, _explanation(rows)]
    for design in dict.fromkeys(row["design"] for row in rows):
        chosen = [row for row in rows if row["design"] == design]
        sizes = sorted({int(row["nobs"]) for row in chosen})
        methods = dict.fromkeys(row["method"] for row in chosen)
        head = f"| {design} | " + " | ".join(f"n = {size}" for size in sizes) + " |"
        rule = "|---" * (len(sizes) + 1) + "|"
        parts.append("\n".join([head, rule, *(_line(chosen, m, sizes) for m in methods)]))
    return "\n\n".join([*parts, END]) + "\n"


def _explanation(rows: list[dict[str, str]]) -> str:
    counts = sorted({(int(row["replications"]), int(row["bootstrap_n"])) for row in rows})
    made = "; ".join(f"{r:,} samples with {b} bootstrap replications each" for r, b in counts)
    largest = max(float(row["mc_error"]) for row in rows)
    uneven, part = (d for d in DESIGNS if d.name in ("heteroskedastic", "partial curve"))
    return "\n".join([
        "Mean: ceiling * Phi((x - location) / spread) with ceiling "
        f"{TRUTH[0]:g}, location {TRUTH[1]:g}, spread {TRUTH[2]:g};",
        f"errors have standard deviation {ERROR_SD:g}. For series x runs evenly from -1.5 to 1.5.",
        f"For clusters a share of {WITHIN:g} of the variance of x and of the errors is common.",
        f"Heteroskedastic: the standard deviation grows {uneven.spread:g} times. Partial curve: x",
        f"ends at {part.last:g} and errors have standard deviation {part.error_sd:g}.",
        f"{made};",
        "a method that fails on a sample does not cover there. Each cell: coverage of the",
        "location, then of the parameter covered least, in percent. The Monte-Carlo error is",
        f"{100 * _nominal_error(rows):.1f} points at 95% and {100 * largest:.1f} at most.",
    ])  # fmt: skip


def _nominal_error(rows: list[dict[str, str]]) -> float:
    fewest = min(int(row["replications"]) for row in rows)
    return float((0.95 * 0.05 / fewest) ** 0.5)


def _line(rows: list[dict[str, str]], method: str, sizes: list[int]) -> str:
    cells = [method]
    for size in sizes:
        found = {
            row["parameter"]: float(row["coverage"])
            for row in rows
            if row["method"] == method and int(row["nobs"]) == size
        }
        shown = f"{100 * found['location']:.1f} / {100 * min(found.values()):.1f}" if found else "-"
        cells.append(shown)
    return "| " + " | ".join(cells) + " |"


def render() -> None:
    """Put the table between its markers in the documentation."""
    text = DOCUMENT.read_text()
    before, rest = text.split(BEGIN)
    DOCUMENT.write_text(before + markdown() + rest.split(END + "\n")[1])


def main() -> None:
    """Write the table, or add to it."""
    replications = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    bootstrap_n = int(sys.argv[2]) if len(sys.argv) > 2 else 399
    rows: list[dict[str, Any]] = list(committed()) if "--missing" in sys.argv else []
    known = {(row["design"], int(row["nobs"]), row["method"]) for row in rows}
    for row in table(replications, bootstrap_n, known=known):
        rows.append(row)
        write(rows)
    render()


def write(rows: list[dict[str, Any]]) -> None:
    """The file, rows of a design and size together, in the order of the designs."""
    place = {(design.name, str(nobs)): i for i, (_, design, nobs) in enumerate(cells())}
    rows = sorted(rows, key=lambda row: place[row["design"], str(row["nobs"])])
    with OUTPUT.open("w", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
