"""What several kinds of page show: one line of figures, the order of rows.

Belongs here: values shared by templates. Does not belong here: anything only one page needs.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from markupsafe import Markup

from dashboards.maps.draw import Colouring, colour, draw_map, legend_counts
from dashboards.maps.geometry import Layout
from dashboards.model import Indicator, Observation
from dashboards.site import Site
from dashboards.words.answers import respondents_words
from dashboards.words.periods import period_words
from dashboards.words.sentences import (
    absence_sentence,
    change_sentence,
    pattern_sentence,
    range_sentence,
    spread_sentence,
)
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
    return dataclasses.replace(figure(row, indicator), basis=basis)


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


def by_rank(rows: Mapping[str, Observation]) -> list[Observation]:
    """Return rows with a value, highest first, then the others by name."""
    return sorted(
        rows.values(),
        key=lambda row: (
            not row.has_value,
            -(row.value or 0.0) if row.has_value else 0.0,
            row.area_name,
            row.area_code,
        ),
    )


def ward_summary(site: Site, indicator: Indicator, rows: Mapping[str, Observation]) -> list[str]:
    """Return the sentences that stand beside a map: ends, pattern, sides of the city, absences."""
    ordered = [rows[code] for code in sorted(rows)]
    sentences = [
        range_sentence(indicator, ordered),
        pattern_sentence(rows, site.committee_names),
        spread_sentence(ordered, site.release.place_name),
        absence_sentence(ordered),
    ]
    return [sentence for sentence in sentences if sentence]


def ward_map(
    site: Site,
    indicator: Indicator,
    layout: Layout,
    rows: Mapping[str, Observation],
    identifier: str,
    *,
    tooltips: bool = True,
) -> tuple[Markup, Colouring]:
    """Draw the wards of one indicator in one layout."""
    colouring = colour(indicator, rows)
    labels = {}
    for code, row in rows.items():
        shown = figure_with_basis(site, row, indicator)
        labels[code] = (row.area_name, f"{shown.value}, {shown.basis}" if shown.basis else shown.value)
    period = site.release.latest_period(indicator.indicator, "ward")
    picture = draw_map(
        identifier,
        layout,
        colouring,
        labels,
        title=f"Map of wards: {indicator.name}, {period_words(period)}",
        description=" ".join([*ward_summary(site, indicator, rows), legend_counts(colouring.legend)]),
        synthetic=site.release.synthetic,
        tooltips=tooltips,
    )
    return picture, colouring


def has_ward_values(site: Site, indicator: Indicator) -> bool:
    """Say whether any ward has a value."""
    return any(row.has_value for row in site.release.at(indicator.indicator, "ward").values())
