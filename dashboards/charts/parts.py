"""A composite score among its parts, on a line from 0 to 10.

Belongs here: the small picture. Does not belong here: its words, which the table beside it holds.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from dashboards.charts.scale import Scale
from dashboards.charts.svg import element

_WIDTH, _MIDDLE = 300, 14
_EDGES = (0.0, 3.5, 4.5, 5.5, 6.5, 10.0)


def parts_strip(score: float, parts: Sequence[float], *, synthetic: bool) -> Markup:
    """Return the parts as small circles and the score as a diamond, with the edges of the bands.

    Args:
        score: From 0 to 10.
        parts: Scores of the parts.
        synthetic: Whether to print the warning inside.
    """
    scale = Scale(0, 10, 8, _WIDTH - 8, ())
    marks = [element("line", x1=scale(0), x2=scale(10), y1=_MIDDLE, y2=_MIDDLE, class_="whisker")]
    for edge in _EDGES:
        x = scale(edge)
        marks.append(element("line", x1=x, x2=x, y1=_MIDDLE - 5, y2=_MIDDLE + 5, class_="grid"))
        marks.append(element("text", f"{edge:g}", x=x, y=_MIDDLE + 19, class_="middle", font_size=10))
    marks += [element("circle", cx=scale(part), cy=_MIDDLE, r=4, class_="part") for part in parts]
    x = scale(score)
    marks.append(element("path", d=f"M{x:.1f} {_MIDDLE - 9}l9 9-9 9-9-9z", class_="mark own"))
    height = _MIDDLE + 24
    if synthetic:
        height += 10
        marks.append(element("text", "synthetic data", x=4, y=height - 2, class_="note", font_size=9))
    return element(
        "svg",
        *marks,
        class_="strip",
        viewBox=f"0 0 {_WIDTH} {height}",
        width=_WIDTH,
        height=height,
        aria_hidden="true",
        focusable="false",
    )
