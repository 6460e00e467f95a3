"""Postcodes: the longest table of a release, read only where something looks one up.

Belongs here: reading them. Does not belong here: what else a release holds (`reading.py`).
"""

from __future__ import annotations

import pathlib

from dashboards.release.tables import csv_cells

Postcodes = dict[str, dict[str, tuple[str, str]]]


def read_postcodes(folder: pathlib.Path) -> Postcodes:
    """Return the small area and the ward of each postcode, by its half before the space and its half after it."""
    found: Postcodes = {}
    kept: dict[tuple[str, str], tuple[str, str]] = {}  # a small area has some sixty postcodes and needs one copy
    for postcode, small_area, ward in csv_cells(folder, "postcodes.csv", ("postcode", "lsoa21", "ward_code")):
        outward, _, inward = postcode.partition(" ")
        place = small_area, ward
        found.setdefault(outward, {})[inward] = kept.setdefault(place, place)
    return found
