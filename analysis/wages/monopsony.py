"""Power of buyers over pay: what a supply elasticity implies for pay and employment."""

from __future__ import annotations

from dataclasses import dataclass

from scipy import stats

from analysis.errors import WageError


@dataclass(frozen=True)
class Monopsony:
    """An employer that faces a constant elasticity of labour supply.

    It hires until the revenue of one more hour pays for its own wage and for the rise of all
    other wages, so ``wage / marginal revenue product = e / (1 + e)`` (Robinson 1933).

    Parameters
    ----------
    supply_elasticity : float
        ``e``: per cent more labour for one per cent more pay. Positive.
    """

    supply_elasticity: float

    def __post_init__(self) -> None:
        if not self.supply_elasticity > 0:
            raise WageError(f"supply elasticity {self.supply_elasticity:g}; allowed: above nought")

    @property
    def wage_share(self) -> float:
        """Wage over marginal revenue product, ``e / (1 + e)``."""
        return self.supply_elasticity / (1.0 + self.supply_elasticity)

    @property
    def markdown(self) -> float:
        """Share of the marginal revenue product that the worker does not get, ``1 / (1 + e)``."""
        return 1.0 / (1.0 + self.supply_elasticity)

    def response(self, demand_elasticity: float, d_log_productivity: float) -> tuple[float, float]:
        """Change of employment and pay when productivity changes, in logs.

        ``d ln L = (eps - 1) / (1 + eps / e) d ln A`` and ``d ln w = d ln L / e``: a finite
        supply elasticity damps the response of employment and leaves its sign.

        Parameters
        ----------
        demand_elasticity : float
            ``eps`` of the demand for the output, as a positive number.
        d_log_productivity : float

        Returns
        -------
        tuple of float
            Change of log employment and of log pay.
        """
        e = self.supply_elasticity
        labour = (demand_elasticity - 1.0) / (1.0 + demand_elasticity / e) * d_log_productivity
        return labour, labour / e

    def damping(self, demand_elasticity: float) -> float:
        """Response of employment over what it would be in a competitive market.

        ``1 / (1 + eps / e)``: :meth:`response` over its limit for an infinite supply elasticity.

        Examples
        --------
        >>> round(Monopsony(0.1).damping(2.0), 4)
        0.0476
        """
        return 1.0 / (1.0 + demand_elasticity / self.supply_elasticity)

    def floor_response(self, d_log_wage: float) -> float:
        """Change of log employment when a wage floor raises pay by `d_log_wage`.

        Between the monopsonist's wage and the competitive one employment moves up along supply.

        Raises
        ------
        WageError
            For a negative change: a floor below the wage does not bind.
        """
        if d_log_wage < 0:
            raise WageError(f"floor changes log pay by {d_log_wage:g}; allowed: nought or more")
        return self.supply_elasticity * d_log_wage


def reservation_spread(elasticity_at_median: float) -> float:
    """Spread (sigma) of lognormal reservation wages from the supply elasticity at their median.

    The share that works at pay w is ``Phi((ln w - mu) / sigma)``; its elasticity at the median is
    ``2 phi(0) / sigma``.

    Examples
    --------
    >>> round(reservation_spread(0.43), 10)
    1.8555454902
    """
    if not elasticity_at_median > 0:
        raise WageError(f"elasticity {elasticity_at_median:g}; allowed: above nought")
    return 2.0 * float(stats.norm.pdf(0.0)) / elasticity_at_median
