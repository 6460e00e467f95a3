"""Codes and their vintages: translating an old one, and telling what cannot be translated.

Belongs here: judging the code and name of a row. Does not belong here: reading files. Pure: rows in, rows and
faults out.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from pipelines.faults import Fault

_SPACES = re.compile(r"[^a-z0-9]+")


def plain_name(name: str) -> str:
    """A name as it compares: `Beeston & Holbeck` and `Beeston and Holbeck` are the same."""
    return _SPACES.sub(" ", name.lower().replace("&", " and ")).strip()


@dataclass(frozen=True)
class WardCodes:
    """The codes of a place's wards: those in force and all that ever were.

    `history` rows carry ward_code, ward_name, successor_code and relation; an empty successor of a code that is
    not in force means that boundaries were redrawn and nothing can be translated.
    """

    current: dict[str, str]
    history: list[dict[str, str]]

    def names_of(self, code: str) -> set[str]:
        """Every name that stood beside the code, ready to compare."""
        names = {plain_name(h["ward_name"]) for h in self.history if h["ward_code"] == code}
        return names | ({plain_name(self.current[code])} if code in self.current else set())

    def successor(self, code: str) -> str | None:
        """The code in force for an old code; None when there is none."""
        return next((h["successor_code"] for h in self.history if h["ward_code"] == code and h["successor_code"]), None)

    def was_redrawn(self, code: str) -> bool:
        """Whether the code was once in force and its boundaries have no heir."""
        return (
            code not in self.current and any(h["ward_code"] == code for h in self.history) and not self.successor(code)
        )


@dataclass
class Judged:
    """Rows whose codes are good, and what was said of the others."""

    rows: list[dict[str, Any]]
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    outside: dict[str, int] = field(default_factory=dict)


def judge_wards(
    rows: Iterable[dict[str, Any]], wards: WardCodes, file: str, *, elsewhere: frozenset[str], of_place: bool
) -> Judged:
    """Translate old ward codes and tell of codes and names that do not fit.

    Args:
        rows: with `area_code`, perhaps `area_name`, and `source_row`.
        wards: codes of the place.
        file: name to print.
        elsewhere: codes known to be another place's.
        of_place: whether each row is meant to be of this place, so that an unknown code is a fault; otherwise the row
            is counted as another place's.
    """
    judged = Judged(rows=[])
    translated: dict[str, str] = {}
    for row in rows:
        code, line = row["area_code"], row["source_row"]
        if code in wards.current:
            new = code
        elif successor := wards.successor(code):
            new = translated[code] = successor
        elif wards.was_redrawn(code):
            judged.faults.append(
                Fault(
                    file,
                    f"ward code {code}, whose boundaries were redrawn",
                    "a code in force, or one with a successor",
                    "Figures of redrawn wards cannot be translated: ask the publisher for the current wards, or supply "
                    "small-area figures.",
                    row=line,
                    column="area_code",
                    kind="ward redrawn",
                )
            )
            continue
        elif of_place and code not in elsewhere:
            judged.faults.append(
                Fault(
                    file,
                    f"ward code {code}",
                    "a ward of this place, in force or in its code history",
                    "Correct the code, or add it to ward_code_history.csv.",
                    row=line,
                    column="area_code",
                    kind="ward unknown",
                )
            )
            continue
        else:
            judged.outside.setdefault(code, line)
            continue
        name = plain_name(row.get("area_name") or "")
        if name and name not in wards.names_of(code):
            judged.faults.append(
                Fault(
                    file,
                    f"{row['area_name']!r} beside {code}",
                    f"{wards.current[new]!r}",
                    "Code and name contradict each other: were the rows shifted? Compare with the publisher's file.",
                    row=line,
                    column="area_name",
                    kind="ward name",
                )
            )
            continue
        judged.rows.append(row | {"area_code": new})
    for old, new in sorted(translated.items()):
        judged.notes.append(f"{file}: ward code {old} was translated to {new} ({wards.current[new]}).")
    return judged


def judge_small_areas(
    rows: Iterable[dict[str, Any]],
    outside: dict[str, int],
    names: dict[str, str],
    known: frozenset[str],
    file: str,
    column: str,
) -> Judged:
    """Tell of small-area codes that exist nowhere, and of names that contradict the code.

    Args:
        rows: rows of the place, with `column` holding the code.
        outside: codes that are not of the place, with the row they stood in.
        names: official names of the place's codes.
        known: every code the lookups know, of any place.
        file: name to print.
        column: name of the code column, `area_code` or `lsoa11_code`.
    """
    judged = Judged(rows=[])
    for row in rows:
        name, official = row.get("area_name") or "", names.get(row[column], "")
        if name and official and plain_name(name) != plain_name(official):
            judged.faults.append(
                Fault(
                    file,
                    f"{name!r} beside {row[column]}",
                    repr(official),
                    "Code and name contradict each other: the rows may have been shifted.",
                    row=row["source_row"],
                    column="area_name",
                    kind="small-area name",
                )
            )
        else:
            judged.rows.append(row)
    for code, line in outside.items():
        if code not in known:
            judged.faults.append(
                Fault(
                    file,
                    f"small-area code {code!r}",
                    "a code that the lookup lists",
                    "Correct the code; it may be of another vintage (2011 or 2021).",
                    row=line,
                    column=column,
                    kind="small area unknown",
                )
            )
    judged.outside = {code: line for code, line in outside.items() if code in known}
    return judged
