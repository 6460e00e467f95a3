"""From a standalone SVG to PNG and PDF, without a browser and with fonts of the package's own.

Belongs here: the only use of vl-convert, and what makes its files small.
Does not belong here: drawing (`standalone.py`), cards for links, which are too many for this (`canvas.py`).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

import vl_convert

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_LEVEL = 6


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(_SIGNATURE)
    while place < len(content):
        size, kind = struct.unpack_from(">I4s", content, place)
        yield kind, content[place + 8 : place + 8 + size]
        place += size + 12


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", len(content), kind) + content + struct.pack(">I", zlib.crc32(kind + content))


def as_png(svg: str, scale: float = 1.0) -> bytes:
    """Return a picture as PNG, its points packed again: the library is quick and hardly packs them.

    Args:
        svg: A standalone picture: no custom properties, no reference to another file.
        scale: Points of the file for each unit of the picture.
    """
    found: dict[bytes, bytes] = {}
    for kind, content in _chunks(vl_convert.svg_to_png(svg, scale=scale)):
        found[kind] = found.get(kind, b"") + content
    points = zlib.compress(zlib.decompress(found[b"IDAT"]), _LEVEL)
    return _SIGNATURE + b"".join(
        _chunk(kind, content) for kind, content in ((b"IHDR", found[b"IHDR"]), (b"IDAT", points), (b"IEND", b""))
    )


def as_pdf(svg: str) -> bytes:
    """Return a picture as PDF; the library lists its fonts in no fixed order, so two of them may differ in that."""
    return vl_convert.svg_to_pdf(svg)
