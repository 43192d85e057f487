"""Every error the package raises, in one flat module."""

from __future__ import annotations


class LabourError(Exception):
    """Base of every error raised on purpose by this package."""


class RegressionInputError(LabourError, ValueError):
    """Data, starts, bounds, names or options of a regression that cannot be used."""


class FunctionError(LabourError, ValueError):
    """A model function or Jacobian that raised or returned something unusable."""


class ConvergenceError(LabourError, RuntimeError):
    """A fit that did not converge; the message lists what was tried."""


class TooFewObservationsError(LabourError, ValueError):
    """Fewer observations than an estimator needs."""


class CovarianceError(LabourError, ValueError):
    """A covariance estimator that is unknown or not defined for the fit."""


class ProfileError(LabourError, ValueError):
    """A profile interval that does not exist for the fit, with the reason."""


class BootstrapError(LabourError, ValueError):
    """A resampling scheme or interval that is unknown or not valid for the fit."""


class ResultFormatError(LabourError, ValueError):
    """A stored regression result that cannot be read back."""
