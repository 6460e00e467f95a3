"""Which wards differ from the city by more than chance gives, in words.

Belongs here: text about the wards of one funnel plot. Does not belong here: limits (the release has them), drawing.
"""

from __future__ import annotations

from collections.abc import Sequence

from dashboards.release.difference_rows import FunnelPoint
from dashboards.words.values import counted, list_words

POSITIONS = {
    "within": "Within the limits",
    "above_95": "Above the 95% limit",
    "below_95": "Below the 95% limit",
    "above_998": "Above the 99.8% limit",
    "below_998": "Below the 99.8% limit",
}
_OUTER = ("above_998", "below_998")
_MOST_NAMES = 6


def position_words(position: str) -> str:
    """Return where a ward lies."""
    return POSITIONS.get(position, position.replace("_", " ").capitalize())


def funnel_sentences(points: Sequence[FunnelPoint], place: str) -> list[str]:
    """Count the wards by their position and name those beyond the outer limits.

    Args:
        points: The wards.
        place: Whose value stands in the middle.
    """
    if not points:
        return []
    counts = {name: sum(point.position == name for point in points) for name in POSITIONS}
    parts = [
        f"{counted(counts[name], 'ward')} {'is' if counts[name] == 1 else 'are'} {words[:1].lower()}{words[1:]}"
        for name, words in POSITIONS.items()
        if counts[name]
    ]
    sentences = [f"{list_words(parts)}."]
    for name, side in (("above_998", "above"), ("below_998", "below")):
        names = sorted(point.area_name for point in points if point.position == name)
        if names:
            sentences.append(f"Far {side} {place}, beyond 99.8%: {_some(names)}.")
    if counts["above_95"] or counts["below_95"]:
        sentences.append("Chance alone puts about 1 ward in 20 outside the 95% limits: those are a hint, no finding.")
    if sum(counts[name] for name in _OUTER) * 2 > len(points):
        sentences.append("More than half of the wards lie beyond the outer limits: they differ by more than chance.")
    return sentences


def _some(names: Sequence[str]) -> str:
    """Return a few names and how many more there are."""
    if len(names) <= _MOST_NAMES + 1:
        return list_words(names)
    return f"{', '.join(names[:_MOST_NAMES])} and {len(names) - _MOST_NAMES} more"
