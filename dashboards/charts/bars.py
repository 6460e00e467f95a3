"""Ranked bars with their intervals and the city's line.

Belongs here: the drawing, wide and narrow. Does not belong here: the ranking (the release has it), words.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

from markupsafe import Markup

from dashboards.charts.marks import state_box
from dashboards.charts.scale import Scale, grid_class, make_scale, shows_zero, starts_at_zero, tick_decimals
from dashboards.charts.svg import element, joined, picture
from dashboards.release.rows import Indicator, Observation
from dashboards.words.states import state_label
from dashboards.words.values import short_value

_LONGEST_NAME = 27


@dataclasses.dataclass(frozen=True, slots=True)
class _Sizes:
    """Where things go. Narrow pictures print the name above its bar instead of beside it."""

    width: int
    row: int
    left: int
    right: int
    bar: int
    name_above: bool


_WIDE = _Sizes(width=760, row=25, left=232, right=70, bar=13, name_above=False)
_NARROW = _Sizes(width=340, row=43, left=16, right=58, bar=14, name_above=True)
_TOP = 46
_BOTTOM = 12


def ranked(rows: Iterable[Observation]) -> list[Observation]:
    """Return the rows with a value, highest first, then those without by name."""
    return sorted(
        rows,
        key=lambda row: (
            not row.has_value,
            -(row.value or 0.0) if row.has_value else 0.0,
            row.area_name,
            row.area_code,
        ),
    )


def _clipped(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1].rstrip() + "\N{HORIZONTAL ELLIPSIS}"


def _axis(scale: Scale, indicator: Indicator, height: float) -> Markup:
    decimals = tick_decimals(scale.ticks)
    parts = []
    for tick in scale.ticks:
        x = scale(tick)
        parts.append(
            element("line", x1=x, x2=x, y1=_TOP - 6, y2=height - _BOTTOM, class_=grid_class(tick, indicator.unit))
        )
        label = short_value(tick, indicator.unit, decimals)
        parts.append(element("text", label, x=x, y=_TOP - 12, class_="tick middle"))
    return joined(parts)


def _value_marks(row: Observation, middle: float, scale: Scale, sizes: _Sizes, indicator: Indicator) -> list[Markup]:
    """Draw bar or dot, interval and number. A zero has no length, so it gets a dot of its own."""
    value = scale(row.value or 0.0)
    as_bar = starts_at_zero(indicator.unit)
    parts = []
    if as_bar and row.value:
        zero = scale(0.0)
        parts.append(
            element(
                "rect",
                x=min(zero, value),
                y=middle - sizes.bar / 2,
                width=max(abs(value - zero), 1),
                height=sizes.bar,
                class_="bar caution" if row.status == "caution" else "bar",
            )
        )
    if row.lower is not None and row.upper is not None:
        low, high = scale(row.lower), scale(row.upper)
        whisker = f"M{low:.1f} {middle - 4:.1f}v8M{low:.1f} {middle:.1f}H{high:.1f}M{high:.1f} {middle - 4:.1f}v8"
        parts.append(element("path", d=whisker, class_="whisker"))
    if not as_bar or not row.value:
        parts.append(element("circle", cx=value, cy=middle, r=5, class_="dot"))
    label = short_value(row.value, indicator.unit, indicator.decimals)
    if row.status == "caution":
        label += " !"
    parts.append(element("text", label, x=sizes.width - 6, y=middle + 5, class_="value end"))
    return parts


def _middle(top: float, sizes: _Sizes) -> float:
    """Return where the bar of a row lies."""
    return top + (sizes.row - sizes.bar / 2 - 7 if sizes.name_above else sizes.row / 2)


def _words(row: Observation, top: float, scale: Scale, sizes: _Sizes) -> Markup:
    """Write the name of a row and, where it has no value, its state; the city's line may run behind either."""
    name, middle = _clipped(row.area_name), _middle(top, sizes)
    if sizes.name_above:
        parts = [element("text", name, x=sizes.left, y=top + 14, class_="label halo")]
    else:
        parts = [element("text", name, x=sizes.left - 12, y=middle + 5, class_="label end")]
    if not row.has_value:
        parts.append(state_box(row.status, scale.start, middle))
        parts.append(
            element("text", state_label(row.status), x=scale.start + 26, y=middle + 5, class_="label small halo")
        )
    return joined(parts)


def _city_line(city: Observation, scale: Scale, height: float, indicator: Indicator) -> Markup:
    x = scale(city.value or 0.0)
    label = f"{city.area_name} {short_value(city.value, indicator.unit, indicator.decimals)}"
    middle = (scale.start + scale.end) / 2
    anchor = "start" if x < middle - 60 else "end" if x > middle + 60 else "middle"
    return joined(
        [
            element("line", x1=x, x2=x, y1=_TOP - 6, y2=height - _BOTTOM, class_="city-line"),
            element("text", label, x=x, y=14, class_=f"city-label {anchor}"),
        ]
    )


def ranked_bars(
    identifier: str,
    indicator: Indicator,
    rows: Sequence[Observation],
    city: Observation | None,
    *,
    title: str,
    description: str,
    synthetic: bool,
    narrow: bool = False,
    chosen: str = "",
) -> Markup:
    """Return bars from the highest to the lowest value, then the areas without one, each with its state.

    Units without a useful zero (years, scores) get dots, because a bar cut short at its foot misleads.

    Args:
        identifier: Id of the picture.
        indicator: What is drawn.
        rows: The areas of one level and period.
        city: The city's value in the same period, drawn as a line.
        title: What the picture is.
        description: What it shows, in words.
        synthetic: Whether to print the warning inside.
        narrow: Whether it is for a narrow screen.
        chosen: Code of an area whose row is set off.
    """
    sizes = _NARROW if narrow else _WIDE
    shown = ranked(rows)
    city = city if city is not None and city.has_value else None
    valued = [row for row in [*shown, *([city] if city else [])] if row.has_value]
    ends = [v for row in valued for v in (row.value, row.lower, row.upper)]
    scale = make_scale(
        [v for v in ends if v is not None],
        sizes.left,
        sizes.width - sizes.right,
        zero=shows_zero(indicator.unit),
        ticks=3 if narrow else 5,
    )
    height = _TOP + len(shown) * sizes.row + _BOTTOM
    tops = [_TOP + n * sizes.row for n in range(len(shown))]
    ground = [
        element("rect", x=0, y=top, width=sizes.width, height=sizes.row, class_="band")
        for row, top in zip(shown, tops, strict=True)
        if row.area_code == chosen
    ]
    parts = [*ground, _axis(scale, indicator, height)]
    for row, top in zip(shown, tops, strict=True):
        parts += _value_marks(row, _middle(top, sizes), scale, sizes, indicator) if row.has_value else []
    if city:
        parts.append(_city_line(city, scale, height, indicator))
    parts += [_words(row, top, scale, sizes) for row, top in zip(shown, tops, strict=True)]
    return picture(
        identifier,
        sizes.width,
        height,
        *parts,
        title=title,
        description=description,
        class_="chart narrow" if narrow else "chart wide",
        synthetic=synthetic,
    )
