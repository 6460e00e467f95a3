"""Bytes of a publisher's text as UTF-8, whatever was in them.

Belongs here: byte-order marks, bytes that are not UTF-8, and where the text stops. Does not belong here: what stands in
it.
"""

import codecs
import io
import re
from typing import BinaryIO

_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LONGEST_LINE = 1024**2
_NOT_UTF8 = re.compile("[\udc80-\udcff]")
_NOTED = 1000


class Utf8Stream(io.RawIOBase):
    """A stream of UTF-8 for readers that must not meet anything else.

    A byte that is not UTF-8 is taken for Windows-1252, as which such registers are usually written, and noted in
    `mended` (the first thousand of them): its line, counted from 1, and the byte.
    """

    def __init__(self, handle: BinaryIO) -> None:
        self._handle = handle
        self._decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
        self._ready = b""
        self._lines = 0  # line ends before what is read next
        self._last = b"\n"
        self.mended: list[tuple[int, int]] = []
        # A peek may give less than the mark, at the end of an empty file.
        self.is_utf16 = handle.peek(2)[:2] in _MARKS  # type: ignore[attr-defined]

    def readable(self) -> bool:
        """Always: it is made to be read."""
        return True

    @property
    def lines(self) -> int:
        """How many lines were read so far, the last of them perhaps cut short."""
        return self._lines + (not self.ends_whole)

    @property
    def ends_whole(self) -> bool:
        """Whether what was read so far ends with the end of a line."""
        return self._last in (b"\n", b"\r")

    def first_line(self) -> str:
        """The first line without a byte-order mark; to be read before anything else."""
        return self._as_text(self._handle.readline(_LONGEST_LINE), final=True).removeprefix("\ufeff")

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill a buffer; 0 at the end."""
        while not self._ready:
            block = self._handle.read(len(buffer))
            self._ready = self._as_text(block, final=not block).encode()
            if not block:
                break
        block, self._ready = self._ready[: len(buffer)], self._ready[len(buffer) :]
        buffer[: len(block)] = block
        return len(block)

    def _as_text(self, block: bytes, *, final: bool) -> str:
        text = self._decoder.decode(block, final=final)
        if not text.isascii() and _NOT_UTF8.search(text):
            text = _NOT_UTF8.sub(self._mend, text)
        self._lines += block.count(b"\n")
        self._last = block[-1:] or self._last
        return text

    def _mend(self, found: re.Match[str]) -> str:
        byte = ord(found[0]) - 0xDC00
        if len(self.mended) < _NOTED:
            self.mended.append((self._lines + found.string.count("\n", 0, found.start()) + 1, byte))
        return bytes([byte]).decode("cp1252", errors="replace")
