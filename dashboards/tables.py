"""Cells of a release's CSV files as Python values.

Belongs here: opening one CSV and reading one cell. Does not belong here: which columns a table has
(`reading.py`, `survey_reading.py`) or what its rows mean (`model.py`, `survey_model.py`).
"""

from __future__ import annotations

import csv
import math
import pathlib
import re
from typing import Any

from dashboards.errors import ReleaseError

# Ids become file names and addresses, so nothing else may be in them.
_SAFE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")

Row = dict[str, str]


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
        return [{key: value or "" for key, value in row.items() if key is not None} for row in csv.DictReader(handle)]


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
