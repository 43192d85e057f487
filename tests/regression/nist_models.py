"""The 27 model functions of the NIST StRD nonlinear regression problems, as NIST states them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

Model = Callable[[Any, Any], Any]


def bennett5(b: Any, x: Any) -> Any:
    return b[0] * (b[1] + x) ** (-1 / b[2])


def boxbod(b: Any, x: Any) -> Any:
    return b[0] * (1 - np.exp(-b[1] * x))


def chwirut(b: Any, x: Any) -> Any:
    return np.exp(-b[0] * x) / (b[1] + b[2] * x)


def danwood(b: Any, x: Any) -> Any:
    return b[0] * x ** b[1]


def enso(b: Any, x: Any) -> Any:
    year = 2 * np.pi * x / 12
    first, second = 2 * np.pi * x / b[3], 2 * np.pi * x / b[6]
    return (
        b[0] + b[1] * np.cos(year) + b[2] * np.sin(year)
        + b[4] * np.cos(first) + b[5] * np.sin(first)
        + b[7] * np.cos(second) + b[8] * np.sin(second)
    )  # fmt: skip


def eckerle4(b: Any, x: Any) -> Any:
    return b[0] / b[1] * np.exp(-0.5 * ((x - b[2]) / b[1]) ** 2)


def gauss(b: Any, x: Any) -> Any:
    return (
        b[0] * np.exp(-b[1] * x)
        + b[2] * np.exp(-((x - b[3]) ** 2) / b[4] ** 2)
        + b[5] * np.exp(-((x - b[6]) ** 2) / b[7] ** 2)
    )


def cubic_over_cubic(b: Any, x: Any) -> Any:
    above = b[0] + b[1] * x + b[2] * x**2 + b[3] * x**3
    return above / (1 + b[4] * x + b[5] * x**2 + b[6] * x**3)


def kirby2(b: Any, x: Any) -> Any:
    return (b[0] + b[1] * x + b[2] * x**2) / (1 + b[3] * x + b[4] * x**2)


def lanczos(b: Any, x: Any) -> Any:
    return b[0] * np.exp(-b[1] * x) + b[2] * np.exp(-b[3] * x) + b[4] * np.exp(-b[5] * x)


def mgh09(b: Any, x: Any) -> Any:
    return b[0] * (x**2 + x * b[1]) / (x**2 + x * b[2] + b[3])


def mgh10(b: Any, x: Any) -> Any:
    return b[0] * np.exp(b[1] / (x + b[2]))


def mgh17(b: Any, x: Any) -> Any:
    return b[0] + b[1] * np.exp(-x * b[3]) + b[2] * np.exp(-x * b[4])


def misra1b(b: Any, x: Any) -> Any:
    return b[0] * (1 - (1 + b[1] * x / 2) ** (-2))


def misra1c(b: Any, x: Any) -> Any:
    return b[0] * (1 - (1 + 2 * b[1] * x) ** (-0.5))


def misra1d(b: Any, x: Any) -> Any:
    return b[0] * b[1] * x * (1 + b[1] * x) ** (-1)


def nelson(b: Any, x: Any) -> Any:
    """Mean of log y: NIST certifies this problem on the logarithm, with two regressors."""
    return b[0] - b[1] * x[..., 0] * np.exp(-b[2] * x[..., 1])


def rat42(b: Any, x: Any) -> Any:
    return b[0] / (1 + np.exp(b[1] - b[2] * x))


def rat43(b: Any, x: Any) -> Any:
    return b[0] / (1 + np.exp(b[1] - b[2] * x)) ** (1 / b[3])


def roszman1(b: Any, x: Any) -> Any:
    return b[0] - b[1] * x - np.arctan(b[2] / (x - b[3])) / np.pi


MODELS: dict[str, Model] = {
    "bennett5": bennett5, "boxbod": boxbod, "chwirut1": chwirut, "chwirut2": chwirut,
    "danwood": danwood, "enso": enso, "eckerle4": eckerle4, "gauss1": gauss, "gauss2": gauss,
    "gauss3": gauss, "hahn1": cubic_over_cubic, "kirby2": kirby2, "lanczos1": lanczos,
    "lanczos2": lanczos, "lanczos3": lanczos, "mgh09": mgh09, "mgh10": mgh10, "mgh17": mgh17,
    "misra1a": boxbod, "misra1b": misra1b, "misra1c": misra1c, "misra1d": misra1d,
    "nelson": nelson, "rat42": rat42, "rat43": rat43, "roszman1": roszman1,
    "thurber": cubic_over_cubic,
}  # fmt: skip
