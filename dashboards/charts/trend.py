"""Values over time with a band for the interval.

Belongs here: the drawing. Does not belong here: saying whether something changed (`words/change.py`).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from markupsafe import Markup

from dashboards.charts.scale import Scale, grid_class, make_scale, shows_zero, tick_decimals
from dashboards.charts.svg import element, joined, picture
from dashboards.charts.timeline import day, middle
from dashboards.model import Indicator, Observation
from dashboards.words.periods import period_words
from dashboards.words.values import short_value


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """One line of a trend; `style` is city, country or ward."""

    name: str
    style: str
    rows: tuple[Observation, ...]


def _runs(rows: Sequence[Observation]) -> list[list[Observation]]:
    """Split at periods without a value, so that no line is drawn across a gap."""
    runs: list[list[Observation]] = [[]]
    for row in rows:
        if row.has_value:
            runs[-1].append(row)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _points(pairs: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in pairs)


def _draw(line: Line, across: Scale, up: Scale) -> Markup:
    parts = []
    for run in _runs(line.rows):
        places = [across(middle(row.period)) for row in run]
        if len(run) > 1 and all(row.has_interval for row in run) and line.style != "ward":
            upper = [(x, up(row.upper or 0.0)) for x, row in zip(places, run, strict=True)]
            lower = [(x, up(row.lower or 0.0)) for x, row in zip(places, run, strict=True)]
            parts.append(element("path", d=_points(upper + lower[::-1]) + "Z", class_=f"band {line.style}"))
        d = _points([(x, up(row.value or 0.0)) for x, row in zip(places, run, strict=True)])
        parts.append(element("path", d=d, class_=f"line {line.style}"))
        if line.style != "ward":
            for x, row in zip(places, run, strict=True):
                parts.append(_marker(line.style, x, up(row.value or 0.0)))
    return joined(parts)


def _marker(style: str, x: float, y: float) -> Markup:
    """Draw the city as a dot and the country as a square: colour is never the only difference."""
    if style == "city":
        return element("circle", cx=x, cy=y, r=4.5, class_="marker city")
    return element("rect", x=x - 4, y=y - 4, width=8, height=8, class_="marker country")


def _axes(periods: Sequence[str], across: Scale, up: Scale, indicator: Indicator, height: float) -> Markup:
    parts = []
    decimals = tick_decimals(up.ticks)
    for tick in up.ticks:
        y = up(tick)
        parts.append(
            element("line", x1=across.start - 8, x2=across.end + 8, y1=y, y2=y, class_=grid_class(tick, indicator.unit))
        )
        text = short_value(tick, indicator.unit, decimals)
        parts.append(element("text", text, x=across.start - 14, y=y + 4, class_="tick end"))
    # Long period names would run into each other, so only as many as fit are printed.
    widest = max(len(period_words(period)) for period in periods) * 7.5 + 12
    room = max(int((across.end - across.start) / widest), 1)
    every = -(-max(len(periods) - 1, 1) // room)
    for number, period in enumerate(reversed(periods)):
        if number % every == 0:
            x = across(middle(period))
            parts.append(element("text", period_words(period), x=x, y=height - 8, class_="tick middle"))
    return joined(parts)


def _breaks(days: Sequence[str], across: Scale, foot: float) -> Markup:
    """Mark the days from which figures are not comparable with those before."""
    parts = []
    for place in (day(text) for text in days):
        if across.low < place < across.high:
            x = across(place)
            parts.append(element("line", x1=x, x2=x, y1=16, y2=foot, class_="edge"))
            parts.append(element("text", "break", x=x + 4, y=26, class_="tick"))
    return joined(parts)


def _end_labels(lines: Sequence[Line], up: Scale, right: float) -> Markup:
    """Name the lines at their right end, pushed apart where they would overlap."""
    ends = [
        (up(row.value or 0.0), line) for line in lines if line.style != "ward" for row in line.rows if row.has_value
    ]
    last: dict[str, tuple[float, Line]] = {line.name: (y, line) for y, line in ends}
    parts, floor = [], -100.0
    for y, line in sorted(last.values(), key=lambda pair: pair[0]):
        floor = max(y + 5, floor + 18)
        parts.append(element("text", line.name, x=right + 10, y=floor, class_=f"line-label {line.style}"))
    return joined(parts)


def trend(
    identifier: str,
    indicator: Indicator,
    lines: Sequence[Line],
    *,
    title: str,
    description: str,
    synthetic: bool,
    narrow: bool = False,
) -> Markup:
    """Return a chart of values over time, or nothing where no line has two values.

    Args:
        identifier: Id of the picture.
        indicator: What is drawn.
        lines: The city, the country, and thin lines for wards.
        title: What the picture is.
        description: What it shows, in words.
        synthetic: Whether to print the warning inside.
        narrow: Whether it is for a narrow screen.
    """
    rows = [row for line in lines for row in line.rows if row.has_value]
    periods = sorted({row.period for row in rows}, key=middle)
    if len(periods) < 2:
        return Markup("")
    width, height = (340, 280) if narrow else (760, 340)
    left, right = (56, 246) if narrow else (64, 630)
    across = make_scale([0, 1], left, right, zero=True)
    across = dataclasses.replace(across, low=middle(periods[0]), high=middle(periods[-1]))
    values = [v for row in rows for v in (row.value, row.lower, row.upper) if v is not None]
    zero = shows_zero(indicator.unit) and indicator.unit != "ratio"
    up = make_scale(values, height - 40, 16, zero=zero)
    parts = [_axes(periods, across, up, indicator, height), _breaks(indicator.breaks, across, height - 40)]
    order = {"ward": 0, "country": 1, "city": 2}
    parts += [_draw(line, across, up) for line in sorted(lines, key=lambda line: order[line.style])]
    parts.append(_end_labels(lines, up, right))
    return picture(
        identifier,
        width,
        height,
        *parts,
        title=title,
        description=description,
        class_="chart narrow" if narrow else "chart wide",
        synthetic=synthetic,
    )
