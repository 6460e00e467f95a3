"""Where an area lies in the whole place, in the size of a stamp.

Belongs here: drawing it with few bytes, because every area's page has one. Does not belong here: maps of figures
(`maps/`).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection

from markupsafe import Markup

from dashboards.charts.svg import element, picture
from dashboards.maps.geometry import Layout, ring_path

_WIDTH = 200
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@functools.lru_cache(maxsize=4096)
def _coarse(path: str, scale: float) -> str:
    """Return the outlines of a shape on a coarser grid; what shrinks to a point is left out."""
    rings = []
    for ring in path.split("M")[1:]:
        numbers = [float(text) for text in _NUMBER.findall(ring)]
        x = y = 0.0
        points = []
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x * scale, y * scale))
        if len({(round(px), round(py)) for px, py in points}) > 2:
            rings.append(ring_path(points))
    return "".join(rings)


def locator(ground: Layout, shown: Layout, codes: Collection[str], title: str, *, synthetic: bool) -> Markup:
    """Return the wards of the place with one area filled; nothing where the area has no shape.

    Args:
        ground: The wards.
        shown: A layout on the same grid that holds the shapes of the area.
        codes: Which of its shapes are the area.
        title: What the picture is.
        synthetic: Whether to print the warning inside.
    """
    scale = _WIDTH / ground.width
    own = "".join(_coarse(shape.path, scale) for shape in shown.shapes if shape.code in codes)
    if not own:
        return Markup("")
    wards = "".join(_coarse(shape.path, scale) for shape in ground.shapes)
    return picture(
        "locator",
        _WIDTH,
        ground.height * scale,
        element("path", d=wards),
        element("path", d=own, class_="own"),
        title=title,
        description="The area is filled; thin lines part the wards.",
        class_="locator",
        synthetic=synthetic,
    )
