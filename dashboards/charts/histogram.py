"""How the areas of a model spread over its weights, in ten equal steps from 0 to 1.

Belongs here: counting into steps and the drawing. Does not belong here: what a weight means.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from dashboards.charts.scale import Scale
from dashboards.charts.svg import element, picture

_STEPS = 10
_WIDTH, _LEFT, _RIGHT, _TOP, _FOOT = 300, 10, 290, 20, 96


def counts(values: Sequence[float]) -> tuple[int, ...]:
    """Return how many values lie in each tenth from 0 to 1; 1 itself belongs to the last."""
    found = [0] * _STEPS
    for value in values:
        found[min(max(int(value * _STEPS), 0), _STEPS - 1)] += 1
    return tuple(found)


def histogram(
    identifier: str, values: Sequence[float], *, title: str, description: str, ends: tuple[str, str], synthetic: bool
) -> Markup:
    """Return ten bars with their counts, or nothing without values.

    Args:
        identifier: Id of the picture.
        values: Numbers from 0 to 1.
        title: What the picture is.
        description: What it shows, in words.
        ends: What 0 and 1 mean, printed under the axis.
        synthetic: Whether to print the warning inside.
    """
    if not values:
        return Markup("")
    found = counts(values)
    up = Scale(0, max(found), _FOOT, _TOP, ())
    step = (_RIGHT - _LEFT) / _STEPS
    parts = [element("line", x1=_LEFT, x2=_RIGHT, y1=_FOOT, y2=_FOOT, class_="whisker")]
    for place, count in enumerate(found):
        if not count:
            continue
        x = _LEFT + place * step
        parts.append(element("rect", x=x + 2, y=up(count), width=step - 4, height=_FOOT - up(count), class_="bar"))
        parts.append(element("text", str(count), x=x + step / 2, y=up(count) - 4, class_="tick middle"))
    parts.append(element("text", f"0: {ends[0]}", x=_LEFT, y=_FOOT + 16, class_="tick"))
    parts.append(element("text", f"1: {ends[1]}", x=_RIGHT, y=_FOOT + 16, class_="tick end"))
    return picture(
        identifier,
        _WIDTH,
        _FOOT + 22,
        *parts,
        title=title,
        description=description,
        class_="small",
        synthetic=synthetic,
    )
