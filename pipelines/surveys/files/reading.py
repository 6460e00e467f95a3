"""From a file of answers to text under the instrument's own headings, and which instrument a file is of.

Belongs here: recognising, and matching a file's columns with an instrument's. Does not belong here: the formats
(`grid_text`, `grid_workbook`, `grid_spss`), or whether an answer is allowed (`surveys.coding.checking`).

Identifiers, such as names, are dropped at once; so are columns that the instrument does not name, which is noted.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from pipelines.declarations.instrument import Instrument
from pipelines.faults import Fault
from pipelines.surveys.files import grid_spss, grid_text, grid_workbook
from pipelines.surveys.files.grid import BLANKS, Grid, letter
from pipelines.surveys.files.spss_words import told_by_spss
from pipelines.surveys.telling import discreet

if TYPE_CHECKING:
    import polars as pl

ROW = "__row"
# Files that are no text and may yet hold answers; any other text file is looked at by its header.
SURVEY_FORMATS = frozenset({".xlsx", ".xlsm", ".xls", ".ods", ".sav", ".zsav"})
# A heading such as `Source_System`. Anything longer, with blanks or an at-sign, may be an answer in the wrong place.
_PLAIN_HEADING = re.compile(r"[A-Za-z][A-Za-z_.]{1,39}\d{0,2}")


@dataclass
class RawFile:
    """A file's answers as text.

    `frame` has `__row`, the row number that a person sees, and a text column for each column of the instrument that
    the file has, in the file's order; empty cells are null, and identifiers are not in it. `absent` are the
    instrument's columns that it has not. `left_out` counts rows that could not be read. Nothing of `frame` is shown
    when this is printed.
    """

    file: str
    instrument: str
    frame: "pl.DataFrame" = field(repr=False)
    absent: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    left_out: int = 0


def headings(instrument: Instrument) -> list[str]:
    """Every column that a file of the instrument may have, in the order of its template."""
    columns = instrument.columns
    own = [columns.respondent, columns.wave, columns.date]
    own += [columns.weight, columns.stratum, columns.psu, columns.population]
    own.append(instrument.geography.column if instrument.geography else "")
    own.append(instrument.panel.relationship if instrument.panel else "")
    return list(dict.fromkeys(name for name in [*own, *instrument.identifiers, *instrument.questions] if name))


def columns_of(path: Path) -> list[str]:
    """The headings of a file, from a first look at it; none when it is empty, damaged or not a table."""
    try:
        with path.open("rb") as handle:
            head = handle.read(8)
        return [heading for heading in _format(head).header_of(path) if heading]
    except Exception:  # whatever is in an inbox, a first look never stops a run; reading it tells what is wrong
        return []


def recognise(columns: Sequence[str], instruments: Iterable[Instrument]) -> Instrument | None:
    """The instrument that headings belong to: its respondent and wave columns, and at least half its questions.

    Of several the one with the largest share of its questions wins, then the one with more of them.
    """
    found = {_plain(column) for column in columns}
    best: tuple[float, int, Instrument] | None = None
    for instrument in instruments:
        if not {_plain(instrument.columns.respondent), _plain(instrument.columns.wave)} <= found:
            continue
        hits = sum(_plain(question) in found for question in instrument.questions)
        share = hits / len(instrument.questions)
        if share >= 0.5 and (best is None or (share, hits) > best[:2]):
            best = (share, hits, instrument)
    return best[2] if best else None


def absent_columns(columns: Sequence[str], instrument: Instrument) -> list[str]:
    """The instrument's columns that a file's headings lack; those that are dropped anyway may be absent."""
    found = {_plain(column) for column in columns}
    needed = (name for name in headings(instrument) if name not in instrument.identifiers)
    return [name for name in needed if _plain(name) not in found]


@discreet
def faults_of_form(path: Path) -> list[Fault]:
    """Why a file cannot be read as a table at all; none when it can."""
    with path.open("rb") as handle:
        head = handle.read(8)
    return _format(head).read(path).faults


@discreet
def read_file(path: Path, instrument: Instrument) -> RawFile:
    """Read a file as answers to an instrument, telling every fault of its form.

    Args:
        path: a CSV (UTF-8 or UTF-16, any usual delimiter, perhaps gzipped), workbook or SPSS file.
        instrument: what it was recognised as.

    Returns:
        The answers as text. A file that cannot be read gives no rows and the reason among its faults.

    Raises:
        RuntimeError: a fault of the program, without any word of the file.
    """
    with path.open("rb") as handle:
        head = handle.read(8)
    return _under_headings(_format(head).read(path), path.name, instrument)


class _Format(Protocol):
    def header_of(self, path: Path) -> list[str]: ...

    def read(self, path: Path) -> Grid: ...


def _format(head: bytes) -> _Format:
    if grid_spss.is_spss(head):
        return grid_spss
    return grid_workbook if grid_workbook.is_workbook(head) else grid_text


def _plain(name: str) -> str:
    """A heading as it compares: case and blanks around it do not matter."""
    return name.strip(BLANKS).casefold()


def _under_headings(grid: Grid, file: str, instrument: Instrument) -> RawFile:
    import polars as pl

    wanted = {_plain(name): name for name in headings(instrument)}
    places: dict[str, int] = {}
    unknown: list[int] = []
    faults = list(grid.faults)
    for place, heading in enumerate(grid.header):
        name = wanted.get(_plain(heading))
        if name is None:
            unknown.append(place)
        elif name in places:
            faults.append(
                Fault(
                    file,
                    f"the heading {name} twice, in columns {_letter(grid, places[name])} and {_letter(grid, place)}",
                    "it once",
                    "Rename or delete one of the two columns.",
                    column=name,
                    kind="heading twice",
                )
            )
        else:
            places[name] = place
    absent = absent_columns(grid.header, instrument)
    if grid.header:
        faults.extend(_absent_faults(grid, file, absent, unknown, whole=not places))
    kept = {name: place for name, place in places.items() if name not in instrument.identifiers}
    cells = [grid.frame[f"c{place}"].alias(name) for name, place in kept.items()]
    frame = pl.DataFrame([grid.rows.alias(ROW), *cells])
    raw = RawFile(file, instrument.id, frame, absent, faults, _unknown_note(grid, unknown), grid.left_out)
    if grid.labels is not None:
        raw.frame = told_by_spss(grid, places, instrument, raw.frame, raw.faults, raw.notes, file)
    return raw


def _letter(grid: Grid, place: int) -> str:
    return letter(place + grid.first_column)


def _absent_faults(grid: Grid, file: str, absent: list[str], unknown: list[int], *, whole: bool) -> list[Fault]:
    if whole:
        return [
            Fault(
                file,
                "a first row with none of the instrument's headings",
                f"a header such as {', '.join(absent[:4])}",
                "Put the header in the first row, as the template has it.",
                kind="no header",
            )
        ]
    faults: list[Fault] = []
    for name in absent:
        near = get_close_matches(_plain(name), [_plain(grid.header[place]) for place in unknown], 1, 0.75)
        place = next((place for place in unknown if near and _plain(grid.header[place]) == near[0]), None)
        remedy = (
            f"The heading of column {_letter(grid, place)} is much like it: rename it."
            if place is not None
            else "Restore the column; where this wave did not ask it, add it with empty cells."
        )
        faults.append(
            Fault(file, "no such column", f"a column headed {name}", remedy, column=name, kind=f"column absent {name}")
        )
    return faults


def _unknown_note(grid: Grid, unknown: list[int]) -> list[str]:
    """One line on the columns that are not used. A heading is repeated only when it cannot be somebody's answer."""
    named = [
        grid.header[place]
        if _PLAIN_HEADING.fullmatch(grid.header[place])
        else f"column {letter(place + grid.first_column)}"
        for place in unknown
        if grid.header[place]
    ]
    if not named:
        return []
    return [f"{len(named)} column(s) are not of the instrument and were left out: {', '.join(named)}."]
