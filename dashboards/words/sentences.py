"""Sentences made from the values of a release.

Belongs here: plain statements that claim no more than the comparison or the interval allows.
Does not belong here: markup; every sentence is text and is escaped where it is printed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboards.analysis_model import Trend
from dashboards.model import Area, Indicator, Observation
from dashboards.words.change import FALLEN, RISEN, UNCLEAR, against, break_between, direction, previous
from dashboards.words.kinds import COMPLETE_KINDS
from dashboards.words.periods import in_period, period_words
from dashboards.words.states import STATE_LABELS
from dashboards.words.trends import trend_clause
from dashboards.words.values import counted, interval_words, list_words, rounded, value_words
from pipelines.columns import STATUSES

_MOST_NAMES = 3


def in_words(row: Observation, indicator: Indicator, *, interval: bool = True) -> str:
    """Return `17.2% (16.9% to 17.5%)`, or the state where there is no value."""
    if not row.has_value:
        return STATE_LABELS.get(row.status, row.status).lower()
    value = value_words(row.value, indicator.unit, indicator.decimals)
    limits = interval_words(row.lower, row.upper, indicator.unit, indicator.decimals) if interval else ""
    return f"{value} ({limits})" if limits else value


def city_sentence(indicator: Indicator, city: Observation | None, place: str) -> str:
    """State the latest value of the city, or that there is none."""
    if city is None or not city.has_value:
        return f"{indicator.name}: there is no figure for {place} as a whole."
    caution = ", to be used with caution" if city.status == "caution" else ""
    return f"{indicator.name} in {place}: {in_words(city, indicator)} {in_period(city.period)}{caution}."


def country_sentence(indicator: Indicator, city: Observation | None, country: Observation | None, place: str) -> str:
    """Set the city beside its country, with a judgement only where the city's interval allows one."""
    if city is None or country is None or not city.has_value or not country.has_value:
        return ""
    theirs = value_words(country.value, indicator.unit, indicator.decimals)
    match against(city, country):
        case "higher":
            return f"That is higher than {country.area_name} ({theirs})."
        case "lower":
            return f"That is lower than {country.area_name} ({theirs})."
        case "similar":
            return f"That is not clearly different from {country.area_name} ({theirs})."
        case _:
            when = "" if city.period == country.period else f" {in_period(country.period)}"
            return f"{country.area_name} was {theirs}{when}; the two cannot be compared with certainty."


def change_sentence(indicator: Indicator, series: Sequence[Observation]) -> str:
    """Say whether the latest value moved from the one before it."""
    valued = [row for row in series if row.has_value]
    if len(valued) < 2:
        return ""
    if indicator.overlapping:
        return "The periods overlap, so no change is reported."
    before = previous(valued, valued[-1])
    if before is None:
        return ""
    if day := break_between(indicator, before, valued[-1]):
        return f"The measure changed {in_period(day)}, so no change since {period_words(before.period)} is reported."
    start = value_words(before.value, indicator.unit, indicator.decimals)
    since = in_period(before.period)
    match direction(before, valued[-1]):
        case way if way in (RISEN, FALLEN):
            return f"It has {way} from {start} {since}."
        case way if way == UNCLEAR:
            return f"There is no clear change from {start} {since}: the intervals overlap."
        case _ if indicator.kind in COMPLETE_KINDS:
            return f"It was {start} {since}."
        case _:
            return f"It was {start} {since}; without intervals no change can be claimed."


def _names_at(rows: Sequence[Observation], value: float, decimals: int) -> list[str]:
    shown = rounded(value, decimals)
    return [row.area_name for row in rows if row.value is not None and rounded(row.value, decimals) == shown]


def _some_names(names: Sequence[str]) -> str:
    if len(names) <= _MOST_NAMES:
        return list_words(names)
    return f"{list_words(names[:_MOST_NAMES])} and {len(names) - _MOST_NAMES} more"


def range_sentence(indicator: Indicator, rows: Sequence[Observation]) -> str:
    """Name the highest and the lowest ward; wards printed with the same number are named together."""
    valued = sorted((row for row in rows if row.has_value), key=lambda row: (row.area_name, row.area_code))
    if not valued:
        return ""
    values = [row.value for row in valued if row.value is not None]
    low, high = min(values), max(values)
    high_words = value_words(high, indicator.unit, indicator.decimals)
    if rounded(low, indicator.decimals) == rounded(high, indicator.decimals):
        return f"Every ward with a value has {high_words}."
    low_words = value_words(low, indicator.unit, indicator.decimals)
    highest = _some_names(_names_at(valued, high, indicator.decimals))
    lowest = _some_names(_names_at(valued, low, indicator.decimals))
    return f"The highest value is {high_words}, in {highest}; the lowest is {low_words}, in {lowest}."


def spread_sentence(rows: Sequence[Observation], place: str) -> str:
    """Count the wards on each side of the city, as the release compares them."""
    found: dict[str, int] = {}
    for row in rows:
        if row.has_value:
            found[row.comparison] = found.get(row.comparison, 0) + 1
    parts = [
        f"{counted(found[name], 'ward')} {'is' if found[name] == 1 else 'are'} {name} than {place}"
        for name in ("better", "worse", "higher", "lower")
        if found.get(name)
    ]
    if found.get("similar"):
        count = found["similar"]
        parts.append(f"{counted(count, 'ward')} {'is' if count == 1 else 'are'} similar")
    if not parts:
        return ""
    if found.get("not_compared"):
        parts.append(f"{found['not_compared']} cannot be compared")
    text = list_words(parts)
    return f"{text}."


def pattern_sentence(rows: Mapping[str, Observation], committees: Mapping[str, str]) -> str:
    """Say in which committees the highest fifth of the wards lies.

    Args:
        rows: Observations of the wards, by code.
        committees: Name of the committee, by ward code.
    """
    valued = [row for row in rows.values() if row.has_value and row.area_code in committees]
    top = len(valued) // 5
    if top < 3:
        return ""
    highest = sorted(valued, key=lambda row: (-(row.value or 0.0), row.area_code))[:top]
    counts: dict[str, int] = {}
    for row in highest:
        name = committees[row.area_code]
        counts[name] = counts.get(name, 0) + 1
    order = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    parts = [f"{count} in {name}" for name, count in order]
    return f"Of the {top} highest wards, {list_words(parts)}."


def absence_sentence(rows: Sequence[Observation]) -> str:
    """Name the wards without a value and their state, so that none goes missing in silence."""
    parts = []
    total = len(rows)
    for status in STATUSES[2:]:
        names = sorted(row.area_name for row in rows if row.status == status)
        if names and len(names) == total:
            return f"No ward has a value: {STATE_LABELS[status].lower()}."
        if names:
            parts.append(f"{STATE_LABELS[status].lower()} in {_some_names(names)}")
    count = sum(not row.has_value for row in rows)
    return f"{counted(count, 'ward')} {'has' if count == 1 else 'have'} no value: {list_words(parts)}." if parts else ""


def area_sentence(indicator: Indicator, row: Observation, place: str, trend: Trend | None = None) -> str:
    """Set an area's value beside the city's, in the words of the release's comparison, with its trend up to it."""
    value = in_words(row, indicator)
    when = in_period(row.period)
    if row.benchmark_value is None:
        return f"{indicator.name}: {value} {when}."
    city = value_words(row.benchmark_value, indicator.unit, indicator.decimals)
    clause = trend_clause(trend, row.comparison) if trend is not None and trend.last_period == row.period else ""
    match row.comparison:
        case "better" | "worse" | "higher" | "lower":
            return f"{indicator.name}: {value} {when}, {row.comparison} than {place} ({city}){clause}."
        case "similar":
            return f"{indicator.name}: {value} {when}, similar to {place} ({city}){clause}."
        case _:
            return f"{indicator.name}: {value} {when}. {place} was {city}; the two are not compared."


def area_overview(area: Area, rows: Sequence[Observation], place: str) -> str:
    """Count how an area compares over all indicators."""
    compared = [row for row in rows if row.has_value and row.comparison != "not_compared"]
    if not compared:
        return f"None of the figures for {area.name} can be compared with {place}."
    counts = {name: sum(row.comparison == name for row in compared) for name in ("better", "similar", "worse")}
    apart = sum(row.comparison in ("higher", "lower") for row in compared)
    parts = [f"better on {counts['better']}", f"similar on {counts['similar']}", f"worse on {counts['worse']}"]
    if apart:
        parts.append(f"higher or lower, without judgement, on {apart}")
    return f"{counted(len(compared), 'indicator')} can be compared with {place}: {area.name} is {list_words(parts)}."
