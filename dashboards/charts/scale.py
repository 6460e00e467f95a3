"""From values to places on paper.

Belongs here: axis ends, ticks, positions. Does not belong here: marks.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable

# A bar's length is its value only if the axis starts at zero; these units have no useful zero.
_NO_ZERO_UNITS = ("years", "score 0-10", "score 0-100", "points")


def starts_at_zero(unit: str) -> bool:
    """Say whether a value of this unit may be drawn as a bar."""
    return unit not in _NO_ZERO_UNITS


def shows_zero(unit: str) -> bool:
    """Say whether zero has to be on the axis: under a bar, and where a difference changes its sign."""
    return starts_at_zero(unit) or unit == "points"


def grid_class(tick: float, unit: str) -> str:
    """Return how the line of a tick is drawn: stronger at the zero of a difference."""
    return "grid zero" if unit == "points" and tick == 0 else "grid"


def _nice_step(span: float, wanted: int) -> float:
    rough = span / wanted
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough * 0.999)


@dataclasses.dataclass(frozen=True, slots=True)
class Scale:
    """A straight axis from `low` to `high`, drawn from `start` to `end`."""

    low: float
    high: float
    start: float
    end: float
    ticks: tuple[float, ...]

    def __call__(self, value: float) -> float:
        """Return where a value is drawn."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def make_scale(values: Iterable[float], start: float, end: float, *, zero: bool, ticks: int = 5) -> Scale:
    """Return an axis with round ticks that holds every value.

    Args:
        values: Everything that has to fit.
        start: Place of the low end.
        end: Place of the high end.
        zero: Whether zero has to be on the axis.
        ticks: About how many ticks.
    """
    found = [value for value in values if math.isfinite(value)] or [0.0, 1.0]
    low, high = min(found), max(found)
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        low, high = low - (0 if zero else 1), high + 1
    step = _nice_step(high - low, ticks)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    places = tuple(round(n * step, 10) for n in range(first, last + 1))
    return Scale(places[0], places[-1], start, end, places)


def tick_decimals(ticks: tuple[float, ...]) -> int:
    """Return how many decimals the ticks need."""
    return next((n for n in range(4) if all(abs(t - round(t, n)) < 1e-9 for t in ticks)), 4)
