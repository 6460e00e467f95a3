"""What may be said about two values: over time, and against the country.

Belongs here: careful comparisons from intervals the release holds. Does not belong here: new intervals,
significance tests, the comparison with the city (the release has it).
"""

from __future__ import annotations

from collections.abc import Sequence

from dashboards.release.periods import period_bounds, periods_overlap
from dashboards.release.rows import Indicator, Observation

RISEN, FALLEN, UNCLEAR, UNKNOWN = "risen", "fallen", "unclear", "unknown"

# Three leap days fit between the longest periods in use.
_LEAP_DAYS = 3


def previous(series: Sequence[Observation], latest: Observation) -> Observation | None:
    """Return the newest earlier value that shares no day with the latest and is as long."""
    for row in reversed(series):
        if row.has_value and row.period < latest.period and not periods_overlap(row.period, latest.period):
            return row if _same_length(row.period, latest.period) else None
    return None


def _same_length(first: str, second: str) -> bool:
    one, two = period_bounds(first), period_bounds(second)
    # A leap day does not make a year another kind of period.
    if one is None or two is None:
        return False
    return abs((one[1] - one[0]).days - (two[1] - two[0]).days) <= _LEAP_DAYS


def direction(before: Observation, after: Observation) -> str:
    """Say which way a value went, and only if the two intervals do not touch.

    That is stricter than a test of the difference: it may miss a real change, it seldom invents one.
    """
    first, last = before.limits, after.limits
    if first is None or last is None:
        return UNKNOWN
    if last[0] > first[2]:
        return RISEN
    if last[2] < first[0]:
        return FALLEN
    return UNCLEAR


def verdict(way: str, indicator: Indicator) -> str:
    """Return improved, worsened, changed, unclear or unknown, by what is good for this indicator."""
    if way not in (RISEN, FALLEN):
        return way
    if indicator.polarity == "no_judgement":
        return "changed"
    return "improved" if (way == RISEN) == (indicator.polarity == "high_good") else "worsened"


def break_between(indicator: Indicator, before: Observation, after: Observation) -> str:
    """Return the day on which the measure changed between two periods, or nothing where they are comparable."""
    one, two = period_bounds(before.period), period_bounds(after.period)
    if one is None or two is None:
        return ""
    start, end = one[0].isoformat(), two[1].isoformat()
    return next((day for day in sorted(indicator.breaks, reverse=True) if start < day < end), "")


def latest_verdict(indicator: Indicator, series: Sequence[Observation]) -> str:
    """Return the verdict on the latest value against the one before it."""
    valued = [row for row in series if row.has_value]
    if not valued or indicator.overlapping:
        return UNKNOWN
    before = previous(valued, valued[-1])
    if before is None or break_between(indicator, before, valued[-1]):
        return UNKNOWN
    return verdict(direction(before, valued[-1]), indicator)


def against(row: Observation, benchmark: Observation) -> str:
    """Return higher, lower, similar or not_compared, limit-based: a limit on the benchmark is similar."""
    limits = row.limits
    if limits is None or benchmark.value is None or row.period != benchmark.period:
        return "not_compared"
    if limits[0] > benchmark.value:
        return "higher"
    if limits[2] < benchmark.value:
        return "lower"
    return "similar"
