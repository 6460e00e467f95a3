"""One of our pictures on its own: an SVG that says what it is, where it comes from and under which licence.

Belongs here: title, key, source and warning around a chart or map, and the rules of the style sheet inside it.
Does not belong here: the picture itself (`charts/`, `maps/`), which picture is asked for (`pictures.py`).
"""

from __future__ import annotations

import dataclasses
import functools
import re
import xml.etree.ElementTree as ElementTree  # noqa: S405 - only pictures of our own are parsed

from markupsafe import Markup

from dashboards.charts.svg import SYNTHETIC_NOTE, element, joined
from dashboards.charts.theme import LIGHT
from dashboards.maps.draw import LegendEntry, patterns
from dashboards.sharing.lettering import LEADING, lines, wrapped
from dashboards.styles import picture_css
from dashboards.words.values import counted
from pipelines.columns import STATUSES

FONTS = "Liberation Sans, Arial, Helvetica, sans-serif"
WIDTH = 800.0
_EDGE = 20.0
_PICTURE_WIDTH = WIDTH - 2 * _EDGE
_HIGHEST = 860.0
_TITLE, _TEXT, _SMALL = 22.0, 15.0, 12.0
_TOKEN = re.compile(r"var\(--([a-z0-9-]+)\)")
_PART_OF_CLASS = re.compile(r"[^{},\n]*\[class\*=([a-z-]+)\][^{},\n]*")


@dataclasses.dataclass(frozen=True)
class Sheet:
    """What stands around a picture.

    `key` explains fills, `notes` are said in small print, `source` is the citation, `over` lies over the picture.
    """

    title: str
    subtitle: str
    source: str
    licence: str
    synthetic: bool
    key: tuple[LegendEntry, ...] = ()
    noun: str = "ward"
    notes: tuple[str, ...] = ()
    over: Markup | None = None


@functools.cache
def standalone_css() -> str:
    """Return the rules of charts and maps with the light colours in place of the custom properties.

    Renderers without a browser know neither `:not()` nor parts of a class's name, so both are written out.
    """
    css = picture_css().replace("svg text:not([font-size])", "svg")
    css = _PART_OF_CLASS.sub(_written_out, css)
    return _TOKEN.sub(lambda found: LIGHT[found[1]], css)


def _written_out(selector: re.Match[str]) -> str:
    part = f"[class*={selector[1]}]"
    return ",".join(selector[0].replace(part, f".{selector[1]}{state}") for state in STATUSES)


def _key(sheet: Sheet, top: float) -> tuple[Markup, float]:
    """Return the key in two columns and how high it is."""
    parts = []
    row = 26.0
    half = -(-len(sheet.key) // 2)
    for number, entry in enumerate(sheet.key):
        x = _EDGE + (number // half) * _PICTURE_WIDTH / 2
        y = top + (number % half) * row
        fills = (entry.fill,) if entry.fill else ("class-2", f"overlay {entry.overlay}")
        parts += [element("rect", x=x, y=y, width=26, height=18, class_=f"shape {fill}") for fill in fills]
        words = f"{entry.label}: {counted(entry.count, sheet.noun)}" if entry.count else entry.label
        parts.append(element("text", words, x=x + 36, y=y + 14, font_size=_TEXT - 1))
    return joined(parts), half * row


def _block(text: str, y: float, size: float, class_: str, *, bold: bool = False) -> tuple[Markup, float]:
    """Return a text across the sheet and where the next one starts."""
    found = wrapped(text, _PICTURE_WIDTH, size, bold=bold)
    return lines(found, _EDGE, y + size, size, class_), y + len(found) * size * LEADING + 4


def _warning() -> Markup:
    return element("rect", x=0, y=0, width=WIDTH, height=32, fill=LIGHT["warn"]) + element(
        "text", SYNTHETIC_NOTE, x=_EDGE, y=22, font_size=16, class_="note", fill=LIGHT["warn-ink"]
    )


def _inner(picture: str, y: float) -> tuple[Markup, float, str]:
    """Return the picture as a part of the sheet, its height there, and its description.

    What the sheet says itself is taken out: title, description and the warning, which stands on top.
    """
    root = ElementTree.fromstring(picture)  # noqa: S314 - pictures of our own, see the import
    description = root.findtext("desc") or ""
    for path in ("title", "desc", "text[@class='note']"):
        for found in root.findall(path):
            root.remove(found)
    *_, width, height = (float(number) for number in root.attrib["viewBox"].split())
    shown = min(_PICTURE_WIDTH * height / width, max(_HIGHEST, height if width <= _PICTURE_WIDTH else 0))
    root.attrib = {
        "class": root.attrib.get("class", ""),
        "overflow": "visible",
        "viewBox": root.attrib["viewBox"],
        "x": f"{_EDGE:g}",
        "y": f"{y:g}",
        "width": f"{_PICTURE_WIDTH:g}",
        "height": f"{shown:.1f}",
    }
    return _markup(root), shown, description


def _markup(root: ElementTree.Element) -> Markup:
    return Markup(ElementTree.tostring(root, encoding="unicode"))  # noqa: S704 - parsed from markup of our own


def standalone(picture: Markup, sheet: Sheet) -> str:
    """Return a picture as an SVG file that needs nothing beside it.

    Args:
        picture: A chart or map as the pages show it, made with its title and description.
        sheet: What stands around it.
    """
    parts: list[Markup] = [element("rect", width="100%", height="100%", fill=LIGHT["page"])]
    y = 16.0
    if sheet.synthetic:
        parts.append(_warning())
        y += 32
    head, y = _block(sheet.title, y, _TITLE, "note", bold=True)
    below, y = _block(sheet.subtitle, y, _TEXT, "label")
    inner, height, description = _inner(str(picture), y + 8)
    if sheet.over:
        inner = Markup("</svg>").join((inner.rpartition("</svg>")[0] + sheet.over, ""))
    y += height + 20
    key, key_height = _key(sheet, y)
    parts += [head, below, inner, key]
    y += key_height + (10 if sheet.key else 0)
    for text in (*sheet.notes, f"Source: {sheet.source}", sheet.licence):
        small, y = _block(text, y, _SMALL, "small")
        parts.append(small)
    ground = element("defs", _definitions(), element("style", standalone_css()))
    whole = element(
        "svg",
        element("title", f"{sheet.title}, {sheet.subtitle}"),
        element("desc", description),
        ground,
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH:g} {y + 10:g}",
        width=WIDTH,
        height=y + 10,
        role="img",
        font_family=FONTS,
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{whole}\n'


def _definitions() -> Markup:
    """Return the hatchings of the states."""
    found = ElementTree.fromstring(str(patterns())).find("defs")  # noqa: S314 - markup of our own
    return joined(_markup(pattern) for pattern in found) if found is not None else Markup("")
