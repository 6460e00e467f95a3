"""What is wrong with an input, told so that an analyst can mend it.

Belongs here: the shape of a fault and the errors that carry many of them. Does not belong here: finding them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

# A file with the same mistake in every row would bury the other mistakes: show this many of a kind, count the rest.
SHOWN_PER_KIND = 20


@dataclass(frozen=True)
class Fault:
    """One thing wrong in one place of one file.

    `row` is the line a text editor shows, counted from 1 with title and header lines included; `None` when the
    fault is of the whole file. A `blocking` fault stops the release; another is told and carried on with.
    """

    file: str
    found: str
    expected: str
    remedy: str
    row: int | None = None
    column: str | None = None
    kind: str = "fault"
    blocking: bool = True

    def __str__(self) -> str:
        """One line: file, row, column, found, expected, remedy."""
        where = self.file
        if self.row is not None:
            where += f", row {self.row}"
        if self.column is not None:
            where += f", column {self.column}"
        return f"{where}: found {self.found}; expected {self.expected}. {self.remedy}"


def limited(faults: Iterable[Fault]) -> list[Fault]:
    """The first faults of each kind and file, the last of them saying how many more there are."""
    groups: dict[tuple[str, str, str | None], list[Fault]] = {}
    for fault in faults:
        groups.setdefault((fault.file, fault.kind, fault.column), []).append(fault)
    shown: list[Fault] = []
    for group in groups.values():
        head = group[:SHOWN_PER_KIND]
        if len(group) > SHOWN_PER_KIND:
            more = len(group) - SHOWN_PER_KIND
            head[-1] = replace(head[-1], remedy=f"{head[-1].remedy} ({more} more rows have the same fault.)")
        shown.extend(head)
    return shown


class ThrivingError(Exception):
    """Something an analyst can mend; its text is meant for them."""


class InputFaultsError(ThrivingError):
    """One or more input files cannot be used as they are."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = limited(faults)
        lines = "\n".join(f"  - {fault}" for fault in self.faults)
        super().__init__(f"{len(faults)} fault(s) in the input:\n{lines}")


class DeclarationFaultsError(ThrivingError):
    """One or more declarations are wrong; every fault of every file is listed."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = list(faults)
        super().__init__("The declarations have faults:\n" + "\n".join(f"  - {fault}" for fault in self.faults))


class NothingUsableError(ThrivingError):
    """No file in the inbox could be used."""


class CheckFailedError(ThrivingError):
    """A blocking expectation failed, so the table was not swapped in."""

    def __init__(self, table: str, details: Sequence[str]) -> None:
        self.table, self.details = table, list(details)
        super().__init__(f"Checks of {table} failed:\n" + "\n".join(f"  - {line}" for line in self.details))


class ReleaseError(ThrivingError):
    """A release cannot be read, or is not what its manifest says."""
