"""The rule on 459 industries: employment responds to productivity as saturation says."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.errors import NumberError
from analysis.industries.manufacturing.declared import REGISTERED, SMALLEST_SLOPE, VOTING
from analysis.industries.manufacturing.declared import in_words as sample
from analysis.language import joined, said
from analysis.recorded import Recorded, in_words
from analysis.verdicts import Part, Verdict

NUMBERS = tuple(f"manufacturing.falls.{name}" for name in VOTING)


def response_falls(intervals: Mapping[str, tuple[float, float]]) -> Verdict:
    """C8: the response of employment to productivity falls as output per head grows.

    Four intervals of the change in the response per log point of output: with and without
    electronics, before and after 1989. Supported if all four lie below zero. Contradicted if none
    does, and one lies above zero or all lie above the smallest slope that would turn employment.
    Not testable if none lies below zero and the intervals reach that slope: then they are too
    wide to say. Mixed where some lie below zero and some do not.
    """
    below = [name for name, (_, high) in intervals.items() if high < 0]
    above = [name for name, (low, _) in intervals.items() if low > 0]
    reach = [name for name, (low, _) in intervals.items() if low <= SMALLEST_SLOPE]
    told = joined(
        "; ",
        (
            said("{sample} {interval}", sample=sample(name), interval=in_words(*ends))
            for name, ends in intervals.items()
        ),
    )
    because = said("{below} of {all} intervals below zero: {told}",
                   below=len(below), all=len(intervals), told=told)  # fmt: skip
    if len(below) == len(intervals):
        return Verdict("supported", because)
    if below:
        return Verdict("mixed", because)
    if above or not reach:
        return Verdict("contradicted", because)
    return Verdict(
        "not testable",
        said("{because}; {reach} reach the slope of {slope:g} in question",
             because=because, reach=len(reach), slope=SMALLEST_SLOPE),
    )  # fmt: skip


def _decide(numbers: Mapping[str, Recorded]) -> Verdict:
    intervals = {}
    for name in NUMBERS:
        interval = numbers[name].interval
        if interval is None:
            raise NumberError(f"number {name} has no interval; this rule compares intervals")
        intervals[name.rpartition(".")[2]] = interval
    return response_falls(intervals)


RULES: tuple[Part, ...] = (
    Part(
        "C8.c",
        "In American manufacturing, industry by industry, the response of employment to "
        "productivity falls as output per head grows, with computers and electronics and without "
        "them, before 1989 and after.",
        NUMBERS,
        _decide,
        "without electronics the fall hangs on the recession at the end of the record; "
        "productivity is not moved by chance: demand raises it as measured, and imports are not in "
        "the data",
        REGISTERED,
    ),
)
