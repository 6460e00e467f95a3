"""From days and periods to places on a time axis.

Belongs here: where a period stands and which years are printed. Does not belong here: values (`scale.py`), marks.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Sequence

from markupsafe import Markup

from dashboards.charts.scale import Scale
from dashboards.charts.svg import element, joined
from dashboards.release.periods import period_bounds

_LABEL = 46


@functools.cache
def middle(period: str) -> float:
    """Return where on the time axis a period's value stands: the middle of its days."""
    bounds = period_bounds(period)
    return (bounds[0].toordinal() + bounds[1].toordinal()) / 2 if bounds else 0.0


def day(text: str) -> float:
    """Return where a day stands."""
    bounds = period_bounds(text)
    return float(bounds[0].toordinal()) if bounds else 0.0


def time_scale(places: Sequence[float], start: float, end: float) -> Scale:
    """Return a time axis that holds every place; one place alone stands in the middle of two years."""
    low, high = min(places), max(places)
    if high - low < 1:
        low, high = low - 365, high + 365
    return Scale(low, high, start, end, ())


def years(across: Scale, foot: float) -> Markup:
    """Return the years along the foot of a picture, as many as fit, each a tick at its first day."""
    first = datetime.date.fromordinal(int(across.low)).year
    last = datetime.date.fromordinal(int(across.high)).year + 1
    room = max(int((across.end - across.start) / _LABEL), 1)
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100) if (last - first) / step <= room)
    parts = []
    for year in range(first - first % step, last + 1, step):
        x = across(datetime.date(max(year, 1), 1, 1).toordinal())
        if across.start - 12 <= x <= across.end + 12:
            parts.append(element("line", x1=x, x2=x, y1=foot, y2=foot + 5, class_="grid"))
            parts.append(element("text", str(year), x=x, y=foot + 19, class_="tick middle"))
    return joined(parts)
