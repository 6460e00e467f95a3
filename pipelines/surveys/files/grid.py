"""What any file of answers is before anybody knows its questions: headings, and cells of text.

Belongs here: the shape that the three formats share, and a cell as a person sees it. Does not belong here: opening a
format (`grid_text`, `grid_workbook`, `grid_spss`), or which heading means what (`reading`).
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipelines.faults import Fault

if TYPE_CHECKING:
    import polars as pl

# Blanks that are no answer, among them the one that cannot be broken and the byte-order mark.
BLANKS = " \t\r\n\xa0\ufeff\u200b"


@dataclass
class Grid:
    """A table as it stands in a file.

    `frame` has a text column `c0`, `c1`, ... for each heading, with nulls for empty cells and no row that is empty
    throughout; `rows` are the row numbers that a spreadsheet, an editor or SPSS shows. Rows with too many or too few
    cells are told and left out, and `left_out` counts them. `labels` and `missing` are what SPSS keeps beside a column:
    words by code, and codes or ranges of codes that count as no answer.
    """

    header: list[str]
    frame: "pl.DataFrame" = field(repr=False)
    rows: "pl.Series" = field(repr=False)
    faults: list[Fault] = field(default_factory=list)
    left_out: int = 0
    first_column: int = 0
    labels: dict[int, dict[str, str]] | None = None
    missing: dict[int, list[Any]] = field(default_factory=dict)


def letter(place: int) -> str:
    """The letters over a column in a spreadsheet, for its place counted from 0."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def as_seen(value: Any) -> str | None:
    """A cell's value as text: 2.0 is `2`, a date is `2024-03-01`, an empty cell is None."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return value.strip(BLANKS) or None
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time(0)
        return value.date().isoformat() if midnight else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return str(value)


def named_columns(width: int) -> list[str]:
    """Names of a grid's columns by place."""
    return [f"c{place}" for place in range(width)]


def without_empty_rows(frame: "pl.DataFrame", rows: "pl.Series") -> tuple["pl.DataFrame", "pl.Series"]:
    """Drop the rows in which every cell is empty; each other row keeps its number."""
    import polars as pl

    if not frame.width:
        return frame, rows
    filled = frame.select(pl.any_horizontal(pl.all().is_not_null())).to_series()
    return (frame, rows) if filled.all() else (frame.filter(filled), rows.filter(filled))


def ragged_fault(file: str, row: int, cells: int, width: int) -> Fault:
    """The fault of a row with more or fewer cells than there are headings."""
    return Fault(
        file,
        f"{cells} cells",
        f"{width}, as the header has",
        "The row is cut short or holds a stray comma or quote, and its cells have moved: mend the row. If a "
        "spreadsheet cut off empty cells at the end, save it as an Excel workbook and use that.",
        row=row,
        kind="ragged",
    )


def unusable(found: str, expected: str, remedy: str, file: str, kind: str, row: int | None = None) -> Grid:
    """A grid of nothing, with the reason."""
    import polars as pl

    return Grid(
        [], pl.DataFrame(), pl.Series([], dtype=pl.Int64), [Fault(file, found, expected, remedy, row, kind=kind)]
    )


def from_rows(header: list[str], cells: Sequence[Sequence[str | None]], rows: Sequence[int]) -> Grid:
    """A grid from rows of text, each as wide as the header."""
    import polars as pl

    names = named_columns(len(header))
    columns = zip(*cells, strict=True) if cells else [()] * len(names)
    frame = pl.DataFrame(
        {name: pl.Series(name, list(column), dtype=pl.String) for name, column in zip(names, columns, strict=True)}
    )
    kept, numbers = without_empty_rows(frame, pl.Series(list(rows), dtype=pl.Int64))
    return Grid(header, kept, numbers)
