"""A page for each named neighbourhood, ward, committee and the city: everything about one area.

Belongs here: the order of the figures, strengths and needs. Does not belong here: comparing (the release has it),
the lines of its tables (`shown/area_lines.py`), the cards of composite scores (`composite_cards.py`).
"""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from dashboards.maps.locator import locator
from dashboards.pages.composite_cards import score_cards
from dashboards.release.rows import Area, Indicator
from dashboards.release.tables import csv_rows
from dashboards.shown.area_lines import Line, groups_of
from dashboards.site import Site
from dashboards.words.composites import CAVEAT
from dashboards.words.sentences import area_overview, area_sentence
from dashboards.words.states import CONFIDENCE_WORDS


def _told(lines: list[Line], comparisons: tuple[str, ...], place: str) -> list[tuple[Indicator, str]]:
    return [
        (line.indicator, area_sentence(line.indicator, line.figure.row, place, line.trend))
        for line in lines
        if line.figure.row.has_value and line.figure.row.comparison in comparisons
    ]


def _agreed(site: Site, area: Area) -> dict[str, Any] | None:
    """Return who agreed a named neighbourhood and when, its small areas and the wards that they lie in."""
    release = site.release
    codes = set(release.small_areas_of.get(area.code, ()))
    if not codes:
        return None
    row = next(
        (
            row
            for row in csv_rows(release.folder, "neighbourhoods.csv", required=False)
            if row["neighbourhood_code"] == area.code
        ),
        {},
    )
    small = [one for one in release.small_areas if one.code in codes]
    wards = {one.ward_code for one in small}
    return {
        "version": row.get("version", area.vintage),
        "on": row.get("agreed_on", ""),
        "by": row.get("agreed_by", ""),
        "small_areas": small,
        "wards": [ward for ward in release.areas_at("ward") if ward.code in wards],
    }


def _locator(site: Site, area: Area) -> Markup:
    ground = site.maps.get("ward")
    shown = site.maps.get("lsoa21" if area.level == "neighbourhood" else "ward")
    if ground is None or shown is None or area.level == "city":
        return Markup("")
    members = {
        "neighbourhood": site.release.small_areas_of.get(area.code, ()),
        "committee": [ward.code for ward in site.wards_of(area)],
    }
    title = f"Where {area.name} lies in {site.release.place_name}"
    codes = members.get(area.level, [area.code])
    return locator(ground, shown, codes, title, synthetic=site.release.synthetic)


def _context(site: Site, area: Area) -> dict[str, Any]:
    release = site.release
    groups = groups_of(site, area)
    lines = [line for group in groups for line in group.lines]
    committee = release.by_code.get(area.committee_code) if area.level == "ward" else None
    return {
        "area": area,
        "groups": groups,
        "overview": area_overview(area, [line.figure.row for line in lines], release.place_name),
        "strengths": _told(lines, ("better",), release.place_name),
        "needs": _told(lines, ("worse",), release.place_name),
        "differences": _told(lines, ("higher", "lower"), release.place_name),
        "modelled": any(line.modelled for line in lines),
        "sparks": any(line.spark for line in lines),
        "trends": any(line.trend and line.trend.calculated for line in lines),
        "locator": _locator(site, area),
        "agreed": _agreed(site, area),
        "without": sum(not line.figure.row.has_value for line in lines)
        + sum(len(absence.indicators) for group in groups for absence in group.absences),
        "scores": score_cards(site, area),
        "caveat": CAVEAT,
        "committee": committee,
        "confidence": CONFIDENCE_WORDS.get(area.confidence, area.confidence),
        "neighbours": [w for w in site.wards_of(committee) if w.code != area.code] if committee else [],
        "wards": list(site.wards_of(area)) if area.level == "committee" else [],
        "committees": list(release.areas_at("committee")) if area.level == "city" else [],
        "downloads": [
            (kind, f"data/areas/{area.code}.{kind}")
            for kind in ("csv", "xlsx")
            if release.has_file(f"data/areas/{area.code}.{kind}")
        ]
        + ([("pdf", f"areas/{area.code}.pdf")] if site.pdfs else []),
        "unsure": {ward.code: ward.confidence for ward in release.areas_at("ward")},
    }


def write(site: Site) -> int:
    """Write areas/<code>.html for every area with a page."""
    for area in site.release.areas:
        site.write(f"areas/{area.code}.html", "area.html", **_context(site, area))
    return len(site.release.areas)
