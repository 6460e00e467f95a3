"""ISO 8601 periods as dates, for methods that need to know when a figure stands.

Belongs here: reading a period and its middle, and every period of a set of observations at once. Does not belong here:
words for a reader. Pure.
"""

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from pipelines.faults import DeclarationFaultsError

if TYPE_CHECKING:
    import duckdb

DAYS_OF_A_YEAR = 365.25
_DURATION = re.compile(r"P(?=\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?")


class Span(NamedTuple):
    """A period's first day, the day after its last, and its length in whole months and days."""

    start: date
    end: date
    length: tuple[int, int]


@cache
def span(period: str) -> Span:
    """Read a period: `2024-04-01/P1Y`, `2024-01-01/2024-12-31` (both days included) or a bare day.

    A length is counted in months where the calendar gives whole ones, so that a leap year is as long as another.

    Raises:
        ValueError: when the text is no such period.
    """
    first, _, rest = period.partition("/")
    start = date.fromisoformat(first)
    if found := _DURATION.fullmatch(rest):
        years, months, days = (int(part or 0) for part in found.groups())
        months += 12 * years
    elif rest:
        end = date.fromisoformat(rest) + timedelta(days=1)
        months = (end.year - start.year) * 12 + end.month - start.month if start.day == end.day else 0
        days = 0 if months else (end - start).days
    else:
        months, days = 0, 1
    end = _months_later(start, months) + timedelta(days=days)
    if end <= start:
        raise ValueError(f"period {period!r} ends before it begins")
    return Span(start, end, (months, days))


def _months_later(day: date, months: int) -> date:
    """The same day some months later, or the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def years_of(day: date) -> float:
    """A day on the axis of Julian years of 365.25 days; only differences mean anything."""
    return day.toordinal() / DAYS_OF_A_YEAR


def middle(period: str) -> float:
    """The middle of a period on the axis of `years_of`."""
    read = span(period)
    return (years_of(read.start) + years_of(read.end)) / 2


def read_periods(connection: "duckdb.DuckDBPyConnection", observations: str) -> dict[str, list[object]]:
    """Every period of a view of observations, read once for all its rows.

    Returns:
        The parameters that the queries of this package turn into their table `spans`: periods, starts, ends, lengths.

    Raises:
        DeclarationFaultsError: naming each indicator and period that cannot be read.
    """
    columns: dict[str, list[object]] = {"periods": [], "starts": [], "ends": [], "lengths": []}
    unread: list[str] = []
    distinct = f"SELECT DISTINCT period FROM {observations} WHERE period IS NOT NULL ORDER BY period"
    for (period,) in connection.execute(distinct).fetchall():
        try:
            read = span(period)
        except (ValueError, OverflowError):
            unread.append(period)
            continue
        columns["periods"].append(period)
        columns["starts"].append(read.start)
        columns["ends"].append(read.end)
        columns["lengths"].append(f"{read.length[0]} months {read.length[1]} days")
    if unread:
        whose = f"SELECT DISTINCT indicator, period FROM {observations} WHERE list_contains($1, period) ORDER BY ALL"
        expected = "the first day, a slash and a length, such as 2024-04-01/P1Y"
        raise DeclarationFaultsError(
            [
                f"{indicator}: its period is {period!r}; expected {expected}"
                for indicator, period in connection.execute(whose, [unread]).fetchall()
            ]
        )
    return columns
