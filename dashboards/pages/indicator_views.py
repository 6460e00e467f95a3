"""The pictures of one indicator: map, values over time, ranked bars, distribution. Drawn once for every page with them.

Belongs here: which rows are drawn and what a picture is called. Does not belong here: drawing (`charts/`), the rest of
the page (`indicator.py`, `embed.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboards.charts.bars import ranked_bars
from dashboards.charts.distribution import distribution, step_words, steps
from dashboards.charts.figure_trend import trend_figure
from dashboards.charts.figures import bars_figure, distribution_figure
from dashboards.charts.trend import Line, trend
from dashboards.pages.process_pictures import goal_marks
from dashboards.release.periods import period_order
from dashboards.release.rows import Indicator, Observation
from dashboards.shown.figures import figure
from dashboards.site import Site
from dashboards.words.distribution import AREA_WORDS, absent_sentence, middle_sentence, zero_sentence
from dashboards.words.periods import period_words
from dashboards.words.sentences import change_sentence
from dashboards.words.states import LEVEL_LABELS


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


def bars_view(site: Site, indicator: Indicator, level: str) -> dict[str, Any]:
    """Return the ranked bars of a level in its latest period; empty where no area has a value.

    Args:
        site: The site.
        indicator: What is drawn.
        level: `ward` or `committee`.
    """
    release = site.release
    rows = list(release.at(indicator.indicator, level).values())
    if not any(row.has_value for row in rows):
        return {}
    city = release.city_in(indicator.indicator, rows[0].period)
    many = LEVEL_LABELS[level][1]
    title = f"{indicator.name}, {many.lower()} of {release.place_name}, {period_words(rows[0].period)}"
    told: dict[str, Any] = {
        "title": title,
        "description": "One bar for each area, from the highest to the lowest value. The table on this page has every "
        "number.",
        "synthetic": release.synthetic,
    }
    return {
        "level": level,
        "title": title,
        "wide": ranked_bars(f"bars-{level}-wide", indicator, rows, city, **told),
        "narrow": ranked_bars(f"bars-{level}-narrow", indicator, rows, city, narrow=True, **told),
        "figure": bars_figure(indicator, rows, city, title, synthetic=release.synthetic),
        "intervals": any(row.has_interval for row in rows),
    }


def trend_view(site: Site, indicator: Indicator) -> dict[str, Any]:
    """Return the values over time with the way to a target; empty where there are fewer than two periods."""
    release = site.release
    lines = _lines(site, indicator)
    marks = goal_marks(release.analysis.progress_of(indicator.indicator), indicator)
    title = f"{indicator.name} over time"
    told: dict[str, Any] = {
        "title": title,
        "description": change_sentence(indicator, release.city_series(indicator.indicator))
        or "Values by period. The table of periods has every number.",
        "synthetic": release.synthetic,
    }
    wide = trend("trend-wide", indicator, lines, marks, **told)
    if not wide:
        return {}
    shown = [line for line in lines if line.style != "ward"]
    periods = sorted({row.period for line in lines for row in line.rows}, key=period_order, reverse=True)
    found = [{row.period: row for row in line.rows} for line in shown]
    return {
        "title": title,
        "wide": wide,
        "narrow": trend("trend-narrow", indicator, lines, marks, narrow=True, **told),
        "figure": trend_figure(indicator, lines, marks, title, synthetic=release.synthetic),
        "names": [line.name for line in shown],
        "periods": [
            (period, [figure(rows[period], indicator) if period in rows else None for rows in found])
            for period in periods
        ],
        "wards": len(lines) > len(shown),
        "bands": any(row.has_interval for line in shown for row in line.rows),
        "target": any(mark.kind == "target" for mark in marks),
    }


def _spread_level(site: Site, indicator: Indicator) -> tuple[str, Sequence[Observation]]:
    """Return the finest level with values, and its rows in the latest period."""
    for level in AREA_WORDS:
        rows = list(site.release.at(indicator.indicator, level).values())
        if any(row.has_value for row in rows):
            return level, rows
    return "", ()


def distribution_view(site: Site, indicator: Indicator) -> dict[str, Any]:
    """Return how many small areas, or else wards, have which value; empty where none has one."""
    level, rows = _spread_level(site, indicator)
    found = steps([row.value for row in rows if row.has_value and row.value is not None])
    if not found:
        return {}
    release = site.release
    city = release.city_in(indicator.indicator, rows[0].period)
    one, many = AREA_WORDS[level]
    title = f"{indicator.name}, {many} by value, {period_words(rows[0].period)}"
    words = step_words(found, indicator.unit)
    sentences = [
        middle_sentence(rows, indicator, level), zero_sentence(rows, level), absent_sentence(rows, level),
    ]  # fmt: skip
    told: dict[str, Any] = {
        "areas": (one, many),
        "place": release.place_name,
        "title": title,
        "description": " ".join(text for text in sentences if text) or "The table has every count.",
        "synthetic": release.synthetic,
    }
    value = city.value if city and city.has_value else None
    return {
        "title": title,
        "many": many,
        "sentences": [text for text in sentences if text],
        "wide": distribution("distribution-wide", indicator, found, value, **told),
        "narrow": distribution("distribution-narrow", indicator, found, value, narrow=True, **told),
        "figure": distribution_figure(
            indicator, found, city, title, areas=many, words=words, synthetic=release.synthetic
        ),
        "rows": list(zip(words, found, strict=True)),
        "city": value is not None,
    }
