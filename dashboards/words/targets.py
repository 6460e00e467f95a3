"""Targets, milestones and baselines in words, with their standing and their history.

Belongs here: what was to be reached by when, who says so, when and why it moved.
Does not belong here: how far one has come (`progress.py`).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from dashboards.release.analysis_rows import Progress, Target
from dashboards.release.periods import period_bounds
from dashboards.release.rows import Indicator
from dashboards.words.periods import day_words, in_period
from dashboards.words.values import list_words, value_words

ILLUSTRATIVE = "illustrative, for the Partnership to replace"


def standing_words(standing: str) -> str:
    """Return whether the Partnership stands behind a target; anything but `agreed` is illustrative."""
    return "agreed by the Partnership" if standing == "agreed" else ILLUSTRATIVE


def _day(text: str) -> str:
    bounds = period_bounds(text)
    return day_words(bounds[0]) if bounds else text


def due_words(by: str) -> str:
    """Return `by end of 2028` or `by 31 March 2028`."""
    return f"by end of {by[:4]}" if by.endswith("-12-31") else f"by {_day(by)}"


def target_words(row: Progress, indicator: Indicator) -> str:
    """Return `the illustrative 2028 target of 60.0%`; an agreed one is not called illustrative."""
    bounds = period_bounds(row.target_by)
    when = row.target_by[:4] if row.target_by.endswith("-12-31") else f"{bounds[0]:%B %Y}" if bounds else row.target_by
    kind = "" if row.agreed else "illustrative "
    return f"the {kind}{when} target of {value_words(row.target_value, indicator.unit, indicator.decimals)}"


def baseline_words(row: Progress, indicator: Indicator) -> str:
    """Return `11.1% in May 2024`, or that there is none."""
    if row.baseline_value is None:
        return "No baseline"
    return f"{value_words(row.baseline_value, indicator.unit, indicator.decimals)} {in_period(row.baseline_period)}"


def _versions(targets: Sequence[Target]) -> list[list[Target]]:
    ordered = sorted(targets, key=lambda row: (row.set_on, row.by))
    return [list(rows) for _, rows in itertools.groupby(ordered, key=lambda row: row.set_on)]


def _amounts(rows: Sequence[Target], indicator: Indicator) -> str:
    return list_words(
        [
            f"{'milestone ' if row.kind == 'milestone' else 'target '}"
            f"{value_words(row.value, indicator.unit, indicator.decimals)} {due_words(row.by)}"
            for row in rows
        ]
    )


def history_sentences(targets: Sequence[Target], indicator: Indicator) -> list[str]:
    """Say when each version was set, what it was, its standing and why; from the second on, that it moved."""
    sentences = []
    for number, rows in enumerate(_versions(targets)):
        verb = "Moved" if number else "Set"
        standing = standing_words(rows[-1].standing)
        why = next((row.why for row in rows if row.why), "").rstrip(".")
        told = f" Why: {why}." if why else ""
        sentences.append(f"{verb} on {_day(rows[0].set_on)} ({standing}): {_amounts(rows, indicator)}.{told}")
    return sentences


def moved_sentence(targets: Sequence[Target], indicator: Indicator) -> str:
    """Say that the target moved, from what to what, when and why; nothing for a first version."""
    finals = [rows[-1] for rows in _versions([row for row in targets if row.kind == "target"])]
    if len(finals) < 2:
        return ""
    before, after = finals[-2:]
    old, new = (
        f"{value_words(row.value, indicator.unit, indicator.decimals)} {due_words(row.by)}" for row in (before, after)
    )
    why = f": {after.why.rstrip('.')}" if after.why else ""
    what = f"from {old} to {new}" if old != new else f"and stayed at {new}"
    return f"The target was set anew on {_day(after.set_on)}, {what}{why}."
