"""Which areas there are and where a postcode lies, for search, maps and comparisons in the browser.

Belongs here: names, levels and parents of areas; postcodes by their first half, so that a search loads only what it
needs. Does not belong here: figures (`areas.py`), shapes (`shapes.py`).
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from dashboards.model import Area
from dashboards.scripts.data import write_data_script
from dashboards.site import Site
from dashboards.tables import csv_rows, safe_id

_FILE = "postcodes.csv"


def _parent(site: Site, area: Area) -> str:
    """Return the area that this one belongs to: its ward, its committee, otherwise the city."""
    city = site.release.city
    above = {"lsoa21": area.ward_code, "ward": area.committee_code}.get(area.level, city.code if city else "")
    return "" if above == area.code else above


def _halves(postcode: str) -> tuple[str, str]:
    """Part a postcode before its last three signs, however it is spaced."""
    text = postcode.replace(" ", "").upper()
    return text[:-3], text[-3:]


def outward_codes(site: Site) -> list[str]:
    """Return the first halves of postcodes that a search can look up; none where the release has no postcodes."""
    rows = csv_rows(site.release.folder, _FILE, required=False)
    return sorted({_halves(row["postcode"])[0] for row in rows})


def _postcode_scripts(site: Site) -> dict[str, dict[str, Any]]:
    """Return by first half the small areas, their wards and named neighbourhoods, and which each second half is in."""
    named: dict[str, list[str]] = defaultdict(list)
    for code, small_areas in sorted(site.release.small_areas_of.items()):
        for small_area in small_areas:
            named[small_area].append(code)
    found: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: {"places": {}, "inward": {}})
    for row in csv_rows(site.release.folder, _FILE, required=False):
        outward, inward = _halves(row["postcode"])
        places = found[outward]["places"]
        place = f"{row['lsoa21']} {row['ward_code']}"
        found[outward]["inward"][inward] = places.setdefault(place, len(places))
    return {
        outward: {
            "areas": [place.split(" ")[0] for place in entry["places"]],
            "wards": [place.split(" ")[1] for place in entry["places"]],
            "named": [named.get(place.split(" ")[0], []) for place in entry["places"]],
            "inward": dict(sorted(entry["inward"].items())),
        }
        for outward, entry in found.items()
    }


def write_place_scripts(site: Site) -> None:
    """Write `areas` and `postcodes/<first half>`."""
    release = site.release
    areas = {a.code: [a.name, a.level, _parent(site, a)] for a in (*release.areas, *release.small_areas)}
    write_data_script(release.folder, "areas", areas)
    for outward, content in _postcode_scripts(site).items():
        write_data_script(release.folder, f"postcodes/{safe_id(outward, 'data/postcodes.csv')}", content)
