"""Reading a publisher's CSV of entries (grants, payments), whose column titles differ from file to file.

Belongs here: finding the header among its accepted titles, and the cells as trimmed text with the row they stood in.
Does not belong here: turning cells into amounts and days (`entry_cells`), or files about areas (`tabular`).

A good file is read by DuckDB, whatever its size; only a file with something wrong is gone through line by line, by
`tabular`, which tells every fault by row and column.
"""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from pipelines.faults import Fault
from pipelines.sources.archive import UnsafeFileError, open_content
from pipelines.sources.base import Glance, Landed
from pipelines.sources.cells import Column
from pipelines.sources.tabular import read_table

if TYPE_CHECKING:
    import pandas as pd

_HEADER_SEARCH = 10
_CHUNK = 1 << 20
_SIGNS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Heading:
    """A column to read: its name here, and the titles that publishers give it, the one to prefer first.

    Titles compare by letters and digits alone: `Net Amount (£)`, `NetAmount` and `net amount` are one. A file without a
    `needed` column cannot be used.
    """

    name: str
    titles: tuple[str, ...]
    needed: bool = False


@dataclass
class Entries:
    """The cells of a file: one text column for each heading, empty where the file has none, and `source_row`.

    `titles` are the column titles as the file writes them, by name, for telling faults.
    """

    frame: "pd.DataFrame"
    titles: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    rows_read: int = 0


def plain_title(title: str) -> str:
    """A column title as it compares."""
    return _SIGNS.sub("", title.lower())


def titles_in(cells: Sequence[str], headings: Sequence[Heading]) -> dict[str, int]:
    """Where each heading stands in a row of cells; headings that are not there are left out."""
    plain = [plain_title(cell) for cell in cells]
    found: dict[str, int] = {}
    for heading in headings:
        place = next((plain.index(t) for t in map(plain_title, heading.titles) if t in plain), None)
        if place is not None:
            found[heading.name] = place
    return found


def has_headings(look: Glance, headings: Sequence[Heading], *names: str) -> bool:
    """Whether a text's first rows hold a header with all the named headings."""
    return look.kind == "text" and any(set(names) <= set(titles_in(row, headings)) for row in look.rows)


def read_entries(landed: Landed, headings: Sequence[Heading]) -> Entries:
    """Every row of a file, as text.

    Args:
        landed: the kept file.
        headings: what to read; other columns are left alone.

    Returns:
        Rows in the file's order, without those that are empty. With faults, the rows that could be read all the same,
        so that faults of their cells can be told at once.
    """
    import pandas as pd

    names = [heading.name for heading in headings]
    none = pd.DataFrame(
        {name: pd.Series([], dtype="str") for name in names} | {"source_row": pd.Series([], dtype="int64")}
    )
    try:
        header, line = _find_header(landed, headings)
        last_line = _lines(landed)
    except UnsafeFileError as error:
        return Entries(none, faults=[error.as_fault(landed.file)])
    places = titles_in(header, headings)
    missing = [heading for heading in headings if heading.needed and heading.name not in places]
    if missing:
        return Entries(none, faults=[_missing(landed.file, heading) for heading in missing])
    titles = {name: header[place] for name, place in places.items()}
    faults: list[Fault] = []
    frame = _read_quickly(landed, len(header), (line, last_line), places) if _distinct(header, places) else None
    if frame is None:
        columns = [Column(titles[name], name, "text") for name in places]
        tidy = read_table(landed, columns, None, columns[0].name)
        frame, faults = pd.DataFrame(tidy.rows, columns=[*places, "source_row"]), tidy.faults
    for name in names:
        if name not in frame:
            frame[name] = ""
    frame = frame[[*names, "source_row"]].astype(dict.fromkeys(names, "str") | {"source_row": "int64"})
    return Entries(frame, titles, faults, len(frame))


def _missing(file: str, heading: Heading) -> Fault:
    others = f" (or {', '.join(heading.titles[1:])})" if len(heading.titles) > 1 else ""
    return Fault(
        file,
        "no such column",
        f"a column headed '{heading.titles[0]}'{others}",
        "Use the file as the publisher provides it, or give the column this title.",
        column=heading.titles[0],
        kind=f"missing column {heading.titles[0]}",
    )


def _distinct(header: list[str], places: dict[str, int]) -> bool:
    """Whether no title that is used stands twice."""
    return all(header.count(header[place]) == 1 for place in places.values())


def _find_header(landed: Landed, headings: Sequence[Heading]) -> tuple[list[str], int]:
    """The header's titles and the line on which it ends: the first of the first rows with most of the headings."""
    with open_content(landed.path) as handle:
        lines = [_decoded(raw) for raw in islice(handle, _HEADER_SEARCH)]
    best: tuple[list[str], int] = ([], 0)
    reader = csv.reader(io.StringIO("".join(lines).removeprefix("\ufeff"), newline=""))
    try:
        for cells in reader:
            titles = [cell.strip() for cell in cells]
            if len(titles_in(titles, headings)) > len(titles_in(best[0], headings)):
                best = (titles, reader.line_num)
    except csv.Error:
        pass  # told by `tabular`, with its row
    return best


def _decoded(raw: bytes) -> str:
    """A line as text; one that is not UTF-8 is read as Windows-1252, as `tabular` does when it tells so."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _read_quickly(landed: Landed, width: int, lines: tuple[int, int], places: dict[str, int]) -> "pd.DataFrame | None":
    """The rows by DuckDB; None when anything at all is wrong with the file, or its rows cannot be numbered.

    `lines` are those of the header and of the end of the file.

    A row's number is the line on which it ends, so that line ends within quotes count. When the last row does not end
    on the file's last line, something was skipped on the way.
    """
    import duckdb
    import pandas as pd

    names = [f"c{index}" for index in range(width)]
    breaks = " + ".join(f"coalesce(len({name}) - len(replace({name}, chr(10), '')), 0)" for name in names)
    wanted = ", ".join(f"trim(coalesce(c{place}, ''), ' \t\r\n\u00a0') AS \"{name}\"" for name, place in places.items())
    empty = " AND ".join(f"coalesce(trim({name}), '') = ''" for name in names)
    try:
        with duckdb.connect(":memory:") as connection:
            query = f"""
                SELECT {wanted}, {empty} AS is_empty, 1 + {breaks} AS lines
                FROM read_csv(
                    ?, header = false, skip = ?, auto_detect = false, delim = ',', quote = '"', escape = '"',
                    columns = {dict.fromkeys(names, "VARCHAR")}, max_line_size = 10000000, store_rejects = true
                )
            """
            frame: pd.DataFrame = connection.execute(query, [str(landed.path), lines[0]]).df()
            rejected = connection.execute("SELECT count(*) FROM reject_errors").fetchone()
    except duckdb.Error:
        return None
    frame["source_row"] = lines[0] + frame.pop("lines").cumsum()
    if rejected != (0,) or frame.empty or frame["source_row"].iloc[-1] != lines[1]:
        return None
    kept: pd.DataFrame = frame[~frame.pop("is_empty")].reset_index(drop=True)
    return kept


def _lines(landed: Landed) -> int:
    """How many lines a file has, empty ones at its end left out.

    Raises:
        UnsafeFileError: the file is damaged, or expands to more than it may.
    """
    count, waiting = 0, 0
    with open_content(landed.path) as handle:
        while chunk := handle.read(_CHUNK):
            body = chunk.rstrip(b"\r\n \t")
            if body:
                count += waiting + body.count(b"\n")
                waiting = 0
            waiting += chunk[len(body) :].count(b"\n")
    return count + 1
