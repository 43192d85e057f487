"""Numbers in a form that a reader can check: no powers of ten, equal digits where it matters."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from statistics import median_low

from analysis.language import Said, said

DIGITS = 3
"""Significant digits where nobody asks for others."""
MOST_DECIMALS = 3
"""Decimals at most, except where all of the numbers would be lost."""
_COMMAS_FROM = 10_000


class Told(float):
    """A number that is printed in words of its own: ``Told(6e-8, "1 to 16,700,000")``."""

    text: str

    def __new__(cls, value: float, text: str) -> Told:
        """A float that knows its words."""
        made = super().__new__(cls, value)
        made.text = text
        return made


def counted(number: float, thing: str) -> Said:
    """A number of things, one of them in the singular.

    Examples
    --------
    >>> counted(1, "place"), counted(0, "place"), counted(1200, "report")
    ('1 place', '0 places', '1,200 reports')
    """
    return said(f"{{number:,.0f}} {thing}{'' if number == 1 else 's'}", number=number)


def one_to(ratio: float) -> Told:
    """A ratio, a small one as one to so many.

    Examples
    --------
    >>> one_to(5.955e-08).text, one_to(1.0714).text
    ('1 to 16,800,000', '1.071')
    """
    if 0 < ratio < 10.0**-2:
        return Told(ratio, f"1 to {decimal(1 / ratio)}")
    return Told(ratio, fixed(ratio, MOST_DECIMALS))


def decimal(value: float, digits: int = DIGITS) -> str:
    """A number to so many significant digits, never as a power of ten.

    What would not show within three decimals is below 0.001.

    Examples
    --------
    >>> decimal(1234.5), decimal(0.0824), decimal(7.96e-10), decimal(-2e-5), decimal(12.0)
    ('1,230', '0.0824', 'below 0.001', 'above -0.001', '12')
    """
    if not math.isfinite(value):
        return "unbounded" if math.isinf(value) else ""
    if value and abs(value) < 10.0**-MOST_DECIMALS:
        return _lost(value, MOST_DECIMALS)
    rounded = float(f"{value:.{digits}g}")
    places = max(digits - 1 - _exponent(rounded), 0)
    shown = f"{rounded:,.{places}f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def exact(value: float, digits: int = 6) -> str:
    """A number to so many significant digits with every decimal that takes, however small it is.

    Examples
    --------
    >>> exact(5.54e-08), exact(1234567.0), exact(0.25), exact(0.0)
    ('0.0000000554', '1234570', '0.25', '0')
    """
    if not math.isfinite(value):
        return "unbounded" if math.isinf(value) else ""
    rounded = float(f"{value:.{digits}g}")
    shown = f"{rounded:.{max(digits - 1 - _exponent(rounded), 0)}f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def between(low: float, high: float, digits: int = DIGITS) -> str:
    """Both ends of an interval with equal digits after the point, noughts that both have left out.

    Examples
    --------
    >>> between(0.0824, 0.314), between(0.913, 1.58), between(0.937, 243), between(5.5e-8, 0.0028)
    ('0.082 to 0.314', '0.91 to 1.58', '1 to 243', '0.0000 to 0.0028')
    >>> between(2.0, math.inf)
    '2 to unbounded'
    """
    ends = [abs(end) for end in (low, high) if math.isfinite(end)]
    places = _fewest(ends, _places(max(ends, default=0.0), digits))
    return " to ".join(fixed(end, places) for end in (low, high))


def fixed(value: float, places: int) -> str:
    """A number to so many decimals, unbounded in a word; nought has no sign."""
    if not math.isfinite(value):
        return "unbounded"
    shown = f"{value:,.{places}f}"
    return shown if float(shown.replace(",", "")) else shown.removeprefix("-")


def common_places(values: Iterable[float], digits: int = DIGITS) -> int:
    """Decimals that a column of numbers is printed with, so that its points stand in one line.

    The number in the middle has `digits` significant digits, none has more than three decimals,
    and noughts at the end of all are left out.

    Examples
    --------
    >>> common_places([1.01, 3.76, 40.5]), common_places([611.0, 626.0])
    (2, 0)
    >>> common_places([0.0337, 0.0844]), common_places([4e-16])
    (3, 3)
    >>> common_places([0.25, 1.5]), common_places([14.0, 2.5])
    (2, 1)
    """
    sizes = sorted(abs(value) for value in values if math.isfinite(value) and value)
    shown = [size for size in sizes if size >= 10.0**-MOST_DECIMALS]
    if not shown:
        return MOST_DECIMALS if sizes else 0
    places = min(_places(median_low(shown), digits), MOST_DECIMALS)
    return _fewest(shown, places)


def in_column(value: float, places: int) -> str:
    """A number as its column prints it; what the column cannot show is below its last digit.

    Examples
    --------
    >>> in_column(1234.5, 1), in_column(0.00004, 3), in_column(-0.00004, 3), in_column(0.0, 2)
    ('1,234.5', 'below 0.001', 'above -0.001', '0.00')
    """
    if not math.isfinite(value):
        return "unbounded" if math.isinf(value) else ""
    if value and not float(f"{value:.{places}f}"):
        return _lost(value, places)
    return f"{value:,.{places}f}"


def whole_numbers(values: Sequence[int]) -> list[str]:
    """Whole numbers of a column; thousands are parted where one has five digits, so never years.

    Examples
    --------
    >>> whole_numbers([1867, 1970]), whole_numbers([4321, 28032])
    (['1867', '1970'], ['4,321', '28,032'])
    """
    parted = any(abs(value) >= _COMMAS_FROM for value in values)
    return [f"{value:,d}" if parted else str(value) for value in values]


def with_error(value: float, error: float) -> str:
    """An estimate with its standard error in brackets, to two digits of the error.

    Examples
    --------
    >>> with_error(-8.336, 0.2151), with_error(0.04291, 0.000947), with_error(50.0, 4.83)
    ('-8.34 (0.22)', '0.04291 (0.00095)', '50.0 (4.8)')
    """
    places = max(1 - _exponent(float(f"{error:.2g}")), 0)
    return f"{fixed(value, places)} ({fixed(error, places)})"


def stated(value: float) -> str:
    """A number as a source states it: all its digits, thousands parted.

    Examples
    --------
    >>> stated(1620000.0), stated(0.0005), stated(14.0)
    ('1,620,000', '0.0005', '14')
    """
    shown = exact(value, digits=10)
    whole, point, rest = shown.partition(".")
    return f"{int(whole):,d}{point}{rest}" if whole not in {"", "-0"} else shown


def chance(value: float) -> str:
    """A p-value to three decimals, below 0.001 where it is.

    Examples
    --------
    >>> chance(0.0352), chance(0.0005), chance(1e-9)
    ('0.035', 'below 0.001', 'below 0.001')
    """
    least = 10.0**-MOST_DECIMALS
    return f"below {least:.{MOST_DECIMALS}f}" if value < least else f"{value:.{MOST_DECIMALS}f}"


def _places(size: float, digits: int) -> int:
    """Decimals for `digits` significant digits of `size`, no more than three unless it takes."""
    if not size:
        return 0
    exponent = _exponent(float(f"{size:.{digits}g}"))
    return max(0, min(digits - 1 - exponent, max(MOST_DECIMALS, 1 - exponent)))


def _fewest(sizes: Sequence[float], places: int) -> int:
    """Decimals without those in which all of the numbers have a nought."""
    while places and all(f"{size:.{places}f}".endswith("0") for size in sizes):
        places -= 1
    return places


def _exponent(value: float) -> int:
    return math.floor(math.log10(abs(value))) if value else 0


def _lost(value: float, places: int) -> str:
    bound = f"{10.0**-places:.{places}f}"
    return f"below {bound}" if value > 0 else f"above -{bound}"
