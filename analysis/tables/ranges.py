"""Row numbers and years as compact ranges: ``2-4, 7``."""

from __future__ import annotations

from collections.abc import Iterable


def runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Runs of consecutive integers, ascending: first and last of each.

    >>> runs([7, 2, 3, 4])
    [(2, 4), (7, 7)]
    """
    found: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def ranges(numbers: Iterable[int]) -> str:
    """Integers as text, consecutive ones joined.

    >>> ranges([7, 2, 3, 4])
    '2-4, 7'
    """
    return ", ".join(
        str(first) if first == last else f"{first}-{last}" for first, last in runs(numbers)
    )


def unrolled(text: str) -> list[int]:
    """The integers that :func:`ranges` wrote.

    >>> unrolled("2-4, 7")
    [2, 3, 4, 7]
    """
    ends = [part.partition("-") for part in text.split(", ")]
    return [n for first, _, last in ends for n in range(int(first), int(last or first) + 1)]
