"""The bytes of a text file as UTF-8 with plain line ends, whatever program wrote them.

Belongs here: archives, encodings and line ends. Does not belong here: rows and cells (`grid_text`).
"""

import csv
import gzip
from pathlib import Path

from pipelines.faults import Fault
from pipelines.surveys.files.grid import letter

UTF16 = (b"\xff\xfe", b"\xfe\xff")
SAVE_AGAIN = "Save the file again as 'CSV UTF-8'."


def content_of(path: Path, length: int = -1) -> bytes:
    """The first bytes of a file, or all of them; an archive (.gz) is read through."""
    with path.open("rb") as handle:
        packed = handle.read(2) == b"\x1f\x8b"
    with gzip.open(path) if packed else path.open("rb") as content:
        return content.read(length)


def as_utf8(content: bytes, file: str) -> tuple[bytes, list[Fault]]:
    """The text as UTF-8 with plain line ends; what was no UTF-8 is told and read as Windows-1252."""
    faults: list[Fault] = []
    if content.startswith(UTF16):
        content = content.decode("utf-16", errors="replace").encode()
    content = content.removeprefix(b"\xef\xbb\xbf")
    if b"\r" in content:
        content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        content.decode()
    except UnicodeDecodeError:
        content = _mended(content, file, faults)
    return content, faults


def _mended(content: bytes, file: str, faults: list[Fault]) -> bytes:
    lines = content.split(b"\n")
    wrong: list[int] = []
    first, others = "", False
    for number, line in enumerate(lines):
        try:
            others |= len(line.decode()) < len(line)
        except UnicodeDecodeError as error:
            before = line[: error.start].decode("cp1252", errors="replace")
            first = first or letter(len(next(csv.reader([before]), [""])) - 1 if before else 0)
            wrong.append(number + 1)
            lines[number] = line.decode("cp1252", errors="replace").encode()
    mixed = ", while other rows are: the file mixes encodings" if others else ""
    more = f"; {len(wrong):,} rows are like this" if len(wrong) > 1 else ""
    faults.append(
        Fault(
            file,
            f"text that is not UTF-8{mixed}{more}",
            "UTF-8 throughout",
            f"{SAVE_AGAIN} If rows of two files were put together, save each as UTF-8 first.",
            row=wrong[0],
            column=first,
            kind="encoding",
        )
    )
    return b"\n".join(lines)
