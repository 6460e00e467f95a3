"""A composite score in words: its band, its rank as a range, why it is not shown.

Belongs here: text about one score that never makes the rank surer than its range.
Does not belong here: scoring (the release has it), text about its parts as figures (`values.py`).
"""

from __future__ import annotations

from dashboards.release.difference_rows import Composite, CompositePart
from dashboards.words.values import counted, number_words, ordinal

DECIMALS = 1
# The first score of each band, its name, and how its range is printed.
BANDS = (
    (1, "well below the wards’ average", "under 3.5"),
    (2, "below the wards’ average", "3.5 to under 4.5"),
    (3, "about the wards’ average", "4.5 to under 5.5"),
    (4, "above the wards’ average", "5.5 to under 6.5"),
    (5, "well above the wards’ average", "6.5 or more"),
)
CAVEAT = (
    "A score sets the wards beside each other and is no verdict on any of them. 5 is the average of the wards, more is "
    "better. It depends on which indicators go into it and how they are weighed, which is why the rank is a range."
)


def band_words(band: int | None) -> str:
    """Return the band in words; nothing for no band."""
    return next((words for number, words, _ in BANDS if number == band), "")


def score_words(row: Composite) -> str:
    """Return `6.2 out of 10`, or nothing where the score is not shown."""
    return f"{number_words(row.score or 0.0, DECIMALS)} out of 10" if row.shown else ""


def range_words(row: Composite) -> str:
    """Return the rank as a range: `7th (4th to 12th) of 33`; nothing where there is no range to print."""
    if not row.shown or row.rank is None or row.rank_of is None or row.rank_lower is None or row.rank_upper is None:
        return ""
    return f"{ordinal(row.rank)} ({ordinal(row.rank_lower)} to {ordinal(row.rank_upper)}) of {row.rank_of}"


def composite_sentence(row: Composite, label: str, name: str) -> str:
    """Say where an area stands on one characteristic, or why no score is shown.

    Args:
        row: The score.
        label: What the characteristic is called.
        name: Name of the area.
    """
    if not row.shown:
        why = row.note.strip().rstrip(".")
        return f"{label}: no score is shown{f', because {why[:1].lower()}{why[1:]}' if why else ''}."
    text = f"{label}: {name} scores {score_words(row)}"
    if words := band_words(row.band):
        text += f", {words}"
    if place := range_words(row):
        text += f", and ranks {place} wards"
    return f"{text}."


def parts_words(row: Composite, shown: int) -> str:
    """Return how many of the declared parts the score rests on."""
    declared = row.parts_declared if row.parts_declared is not None else shown
    return f"{counted(shown, 'part')}" if shown == declared else f"{shown} of {counted(declared, 'part')}"


def part_note(part: CompositePart) -> str:
    """Return what a reader should know of a part: that an extreme value was drawn in, or the release's note."""
    drawn = "Drawn in to the next value: it is far from those of the other wards." if part.winsorised else ""
    return " ".join(text for text in (drawn, part.note) if text)
