"""The last word on what is shown together: no score is pinned to an end of its scale.

Belongs here: bounding what figures leave possible, as a pure function over equations. Does not belong here: deciding
what gives way (`figures.py`), or sums about few organisations (`disclosure.py`).

Sums alone do not settle it. When the mean of ten is known, and that of five of them and one more, and the other five
gave full marks, then these must have: nobody can go above the end of the scale. A linear programme over everything
that is shown finds such cases whatever figures they come from.
"""

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

# In points of the scale. Solvers hold an equation to about a millionth; scores lie whole steps apart.
ROOM = 0.01
NEARBY = 10.0

Unknown = TypeVar("Unknown", bound=Hashable)


def pinned(
    equations: Sequence[Mapping[Unknown, float]],
    truth: Mapping[Unknown, float],
    ends: Mapping[Unknown, tuple[float, float]],
) -> set[Unknown]:
    """The unknowns that can only be at the end of their scale, all equations and all ends taken together.

    Args:
        equations: what is shown, each a weighted sum of unknowns; its value follows from `truth`.
        truth: the value of every unknown.
        ends: the least and the greatest value of each unknown; infinite where it has no end.
    """
    import numpy as np
    from scipy.optimize import linprog

    unknowns = sorted({unknown for equation in equations for unknown in equation}, key=repr)
    if not unknowns:
        return set()
    place = {unknown: column for column, unknown in enumerate(unknowns)}
    matrix = np.zeros((len(equations), len(unknowns)))
    for row, equation in enumerate(equations):
        for unknown, weight in equation.items():
            matrix[row, place[unknown]] = weight
    value = np.array([truth[unknown] for unknown in unknowns])
    low, high = np.array([ends[unknown] for unknown in unknowns]).T
    # Only who truly is at an end can be pinned there; everybody else's own score leaves room.
    at_low, at_high = value - low < ROOM, high - value < ROOM
    waiting = at_low | at_high
    # What is possible is convex and holds the truth: who can move far can also move a little.
    box = np.column_stack([np.maximum(low, value - NEARBY), np.minimum(high, value + NEARBY)])
    while waiting.any():
        # As far away from their ends as all those waiting can be together; if that is nowhere, none of them can move.
        away = np.where(waiting, np.where(at_low, 1.0, -1.0), 0.0)
        best = linprog(-away, A_eq=matrix, b_eq=matrix @ value, bounds=box, method="highs")
        moved = waiting & (np.abs(best.x - value) > ROOM) if best.x is not None else np.zeros_like(waiting)
        if not moved.any():
            break
        waiting &= ~moved
    return {unknowns[column] for column in np.flatnonzero(waiting)}
