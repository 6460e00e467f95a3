"""What a column of a publisher's CSV holds, and turning its cells into values.

Belongs here: one row's cells and their faults. Does not belong here: the file around them (see `tabular`).
"""

import re
from dataclasses import dataclass
from typing import Any

from pipelines.faults import Fault

_PLAIN_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_CODE = re.compile(r"[A-Z]\d{8}")
_MISSING = frozenset({"", "-", "[x]", "[c]"})


@dataclass(frozen=True)
class Column:
    """A column to read: its header in the file, its name here, what its cells are, and what they may be.

    `type` is text, code (nine characters, as ONS writes them), whole or number. An empty cell of a number column is
    a fault unless `may_be_empty`. `thousands` accepts 12,345 and the tabs and spaces some publishers add. An
    `optional` column may be absent from the file. `none_of_them` is the publisher's word for a row without a code.
    """

    header: str
    name: str
    type: str = "text"
    minimum: float | None = None
    maximum: float | None = None
    may_be_empty: bool = False
    thousands: bool = False
    optional: bool = False
    none_of_them: str = ""


def read_row(cells: list[str], places: dict[Column, int], file: str, line: int, faults: list[Fault]) -> dict[str, Any]:
    """One row's values by column name; what cannot be read is a fault and None."""
    row: dict[str, Any] = {}
    for column, place in places.items():
        text = cells[place].strip()
        if column.type == "text":
            row[column.name] = text
        elif column.type == "code":
            row[column.name] = text
            faults.extend(code_faults(text, column, file, line))
        else:
            row[column.name] = _number(text, column, file, line, faults)
    return row


def code_faults(text: str, column: Column, file: str, line: int) -> list[Fault]:
    """The fault of a cell that should hold a code and does not; none for a well-formed code or another column."""
    if column.type != "code" or _CODE.fullmatch(text) or (column.none_of_them and text == column.none_of_them):
        return []
    return [
        Fault(
            file,
            repr(text[:60]),
            "a code such as E05011384",
            "Check that the columns are not swapped and the code is whole.",
            row=line,
            column=column.header,
            kind="code",
        )
    ]


def _number(text: str, column: Column, file: str, line: int, faults: list[Fault]) -> float | int | None:
    plain = text.replace(",", "").strip() if column.thousands else text
    if plain in _MISSING:
        if column.may_be_empty:
            return None
        found, expected = "an empty cell", "a number"
    elif not _PLAIN_NUMBER.fullmatch(plain):
        found, expected = repr(text[:60]), "a number"
    else:
        value = float(plain)
        if column.type == "whole" and not value.is_integer():
            found, expected = text, "a whole number"
        elif column.minimum is not None and value < column.minimum:
            found, expected = text, f"{column.minimum:g} or more"
        elif column.maximum is not None and value > column.maximum:
            found, expected = text, f"{column.maximum:g} or less"
        else:
            return int(value) if column.type == "whole" else value
    faults.append(
        Fault(
            file,
            found,
            expected,
            "Correct the cell, or download the file again.",
            row=line,
            column=column.header,
            kind=f"number {column.header}",
        )
    )
    return None
