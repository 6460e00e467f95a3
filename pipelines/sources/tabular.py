"""Reading a publisher's CSV so that every fault of it is told at once, by row and column.

Belongs here: encoding, headers, ragged rows, and turning cells into numbers. Does not belong here: what a
column means. Rows are streamed, so a file of any size costs the memory of the rows that are kept.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from pipelines.faults import Fault
from pipelines.sources.base import Landed, Tidy, open_bytes
from pipelines.sources.cells import Column, code_faults, read_row

_HEADER_SEARCH = 10
_SAVE_AGAIN = "Save the file again as 'CSV UTF-8'."

csv.field_size_limit(1_000_000)


def read_table(landed: Landed, columns: list[Column], keep: frozenset[str] | None, keep_by: str) -> Tidy:
    """Read the named columns of a CSV, wherever they stand, keeping the rows of the place.

    Args:
        landed: the kept file.
        columns: what to read; other columns are left alone.
        keep: codes of `keep_by` to keep; None keeps every row.
        keep_by: name (not header) of the column that says which place a row is of.

    Returns:
        Rows with the columns' names, `source_file` and `source_row`; faults and outside codes beside them.
    """
    tidy = Tidy(rows=[])
    try:
        with open_bytes(landed.path) as handle:
            try:
                _read_lines(
                    io.TextIOWrapper(handle, encoding="utf-8-sig", newline=""),
                    landed.file,
                    columns,
                    keep,
                    keep_by,
                    tidy,
                )
            except UnicodeDecodeError:
                # Rare, so paid for only then: read again line by line to say where each wrong byte stands.
                tidy = _read_badly_encoded(landed, columns, keep, keep_by)
    except (OSError, EOFError) as error:
        tidy.faults.append(
            Fault(
                landed.file,
                f"a damaged archive ({error})",
                "a whole .gz file",
                "Download the file again.",
                kind="damaged",
            )
        )
    except csv.Error as error:
        tidy.faults.append(
            Fault(
                landed.file,
                f"text that is no CSV ({error})",
                "comma-separated values",
                _SAVE_AGAIN,
                row=tidy.rows_read + 2,
                kind="not csv",
            )
        )
    return tidy


def _read_badly_encoded(landed: Landed, columns: list[Column], keep: frozenset[str] | None, keep_by: str) -> Tidy:
    tidy = Tidy(rows=[])
    with open_bytes(landed.path) as handle:
        _read_lines(_decoded(handle, landed.file, tidy.faults), landed.file, columns, keep, keep_by, tidy)
    return tidy


def _decoded(handle: BinaryIO, file: str, faults: list[Fault]) -> Iterator[str]:
    """Lines of text; a line that is not UTF-8 is told with its column and read as Windows-1252 to find more faults."""
    mark = handle.read(2)
    handle.seek(0)
    if mark in (b"\xff\xfe", b"\xfe\xff"):
        faults.append(Fault(file, "UTF-16 text", "UTF-8", _SAVE_AGAIN, row=1, kind="encoding"))
        yield from io.TextIOWrapper(handle, encoding="utf-16", newline="")
        return
    for number, raw in enumerate(handle, start=1):
        line = raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw
        try:
            yield line.decode("utf-8")
        except UnicodeDecodeError as error:
            column = line[: error.start].count(b",") + 1
            faults.append(
                Fault(
                    file,
                    f"the byte 0x{line[error.start]:02x}, which is not UTF-8",
                    "UTF-8 text",
                    _SAVE_AGAIN,
                    row=number,
                    column=str(column),
                    kind="encoding",
                )
            )
            yield line.decode("cp1252", errors="replace")


def _read_lines(
    lines: Iterable[str], file: str, columns: list[Column], keep: frozenset[str] | None, keep_by: str, tidy: Tidy
) -> None:
    reader = csv.reader(lines)
    header = _find_header(reader, columns, file, tidy.faults)
    if header is None:
        return
    places = {column: header.index(column.header) for column in columns if column.header in header}
    key_column, key = next((column, place) for column, place in places.items() if column.name == keep_by)
    width = len(header)
    for cells in reader:
        if not any(cells):
            continue
        tidy.rows_read += 1
        if len(cells) < width and any(not cell for cell in header[len(cells) :]):
            cells += [""] * (width - len(cells))
        if len(cells) != width:
            tidy.faults.append(
                Fault(
                    file,
                    f"{len(cells)} cells",
                    f"{width}, as the header has",
                    "The row is cut short or holds a stray comma or quote: download the file again, or mend the row.",
                    row=reader.line_num,
                    kind="ragged",
                )
            )
            continue
        code = cells[key].strip()
        if keep is not None and code not in keep:
            if code not in tidy.outside:
                tidy.faults.extend(code_faults(code, key_column, file, reader.line_num))
                tidy.outside[code] = reader.line_num
            continue
        row = read_row(cells, places, file, reader.line_num, tidy.faults)
        row["source_file"], row["source_row"] = file, reader.line_num
        tidy.rows.append(row)
    if tidy.rows_read == 0:
        tidy.faults.append(
            Fault(file, "a header and no rows", "rows of data", "Download the file again.", kind="empty")
        )


def _find_header(reader: Any, columns: list[Column], file: str, faults: list[Fault]) -> list[str] | None:
    """The header row, which may stand under title rows; says which columns are missing when there is none."""
    wanted = {column.header for column in columns if not column.optional}
    best: list[str] = []
    for cells in reader:
        header = [cell.strip() for cell in cells]
        if wanted <= set(header):
            twice = sorted(name for name in wanted if header.count(name) > 1)
            for name in twice:
                faults.append(
                    Fault(
                        file,
                        f"the header '{name}' twice",
                        "it once",
                        "Rename or delete one of the columns.",
                        row=reader.line_num,
                        column=name,
                        kind="header twice",
                    )
                )
            return None if twice else header
        if len(wanted & set(header)) > len(wanted & set(best)):
            best = header
        if reader.line_num >= _HEADER_SEARCH:
            break
    for name in sorted(wanted - set(best)):
        faults.append(
            Fault(
                file,
                "no such column",
                f"a column headed '{name}'",
                "Use the file as the publisher provides it, or restore the header.",
                column=name,
                kind=f"missing column {name}",
            )
        )
    return None
