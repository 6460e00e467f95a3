"""The page *Your neighbourhood*: small areas chosen by the reader, and their figures added up in the browser.

Belongs here: the list of small areas, the rows whose cells the page's script fills, what cannot be added up and why.
Does not belong here: the numbers that are added up (`scripts/small_areas.py`).
"""

from __future__ import annotations

import dataclasses

from dashboards.release.rows import Area
from dashboards.scripts.data import FOLDER
from dashboards.scripts.places import outward_codes
from dashboards.scripts.small_areas import Addable, split_indicators
from dashboards.shown.figures import Figure, figure
from dashboards.site import Site
from dashboards.words.additivity import SMALLEST
from dashboards.words.neighbourhood import TEXTS
from dashboards.words.periods import period_words

PATH = "neighbourhood.html"
_SHAPES = f"shapes/{SMALLEST}"
# What the page's script needs before it shows anything, loaded beside it.
_DATA = ("small-areas", "words", _SHAPES)


@dataclasses.dataclass(frozen=True, slots=True)
class WardList:
    """A ward with its small areas."""

    ward: Area
    areas: tuple[Area, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class SumRow:
    """An indicator that adds up, with the city's figure to compare with."""

    addable: Addable
    city: Figure | None

    @property
    def basis(self) -> str:
        """What is counted, among whom and when."""
        indicator = self.addable.indicator
        among = indicator.denominator_label[:1].lower() + indicator.denominator_label[1:]
        return f"{indicator.numerator_label} out of {among}, {period_words(self.addable.period)}"


def ward_lists(site: Site) -> list[WardList]:
    """Return the wards with small areas in them, both by name."""
    by_ward: dict[str, list[Area]] = {}
    for area in sorted(site.release.small_areas, key=lambda area: (area.name, area.code)):
        by_ward.setdefault(area.ward_code, []).append(area)
    return [WardList(ward, tuple(by_ward[ward.code])) for ward in site.release.areas_at("ward") if ward.code in by_ward]


def _downloads(site: Site, rows: list[SumRow]) -> list[tuple[str, str]]:
    """Return the files with the figures of small areas: one for each indicator, else the one of all figures."""
    release = site.release
    own = [(f"data/indicators/{row.addable.indicator.indicator}.csv", row.addable.indicator.name) for row in rows]
    found = [(path, name) for path, name in own if release.has_file(path)]
    return found or [("data/observations.csv", "Every figure of this release")]


def write(site: Site) -> int:
    """Write neighbourhood.html; without small areas it says so."""
    release = site.release
    can, cannot = split_indicators(site)
    rows = [SumRow(one, figure(one.city, one.indicator) if one.city else None) for one in can]
    site.write(
        PATH,
        "neighbourhood.html",
        wards=ward_lists(site),
        named_areas=release.areas_at("neighbourhood"),
        has_map=SMALLEST in site.maps,
        rows=rows,
        others=cannot,
        ranged=any(one.rows for one in cannot),
        downloads=_downloads(site, rows),
        scripts=[f"{FOLDER}/{name}.js" for name in _DATA if name != _SHAPES or SMALLEST in site.maps],
        outward=outward_codes(site),
        texts=TEXTS,
    )
    return 1
