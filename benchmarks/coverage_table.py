"""How often 95% intervals of each kind cover the truth: a Monte-Carlo table.

``python -m benchmarks.coverage_table [replications] [bootstrap replications]`` writes
``analysis/regression/display/coverage.csv``, which summaries quote, and shows it in
``docs/estimator.md``.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import ndtr

from analysis.errors import ConvergenceError, RegressionError
from analysis.regression import NLSResults, NonlinearLS

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
    """Errors of a Monte-Carlo design.

    ``rho`` is the autocorrelation of AR(1) errors beside a trending regressor; ``clusters`` the
    number of clusters with common shares of errors and regressor.
    """

    name: str
    rho: float = 0.0
    clusters: int = 0


DESIGNS = (
    Design("iid"), Design("ar1 .6", rho=0.6), Design("ar1 .9", rho=0.9),
    Design("10 clusters", clusters=10), Design("30 clusters", clusters=30),
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
        x = np.linspace(-1.5, 1.5, nobs)
        errors = rng.standard_normal(nobs)
        innovation = np.sqrt(1.0 - design.rho**2)
        for t in range(1, nobs):
            errors[t] = design.rho * errors[t - 1] + innovation * errors[t]
    return curve(TRUTH, x)[0] + ERROR_SD * errors, x, groups


def _shared(rng: np.random.Generator, groups: np.ndarray, number: int) -> np.ndarray:
    common = rng.standard_normal(number)[groups]
    own = rng.standard_normal(groups.size)
    return np.sqrt(WITHIN) * common + np.sqrt(1.0 - WITHIN) * own


def intervals(
    result: NLSResults, design: Design, groups: Any, bootstrap_n: int, seed: int
) -> Iterator[tuple[str, Intervals | None]]:
    """Intervals by every method that suits the design; None where a method fails."""
    yield "Wald", _limits(result.conf_int(ALPHA))
    try:
        yield "profile", _limits(result.conf_int(ALPHA, method="profile"))
    except RegressionError:
        yield "profile", None
    if design.clusters:
        for kind in ("CR1", "CR2"):
            robust = result.with_cov("cluster", {"groups": groups, "kind": kind})
            yield kind, _limits(robust.conf_int(ALPHA))
        schemes = {"cluster_pairs": ("percentile",), "wild_cluster": ("percentile", "studentized")}
    elif design.rho:
        yield "HAC Bartlett", _limits(result.with_cov("HAC").conf_int(ALPHA))
        yield "HAC EWC", _limits(result.with_cov("HAC", {"kernel": "ewc"}).conf_int(ALPHA))
        schemes = {
            "block_residual": ("percentile", "studentized"), "moving_block": ("percentile",),
            "stationary_block": ("percentile",),
        }  # fmt: skip
    else:
        yield "HC3", _limits(result.with_cov("HC3").conf_int(ALPHA))
        schemes = {
            "residual": ("percentile", "basic", "studentized", "bca"), "wild": ("percentile",),
            "pairs": ("percentile", "bca"),
        }  # fmt: skip
    for scheme, methods in schemes.items():
        given = groups if design.clusters else None
        draws = result.bootstrap(bootstrap_n, kind=scheme, seed=seed, groups=given)
        for method in methods:
            try:
                yield f"{scheme} {method}", _limits(draws.conf_int(ALPHA, method=method))
            except RegressionError:
                yield f"{scheme} {method}", None


def _limits(frame: Any) -> Intervals:
    return frame["lower"].to_numpy()[:3], frame["upper"].to_numpy()[:3]


def one_replication(
    design: Design, nobs: int, seed: np.random.SeedSequence, bootstrap_n: int
) -> dict[str, np.ndarray | None]:
    """For every method, which of the three parameters its intervals cover."""
    endog, x, groups = sample(design, nobs, np.random.default_rng(seed))
    bootstrap_seed = int(seed.generate_state(1)[0])
    options: dict[str, Any] = {"start": TRUTH, "jac": True, "names": NAMES, "linear": "ceiling"}
    result = NonlinearLS(curve, endog, x, **options).fit()
    found = dict(intervals(result, design, groups, bootstrap_n, bootstrap_seed))
    if design.rho:
        try:
            filtered = NonlinearLS(curve, endog, x, errors="ar1", **options).fit()
            found["AR(1) errors, Wald"] = _limits(filtered.conf_int(ALPHA))
        except ConvergenceError:
            found["AR(1) errors, Wald"] = None
    return {
        method: None if limits is None else (limits[0] <= TRUTH) & (limits[1] >= TRUTH)
        for method, limits in found.items()
    }


def table(replications: int, bootstrap_n: int, seed: int = 0) -> Iterator[dict[str, Any]]:
    """Rows of the coverage table."""
    for number, design, nobs in cells():
        yield from cell(number, design, nobs, replications, bootstrap_n, seed)


def cell(
    number: int, design: Design, nobs: int, replications: int, bootstrap_n: int, seed: int
) -> Iterator[dict[str, Any]]:
    """Rows of one design and size. A method that fails on a sample does not cover there."""
    runs = [
        one_replication(
            design, nobs, np.random.SeedSequence(seed, spawn_key=(number, nobs, r)), bootstrap_n
        )
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
    return "\n".join([
        "Mean: ceiling * Phi((x - location) / spread) with ceiling "
        f"{TRUTH[0]:g}, location {TRUTH[1]:g}, spread {TRUTH[2]:g};",
        f"errors have standard deviation {ERROR_SD:g}. For series x runs evenly from -1.5 to 1.5.",
        f"For clusters a share of {WITHIN:g} of the variance of x and of the errors is common.",
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
        cells.append(f"{100 * found['location']:.1f} / {100 * min(found.values()):.1f}")
    return "| " + " | ".join(cells) + " |"


def render() -> None:
    """Put the table between its markers in the documentation."""
    text = DOCUMENT.read_text()
    before, rest = text.split(BEGIN)
    DOCUMENT.write_text(before + markdown() + rest.split(END + "\n")[1])


def main() -> None:
    """Write the table."""
    replications = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    bootstrap_n = int(sys.argv[2]) if len(sys.argv) > 2 else 399
    with OUTPUT.open("w", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for row in table(replications, bootstrap_n):
            writer.writerow(row)
            file.flush()
    render()


if __name__ == "__main__":
    main()
