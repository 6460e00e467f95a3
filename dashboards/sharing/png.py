"""PNG files: their chunks, and pictures of at most sixteen colours.

Belongs here: the bytes of the format (W3C PNG, third edition). Does not belong here: drawing (`canvas.py`), pictures
made by another library (`raster.py`). Pillow writes the same pictures in twice the time (docs/decisions/0018).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

import numpy as np
from isal import isal_zlib
from numpy.typing import NDArray

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# Bits of a point, colours by number, and the only ways of packing, filtering and interlacing that we use.
_BITS, _BY_NUMBER, _USUAL = 4, 3, (0, 0, 0)
# Rows packed at once: what is made on the way stays near the processor, which takes a fifth of the time.
_STRIP = 32


def chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield kind and content of each chunk of a PNG file."""
    place = len(_SIGNATURE)
    while place < len(content):
        size, kind = struct.unpack_from(">I4s", content, place)
        yield kind, content[place + 8 : place + 8 + size]
        place += size + 12


def png(parts: dict[bytes, bytes]) -> bytes:
    """Return a PNG file of chunks in their order; the one that ends it is added."""
    found = [_SIGNATURE]
    for kind, content in (*parts.items(), (b"IEND", b"")):
        found.append(struct.pack(">I", len(content)) + kind + content)
        found.append(struct.pack(">I", isal_zlib.crc32(kind + content)))
    return b"".join(found)


def numbered_png(points: NDArray[np.uint8], colours: bytes, level: int) -> bytes:
    """Return a picture whose points are numbers of colours as a PNG file of four bits for each point.

    Args:
        points: Height by width, an even number of columns; each below 16.
        colours: Red, green and blue of each colour.
        level: How hard to pack, from 0 to 3.
    """
    height, width = points.shape
    pairs = np.ascontiguousarray(points).view("<u2")  # the left point of two is the low byte
    rows = np.zeros((height, 1 + width // 2), np.uint8)  # each row begins with its filter: none
    for top in range(0, height, _STRIP):
        # 256 right + left, times 4,097 and modulo 65,536: 4,096 left + 256 right + left. The upper byte holds both.
        strip = pairs[top : top + _STRIP] * np.uint16(0x1001)
        strip >>= 8
        rows[top : top + _STRIP, 1:] = strip
    head = struct.pack(">IIBBBBB", width, height, _BITS, _BY_NUMBER, *_USUAL)
    return png({b"IHDR": head, b"PLTE": colours, b"IDAT": isal_zlib.compress(rows.data, level)})
