"""Values over time with a band for the interval, and the way to a target where there is one.

Belongs here: the drawing. Does not belong here: saying whether something changed (`words/change.py`).
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Sequence

from markupsafe import Markup

from dashboards.charts.goals import Mark, draw_way, due_days, end_labels
from dashboards.charts.marks import state_box
from dashboards.charts.scale import Scale, grid_class, make_scale, shows_zero, tick_decimals
from dashboards.charts.svg import element, joined, picture
from dashboards.charts.timeline import day, middle
from dashboards.release.rows import Indicator, Observation
from dashboards.words.periods import period_words
from dashboards.words.states import state_label
from dashboards.words.values import short_value

_LETTER = 7.5


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """One line of a trend; `style` is city, country, ward, or own for the one area that a picture is about."""

    name: str
    style: str
    rows: tuple[Observation, ...]


def runs(rows: Sequence[Observation]) -> list[list[Observation]]:
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


def interval_runs(rows: Sequence[Observation]) -> list[list[Observation]]:
    """Split at periods without an interval: a band is drawn only where every point has one."""
    return [
        list(found)
        for run in runs(rows)
        for known, found in itertools.groupby(run, key=lambda row: row.has_interval)
        if known
    ]


def _bands(line: Line, across: Scale, up: Scale) -> list[Markup]:
    parts = []
    for run in interval_runs(line.rows):
        upper = [(across(middle(row.period)), up(row.upper or 0.0)) for row in run]
        lower = [(across(middle(row.period)), up(row.lower or 0.0)) for row in run]
        if len(run) > 1:
            parts.append(element("path", d=_points(upper + lower[::-1]) + "Z", class_=f"band {line.style}"))
        else:
            parts.append(element("path", d=_points([*upper, *lower]), class_="whisker"))
    return parts


def _paths(line: Line, across: Scale, up: Scale) -> str:
    return "".join(_points([(across(middle(r.period)), up(r.value or 0.0)) for r in run]) for run in runs(line.rows))


def _draw(lines: Sequence[Line], across: Scale, up: Scale) -> list[Markup]:
    """Draw the wards as one thin path, then the country, then the city over them."""
    wards = "".join(_paths(line, across, up) for line in lines if line.style == "ward")
    parts = [element("path", d=wards, class_="line ward")] if wards else []
    for line in sorted(_named(lines), key=lambda line: line.style, reverse=True):
        parts += _bands(line, across, up)
        parts.append(element("path", d=_paths(line, across, up), class_=f"line {line.style}"))
        parts += [_marker(line.style, row, across, up) for row in line.rows if row.has_value]
    return parts


def _named(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if line.style != "ward"]


def _marker(style: str, row: Observation, across: Scale, up: Scale) -> Markup:
    """Draw the city as a dot and the country as a square, hollow where caution is needed: shape tells, not colour."""
    x, y = across(middle(row.period)), up(row.value or 0.0)
    look = f"marker {style} caution" if row.status == "caution" else f"marker {style}"
    if style == "city":
        return element("circle", cx=x, cy=y, r=4.5, class_=look)
    return element("rect", x=x - 4, y=y - 4, width=8, height=8, class_=look)


def _states(lines: Sequence[Line], across: Scale, top: float, left: float) -> tuple[Markup, float]:
    """Return a hatched box under each period without a value, a strip for each line that has one, and its foot."""
    parts, y = [], top
    for line in _named(lines):
        gone = [row for row in line.rows if not row.has_value and across.low <= middle(row.period) <= across.high]
        if not gone:
            continue
        y += 17
        parts += [state_box(row.status, across(middle(row.period)) - 8, y - 5, 10) for row in gone]
        names = dict.fromkeys(state_label(row.status).lower() for row in gone)
        parts.append(element("text", f"{line.name}: {', '.join(names)}", x=left, y=y + 16, class_="label small"))
        y += 16
    return joined(parts), y


def _axis(across: Scale, up: Scale, indicator: Indicator) -> Markup:
    parts = []
    decimals = tick_decimals(up.ticks)
    for tick in up.ticks:
        y = up(tick)
        parts.append(
            element("line", x1=across.start - 8, x2=across.end + 8, y1=y, y2=y, class_=grid_class(tick, indicator.unit))
        )
        text = short_value(tick, indicator.unit, decimals)
        parts.append(element("text", text, x=across.start - 14, y=y + 4, class_="tick end"))
    return joined(parts)


def _dates(periods: Sequence[str], marks: Sequence[Mark], across: Scale, y: float) -> Markup:
    """Print as many periods and days of a target as fit, the latest first."""
    names = {middle(period): period_words(period) for period in periods}
    parts, free = [], float("inf")
    for place, words in sorted((due_days(marks) | names).items(), reverse=True):
        x, half = across(place), len(words) * _LETTER / 2
        if x + half + 6 <= free:
            parts.append(element("text", words, x=x, y=y, class_="tick middle"))
            free = x - half
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


def _labels(lines: Sequence[Line], marks: Sequence[Mark], up: Scale) -> list[tuple[float, str, str]]:
    """Return the names of the lines and of what is to be reached, each at the height of its last point."""
    found = [
        (up(last.value or 0.0), line.name, f"line-label {line.style}")
        for line in _named(lines)
        for last in [row for row in line.rows if row.has_value][-1:]
    ]
    return found + [(up(mark.value), mark.words, f"small {mark.kind}") for mark in marks if mark.kind != "baseline"]


def trend(
    identifier: str,
    indicator: Indicator,
    lines: Sequence[Line],
    marks: Sequence[Mark] = (),
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
        marks: Baseline, milestone and target of the city.
        title: What the picture is.
        description: What it shows, in words.
        synthetic: Whether to print the warning inside.
        narrow: Whether it is for a narrow screen.
    """
    rows = [row for line in lines for row in line.rows if row.has_value]
    periods = sorted({row.period for row in rows}, key=middle)
    if len(periods) < 2:
        return Markup("")
    width, foot = (340, 240) if narrow else (760, 300)
    values = [v for row in rows for v in (row.value, row.lower, row.upper) if v is not None]
    values += [mark.value for mark in marks]
    up = make_scale(values, foot, 16, zero=shows_zero(indicator.unit) and indicator.unit != "ratio")
    labels = _labels(lines, marks, up)
    left, most = (56, 246) if narrow else (64, 630)
    right = min(most, width - 14 - max((len(words) for _, words, _ in labels), default=0) * _LETTER)
    places = [middle(periods[0]), middle(periods[-1]), *(mark.place for mark in marks)]
    across = Scale(min(places), max(places), left, right, ())
    states, end = _states(lines, across, foot + 34, left - 8)
    parts = [
        _axis(across, up, indicator),
        _dates(periods, marks, across, foot + 32),
        _breaks(indicator.breaks, across, foot),
        *_draw(lines, across, up),
        *draw_way(marks, across, up, left, right),
        end_labels(labels, right + 10, 18, gap=18),
        states,
    ]
    return picture(
        identifier,
        width,
        end + 6,
        *parts,
        title=title,
        description=description,
        class_="chart narrow" if narrow else "chart wide",
        synthetic=synthetic,
    )
