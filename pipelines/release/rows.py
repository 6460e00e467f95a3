"""Tables as plain rows, the form in which files are written.

Belongs here: taking a frame apart once, so that many small files can be cut from it. Does not belong here: what stands
in a file (`extracts`, `indicator_files`, `workbook`).
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Table:
    """Rows under their columns; a missing value is None."""

    columns: tuple[str, ...]
    rows: Sequence[Row]

    def only(self, columns: Iterable[str]) -> list[Row]:
        """The rows with two or more of the columns, in the order named."""
        return list(map(itemgetter(*map(self.columns.index, columns)), self.rows))

    def column(self, name: str) -> list[Any]:
        """The values of one column."""
        return list(map(itemgetter(self.columns.index(name)), self.rows))

    def by(self, column: str) -> "dict[str, Table]":
        """The rows of each value of a column, in their order."""
        found: dict[str, list[Row]] = {}
        for value, row in zip(self.column(column), self.rows, strict=True):
            found.setdefault(value, []).append(row)
        return {value: Table(self.columns, rows) for value, rows in found.items()}


def table_of(frame: "pd.DataFrame") -> Table:
    """A frame taken apart."""
    columns = []
    for name in frame.columns:
        values = frame[name].tolist()
        missing = frame[name].isna()
        if missing.any():
            values = [None if gone else value for value, gone in zip(values, missing.tolist(), strict=True)]
        columns.append(values)
    return Table(tuple(frame.columns), list(zip(*columns, strict=True)))


def csv_of(columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> bytes:
    """UTF-8 CSV with numbers to the last digit; a missing value is an empty cell."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")
