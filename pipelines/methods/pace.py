"""The arithmetic of an ambition: how far it has come, in how much of its time, and what is still needed.

Belongs here: numbers worked out from a baseline, a latest figure and a target. Does not belong here: what they are
called (`progress.py`). Pure: no clock, so that the same figures give the same answer on any day; time runs to the
middle of the latest period.
"""

import math
from dataclasses import dataclass
from datetime import date

from pipelines.methods.periods import middle, years_of


@dataclass(frozen=True)
class Point:
    """A figure of a period, with its 95% interval where it has one."""

    period: str
    value: float
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True)
class Target:
    """A value to be reached by a day: a milestone or the target itself."""

    by: date
    value: float


def direction_of(polarity: str, baseline: float | None = None, target: float | None = None) -> str:
    """Where an ambition should go, up or down: by polarity, and without one from baseline to target."""
    if polarity == "no_judgement" and baseline is not None and target is not None:
        return "down" if target < baseline else "up"
    return "down" if polarity == "low_good" else "up"


def change_interval(first: Point, last: Point) -> tuple[float, float] | None:
    """The 95% interval of the change between two independent figures, from their own intervals.

    MOVER, the method of variance estimates recovery (Zou and Donner 2008, Statistics in Medicine 27), which for two
    Wilson intervals is Newcombe's (1998) method 10: `statsmodels.stats.proportion.confint_proportions_2indep` with
    method "newcomb" gives the same. A first figure without an interval is taken as exact; a last one without gives
    None.
    """
    if last.lower is None or last.upper is None:
        return None
    lowest, highest = (first.value if limit is None else limit for limit in (first.lower, first.upper))
    change = last.value - first.value
    return (
        change - math.hypot(last.value - last.lower, highest - first.value),
        change + math.hypot(last.upper - last.value, first.value - lowest),
    )


@dataclass(frozen=True)
class Course:
    """One ambition's baseline, latest figure and target; every number is None where it has no meaning."""

    direction: str
    baseline: Point | None
    latest: Point | None
    target: Target | None

    @property
    def start(self) -> float | None:
        """The middle of the baseline's period, in years."""
        return middle(self.baseline.period) if self.baseline else None

    @property
    def now(self) -> float | None:
        """The middle of the latest period, in years."""
        return middle(self.latest.period) if self.latest else None

    def reaches(self, value: float) -> bool:
        """Whether a value is at the target or beyond it."""
        if self.target is None:
            return False
        return value >= self.target.value if self.direction == "up" else value <= self.target.value

    @property
    def reached(self) -> bool:
        """Whether the latest figure reaches the target."""
        return self.latest is not None and self.reaches(self.latest.value)

    @property
    def reached_at_the_start(self) -> bool:
        """Whether the baseline already did, so that there is no way to go and no pace."""
        return self.baseline is not None and self.reaches(self.baseline.value)

    @property
    def is_later(self) -> bool:
        """Whether the latest figure is later than the baseline."""
        return self.start is not None and self.now is not None and self.now > self.start

    @property
    def change(self) -> float | None:
        """From the baseline to the latest figure."""
        if not self.is_later or self.baseline is None or self.latest is None:
            return None
        return self.latest.value - self.baseline.value

    @property
    def interval(self) -> tuple[float, float] | None:
        """The interval of the change."""
        if not self.is_later or self.baseline is None or self.latest is None:
            return None
        return change_interval(self.baseline, self.latest)

    @property
    def remaining_years(self) -> float | None:
        """From the latest figure to the target's day; negative when the day has passed."""
        return None if self.target is None or self.now is None else years_of(self.target.by) - self.now

    @property
    def required_per_year(self) -> float | None:
        """The change a year that still reaches the target in time: 0 once reached, None when no time is left."""
        if self.target is None or self.latest is None or self.remaining_years is None:
            return None
        if self.reached:
            return 0.0
        return (self.target.value - self.latest.value) / self.remaining_years if self.remaining_years > 0 else None

    @property
    def share_of_time(self) -> float | None:
        """How much of the time from baseline to target has gone; above 1 when the day has passed."""
        if self.target is None or self.start is None or self.now is None or not self.is_later:
            return None
        whole = years_of(self.target.by) - self.start
        return (self.now - self.start) / whole if whole > 0 else None

    @property
    def share_of_way(self) -> float | None:
        """How much of the way from baseline to target has been gone; negative when it went the other way."""
        if self.target is None or self.baseline is None or self.change is None or self.reached_at_the_start:
            return None
        return self.change / (self.target.value - self.baseline.value)

    @property
    def pace(self) -> float | None:
        """Share of the way over share of the time: 1 is the straight line to the target."""
        if self.share_of_way is None or self.share_of_time is None:
            return None
        return self.share_of_way / self.share_of_time

    @property
    def expected_value(self) -> float | None:
        """Where the straight line from baseline to target stands at the latest period; at most the target."""
        if self.target is None or self.baseline is None or self.share_of_time is None:
            return None
        return self.baseline.value + (self.target.value - self.baseline.value) * min(self.share_of_time, 1.0)
