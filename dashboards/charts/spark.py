"""How an area went over time, in the height of a table row: its line with the interval, and the city's.

Belongs here: the small picture. Does not belong here: its words, which the table beside it holds; the large chart
(`trend.py`). A page has one for each indicator, so it is written with few elements and few digits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from dashboards.charts.scale import Scale
from dashboards.charts.svg import element
from dashboards.charts.timeline import day, middle
from dashboards.release.rows import Observation

_WIDTH, _HEIGHT, _EDGE = 100, 26, 4


def _runs(rows: Sequence[Observation], breaks: Sequence[float]) -> Iterator[list[Observation]]:
    """Part a series where a value is missing and where the measure changed: no line is drawn across either."""
    run: list[Observation] = []
    for row in rows:
        broken = bool(run) and any(middle(run[-1].period) < at <= middle(row.period) for at in breaks)
        if run and (broken or not row.has_value):
            yield run
            run = []
        if row.has_value:
            run.append(row)
    if run:
        yield run


def _path(points: Sequence[tuple[float, float]]) -> str:
    """Return a line through whole numbers; a point alone becomes a line without length, which its round end shows."""
    first, *rest = [f"{x:.0f} {y:.0f}" for x, y in points]
    return f"M{first}L{' '.join(rest)}" if rest else f"M{first}h0"


def _line(rows: Sequence[Observation], breaks: Sequence[float], across: Scale, up: Scale) -> str:
    return "".join(
        _path([(across(middle(row.period)), up(row.value or 0.0)) for row in run]) for run in _runs(rows, breaks)
    )


def _band(rows: Sequence[Observation], breaks: Sequence[float], across: Scale, up: Scale) -> str:
    """Return the reach of the intervals, over the runs in which every value has one."""
    path = ""
    for run in _runs(rows, breaks):
        limits = [(across(middle(row.period)), row.limits) for row in run]
        reach = [(x, up(found[0]), up(found[2])) for x, found in limits if found]
        if len(reach) == len(run) > 1:
            path += _path([(x, low) for x, low, _ in reach] + [(x, high) for x, _, high in reversed(reach)]) + "z"
    return path


def spark(own: Sequence[Observation], city: Sequence[Observation], breaks: Sequence[str], *, synthetic: bool) -> Markup:
    """Return the area's own series with its interval and the city's line; nothing where there are not two values.

    The table beside it says the trend in words, so the picture is hidden from screen readers.

    Args:
        own: Every period of the area, oldest first.
        city: Every period of the city, or nothing for the city itself.
        breaks: Days from which figures are not comparable with those before.
        synthetic: Whether to print the warning inside.
    """
    valued = [row for row in own if row.has_value and row.value is not None]
    if len(valued) < 2:
        return Markup("")
    first, last = middle(valued[0].period), middle(valued[-1].period)
    seen = [row for row in city if first <= middle(row.period) <= last]
    values = [v for row in valued for v in (row.value, row.lower, row.upper) if v is not None]
    values += [row.value for row in seen if row.has_value and row.value is not None]
    low, high = min(values), max(values)
    if first == last or low == high:
        return Markup("")
    across = Scale(first, last, _EDGE, _WIDTH - _EDGE, ())
    up = Scale(low, high, _HEIGHT - _EDGE, _EDGE, ())
    days = [day(text) for text in breaks]
    lines = (
        ("band", _band(own, days, across, up)),
        ("city-line", _line(seen, days, across, up)),
        ("own", _line(own, days, across, up)),
    )
    parts = [element("path", d=path, class_=look) for look, path in lines if path]
    height = _HEIGHT
    if synthetic:
        height += 10
        parts.append(element("text", "synthetic data", x=_EDGE, y=height - 2, class_="note", font_size=9))
    box = f"0 0 {_WIDTH} {height}"
    return element("svg", *parts, class_="spark", viewBox=box, width=_WIDTH, height=height, aria_hidden="true")
