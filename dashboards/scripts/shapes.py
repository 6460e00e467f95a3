"""The shapes of every map as data scripts: `shapes/ward`, `shapes/lsoa21`, `shapes/hex` and so on.

Belongs here: what the browser needs to draw a map. Does not belong here: reading boundaries (`maps/geometry.py`).
"""

from __future__ import annotations

from typing import Any

from dashboards.maps.draw import short_name
from dashboards.maps.geometry import Layout
from dashboards.scripts.data import write_data_script
from dashboards.site import Site


def shapes_data(site: Site, layout: Layout) -> dict[str, Any]:
    """Return a layout as data: outline and middle by area code, with a short name where shapes carry names."""
    names = {area.code: area.name for area in site.release.areas_at("ward")} if layout.name == "hex" else {}
    shapes = {}
    for shape in layout.shapes:
        label = [short_name(names[shape.code], names.values())] if names else []
        shapes[shape.code] = [shape.path, round(shape.x), round(shape.y), *label]
    return {"width": layout.width, "height": layout.height, "shapes": shapes, "outlines": list(layout.outlines)}


def write_shape_scripts(site: Site) -> None:
    """Write the shapes of each map that the release has."""
    for name, layout in site.maps.items():
        write_data_script(site.release.folder, f"shapes/{name}", shapes_data(site, layout))
