"""The marks that tell two series apart by shape as well as by colour.

Belongs here: one mark, one whisker, the hatched box of a state, the key of a picture.
Does not belong here: where they stand (`dots.py`, `waves.py`).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from markupsafe import Markup

from dashboards.charts.svg import element, joined

_CHARACTER = 7.4


@dataclasses.dataclass(frozen=True, slots=True)
class Series:
    """One series: `mark` is public, third, all, own, direct or modelled, and decides shape and colour."""

    label: str
    mark: str


def mark(kind: str, x: float, y: float, size: float = 6) -> Markup:
    """Return a circle (public, direct), a square (third), a triangle (all) or a diamond (own; hollow: modelled)."""
    half = size * 0.85
    shape = f"mark {kind}"
    if kind == "third":
        return element("rect", x=x - half, y=y - half, width=2 * half, height=2 * half, class_=shape)
    if kind in ("own", "modelled"):
        return element("path", d=f"M{x:.1f} {y - size:.1f}l{size} {size}-{size} {size}-{size}-{size}z", class_=shape)
    if kind == "all":
        return element("path", d=f"M{x:.1f} {y - size:.1f}l{size} {2 * half:.1f}h-{2 * size}z", class_=shape)
    return element("circle", cx=x, cy=y, r=size - 0.5, class_=shape)


def whisker(kind: str, low: float, high: float, y: float) -> Markup:
    """Return a level interval with two ends."""
    d = f"M{low:.1f} {y - 4:.1f}v8M{low:.1f} {y:.1f}H{high:.1f}M{high:.1f} {y - 4:.1f}v8"
    return element("path", d=d, class_=f"reach {kind}")


def state_box(status: str, x: float, y: float, size: float = 12) -> Markup:
    """Return the hatched box of a state, as in tables and on maps."""
    return element("rect", x=x, y=y - size / 2, width=size * 1.5, height=size, class_=f"shape state-{status}")


def key(series: Sequence[Series], x: float, *, stacked: bool) -> tuple[Markup, float]:
    """Return the key of a picture and how far down it reaches.

    Args:
        series: What is told apart.
        x: Where it starts.
        stacked: Whether each series has a line of its own.
    """
    parts, across, down = [], x, 14.0
    for number, one in enumerate(series):
        if stacked and number:
            down += 20
        parts.append(mark(one.mark, across + 7, down - 5))
        parts.append(element("text", one.label, x=across + 20, y=down, class_="label"))
        if not stacked:
            across += 44 + len(one.label) * _CHARACTER
    return joined(parts), down + 8
