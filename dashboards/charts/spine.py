"""Where one area stands among all areas of its level, in the height of a table row.

Belongs here: the small picture. Does not belong here: its words, which the table beside it holds.
"""

from __future__ import annotations

from markupsafe import Markup

from dashboards.charts.scale import Scale
from dashboards.charts.svg import element
from dashboards.release.rows import Observation

_WIDTH = 170
_MIDDLE = 13


def spine(row: Observation, peers: tuple[float, float] | None, city: float | None, *, synthetic: bool) -> Markup:
    """Return the range of all areas, the city's line, and this area's value with its interval.

    The table beside it says the same in words, so the picture is hidden from screen readers.

    Args:
        row: This area's figure.
        peers: The lowest and the highest value of the areas of its level; None where none has a value.
        city: The value that the line stands for.
        synthetic: Whether to print the warning inside.
    """
    if not row.has_value or row.value is None or peers is None:
        return Markup("")
    ends = [value for value in (*peers, row.value, row.lower, row.upper, city) if value is not None]
    if min(ends) == max(ends):
        return Markup("")
    scale = Scale(min(ends), max(ends), 8, _WIDTH - 8, ())
    left, right = scale(peers[0]), scale(peers[1])
    parts = [element("rect", x=left, y=_MIDDLE - 3, width=right - left, height=6, rx=3, class_="range")]
    if city is not None:
        parts.append(element("line", x1=scale(city), x2=scale(city), y1=2, y2=24, class_="city-line"))
    if row.lower is not None and row.upper is not None:
        parts.append(
            element("line", x1=scale(row.lower), x2=scale(row.upper), y1=_MIDDLE, y2=_MIDDLE, class_="whisker")
        )
    parts.append(element("circle", cx=scale(row.value), cy=_MIDDLE, r=5.5, class_="dot"))
    height = 26
    if synthetic:
        height = 36
        parts.append(element("text", "synthetic data", x=_WIDTH / 2, y=33, class_="note middle", font_size=9))
    return element(
        "svg",
        *parts,
        class_="spine",
        viewBox=f"0 0 {_WIDTH} {height}",
        width=_WIDTH,
        height=height,
        aria_hidden="true",
        focusable="false",
    )
