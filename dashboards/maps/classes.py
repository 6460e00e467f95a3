"""Which class of a map a value falls into.

Belongs here: class breaks and the counts of a legend. Does not belong here: colours, words.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from decimal import Decimal

from dashboards.charts.theme import CLASS_COUNT
from dashboards.words.values import rounded


@dataclasses.dataclass(frozen=True, slots=True)
class ValueClass:
    """One class: its number from 1 (lowest), the lowest and highest value in it, how many areas."""

    number: int
    low: float
    high: float
    count: int


def _quantile_starts(values: Sequence[Decimal], classes: int) -> list[Decimal]:
    return [values[math.ceil(len(values) * part / classes)] for part in range(1, classes)]


def _equal_starts(values: Sequence[Decimal], classes: int) -> list[Decimal]:
    low, width = values[0], (values[-1] - values[0]) / classes
    return [low + width * part for part in range(1, classes)]


def _natural_starts(values: Sequence[Decimal], classes: int) -> list[Decimal]:
    """Return the starts that make the classes least spread (Fisher's exact method)."""
    numbers = [float(value) for value in values]
    count = len(numbers)
    sums, squares = [0.0], [0.0]
    for number in numbers:
        sums.append(sums[-1] + number)
        squares.append(squares[-1] + number * number)

    def spread(first: int, last: int) -> float:
        total = sums[last] - sums[first]
        return squares[last] - squares[first] - total * total / (last - first)

    best = [[0.0] + [spread(0, end) for end in range(1, count + 1)]]
    cut: list[list[int]] = [[0] * (count + 1)]
    for parts in range(1, classes):
        costs, cuts = [math.inf] * (count + 1), [0] * (count + 1)
        for end in range(parts + 1, count + 1):
            options = [(best[-1][start] + spread(start, end), start) for start in range(parts, end)]
            costs[end], cuts[end] = min(options)
        best.append(costs)
        cut.append(cuts)
    starts, end = [], count
    for parts in range(classes - 1, 0, -1):
        end = cut[parts][end]
        starts.append(values[end])
    return starts[::-1]


def classify(values: Mapping[str, float], decimals: int, breaks: str) -> tuple[dict[str, int], tuple[ValueClass, ...]]:
    """Sort areas into at most five classes.

    Values are rounded first, so that two areas printed with the same number share a class. Where
    few values are different there are fewer classes, spread over the palette.

    Args:
        values: Value by area code.
        decimals: Decimals the values are printed with.
        breaks: quantile, equal or natural.

    Returns:
        The class of each area, and the classes that are in use from low to high.
    """
    shown = {code: rounded(value, decimals) for code, value in values.items()}
    ordered = sorted(shown.values())
    if not ordered:
        return {}, ()
    distinct = len(set(ordered))
    classes = min(CLASS_COUNT, distinct)
    if distinct <= CLASS_COUNT:
        starts = sorted(set(ordered))[1:]
    else:
        make = {"equal": _equal_starts, "natural": _natural_starts}.get(breaks, _quantile_starts)
        starts = make(ordered, classes)
    step = (CLASS_COUNT - 1) / max(classes - 1, 1)
    numbers = {code: 1 + round(sum(value >= start for start in starts) * step) for code, value in shown.items()}
    found = []
    for number in sorted(set(numbers.values())):
        inside = [float(shown[code]) for code, own in numbers.items() if own == number]
        found.append(ValueClass(number, min(inside), max(inside), len(inside)))
    return numbers, tuple(found)
