"""A page for each ward, committee and the city: everything about one neighbourhood.

Belongs here: the order of the figures, strengths and needs. Does not belong here: comparing (the release has it),
the cards of composite scores (`composite_cards.py`).
"""

from __future__ import annotations

import dataclasses
from typing import Any

from markupsafe import Markup

from dashboards.analysis_model import Trend
from dashboards.charts.spine import spine
from dashboards.model import Area, Indicator, Observation
from dashboards.pages.common import Figure, figure, figure_with_basis
from dashboards.pages.composite_cards import score_cards
from dashboards.site import Site
from dashboards.words.answers import modelled_words
from dashboards.words.composites import CAVEAT
from dashboards.words.sentences import area_overview, area_sentence
from dashboards.words.states import CHARACTERISTIC_LABELS, CONFIDENCE_WORDS
from pipelines.columns import CITY_CHARACTERISTICS


@dataclasses.dataclass(frozen=True)
class Line:
    """One indicator in the area's table."""

    indicator: Indicator
    figure: Figure
    beside: Figure | None
    spine: Markup
    modelled: str
    trend: Trend | None


def _line(site: Site, area: Area, indicator: Indicator, row: Observation) -> Line:
    release = site.release
    if area.level == "city":
        beside = release.country_in(indicator.indicator, row.period)
    else:
        beside = release.city_in(indicator.indicator, row.period)
    city = None if area.level == "city" else row.benchmark_value
    peers = release.at(indicator.indicator, "ward" if area.level == "city" else area.level, row.period).values()
    return Line(
        indicator,
        figure_with_basis(site, row, indicator),
        figure(beside, indicator) if beside else None,
        spine(row, peers, city, synthetic=release.synthetic),
        modelled_words(release.surveys.modelled_value(row.indicator, row.area_code, row.period), indicator),
        release.analysis.trend(row.indicator, row.area_code),
    )


def _groups(site: Site, area: Area) -> list[tuple[str, list[Line]]]:
    groups = []
    for name in site.release.characteristics:
        if area.level != "city" and name in CITY_CHARACTERISTICS:
            continue
        lines = []
        for indicator in site.release.in_characteristic(name):
            row = site.release.latest(indicator.indicator, area)
            if row is not None:
                lines.append(_line(site, area, indicator, row))
        groups.append((CHARACTERISTIC_LABELS.get(name, name.capitalize()), lines))
    return [(label, lines) for label, lines in groups if lines]


def _told(lines: list[Line], comparisons: tuple[str, ...], place: str) -> list[tuple[Indicator, str]]:
    return [
        (line.indicator, area_sentence(line.indicator, line.figure.row, place, line.trend))
        for line in lines
        if line.figure.row.has_value and line.figure.row.comparison in comparisons
    ]


def _context(site: Site, area: Area) -> dict[str, Any]:
    release = site.release
    groups = _groups(site, area)
    lines = [line for _, found in groups for line in found]
    committee = release.by_code.get(area.committee_code) if area.level == "ward" else None
    return {
        "area": area,
        "groups": groups,
        "overview": area_overview(area, [line.figure.row for line in lines], release.place_name),
        "strengths": _told(lines, ("better",), release.place_name),
        "needs": _told(lines, ("worse",), release.place_name),
        "differences": _told(lines, ("higher", "lower"), release.place_name),
        "modelled": any(line.modelled for line in lines),
        "trends": any(line.trend and line.trend.calculated for line in lines),
        "scores": score_cards(site, area),
        "caveat": CAVEAT,
        "absent": [line for line in lines if not line.figure.row.has_value],
        "committee": committee,
        "confidence": CONFIDENCE_WORDS.get(area.confidence, area.confidence),
        "neighbours": [w for w in site.wards_of(committee) if w.code != area.code] if committee else [],
        "wards": list(site.wards_of(area)) if area.level == "committee" else [],
        "committees": list(release.areas_at("committee")) if area.level == "city" else [],
        "downloads": [
            (kind, f"data/areas/{area.code}.{kind}")
            for kind in ("csv", "xlsx")
            if release.has_file(f"data/areas/{area.code}.{kind}")
        ],
        "beside": site.release.country_name if area.level == "city" else release.place_name,
        "unsure": {ward.code: ward.confidence for ward in release.areas_at("ward")},
    }


def write(site: Site) -> int:
    """Write areas/<code>.html for every ward, every committee and the city."""
    for area in site.release.areas:
        site.write(f"areas/{area.code}.html", "area.html", **_context(site, area))
    return len(site.release.areas)
