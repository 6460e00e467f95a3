"""What tests of change add to the page of an indicator: target, trend, process chart, inequality, funnel, revisions.

Belongs here: which of these sections a page has and what stands in them. Does not belong here: drawing, wording, the
card of an ambition (`progress_cards.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboards.charts.fifths import fifths_chart
from dashboards.charts.funnel import funnel_chart
from dashboards.pages.csv_cells import limit_cells, number_cell
from dashboards.pages.process_pictures import process_picture
from dashboards.pages.progress_cards import card
from dashboards.pages.revision_lines import revision_lines
from dashboards.release.analysis_rows import Trend
from dashboards.release.difference_rows import Fifth, FunnelPoint
from dashboards.release.rows import Indicator
from dashboards.site import Site
from dashboards.words.funnels import funnel_sentences, position_words
from dashboards.words.inequality import fifth_words, gap_sentence, ratio_sentence, slope_sentence
from dashboards.words.periods import period_words
from dashboards.words.trends import trend_sentence, wards_sentence, why_words
from dashboards.words.values import amount_words, interval_words, value_words

_MOST_REVISIONS = 100


def _trend(site: Site, indicator: Indicator) -> dict[str, Any]:
    release = site.release
    found = release.analysis.trend(indicator.indicator, release.city.code) if release.city else None
    wards = wards_sentence(release.analysis.ward_trends(indicator.indicator))
    if found is None and not wards:
        return {}
    return {
        "row": found,
        "sentence": trend_sentence(found, release.place_name),
        "why": why_words(found) if found else "",
        "wards": wards,
    }


def _trends_by_area(site: Site, indicator: Indicator) -> dict[str, Trend]:
    """Return the trend of each area; nothing where none could be calculated, which is said once instead."""
    found = {
        area.code: trend
        for area in site.release.areas
        if (trend := site.release.analysis.trend(indicator.indicator, area.code)) is not None
    }
    return found if any(trend.calculated for trend in found.values()) else {}


def _fifth_rows(rows: Sequence[Fifth], indicator: Indicator) -> list[tuple[str, ...]]:
    """Return the cells of each row, then what its value and its limits are in a file."""
    return [
        (
            fifth_words(row.fifth),
            value_words(row.value, indicator.unit, indicator.decimals) or "No value",
            interval_words(row.lower, row.upper, indicator.unit, indicator.decimals) or "–",
            amount_words(row.numerator) or "–",
            amount_words(row.denominator) or "–",
            "–" if row.areas is None else f"{row.areas:,}",
            number_cell(row.value, indicator.decimals),
            limit_cells(row.lower, row.upper, indicator.decimals),
        )
        for row in rows
    ]


def _inequality(site: Site, indicator: Indicator) -> dict[str, Any]:
    analysis = site.release.analysis
    rows = analysis.fifths_of(indicator.indicator)
    if not any(row.value is not None for row in rows):
        return {}
    gap, slope, ratio = (
        analysis.inequality(indicator.indicator, measure) for measure in ("gap", "slope_index", "relative_index")
    )
    city = site.release.city_in(indicator.indicator, rows[0].period)
    sentences = [gap_sentence(gap, rows, indicator), slope_sentence(slope, indicator), ratio_sentence(ratio)]
    told: dict[str, Any] = {
        "unit": indicator.unit,
        "decimals": indicator.decimals,
        "title": f"{indicator.name}, fifths of small areas by deprivation, {period_words(rows[0].period)}",
        "description": " ".join(text for text in sentences if text) or "The table has every number.",
        "synthetic": site.release.synthetic,
    }
    value = city.value if city and city.has_value else None
    return {
        "title": told["title"],
        "period": rows[0].period,
        "sentences": [text for text in sentences if text],
        "wide": fifths_chart("fifths-wide", rows, value, **told),
        "narrow": fifths_chart("fifths-narrow", rows, value, narrow=True, **told),
        "rows": _fifth_rows(rows, indicator),
        "city": value is not None,
    }


def _funnel_rows(points: Sequence[FunnelPoint], indicator: Indicator) -> list[tuple[str, ...]]:
    def between(low: float | None, high: float | None) -> str:
        return interval_words(low, high, indicator.unit, indicator.decimals) or "–"

    return [
        (
            point.area_code,
            point.area_name,
            value_words(point.value, indicator.unit, indicator.decimals),
            amount_words(point.denominator),
            between(point.lower_95, point.upper_95),
            between(point.lower_998, point.upper_998),
            position_words(point.position),
            number_cell(point.value, indicator.decimals),
            limit_cells(point.lower_95, point.upper_95, indicator.decimals),
            limit_cells(point.lower_998, point.upper_998, indicator.decimals),
        )
        for point in sorted(points, key=lambda point: (point.area_name, point.area_code))
    ]


def _funnel(site: Site, indicator: Indicator) -> dict[str, Any]:
    points = site.release.analysis.funnel(indicator.indicator)
    if len(points) < 2:
        return {}
    place = site.release.place_name
    sentences = funnel_sentences(points, place)
    told: dict[str, Any] = {
        "unit": indicator.unit,
        "axis": indicator.denominator_label or "Denominator",
        "title": f"{indicator.name}, funnel plot of wards, {period_words(points[0].period)}",
        "description": " ".join(sentences),
        "synthetic": site.release.synthetic,
    }
    return {
        "title": told["title"],
        "period": points[0].period,
        "sentences": sentences,
        "wide": funnel_chart("funnel-wide", points, **told),
        "narrow": funnel_chart("funnel-narrow", points, narrow=True, **told),
        "rows": _funnel_rows(points, indicator),
    }


def analysis_sections(site: Site, indicator: Indicator) -> dict[str, Any]:
    """Return everything on change, targets and inequality that the page of an indicator shows; empty where absent."""
    analysis = site.release.analysis
    row = analysis.progress_of(indicator.indicator)
    revisions = analysis.revisions_of(indicator.indicator)
    target = card(site, indicator, row) if row else None
    chart = target.picture if target else process_picture(site, indicator, None)
    return {
        "target": target if row and row.has_target else None,
        "ambition_note": row.note if row and not row.has_target else "",
        "tested": _trend(site, indicator),
        "trends": _trends_by_area(site, indicator),
        # Where there is a target the chart stands beside its facts.
        "process": chart if chart and chart.limits and not (row and row.has_target) else None,
        "inequality": _inequality(site, indicator),
        "funnel": _funnel(site, indicator),
        "revisions": revision_lines(site, revisions[:_MOST_REVISIONS]),
        "revisions_count": len(revisions),
    }
