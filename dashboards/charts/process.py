"""A process behaviour chart, with the way to a target where there is one.

Belongs here: the drawing, wide and narrow. Does not belong here: limits and signals (the release has them), words.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from markupsafe import Markup

from dashboards.charts.goals import Mark, draw_way, end_labels
from dashboards.charts.scale import Scale, make_scale, tick_decimals
from dashboards.charts.svg import element, joined, picture
from dashboards.charts.timeline import middle, time_scale, years
from dashboards.release.analysis_rows import ChartPoint
from dashboards.words.process import possible_limits
from dashboards.words.values import short_value

# The shape of each signal, as a path around its middle; a point that is no signal is a dot.
_SHAPES = {
    "outside_limits": ("m0-7 7 7-7 7-7-7z", "Outside the limits"),
    "trend_of_seven": ("m0-7 6.5 12h-13z", "Seven rise or fall"),
    "two_of_three": ("m-5.5-5.5h11v11h-11z", "Two of three near a limit"),
    "seven_one_side": ("m0 7 6.5-12h-13z", "Seven on one side"),
}
_LETTER = 7.0


@dataclasses.dataclass(frozen=True, slots=True)
class _Frame:
    """Where things go; the right end leaves room for the longest label."""

    width: int
    left: int
    right: float
    foot: int

    def scales(self, places: Sequence[float], values: Sequence[float], top: float) -> tuple[Scale, Scale]:
        """Return the time axis and the axis of values, which need not start at zero: nothing here is a bar."""
        up = make_scale(values, self.foot - 6, top, zero=False, ticks=4)
        return time_scale(places, self.left + 10, self.right - 10), up


_WIDE = _Frame(width=620, left=64, right=620, foot=262)
_NARROW = _Frame(width=340, left=52, right=340, foot=232)


def _axis(up: Scale, frame: _Frame, unit: str) -> Markup:
    decimals = tick_decimals(up.ticks)
    parts = []
    for tick in up.ticks:
        y = up(tick)
        parts.append(element("line", x1=frame.left, x2=frame.right, y1=y, y2=y, class_="grid"))
        parts.append(element("text", short_value(tick, unit, decimals), x=frame.left - 6, y=y + 4, class_="tick end"))
    return joined(parts)


def _limits(points: Sequence[ChartPoint], across: Scale, up: Scale, unit: str) -> list[Markup]:
    """Draw mean and limits over the points they rest on."""
    last = points[-1]
    if last.mean is None or last.lower_limit is None or last.upper_limit is None:
        return []
    start, end = (across(middle(point.period)) for point in (points[0], last))
    start, end = start - 6, end + 6
    parts = [element("path", d=f"M{start:.1f} {up(last.mean):.1f}H{end:.1f}", class_="mean")]
    trial = " trial" if last.trial else ""
    for limit in _drawn_limits(last, unit):
        parts.append(element("path", d=f"M{start:.1f} {up(limit):.1f}H{end:.1f}", class_=f"limit{trial}"))
    return parts


def _drawn_limits(last: ChartPoint, unit: str) -> list[float]:
    """Return the limits that a figure of the unit can reach; one that none can reach is not drawn."""
    if last.lower_limit is None or last.upper_limit is None:
        return []
    both = (last.lower_limit, last.upper_limit)
    return [limit for limit, possible in zip(both, possible_limits(*both, unit), strict=True) if limit == possible]


def _point(point: ChartPoint, x: float, y: float) -> Markup:
    shape = _SHAPES.get(point.signal)
    kind = point.variation if point.signal else "common_cause"
    if shape is None:
        return element("circle", cx=x, cy=y, r=4.5, class_="spc common_cause")
    return element("path", d=f"M{x:.1f} {y:.1f}{shape[0]}", class_=f"spc {kind}")


def _key(points: Sequence[ChartPoint], frame: _Frame, *, limits: bool, trial: bool) -> tuple[Markup, float]:
    """Name the shapes and lines that are in the picture; returns how far down the key reaches."""
    entries: list[tuple[Markup, str]] = []
    for signal, (shape, words) in _SHAPES.items():
        kinds = [point.variation for point in points if point.signal == signal]
        if kinds:
            entries.append((element("path", d=f"M8 0{shape}", class_=f"spc {kinds[-1]}"), words))
    if limits:
        words = "Limits on trial" if trial else "Limits"
        entries.append((element("path", d="M0 0h16", class_=f"limit{' trial' if trial else ''}"), words))
    parts, x, y = [], 4.0, 12.0
    for drawn, words in entries:
        width = 30 + len(words) * _LETTER
        if x > 4 and x + width > frame.width:
            x, y = 4.0, y + 19
        parts.append(element("g", drawn, transform=f"translate({x:.0f} {y - 4:.0f})"))
        parts.append(element("text", words, x=x + 22, y=y, class_="small"))
        x += width + 8
    return joined(parts), y + 10 if entries else 4.0


def process_chart(
    identifier: str,
    points: Sequence[ChartPoint],
    marks: Sequence[Mark],
    *,
    unit: str,
    decimals: int,
    title: str,
    description: str,
    synthetic: bool,
    narrow: bool = False,
) -> Markup:
    """Return points with mean and limits, signals told apart by shape, and the way to a target; nothing of nothing.

    Args:
        identifier: Id of the picture.
        points: One series, oldest first; points without limits are drawn as they are.
        marks: Baseline, milestone and target.
        unit: Unit of the values.
        decimals: How many are printed.
        title: What the picture is.
        description: What it shows, in words.
        synthetic: Whether to print the warning inside.
        narrow: Whether it is for a narrow screen.
    """
    shown = [point for point in points if point.value is not None]
    if len(shown) + len(marks) < 2:
        return Markup("")
    latest = f"Latest {short_value(shown[-1].value, unit, decimals)}" if shown else ""
    longest = max(len(words) for words in [latest, *(mark.words for mark in marks)])
    frame = _NARROW if narrow else _WIDE
    frame = dataclasses.replace(frame, right=frame.width - 12 - longest * _LETTER)
    limits = bool(shown) and shown[-1].lower_limit is not None and shown[-1].upper_limit is not None
    key, top = _key(shown, frame, limits=limits, trial=limits and shown[-1].trial)
    values = [point.value for point in shown if point.value is not None] + [mark.value for mark in marks]
    values += _drawn_limits(shown[-1], unit) if shown else []
    across, up = frame.scales([*(middle(p.period) for p in shown), *(mark.place for mark in marks)], values, top + 8)
    pairs = [(across(middle(point.period)), up(point.value or 0.0)) for point in shown]
    way = draw_way(marks, across, up, frame.left, frame.right)
    parts = [key, _axis(up, frame, unit), years(across, frame.foot), *way]
    labels = [(up(mark.value), mark.words, f"small {mark.kind}") for mark in marks]
    if shown:
        parts += _limits(shown, across, up, unit) if limits else []
        parts.append(element("path", d="M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in pairs), class_="run"))
        parts += [_point(point, x, y) for point, (x, y) in zip(shown, pairs, strict=True)]
        labels.append((pairs[-1][1], latest, "small latest"))
        if limits and not narrow:
            words = f"Mean {short_value(shown[-1].mean, unit, decimals)}"
            labels.append((up(shown[-1].mean or 0.0), words, "small mean"))
    parts.append(end_labels(labels, frame.right + 6, top))
    return picture(
        identifier,
        frame.width,
        frame.foot + 28,
        *parts,
        title=title,
        description=description,
        class_="chart narrow" if narrow else "chart wide",
        synthetic=synthetic,
    )
