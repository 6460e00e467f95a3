"""A picture of points with few colours: rectangles and text, measured exactly, as a small PNG.

Belongs here: the only use of Pillow, and the fonts. Does not belong here: where things stand (`card_drawing.py`).

A point holds the number of its colour from the start, and letters are drawn in a few steps from their ground to their
ink: no colours are counted afterwards, which takes longer than all drawing. A picture of at most sixteen colours takes
half a byte for each point, so whoever draws keeps to few inks.
"""

from __future__ import annotations

import functools
import importlib.util
import io
import pathlib

from PIL import Image, ImageDraw, ImageFont

from dashboards.charts.theme import LIGHT
from dashboards.errors import PictureError

_PACKAGE = "font_source_sans_pro"
_FILES = {False: "SourceSansPro-Regular.ttf", True: "SourceSansPro-Bold.ttf"}
# From the ground (0) to the ink: how many colours a letter has, and which of them each of 256 grades of covering takes.
_STEPS = 4
_STEP_OF = tuple(round(grade / 255 * (_STEPS - 1)) for grade in range(256))
# A higher level takes nearly twice as long for files a fifth smaller.
_PACKING = 3
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


def text_width(text: str, size: int, *, bold: bool = False) -> float:
    """Return how many points a line takes."""
    return font(size, bold=bold).getlength(text)


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
        self._image = Image.new("L", (width, height), self._number(_rgb(ground)))
        self._draw = ImageDraw.Draw(self._image)
        self._inks: dict[tuple[str, str], list[int]] = {}

    def box(self, left: float, top: float, right: float, bottom: float, colour: str) -> None:
        """Fill a rectangle of whole points, at least one each way."""
        x, y = round(left), round(top)
        ends = max(round(right), x + 1) - 1, max(round(bottom), y + 1) - 1
        self._draw.rectangle((x, y, *ends), fill=self._number(_rgb(colour)))

    def text(
        self, text: str, x: float, y: float, size: int, ink: str, *, bold: bool = False, ground: str = "page"
    ) -> float:
        """Write a line on a plain ground and return where it ends; `y` is the foot of its letters."""
        face = font(size, bold=bold)
        left, top, right, bottom = (int(end) for end in face.getbbox(text, anchor="ls"))
        letters = Image.new("L", (right - left, bottom - top))
        ImageDraw.Draw(letters).text((-left, -top), text, fill=255, font=face, anchor="ls")
        self._image.paste(letters.point(self._steps(ink, ground)), (round(x) + left, round(y) + top))
        return x + face.getlength(text)

    def png(self) -> bytes:
        """Return the file."""
        image = self._image.copy()
        image.putpalette(bytes(share for colour in self._colours for share in colour))
        file = io.BytesIO()
        image.save(file, "PNG", compress_level=_PACKING)
        return file.getvalue()

    def _number(self, colour: tuple[int, int, int]) -> int:
        return self._colours.setdefault(colour, len(self._colours))

    def _steps(self, ink: str, ground: str) -> list[int]:
        """Return the colour's number for each of the 256 grades of covering."""
        if (ink, ground) not in self._inks:
            ends = list(zip(_rgb(ground), _rgb(ink), strict=True))
            shares = (step / (_STEPS - 1) for step in range(_STEPS))
            steps = [
                self._number(_three(*(round(low + (high - low) * share) for low, high in ends))) for share in shares
            ]
            self._inks[ink, ground] = [steps[step] for step in _STEP_OF]
        return self._inks[ink, ground]


def _three(red: int, green: int, blue: int) -> tuple[int, int, int]:
    return red, green, blue


def _rgb(token: str) -> tuple[int, int, int]:
    return _three(*bytes.fromhex(LIGHT[token].removeprefix("#")))
