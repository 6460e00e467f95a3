"""ISO 8601 periods: what days they hold and how they are ordered.

Belongs here: parsing, ordering, overlap. Does not belong here: naming a period (`words/periods.py`), choosing one.
"""

from __future__ import annotations

import datetime
import functools
import re

_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def _add_months(day: datetime.date, months: int) -> datetime.date:
    """Return the day `months` later; the last day of the month where the day does not exist."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return datetime.date(year, month + 1, last)
        except ValueError:
            continue
    message = f"no such day: {day} plus {months} months"
    raise ValueError(message)


@functools.cache
def period_bounds(period: str) -> tuple[datetime.date, datetime.date] | None:
    """Return the first day and the day after the last, or None where the text is no period.

    Args:
        period: `2024-04-01/P1Y`, `2024-01-01/2024-12-31` or a bare date.
    """
    start_text, _, rest = period.strip().partition("/")
    if not _DATE.fullmatch(start_text):
        return None
    try:
        start = datetime.date.fromisoformat(start_text)
        if not rest:
            return start, start + datetime.timedelta(days=1)
        if _DATE.fullmatch(rest):
            return start, datetime.date.fromisoformat(rest) + datetime.timedelta(days=1)
        match = _DURATION.fullmatch(rest)
        if not match or not any(match.groups()):
            return None
        years, months, days = (int(part or 0) for part in match.groups())
        return start, _add_months(start, years * 12 + months) + datetime.timedelta(days=days)
    except (ValueError, OverflowError):
        return None


@functools.cache
def period_order(period: str) -> tuple[str, str]:
    """Return a key that sorts periods by their end, then by their start."""
    bounds = period_bounds(period)
    if bounds is None:
        return ("", period)
    return (bounds[1].isoformat(), bounds[0].isoformat())


def periods_overlap(first: str, second: str) -> bool:
    """Say whether two periods share a day. Unreadable periods count as overlapping."""
    one, two = period_bounds(first), period_bounds(second)
    if one is None or two is None:
        return True
    return one[0] < two[1] and two[0] < one[1]
