"""The lines of an area's tables: one for each indicator, and those without a value together where they say the same.

Belongs here: what stands in a line. Does not belong here: drawing, wording, the rest of the page (`area.py`).
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict

from markupsafe import Markup

from dashboards.charts.spark import spark
from dashboards.charts.spine import spine
from dashboards.release.analysis_rows import Trend
from dashboards.release.rows import Area, Indicator, Observation
from dashboards.shown.figures import Figure, figure, figure_with_basis
from dashboards.site import Site
from dashboards.words.answers import modelled_words
from dashboards.words.change import against
from dashboards.words.states import CHARACTERISTIC_LABELS
from pipelines.columns import CITY_CHARACTERISTICS

# As many indicators without a value for the same reason are told in one line.
_SAME = 3


@dataclasses.dataclass(frozen=True)
class Line:
    """One indicator in the area's table, beside the city and the country in the same period."""

    indicator: Indicator
    figure: Figure
    city: Figure | None
    country: Figure | None
    against_country: str
    spine: Markup
    spark: Markup
    modelled: str
    trend: Trend | None


@dataclasses.dataclass(frozen=True)
class Absence:
    """Indicators without a value for one and the same reason."""

    figure: Figure
    indicators: tuple[Indicator, ...]


@dataclasses.dataclass(frozen=True)
class Group:
    """One characteristic: the lines of its table, and what stands below it in few words."""

    label: str
    lines: tuple[Line, ...]
    absences: tuple[Absence, ...]

    @property
    def country(self) -> bool:
        """Whether a published figure of the country stands beside any line."""
        return any(line.country for line in self.lines)

    @property
    def sparks(self) -> bool:
        """Whether any line can be shown over time."""
        return any(line.spark for line in self.lines)


def _line(site: Site, area: Area, indicator: Indicator, row: Observation) -> Line:
    release = site.release
    whole = area.level == "city"
    beside = None if whole else release.city_in(indicator.indicator, row.period)
    country = release.country_in(indicator.indicator, row.period)
    peers = release.value_range(indicator.indicator, "ward" if whole else area.level, row.period)
    return Line(
        indicator,
        figure_with_basis(site, row, indicator),
        figure(beside, indicator) if beside else None,
        figure(country, indicator) if country else None,
        against(row, country) if country and row.has_value else "",
        spine(row, peers, None if whole else row.benchmark_value, synthetic=release.synthetic),
        spark(
            release.series(indicator.indicator, area.code),
            () if whole else release.city_series(indicator.indicator),
            indicator.breaks,
            synthetic=release.synthetic,
        ),
        modelled_words(release.surveys.modelled_value(row.indicator, row.area_code, row.period), indicator),
        release.analysis.trend(row.indicator, row.area_code),
    )


def _group(site: Site, area: Area, characteristic: str) -> Group:
    found = [(i, site.release.latest(i.indicator, area)) for i in site.release.in_characteristic(characteristic)]
    rows = [(indicator, row) for indicator, row in found if row is not None]
    reasons: dict[tuple[str, str], list[Indicator]] = defaultdict(list)
    for indicator, row in rows:
        if not row.has_value:
            reasons[row.status, row.note].append(indicator)
    together = {reason for reason, indicators in reasons.items() if len(indicators) >= _SAME}
    firsts = {reason: next(row for _, row in rows if (row.status, row.note) == reason) for reason in together}
    return Group(
        CHARACTERISTIC_LABELS.get(characteristic, characteristic.capitalize()),
        tuple(
            _line(site, area, indicator, row)
            for indicator, row in rows
            if row.has_value or (row.status, row.note) not in together
        ),
        tuple(
            Absence(figure(firsts[reason], indicators[0]), tuple(indicators))
            for reason, indicators in reasons.items()
            if reason in together
        ),
    )


def characteristics_of(site: Site, area: Area) -> list[str]:
    """Return the characteristics that an area has figures of: those about the city's organisations are the city's."""
    return [n for n in site.release.characteristics if area.level == "city" or n not in CITY_CHARACTERISTICS]


def groups_of(site: Site, area: Area) -> list[Group]:
    """Return the characteristics that have a row for an area, each with its lines."""
    groups = [_group(site, area, name) for name in characteristics_of(site, area)]
    return [group for group in groups if group.lines or group.absences]
