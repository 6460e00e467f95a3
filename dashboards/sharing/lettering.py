"""Lines of text of a picture: how wide they are, where they break.

Belongs here: estimates from the number of letters, because nothing measures text before it is drawn.
Does not belong here: what is said, drawing.
"""

from __future__ import annotations

import textwrap

from markupsafe import Markup

from dashboards.charts.svg import element

_LETTER, _BOLD_LETTER = 0.53, 0.57
LEADING = 1.3


def wrapped(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """Return a text in lines that fit a width; a word longer than a line is broken."""
    return textwrap.wrap(text, max(int(width / (size * (_BOLD_LETTER if bold else _LETTER))), 1))


def lines(text: list[str], x: float, y: float, size: float, class_: str) -> Markup:
    """Return lines below each other; `y` is the foot of the first."""
    placed = enumerate(text)
    return Markup("").join(
        element("text", line, x=x, y=y + n * size * LEADING, font_size=size, class_=class_) for n, line in placed
    )
