"""A page for each indicator: picture first, then every figure, then where they come from.

Belongs here: which rows are drawn and listed. Does not belong here: drawing, wording, what a survey
(`survey_sections.py`) and tests of change (`analysis_sections.py`) add.
"""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from dashboards.charts.bars import ranked_bars
from dashboards.charts.figures import bars_figure, trend_figure
from dashboards.charts.trend import Line, trend
from dashboards.model import Indicator, Observation
from dashboards.pages.analysis_sections import analysis_sections
from dashboards.pages.common import (
    Figure,
    by_rank,
    figure,
    figure_with_basis,
    has_ward_values,
    ward_map,
    ward_summary,
)
from dashboards.pages.survey_sections import survey_sections
from dashboards.site import Site
from dashboards.words.answers import gap_sentence
from dashboards.words.periods import period_order, period_words
from dashboards.words.sentences import change_sentence, city_sentence, country_sentence
from dashboards.words.states import CHARACTERISTIC_LABELS, GAP_POLARITY_WORDS, POLARITY_WORDS
from pipelines.columns import CITY_CHARACTERISTICS


def _lines(site: Site, indicator: Indicator) -> list[Line]:
    """Return the lines of the trend: the city, the country, every ward that has values."""
    release = site.release
    lines = [
        Line(release.place_name, "city", release.city_series(indicator.indicator)),
        Line(release.country_name, "country", release.country_series(indicator.indicator)),
    ]
    lines += [
        Line(ward.name, "ward", release.series(indicator.indicator, ward.code)) for ward in release.areas_at("ward")
    ]
    return [line for line in lines if any(row.has_value for row in line.rows)]


def _bars(site: Site, indicator: Indicator, rows: list[Observation], city: Observation | None) -> dict[str, Any]:
    if not any(row.has_value for row in rows):
        return {}
    period = period_words(rows[0].period)
    title = f"{indicator.name}, wards of {site.release.place_name}, {period}"
    told: dict[str, Any] = {
        "title": title,
        "description": "One bar for each ward, from the highest to the lowest value. The table on this page has "
        "every number.",
        "synthetic": site.release.synthetic,
    }
    return {
        "wide": ranked_bars("bars-wide", indicator, rows, city, **told),
        "narrow": ranked_bars("bars-narrow", indicator, rows, city, narrow=True, **told),
        "figure": bars_figure(indicator, rows, city, title, synthetic=site.release.synthetic),
        "intervals": any(row.has_interval for row in rows),
    }


def _trend(site: Site, indicator: Indicator) -> dict[str, Any]:
    lines = _lines(site, indicator)
    title = f"{indicator.name} over time"
    told: dict[str, Any] = {
        "title": title,
        "description": change_sentence(indicator, site.release.city_series(indicator.indicator))
        or "Values by period. The table of periods has every number.",
        "synthetic": site.release.synthetic,
    }
    wide = trend("trend-wide", indicator, lines, **told)
    if not wide:
        return {}
    periods = sorted({row.period for line in lines for row in line.rows}, key=period_order, reverse=True)
    shown = [line for line in lines if line.style != "ward"]
    by_period = [
        (period, [next((figure(r, indicator) for r in line.rows if r.period == period), None) for line in shown])
        for period in periods
    ]
    return {
        "wide": wide,
        "narrow": trend("trend-narrow", indicator, lines, narrow=True, **told),
        "figure": trend_figure(indicator, lines, title, synthetic=site.release.synthetic),
        "names": [line.name for line in shown],
        "periods": by_period,
        "wards": any(line.style == "ward" for line in lines),
        "bands": any(row.has_interval for line in shown for row in line.rows),
    }


def _tables(site: Site, indicator: Indicator) -> tuple[list[tuple[str, list[Figure]]], list[tuple[str, Figure, int]]]:
    """Return a table for each level, and the levels where every area lacks a value for one and the same reason."""
    release = site.release
    tables, empty = [], []
    for level in ("city", "country", "committee", "ward"):
        rows = [figure_with_basis(site, row, indicator) for row in by_rank(release.at(indicator.indicator, level))]
        if len(rows) > 1 and not rows[0].row.has_value and len({shown.value for shown in rows}) == 1:
            empty.append((level, rows[0], len(rows)))
        elif rows:
            tables.append((level, rows))
    return tables, empty


def _context(site: Site, indicator: Indicator) -> dict[str, Any]:
    release = site.release
    wards = release.at(indicator.indicator, "ward")
    ward_period = release.latest_period(indicator.indicator, "ward")
    city = release.latest_city(indicator.indicator)
    country = release.country_in(indicator.indicator, city.period) if city else None
    drawn = has_ward_values(site, indicator)
    layout = site.layouts[0] if site.layouts else None
    picture, colouring = ward_map(site, indicator, layout, wards, "map") if layout and drawn else (Markup(""), None)
    tables, empty = _tables(site, indicator)
    # A source of many files, such as one a wave, is named once; the data page lists its files.
    sources = list({s.source: s for s in release.sources if s.source in indicator.sources}.values())
    return {
        "indicator": indicator,
        "characteristic": CHARACTERISTIC_LABELS.get(indicator.characteristic, indicator.characteristic.capitalize()),
        "headline": city_sentence(indicator, city, release.place_name),
        "more": [
            text
            for text in (
                country_sentence(indicator, city, country, release.place_name),
                gap_sentence(indicator, city),
                change_sentence(indicator, release.city_series(indicator.indicator)),
                *(ward_summary(site, indicator, wards) if indicator.characteristic not in CITY_CHARACTERISTICS else ()),
            )
            if text
        ],
        "city_only": indicator.characteristic in CITY_CHARACTERISTICS,
        "bars": _bars(site, indicator, list(wards.values()), release.city_in(indicator.indicator, ward_period)),
        "trend": _trend(site, indicator),
        "map": picture,
        "legend": colouring.legend if colouring else (),
        "ward_period": ward_period,
        "tables": tables,
        "empty": empty,
        "parts": any(f.row.numerator is not None or f.row.denominator is not None for _, rows in tables for f in rows),
        "polarity": GAP_POLARITY_WORDS
        if indicator.kind == "organisation_gap"
        else POLARITY_WORDS.get(indicator.polarity, ""),
        "sources": sources,
        "unknown_sources": [name for name in indicator.sources if name not in {s.source for s in sources}],
        **survey_sections(site, indicator),
        **analysis_sections(site, indicator),
        "gaps": [gap for gap in release.gaps_of(indicator.indicator) if gap.level in ("ward", "committee", "city")],
    }


def write(site: Site) -> int:
    """Write indicators/<id>.html for every indicator."""
    for indicator in site.release.indicators:
        site.write(f"indicators/{indicator.indicator}.html", "indicator.html", **_context(site, indicator))
    return len(site.release.indicators)
