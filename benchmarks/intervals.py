"""Which interval covers what it promises: sigma, last elasticity and turning point of demand.

``python -m benchmarks intervals`` prints the committed table and the first samples anew;
``python -m benchmarks.intervals [samples] [bootstrapped] [profiled]`` writes
``benchmarks/intervals.csv`` and shows it in ``docs/estimator.md``. Bootstraps and profiles of
functions take long and are made on the first samples alone.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import t as student

from analysis.demand import DemandModel, Lognormal
from analysis.demand.curves.lognormal import inverse_mills, solve_inverse_mills
from analysis.errors import ConvergenceError, RegressionError
from analysis.regression import BootstrapResults, NLSResults, NonlinearLS
from analysis.regression.inference.covariance import CovType
from benchmarks import coverage_table

OUTPUT = Path(__file__).with_suffix(".csv")
DOCUMENT = Path(__file__).parents[1] / "docs" / "estimator.md"
BEGIN, END = "<!-- intervals table: begin -->", "<!-- intervals table: end -->"
CHOICE_BEGIN, CHOICE_END = "<!-- choice table: begin -->", "<!-- choice table: end -->"
QUANTITIES = ("sigma", "elasticity", "turning point")
COLUMNS = ("design", "method", "quantity", "coverage", "mc_error", "samples", "failures", "width")

TRUTH = np.array([0.0, 1.0, 10.0])
NOBS = 40
ALPHA = 0.05
SAMPLES, BOOTSTRAPPED, PROFILED, DRAWS = 200, 50, 50, 199


@dataclass(frozen=True)
class Design:
    """Errors and range of a Monte-Carlo design.

    ``rho`` is the autocorrelation of the errors, ``spread`` the ratio of the last standard
    deviation to the first, ``last`` the end of the curve in standard deviations of log price.
    """

    name: str
    rho: float = 0.0
    spread: float = 1.0
    last: float = -0.5


DESIGNS = (
    Design("iid"), Design("AR .5", rho=0.5), Design("heteroskedastic", spread=4.0),
    Design("AR .5 and heteroskedastic", rho=0.5, spread=4.0), Design("AR .8", rho=0.8),
    Design("iid, full curve", last=1.0),
)  # fmt: skip
FIRST, ERROR_SD = -2.3, 0.08


def sample(design: Design, rng: np.random.Generator) -> pd.DataFrame:
    """Prices that fall and quantities along the curve, one row a year."""
    log_price = -np.linspace(FIRST, design.last, NOBS)
    errors = rng.standard_normal(NOBS)
    innovation = np.sqrt(1.0 - design.rho**2)
    for t in range(1, NOBS):
        errors[t] = design.rho * errors[t - 1] + innovation * errors[t]
    sizes = np.linspace(1.0, design.spread, NOBS)
    errors *= ERROR_SD * sizes / np.sqrt(np.mean(sizes**2))
    log_quantity = Lognormal(*TRUTH).log_quantity(np.exp(log_price)) + errors
    years = pd.RangeIndex(1900, 1900 + NOBS)
    return pd.DataFrame({"q": np.exp(log_quantity), "p": np.exp(log_price)}, index=years)


def quantities(params: np.ndarray, design: Design) -> tuple[np.ndarray, np.ndarray]:
    """Sigma, last elasticity and log turning point, (R, 3), with gradients, (R, 3, k)."""
    mu, sigma = params[:, 0], params[:, 1]
    zeros = np.zeros((params.shape[0], params.shape[1] - 2))
    z = (mu + design.last) / sigma
    mills = inverse_mills(z)
    bend = -mills * (z + mills)
    turn = np.array([solve_inverse_mills(float(s)) for s in sigma])
    values = np.stack([sigma, mills / sigma, mu - sigma * turn], axis=1)
    slopes = [
        (np.zeros_like(mu), np.ones_like(mu)),
        (bend / sigma**2, -(mills + bend * z) / sigma**2),
        # With the ratio equal to sigma at the point, dz / dsigma is -1 / (sigma (z + sigma)).
        (np.ones_like(mu), -turn + 1.0 / (turn + sigma)),
    ]
    return values, np.stack([np.column_stack([*pair, zeros]) for pair in slopes], axis=1)


Limits = tuple[np.ndarray, np.ndarray]


def delta(result: NLSResults, design: Design) -> Limits:
    """Intervals by the delta method with the covariance and degrees of freedom of a result."""
    value, slope = quantities(result.fit.params[None, :], design)
    matrix = result.covariance.matrix
    half = student.ppf(1.0 - ALPHA / 2.0, result.covariance.df[0]) * np.sqrt(
        np.einsum("qi,ij,qj->q", slope[0], matrix, slope[0])
    )
    return value[0] - half, value[0] + half


def resampled(draws: BootstrapResults, design: Design, method: str) -> Limits:
    """Percentile or studentized intervals of all three from one bootstrap."""
    if draws.n_failed > 0.05 * draws.n:
        raise RegressionError(f"{draws.n_failed} of {draws.n} replications failed")
    usable = draws.replications.params[~draws.replications.failed]
    values, slopes = quantities(usable, design)
    tails = [ALPHA / 2.0, 1.0 - ALPHA / 2.0]
    if method == "percentile":
        lower, upper = np.quantile(values, tails, axis=0)
        return lower, upper
    made = draws._covariances
    value, slope = quantities(draws.plan.fit.params[None, :], design)
    slopes = np.concatenate([slope, slopes])
    errors = np.sqrt(np.einsum("rqi,rij,rqj->rq", slopes, made, slopes))
    if not np.isfinite(errors).all():
        raise RegressionError("a replication has no standard error")
    low, high = np.quantile((values - value) / errors[1:], tails, axis=0)
    return value[0] - high * errors[0], value[0] - low * errors[0]


def analytic(frame: pd.DataFrame, design: Design) -> Iterator[tuple[str, Limits | None]]:
    """Intervals from a covariance matrix: of the iid model, then of AR(1) models."""
    iid = DemandModel(frame, "q", "p").fit().regression
    leverage = {"leverage": True}
    kinds: dict[str, tuple[CovType, dict[str, Any]]] = {
        "Wald": ("nonrobust", {}), "HC3": ("HC3", {}), "HAC Bartlett": ("HAC", {}),
        "HAC fixed-b, leverage": ("HAC", {"critical": "fixed-b"} | leverage),
        "HAC EWC": ("HAC", {"kernel": "ewc"}),
        "HAC EWC, leverage": ("HAC", {"kernel": "ewc"} | leverage),
    }  # fmt: skip
    for name, (kind, options) in kinds.items():
        yield name, delta(iid.with_cov(kind, options), design)
    for reml in (False, True):
        name = "AR(1), restricted likelihood" if reml else "AR(1)"
        try:
            filtered = DemandModel(frame, "q", "p", errors="ar1", reml=reml).fit().regression
        except ConvergenceError:
            yield name, None
            yield f"{name}, HC3", None
            continue
        yield name, delta(filtered, design)
        try:
            yield f"{name}, HC3", delta(filtered.with_cov("HC3"), design)
        except RegressionError:
            # Next to a unit root the first observation has leverage one.
            yield f"{name}, HC3", None


SCHEMES = {
    "pairs": ("percentile",), "wild": ("percentile", "studentized"),
    "block_residual": ("percentile", "studentized"),
}  # fmt: skip


def bootstraps(
    frame: pd.DataFrame, design: Design, count: int, seed: int
) -> Iterator[tuple[str, Limits | None]]:
    """Intervals from bootstraps of the iid model."""
    iid = DemandModel(frame, "q", "p").fit().regression
    for kind, methods in SCHEMES.items():
        yield from _drawn(iid, design, kind, kind, methods, count, seed)


def _drawn(
    result: NLSResults, design: Design, name: str, kind: Any, methods: tuple[str, ...],
    count: int, seed: int,
) -> Iterator[tuple[str, Limits | None]]:  # fmt: skip
    draws = result.bootstrap(count, kind=kind, seed=seed)
    for method in methods:
        try:
            yield f"{name} {method}", resampled(draws, design, method)
        except RegressionError:
            yield f"{name} {method}", None


def profiled(frame: pd.DataFrame, design: Design) -> Limits:
    """Profile-likelihood intervals, the curve written with each quantity as its first parameter.

    The interval is that of the quantity as a function of the parameters, which takes longer.
    """
    log_price, endog = np.log(frame["p"].to_numpy()), np.log(frame["q"].to_numpy())
    fitted = DemandModel(frame, "q", "p").fit().regression
    lower, upper = np.full(3, np.nan), np.full(3, np.nan)
    lower[0], upper[0] = fitted.profile(["sigma"], ALPHA).conf_int().to_numpy()[0]
    own = fitted.fit.params
    values = quantities(own[None, :], design)[0][0]
    places = {
        1: lambda value, sigma: sigma * solve_inverse_mills(value * sigma) - design.last,
        2: lambda value, sigma: value + sigma * solve_inverse_mills(sigma),
    }
    for j, place in places.items():

        def mean(params: Any, x: Any, place: Any = place) -> Any:
            value, sigma, scale = (float(p) for p in params)
            if min(sigma, scale, value if place is places[1] else 1.0) <= 0.0:
                return np.full(x.shape, np.nan)
            return Lognormal.log_quantity_at(np.array([place(value, sigma), sigma, scale]), x)

        start = {"value": values[j], "sigma": own[1], "scale": own[2]}
        again = NonlinearLS(mean, endog, log_price, start=start).fit()
        lower[j], upper[j] = again.profile(["value"], ALPHA).conf_int().to_numpy()[0]
    return lower, upper


def one(
    design: Design, seed: np.random.SeedSequence, bootstrapped: bool, profile: bool
) -> dict[str, Any]:
    """Intervals by every method on one sample; None where a method fails."""
    frame = sample(design, np.random.default_rng(seed))
    found = dict(analytic(frame, design))
    if profile:
        try:
            found["profile"] = profiled(frame, design)
        except RegressionError:
            found["profile"] = None
    if bootstrapped:
        found |= dict(bootstraps(frame, design, DRAWS, int(seed.generate_state(1)[0])))
    return found


def cell(
    number: int, samples: int = SAMPLES, bootstrapped: int = BOOTSTRAPPED,
    profiles: int = PROFILED, seed: int = 0,
) -> Iterator[dict[str, Any]]:  # fmt: skip
    """Rows of one design. A method that fails on a sample does not cover there."""
    design = DESIGNS[number]
    truth = quantities(TRUTH[None, :], design)[0][0]
    seeds = [np.random.SeedSequence(seed, spawn_key=(number, r)) for r in range(samples)]
    runs = [one(design, s, r < bootstrapped, r < profiles) for r, s in enumerate(seeds)]
    for method in runs[0]:
        found = [run[method] for run in runs if method in run]
        failures = sum(limits is None for limits in found)
        for j, quantity in enumerate(QUANTITIES):
            limits = np.array([(x[0][j], x[1][j]) for x in found if x is not None])
            hits = int(((limits[:, 0] <= truth[j]) & (limits[:, 1] >= truth[j])).sum())
            share = hits / len(found)
            yield {
                "design": design.name, "method": method, "quantity": quantity,
                "coverage": f"{share:.4f}",
                "mc_error": f"{(share * (1.0 - share) / len(found)) ** 0.5:.4f}",
                "samples": len(found), "failures": failures,
                "width": f"{float(np.median(limits[:, 1] - limits[:, 0])):.4g}",
            }  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """What to ask for with data of a kind, and the design that shows what it covers."""

    data: str
    ask: str
    method: str
    design: str


CHOICES = (
    Choice("independent errors of one size", '`conf_int(method="profile")`, or as it comes (Wald)',
           "profile", "iid, full curve"),
    Choice("the same, and the data show part of a curve", "the same; a profile shows the skew",
           "profile", "iid"),
    Choice("errors of uneven size", '`with_cov("HC3")`', "HC3", "heteroskedastic"),
    Choice("autocorrelated errors", '`errors="ar1", reml=True`', "AR(1), restricted likelihood",
           "AR .5"),
    Choice("strongly autocorrelated errors", '`errors="ar1", reml=True`',
           "AR(1), restricted likelihood", "AR .8"),
    Choice("autocorrelated errors of uneven size",
           '`errors="ar1", reml=True`, then `with_cov("HC3")`',
           "AR(1), restricted likelihood, HC3", "AR .5 and heteroskedastic"),
    Choice("dependence of unknown form", '`with_cov("HAC", {"kernel": "ewc", "leverage": True})`',
           "HAC EWC, leverage", "AR .5 and heteroskedastic"),
)  # fmt: skip


def _range(rows: list[dict[str, str]], design: str, method: str) -> str:
    """Lowest and highest coverage among the quantities, in percent."""
    shares = [
        round(100.0 * float(row["coverage"]))
        for row in rows
        if (row["design"], row["method"]) == (design, method)
    ]
    if not shares:
        return "not simulated"
    low, high = min(shares), max(shares)
    shown = f"{low}%" if low == high else f"{low} to {high}%"
    refused = max(
        float(row.get("failures", 0)) / int(row.get("samples", 1))
        for row in rows
        if (row["design"], row["method"]) == (design, method)
    )
    return f"{shown}, of all; refused in {100.0 * refused:.0f}%" if refused > 0.01 else shown


def choices(rows: list[dict[str, str]]) -> str:
    """The decision table: by data, what to ask for, and what it and a plain interval cover."""
    few = [
        {**row, "samples": row["replications"]}
        for row in coverage_table.committed()
        if row["nobs"] == "60"
    ]
    lines = [
        CHOICE_BEGIN, "", "| data | ask for | it covers | a plain interval covers |",
        "|---|---|---|---|",
        *(
            f"| {c.data} | {c.ask} | {_range(rows, c.design, c.method)} "
            f"| {_range(rows, c.design, 'Wald')} |"
            for c in CHOICES
        ),
        '| few clusters | `with_cov("cluster", {"groups": g, "kind": "CR2"})` '
        f"| {_range(few, '10 clusters', 'CR2')} | {_range(few, '10 clusters', 'Wald')} |",
        "| a parameter on its bound | as it comes: intervals of the rest hold the bound as known "
        "| not simulated | the same |",
        "", CHOICE_END,
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def committed() -> list[dict[str, str]]:
    """Rows of the file."""
    with OUTPUT.open(newline="") as file:
        return list(csv.DictReader(file))


def markdown(rows: list[dict[str, str]]) -> str:
    """The table of the documentation: one row a method, one column a design."""
    designs = list(dict.fromkeys(row["design"] for row in rows))
    methods = list(dict.fromkeys(row["method"] for row in rows))
    counts = [int(row["samples"]) for row in rows]
    most, fewest = max(counts), min(counts)
    lines = [
        BEGIN, "",
        f"Lognormal demand in logs, n = {NOBS}, error standard deviation {ERROR_SD:g}; prices from "
        f"{-FIRST:g} to {-DESIGNS[0].last:g} standard",
        "deviations above the middle of the curve, the full curve to "
        f"{DESIGNS[-1].last:g} below. Heteroskedastic: the",
        f"standard deviation grows {DESIGNS[2].spread:g} times. {_counts(rows)}; a method that "
        "fails on a sample does",
        "not cover there; a dash is not simulated. Each cell: coverage in percent of sigma / last",
        "elasticity / log turning point. The",
        f"Monte-Carlo error is {_error(most):.1f} points at 95% and {_error(most, 0.75):.1f} at "
        f"75% with {most} samples, {_error(fewest):.1f} and {_error(fewest, 0.75):.1f} with "
        f"{fewest}.", "",
        f"| interval | {' | '.join(designs)} |",
        "|---" * (len(designs) + 1) + "|",
        *(f"| {method} | {' | '.join(_cells(rows, method, designs))} |" for method in methods),
        "", END,
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _counts(rows: list[dict[str, str]]) -> str:
    """How many samples each kind of interval was made on."""
    kinds: dict[str, set[int]] = {"": set(), "bootstraps": set(), "profiles": set()}
    for row in rows:
        first = row["method"].split()[0]
        kind = "profiles" if first == "profile" else "bootstraps" if first in SCHEMES else ""
        kinds[kind].add(int(row["samples"]))
    shown = {
        kind: " or ".join(map(str, sorted(sizes, reverse=True))) for kind, sizes in kinds.items()
    }
    return (
        f"{shown['']} samples, {shown['bootstraps']} for bootstraps of {DRAWS} draws and "
        f"{shown['profiles']} for profiles"
    )


def _error(samples: int, share: float = 0.95) -> float:
    return float(100.0 * (share * (1.0 - share) / samples) ** 0.5)


def _cells(rows: list[dict[str, str]], method: str, designs: list[str]) -> Iterator[str]:
    for design in designs:
        shares = [
            f"{100.0 * float(row['coverage']):.0f}"
            for row in rows
            if row["design"] == design and row["method"] == method
        ]
        yield " / ".join(shares) or "-"


def render() -> None:
    """Put the tables between their markers in the documentation."""
    for begin, end, shown in (
        (BEGIN, END, markdown(committed())),
        (CHOICE_BEGIN, CHOICE_END, choices(committed())),
    ):
        before, rest = DOCUMENT.read_text().split(begin)
        DOCUMENT.write_text(before + shown + rest.split(end + "\n")[1])


def main() -> None:
    """Print the committed table and a few samples made anew, or write it."""
    if len(sys.argv) == 1:
        print(markdown(committed()))
        print("The first 20 samples anew, without profiles")
        fresh = [row for number in range(len(DESIGNS)) for row in cell(number, 20, 5, 0)]
        print(markdown([{key: str(value) for key, value in row.items()} for row in fresh]))
        return
    samples, bootstrapped, profiles = (int(value) for value in sys.argv[1:4])
    with OUTPUT.open("w", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for number in range(len(DESIGNS)):
            writer.writerows(cell(number, samples, bootstrapped, profiles))
            file.flush()
    render()


if __name__ == "__main__":
    main()
