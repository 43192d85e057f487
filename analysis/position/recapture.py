"""Workers available on a platform from repeated answers: an equal-catchability estimate.

With N workers who are equally likely to give each of n answers, the number of distinct workers
seen is expected to be N (1 - (1 - 1/N)^n). The estimate is the N at which that equals what was
seen (Darroch 1958, Biometrika 45, 343-359: the multiple recapture census with equal catchability).
Workers who answer more often than others are seen sooner, so that N is understated.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.optimize import brentq

from analysis.errors import LabelsError


@dataclass(frozen=True)
class Recaptured:
    """Workers available if all are equally likely to answer.

    Attributes
    ----------
    workers : float
    error : float
        Standard error of the log of it, from the chance of who answers alone.
    """

    workers: float
    error: float


def equally_catchable(answers: int, seen: int) -> Recaptured | None:
    """Workers behind a number of answers by a number of distinct workers.

    Parameters
    ----------
    answers, seen : int
        Answers given in a period, and distinct workers who gave them.

    Returns
    -------
    Recaptured or None
        None where no answer is a second one, so that nothing bounds the number from above.

    Raises
    ------
    LabelsError
        For less than two answers, or nobody seen.

    Examples
    --------
    >>> round(equally_catchable(1000, 632).workers, -1)
    1000.0
    """
    if answers < 2 or seen < 1:
        raise LabelsError(f"{answers} answers by {seen} workers; allowed: two by one, or more")
    if seen >= answers:
        return None

    def excess(log_workers: float) -> float:
        workers = math.exp(log_workers)
        return -workers * math.expm1(answers * math.log1p(-1.0 / workers)) - seen

    # At least one answer of n is a second one, so that N is below n squared.
    lowest, highest = math.log(max(seen, 1.0 + 1e-9)), 2.0 * math.log(answers) + 1.0
    if seen == 1 or excess(lowest) >= 0.0:
        return Recaptured(float(seen), 0.0)
    workers = math.exp(brentq(excess, lowest, highest, xtol=1e-13))
    each = answers / workers
    return Recaptured(workers, math.sqrt(1.0 / (workers * (math.expm1(each) - each))))
