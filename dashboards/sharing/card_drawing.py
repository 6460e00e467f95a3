"""The card that a link to a page shows: a few large words, one number, one simple chart.

Belongs here: where things stand on a card. Does not belong here: what a card says (`cards.py`), files.
Every line of text costs the renderer more than all bars together, so there are few of them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from markupsafe import Markup

from dashboards.charts.svg import SYNTHETIC_NOTE, element, joined
from dashboards.charts.theme import LIGHT
from dashboards.sharing.lettering import LEADING, lines, wrapped

WIDTH, HEIGHT = 1200, 630
_EDGE, _RIGHT = 60, 1140
_TITLE, _BIG, _LARGE, _TEXT, _SMALL = 54, 76, 40, 30, 20
_CHART_TOP, _CHART_FOOT = 385, 545
_MOST_LINES = 2


@dataclasses.dataclass(frozen=True)
class Card:
    """What a card says: `big` is the number, `words` what stands beside or below it.

    `bars` are the values of areas in any order, `line` the city's value among them; `parts` are counts, each with the
    token of its colour, drawn as one divided bar; `foot` is the place and the release.
    """

    title: str
    big: str
    words: str
    foot: str
    synthetic: bool
    bars: tuple[float, ...] = ()
    line: float | None = None
    parts: tuple[tuple[int, str], ...] = ()


def _divided(parts: Sequence[tuple[int, str]]) -> Markup:
    whole = sum(count for count, _ in parts)
    x, drawn = float(_EDGE), []
    for count, colour in parts:
        width = (_RIGHT - _EDGE) * count / whole
        if width:
            drawn.append(element("rect", x=x, y=_CHART_FOOT - 70, width=width - 4, height=70, fill=LIGHT[colour]))
        x += width
    return joined(drawn)


def _bars(values: Sequence[float], line: float | None) -> Markup:
    """Return bars from the highest to the lowest as one path, with the city's line across them."""
    ends = [*values, 0.0, *([line] if line is not None else [])]
    low, high = min(ends), max(ends)
    if not values or low == high:
        return Markup("")
    scale = (_CHART_FOOT - _CHART_TOP) / (high - low)
    zero = _CHART_FOOT + low * scale
    step = (_RIGHT - _EDGE) / len(values)
    path = "".join(
        f"M{_EDGE + n * step:.1f} {zero:.1f}h{step * 0.74:.1f}v{-value * scale:.1f}h{-step * 0.74:.1f}z"
        for n, value in enumerate(sorted(values, reverse=True))
    )
    drawn = element("path", d=path, fill=LIGHT["bar"])
    if line is not None:
        y = zero - line * scale
        drawn += element("path", d=f"M{_EDGE} {y:.1f}H{_RIGHT}", stroke=LIGHT["city"], stroke_width=4)
    return drawn


def card_svg(card: Card) -> str:
    """Return a card as a standalone SVG of 1200 by 630."""
    title = wrapped(card.title, _RIGHT - _EDGE, _TITLE, bold=True)
    if len(title) > _MOST_LINES:
        title = [*title[: _MOST_LINES - 1], title[_MOST_LINES - 1].rstrip() + "\N{HORIZONTAL ELLIPSIS}"]
    y = 60.0 + _TITLE
    parts = [
        element("rect", width=WIDTH, height=HEIGHT, fill=LIGHT["page"]),
        element("rect", width=WIDTH, height=16, fill=LIGHT["brand"]),
        lines(title, _EDGE, y, _TITLE, "bold"),
    ]
    y += len(title) * _TITLE * LEADING
    if card.big:
        parts.append(element("text", card.big, x=_EDGE, y=y + 36, font_size=_BIG, class_="bold", fill=LIGHT["link"]))
        y += 36 + _TEXT * 1.5
    size = _TEXT if card.big else _LARGE
    words = wrapped(card.words, _RIGHT - _EDGE, size)
    parts += [lines(words, _EDGE, y + 6, size, "plain"), _bars(card.bars, card.line), _divided(card.parts)]
    ground, ink = ("warn", "warn-ink") if card.synthetic else ("brand", "brand-ink")
    foot = f"{SYNTHETIC_NOTE}. {card.foot}" if card.synthetic else card.foot
    parts.append(element("rect", y=HEIGHT - 60, width=WIDTH, height=60, fill=LIGHT[ground]))
    parts.append(element("text", foot, x=_EDGE, y=HEIGHT - 23, font_size=_SMALL, fill=LIGHT[ink]))
    return element(
        "svg",
        element("style", ".bold{font-weight:700}"),
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        width=WIDTH,
        height=HEIGHT,
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        font_family="sans-serif",
        fill=LIGHT["ink"],
    )
