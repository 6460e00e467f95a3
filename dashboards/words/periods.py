"""ISO 8601 periods as a reader would say them.

Belongs here: naming a period. Does not belong here: parsing and ordering (`release/periods.py`), choosing one.
"""

from __future__ import annotations

import datetime
import functools

from dashboards.release.periods import period_bounds

_APRIL = 4


def day_words(day: datetime.date) -> str:
    """Return `21 March 2021`."""
    return f"{day.day} {day:%B %Y}"


def _year_words(start: datetime.date, years: int) -> str:
    """Name whole years: calendar years by number, financial years as 2024/25."""
    if start.month == 1:
        return str(start.year) if years == 1 else f"{start.year} to {start.year + years - 1}"

    def financial(year: int) -> str:
        return f"{year}/{(year + 1) % 100:02d}"

    first = financial(start.year)
    return first if years == 1 else f"{first} to {financial(start.year + years - 1)}"


@functools.cache
def period_words(period: str) -> str:
    """Return a period in words; text that is no period comes back unchanged.

    A year that starts neither in January nor in April is named by its months, so that nobody
    takes a school year or a rolling year for a financial one.
    """
    bounds = period_bounds(period)
    if bounds is None:
        return period
    start, end = bounds
    last = end - datetime.timedelta(days=1)
    if start == last:
        return day_words(start)
    months = (end.year - start.year) * 12 + end.month - start.month
    whole_months = start.day == 1 and end.day == 1
    if whole_months and months % 12 == 0 and start.month in (1, _APRIL):
        return _year_words(start, months // 12)
    if whole_months:
        if months == 1:
            return f"{start:%B %Y}"
        first = f"{start:%B}" if start.year == last.year else f"{start:%B %Y}"
        return f"{first} to {last:%B %Y}"
    return f"{day_words(start)} to {day_words(last)}"


@functools.cache
def in_period(period: str) -> str:
    """Return a period with its preposition: `on 21 March 2021`, `in 2024/25`."""
    bounds = period_bounds(period)
    one_day = bounds is not None and bounds[1] - bounds[0] == datetime.timedelta(days=1)
    return f"{'on' if one_day else 'in'} {period_words(period)}"
