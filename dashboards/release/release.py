"""A release folder as one typed object, and the questions pages ask of it.

Belongs here: finding observations by indicator, area, level and period.
Does not belong here: opening files (`reading.py`), what surveys (`surveys.py`) and tests of change (`analysis.py`) add,
wording, drawing.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import pathlib
from collections import defaultdict
from collections.abc import Mapping

from dashboards.release.analysis import Analysis
from dashboards.release.periods import period_order
from dashboards.release.postcodes import Postcodes, read_postcodes
from dashboards.release.rows import (
    Area,
    Check,
    DataFile,
    DictionaryEntry,
    Gap,
    HexCell,
    Indicator,
    Observation,
    Source,
)
from dashboards.release.surveys import Surveys
from pipelines.columns import CHARACTERISTICS


@dataclasses.dataclass(frozen=True)
class Release:
    """Everything the site may show.

    `areas` have pages, `small_areas` do not; `small_areas_of` names those of each named neighbourhood.
    `address` is where the site is published, ending in a slash, or nothing.
    """

    folder: pathlib.Path
    id: str
    place_code: str
    place_name: str
    published: str
    synthetic: bool
    title: str
    citation: str
    fingerprint: str
    address: str
    code_version: str
    notes: tuple[str, ...]
    ignored: tuple[tuple[str, str], ...]
    indicators: tuple[Indicator, ...]
    areas: tuple[Area, ...]
    small_areas: tuple[Area, ...]
    observations: tuple[Observation, ...]
    sources: tuple[Source, ...]
    checks: tuple[Check, ...]
    gaps: tuple[Gap, ...]
    dictionary: tuple[DictionaryEntry, ...]
    hexes: tuple[HexCell, ...]
    files: tuple[DataFile, ...]
    surveys: Surveys
    analysis: Analysis
    small_areas_of: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)

    @functools.cached_property
    def postcodes(self) -> Postcodes:
        """The small area and the ward of each postcode, by its first and its second half; read when first asked for."""
        return read_postcodes(self.folder)

    @functools.cached_property
    def by_code(self) -> dict[str, Area]:
        """Areas that have a page, by code."""
        return {area.code: area for area in self.areas}

    @functools.cached_property
    def by_indicator(self) -> dict[str, Indicator]:
        """Indicators by id."""
        return {indicator.indicator: indicator for indicator in self.indicators}

    @functools.cached_property
    def _series(self) -> dict[tuple[str, str], tuple[Observation, ...]]:
        rows: dict[tuple[str, str], list[Observation]] = defaultdict(list)
        for row in sorted(self.observations, key=lambda row: period_order(row.period)):
            rows[row.indicator, row.area_code].append(row)
        return {key: tuple(found) for key, found in rows.items()}

    @functools.cached_property
    def _at(self) -> dict[tuple[str, str, str], dict[str, Observation]]:
        rows: dict[tuple[str, str, str], dict[str, Observation]] = defaultdict(dict)
        for row in self.observations:
            rows[row.indicator, row.level, row.period][row.area_code] = row
        return rows

    @functools.cached_property
    def _value_ranges(self) -> dict[tuple[str, str, str], tuple[float, float]]:
        values = {
            key: [row.value for row in rows.values() if row.has_value and row.value is not None]
            for key, rows in self._at.items()
        }
        return {key: (min(found), max(found)) for key, found in values.items() if found}

    @functools.cached_property
    def _latest(self) -> dict[tuple[str, str], str]:
        """Latest period of an indicator at a level: one with a value if there is any."""
        with_value = {key for key, rows in self._at.items() if any(row.has_value for row in rows.values())}
        return {
            (indicator, level): ([p for p in periods if (indicator, level, p) in with_value] or periods)[-1]
            for (indicator, level), periods in self._periods.items()
        }

    @functools.cached_property
    def _areas_at(self) -> dict[str, tuple[Area, ...]]:
        found: dict[str, list[Area]] = defaultdict(list)
        for area in sorted(self.areas, key=lambda area: (area.name, area.code)):
            found[area.level].append(area)
        return {level: tuple(areas) for level, areas in found.items()}

    def areas_at(self, level: str) -> tuple[Area, ...]:
        """Return the areas of a level in the order of their names."""
        return self._areas_at.get(level, ())

    @functools.cached_property
    def city(self) -> Area | None:
        """The whole place, if the release has it as an area."""
        return next((area for area in self.areas if area.level == "city"), None)

    @functools.cached_property
    def country_name(self) -> str:
        """Name of the country whose published figures stand beside the city's."""
        return next((row.area_name for row in self.observations_at_country), "the country")

    def series(self, indicator: str, area_code: str) -> tuple[Observation, ...]:
        """Return every period of an indicator in an area, oldest first."""
        return self._series.get((indicator, area_code), ())

    def city_series(self, indicator: str) -> tuple[Observation, ...]:
        """Return every period of the city's value, oldest first."""
        return self.series(indicator, self.city.code) if self.city else ()

    def country_series(self, indicator: str) -> tuple[Observation, ...]:
        """Return every period of the country's published value, oldest first."""
        found = [row for row in self.observations_at_country if row.indicator == indicator]
        return tuple(sorted(found, key=lambda row: period_order(row.period)))

    @functools.cached_property
    def observations_at_country(self) -> tuple[Observation, ...]:
        """The country's published figures."""
        return tuple(row for row in self.observations if row.level == "country")

    def latest_period(self, indicator: str, level: str) -> str:
        """Return the latest period with a value at a level; the latest of all where none has one."""
        return self._latest.get((indicator, level), "")

    @functools.cached_property
    def _periods(self) -> dict[tuple[str, str], tuple[str, ...]]:
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for indicator, level, period in self._at:
            found[indicator, level].add(period)
        return {key: tuple(sorted(periods, key=lambda one: (period_order(one), one))) for key, periods in found.items()}

    def periods(self, indicator: str, level: str) -> tuple[str, ...]:
        """Return every period that an indicator has rows for at a level, oldest first."""
        return self._periods.get((indicator, level), ())

    def at(self, indicator: str, level: str, period: str = "") -> dict[str, Observation]:
        """Return the observations of a level by area, for a period or for the latest."""
        return self._at.get((indicator, level, period or self.latest_period(indicator, level)), {})

    def value_range(self, indicator: str, level: str, period: str) -> tuple[float, float] | None:
        """Return the lowest and the highest value of a level in a period; None where no area has one."""
        return self._value_ranges.get((indicator, level, period))

    def latest(self, indicator: str, area: Area) -> Observation | None:
        """Return the newest observation of an area, in the latest period of its level."""
        return self.at(indicator, area.level).get(area.code)

    def latest_city(self, indicator: str) -> Observation | None:
        """Return the newest observation of the city."""
        return self.latest(indicator, self.city) if self.city else None

    def city_in(self, indicator: str, period: str) -> Observation | None:
        """Return the city's observation in one period."""
        return self.at(indicator, "city", period).get(self.city.code) if self.city else None

    def country_in(self, indicator: str, period: str) -> Observation | None:
        """Return the country's value in one period, if one is published."""
        rows = self.at(indicator, "country", period) if period else {}
        return next((row for row in rows.values() if row.has_value), None)

    def in_characteristic(self, characteristic: str) -> tuple[Indicator, ...]:
        """Return the indicators of one characteristic in the order of the release."""
        return tuple(i for i in self.indicators if i.characteristic == characteristic)

    @functools.cached_property
    def characteristics(self) -> tuple[str, ...]:
        """The characteristics in use: the agreed ones first, any other after them."""
        used = dict.fromkeys(indicator.characteristic for indicator in self.indicators)
        known = [name for name in CHARACTERISTICS if name in used]
        return tuple(known + [name for name in used if name not in CHARACTERISTICS])

    def gaps_of(self, indicator: str) -> tuple[Gap, ...]:
        """Return the gaps of one indicator at the levels the site shows."""
        return self._gaps.get(indicator, ())

    @functools.cached_property
    def _gaps(self) -> dict[str, tuple[Gap, ...]]:
        rows: dict[str, list[Gap]] = defaultdict(list)
        for gap in self.gaps:
            rows[gap.indicator].append(gap)
        return {key: tuple(found) for key, found in rows.items()}

    def has_file(self, path: str) -> bool:
        """Say whether a file is in the release, by its path from the release folder."""
        return path in self._by_path

    def file(self, path: str) -> DataFile | None:
        """Return a file under `data/` by its path from the release folder."""
        return self._by_path.get(path)

    @functools.cached_property
    def _by_path(self) -> dict[str, DataFile]:
        return {file.path: file for file in self.files}

    @functools.cached_property
    def digests(self) -> dict[str, str]:
        """SHA-256 of every file under `data/`, by its path from the release folder."""
        return {file.path: self.digest(file.path) for file in self.files}

    def digest(self, path: str) -> str:
        """Return the SHA-256 of a file by its path from the release folder."""
        return hashlib.sha256((self.folder / path).read_bytes()).hexdigest()
