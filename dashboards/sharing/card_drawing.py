"""The card that a link to a page shows: a title, one large number or one divided bar, the wards as bars.

Belongs here: where things stand on a card. Does not belong here: what a card says (`cards.py`), points and fonts
(`canvas.py`). Every text is measured before its place is chosen, so that nothing runs into anything.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from dashboards.charts.svg import SYNTHETIC_NOTE
from dashboards.sharing.canvas import Canvas, shortened, text_width, wrapped

WIDTH, HEIGHT = 1200, 630
_LEFT, _RIGHT = 64, 1136
_ACROSS = _RIGHT - _LEFT
_BAND, _FOOT = 14, 68
_TITLES = (56, 46)
_BIG, _LARGE, _TEXT, _SMALL = 116, 40, 32, 26
_MOST_LINES = 2
# Where bars end, below which height they say nothing, and how wide the name beside the line may be.
_CHART_FOOT, _LEAST_CHART, _LINE_LABEL = 508, 40, 240


@dataclasses.dataclass(frozen=True)
class Part:
    """One part of a divided bar: how many, what they are, the token of their colour."""

    count: int
    label: str
    colour: str


@dataclasses.dataclass(frozen=True)
class Card:
    """What a card says.

    `big` is the number, `unit` stands beside it, `words` below. `bars` are the values of areas in any order, `caption`
    says what they are; `line` is the value of the place among them and `line_label` its name.
    """

    title: str
    foot: str
    synthetic: bool
    big: str = ""
    unit: str = ""
    words: tuple[str, ...] = ()
    bars: tuple[float, ...] = ()
    caption: str = ""
    line: float | None = None
    line_label: str = ""
    parts: tuple[Part, ...] = ()


def _title(canvas: Canvas, text: str, y: float) -> float:
    """Write the title, smaller where it is long, and return its foot."""
    for size in _TITLES:
        lines = wrapped(text, _ACROSS, size, bold=True)
        if len(lines) <= _MOST_LINES:
            break
    else:
        rest = " ".join(lines[_MOST_LINES - 1 :])
        lines = [*lines[: _MOST_LINES - 1], shortened(rest, _ACROSS, size, bold=True)]
    for line in lines:
        y += size * 1.12
        canvas.text(line, _LEFT, y, size, "ink", bold=True)
    return y


def _number(canvas: Canvas, big: str, unit: str, y: float) -> float:
    y += _BIG * 0.84
    end = canvas.text(big, _LEFT, y, _BIG, "link", bold=True)
    if unit:
        canvas.text(shortened(unit, _RIGHT - end - 16, _LARGE), end + 16, y, _LARGE, "link")
    return y


def _words(canvas: Canvas, texts: Sequence[str], y: float, size: int) -> float:
    for text in texts:
        for line in wrapped(text, _ACROSS, size):
            y += size * 1.4
            canvas.text(line, _LEFT, y, size, "ink")
    return y


def _bars(canvas: Canvas, card: Card, top: float) -> None:
    """Draw bars from the highest to the lowest, the line of the place across them and its name beside them."""
    ends = [*card.bars, 0.0, *([card.line] if card.line is not None else [])]
    low, high = min(ends), max(ends)
    if not card.bars or low == high or _CHART_FOOT - top < _LEAST_CHART:
        return
    label = shortened(card.line_label, _LINE_LABEL, _SMALL, bold=True) if card.line is not None else ""
    right = _RIGHT - (text_width(label, _SMALL, bold=True) + 14 if label else 0)
    scale = (_CHART_FOOT - top) / (high - low)
    zero = _CHART_FOOT + low * scale
    step = (right - _LEFT) / len(card.bars)
    for number, value in enumerate(sorted(card.bars, reverse=True)):
        x = _LEFT + number * step
        canvas.box(x, min(zero, zero - value * scale), x + step * 0.78, max(zero, zero - value * scale), "bar")
    if card.line is not None:
        y = zero - card.line * scale
        canvas.box(_LEFT, y - 2, right, y + 2, "city")
        canvas.text(label, right + 14, min(y + _SMALL * 0.33, _CHART_FOOT), _SMALL, "city", bold=True)
    canvas.text(shortened(card.caption, _ACROSS, _SMALL), _LEFT, _CHART_FOOT + 36, _SMALL, "ink")


def _divided(canvas: Canvas, parts: Sequence[Part], top: float) -> None:
    """Draw counts as one divided bar, each with its number and words below in a column of its own."""
    whole = sum(part.count for part in parts)
    x, column = float(_LEFT), _ACROSS / len(parts)
    for number, part in enumerate(parts):
        width = _ACROSS * part.count / whole
        if width:
            canvas.box(x, top, x + width - (4 if x + width < _RIGHT - 1 else 0), top + 72, part.colour)
        x += width
        left = _LEFT + number * column
        canvas.box(left, top + 104, left + 10, top + 196, part.colour)
        canvas.text(str(part.count), left + 28, top + 150, 64, "ink", bold=True)
        canvas.text(shortened(part.label, column - 48, _SMALL), left + 28, top + 190, _SMALL, "ink")


def _foot(canvas: Canvas, card: Card) -> None:
    top = HEIGHT - _FOOT
    ground, ink = ("warn", "warn-ink") if card.synthetic else ("brand", "brand-ink")
    canvas.box(0, top, WIDTH, HEIGHT, ground)
    end = float(_LEFT)
    if card.synthetic:
        end = canvas.text(SYNTHETIC_NOTE, _LEFT, top + 43, _SMALL, ink, bold=True, ground=ground) + 32
    foot = shortened(card.foot, _RIGHT - end, _SMALL)
    x = _RIGHT - text_width(foot, _SMALL) if card.synthetic else end
    canvas.text(foot, x, top + 43, _SMALL, ink, ground=ground)


def card_png(card: Card) -> bytes:
    """Return a card as PNG of 1200 by 630."""
    canvas = Canvas(WIDTH, HEIGHT, "page")
    canvas.box(0, 0, WIDTH, _BAND, "brand")
    y = _title(canvas, card.title, 36 if card.bars else 48 if card.parts else 136)
    if card.big:
        y = _number(canvas, card.big, card.unit, y + 24)
    y = _words(canvas, card.words, y + 4, _TEXT if card.big else _LARGE)
    if card.parts:
        _divided(canvas, card.parts, y + 44)
    _bars(canvas, card, y + 36)
    _foot(canvas, card)
    return canvas.png()
