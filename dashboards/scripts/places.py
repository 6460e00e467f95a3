"""Which areas there are and where a postcode lies, for search, maps and comparisons in the browser.

Belongs here: names, levels and parents of areas; postcodes by their first half, so that a search loads only what it
needs. Does not belong here: figures (`areas.py`), shapes (`shapes.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from dashboards.release.rows import Area
from dashboards.release.tables import safe_id
from dashboards.scripts.data import write_data_script
from dashboards.site import Site


def _parent(site: Site, area: Area) -> str:
    """Return the area that this one belongs to: its ward, its committee, otherwise the city."""
    city = site.release.city
    above = {"lsoa21": area.ward_code, "ward": area.committee_code}.get(area.level, city.code if city else "")
    return "" if above == area.code else above


def outward_codes(site: Site) -> list[str]:
    """Return the first halves of postcodes that a search can look up; none where the release has no postcodes."""
    return sorted(site.release.postcodes)


def _postcode_script(places_of: Mapping[str, tuple[str, str]], named: Mapping[str, list[str]]) -> dict[str, Any]:
    """Return the small areas of one first half, their wards and named neighbourhoods, and which each postcode is in."""
    numbers = {place: number for number, place in enumerate(dict.fromkeys(places_of.values()))}
    return {
        "areas": [small_area for small_area, _ in numbers],
        "wards": [ward for _, ward in numbers],
        "named": [named.get(small_area, []) for small_area, _ in numbers],
        "inward": {half: numbers[place] for half, place in places_of.items()},
    }


def write_place_scripts(site: Site) -> None:
    """Write `areas` and `postcodes/<first half>`; postcodes by their first half, so that a search loads few."""
    release = site.release
    areas = {a.code: [a.name, a.level, _parent(site, a)] for a in (*release.areas, *release.small_areas)}
    write_data_script(release.folder, "areas", areas)
    named: dict[str, list[str]] = defaultdict(list)
    for code, small_areas in sorted(release.small_areas_of.items()):
        for small_area in small_areas:
            named[small_area].append(code)
    for outward, places in release.postcodes.items():
        name = safe_id(outward, "data/postcodes.csv")
        write_data_script(release.folder, f"postcodes/{name}", _postcode_script(places, named))
