"""The way to a target, drawn alike in every chart over time: baseline, milestone, target.

Belongs here: the marks, where they stand, how they are drawn. Does not belong here: what was agreed (the release has
it), words about progress.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Sequence

from markupsafe import Markup

from dashboards.charts.scale import Scale
from dashboards.charts.svg import element, joined
from dashboards.charts.timeline import day, middle


@dataclasses.dataclass(frozen=True, slots=True)
class Mark:
    """A value on a day: the baseline, a milestone or the target, with the words printed beside it."""

    kind: str
    place: float
    value: float
    words: str


def baseline_mark(period: str, value: float | None, words: str) -> list[Mark]:
    """Return the mark of a baseline, none without a value."""
    return [] if value is None else [Mark("baseline", middle(period), value, words)]


def due_mark(kind: str, by: str, value: float | None, words: str) -> list[Mark]:
    """Return the mark of a milestone or target at its day, none without a value."""
    return [] if value is None or not by else [Mark(kind, day(by), value, words)]


def due_days(marks: Sequence[Mark]) -> dict[float, str]:
    """Return the days of milestones and targets in words, for the axis: `Dec 2028`."""
    return {
        mark.place: f"{datetime.date.fromordinal(int(mark.place)):%b %Y}" for mark in marks if mark.kind != "baseline"
    }


def way_ends(marks: Sequence[Mark]) -> tuple[Mark | None, Mark | None]:
    """Return where the straight way starts and where it leads."""
    by_kind = {mark.kind: mark for mark in marks}
    return by_kind.get("baseline"), by_kind.get("target")


def draw_way(marks: Sequence[Mark], across: Scale, up: Scale, left: float, right: float) -> list[Markup]:
    """Draw the straight way from the baseline to the target, the target's level and the marks themselves.

    Args:
        marks: What is drawn; nothing is drawn of nothing.
        across: The axis of days.
        up: The axis of values.
        left: Where the target's level starts.
        right: Where it ends.
    """
    parts = []
    base, goal = way_ends(marks)
    if goal:
        y = up(goal.value)
        parts.append(element("path", d=f"M{left} {y:.1f}H{right:.1f}", class_="goal"))
        if base:
            d = f"M{across(base.place):.1f} {up(base.value):.1f}L{across(goal.place):.1f} {y:.1f}"
            parts.append(element("path", d=d, class_="way"))
    for mark in marks:
        x, y = across(mark.place), up(mark.value)
        if mark.kind == "baseline":
            parts.append(element("circle", cx=x, cy=y, r=7, class_="base"))
        else:
            half = 6 if mark.kind == "target" else 4.5
            d = f"M{x - half:.1f} {y - half:.1f}l{2 * half} {2 * half}m0-{2 * half}l-{2 * half} {2 * half}"
            parts.append(element("path", d=d, class_="due"))
    return parts


def end_labels(found: Sequence[tuple[float, str, str]], x: float, top: float, gap: float = 15) -> Markup:
    """Print what the lines are at the right of a picture, pushed apart where they would overlap.

    Args:
        found: Where each wants to stand, its words and its class.
        x: Where they begin.
        top: Above this none may stand.
        gap: The least distance of two.
    """
    parts, floor = [], top - gap
    for y, words, kind in sorted(found):
        floor = max(y + 4, floor + gap)
        parts.append(element("text", words, x=x, y=floor, class_=kind))
    return joined(parts)
