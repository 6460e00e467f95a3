"""Sentences made from the values of a release.

Belongs here: plain statements that claim no more than the comparison or the interval allows.
Does not belong here: all areas of a level at once (`map_sentences.py`), markup; every sentence is text and is escaped
where it is printed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dashboards.release.analysis_rows import Trend
from dashboards.release.rows import Area, Indicator, Observation
from dashboards.words.change import FALLEN, RISEN, UNCLEAR, against, break_between, direction, previous
from dashboards.words.kinds import COMPLETE_KINDS
from dashboards.words.periods import in_period, period_words
from dashboards.words.states import state_label
from dashboards.words.trends import trend_clause
from dashboards.words.values import counted, interval_words, list_words, value_words


def in_words(row: Observation, indicator: Indicator, *, interval: bool = True) -> str:
    """Return `17.2% (16.9% to 17.5%)`, or the state where there is no value."""
    if not row.has_value:
        return state_label(row.status).lower()
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
    counts = Counter("apart" if row.comparison in ("higher", "lower") else row.comparison for row in compared)
    words = {"better": "better on", "worse": "worse on", "apart": "higher or lower, without judgement, on"}
    parts = [f"{text} {counts[name]}" for name, text in words.items() if counts[name]]
    if not parts:
        alike = "On the one indicator" if len(compared) == 1 else f"On all {len(compared)} indicators"
        return f"{alike} that can be compared with {place}, {area.name} is similar."
    if counts["similar"]:
        parts.append(f"similar on {counts['similar']}")
    return f"{counted(len(compared), 'indicator')} can be compared with {place}: {area.name} is {list_words(parts)}."
