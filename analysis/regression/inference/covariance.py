"""Covariance of a nonlinear least-squares estimate from scores and bread.

Everything is computed from the regression on the Jacobian at the estimate, to which the
estimators of linear regression apply asymptotically (Davidson and MacKinnon 2004, ch. 6).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.fft import dct

from analysis.errors import RegressionError
from analysis.regression.arrays import BoolArray, FloatArray, frozen, listing
from analysis.regression.inference import clusters, fixed_b
from analysis.regression.labels import require_consecutive

CovType = Literal["nonrobust", "HC0", "HC1", "HC2", "HC3", "cluster", "HAC"]

_OPTIONS: dict[str, tuple[str, ...]] = {
    "nonrobust": (), "HC0": (), "HC1": (), "HC2": (), "HC3": (),
    "cluster": ("groups", "kind", "use_correction", "singletons"),
    "HAC": ("maxlags", "kernel", "use_correction", "critical", "leverage", "gaps"),
}  # fmt: skip


@dataclass(frozen=True)
class TangentRegression:
    """Arrays of the regression on the Jacobian at the estimate.

    Parameters
    ----------
    jacobian : array, shape (n, k)
        Working Jacobian (weighted, filtered) over all parameters.
    residuals : array, shape (n,)
        Working residuals.
    scores : array, shape (n, k)
        Contributions to the estimating equations; jacobian times residuals, plus the share of
        the first stage where there is a control function.
    bread : array, shape (k, k)
        Inverse of J'J, generalised where the data leave directions open; zero for parameters
        held on a bound.
    scale : float
        Residual variance, degrees of freedom taken off.
    df_resid : int
        Observations minus the parameters the data identify.
    first_stage : array, shape (k, k), or None
        Variance the first stage adds to the meat of the nonrobust covariance.
    kept : array of bool, shape (rows passed in,)
    index : pandas.Index or None
        Labels of the observations.
    """

    jacobian: FloatArray
    residuals: FloatArray
    scores: FloatArray
    bread: FloatArray
    scale: float
    df_resid: int
    first_stage: FloatArray | None
    kept: BoolArray
    index: pd.Index[Any] | None = None

    @property
    def counted(self) -> int:
        """Parameters that cost a degree of freedom."""
        return self.residuals.size - self.df_resid

    @property
    def used(self) -> BoolArray:
        """Parameters the covariance is about: neither held on a bound nor without residuals."""
        diagonal = np.diag(self.bread)
        return np.asarray(np.isfinite(diagonal) & (diagonal > 0.0))


@dataclass(frozen=True)
class Covariance:
    """A covariance matrix, how it was made, and the t distribution that goes with it.

    Parameters on a bound are held there: their variance is zero, as nothing is known of it.
    Where the data leave some parameters open, the matrix is the generalised one: it holds for the
    functions of the parameters that they do identify, and says nothing about single ones left open.
    ``df`` holds the degrees of freedom of each parameter, shape (k,); infinity is the normal. Both
    are read-only.
    """

    matrix: FloatArray
    cov_type: CovType
    description: str
    df: FloatArray
    details: dict[str, Any]

    def __post_init__(self) -> None:
        object.__setattr__(self, "matrix", frozen(self.matrix))
        object.__setattr__(self, "df", frozen(self.df))


def estimate(
    regression: TangentRegression, cov_type: str, cov_kwds: Mapping[str, Any] | None, use_t: bool
) -> Covariance:
    """Covariance by name, with statsmodels' names and meanings.

    Raises
    ------
    RegressionError
        For an unknown type or option, or where the estimator is not defined.
    """
    options = dict(cov_kwds or {})
    _check_options(cov_type, options)
    if cov_type == "cluster":
        result = _cluster(regression, options)
    elif cov_type == "HAC":
        result = _hac(regression, options)
    elif cov_type == "nonrobust":
        result = _nonrobust(regression)
    else:
        result = _heteroskedastic(regression, cov_type)
    if use_t:
        return result
    infinite = np.full_like(result.df, np.inf)
    return Covariance(result.matrix, result.cov_type, result.description, infinite, result.details)


def _check_options(cov_type: str, options: dict[str, Any]) -> None:
    if cov_type not in get_args(CovType):
        raise RegressionError(f"cov_type={cov_type!r}; allowed: {listing(get_args(CovType))}")
    unknown = [name for name in options if name not in _OPTIONS[cov_type]]
    if unknown:
        allowed = listing(_OPTIONS[cov_type]) or "none"
        raise RegressionError(f"cov_kwds of {cov_type}: {listing(unknown)}; allowed: {allowed}")


def sandwich(bread: FloatArray, meat: FloatArray) -> FloatArray:
    """Bread times meat times bread, symmetric, NaN where the bread is; arrays of shape (k, k).

    Examples
    --------
    >>> sandwich(np.array([[0.5]]), np.array([[8.0]])).tolist()
    [[2.0]]
    """
    used = np.isfinite(np.diag(bread))
    out = np.full_like(bread, np.nan)
    block = np.ix_(used, used)
    product = bread[block] @ meat[block] @ bread[block]
    out[block] = (product + product.T) / 2
    return out


def _df_resid(regression: TangentRegression) -> FloatArray:
    return np.full(regression.jacobian.shape[1], float(regression.df_resid))


def _nonrobust(regression: TangentRegression) -> Covariance:
    matrix = regression.scale * regression.bread
    if regression.first_stage is not None:
        matrix = matrix + sandwich(regression.bread, regression.first_stage)
    return Covariance(matrix, "nonrobust", "nonrobust (iid errors)", _df_resid(regression), {})


def _heteroskedastic(regression: TangentRegression, cov_type: str) -> Covariance:
    """HC0 to HC3 (White 1980; MacKinnon and White 1985)."""
    scores = regression.scores
    if cov_type in ("HC2", "HC3"):
        if regression.first_stage is not None:
            raise RegressionError(
                f"{cov_type} is not defined with a control function: leverage belongs to one "
                "regression; allowed: 'nonrobust', 'HC0', 'HC1', 'cluster', 'HAC'"
            )
        remaining = 1.0 - leverage(regression)
        power = 0.5 if cov_type == "HC2" else 1.0
        scores = scores / (remaining**power)[:, None]
    factor = scores.shape[0] / regression.df_resid if cov_type == "HC1" else 1.0
    matrix = sandwich(regression.bread, factor * (scores.T @ scores))
    name: Any = cov_type
    text = f"{cov_type} (heteroskedasticity-robust)"
    return Covariance(matrix, name, text, _df_resid(regression), {})


def leverage(regression: TangentRegression) -> FloatArray:
    """Diagonal of the hat matrix, shape (n,), or a refusal where it reaches one."""
    values = hat_values(regression)
    if bool(np.any(values > 1.0 - 1e-10)):
        row = int(np.argmax(values))
        raise RegressionError(
            f"observation {row} has leverage one: its residual is zero whatever it is, "
            "so that HC2 and HC3 do not exist; allowed: 'HC0', 'HC1'"
        )
    return values


def hat_values(regression: TangentRegression) -> FloatArray:
    """Diagonal of the hat matrix of the regression on the Jacobian, shape (n,)."""
    used = regression.used
    jac = regression.jacobian[:, used]
    return np.asarray(np.einsum("ij,jk,ik->i", jac, regression.bread[np.ix_(used, used)], jac))


def _cluster(regression: TangentRegression, options: dict[str, Any]) -> Covariance:
    if "groups" not in options:
        raise RegressionError("cov_type='cluster' needs cov_kwds={'groups': ...}")
    kind = options.get("kind", "CR1")
    if kind not in ("CR1", "CR2"):
        raise RegressionError(f"kind={kind!r}; allowed: 'CR1', 'CR2'")
    singletons = options.get("singletons", "refuse")
    groups = clusters.code(options["groups"], regression.kept, regression.index, singletons)
    count = int(groups.max()) + 1
    k = regression.jacobian.shape[1]
    details = {"kind": kind, "groups": groups.tolist(), "clusters": count}
    if kind == "CR1":
        corrected = bool(options.get("use_correction", True))
        factor = clusters.small_sample(groups, regression.counted) if corrected else 1.0
        matrix = factor * sandwich(regression.bread, clusters.meat(regression.scores, groups))
        df = np.full(k, float(count - 1))
        text = f"cluster, {'CR1' if corrected else 'CR0'}, {count} clusters, t({count - 1})"
        return Covariance(matrix, "cluster", text, df, details)
    if regression.first_stage is not None:
        raise RegressionError("CR2 is not defined with a control function; allowed: 'CR1'")
    used = regression.used
    bread = regression.bread[np.ix_(used, used)]
    matrix, freedom = clusters.bias_reduced(
        regression.jacobian[:, used], regression.residuals, bread, groups
    )
    full, df = np.zeros((k, k)), np.full(k, np.nan)
    full[np.ix_(used, used)], df[used] = matrix, freedom
    text = f"cluster, CR2, {count} clusters, Satterthwaite degrees of freedom"
    return Covariance(full, "cluster", text, df, details)


def default_lags(nobs: int) -> int:
    """Lags of the Bartlett kernel by the rule 4(n/100)^(2/9) (Newey and West 1994)."""
    return int(np.floor(4.0 * (nobs / 100.0) ** (2.0 / 9.0)))


def _hac(regression: TangentRegression, options: dict[str, Any]) -> Covariance:
    """Autocorrelation-robust covariance, Bartlett kernel or equal-weighted cosines.

    With gaps closed, rows count as equally spaced, which stays consistent (Datta and Du 2012,
    Federal Reserve IFDP 1060).
    """
    dropped = int(regression.kept.size - regression.kept.sum())
    gaps = options.get("gaps", "refuse")
    closing = ", or cov_kwds={'gaps': 'close'}"
    closed = require_consecutive(regression.index, dropped, "cov_type='HAC'", gaps, closing)
    n, k = regression.jacobian.shape
    kernel = options.get("kernel", "bartlett")
    critical, scores = _critical(options, kernel), _hac_scores(regression, options)
    factor = n / regression.df_resid if options.get("use_correction", False) else 1.0
    if kernel == "bartlett":
        rule = fixed_b.recommended_lags if critical == "fixed-b" else default_lags
        lags = _lags(options.get("maxlags"), n, rule)
        meat = bartlett(scores, lags)
        text = f"HAC, Bartlett kernel, {lags} lags"
        df, details = _df_resid(regression), {"kernel": kernel, "maxlags": lags}
        if critical == "fixed-b":
            inflation, freedom = fixed_b.scaled_t((lags + 1) / n)
            meat, df = inflation * meat, np.minimum(df, freedom)
            text += f", fixed-b, t({df[0]:.3g})"
    elif kernel == "ewc":
        terms = max(int(0.4 * n ** (2.0 / 3.0)), 1)
        meat = equal_weighted_cosine(scores, terms)
        text = f"HAC, equal-weighted cosine, {terms} terms, t({terms})"
        df, details = np.full(k, float(terms)), {"kernel": kernel, "terms": terms}
    else:
        raise RegressionError(f"kernel={kernel!r}; allowed: 'bartlett', 'ewc'")
    details |= {"critical": critical, "leverage": bool(options.get("leverage", False))}
    if details["leverage"]:
        text += ", residuals over one minus leverage"
    if closed:
        text, details = f"{text}, gaps closed", details | {"gaps": gaps}
    return Covariance(sandwich(regression.bread, factor * meat), "HAC", text, df, details)


def _critical(options: dict[str, Any], kernel: Any) -> str:
    """Which critical values; those of equal-weighted cosines are fixed-b by construction."""
    natural = "fixed-b" if kernel == "ewc" else "t"
    critical = options.get("critical", natural)
    allowed = ("fixed-b",) if kernel == "ewc" else ("t", "fixed-b")
    if critical not in allowed:
        raise RegressionError(f"critical={critical!r} with {kernel}; allowed: {listing(allowed)}")
    return str(critical)


def _hac_scores(regression: TangentRegression, options: dict[str, Any]) -> FloatArray:
    """Scores, over one minus leverage if asked for: residuals are smaller than errors there."""
    if not options.get("leverage", False):
        return regression.scores
    if regression.first_stage is not None:
        raise RegressionError(
            "leverage is not defined with a control function: it belongs to one regression; "
            "allowed: leverage=False"
        )
    return np.asarray(regression.scores / (1.0 - leverage(regression))[:, None])


def _lags(maxlags: Any, nobs: int, rule: Callable[[int], int] = default_lags) -> int:
    if maxlags is None:
        return rule(nobs)
    if not isinstance(maxlags, (int, np.integer)) or not 0 <= maxlags < nobs:
        raise RegressionError(f"maxlags={maxlags!r}; allowed: a whole number from 0 to {nobs - 1}")
    return int(maxlags)


def bartlett(scores: npt.NDArray[np.float64], lags: int) -> FloatArray:
    """Sum of autocovariances of the scores with Bartlett weights (Newey and West 1987).

    Parameters
    ----------
    scores : array, shape (..., n, k)
        In the order of time along the axis before the last.
    lags : int

    Returns
    -------
    array, shape (..., k, k)
    """
    turned = np.swapaxes(scores, -1, -2)
    meat = turned @ scores
    for lag in range(1, lags + 1):
        cross = turned[..., lag:] @ scores[..., :-lag, :]
        meat = meat + (1.0 - lag / (lags + 1.0)) * (cross + np.swapaxes(cross, -1, -2))
    return np.asarray(meat)


def equal_weighted_cosine(scores: FloatArray, terms: int) -> FloatArray:
    """Mean of the outer products of the first cosine transforms of the scores.

    Lazarus, Lewis, Stock and Watson (2018, JBES 36(4), 541-559): with B terms, t(B) critical
    values allow for the noise in the long-run variance (fixed-b).
    """
    # The fast transform holds what the scores hold; a matrix of cosines would be terms by n.
    transforms = dct(scores, axis=0)[1 : terms + 1] / np.sqrt(2.0)
    return np.asarray(transforms.T @ transforms / terms)
