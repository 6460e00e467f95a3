"""What a column of a register holds, and turning whole columns of text into values.

Belongs here: types of cells and what is wrong with one. Does not belong here: the file around them (`delimited`).
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

_TIME = r"(?:[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?"
# Type of a date → its pattern, how it is read, and an example.
_DATES = {
    "date": (rf"^\d{{4}}-\d\d-\d\d{_TIME}$", "%Y-%m-%d", "2023-09-07"),
    "british_date": (r"^\d\d/\d\d/\d{4}$", "%d/%m/%Y", "07/09/2023"),
}
_EXPECTED = {"number": "a number", "boolean": "True or False", "company_number": "eight characters such as 01234567"}


@dataclass(frozen=True)
class Field:
    """A column to read: its header in the file, its name here, and what its cells are.

    `type` is text, number, boolean, date (2023-09-07, with or without a time of day), british_date (07/09/2023),
    postcode or company_number (capitals, leading zeros restored). An empty cell is null, and a fault where it is
    `required`. A text may have to look like `pattern`.
    """

    header: str
    name: str
    type: str = "text"
    required: bool = False
    pattern: str = ""


@dataclass(frozen=True)
class BadCell:
    """A cell that cannot be read: its line in the file, its column, what stands there and what should."""

    line: int
    column: str
    found: str
    expected: str
    entry: str


def parsed(raw: "pl.DataFrame", fields: tuple[Field, ...], entry: str) -> tuple["pl.DataFrame", list[BadCell]]:
    """Turn columns of text into values.

    Args:
        raw: the fields' columns as text under their names, and `source_row`.
        fields: what they are.
        entry: name of the field that says which entry a row is of.

    Returns:
        The rows of which every cell could be read, and the cells that could not, by line.
    """
    import polars as pl

    trimmed = raw.with_columns(pl.col(field.name).str.strip_chars().replace("", None) for field in fields)
    values = trimmed.with_columns(_value(field).alias(field.name) for field in fields)
    bad: list[BadCell] = []
    for field in fields:
        unread = trimmed[field.name].is_not_null() & values[field.name].is_null()
        if field.required:
            unread |= trimmed[field.name].is_null()
        if unread.any():
            cells = trimmed.filter(unread).select("source_row", field.name, pl.col(entry).alias("entry of the row"))
            for line, text, number in cells.iter_rows():
                found = "an empty cell" if text is None else repr(text[:60])
                bad.append(BadCell(line, field.header, found, _expected(field), number or ""))
    if bad:
        values = values.filter(~pl.col("source_row").is_in({cell.line for cell in bad}))
    return values, sorted(bad, key=lambda cell: cell.line)


def postcode(column: "pl.Expr") -> "pl.Expr":
    """Postcodes as the lookup of postcodes writes them: capitals, and one blank before the last three signs."""
    import polars as pl

    signs = column.str.replace_all(r"\s+", "").str.to_uppercase()
    whole = pl.concat_str(signs.str.head(-3), pl.lit(" "), signs.str.tail(3))
    return pl.when(signs.str.len_chars() > 3).then(whole).otherwise(signs)


def as_pandas(frames: list["pl.DataFrame"], fields: tuple[Field, ...], file: str) -> "pd.DataFrame":
    """Frames of parsed blocks as one, with typed columns even where there is no row: dates are dates and not times.

    Args:
        frames: as `parsed` gives them.
        fields: the columns, in the order wanted.
        file: goes into `source_file`.
    """
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    schema = {field.name: _polars_type(field) for field in fields} | {"source_row": pl.Int64()}
    whole = pl.concat([pl.DataFrame(schema=schema), *(frame.select(list(schema)) for frame in frames)])
    whole = whole.select(*(field.name for field in fields), pl.lit(file).alias("source_file"), "source_row")
    types = {pa.date32(): pd.ArrowDtype(pa.date32()), pa.bool_(): pd.BooleanDtype()}
    frame: pd.DataFrame = whole.to_arrow().to_pandas(types_mapper=types.get)
    return frame


def _value(field: Field) -> "pl.Expr":
    """What makes a column of text into values; null where it cannot be."""
    import polars as pl

    text = pl.col(field.name)
    if field.type in _DATES:
        pattern, form, _ = _DATES[field.type]
        return pl.when(text.str.contains(pattern)).then(text.str.head(10).str.to_date(form, strict=False))
    if field.type == "number":
        number = text.cast(pl.Float64, strict=False)
        return pl.when(number.is_finite()).then(number)
    if field.type == "boolean":
        words = {"true": True, "false": False}
        return text.str.to_lowercase().replace_strict(words, default=None, return_dtype=pl.Boolean)
    if field.type == "postcode":
        return postcode(text)
    if field.type == "company_number":
        signs = text.str.to_uppercase()
        signs = pl.when(signs.str.contains(r"^\d{1,8}$")).then(signs.str.zfill(8)).otherwise(signs)
        return pl.when(signs.str.contains(r"^[A-Z0-9]{8}$")).then(signs)
    return pl.when(text.str.contains(field.pattern)).then(text) if field.pattern else text


def _polars_type(field: Field) -> "pl.DataType":
    import polars as pl

    if field.type in _DATES:
        return pl.Date()
    return {"number": pl.Float64(), "boolean": pl.Boolean()}.get(field.type, pl.String())


def _expected(field: Field) -> str:
    if field.type in _DATES:
        return f"a date such as {_DATES[field.type][2]}"
    if field.type == "text" and field.pattern:
        return "digits only" if field.pattern.startswith(r"^\d") else f"text like {field.pattern}"
    return _EXPECTED.get(field.type, "text")
