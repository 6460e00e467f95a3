"""The drawn hex layout as shapes.

Belongs here: turning columns and rows into hexagons. Does not belong here: designing the layout.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from dashboards.maps.geometry import Layout, Shape, ring_path
from dashboards.release.rows import HexCell

_RADIUS = 62
_WIDTH = _RADIUS * math.sqrt(3)
_GAP = 2


def hex_layout(cells: Sequence[HexCell]) -> Layout | None:
    """Return pointy-topped hexagons; odd rows are shifted half a hexagon to the right."""
    if not cells:
        return None
    first_column = min(cell.column for cell in cells)
    first_row = min(cell.row for cell in cells)
    shapes = []
    for cell in sorted(cells, key=lambda cell: cell.area_code):
        x = (cell.column - first_column + 0.5 + (cell.row % 2) / 2) * _WIDTH
        y = _RADIUS + (cell.row - first_row) * _RADIUS * 1.5
        corners = [
            (
                x + (_RADIUS - _GAP) * math.sin(math.radians(60 * n)),
                y - (_RADIUS - _GAP) * math.cos(math.radians(60 * n)),
            )
            for n in range(6)
        ]
        shapes.append(Shape(cell.area_code, ring_path(corners), x, y))
    width = math.ceil(max(shape.x for shape in shapes) + _WIDTH / 2)
    height = math.ceil(max(shape.y for shape in shapes) + _RADIUS)
    return Layout("hex", width, height, tuple(shapes))
