"""Which class of a map a value falls into.

Belongs here: class breaks. Does not belong here: colours, words, counting what lies in a class.
Classes are cut once for a level, from its latest period, and hold for all its periods: one colour means one range of
values in every year (docs/decisions/0015-classes-of-a-map.md).
"""

from __future__ import annotations

import bisect
import dataclasses
import math
from collections.abc import Iterable, Sequence
from decimal import ROUND_CEILING, Decimal

from dashboards.charts.theme import CLASS_COUNT
from dashboards.words.values import rounded


@dataclasses.dataclass(frozen=True)
class Classes:
    """Classes from low to high, by the lowest printed number in each but the first, which is open below.

    `numbers` say which colour each has: where few values are different there are fewer classes, spread over the
    palette. `diverging` classes lie about the city's value, which is in the middle one.
    """

    lows: tuple[Decimal, ...]
    numbers: tuple[int, ...]
    decimals: int
    diverging: bool = False

    def number(self, value: float) -> int:
        """Return the class of a value, by the number it is printed with."""
        return self.numbers[bisect.bisect_right(self.lows, rounded(value, self.decimals))]

    def limits(self, index: int) -> tuple[float | None, float | None]:
        """Return the lowest and the highest printed number of a class; None where it is open."""
        low = float(self.lows[index - 1]) if index else None
        high = float(self.lows[index] - _step(self.decimals)) if index < len(self.lows) else None
        return low, high

    def fill(self, number: int) -> str:
        """Return the name of a colour, as style sheets write it."""
        return f"{'div' if self.diverging else 'class'}-{number}"


def _step(decimals: int) -> Decimal:
    return Decimal(1).scaleb(-decimals)


def _quantile_starts(values: Sequence[Decimal], classes: int) -> list[Decimal]:
    return [values[math.ceil(len(values) * part / classes)] for part in range(1, classes)]


def _equal_starts(values: Sequence[Decimal], classes: int) -> list[Decimal]:
    low, width = values[0], (values[-1] - values[0]) / classes
    return [low + width * part for part in range(1, classes)]


def _natural_starts(values: Sequence[Decimal], classes: int) -> list[Decimal]:
    """Return the starts that make the classes least spread (Fisher's exact method)."""
    # Imported here because few indicators are cut this way.
    import numpy as np

    numbers = np.array([float(value) for value in values])
    sums, squares = (np.concatenate(([0.0], np.cumsum(part))) for part in (numbers, numbers**2))
    first, last = np.indices((len(values) + 1, len(values) + 1))
    size = np.where(last > first, last - first, 1)
    spread = squares[last] - squares[first] - (sums[last] - sums[first]) ** 2 / size
    spread[last <= first] = np.inf
    best, cuts = spread[0], []
    for _ in range(1, classes):
        options = best[:, None] + spread
        cuts.append(options.argmin(axis=0))
        best = options.min(axis=0)
    starts, end = [], len(values)
    for cut in reversed(cuts):
        end = int(cut[end])
        starts.append(values[end])
    return starts[::-1]


def _diverging(values: Sequence[Decimal], decimals: int, city: float) -> Classes:
    """Return five classes about the city's value, each as wide as values usually lie away from it.

    The breaks are half of and one and a half of the root mean square distance from the city: the mean and standard
    deviation classes of Slocum et al., Thematic Cartography and Geovisualization, with the city for the mean.
    """
    middle, step = rounded(city, decimals), _step(decimals)
    usual = math.sqrt(math.fsum(float(value - middle) ** 2 for value in values) / len(values))
    half = max(rounded(usual / 2, decimals), step)
    lows = (middle - 3 * half, middle - half, middle + half + step, middle + 3 * half + step)
    return Classes(lows, (1, 2, 3, 4, 5), decimals, diverging=True)


def make_classes(values: Iterable[float], decimals: int, breaks: str, city: float | None = None) -> Classes:
    """Cut values into at most five classes.

    Values are rounded first, so that two areas printed with the same number share a class.

    Args:
        values: Values of the areas of one level.
        decimals: Decimals the values are printed with.
        breaks: quantile, equal, natural or diverging.
        city: The city's value, which diverging classes need; without it they are quantiles.
    """
    ordered = sorted(rounded(value, decimals) for value in values)
    if breaks == "diverging" and city is not None and ordered:
        return _diverging(ordered, decimals, city)
    distinct = sorted(set(ordered))
    if len(distinct) <= CLASS_COUNT:
        lows = distinct[1:]
    else:
        make = {"equal": _equal_starts, "natural": _natural_starts}.get(breaks, _quantile_starts)
        # Between two printed numbers there is no value, so a break moves up to the next one.
        raised = (start.quantize(_step(decimals), rounding=ROUND_CEILING) for start in make(ordered, CLASS_COUNT))
        lows = [low for low in sorted(set(raised)) if low > ordered[0]]
    step = (CLASS_COUNT - 1) / max(len(lows), 1)
    return Classes(tuple(lows), tuple(1 + round(index * step) for index in range(len(lows) + 1)), decimals)
