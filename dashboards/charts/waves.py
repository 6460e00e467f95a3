"""Scores over waves, one small picture for each heading.

Belongs here: the drawing. Does not belong here: saying whether something changed (`words/scores.py`).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from markupsafe import Markup

from dashboards.charts.marks import Series, mark, state_box
from dashboards.charts.scale import Scale
from dashboards.charts.svg import element, joined, picture
from dashboards.words.periods import period_words
from dashboards.words.values import number_words
from pipelines.columns import STATUSES_WITH_VALUE

_WIDTH, _LEFT, _RIGHT, _TOP, _FOOT = 320, 34, 186, 12, 162
_TICKS = (0, 20, 40, 60, 80, 100)


@dataclasses.dataclass(frozen=True, slots=True)
class Point:
    """The score of one side in one wave, or its state."""

    period: str
    value: float | None
    lower: float | None
    upper: float | None
    status: str


@dataclasses.dataclass(frozen=True, slots=True)
class WaveLine:
    """One side over the waves."""

    series: Series
    points: tuple[Point, ...]


def _shown(point: Point) -> float | None:
    return point.value if point.status in STATUSES_WITH_VALUE else None


def _frame(periods: Sequence[str], across: dict[str, float], up: Scale) -> Markup:
    parts = []
    for tick in _TICKS:
        parts.append(element("line", x1=_LEFT, x2=_RIGHT + 8, y1=up(tick), y2=up(tick), class_="grid"))
        if tick in (0, 50, 100):
            parts.append(element("text", str(tick), x=_LEFT - 6, y=up(tick) + 4, class_="tick end"))
    room = (_RIGHT - _LEFT) / max(len(periods) - 1, 1)
    fits = max(len(period_words(period)) for period in periods) * 7 + 6 <= room
    for number, period in enumerate(periods):
        if fits or number in (0, len(periods) - 1):
            parts.append(element("text", period_words(period), x=across[period], y=_FOOT + 18, class_="tick middle"))
    return joined(parts)


def _line(line: WaveLine, across: dict[str, float], up: Scale, aside: float) -> Markup:
    """Draw one side, moved a little aside so that two intervals do not lie on each other."""
    parts, run = [], ""
    for point in line.points:
        value = _shown(point)
        if value is None:
            run = ""
            continue
        x, y = across[point.period] + aside, up(value)
        if run:
            parts.append(element("path", d=f"{run}L{x:.1f} {y:.1f}", class_=f"path {line.series.mark}"))
        run = f"M{x:.1f} {y:.1f}"
        if point.lower is not None and point.upper is not None:
            d = f"M{x:.1f} {up(point.lower):.1f}V{up(point.upper):.1f}"
            parts.append(element("path", d=d, class_=f"reach {line.series.mark}"))
        parts.append(mark(line.series.mark, x, y, 4.5))
    return joined(parts)


def _ends(lines: Sequence[WaveLine], last: str, up: Scale) -> Markup:
    """Print each side's name and latest score at the right, pushed apart where they would overlap."""
    found = [
        (up(value), line.series.label, number_words(value, 1))
        for line in lines
        for point in line.points
        if point.period == last and (value := _shown(point)) is not None
    ]
    parts, floor = [], -100.0
    for y, label, words in sorted(found):
        floor = max(y + 5, floor + 17)
        parts.append(element("text", f"{label} {words}", x=_RIGHT + 16, y=floor, class_="label small"))
    return joined(parts)


def _strips(lines: Sequence[WaveLine], across: dict[str, float]) -> tuple[Markup, float]:
    """Return a hatched box under each wave whose score is not there, a strip for each side that has one."""
    parts, y = [], float(_FOOT + 26)
    for line in lines:
        gone = [point for point in line.points if _shown(point) is None]
        if not gone:
            continue
        y += 16
        parts += [state_box(point.status, across[point.period] - 8, y - 5, 10) for point in gone]
        words = "suppressed" if all(point.status == "suppressed" for point in gone) else "no score"
        parts.append(element("text", f"{line.series.label}: {words}", x=_RIGHT + 16, y=y, class_="label small"))
    return joined(parts), y + 4


def waves(
    identifier: str,
    periods: Sequence[str],
    lines: Sequence[WaveLine],
    *,
    title: str,
    description: str,
    synthetic: bool,
) -> Markup:
    """Return lines on a fixed axis from 0 to 100, or nothing where there are fewer than two waves or no score.

    A line is not drawn across a wave without a score; such a wave has a hatched box under the axis.

    Args:
        identifier: Id of the picture.
        periods: The waves, oldest first.
        lines: The sides.
        title: What the picture is.
        description: What it shows, in words.
        synthetic: Whether to print the warning inside.
    """
    if len(periods) < 2 or all(_shown(point) is None for line in lines for point in line.points):
        return Markup("")
    step = (_RIGHT - _LEFT - 24) / (len(periods) - 1)
    across = {period: _LEFT + 12 + number * step for number, period in enumerate(periods)}
    up = Scale(0, 100, _FOOT, _TOP, ())
    strips, height = _strips(lines, across)
    middle = (len(lines) - 1) / 2
    return picture(
        identifier,
        _WIDTH,
        height,
        _frame(periods, across, up),
        *(_line(line, across, up, (number - middle) * 7) for number, line in enumerate(lines)),
        _ends(lines, periods[-1], up),
        strips,
        title=title,
        description=description,
        class_="small",
        synthetic=synthetic,
    )
