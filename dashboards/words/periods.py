"""ISO 8601 periods as a reader would say them.

Belongs here: parsing a period, naming it, ordering periods. Does not belong here: choosing one.
"""

from __future__ import annotations

import datetime
import functools
import re

_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_APRIL = 4


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
