"""From a standalone SVG to PNG and PDF, without a browser and with fonts of the package's own.

Belongs here: the only use of vl-convert, and what makes its files small.
Does not belong here: drawing (`standalone.py`), cards for links, which are too many for this (`canvas.py`).
"""

from __future__ import annotations

import zlib

import vl_convert

from dashboards.sharing.png import chunks, png

_LEVEL = 6


def as_png(svg: str, scale: float = 1.0) -> bytes:
    """Return a picture as PNG, its points packed again: the library is quick and hardly packs them.

    Args:
        svg: A standalone picture: no custom properties, no reference to another file.
        scale: Points of the file for each unit of the picture.
    """
    found: dict[bytes, bytes] = {}
    for kind, content in chunks(vl_convert.svg_to_png(svg, scale=scale)):
        found[kind] = found.get(kind, b"") + content
    points = zlib.compress(zlib.decompress(found[b"IDAT"]), _LEVEL)
    return png({b"IHDR": found[b"IHDR"], b"IDAT": points})


def as_pdf(svg: str) -> bytes:
    """Return a picture as PDF; the library lists its fonts in no fixed order, so two of them may differ in that."""
    return vl_convert.svg_to_pdf(svg)
