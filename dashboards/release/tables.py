"""Cells and rows of a release's CSV files as Python values.

Belongs here: opening one CSV, reading one cell, filling a class from the columns that bear its fields' names.
Does not belong here: which tables there are (`reading.py`, `survey_reading.py`, `analysis_reading.py`) or what their
rows mean (`rows.py`, `survey_rows.py`, `analysis_rows.py`).
"""

from __future__ import annotations

import csv
import dataclasses
import itertools
import math
import operator
import pathlib
import re
import types
import typing
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from dashboards.errors import ReleaseError

# Ids become file names and addresses, so nothing else may be in them.
_SAFE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")

Row = dict[str, str]
_Kind = TypeVar("_Kind")


def csv_rows(folder: pathlib.Path, name: str, *, required: bool = True) -> list[Row]:
    """Return the rows of `data/<name>`; a file that may be absent and is has none.

    Raises:
        ReleaseError: The file is required and absent.
    """
    path = folder / "data" / name
    if not path.is_file():
        if required:
            raise ReleaseError(f"data/{name}", "no file", "a CSV", "Make the release again.")
        return []
    with path.open(encoding="utf-8", newline="") as handle:
        # As csv.DictReader has it, which is slow: what a short row lacks is empty, an empty line is no row.
        rows = csv.reader(handle)
        names, empty = next(rows, []), itertools.repeat("")
        return [dict(zip(names, itertools.chain(row, empty), strict=False)) for row in rows if row]


def csv_cells(folder: pathlib.Path, name: str, columns: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield some cells of each row of `data/<name>`, for a long file; a file that is absent has no rows."""
    path = folder / "data" / name
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as handle:
            rows = csv.reader(handle)
            names = next(rows)
            yield from map(operator.itemgetter(*map(names.index, columns)), filter(None, rows))


def is_true(text: Any) -> bool:
    """Say whether a cell means yes."""
    return str(text).strip().lower() in ("true", "1", "yes")


def number(text: str | None) -> float | None:
    """Return a finite number, or None for an empty cell, a word or not-a-number."""
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def whole(text: str | None) -> int | None:
    """Return a whole number, or None where there is no number."""
    value = number(text)
    return None if value is None else round(value)


def parts(text: str, separator: str = "|") -> tuple[str, ...]:
    """Return the parts of a list in one cell, without empty ones."""
    return tuple(part.strip() for part in text.split(separator) if part.strip())


def pairs(text: str) -> tuple[tuple[str, str], ...]:
    """Return the pairs of a cell such as `1=Yes|2=No`; a part without `=` has an empty second half."""
    return tuple((name.strip(), rest.strip()) for name, _, rest in (part.partition("=") for part in parts(text)))


def safe_id(identifier: str, file: str) -> str:
    """Return an id that may stand in an address.

    Raises:
        ReleaseError: It holds another sign.
    """
    if not _SAFE_ID.fullmatch(identifier):
        raise ReleaseError(
            file, f"the id {identifier!r}", "letters, digits, `_`, `-` and `.`", "Correct it at its source."
        )
    return identifier


def numbers(text: str) -> tuple[float, ...]:
    """Return the numbers of a list in one cell; a writer puts an apostrophe before one that begins with a minus."""
    found = (number(part) for part in parts(text.removeprefix("'")))
    return tuple(value for value in found if value is not None)


def _numbered(cell: str) -> tuple[tuple[str, float | None], ...]:
    return tuple((name, number(value)) for name, value in pairs(cell))


_READERS: dict[Any, Callable[[str], Any]] = {
    str: str,
    float: number,
    int: whole,
    bool: is_true,
    tuple[str, ...]: parts,
    tuple[float, ...]: numbers,
    tuple[tuple[str, str], ...]: pairs,
    tuple[tuple[str, float | None], ...]: _numbered,
}


def _reader(kind: Any) -> Callable[[str], Any]:
    """Return what turns a cell into a field of a type; `X | None` reads as X, with None for no number."""
    if isinstance(kind, types.UnionType):
        kind = next(part for part in typing.get_args(kind) if part is not types.NoneType)
    return _READERS[kind]


def typed_rows(
    folder: pathlib.Path, name: str, kind: type[_Kind], keep: Callable[[Row], bool] | None = None
) -> tuple[_Kind, ...]:
    """Fill a class from the rows of a file that may be absent; an absent column reads as empty.

    Args:
        folder: The release folder.
        name: The file under `data/`.
        kind: A dataclass whose fields are named like the columns.
        keep: Which rows are wanted; all of them without it.
    """
    hints = typing.get_type_hints(kind)
    readers = [(field.name, _reader(hints[field.name])) for field in dataclasses.fields(typing.cast(Any, kind))]
    return tuple(
        kind(*[read(row.get(field, "")) for field, read in readers])
        for row in csv_rows(folder, name, required=False)
        if keep is None or keep(row)
    )


def checked(rows: tuple[_Kind, ...], name: str, field: str) -> tuple[_Kind, ...]:
    """Return rows unchanged once every id in one field may stand in an address.

    Raises:
        ReleaseError: One may not.
    """
    for row in rows:
        safe_id(getattr(row, field), f"data/{name}")
    return rows
