"""Telling what is wrong with answers without telling the answers.

Belongs here: the only words that may be said of a cell, the list of faults that grows while a file is read, and keeping
answers out of a program's own errors. Does not belong here: finding faults.

A message may hold a row number, a column of the instrument, a short number, a day of the year, and the instrument's own
words. It never holds a respondent's id, name, e-mail, postcode or text.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, wraps
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from pipelines.faults import SHOWN_PER_KIND, Fault, ThrivingError

if TYPE_CHECKING:
    import polars as pl

P = ParamSpec("P")
T = TypeVar("T")

NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_COMMA = re.compile(r"[+-]?\d{1,4},\d+")
# A number with more digits may be a telephone or a membership number.
_LONGEST_NUMBER = 6
# One or two digits are a code in any file; more may be a respondent's id, so they are looked up first.
_NEVER_AN_ID = 2
_ROWS_LISTED = 20
# Excel's own words for a formula that failed.
_EXCEL_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "########"})

Said = tuple[str, str, str]


@dataclass
class Teller:
    """The faults of one file as they are found. `ids` are the respondents' ids, which no message may repeat."""

    file: str
    ids: "pl.Series | None" = field(default=None, repr=False)
    faults: list[Fault] = field(default_factory=list)

    def tell(
        self,
        rows: Sequence[int],
        says: Said | Callable[[int], Said],
        column: str | None = None,
        kind: str = "fault",
        *,
        blocking: bool = True,
    ) -> None:
        """Add a fault for each row, the first twenty in full and the others as a count.

        Args:
            rows: row numbers as the reader's own program shows them; none adds nothing.
            says: found, expected and remedy; or what gives them for the n-th row.
            column: the column, as the instrument names it.
            kind: faults of one kind and column are counted together.
            blocking: whether the file cannot be used before it is mended.
        """
        shown = rows[:SHOWN_PER_KIND]
        for place, row in enumerate(shown):
            found, expected, remedy = says(place) if callable(says) else says
            if place == len(shown) - 1 and len(rows) > len(shown):
                remedy += f" ({len(rows) - len(shown):,} more rows have the same fault.)"
            self.faults.append(Fault(self.file, found, expected, remedy, int(row), column, kind, blocking))

    def tell_once(
        self,
        says: Said,
        column: str | None = None,
        kind: str = "fault",
        *,
        row: int | None = None,
        blocking: bool = True,
    ) -> None:
        """Add one fault of the whole file, or of what begins at a row."""
        found, expected, remedy = says
        self.faults.append(Fault(self.file, found, expected, remedy, row, column, kind, blocking))

    @cached_property
    def _known_ids(self) -> frozenset[str]:
        return frozenset(self.ids.drop_nulls().to_list()) if self.ids is not None else frozenset()

    def words_for(self, text: str, instead: str) -> str:
        """What may be said of a cell: a short number as it stands, otherwise only what it looks like.

        Args:
            text: the cell.
            instead: what text fails to be, for example `answer code`.
        """
        if text in _EXCEL_ERRORS:
            return f"{text}, which is an error in the spreadsheet"
        if _COMMA.fullmatch(text):
            return "a number with a comma where the decimal point should be"
        digits = sum(sign.isdigit() for sign in text)
        if not NUMBER.fullmatch(text):
            return f"text of {len(text)} sign{'s' * (len(text) != 1)} that is no {instead}"
        if digits > _LONGEST_NUMBER or (digits > _NEVER_AN_ID and text in self._known_ids):
            return f"a number of {digits} digits"
        return text


def rows_in_words(rows: Sequence[int]) -> str:
    """Row numbers for a reader: `row 7`, or `rows 2-5, 9 and 12 more`."""
    ordered = sorted({int(row) for row in rows})
    if len(ordered) == 1:
        return f"row {ordered[0]}"
    spans: list[list[int]] = []
    for row in ordered:
        if spans and row == spans[-1][1] + 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    listed = [f"{first}-{last}" if last > first else str(first) for first, last in spans[:_ROWS_LISTED]]
    rest = sum(last - first + 1 for first, last in spans[_ROWS_LISTED:])
    return f"rows {', '.join(listed)}" + (f" and {rest:,} more" if rest else "")


def discreet(function: Callable[P, T]) -> Callable[P, T]:
    """Keep answers out of the errors of a function that handles them.

    The libraries quote the cell that they stumble over. Their words are replaced by the kind of error and the place
    in the program; what is meant for an analyst passes unchanged.
    """

    @wraps(function)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return function(*args, **kwargs)
        except ThrivingError:
            raise
        except Exception as error:
            trace = error.__traceback__
            while trace is not None and trace.tb_next is not None:
                trace = trace.tb_next
            code = trace.tb_frame.f_code if trace is not None else None
            where = f"{Path(code.co_filename).name}, {code.co_name}, line {trace.tb_lineno}" if code and trace else "?"
            told = f"{type(error).__name__} in {where}; its own words are left out, because they may hold answers"
        # Raised outside the handler, so that the first error is not even kept as its context.
        raise RuntimeError(told)

    return guarded
