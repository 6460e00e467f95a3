"""Five bars, from the most to the least deprived fifth of small areas, with their intervals.

Belongs here: the drawing. Does not belong here: the fifths themselves (the release has them), words about the gap.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from dashboards.charts.marks import whisker
from dashboards.charts.scale import grid_class, make_scale, shows_zero, starts_at_zero, tick_decimals
from dashboards.charts.svg import element, picture
from dashboards.release.difference_rows import Fifth
from dashboards.words.inequality import fifth_words
from dashboards.words.values import short_value

_ROW, _TOP = 34, 28
_BAR = 15


def fifths_chart(
    identifier: str,
    rows: Sequence[Fifth],
    city: float | None,
    *,
    unit: str,
    decimals: int,
    title: str,
    description: str,
    synthetic: bool,
    narrow: bool = False,
) -> Markup:
    """Return a bar for each fifth, or nothing where none has a value; units without a useful zero get dots.

    Args:
        identifier: Id of the picture.
        rows: The fifths, the most deprived first.
        city: The value of all of them together, drawn as a line.
        unit: Unit of the values.
        decimals: How many are printed.
        title: What the picture is.
        description: What it shows, in words.
        synthetic: Whether to print the warning inside.
        narrow: Whether it is for a narrow screen.
    """
    found = [v for row in rows for v in (row.value, row.lower, row.upper) if v is not None]
    if not found:
        return Markup("")
    width, left, right = (340, 8, 284) if narrow else (640, 176, 560)
    row_height = _ROW + 16 if narrow else _ROW
    ends = [*found, *([city] if city is not None else [])]
    scale = make_scale(ends, left, right, zero=shows_zero(unit), ticks=3 if narrow else 5)
    foot = _TOP + len(rows) * row_height
    tick_places = tick_decimals(scale.ticks)
    parts, words = [], []
    for tick in scale.ticks:
        x = scale(tick)
        parts.append(element("line", x1=x, x2=x, y1=_TOP - 6, y2=foot, class_=grid_class(tick, unit)))
        parts.append(element("text", short_value(tick, unit, tick_places), x=x, y=_TOP - 12, class_="tick middle"))
    for number, row in enumerate(rows):
        top = _TOP + number * row_height
        middle = top + (row_height - 14 if narrow else row_height / 2)
        name = fifth_words(row.fifth)
        place = {"x": left, "y": top + 16} if narrow else {"x": left - 12, "y": middle + 5}
        words.append(element("text", name, **place, class_="label halo" if narrow else "label end"))
        if row.value is None:
            words.append(element("text", "No value", x=left + 6, y=middle + 5, class_="small halo"))
            continue
        value = scale(row.value)
        if starts_at_zero(unit):
            zero = scale(0.0)
            size = {"x": min(zero, value), "width": max(abs(value - zero), 0.5)}
            parts.append(element("rect", y=middle - _BAR / 2, height=_BAR, **size, class_="bar"))
        if row.lower is not None and row.upper is not None:
            parts.append(whisker("ink", scale(row.lower), scale(row.upper), middle))
        if not starts_at_zero(unit):
            parts.append(element("circle", cx=value, cy=middle, r=5, class_="dot"))
        label = short_value(row.value, unit, decimals)
        parts.append(element("text", label, x=width - 4, y=middle + 5, class_="value end"))
    if city is not None:
        parts.append(element("line", x1=scale(city), x2=scale(city), y1=_TOP - 6, y2=foot, class_="city-line"))
    parts += words  # over the city's line, which may run behind them
    kind = "chart narrow" if narrow else "chart wide"
    return picture(
        identifier, width, foot + 8, *parts, title=title, description=description, class_=kind, synthetic=synthetic
    )
