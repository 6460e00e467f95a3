"""A picture of points with few colours: rectangles and text, measured exactly, as a small PNG.

Belongs here: the only use of Pillow, and the fonts. Does not belong here: where things stand (`card_drawing.py`).

A point holds the number of its colour from the start, and letters are drawn in a few steps from their ground to their
ink: no colours are counted afterwards, which takes longer than all drawing. A picture has at most sixteen colours, so
whoever draws keeps to few inks. Pillow draws each letter once; a line is put together from them, without kerning, as
Pillow does it with these fonts. Cards repeat each other's words, so lines are kept too.
"""

from __future__ import annotations

import functools
import importlib.util
import pathlib
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from dashboards.charts.theme import LIGHT
from dashboards.errors import PictureError
from dashboards.sharing.png import numbered_png

_PACKAGE = "font_source_sans_pro"
_FILES = {False: "SourceSansPro-Regular.ttf", True: "SourceSansPro-Bold.ttf"}
# From the ground (0) to the ink: how many colours a letter has, and how many of 256 grades of covering take each.
_STEPS = 4
_GRADES = [sum(round(grade / 255 * (_STEPS - 1)) == step for grade in range(256)) for step in range(_STEPS)]
# Level 0 makes files a quarter larger, level 2 makes none smaller.
_PACKING = 1
_MOST_COLOURS = 16
_ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"


@functools.cache
def _font_folder() -> pathlib.Path:
    """Find the fonts of an installed package without importing it."""
    found = importlib.util.find_spec(_PACKAGE)
    for folder in (found.submodule_search_locations or ()) if found else ():
        return pathlib.Path(folder) / "files"
    raise PictureError(f"The fonts of the cards are not installed (Python package {_PACKAGE.replace('_', '-')}).")


@functools.cache
def font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """Return a font of so many points; its letters are placed one by one, the same way on every machine."""
    return ImageFont.truetype(_font_folder() / _FILES[bold], size, layout_engine=ImageFont.Layout.BASIC)


class _Letter(NamedTuple):
    """How far a letter covers each point (0 to 255, height by width), where that begins, and how far the next stands.

    It begins `left` points beside and `top` below the place on the line where the letter stands.
    """

    grades: NDArray[np.uint8]
    left: int
    top: int
    step: float


@functools.cache
def _letter(sign: str, size: int, *, bold: bool) -> _Letter:
    face = font(size, bold=bold)
    left, top, right, bottom = (int(end) for end in face.getbbox(sign, anchor="ls"))
    drawn = Image.new("L", (right - left, bottom - top))
    ImageDraw.Draw(drawn).text((-left, -top), sign, fill=255, font=face, anchor="ls")
    return _Letter(np.asarray(drawn), left, top, face.getlength(sign))


@functools.cache
def text_width(text: str, size: int, *, bold: bool = False) -> float:
    """Return how many points a line takes."""
    return sum(_letter(sign, size, bold=bold).step for sign in text)


@functools.cache
def _line(text: str, size: int, *, bold: bool) -> tuple[NDArray[np.uint8], int, int]:
    """Return how far a line covers each point, and where that begins beside and below its start."""
    placed, across = [], 0.0
    for sign in text:
        letter = _letter(sign, size, bold=bold)
        placed.append((round(across) + letter.left, letter.top, letter.grades))
        across += letter.step
    left, top = min(x for x, _, _ in placed), min(y for _, y, _ in placed)
    right = max(x + grades.shape[1] for x, _, grades in placed)
    bottom = max(y + grades.shape[0] for _, y, grades in placed)
    line = np.zeros((bottom - top, right - left), np.uint8)
    for x, y, grades in placed:
        under = line[y - top : y - top + grades.shape[0], x - left : x - left + grades.shape[1]]
        np.maximum(under, grades, out=under)
    return line, left, top


def wrapped(text: str, width: float, size: int, *, bold: bool = False) -> list[str]:
    """Return a text in lines that fit a width; a word longer than a line is cut."""
    if text_width(text, size, bold=bold) <= width:
        return [text]
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(shortened(word, width, size, bold=bold))
    return lines


def shortened(text: str, width: float, size: int, *, bold: bool = False) -> str:
    """Return a text that fits a width, cut with an ellipsis where it has to be."""
    if text_width(text, size, bold=bold) <= width:
        return text
    while text and text_width(text.rstrip() + _ELLIPSIS, size, bold=bold) > width:
        text = text[:-1]
    return text.rstrip() + _ELLIPSIS


class Canvas:
    """A picture in the making; colours are tokens of the light scheme."""

    def __init__(self, width: int, height: int, ground: str) -> None:
        self._colours: dict[tuple[int, int, int], int] = {}
        self._points = np.full((height, width), self._number(_rgb(ground)), np.uint8)

    def box(self, left: float, top: float, right: float, bottom: float, colour: str) -> None:
        """Fill a rectangle of whole points, at least one each way."""
        x, y = round(left), round(top)
        self._points[y : max(round(bottom), y + 1), x : max(round(right), x + 1)] = self._number(_rgb(colour))

    def text(
        self, text: str, x: float, y: float, size: int, ink: str, *, bold: bool = False, ground: str = "page"
    ) -> float:
        """Write a line on a plain ground and return where it ends; `y` is the foot of its letters."""
        if not text:
            return x
        grades, left, top = _line(text, size, bold=bold)
        numbers = np.frombuffer(grades.tobytes().translate(self._numbers(ink, ground)), np.uint8)
        left, top = round(x) + left, round(y) + top
        under = self._points[top : top + grades.shape[0], left : left + grades.shape[1]]
        under[:] = numbers.reshape(grades.shape)[: under.shape[0], : under.shape[1]]
        return x + text_width(text, size, bold=bold)

    def png(self) -> bytes:
        """Return the file."""
        if len(self._colours) > _MOST_COLOURS:
            raise PictureError(f"A card has {len(self._colours)} colours; {_MOST_COLOURS} are its most.")
        return numbered_png(self._points, bytes(share for colour in self._colours for share in colour), _PACKING)

    def _number(self, colour: tuple[int, int, int]) -> int:
        return self._colours.setdefault(colour, len(self._colours))

    def _numbers(self, ink: str, ground: str) -> bytes:
        """Return the colour's number for each grade from the ground to the ink."""
        steps = zip(_between(ground, ink), _GRADES, strict=True)
        return b"".join(bytes((self._number(colour),)) * grades for colour, grades in steps)


def _three(red: int, green: int, blue: int) -> tuple[int, int, int]:
    return red, green, blue


@functools.cache
def _rgb(token: str) -> tuple[int, int, int]:
    return _three(*bytes.fromhex(LIGHT[token].removeprefix("#")))


@functools.cache
def _between(ground: str, ink: str) -> list[tuple[int, int, int]]:
    """Return the colours of all steps from a ground to an ink."""
    ends = list(zip(_rgb(ground), _rgb(ink), strict=True))
    shares = [step / (_STEPS - 1) for step in range(_STEPS)]
    return [_three(*(round(low + (high - low) * share) for low, high in ends)) for share in shares]
