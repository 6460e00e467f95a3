"""Sentences about all areas of a level: what a map shows, for those who cannot see it and those in a hurry.

Belongs here: ends, pattern, sides of the city, absences. Does not belong here: one area's or the city's own figure
(`sentences.py`), markup.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

from dashboards.release.rows import Indicator, Observation
from dashboards.words.states import STATE_LABELS
from dashboards.words.values import counted, list_words, rounded, value_words
from pipelines.columns import STATUSES

_MOST_NAMES = 3
_MOST_GROUPS = 5
_SMALLEST_TOP = 3


@dataclasses.dataclass(frozen=True)
class Places:
    """What the areas of a level are called, and the larger area that each lies in.

    `named` says whether a name needs its larger area to mean anything: nobody knows where Leeds 011A is.
    """

    noun: str
    groups: Mapping[str, str]
    group_noun: str
    named: bool = False

    def name(self, row: Observation) -> str:
        """Return the name of an area as a sentence gives it."""
        group = self.groups.get(row.area_code, "") if self.named else ""
        return f"{row.area_name} ({group})" if group else row.area_name


def _some_names(names: Sequence[str]) -> str:
    if len(names) <= _MOST_NAMES:
        return list_words(names)
    return list_words([*names[:_MOST_NAMES], f"{len(names) - _MOST_NAMES} more"])


def _names(rows: Iterable[Observation], places: Places) -> str:
    return _some_names([places.name(row) for row in sorted(rows, key=lambda row: (row.area_name, row.area_code))])


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def range_sentence(indicator: Indicator, rows: Sequence[Observation], places: Places) -> str:
    """Name the highest and the lowest area; areas printed with the same number are named together."""
    valued = [(row.value, row) for row in rows if row.has_value and row.value is not None]
    if not valued:
        return ""
    decimals = indicator.decimals
    ends = [end(value for value, _ in valued) for end in (max, min)]
    high, low = (rounded(value, decimals) for value in ends)
    high_words, low_words = (value_words(value, indicator.unit, decimals) for value in ends)
    if low == high:
        return f"Every {places.noun} with a value has {high_words}."
    # Rounding keeps the order, so only values within one printed step of an end can be printed as that end.
    step = 10.0**-decimals
    highest = [row for value, row in valued if value > ends[0] - step * 2 and rounded(value, decimals) == high]
    lowest = [row for value, row in valued if value < ends[1] + step * 2 and rounded(value, decimals) == low]
    return (
        f"The highest value is {high_words}, in {_names(highest, places)}; "
        f"the lowest is {low_words}, in {_names(lowest, places)}."
    )


def pattern_sentence(rows: Iterable[Observation], places: Places) -> str:
    """Say in which larger areas the highest fifth lies."""
    valued = [row for row in rows if row.has_value and row.area_code in places.groups]
    top = len(valued) // 5
    if top < _SMALLEST_TOP:
        return ""
    highest = sorted(valued, key=lambda row: (-(row.value or 0.0), row.area_code))[:top]
    counts: dict[str, int] = {}
    for row in highest:
        name = places.groups[row.area_code]
        counts[name] = counts.get(name, 0) + 1
    order = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    told = order if len(order) <= _MOST_GROUPS + 1 else order[:_MOST_GROUPS]
    parts = [f"{count} in {name}" for name, count in told]
    parts[0] = parts[0].replace(" ", f" {_are(told[0][1])} ", 1)
    if len(told) < len(order):
        rest = sum(count for _, count in order[len(told) :])
        parts.append(f"{rest} in {counted(len(order) - len(told), f'other {places.group_noun}')}")
    return f"Of the {top} highest {places.noun}s, {list_words(parts)}."


def spread_sentence(rows: Iterable[Observation], places: Places, place: str) -> str:
    """Count the areas on each side of the city, as the release compares them."""
    found: dict[str, int] = {}
    for row in rows:
        if row.has_value:
            found[row.comparison] = found.get(row.comparison, 0) + 1
    parts = [
        f"{counted(found[name], places.noun)} {_are(found[name])} {name} than {place}"
        for name in ("better", "worse", "higher", "lower")
        if found.get(name)
    ]
    if count := found.get("similar"):
        parts.append(f"{counted(count, places.noun)} {_are(count)} similar")
    if not parts:
        return ""
    if found.get("not_compared"):
        parts.append(f"{found['not_compared']} cannot be compared")
    return f"{list_words(parts)}."


def absence_sentence(rows: Sequence[Observation], places: Places) -> str:
    """Name the areas without a value and their state, so that none goes missing in silence."""
    absent = [row for row in rows if not row.has_value]
    parts = []
    for status in STATUSES[2:]:
        own = [row for row in absent if row.status == status]
        if own and len(own) == len(rows):
            return f"No {places.noun} has a value: {STATE_LABELS[status].lower()}."
        if own:
            parts.append(f"{STATE_LABELS[status].lower()} in {_names(own, places)}")
    if not parts:
        return ""
    have = "has" if len(absent) == 1 else "have"
    return f"{counted(len(absent), places.noun)} {have} no value: {list_words(parts)}."


def map_sentences(indicator: Indicator, rows: Mapping[str, Observation], places: Places, place: str) -> list[str]:
    """Return the sentences that stand beside a map, leaving out those that have nothing to say.

    Args:
        indicator: What the map shows.
        rows: One observation an area, of one level and period.
        places: What these areas are called.
        place: Name of the city.
    """
    ordered = [rows[code] for code in sorted(rows)]
    sentences = (
        range_sentence(indicator, ordered, places),
        pattern_sentence(ordered, places),
        spread_sentence(ordered, places, place),
        absence_sentence(ordered, places),
    )
    return [sentence for sentence in sentences if sentence]
