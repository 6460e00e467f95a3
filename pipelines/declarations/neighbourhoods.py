"""Named neighbourhoods agreed locally: lists of small areas in the place's folder, each with its version.

Belongs here: reading the files and telling every fault of them. Does not belong here: shapes, by which a GeoJSON
becomes a list (`assets.neighbourhoods`), or any figure.
"""

import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from pipelines.faults import Fault

FOLDER = "neighbourhoods"
_FACTS = ("code", "name", "version", "agreed_on", "agreed_by")
_SMALL_AREA = "lsoa21_code"
# The columns of a list, by fact; in a GeoJSON the facts are the names of properties.
_COLUMNS = {"code": "neighbourhood_code", "name": "neighbourhood_name", **{fact: fact for fact in _FACTS[2:]}}
# A code is the name of a page and of files.
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{1,59}")
_VERSION = re.compile(r"[1-9]\d{0,3}")


@dataclass(frozen=True)
class Entry:
    """One small area of one version of a neighbourhood, and where it is written; a shape has no small area yet."""

    code: str
    name: str
    version: int
    agreed_on: str
    agreed_by: str
    file: str
    row: int | None
    small_area: str = ""
    columns: Mapping[str, str] = field(default_factory=lambda: _COLUMNS, compare=False)

    def fault(self, fact: str, found: str, expected: str, remedy: str, kind: str) -> Fault:
        """A fault of one of its cells."""
        column = self.columns.get(fact, fact)
        return Fault(self.file, found, expected, remedy, row=self.row, column=column, kind=f"neighbourhood {kind}")


@dataclass
class Read:
    """What the files of a place say: entries of lists, shapes with their outline's number, and faults."""

    entries: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def file_name(path: Path) -> str:
    """A file as it is told: with its folder."""
    return f"{FOLDER}/{path.name}"


def read_list(path: Path) -> Read:
    """A CSV with a row for each small area of a neighbourhood."""
    found, file = Read(), file_name(path)
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.DictReader(handle)
            missing = [
                column for column in (*_COLUMNS.values(), _SMALL_AREA) if column not in (reader.fieldnames or [])
            ]
            rows = [] if missing else [(reader.line_num, {k: v or "" for k, v in row.items() if k}) for row in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        found.faults.append(_unreadable(file, "a CSV in UTF-8", error))
        return found
    if missing:
        found.faults.append(
            Fault(file, f"no column {', '.join(missing)}", f"the columns {_listed()}", "Add the columns.", row=1)
        )
    elif not rows:
        found.faults.append(Fault(file, "no row", "a row for each small area", "Add the rows, or remove the file."))
    for line, row in rows:
        small_area = row[_SMALL_AREA].strip()
        entry, faults = _entry({fact: row[column] for fact, column in _COLUMNS.items()}, file, line, _COLUMNS)
        if not small_area:
            faults.append(
                Fault(
                    file,
                    "nothing",
                    "the code of a small area (LSOA 2021)",
                    "Write the code, or remove the row.",
                    row=line,
                    column=_SMALL_AREA,
                    kind="neighbourhood empty",
                )
            )
        found.faults += faults
        if entry and small_area:
            found.entries.append(replace(entry, small_area=small_area))
    return found


def read_shapes(path: Path) -> tuple[Read, list[int]]:
    """The properties of a GeoJSON with one feature for each neighbourhood.

    Returns:
        Entries without small areas and faults; and for each entry the number of its feature, counted from 0.
    """
    found, file = Read(), file_name(path)
    numbers: list[int] = []
    try:
        features = json.loads(path.read_text(encoding="utf-8-sig"))["features"]
        properties = [feature.get("properties") or {} for feature in features]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        found.faults.append(_unreadable(file, "GeoJSON with a list of features", error))
        return found, numbers
    if not properties:
        found.faults.append(
            Fault(file, "no feature", "a feature for each neighbourhood", "Add them or remove the file.")
        )
    for number, own in enumerate(properties):
        named = {fact: fact for fact in _FACTS}
        cells = {fact: "" if own.get(fact) is None else str(own[fact]) for fact in _FACTS}
        entry, faults = _entry(cells, f"{file}, feature {number + 1}", None, named)
        found.faults += faults
        if entry:
            found.entries.append(entry)
            numbers.append(number)
    return found, numbers


def _listed() -> str:
    return ", ".join((*_COLUMNS.values(), _SMALL_AREA))


def _unreadable(file: str, expected: str, error: Exception) -> Fault:
    return Fault(file, f"a file that cannot be read ({type(error).__name__})", expected, "Save it again.")


def _entry(
    cells: Mapping[str, Any], file: str, row: int | None, columns: Mapping[str, str]
) -> tuple[Entry | None, list[Fault]]:
    """The facts of a row or feature, or what is wrong with each."""
    facts = {fact: str(cells[fact]).strip() for fact in _FACTS}
    wrong = {
        "code": (not _CODE.fullmatch(facts["code"]), "letters, digits and hyphens, 2 to 60 of them"),
        "name": (not facts["name"], "a name"),
        "version": (not _VERSION.fullmatch(facts["version"]), "a whole number from 1"),
        "agreed_on": (not _is_day(facts["agreed_on"]), "a day such as 2026-03-31"),
        "agreed_by": (not facts["agreed_by"], "who agreed to it"),
    }
    faults = [
        Fault(
            file,
            repr(facts[fact][:40]) if facts[fact] else "nothing",
            expected,
            "Correct the cell." if row else "Correct the property.",
            row=row,
            column=columns[fact],
            kind="neighbourhood fact",
        )
        for fact, (is_wrong, expected) in wrong.items()
        if is_wrong
    ]
    if faults:
        return None, faults
    entry = Entry(
        facts["code"], facts["name"], int(facts["version"]), facts["agreed_on"], facts["agreed_by"], file, row,
        columns=columns,
    )  # fmt: skip
    return entry, []


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def in_force(
    entries: Sequence[Entry], known: Mapping[str, str], taken: Mapping[str, str]
) -> tuple[list[Entry], list[Fault], list[str]]:
    """The newest version of every neighbourhood, with the faults of all and a note on those that it replaces.

    Args:
        entries: of all files.
        known: the place's small areas by code.
        taken: codes of other areas, written small, with what they are.

    Returns:
        Entries in the order of codes; faults; notes.
    """
    faults = list(_clashes(entries, taken))
    versions: dict[str, dict[int, list[Entry]]] = {}
    for entry in entries:
        versions.setdefault(entry.code, {}).setdefault(entry.version, []).append(entry)
    kept: list[Entry] = []
    notes: list[str] = []
    for code, by_version in sorted(versions.items()):
        newest = max(by_version)
        kept += sorted(by_version[newest], key=lambda entry: entry.small_area)
        faults += [
            entry.fault(
                _SMALL_AREA, repr(entry.small_area[:40]), "the code of a small area (LSOA 2021) of the place",
                "Correct the code; `thriving areas --level lsoa21` lists them.", "small area",
            )
            for entry in by_version[newest]
            if entry.small_area not in known
        ]  # fmt: skip
        if older := sorted(set(by_version) - {newest}):
            listed = ", ".join(map(str, older))
            notes.append(f"{FOLDER}: {code} stands in version {newest}; version {listed} is not used any more.")
    return kept, faults, notes


def _clashes(entries: Sequence[Entry], taken: Mapping[str, str]) -> Iterator[Fault]:
    """Codes that are other areas', and rows that contradict or repeat an earlier one of the same version."""
    first: dict[tuple[str, int], Entry] = {}
    spelt: dict[str, str] = {}
    areas: set[tuple[str, int, str]] = set()
    told: set[str] = set()
    for entry in entries:
        stands = spelt.setdefault(entry.code.lower(), entry.code)
        other = taken.get(entry.code.lower()) or ("" if stands == entry.code else f"a neighbourhood as {stands}")
        if other and entry.code not in told:
            told.add(entry.code)
            yield entry.fault(
                "code", f"{entry.code}, the code of {other}", "a code of its own", "Choose another code.", "code"
            )
        begun = first.setdefault((entry.code, entry.version), entry)
        where = begun.file if begun.row is None else f"{begun.file}, row {begun.row},"
        if begun.file != entry.file:
            yield entry.fault(
                "version", f"version {entry.version} of {entry.code}, which {begun.file} holds too",
                "each version in one file", "Remove one of them, or count the version up.", "twice",
            )  # fmt: skip
            continue
        for fact in ("name", "agreed_on", "agreed_by"):
            own, before = getattr(entry, fact), getattr(begun, fact)
            if own != before:
                yield entry.fault(
                    fact, repr(own[:60]), f"{before!r}, as {where} has for this version",
                    "Write the same in every row of a version.", "contradiction",
                )  # fmt: skip
        key = (entry.code, entry.version, entry.small_area)
        if key in areas:
            yield entry.fault(
                _SMALL_AREA, f"{entry.small_area} a second time in {entry.code}", "each small area once",
                "Remove the row.", "small area twice",
            )  # fmt: skip
        areas.add(key)
