"""Reading a workbook of answers (XLSX, XLS, ODS): the first sheet that holds anything.

Belongs here: sheets to a grid of text. Does not belong here: what a column means (`reading`).

Hidden sheets are passed over. A cell that the spreadsheet keeps as a date becomes `2024-03-01`, so that whoever expects
a code there can tell that it is a date.
"""

from itertools import islice
from pathlib import Path
from typing import Any

from pipelines.faults import Fault
from pipelines.surveys.files.grid import Grid, as_seen, from_rows, ragged_fault, unusable

_SIGNATURES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_SAVE_AGAIN = "Save the sheet with the answers again as an Excel workbook or as 'CSV UTF-8'."


def is_workbook(head: bytes) -> bool:
    """Whether a file's first bytes are those of a workbook."""
    return head.startswith(_SIGNATURES)


def header_of(path: Path) -> list[str]:
    """The headings of the first sheet that holds anything; none when no sheet does or the file is damaged."""
    import python_calamine

    try:
        found = _first_sheet(path)
    except python_calamine.CalamineError:
        return []
    return found[2] if found else []


def read(path: Path) -> Grid:
    """The first sheet that holds anything, as a grid."""
    import python_calamine

    file = path.name
    try:
        found = _first_sheet(path)
    except python_calamine.PasswordError:
        return unusable(
            "a workbook with a password", "one without", "Save it without a password, then check it.", file, "password"
        )
    except python_calamine.CalamineError:
        return unusable("a damaged workbook", "a whole one", _SAVE_AGAIN, file, "damaged")
    if found is None:
        return unusable(
            "an empty sheet", "a header and rows of answers", "Save the sheet that holds the answers.", file, "empty"
        )
    sheet, header_row, header = found
    return _cells(sheet, header_row, header, file)


def _first_sheet(path: Path) -> tuple[Any, int, list[str]] | None:
    import python_calamine

    book = python_calamine.load_workbook(path)
    visible = python_calamine.SheetVisibleEnum.Visible
    for about in book.sheets_metadata:
        if about.visible != visible or about.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(about.name)
        for number, row in enumerate(sheet.iter_rows(), start=1):
            header = [as_seen(cell) or "" for cell in row]
            if any(header):
                return sheet, number, header
    return None


def _cells(sheet: Any, header_row: int, header: list[str], file: str) -> Grid:
    width = max(place for place, heading in enumerate(header) if heading) + 1
    cells: list[list[str | None]] = []
    rows: list[int] = []
    faults: list[Fault] = []
    # The same few values stand in most cells: one text for each keeps a large sheet small.
    texts: dict[tuple[type, Any], str | None] = {}
    for number, row in enumerate(islice(sheet.iter_rows(), header_row, None), start=header_row + 1):
        seen = []
        for cell in row:
            key = (type(cell), cell)
            if key not in texts:
                texts[key] = as_seen(cell)
            seen.append(texts[key])
        beyond = [place for place in range(width, len(seen)) if seen[place]]
        if beyond:
            faults.append(ragged_fault(file, number, beyond[-1] + 1, width))
            continue
        cells.append(seen[:width])
        rows.append(number)
    grid = from_rows(header[:width], cells, rows)
    grid.faults, grid.left_out, grid.first_column = faults, len(faults), (sheet.start or (0, 0))[1]
    return grid
