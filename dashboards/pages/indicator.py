"""A page for each indicator: picture first, then every figure, then where they come from.

Belongs here: which rows are drawn and listed. Does not belong here: drawing, wording, what a survey
(`survey_sections.py`) and tests of change (`analysis_sections.py`) add.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from dashboards.charts.bars import ranked
from dashboards.maps.levels import SMALL_AREA
from dashboards.pages.analysis_sections import analysis_sections
from dashboards.pages.csv_cells import area_cells, interval_cells, interval_heads, number_cell, numbers
from dashboards.pages.embed import write_embed
from dashboards.pages.indicator_views import bars_view, distribution_view, trend_view
from dashboards.pages.map_panel import MapPanel, make_panel
from dashboards.pages.survey_sections import survey_sections
from dashboards.release.rows import Indicator
from dashboards.scripts.data import write_data_script
from dashboards.shown.figures import (
    Figure,
    figure_with_basis,
    ward_summary,
)
from dashboards.site import Site
from dashboards.words.answers import gap_sentence
from dashboards.words.sentences import change_sentence, city_sentence, country_sentence
from dashboards.words.states import CHARACTERISTIC_LABELS, GAP_POLARITY_WORDS, POLARITY_WORDS
from pipelines.columns import CITY_CHARACTERISTICS

# Gaps of small areas are in the file and on the map.
_LISTED_GAPS = ("ward", "neighbourhood", "committee", "city")


def _tables(
    site: Site, indicator: Indicator, panel: MapPanel | None
) -> tuple[list[tuple[str, list[Figure]]], list[tuple[str, Figure, int]]]:
    """Return a table for each level, and the levels where every area lacks a value for one and the same reason.

    The rows of the level on the map are those of the map.
    """
    release = site.release
    tables, empty = [], []
    for level in ("city", "country", "committee", "neighbourhood", "ward"):
        if panel and level == panel.level:
            rows = list(panel.figures)
        else:
            found = release.at(indicator.indicator, level).values()
            rows = [figure_with_basis(site, row, indicator) for row in ranked(found)]
        if len(rows) > 1 and not rows[0].row.has_value and len({shown.value for shown in rows}) == 1:
            empty.append((level, rows[0], len(rows)))
        elif rows:
            tables.append((level, rows))
    return tables, empty


def _contents(shown: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the parts of the page that it has, with the ids of their headings, in their order."""
    parts = (
        ("target", "Target and progress", shown["target"]),
        ("map-title", "Map", shown["panel"]),
        ("trend-title", "Over time", shown["trend"]),
        ("bars-title", "Wards ranked", shown["bars"]),
        ("distribution-title", "How values are spread", shown["distribution"]),
        ("changing", "Is it changing?", shown["tested"]),
        ("process", "Process behaviour chart", shown["process"]),
        ("inequality", "Who is left behind", shown["inequality"]),
        ("funnel", "More than chance", shown["funnel"]),
        ("official", "Official figures", shown["official"]),
        ("local", "Local figures", shown["local"]),
        ("table-title", "Every figure", True),
        ("sure", "How sure is this", shown["sure"]),
        ("modelled", "Modelled estimates", shown["modelled"]),
        ("asked", "What was asked", shown["instrument"]),
        ("revisions", "Revisions", shown["revisions"]),
        ("about-title", "Definition, method and caveats", True),
        ("source", "Source", True),
    )
    return [(place, label) for place, label, there in parts if there]


def _said(site: Site, indicator: Indicator, *, mapped: bool) -> dict[str, Any]:
    """Return what the page says before its first picture; what a map shows is said beside the map."""
    release = site.release
    city = release.latest_city(indicator.indicator)
    country = release.country_in(indicator.indicator, city.period) if city else None
    city_only = indicator.characteristic in CITY_CHARACTERISTICS
    wards = release.at(indicator.indicator, "ward")
    sentences = (
        country_sentence(indicator, city, country, release.place_name),
        gap_sentence(indicator, city),
        change_sentence(indicator, release.city_series(indicator.indicator)),
        *(() if city_only or mapped else ward_summary(site, indicator, wards)),
    )
    return {
        "characteristic": CHARACTERISTIC_LABELS.get(indicator.characteristic, indicator.characteristic.capitalize()),
        "headline": city_sentence(indicator, city, release.place_name),
        "more": [text for text in sentences if text],
        "city_only": city_only,
        "polarity": GAP_POLARITY_WORDS
        if indicator.kind == "organisation_gap"
        else POLARITY_WORDS.get(indicator.polarity, ""),
    }


def _context(site: Site, indicator: Indicator) -> dict[str, Any]:
    release = site.release
    panel = make_panel(site, indicator)
    tables, empty = _tables(site, indicator, panel)
    # A source of many files, such as one a wave, is named once; the data page lists its files.
    sources = list({s.source: s for s in release.sources if s.source in indicator.sources}.values())
    shown = {
        "indicator": indicator,
        "panel": panel,
        "scripts": panel.scripts if panel else (),
        "trend": trend_view(site, indicator),
        "bars": bars_view(site, indicator, "ward"),
        "committees": bars_view(site, indicator, "committee"),
        "distribution": distribution_view(site, indicator),
        "figures": f"figures/{indicator.indicator}",
        "file": f"data/indicators/{indicator.indicator}.csv",
        "embed": f"embed/{indicator.indicator}.html",
        "tables": tables,
        "empty": empty,
        "small_areas": len(release.at(indicator.indicator, SMALL_AREA)),
        "parts": any(f.row.numerator is not None or f.row.denominator is not None for _, rows in tables for f in rows),
        "sources": sources,
        "unknown_sources": [name for name in indicator.sources if name not in {s.source for s in sources}],
        "gaps": [gap for gap in release.gaps_of(indicator.indicator) if gap.level in _LISTED_GAPS],
        "cells": functools.partial(interval_cells, decimals=indicator.decimals),
        "numbers": functools.partial(numbers, decimals=indicator.decimals),
        "number": functools.partial(number_cell, decimals=indicator.decimals),
        "heads": interval_heads,
        "area": area_cells,
        **_said(site, indicator, mapped=panel is not None),
        **survey_sections(site, indicator),
        **analysis_sections(site, indicator),
    }
    return shown | {"contents": _contents(shown)}


def _write_figures(site: Site, shown: Mapping[str, Any]) -> None:
    """Write the explorable charts of one indicator, which a page loads when a reader opens one."""
    figures = {name: shown[name]["figure"] for name in ("trend", "bars", "distribution") if shown[name]}
    if figures:
        write_data_script(site.release.folder, shown["figures"], figures)


def write(site: Site) -> int:
    """Write indicators/<id>.html and embed/<id>.html for every indicator, with the pictures they share."""
    for indicator in site.release.indicators:
        shown = _context(site, indicator)
        site.write(f"indicators/{indicator.indicator}.html", "indicator.html", **shown)
        write_embed(site, shown)
        _write_figures(site, shown)
    return 2 * len(site.release.indicators)
