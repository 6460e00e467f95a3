"""Why an indicator cannot be added up over small areas, in plain words.

Belongs here: one reason for each case. Does not belong here: adding up (`static/js/sums.js`).
"""

from __future__ import annotations

from dashboards.release.rows import Indicator
from dashboards.words.kinds import SURVEY_KINDS
from dashboards.words.states import LEVEL_LABELS
from pipelines.columns import CITY_CHARACTERISTICS, LEVELS

# Both parts of these are counts of people or things, so that parts of several areas make the figure of all of them.
ADDITIVE_KINDS = frozenset({"proportion", "rate"})
SMALLEST = LEVELS[0]


def _levels_reason(indicator: Indicator) -> str:
    finest = next((level for level in LEVELS if level in indicator.levels), "city")
    if finest == "city":
        return "Published for the city only."
    many = LEVEL_LABELS[finest][1]
    return f"Published for {many[:1].lower()}{many[1:]} and larger areas only."


def reason_against_adding(indicator: Indicator, *, has_counts: bool) -> str:
    """Return why the figures of small areas cannot be added up to one; nothing where they can.

    Args:
        indicator: What is measured.
        has_counts: Whether numerators and denominators of small areas are published.
    """
    if indicator.characteristic in CITY_CHARACTERISTICS:
        return "About the organisations of the city, not about a neighbourhood."
    if indicator.kind in SURVEY_KINDS:
        return "Estimated from a survey, in which too few people of a small area answer."
    if SMALLEST not in indicator.levels:
        return _levels_reason(indicator)
    if indicator.kind == "standardised_rate":
        return "Standardised by age: adding up would need counts for each age group, which are not published here."
    if indicator.kind not in ADDITIVE_KINDS or not has_counts:
        return "The source publishes the share or the mean only, without counts."
    return ""
