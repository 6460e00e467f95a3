"""How many areas have which value: columns of equal width, with the city's line.

Belongs here: counting into steps and the drawing, wide and narrow. Does not belong here: which areas, words about them.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence

from markupsafe import Markup

from dashboards.charts.scale import Scale, make_scale, tick_decimals
from dashboards.charts.svg import element, joined, picture
from dashboards.release.rows import Indicator
from dashboards.words.values import counted, interval_words, short_value

_STEPS = 12
_NOISE = 1e-7
_TOP, _FOOT = 44, 230


@dataclasses.dataclass(frozen=True, slots=True)
class Step:
    """How many values reach `low` and stay below `high`; the last step holds its upper end too."""

    low: float
    high: float
    count: int


def steps(values: Sequence[float]) -> tuple[Step, ...]:
    """Count values into about a dozen steps between round numbers, empty ones included."""
    if not values:
        return ()
    low, high = min(values), max(values)
    # What differs by less than this differs by the noise of its arithmetic.
    edges = make_scale([low, high if high - low > _NOISE else low], 0, 1, zero=False, ticks=_STEPS).ticks
    width = edges[1] - edges[0]
    counts = [0] * (len(edges) - 1)
    for value in values:
        place = math.floor((value - edges[0]) / width + 1e-9)
        counts[min(max(place, 0), len(counts) - 1)] += 1
    return tuple(Step(low, high, count) for low, high, count in zip(edges, edges[1:], counts, strict=False))


def step_words(found: Sequence[Step], unit: str) -> list[str]:
    """Return each step as `5% to 10%`, with as many decimals as its edges need."""
    decimals = tick_decimals(tuple(edge for step in found for edge in (step.low, step.high)))
    return [interval_words(step.low, step.high, unit, decimals) for step in found]


def _columns(found: Sequence[Step], across: Scale, up: Scale, *, narrow: bool) -> list[Markup]:
    parts = []
    for step in found:
        if not step.count:
            continue
        x, y = across(step.low), up(step.count)
        width = across(step.high) - x
        parts.append(element("rect", x=x + 1, y=y, width=width - 2, height=_FOOT - y, class_="bar"))
        if not narrow or width > 18:
            parts.append(element("text", str(step.count), x=x + width / 2, y=y - 4, class_="tick middle"))
    return parts


def _axis(found: Sequence[Step], across: Scale, unit: str, *, narrow: bool) -> Markup:
    """Print every edge that has room."""
    edges = (*(step.low for step in found), found[-1].high)
    decimals = tick_decimals(edges)
    words = [short_value(edge, unit, decimals) for edge in edges]
    room = (across.end - across.start) / (max(len(text) for text in words) * 7.5 + 10)
    every = max(math.ceil(len(edges) / room), 1)
    parts = [element("line", x1=across.start, x2=across.end, y1=_FOOT, y2=_FOOT, class_="whisker")]
    for edge, text in list(zip(edges, words, strict=True))[::every]:
        x = across(edge)
        parts.append(element("line", x1=x, x2=x, y1=_FOOT, y2=_FOOT + 5, class_="whisker"))
        parts.append(element("text", text, x=x, y=_FOOT + 19, class_="tick middle"))
    return joined(parts)


def distribution(
    identifier: str,
    indicator: Indicator,
    found: Sequence[Step],
    city: float | None,
    *,
    areas: tuple[str, str],
    place: str,
    title: str,
    description: str,
    synthetic: bool,
    narrow: bool = False,
) -> Markup:
    """Return a column for each step with its count, or nothing of nothing.

    Args:
        identifier: Id of the picture.
        indicator: What is drawn.
        found: From `steps`.
        city: The city's value, drawn as a line.
        areas: What is counted, one and many.
        place: Name of the city.
        title: What the picture is.
        description: What it shows, in words.
        synthetic: Whether to print the warning inside.
        narrow: Whether it is for a narrow screen.
    """
    if not found:
        return Markup("")
    width, left = (340, 16) if narrow else (760, 24)
    across = Scale(found[0].low, found[-1].high, left, width - left, ())
    up = Scale(0, max(step.count for step in found), _FOOT, _TOP + 18, ())
    parts = [*_columns(found, across, up, narrow=narrow), _axis(found, across, indicator.unit, narrow=narrow)]
    if city is not None and found[0].low <= city <= found[-1].high:
        x = across(city)
        anchor = "start" if x < width / 3 else "end" if x > width * 2 / 3 else "middle"
        words = f"{place} {short_value(city, indicator.unit, indicator.decimals)}"
        parts.append(element("line", x1=x, x2=x, y1=_TOP - 12, y2=_FOOT, class_="city-line"))
        parts.append(element("text", words, x=x, y=_TOP - 18, class_=f"city-label {anchor}"))
    total = sum(step.count for step in found)
    parts.append(element("text", counted(total, *areas), x=width - 4, y=_FOOT + 40, class_="tick end"))
    return picture(
        identifier,
        width,
        _FOOT + 46,
        *parts,
        title=title,
        description=description,
        class_="chart narrow" if narrow else "chart wide",
        synthetic=synthetic,
    )
