"""The map of one indicator with its key, its sentences and its table, as it stands before any script runs.

Belongs here: what `templates/map-panel.html` asks for. Does not belong here: pages, drawing.
A reader with scripts changes level, period and layout in the same place (`static/js/map-panel.js`).
"""

from __future__ import annotations

import dataclasses

from markupsafe import Markup

from dashboards.charts.bars import ranked
from dashboards.maps.draw import LegendEntry
from dashboards.maps.levels import SMALL_AREA
from dashboards.pages.csv_cells import area_cells, interval_cells
from dashboards.release.rows import Indicator
from dashboards.scripts.data import FOLDER
from dashboards.scripts.indicators import map_levels
from dashboards.shown.figures import Figure, area_map, figure_with_basis
from dashboards.site import Site
from dashboards.words.map_sentences import Places, map_sentences

# The level that a reader sees first: the first of these that has values.
_FIRST = ("ward", "committee", "neighbourhood", SMALL_AREA)


@dataclasses.dataclass(frozen=True)
class MapPanel:
    """A map with everything beside it; `scripts` are the data it loads first, from the site's root."""

    indicator: Indicator
    level: str
    period: str
    places: Places
    picture: Markup | None
    legend: tuple[LegendEntry, ...]
    summary: str
    figures: tuple[Figure, ...]
    hex: bool
    scripts: tuple[str, ...]

    def area_cells(self, figure: Figure) -> str:
        """Return what a file says of an area: code, name, period."""
        return area_cells(figure.row)

    def value_cells(self, figure: Figure) -> str:
        """Return what a file says of a value: value, limits, state."""
        return interval_cells(figure, self.indicator.decimals)


def make_panel(site: Site, indicator: Indicator) -> MapPanel | None:
    """Return the map of an indicator in its latest period, or None where no area has a value.

    Args:
        site: The release with its maps.
        indicator: What to show.
    """
    levels = map_levels(site, indicator)
    level = next((name for name in _FIRST if name in levels), "")
    if not level:
        return None
    release = site.release
    rows = release.at(indicator.indicator, level)
    layout = next(iter(site.layouts), None) if level == "ward" else site.maps.get(level)
    drawn = area_map(site, indicator, layout, rows, "map-picture", level=level, tooltips=False) if layout else None
    data = ("words", "areas", f"indicators/{indicator.indicator}", *([f"shapes/{layout.name}"] if layout else []))
    return MapPanel(
        indicator,
        level,
        release.latest_period(indicator.indicator, level),
        site.places[level],
        drawn[0] if drawn else None,
        drawn[1].legend if drawn else (),
        " ".join(map_sentences(indicator, rows, site.places[level], release.place_name)),
        tuple(figure_with_basis(site, row, indicator) for row in ranked(rows.values())),
        "hex" in site.maps,
        tuple(f"{FOLDER}/{name}.js" for name in data),
    )
