"""The data of *Your neighbourhood*: numerators and denominators of the small areas, as they are published.

Belongs here: what `static/js/sums.js` adds up and the constants of its intervals. Does not belong here: the formulas,
which stand in `pipelines/methods/*.sql` and, for the browser, in `sums.js`; a test holds the two against each other.
A figure that is not published is not in the data either: its place holds a state and no number.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from statistics import NormalDist
from typing import Any

from dashboards.release.rows import Area, Indicator, Observation
from dashboards.scripts.data import write_data_script
from dashboards.site import Site
from dashboards.words.additivity import SMALLEST, reason_against_adding
from pipelines.columns import CITY_CHARACTERISTICS

NAME = "small-areas"
# From the mildest to the worst: the worst state of the parts is the state of the whole, as in observations.sql.
SEVERITY = ("ok", "caution", "not_applicable", "not_collected", "missing_at_source", "suppressed")
_TAIL = (1 - 0.95) / 2
# Counts below this one have exact limits, as in intervals.sql.
_EXACT_BELOW = 10
_HALVINGS = 70  # of 100: beyond what numbers of 53 bits can tell apart


@dataclasses.dataclass(frozen=True, slots=True)
class Addable:
    """An indicator whose small areas can be added up, with their figures and the city's of the same period."""

    indicator: Indicator
    period: str
    rows: Mapping[str, Observation]
    city: Observation | None


@dataclasses.dataclass(frozen=True, slots=True)
class NotAddable:
    """An indicator that cannot be added up, and why; `rows` are its small areas where they have values."""

    indicator: Indicator
    period: str
    reason: str
    rows: Mapping[str, Observation]


def _has_counts(rows: Mapping[str, Observation]) -> bool:
    valued = [row for row in rows.values() if row.has_value]
    return bool(valued) and all(row.numerator is not None and row.denominator is not None for row in valued)


def split_indicators(site: Site) -> tuple[list[Addable], list[NotAddable]]:
    """Return the indicators of neighbourhoods that can be added up over small areas, and those that cannot.

    Of the latter those come first that have values for small areas.
    """
    release = site.release
    can: list[Addable] = []
    cannot: list[NotAddable] = []
    for indicator in release.indicators:
        period = release.latest_period(indicator.indicator, SMALLEST)
        rows = release.at(indicator.indicator, SMALLEST) if period else {}
        reason = reason_against_adding(indicator, has_counts=_has_counts(rows))
        if not reason:
            can.append(Addable(indicator, period, rows, release.city_in(indicator.indicator, period)))
        elif indicator.characteristic not in CITY_CHARACTERISTICS:
            valued = any(row.has_value for row in rows.values())
            cannot.append(NotAddable(indicator, period, reason, rows if valued else {}))
    return can, sorted(cannot, key=lambda one: not one.rows)


def _poisson_tail(count: int, mean: float) -> float:
    """Return how likely at most `count` events are where `mean` are expected."""
    return math.fsum(math.exp(-mean) * mean**n / math.factorial(n) for n in range(count + 1))


def _mean_with_tail(count: int, tail: float) -> float:
    """Return the mean at which at most `count` events have this probability, by halving."""
    low, high = 0.0, 10.0 * _EXACT_BELOW
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if _poisson_tail(count, middle) > tail:
            low = middle
        else:
            high = middle
    return low


def exact_limits() -> tuple[list[float], list[float]]:
    """Return the exact 95% Poisson limits, lower and upper, of the counts 0 to 9."""
    lower = [0.0, *(_mean_with_tail(count - 1, 1 - _TAIL) for count in range(1, _EXACT_BELOW))]
    return lower, [_mean_with_tail(count, _TAIL) for count in range(_EXACT_BELOW)]


def _printed(value: float | None) -> float | int | None:
    """Return a whole number without its point, which halves the file."""
    return int(value) if value is not None and value.is_integer() else value


class _Columns:
    """Columns of counts, each kept once: many indicators share a denominator."""

    def __init__(self) -> None:
        self.kept: dict[tuple[float | int | None, ...], int] = {}

    def number_of(self, counts: Sequence[float | None]) -> int:
        return self.kept.setdefault(tuple(_printed(count) for count in counts), len(self.kept))


def _states(rows: Mapping[str, Observation], areas: Sequence[Area]) -> dict[str, int]:
    """Return the severity of each small area that is not ok, by its place in the list."""
    found = {n: rows[area.code].status if area.code in rows else "missing_at_source" for n, area in enumerate(areas)}
    return {str(n): SEVERITY.index(status) for n, status in found.items() if status != "ok"}


def _column(rows: Mapping[str, Observation], areas: Sequence[Area], field: str) -> list[float | None]:
    """Return a number of each small area; a figure that may not be shown gives none, whatever its row holds."""
    shown = {code: getattr(row, field) for code, row in rows.items() if row.has_value}
    return [shown.get(area.code) for area in areas]


def _addable(one: Addable, areas: Sequence[Area], columns: _Columns) -> dict[str, Any]:
    indicator = one.indicator
    return {
        "id": indicator.indicator,
        "name": indicator.name,
        "unit": indicator.unit,
        "decimals": indicator.decimals,
        "multiplier": indicator.multiplier,
        "kind": indicator.kind,
        "interval": indicator.interval,
        "polarity": indicator.polarity,
        "period": one.period,
        "city": one.city.value if one.city and one.city.has_value else None,
        "numerator": columns.number_of(_column(one.rows, areas, "numerator")),
        "denominator": columns.number_of(_column(one.rows, areas, "denominator")),
        "states": _states(one.rows, areas),
    }


def _not_addable(one: NotAddable, areas: Sequence[Area], columns: _Columns) -> dict[str, Any]:
    indicator = one.indicator
    entry = {
        "id": indicator.indicator,
        "name": indicator.name,
        "unit": indicator.unit,
        "decimals": indicator.decimals,
        "period": one.period,
        "reason": one.reason,
    }
    return entry | ({"values": columns.number_of(_column(one.rows, areas, "value"))} if one.rows else {})


def _bases(can: Sequence[Addable]) -> list[tuple[str, int]]:
    """Return each denominator by its name with the first indicator that has it: how many people or homes there are."""
    found: dict[str, int] = {}
    for n, one in enumerate(can):
        found.setdefault(one.indicator.denominator_label, n)
    return list(found.items())


def small_area_data(site: Site) -> dict[str, Any]:
    """Return what the page's script loads; see the types of `static/js/sums.js`."""
    areas = sorted(site.release.small_areas, key=lambda area: area.code)
    can, cannot = split_indicators(site)
    columns = _Columns()
    added = [_addable(one, areas, columns) for one in can]
    named = [_not_addable(one, areas, columns) for one in cannot]
    known = {area.code for area in areas}
    return {
        "areas": [area.code for area in areas],
        "severity": SEVERITY,
        "z": NormalDist().inv_cdf(1 - _TAIL),
        "exact": exact_limits(),
        "indicators": added,
        "others": named,
        "bases": _bases(can),
        "neighbourhoods": {
            code: [area for area in members if area in known] for code, members in site.release.small_areas_of.items()
        },
        "columns": list(columns.kept),
    }


def write_small_area_script(site: Site) -> None:
    """Write `static/data/small-areas.js`, where the release has small areas."""
    if site.release.small_areas:
        write_data_script(site.release.folder, NAME, small_area_data(site))
