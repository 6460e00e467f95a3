"""Reading a register of any size: delimited text, block by block, whole columns at a time.

Belongs here: lines and their faults in files of a row for each entry, straight from a zip where they come in one. Does
not belong here: what a cell holds (`fields`), or files about areas (`tabular`, which reads row by row).

A row that cannot be read in full is left out and told. One such row in a publisher's file of 380,000 does not stop a
release; more than ten that are also more than one in a thousand do: then the file is wrong, and not a row.
"""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, BinaryIO, Literal

from pipelines.faults import Fault
from pipelines.sources.archive import LIMIT, UnsafeFileError, open_content
from pipelines.sources.base import Landed, Records
from pipelines.sources.fields import BadCell, Field, as_pandas, parsed
from pipelines.sources.text_stream import Utf8Stream

if TYPE_CHECKING:
    import polars as pl

_BLOCK = 8 * 1024**2
_LEFT_OUT_AT_MOST, _ONE_IN = 10, 1000
_NOTED = 1000  # faults of a kind
_AGAIN = "Download the file again."
_LEFT_OUT = "The row is left out; if it matters, download the file again, or tell its publisher."


@dataclass(frozen=True)
class Layout:
    """How a register's file is laid out and which of its columns are read; others are left alone.

    `entry` is the name of the field that says which entry a row is of, told with its faults. `quoted` is False where a
    quotation mark is a sign like any other. `keep` names a field and the beginnings (in small letters) of those of its
    values that are kept; None keeps every row. `limit` is how many bytes the text may have.
    """

    fields: tuple[Field, ...]
    entry: str
    delimiter: str = "\t"
    quoted: bool = False
    keep: tuple[str, tuple[str, ...]] | None = None
    limit: int = LIMIT


def header_of(text: str, delimiter: str) -> list[str]:
    """The first line of a text as a header: its cells without the blanks around them."""
    line = text.split("\n", 1)[0].rstrip("\r")
    return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])]


def read_delimited(landed: Landed, layout: Layout) -> Records:
    """Read one file of a register.

    Args:
        landed: the kept file; a zip with one file in it is read through.
        layout: its columns.

    Returns:
        A row for each row of the file that could be read in full and is to be kept: the fields' columns (dates as DATE,
        numbers as DOUBLE, empty cells null), `source_file`, and `source_row`, the line a text editor shows.
    """
    reading = _Reading(landed.file, layout)
    frames: list[pl.DataFrame] = []
    try:
        with open_content(landed.path, layout.limit) as handle:
            frames.extend(reading.blocks(handle))
    except UnsafeFileError as error:
        return Records(as_pandas([], layout.fields, landed.file), [error.as_fault(landed.file)])
    return Records(as_pandas(frames, layout.fields, landed.file), reading.faults(), rows_read=reading.rows)


class _Reading:
    """One pass over one file: what was read so far and what was wrong with it."""

    def __init__(self, file: str, layout: Layout) -> None:
        self.file, self.layout, self.rows = file, layout, 0
        self._of_file: list[Fault] = []  # these always stop
        self._of_rows: list[Fault] = []  # these stop when there are many
        self._told: list[Fault] = []  # these never do
        self._bad_lines: set[int] = set()
        self._ragged: list[int] = []  # lines with too many or too few cells, in order
        self._jumped = 0  # how many of them lie before the next line
        self._next_line = 2
        self._kinds: Counter[str] = Counter()
        self._entry_at = 0

    def blocks(self, handle: BinaryIO) -> Iterator["pl.DataFrame"]:
        """The rows that are kept, a frame for each block of the file."""
        import pyarrow as pa

        stream = Utf8Stream(handle)
        if stream.is_utf16:
            self._stop("UTF-16 text", "UTF-8 text", "Save the file again as UTF-8.", "encoding")
            return
        header = header_of(stream.first_line(), self.layout.delimiter)
        if not self._has_columns(header):
            return
        places = {field.name: str(header.index(field.header)) for field in self.layout.fields}
        self._entry_at = int(places[self.layout.entry])
        try:
            for batch in self._batches(stream, len(header), list(places.values())):
                yield self._block(batch, places)
        except pa.ArrowInvalid as error:
            if "straddling" in str(error):
                self._stop("a line that does not end", f"lines of less than {_BLOCK:,} bytes", _AGAIN, "no table")
            elif "Empty CSV file" not in str(error):  # that is told as a header without rows
                self._stop(f"text that is no table ({str(error)[:120]})", "rows under the header", _AGAIN, "no table")
        self._finish(stream)

    def faults(self) -> list[Fault]:
        """All that was wrong; rows that were left out stop the release only when there are many."""
        count, allowed = len(self._bad_lines), max(_LEFT_OUT_AT_MOST, self.rows // _ONE_IN)
        of_rows = sorted(self._of_rows, key=lambda fault: fault.row or 0)
        if count <= allowed:
            return [*self._of_file, *(replace(fault, blocking=False) for fault in of_rows), *self._told]
        too_many = Fault(
            self.file,
            f"{count:,} of {self.rows:,} rows that cannot be read",
            f"{allowed} at most",
            _AGAIN,
            kind="too many",
        )
        return [*self._of_file, too_many, *(replace(fault, remedy=_AGAIN) for fault in of_rows), *self._told]

    def _has_columns(self, header: list[str]) -> bool:
        for wanted in [field.header for field in self.layout.fields]:
            if header.count(wanted) == 0:
                found, expected = "no such column", f"a column headed '{wanted}'"
                remedy = "Use the file as the publisher provides it, or restore the header."
                self._of_file.append(Fault(self.file, found, expected, remedy, 1, wanted, f"missing column {wanted}"))
            elif header.count(wanted) > 1:
                remedy = "Rename or delete one of the columns."
                found = f"the header '{wanted}' twice"
                self._of_file.append(Fault(self.file, found, "it once", remedy, 1, wanted, "header twice"))
        return not self._of_file

    def _batches(self, stream: Utf8Stream, width: int, wanted: list[str]) -> Iterator[Any]:
        import pyarrow as pa
        from pyarrow import csv as arrow_csv

        names = [str(place) for place in range(width)]
        return iter(
            arrow_csv.open_csv(
                stream,
                # With threads, a row that is passed over would not know its line.
                arrow_csv.ReadOptions(column_names=names, block_size=_BLOCK, use_threads=False),
                arrow_csv.ParseOptions(
                    delimiter=self.layout.delimiter,
                    quote_char='"' if self.layout.quoted else False,
                    double_quote=self.layout.quoted,
                    ignore_empty_lines=False,
                    invalid_row_handler=self._note_ragged,
                ),
                arrow_csv.ConvertOptions(
                    include_columns=wanted, column_types=dict.fromkeys(names, pa.string()), check_utf8=False
                ),
            )
        )

    def _block(self, batch: Any, places: dict[str, str]) -> "pl.DataFrame":
        import polars as pl

        raw = pl.DataFrame(pl.from_arrow(batch)).select(pl.col(place).alias(name) for name, place in places.items())
        raw = raw.with_columns(pl.Series("source_row", self._lines_of(raw.height), dtype=pl.Int64))
        raw = raw.filter(pl.any_horizontal(pl.col(name) != "" for name in places))  # blank lines are no rows
        self.rows += raw.height
        if self.layout.keep:
            name, beginnings = self.layout.keep
            text = pl.col(name).str.strip_chars().str.to_lowercase()
            raw = raw.filter(pl.any_horizontal(text.str.starts_with(words) for words in beginnings))
        frame, bad = parsed(raw, self.layout.fields, self.layout.entry)
        for cell in bad:
            self._bad_lines.add(cell.line)
            self._leave_out(cell)
        return frame

    def _lines_of(self, height: int) -> list[int]:
        """The lines of the next rows, jumping over those that were passed over as ragged."""
        line, left = self._next_line, height
        lines: list[int] = []
        while left:
            ragged = self._ragged[self._jumped] if self._jumped < len(self._ragged) else line + left
            step = min(left, ragged - line)
            lines.extend(range(line, line + step))
            line, left = line + step, left - step
            if left:
                line, self._jumped = line + 1, self._jumped + 1
        self._next_line = line
        return lines

    def _note_ragged(self, row: Any) -> str:
        line = row.number + 1
        self.rows += 1
        self._ragged.append(line)
        self._bad_lines.add(line)
        quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if self.layout.quoted else csv.QUOTE_NONE
        cells = next(csv.reader([row.text], delimiter=self.layout.delimiter, quoting=quoting), [])
        entry = cells[self._entry_at].strip() if len(cells) > self._entry_at else ""
        found, expected = f"{row.actual_columns} cells", f"{row.expected_columns}, as the header has"
        self._leave_out(BadCell(line, "", found, expected, entry), "ragged")
        return "skip"

    def _leave_out(self, cell: BadCell, kind: str = "") -> None:
        """Note the fault of a row; of a file in which every row is wrong, the first are enough."""
        kind = kind or f"cell {cell.column}"
        self._kinds[kind] += 1
        if self._kinds[kind] <= _NOTED:
            found = f"{cell.found} ({self.layout.entry.replace('_', ' ')} {cell.entry})" if cell.entry else cell.found
            self._of_rows.append(
                Fault(self.file, found, cell.expected, _LEFT_OUT, cell.line, cell.column or None, kind)
            )

    def _finish(self, stream: Utf8Stream) -> None:
        if not stream.ends_whole and stream.lines in self._bad_lines:
            self._stop("a last row that breaks off", "a whole last row", _AGAIN, "cut short")
        if self.rows == 0:
            self._stop("a header and no rows", "rows of data", _AGAIN, "empty")
        for line, byte in stream.mended:
            found, expected = f"the byte 0x{byte:02x}, which is not UTF-8", "UTF-8 text"
            remedy = "It was read as Windows-1252; check the name if it matters."
            self._told.append(Fault(self.file, found, expected, remedy, line, kind="encoding", blocking=False))

    def _stop(self, found: str, expected: str, remedy: str, kind: str) -> None:
        self._of_file.append(Fault(self.file, found, expected, remedy, kind=kind))
