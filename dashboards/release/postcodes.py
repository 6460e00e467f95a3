"""Postcodes: the longest table of a release, read only where something looks one up.

Belongs here: reading them. Does not belong here: what else a release holds (`reading.py`).
"""

from __future__ import annotations

import pathlib

from dashboards.release.tables import csv_cells

Postcodes = dict[str, dict[str, tuple[str, str]]]


def read_postcodes(folder: pathlib.Path) -> Postcodes:
    """Return the small area and the ward of each postcode, by what stands before its last three signs and by these."""
    found: Postcodes = {}
    for spaced, small_area, ward in csv_cells(folder, "postcodes.csv", ("postcode", "lsoa21", "ward_code")):
        postcode = spaced.replace(" ", "").upper()
        found.setdefault(postcode[:-3], {})[postcode[-3:]] = small_area, ward
    return found
