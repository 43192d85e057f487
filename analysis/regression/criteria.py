"""Information criteria from a log-likelihood."""

from __future__ import annotations

import numpy as np


def aic(llf: float, nparams: int) -> float:
    """Akaike (1974); ``nparams`` counts the error variance."""
    return -2.0 * llf + 2.0 * nparams


def aicc(llf: float, nparams: int, nobs: int) -> float:
    """Akaike with the small-sample term of Hurvich and Tsai (1989), infinite if undefined."""
    remaining = nobs - nparams - 1
    if remaining <= 0:
        return float(np.inf)
    return aic(llf, nparams) + 2.0 * nparams * (nparams + 1) / remaining


def bic(llf: float, nparams: int, nobs: int) -> float:
    """Schwarz (1978); ``nparams`` counts the error variance."""
    return -2.0 * llf + float(np.log(nobs)) * nparams
