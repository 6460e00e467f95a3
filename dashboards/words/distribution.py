"""How values are spread over areas, in words.

Belongs here: the middle half, zeros, areas without a value. Does not belong here: counting (`charts/distribution.py`).
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Sequence

from dashboards.release.rows import Indicator, Observation
from dashboards.words.states import state_label
from dashboards.words.values import counted, interval_words, list_words, value_words

# What is counted, one and many.
AREA_WORDS = {"lsoa21": ("small area", "small areas"), "ward": ("ward", "wards")}
_FEWEST = 4


def middle_sentence(rows: Sequence[Observation], indicator: Indicator, level: str) -> str:
    """Say between which values the middle half of the areas lies; nothing for a handful of areas."""
    values = [row.value for row in rows if row.has_value and row.value is not None]
    if len(values) < _FEWEST:
        return ""
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    half = interval_words(low, high, indicator.unit, indicator.decimals)
    centre = value_words(middle, indicator.unit, indicator.decimals)
    return f"Half of the {counted(len(values), *AREA_WORDS[level])} have {half}; the middle value is {centre}."


def absent_sentence(rows: Sequence[Observation], level: str) -> str:
    """Count the areas that are not in the picture, by state."""
    found = Counter(row.status for row in rows if not row.has_value)
    if not found:
        return ""
    total = sum(found.values())
    states = list_words([f"{count:,} {state_label(s).lower()}" for s, count in sorted(found.items())])
    verb = "has" if total == 1 else "have"
    return (
        f"{counted(total, *AREA_WORDS[level])} {verb} no value and {'is' if total == 1 else 'are'} not drawn: {states}."
    )


def zero_sentence(rows: Sequence[Observation], level: str) -> str:
    """Say how many areas have a value of zero, so that nobody takes an empty place for a missing one."""
    zeros = sum(row.has_value and row.value == 0 for row in rows)
    return f"{counted(zeros, *AREA_WORDS[level])} {'has' if zeros == 1 else 'have'} a value of zero." if zeros else ""
