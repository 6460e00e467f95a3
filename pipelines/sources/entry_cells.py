"""Turning text cells of entries into amounts, days and postcodes, a whole column at a time.

Belongs here: what a cell may look like, and telling those that do not. Does not belong here: which columns there are
(each source), or reading the file (`entries`).
"""

from typing import TYPE_CHECKING

from pipelines.faults import Fault
from pipelines.sources.entries import Entries

if TYPE_CHECKING:
    import pandas as pd

# Digits with or without commas between thousands: a comma anywhere else may be a decimal comma; that is not guessed.
_NUMBER = r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)?(?:\.\d*)?"
_DAY_FORMS = (
    (r"\d{4}-\d\d-\d\d", "%Y-%m-%d"),
    (r"\d{1,2}/\d{1,2}/\d{4}", "%d/%m/%Y"),
    (r"\d{1,2}/\d{1,2}/\d\d", "%d/%m/%y"),
    (r"\d{1,2} [A-Za-z]{3} \d{4}", "%d %b %Y"),
    (r"\d{1,2} [A-Za-z]{3} \d\d", "%d %b %y"),
    (r"\d{1,2} [A-Za-z]{4,9} \d{4}", "%d %B %Y"),
)
_TIME = r"[T ]\d{1,2}:\d\d.*$"


def amounts(cells: "pd.Series") -> "pd.Series":
    """Pounds from text: `£1,234.50`, `-12`, `(12.00)` and `12.00-` (both below nought), `12.00 CR` (a credit).

    Returns:
        Floats; NaN where the cell is empty or no amount.
    """
    import pandas as pd

    plain = cells.str.upper().str.replace("[£ \u00a0]|GBP", "", regex=True)
    odd = ~plain.str.fullmatch(_NUMBER)
    if odd.any():  # few; what is below nought can be written in two more ways
        below = plain[odd].str.replace(r"^\((.+)\)$", r"-\1", regex=True)
        plain = plain.where(~odd, below.str.replace(r"^([^+-].*?)(?:-|CR)$", r"-\1", regex=True))
    readable = plain.str.fullmatch(_NUMBER) & plain.str.contains(r"\d")
    return pd.to_numeric(plain.where(readable).str.replace(",", ""), errors="coerce").astype("float64")


def days(cells: "pd.Series") -> "pd.Series":
    """Days from text: ISO, or day before month with strokes, hyphens, dots or the month's name; a time is left out.

    Returns:
        Days, None where the cell is empty or no day. `03/04/2024` is the third of April.
    """
    import pandas as pd

    # A file has few days, each many times over.
    distinct = pd.Series(cells.unique(), dtype="str")
    plain = distinct.str.replace(_TIME, "", regex=True).str.strip()
    iso = plain.str.fullmatch(_DAY_FORMS[0][0])
    plain = plain.where(
        iso, plain.str.replace(r"[.-]", "/", regex=True).str.replace(r"/([A-Za-z]+)/", r" \1 ", regex=True)
    )
    found = pd.Series(pd.NaT, index=distinct.index, dtype="datetime64[s]")
    for shape, form in _DAY_FORMS:
        fits = plain.str.fullmatch(shape)
        found = found.where(~fits, pd.to_datetime(plain.where(fits), format=form, errors="coerce"))
    plain_days = found.dt.date.astype("object").where(found.notna(), None)
    by_text = pd.Series(plain_days.array, index=distinct.array, dtype="object")
    return by_text.reindex(cells).set_axis(cells.index)


def postcodes(cells: "pd.Series") -> "pd.Series":
    """Postcodes as the lookup writes them: capitals, and one blank before the last three signs."""
    signs = cells.str.upper().str.replace("[ \u00a0]", "", regex=True)
    return signs.where(signs.str.len() < 4, signs.str[:-3] + " " + signs.str[-3:])


def told(entries: Entries, file: str, name: str, wrong: "pd.Series", expected: str, remedy: str) -> list[Fault]:
    """A fault for each row in which a column's cell is wrong.

    Args:
        entries: the file's cells, as they were read.
        file: the file's name.
        name: the column.
        wrong: true for each wrong row.
        expected: what the cell should hold.
        remedy: what to do.
    """
    bad = entries.frame.loc[wrong, [name, "source_row"]]
    title = entries.titles.get(name, name)
    return [
        Fault(
            file,
            repr(cell[:60]) if cell else "an empty cell",
            expected,
            remedy,
            row=int(row),
            column=title,
            kind=f"{name} not readable",
        )
        for cell, row in zip(bad[name], bad["source_row"], strict=True)
    ]
