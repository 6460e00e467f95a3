"""Dots with their intervals, two series side by side in each row.

Belongs here: the drawing, wide and narrow. Does not belong here: which rows (`pages/`), words about them.
"""

from __future__ import annotations

import dataclasses
import textwrap
from collections.abc import Sequence

from markupsafe import Markup

from dashboards.charts.marks import Series, key, mark, state_box, whisker
from dashboards.charts.scale import Scale, grid_class, make_scale, tick_decimals
from dashboards.charts.svg import element, joined, picture
from dashboards.words.states import state_label
from dashboards.words.values import short_value
from pipelines.columns import STATUSES_WITH_VALUE

_LINE = 17


@dataclasses.dataclass(frozen=True, slots=True)
class Dot:
    """One value with its interval and the words printed at the end of its row; no value, then its state."""

    value: float | None
    lower: float | None
    upper: float | None
    words: str
    status: str = "ok"


@dataclasses.dataclass(frozen=True, slots=True)
class DotRow:
    """One row: a label and a dot for each series, None where there is no row at all."""

    label: str
    dots: tuple[Dot | None, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Axis:
    """What the axis measures, which values it has to hold, and the named bands that start at a value."""

    unit: str
    ends: tuple[float, ...] = ()
    bands: tuple[tuple[float, str], ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class _Sizes:
    width: int
    left: int
    right: int
    gap: int
    letters: int
    label_above: bool


def _sizes(*, narrow: bool, compact: bool) -> _Sizes:
    if narrow:
        return _Sizes(340, 10, 14 if compact else 56, 10 if compact else 18, 42, label_above=True)
    return _Sizes(760, 232, 20 if compact else 64, 10 if compact else 18, 28, label_above=False)


def _dot(
    dot: Dot | None, series: Series, y: float, scale: Scale, sizes: _Sizes, *, compact: bool, alone: bool
) -> Markup:
    if dot is None:
        return Markup("")
    if dot.value is None or dot.status not in STATUSES_WITH_VALUE:
        if compact:
            return state_box(dot.status, scale.start + 4, y, 8)
        state = state_label(dot.status)
        words = state if alone else f"{series.label}: {state.lower()}"
        return state_box(dot.status, scale.start + 6, y) + element("text", words, x=scale.start + 32, y=y + 5)
    parts = []
    if dot.lower is not None and dot.upper is not None:
        parts.append(whisker(series.mark, scale(dot.lower), scale(dot.upper), y))
    parts.append(mark(series.mark, scale(dot.value), y))
    if not compact:
        parts.append(element("text", dot.words, x=sizes.width - 4, y=y + 5, class_="value end"))
    return joined(parts)


def _axis(axis: Axis, scale: Scale, top: float, bottom: float, *, narrow: bool) -> Markup:
    parts = []
    decimals = tick_decimals(scale.ticks)
    for tick in scale.ticks:
        x = scale(tick)
        parts.append(element("line", x1=x, x2=x, y1=top - 4, y2=bottom, class_=grid_class(tick, axis.unit)))
        parts.append(element("text", short_value(tick, axis.unit, decimals), x=x, y=top - 9, class_="tick middle"))
    edges = [*(start for start, _ in axis.bands), scale.high]
    for place, (start, name) in enumerate(axis.bands):
        if start > scale.low:
            parts.append(element("line", x1=scale(start), x2=scale(start), y1=top - 4, y2=bottom, class_="edge"))
        if not narrow:
            middle = (scale(start) + scale(edges[place + 1])) / 2
            parts.append(element("text", name, x=middle, y=top - 28, class_="tick middle"))
    return joined(parts)


def dot_plot(
    identifier: str,
    rows: Sequence[DotRow],
    series: Sequence[Series],
    axis: Axis,
    *,
    title: str,
    description: str,
    synthetic: bool,
    narrow: bool = False,
    compact: bool = False,
) -> Markup:
    """Return one row for each label with the series under each other, or nothing where no dot has a value.

    A value that is not there is a hatched box with its state in words, never a dot at zero.

    Args:
        identifier: Id of the picture.
        rows: What is drawn, from the top.
        series: What the dots of a row are.
        axis: What is measured.
        title: What the picture is.
        description: What it shows, in words.
        synthetic: Whether to print the warning inside.
        narrow: Whether it is for a narrow screen.
        compact: Whether rows are low and end without words, for many rows.
    """
    found = [v for row in rows for dot in row.dots if dot for v in (dot.value, dot.lower, dot.upper) if v is not None]
    if not found:
        return Markup("")
    sizes = _sizes(narrow=narrow, compact=compact)
    left = sizes.left + (4 if narrow else 0)
    scale = make_scale(
        [*found, *axis.ends], left, sizes.width - sizes.right, zero=0.0 in axis.ends, ticks=3 if narrow else 5
    )
    legend, under = key(series, sizes.left, stacked=narrow) if len(series) > 1 else (Markup(""), 0.0)
    top = under + (46 if axis.bands and not narrow else 26)
    y, parts = top, []
    for row in rows:
        lines = textwrap.wrap(row.label, sizes.letters) or [""]
        dots = sizes.gap * len(row.dots) + (4 if compact else 14)
        text = len(lines) * _LINE + 6
        height = dots + text if sizes.label_above else max(dots, text)
        first = y + 16 if sizes.label_above else y + height / 2 - (len(lines) - 1) * _LINE / 2 + 5
        x, anchor = (sizes.left, " halo") if sizes.label_above else (sizes.left - 16, " end")
        for number, line in enumerate(lines):
            parts.append(element("text", line, x=x, y=first + number * _LINE, class_=f"label{anchor}"))
        middle = y + text + dots / 2 if sizes.label_above else y + height / 2
        start = middle - sizes.gap * (len(row.dots) - 1) / 2
        for number, (dot, one) in enumerate(zip(row.dots, series, strict=True)):
            parts.append(
                _dot(dot, one, start + number * sizes.gap, scale, sizes, compact=compact, alone=len(series) == 1)
            )
        y += height
        parts.append(element("line", x1=0, x2=sizes.width, y1=y, y2=y, class_="rule"))
    return picture(
        identifier,
        sizes.width,
        y + 8,
        legend,
        _axis(axis, scale, top, y, narrow=narrow),
        *parts,
        title=title,
        description=description,
        class_="chart narrow" if narrow else "chart wide",
        synthetic=synthetic,
    )
