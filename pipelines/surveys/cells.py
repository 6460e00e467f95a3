"""From the text of a cell to a code, a number or a date.

Belongs here: one question's column. Does not belong here: who was asked, or anything that needs a second column
(`surveys.coding`).

Work is done once for each different text of a column, so a long column costs little more than a short one.
"""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from pipelines.declarations.question import Code, Question

if TYPE_CHECKING:
    import polars as pl

_WHOLE = re.compile(r"[+-]?\d+(\.0*)?")
_THOUSANDS = r"^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$"
_TIME_OF_DAY = r"[ T]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*([AaPp][Mm])?Z?$"
# A person in Britain writes the day first.
# Short years come first: the long form would read 24 as the year 24.
_DATE_FORMATS = (
    *("%Y-%m-%d", "%d/%m/%y", "%d-%m-%y", "%d-%b-%y", "%d %b %y"),
    *("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d-%b-%Y", "%d %b %Y", "%d %B %Y"),
)
_EXCEL_FIRST = date(1899, 12, 30)
_EXCEL_SERIAL = re.compile(r"[2-6]\d{4}(\.\d+)?")
_LIKE_A_DATE = re.compile(r"\d{1,4}[-/. ](\d{1,2}|[A-Za-z]{3,9})[-/. ]\d{1,4}")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# Forms in which Excel shows what it took for a date, or hands it over.
_EXCEL_DATES = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)([ T]00:00(:00)?)?"),
    re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})"),
    re.compile(r"(?P<day>\d{1,2})-(?P<name>[A-Za-z]{3})(-\d{2,4})?"),
    re.compile(r"(?P<name>[A-Za-z]{3})-(?P<year>\d{2})"),
)


@dataclass(frozen=True)
class Coded:
    """A column after coding, row for row.

    `values` are Int64 or String codes, Float64, Date, or text; null where there is no answer or no valid one. `empty`
    marks cells with nothing in them, `declined` those with a code for no answer, `invalid` those that are neither empty
    nor allowed, `serial` dates that came as Excel's day numbers.
    """

    values: "pl.Series" = field(repr=False)
    empty: "pl.Series" = field(repr=False)
    declined: "pl.Series" = field(repr=False)
    invalid: "pl.Series" = field(repr=False)
    serial: "pl.Series | None" = field(default=None, repr=False)


def normal(text: str) -> str:
    """A label as it compares: case, runs of blanks and the length of dashes do not matter."""
    return " ".join(text.replace("\u2013", "-").replace("\u2014", "-").casefold().split())


def shown(code: Code, label: str) -> str:
    """A code with its label, as the template's lists have it: `2 - Agree`, or `3` where the label says nothing more."""
    return str(code) if label == str(code) else f"{code} - {label}"


def accepted(question: Question) -> dict[str, Code]:
    """Every text that means a code of the question: the code itself, and the code with its label."""
    texts: dict[str, Code] = {}
    for code, label in [*question.codes.items(), *question.missing.items()]:
        texts[normal(f"{code} - {label}")] = code
    for code in [*question.codes, *question.missing]:
        texts[normal(str(code))] = code
    return texts


def labels(question: Question) -> dict[str, list[Code]]:
    """The codes that stand for each label, by the label as it compares."""
    found: dict[str, list[Code]] = {}
    for code, label in [*question.codes.items(), *question.missing.items()]:
        if label != str(code):
            found.setdefault(normal(label), []).append(code)
    return found


def code_of(text: str, texts: dict[str, Code]) -> Code | None:
    """The code that a cell means, or None; `2.0` and `02` are 2."""
    found = texts.get(normal(text))
    if found is None and _WHOLE.fullmatch(text):
        found = texts.get(str(int(float(text))))
    return found


def coded(cells: "pl.Series", question: Question) -> Coded:
    """One question's cells as values of its kind.

    Args:
        cells: text without blanks around it, null where a cell is empty.
        question: what may be answered.
    """
    if question.kind == "choice":
        return _choice(cells, question)
    if question.kind == "number":
        return _number(cells, question)
    if question.kind == "date":
        return as_dates(cells)
    return Coded(cells, cells.is_null(), _never(cells), _never(cells))


def _never(cells: "pl.Series") -> "pl.Series":
    import polars as pl

    return pl.repeat(value=False, n=len(cells), dtype=pl.Boolean, eager=True)


def _choice(cells: "pl.Series", question: Question) -> Coded:
    import polars as pl

    texts = accepted(question)
    whole = isinstance(next(iter(question.codes)), int)
    meaning = {text: code_of(text, texts) for text in cells.unique().drop_nulls().to_list()}
    codes = _replaced(cells, meaning, pl.Int64() if whole else pl.String())
    declined = codes.is_in(list(question.missing)).fill_null(value=False) if question.missing else _never(cells)
    invalid = cells.is_not_null() & codes.is_null()
    return Coded(_unless(declined, codes), cells.is_null(), declined, invalid)


def _replaced(cells: "pl.Series", meaning: dict[str, Any], kind: "pl.DataType") -> "pl.Series":
    import polars as pl

    known = {text: value for text, value in meaning.items() if value is not None}
    if not known:
        return pl.Series(cells.name, [None], dtype=kind).new_from_index(0, len(cells))
    return cells.replace_strict(
        pl.Series(list(known), dtype=pl.String),
        pl.Series(list(known.values()), dtype=kind),
        default=None,
        return_dtype=kind,
    )


def _unless(mask: "pl.Series", values: "pl.Series") -> "pl.Series":
    import polars as pl

    if not mask.any():
        return values
    return pl.select(pl.when(~mask).then(values)).to_series().alias(values.name)


def as_numbers(cells: "pl.Series", *, thousands: bool = False) -> "pl.Series":
    """Text as numbers, Float64; null where it is none.

    Args:
        cells: the text.
        thousands: whether a comma may divide thousands, as in sums of money; elsewhere 1,234 may mean 1.234.
    """
    import polars as pl

    if thousands and cells.str.contains(",", literal=True).any():
        plain = pl.when(cells.str.contains(_THOUSANDS)).then(cells.str.replace_all(",", "")).otherwise(cells)
        cells = pl.select(plain).to_series()
    numbers = cells.cast(pl.Float64, strict=False)
    return _unless(~numbers.is_finite().fill_null(value=True), numbers)


def _number(cells: "pl.Series", question: Question) -> Coded:
    import polars as pl

    texts: dict[str, Code] = {}
    for code, label in question.missing.items():
        texts |= {normal(f"{code} - {label}"): code, str(code): code}
    declined = _never(cells)
    if texts:
        short = {text: code_of(text, texts) for text in cells.unique().drop_nulls().to_list()}
        declined = cells.is_in([text for text, code in short.items() if code is not None]).fill_null(value=False)
    values = _unless(declined, as_numbers(cells, thousands=True))
    wrong = cells.is_not_null() & values.is_null() & ~declined
    if question.minimum is not None:
        wrong = wrong | (values < question.minimum).fill_null(value=False)
    if question.maximum is not None:
        wrong = wrong | (values > question.maximum).fill_null(value=False)
    return Coded(_unless(wrong, values).cast(pl.Float64), cells.is_null(), declined, wrong)


def as_dates(cells: "pl.Series") -> Coded:
    """Text as dates: ISO, day first, with a month's name, or Excel's number of days."""
    import polars as pl

    texts = cells.unique().drop_nulls()
    plain = texts.str.replace(_TIME_OF_DAY, "")
    days = pl.select(pl.coalesce(plain.str.to_date(form, strict=False) for form in _DATE_FORMATS)).to_series()
    meaning: dict[str, date | None] = dict(zip(texts.to_list(), days.to_list(), strict=True))
    serials = {
        text: _from_excel(text) for text, day in meaning.items() if day is None and _EXCEL_SERIAL.fullmatch(text)
    }
    values = _replaced(cells, meaning | serials, pl.Date())
    serial = cells.is_in(list(serials)).fill_null(value=False) if serials else _never(cells)
    return Coded(values, cells.is_null(), _never(cells), cells.is_not_null() & values.is_null(), serial)


def _from_excel(text: str) -> date:
    return _EXCEL_FIRST + timedelta(days=int(float(text)))


def looks_like_a_date(text: str) -> bool:
    """Whether somebody meant a date, though no calendar has it."""
    return _LIKE_A_DATE.fullmatch(re.sub(_TIME_OF_DAY, "", text)) is not None


def excel_date(text: str) -> tuple[int, int, int | None] | None:
    """Day, month and perhaps year of what Excel took for a date; None for any other text."""
    for form in _EXCEL_DATES:
        match = form.fullmatch(text)
        if match is None:
            continue
        parts = match.groupdict()
        name = (parts.get("name") or "").casefold()
        if name and name not in _MONTHS:
            return None
        month = _MONTHS.index(name) + 1 if name else int(parts["month"])
        day, year = int(parts.get("day") or 1), parts.get("year")
        return (day, month, int(year) if year else None) if 1 <= month <= 12 and 1 <= day <= 31 else None
    return None
