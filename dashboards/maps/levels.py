"""The levels that maps can show, and how the areas of each are coloured.

Belongs here: which areas a level has, what they are called, their classes. Does not belong here: shapes, drawing.
"""

from __future__ import annotations

from dashboards.maps.classes import Classes, make_classes
from dashboards.release.release import Release
from dashboards.release.rows import Area, Indicator
from dashboards.words.map_sentences import Places
from dashboards.words.states import LEVEL_NOUNS

SMALL_AREA = "lsoa21"
MAP_LEVELS = (SMALL_AREA, "ward", "committee", "neighbourhood")


def map_areas(release: Release, level: str) -> tuple[Area, ...]:
    """Return the areas of a level that a map may show."""
    return release.small_areas if level == SMALL_AREA else release.areas_at(level)


def places_of(release: Release, level: str) -> Places:
    """Return what the areas of a level are called, with the larger area of each."""
    names = {code: area.name for code, area in release.by_code.items()}
    parents = {
        area.code: area.ward_code if level == SMALL_AREA else area.committee_code for area in map_areas(release, level)
    }
    groups = {code: names[parent] for code, parent in parents.items() if parent in names}
    small = level == SMALL_AREA
    return Places(LEVEL_NOUNS[level], groups, LEVEL_NOUNS["ward" if small else "committee"], named=small)


def level_classes(release: Release, indicator: Indicator, level: str) -> Classes:
    """Return the classes of an indicator at a level, cut from its latest period for every period."""
    rows = release.at(indicator.indicator, level).values()
    values = [row.value for row in rows if row.has_value and row.value is not None]
    city = release.city_in(indicator.indicator, release.latest_period(indicator.indicator, level))
    middle = city if city is not None and city.has_value else release.latest_city(indicator.indicator)
    centre = middle.value if middle is not None and middle.has_value else None
    return make_classes(values, indicator.decimals, indicator.class_breaks, centre)
