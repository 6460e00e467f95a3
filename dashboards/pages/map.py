"""The map page: one indicator at a time, chosen by the reader.

Belongs here: which indicators are offered and which comes first. Does not belong here: the map itself (`map_panel.py`).
An indicator without a value in any area is told apart in the list below the map and not offered above it.
"""

from __future__ import annotations

from dashboards.pages.map_panel import make_panel
from dashboards.release.rows import Indicator
from dashboards.scripts.indicators import map_levels
from dashboards.site import Site
from dashboards.words.states import CHARACTERISTIC_LABELS


def _needs_no_caution(site: Site, indicator: Indicator) -> bool:
    """Say whether the map of an indicator can be read as it stands, as the first one should be."""
    rows = site.release.at(indicator.indicator, "ward").values()
    return bool(rows) and all(row.status == "ok" for row in rows)


def write(site: Site) -> int:
    """Write map.html; where no area has a value it only lists the indicators."""
    release = site.release
    if not release.indicators:
        return 0
    offered = [indicator for indicator in release.indicators if map_levels(site, indicator)]
    first = next((indicator for indicator in offered if _needs_no_caution(site, indicator)), next(iter(offered), None))
    site.write(
        "map.html",
        "map.html",
        panel=make_panel(site, first) if first else None,
        groups=[
            (CHARACTERISTIC_LABELS.get(name, name.capitalize()), release.in_characteristic(name))
            for name in release.characteristics
        ],
        offered={indicator.indicator for indicator in offered},
    )
    return 1
