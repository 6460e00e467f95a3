"""Reading a file that came in a zip, without trusting what the zip says of itself.

Belongs here: which file of an archive is meant, and a stream of its bytes that ends where it should. Nothing is
unpacked to the disk, so a file that would fill it cannot. Does not belong here: what stands in the file (`delimited`).
"""

import copy
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, BinaryIO

from pipelines.faults import Fault

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

LIMIT = 2 * 1024**3  # bytes; the largest register by far is read with a limit of its own
_RATIO = 200  # text of registers packs 5 to 30 times
_HARMLESS = 16 * 1024**2  # a small file may pack as well as it likes
_SIGNATURE = b"PK\x03\x04"
_ENCRYPTED = 0x1
# The other methods cannot be unpacked a bounded piece at a time.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BUFFER = 1024**2
# What systems add to a zip unasked.
_NOT_MEANT = ("__MACOSX/", ".DS_Store", "Thumbs.db")
_OFFICE = ("[Content_Types].xml", "_rels/", "docProps/", "xl/", "word/", "mimetype")
# What zipfile, zlib and gzip raise for bytes that are not what they claim; RuntimeError is a password asked for.
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, RuntimeError)
_AGAIN = "Download the file again."


class UnsafeFileError(Exception):
    """A file that is not read on: its text is what was found; `expected` and `remedy` complete the fault."""

    def __init__(self, found: str, expected: str = "a whole file", remedy: str = _AGAIN) -> None:
        super().__init__(found)
        self.expected, self.remedy = expected, remedy

    def as_fault(self, file: str) -> Fault:
        """The fault of the file as an analyst knows it."""
        return Fault(file, str(self), self.expected, self.remedy, kind="archive")


def is_zip(head: bytes) -> bool:
    """Whether a file that begins like this is a zip (Excel workbooks are zips too)."""
    return head.startswith((_SIGNATURE, b"PK\x05\x06"))


def members(path: Path) -> tuple[tuple[str, int], ...] | None:
    """Name and claimed size of every file in a zip, leaving out what systems add; None for an office document.

    Raises:
        UnsafeFileError: the zip's list of files cannot be read, as when its end is missing.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            found = [info for info in archive.infolist() if _is_meant(info)]
    except _DAMAGED as error:
        if _first_name(path).startswith(_OFFICE):
            return None
        raise UnsafeFileError(
            "a zip archive without its end, as when a download broke off", "a whole zip archive"
        ) from error
    if any(info.filename.startswith(_OFFICE) for info in found):
        return None
    return tuple((info.filename, info.file_size) for info in found)


def beginning(path: Path, size: int) -> bytes:
    """The first bytes of the first file in a zip; none when it holds no file, or another archive.

    Raises:
        UnsafeFileError: it is damaged, or asks for a password.
    """
    with zipfile.ZipFile(path) as archive:
        meant = [info for info in archive.infolist() if _is_meant(info)]
        if not meant:
            return b""
        _refuse_unreadable(meant[0])
        try:
            with archive.open(meant[0]) as handle:
                head = handle.read(size)
        except _DAMAGED as error:
            raise UnsafeFileError(f"a damaged zip archive ({error})", "a whole zip archive") from error
    return b"" if is_zip(head) else head


@contextmanager
def open_content(path: Path, limit: int = LIMIT) -> Iterator[BinaryIO]:
    """The bytes of a file, of a `.gz` file's content, or of the only file in a zip, as a stream.

    What the zip says of the file's size is checked before anything is read, and held to while reading: a stream that
    goes on beyond it, or beyond the limits, ends in an error and not in a full disk. The checksum is checked at the
    end.

    Args:
        path: the kept file.
        limit: how many bytes the content may have.

    Raises:
        UnsafeFileError: while opening or reading; the file is damaged, too large, or not a single plain file.
    """
    with path.open("rb") as handle:
        zipped = is_zip(handle.read(4))
    if not zipped:
        with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as plain:
            most = min(limit, max(_HARMLESS, _RATIO * path.stat().st_size)) if path.suffix == ".gz" else None
            yield io.BufferedReader(_Guarded(plain, most), _BUFFER)
        return
    try:
        archive = zipfile.ZipFile(path)
    except _DAMAGED as error:
        raise UnsafeFileError(
            "a zip archive without its end, as when a download broke off", "a whole zip archive"
        ) from error
    with archive:
        info = _only(archive)
        _refuse_too_large(info, limit)
        # zipfile stops in silence at the size that the archive claims; without it the checksum is of all that comes.
        whole = copy.copy(info)
        whole.file_size = info.file_size + 1
        try:
            member = archive.open(whole)
        except _DAMAGED as error:
            raise UnsafeFileError(f"a damaged zip archive ({error})", "a whole zip archive") from error
        with member:
            yield io.BufferedReader(_Guarded(member, info.file_size, exactly=True), _BUFFER)


class _Guarded(io.RawIOBase):
    """A stream that fails in an analyst's words: when it is damaged, or goes on beyond `most` bytes.

    A stream of `exactly` so many bytes also fails when it ends sooner.
    """

    def __init__(self, stream: io.BufferedIOBase | IO[bytes], most: int | None, *, exactly: bool = False) -> None:
        self._stream, self._most, self._exactly, self._read = stream, most, exactly, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        view = memoryview(buffer).cast("B")
        try:
            block = self._stream.read(len(view))
        except (*_DAMAGED, OSError) as error:
            raise UnsafeFileError(f"a damaged file ({error})") from error
        self._read += len(block)
        if self._most is not None and self._read > self._most:
            raise UnsafeFileError(
                f"an archive that unpacks to more than the {self._most:,} bytes it may",
                "a file that unpacks to what its archive says",
                "Do not use it; download it again from its publisher.",
            )
        if self._exactly and not block and len(view) and self._read != self._most:
            raise UnsafeFileError(f"{self._read:,} bytes, where the archive says {self._most:,}")
        view[: len(block)] = block
        return len(block)


def _is_meant(info: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(info.filename)
    return not (info.is_dir() or info.filename.startswith(_NOT_MEANT[0]) or path.name in _NOT_MEANT)


def _first_name(path: Path) -> str:
    """The name of the first file as it stands before its bytes, for a zip whose list is lost."""
    with path.open("rb") as handle:
        head = handle.read(512)
    length = int.from_bytes(head[26:28], "little")
    # Something that is a zip by its first four signs only is what it always was taken for: a broken workbook.
    return head[30 : 30 + length].decode("utf-8", errors="replace") or _OFFICE[0]


def _only(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    meant = [info for info in archive.infolist() if _is_meant(info)]
    if not meant:
        raise UnsafeFileError("a zip archive without a file", "one file in the archive")
    if len(meant) > 1:
        names = ", ".join(info.filename for info in meant[:3]) + (", …" if len(meant) > 3 else "")
        raise UnsafeFileError(
            f"a zip archive of {len(meant)} files ({names})",
            "one file in the archive",
            "Unpack it and put each file into the inbox.",
        )
    if meant[0].filename.lower().endswith((".zip", ".gz", ".7z")):
        raise UnsafeFileError(
            f"an archive inside the archive ({meant[0].filename})",
            "a text file in the archive",
            "Unpack the outer archive and put what it holds into the inbox.",
        )
    _refuse_unreadable(meant[0])
    return meant[0]


def _refuse_unreadable(info: zipfile.ZipInfo) -> None:
    if info.flag_bits & _ENCRYPTED:
        raise UnsafeFileError(
            f"a zip archive that asks for a password ({info.filename})",
            "an archive that opens without one",
            "Unpack it with its password and put the file inside in its place.",
        )
    if info.compress_type not in _METHODS:
        raise UnsafeFileError(
            f"a zip archive packed in an unusual way (method {info.compress_type})",
            "an ordinary zip archive",
            "Unpack it and put the file inside in its place.",
        )


def _refuse_too_large(info: zipfile.ZipInfo, limit: int) -> None:
    size, packed = info.file_size, max(1, info.compress_size)
    if size > limit:
        raise UnsafeFileError(
            f"an archive that would unpack to {size:,} bytes",
            f"{limit:,} bytes or less",
            "Do not use it; download it again from its publisher.",
        )
    if size > _HARMLESS and size > _RATIO * packed:
        raise UnsafeFileError(
            f"an archive that would unpack to {size // packed:,} times its size ({size:,} bytes)",
            f"{_RATIO} times or less",
            "Do not use it; download it again from its publisher.",
        )
