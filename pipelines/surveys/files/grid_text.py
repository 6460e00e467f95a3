"""Reading a CSV of answers: delimiters, rows with a cell too many, and the line each row stands on.

Belongs here: text to a grid. Does not belong here: encodings (`grid_bytes`), or what a column means (`reading`).

A file is read by the library's quick reader, and the ends of its rows are found a second time in the bytes: that gives
the line numbers, and the rows that the quick reader would fill up or cut in silence. Where the two disagree about the
number of rows, quotation marks stand oddly, and the file is read again with patience.
"""

import csv
import io
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.faults import Fault
from pipelines.surveys.files.grid import (
    BLANKS,
    Grid,
    from_rows,
    named_columns,
    ragged_fault,
    unusable,
    without_empty_rows,
)
from pipelines.surveys.files.grid_bytes import SAVE_AGAIN, UTF16, as_utf8, content_of

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

_FIRST_LOOK = 262_144
_DELIMITERS = ",;\t|"


def header_of(path: Path) -> list[str]:
    """The headings of a CSV, from its first bytes; none when it holds no text."""
    head = content_of(path, _FIRST_LOOK)
    if head.startswith(UTF16):
        text = head[: len(head) // 2 * 2].decode("utf-16", errors="replace")
    else:
        text = head.removeprefix(b"\xef\xbb\xbf").decode("utf-8", errors="replace")
    return [] if "\x00" in text else _header(text.replace("\r\n", "\n").replace("\r", "\n"))[0]


def read(path: Path) -> Grid:
    """A CSV as a grid; every fault of its bytes and rows is told in it."""
    file = path.name
    try:
        content, faults = as_utf8(content_of(path), file)
    except (OSError, EOFError, zlib.error):
        return unusable("a damaged archive", "a whole .gz file", "Copy the file again.", file, "damaged")
    if b"\x00" in content[:_FIRST_LOOK]:
        return unusable("bytes that are not text", "CSV, XLSX or SPSS .sav", SAVE_AGAIN, file, "not text")
    # The first look is long enough for any header; a sign cut in two at its end does not matter there.
    header, used, delimiter = _header(content[:_FIRST_LOOK].decode("utf-8", errors="replace"))
    if not header:
        return unusable("an empty file", "a header and rows of answers", "Export the answers again.", file, "empty")
    lines = content[:_FIRST_LOOK].split(b"\n")[:used]
    body = content[sum(len(line) + 1 for line in lines) :]
    grid = _quick(body, header, used, delimiter, file) or _patient(body, header, used, delimiter, file)
    grid.faults = faults + grid.faults
    return grid


def _header(text: str) -> tuple[list[str], int, str]:
    """The first row that is not empty, how many lines it and those above it take, and what divides its cells."""
    first = next((line for line in text.split("\n") if line.strip(BLANKS + _DELIMITERS)), "")
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in reader:
            if any(cell.strip(BLANKS) for cell in cells):
                return [cell.strip(BLANKS) for cell in cells], reader.line_num, delimiter
    except csv.Error:
        pass
    return [], 0, delimiter


def _quick(body: bytes, header: list[str], used: int, delimiter: str, file: str) -> Grid | None:
    """The whole file at once; None when its quotation marks need patience."""
    import polars as pl

    width = len(header)
    schema = {name: pl.String() for name in named_columns(width)}
    if not body.strip():
        return Grid(header, pl.DataFrame(schema=schema), pl.Series([], dtype=pl.Int64))
    starts, ends, lines, widths = _row_ends(body, delimiter)
    try:
        frame = pl.read_csv(
            body,
            has_header=False,
            separator=delimiter,
            schema=schema,
            infer_schema=False,
            truncate_ragged_lines=True,
            extra_columns="ignore",
        )
    except pl.exceptions.PolarsError:
        # Its words quote the file, so they are not looked at: the patient reading finds the row.
        return None
    if frame.height != len(starts):
        return None
    frame = _without_blanks(frame, body, delimiter)
    rows = pl.Series(lines + used, dtype=pl.Int64)
    uneven = [
        int(place)
        for place in (widths != width).nonzero()[0]
        if _matters(body[starts[place] : ends[place]].decode(), width, delimiter)
    ]
    faults = [ragged_fault(file, int(rows[place]), int(widths[place]), width) for place in uneven]
    if uneven:
        whole = ~pl.int_range(frame.height, eager=True).is_in(uneven)
        frame, rows = frame.filter(whole), rows.filter(whole)
    return Grid(header, *without_empty_rows(frame, rows), faults=faults, left_out=len(uneven))


def _without_blanks(frame: "pl.DataFrame", body: bytes, delimiter: str) -> "pl.DataFrame":
    """Cells without blanks around them, nulls for empty ones; looked for in the bytes first, where it is cheap."""
    import polars as pl

    if _blank_at_edge(body, delimiter) or any(blank.encode() in body for blank in BLANKS if blank not in " \r\n"):
        frame = frame.with_columns(pl.all().str.strip_chars(BLANKS))
    return frame.with_columns(pl.when(pl.all() != "").then(pl.all()))


def _blank_at_edge(body: bytes, delimiter: str) -> bool:
    import numpy as np

    signs = np.frombuffer(body, np.uint8)
    blanks = np.flatnonzero(signs == ord(" "))
    edge = np.zeros(256, dtype=bool)
    edge[[ord(delimiter), ord("\n"), ord('"')]] = True
    inner = blanks[(blanks > 0) & (blanks < len(signs) - 1)]
    return len(inner) < len(blanks) or bool((edge[signs[inner - 1]] | edge[signs[inner + 1]]).any())


def _row_ends(body: bytes, delimiter: str) -> "tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]":
    """Where each row begins and ends in the bytes, the line it stands on (from 1), and how many cells it has."""
    import numpy as np

    signs = np.frombuffer(body, np.uint8)
    newlines, dividers = signs == ord("\n"), signs == ord(delimiter)
    quoted = b'"' in body
    if quoted:
        # Between an odd and an even quotation mark; a doubled mark changes nothing. One byte keeps whether it is odd.
        outside = (np.cumsum(signs == ord('"'), dtype=np.uint8) & 1) == 0
        ends, dividers = np.flatnonzero(newlines & outside), dividers & outside
    else:
        ends = np.flatnonzero(newlines)
    if not len(ends) or ends[-1] != len(signs) - 1:
        ends = np.append(ends, len(signs))
    starts = np.concatenate([[0], ends[:-1] + 1])
    lines = np.searchsorted(np.flatnonzero(newlines), starts) if quoted else np.arange(len(starts))
    # Two bytes a count: adding into eight takes ten times as long.
    widths = np.add.reduceat(dividers.view(np.uint8), starts, dtype=np.uint16).astype(np.int64) + 1
    return starts, ends, lines + 1, widths


def _matters(row: str, width: int, delimiter: str) -> bool:
    """Whether a row of another width is a fault: an empty line is none, and neither are empty cells at its end."""
    cells = [cell.strip(BLANKS) for cell in next(csv.reader(io.StringIO(row, newline=""), delimiter=delimiter), [])]
    return any(cells) and (len(cells) < width or any(cells[width:]))


def _patient(body: bytes, header: list[str], used: int, delimiter: str, file: str) -> Grid:
    """The file row by row, telling each row whose quotation marks do not pair."""
    width, left_out = len(header), 0
    cells: list[list[str | None]] = []
    rows: list[int] = []
    faults: list[Fault] = []
    reader = csv.reader(io.StringIO(body.decode(), newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + used + 1
        try:
            row = next(reader)
        except StopIteration:
            break
        except csv.Error:
            left_out += 1
            faults.append(
                Fault(
                    file,
                    "a quotation mark without its pair",
                    "text between two quotation marks, with any mark inside it doubled",
                    "Mend the row in an editor, or export the answers again.",
                    row=line,
                    kind="quotes",
                )
            )
            continue
        seen = [cell.strip(BLANKS) or None for cell in row]
        if any(seen) and (len(seen) < width or any(seen[width:])):
            left_out += 1
            faults.append(ragged_fault(file, line, len(seen), width))
            continue
        cells.append((seen + [None] * width)[:width])
        rows.append(line)
    grid = from_rows(header, cells, rows)
    grid.faults, grid.left_out = faults, left_out
    return grid
