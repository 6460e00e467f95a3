"""What every publisher's module provides, and how a file is looked at before anybody believes its name.

Belongs here: the shapes that sources share. Does not belong here: any publisher's own columns or words.
"""

import csv
import gzip
import io
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from pipelines.declarations.expectation import Expectation
from pipelines.faults import Fault
from pipelines.sources.archive import UnsafeFileError, beginning, is_zip, members

if TYPE_CHECKING:
    import pandas as pd

_LOOK_BYTES = 65_536
_LOOK_ROWS = 5


@dataclass(frozen=True)
class Glance:
    """The first look at a file: its name, what kind of bytes it holds, and its first rows or JSON text.

    `kind` is text, json, empty, workbook, archive, binary or unreadable. `rows` are the first rows read as
    comma-separated values. An archive (a zip that is no workbook) has `members`, the name and claimed size of each file
    in it; its `head` and `rows` are those of the first of them, so that a source knows its own product even where too
    much was packed.
    """

    name: str
    kind: str
    head: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    members: tuple[tuple[str, int], ...] = ()

    def has_header(self, *columns: str) -> bool:
        """Whether one of the first rows is a header holding all these columns."""
        return any(set(columns) <= {cell.strip() for cell in row} for row in self.rows)


@dataclass(frozen=True)
class Landed:
    """A file as it was kept: byte for byte, with its digest."""

    file: str
    path: Path
    sha256: str
    bytes: int
    taken_for: str
    synthetic: bool


@dataclass(frozen=True)
class Wanted:
    """The codes of the place, so that a national file is read without keeping the nation.

    `lsoa21` and `lsoa11` are empty until the lookups have been read; `city` is the local authority's code, and
    `city_name` its name as registers write it.
    """

    city: str
    country: str
    lsoa21: frozenset[str] = frozenset()
    lsoa11: frozenset[str] = frozenset()
    city_name: str = ""


@dataclass
class Tidy:
    """One file in tidy form.

    `rows` carry `area_code`, `level`, `period`, the measures, and where they stood: `source_file`, `source_row`.
    `outside` holds the codes of other places with the first row each stood in; `per_file` how many rows of each file
    were read and used.
    """

    rows: list[dict[str, Any]]
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    rows_read: int = 0
    outside: dict[str, int] = field(default_factory=dict)
    per_file: dict[str, tuple[int, int]] = field(default_factory=dict)


@dataclass
class Records:
    """One file of a register as it was published: a row for each entry, none of them about an area.

    `frame` has the source's columns and where each row stood: `source_file`, `source_row`. Registers are national and
    have millions of rows, so they travel as a frame and never as a list of dictionaries.
    """

    frame: "pd.DataFrame"
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    rows_read: int = 0


@dataclass(frozen=True)
class Source:
    """A publisher's product: who made it, how it is recognised, how it becomes tidy, and what must hold of it.

    `recognise` answers what the file was taken for, or None. `level` names the geography of `area_code`. `key` names
    the columns that together stand once; `additive` names the counts that are shared out when a 2011 area was split.
    `of_place` is False when the file holds other places' wards too and does not say which are whose. An unused source
    is recognised, listed and not kept, with the reason in `unused`. A register has the level "record" and
    `read_records` instead of `read`. A `zipped` product is offered zips too: its reader opens them (`archive`).
    """

    id: str
    table: str
    title: str
    publisher: str
    cadence: str
    recognise: Callable[[Glance], str | None]
    read: Callable[[Landed, Wanted], Tidy] | None
    read_records: Callable[[Landed, Wanted], Records] | None = None
    level: str = "lsoa21"
    key: tuple[str, ...] = ("level", "area_code", "period")
    additive: tuple[str, ...] = ()
    of_place: bool = True
    expectations: tuple[Expectation, ...] = ()
    licence: str = "Open Government Licence v3.0"
    licence_url: str = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
    attribution: str = "Contains National Statistics data © Crown copyright and database right."
    unused: str = ""
    zipped: bool = False


def open_bytes(path: Path) -> BinaryIO:
    """A file's content as bytes; a `.gz` file is read through."""
    return gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb")  # type: ignore[return-value]


def glance(path: Path, name: str) -> Glance:
    """Look at the beginning of a file without trusting its name.

    Args:
        path: the file.
        name: its path inside the inbox, as the analyst knows it.
    """
    try:
        with open_bytes(path) as handle:
            head = handle.read(_LOOK_BYTES)
    except (OSError, EOFError) as error:
        return Glance(name, "unreadable", head=str(error))
    if is_zip(head):
        return _glance_inside(path, name)
    return _look_at(head, name)


def _glance_inside(path: Path, name: str) -> Glance:
    """Look at the beginning of the first file in a zip."""
    try:
        found = members(path)
        if found is None:
            return Glance(name, "workbook")
        inside = _look_at(beginning(path, _LOOK_BYTES), name)
    except UnsafeFileError as error:
        return Glance(name, "unreadable", head=str(error))
    return replace(inside, kind="archive", members=found)


def _look_at(head: bytes, name: str) -> Glance:
    """What the first bytes of a file tell."""
    if not head.strip():
        return Glance(name, "empty")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head[: len(head) // 2 * 2].decode("utf-16", errors="replace")
    elif b"\x00" in head:
        return Glance(name, "binary")
    else:
        text = head.decode("utf-8-sig", errors="replace")
    if text.lstrip().startswith(("{", "[")):
        return Glance(name, "json", head=text)
    reader = csv.reader(io.StringIO(text))
    rows: list[tuple[str, ...]] = []
    try:
        for row in reader:
            rows.append(tuple(row))
            if len(rows) == _LOOK_ROWS:
                break
    except csv.Error:
        return Glance(name, "binary")
    return Glance(name, "text", head=text, rows=tuple(rows))
