"""One organisation's score between the averages of both sides, in the height of a table row.

Belongs here: the small picture. Does not belong here: its words, which the table beside it holds.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from dashboards.charts.marks import mark
from dashboards.charts.scale import Scale
from dashboards.charts.svg import element

_WIDTH, _MIDDLE = 220, 8


def strip(values: Sequence[tuple[str, float | None]], edges: Sequence[float], *, synthetic: bool) -> Markup:
    """Return marks on a line from 0 to 100, or nothing where none has a value.

    The table beside it says the same in words, so the picture is hidden from screen readers.

    Args:
        values: The mark of each series and its score.
        edges: Scores at which a band starts, drawn as ticks.
        synthetic: Whether to print the warning inside.
    """
    shown = [(kind, value) for kind, value in values if value is not None]
    if not shown:
        return Markup("")
    scale = Scale(0, 100, 8, _WIDTH - 8, ())
    parts = [element("line", x1=scale(0), x2=scale(100), y1=_MIDDLE, y2=_MIDDLE, class_="axis")]
    for edge in (0.0, *(edge for edge in edges if edge > 0), 100.0):
        parts.append(element("line", x1=scale(edge), x2=scale(edge), y1=_MIDDLE - 6, y2=_MIDDLE + 6, class_="axis"))
    parts += [mark(kind, scale(value), _MIDDLE) for kind, value in shown]
    height = 2 * _MIDDLE
    if synthetic:
        height += 8
        parts.append(element("text", "synthetic data", x=_WIDTH / 2, y=height - 1.5, class_="note", font_size=8))
    return element(
        "svg",
        *parts,
        viewBox=f"0 0 {_WIDTH} {height}",
        width=_WIDTH,
        height=height,
        aria_hidden="true",
        focusable="false",
    )
