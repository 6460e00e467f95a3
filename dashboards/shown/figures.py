"""What several kinds of page show: one line of figures, the order of rows.

Belongs here: values shared by templates. Does not belong here: anything only one page needs.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from markupsafe import Markup

from dashboards.charts.bars import ranked
from dashboards.maps.draw import Colouring, colour, draw_map, legend_counts
from dashboards.maps.geometry import Layout
from dashboards.maps.levels import level_classes
from dashboards.release.rows import Indicator, Observation
from dashboards.site import Site
from dashboards.words.answers import respondents_words
from dashboards.words.map_sentences import map_sentences
from dashboards.words.periods import period_words
from dashboards.words.sentences import change_sentence
from dashboards.words.states import state_words
from dashboards.words.values import interval_words, value_words


@dataclasses.dataclass(frozen=True, slots=True)
class Figure:
    """One observation ready to print."""

    row: Observation
    value: str
    interval: str
    note: str
    basis: str = ""


@dataclasses.dataclass(frozen=True)
class CityLine:
    """One indicator of the whole place, with its country and its change."""

    indicator: Indicator
    city: Figure | None
    country: Figure | None
    change: str


def figure(row: Observation, indicator: Indicator) -> Figure:
    """Put one observation into words: the value, or the state with its reason."""
    if not row.has_value:
        return Figure(row, state_words(row.status, row.note), "", "")
    note = state_words(row.status, row.note) if row.status == "caution" else row.note
    return Figure(
        row,
        value_words(row.value, indicator.unit, indicator.decimals),
        interval_words(row.lower, row.upper, indicator.unit, indicator.decimals),
        note,
    )


def figure_with_basis(site: Site, row: Observation, indicator: Indicator) -> Figure:
    """Put one observation into words, with what it rests on where it comes from an instrument."""
    estimate = site.release.surveys.estimate(row.indicator, row.area_code, row.period)
    basis = respondents_words(estimate, indicator) if row.has_value else ""
    shown = figure(row, indicator)
    return dataclasses.replace(shown, basis=basis) if basis else shown


def city_line(site: Site, indicator: Indicator) -> CityLine:
    """Return the latest figure of the whole place, the country's of the same period, and the change."""
    release = site.release
    city = release.latest_city(indicator.indicator)
    country = release.country_in(indicator.indicator, city.period) if city else None
    return CityLine(
        indicator,
        figure_with_basis(site, city, indicator) if city else None,
        figure(country, indicator) if country else None,
        change_sentence(indicator, release.city_series(indicator.indicator)),
    )


def with_code(site: Site, *codes: str) -> list[Indicator]:
    """Return the indicators of these catalogue codes, in that order; a code takes its variants (AM20-C) with it."""
    found: dict[str, Indicator] = {}
    for code in codes:
        for indicator in sorted(site.release.indicators, key=lambda i: i.code):
            if indicator.code == code or indicator.code.startswith(f"{code}-"):
                found.setdefault(indicator.indicator, indicator)
    return list(found.values())


def ward_summary(site: Site, indicator: Indicator, rows: Mapping[str, Observation]) -> list[str]:
    """Return the sentences that stand beside a map of the wards: ends, pattern, sides of the city, absences."""
    return map_sentences(indicator, rows, site.places["ward"], site.release.place_name)


def extremes(rows: Mapping[str, Observation]) -> list[str]:
    """Return the area with the highest and the one with the lowest value, where they differ."""
    valued = [row for row in ranked(rows.values()) if row.has_value]
    return [row.area_code for row in (valued[0], valued[-1])] if len(valued) > 1 else []


def area_map(
    site: Site,
    indicator: Indicator,
    layout: Layout,
    rows: Mapping[str, Observation],
    identifier: str,
    *,
    level: str = "ward",
    tooltips: bool = True,
) -> tuple[Markup, Colouring]:
    """Draw one indicator in the latest period of a level.

    Args:
        site: The release with its maps.
        indicator: What to show.
        layout: Where the areas are.
        rows: The observations of that level and period.
        identifier: Prefix of the ids in the picture.
        level: Level of the areas.
        tooltips: Whether a pointer resting on an area shows its name and value.
    """
    release, places = site.release, site.places[level]
    colouring = colour(indicator, rows, level_classes(release, indicator, level), release.place_name)
    labels = {}
    for code, row in rows.items():
        shown = figure_with_basis(site, row, indicator)
        labels[code] = (places.name(row), f"{shown.value}, {shown.basis}" if shown.basis else shown.value)
    sentences = map_sentences(indicator, rows, places, release.place_name)
    period = period_words(release.latest_period(indicator.indicator, level))
    picture = draw_map(
        identifier,
        layout,
        colouring,
        labels,
        title=f"Map of {places.noun}s: {indicator.name}, {period}",
        description=" ".join([*sentences, legend_counts(colouring.legend, places.noun)]),
        synthetic=release.synthetic,
        tooltips=tooltips,
        named=extremes(rows),
    )
    return picture, colouring


def ward_map(
    site: Site, indicator: Indicator, layout: Layout, rows: Mapping[str, Observation], identifier: str
) -> tuple[Markup, Colouring]:
    """Draw the wards of one indicator in one layout."""
    return area_map(site, indicator, layout, rows, identifier)


def has_ward_values(site: Site, indicator: Indicator) -> bool:
    """Say whether any ward has a value."""
    return any(row.has_value for row in site.release.at(indicator.indicator, "ward").values())
