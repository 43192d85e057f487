"""The factor that turns a likelihood of AR(1) errors into a sum of squares of innovations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.regression.arrays import FloatArray, frozen

# So near one an autocorrelation is a unit root in double precision.
_UNIT = 1e-10


@dataclass(frozen=True)
class Restriction:
    r"""What restricted likelihood takes off for the parameters of the mean.

    Maximum likelihood treats the residuals as if they were the errors, although they were fitted
    to be small and to change sign, and so estimates too small an autocorrelation. Restricted
    likelihood (Patterson and Thompson 1971; Cooper and Thompson 1977, Biometrika 64(3), 625-628,
    for autoregressions) is that of the part of the data no mean can fit,

    .. math:: |\Omega|^{-1/2}\,|J'\Omega^{-1}J|^{-1/2}\,S(\rho)^{-(n-k)/2}.

    J is the Jacobian of the mean at the maximum-likelihood estimate, and stays there.

    Parameters
    ----------
    parts : array, shape (3, k, k)
        A, B, C of J'Omega^{-1}J = A + rho B + rho^2 C for an orthonormal basis of the columns.
    nobs : int
    """

    parts: FloatArray
    nobs: int

    @classmethod
    def at(cls, jacobian: FloatArray) -> Restriction:
        """From the weighted Jacobian of the mean, shape (n, k)."""
        basis = np.linalg.qr(jacobian / np.sqrt((jacobian**2).sum(axis=0)))[0]
        cross = basis[1:].T @ basis[:-1]
        inner = basis[1:-1].T @ basis[1:-1]
        parts = np.stack([basis.T @ basis, -(cross + cross.T), inner])
        return cls(frozen(parts), jacobian.shape[0])

    @property
    def df(self) -> int:
        """Observations minus parameters of the mean."""
        return self.nobs - int(self.parts.shape[1])

    def information(self, rho: FloatArray) -> FloatArray:
        """J'Omega^{-1}J, shape (..., k, k)."""
        at = rho[..., None, None]
        return np.asarray(self.parts[0] + at * (self.parts[1] + at * self.parts[2]))


def log_scaling(rho: Any, nobs: int, restriction: Restriction | None = None) -> Any:
    """Logarithm of the factor on the innovations; any shape of ``rho``, inside -1 and 1."""
    rho = np.asarray(rho, dtype=np.float64)
    remaining = np.log1p(-rho * rho)
    if restriction is None:
        return -0.5 * remaining / nobs
    _, logs = np.linalg.slogdet(restriction.information(rho))
    return 0.5 * (logs - remaining) / restriction.df


def scaling_slope(rho: Any, nobs: int, restriction: Restriction | None = None) -> Any:
    """Derivative of `log_scaling` by rho."""
    rho = np.asarray(rho, dtype=np.float64)
    own = rho / (1.0 - rho * rho)
    if restriction is None:
        return own / nobs
    turn = restriction.parts[1] + 2.0 * rho[..., None, None] * restriction.parts[2]
    information = restriction.information(rho)
    # Where a mean comes close to a random walk's own, information goes to zero at a unit root.
    known = np.isfinite(rho) & (np.abs(rho) < 1.0 - _UNIT)
    information = np.where(known[..., None, None], information, np.eye(information.shape[-1]))
    solved = np.where(known[..., None, None], np.linalg.solve(information, turn), np.nan)
    return (own + 0.5 * np.trace(solved, axis1=-2, axis2=-1)) / restriction.df
