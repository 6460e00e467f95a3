"""Reading answers from SPSS (.sav, .zsav), with the words and missing values that SPSS keeps beside a column.

Belongs here: a .sav file to a grid of text. Does not belong here: what a column means (`reading`). Rows are numbered as
SPSS numbers its cases, from 1.
"""

from pathlib import Path
from typing import Any

from pipelines.surveys.files.grid import BLANKS, Grid, as_seen, named_columns, unusable, without_empty_rows

_SIGNATURES = (b"$FL2", b"$FL3")


def is_spss(head: bytes) -> bool:
    """Whether a file's first bytes are those of SPSS."""
    return head.startswith(_SIGNATURES)


def header_of(path: Path) -> list[str]:
    """The names of the variables; none when the file is damaged."""
    import pyreadstat

    try:
        about = pyreadstat.read_sav(path, metadataonly=True)[1]
    except (pyreadstat.ReadstatError, UnicodeDecodeError):
        return []
    return [str(name) for name in about.column_names]


def read(path: Path) -> Grid:
    """The cases as a grid, codes as numbers or text and never as their labels."""
    import polars as pl
    import pyreadstat

    try:
        # Values that SPSS calls missing are kept: the instrument says which of them are answers.
        frame, about = pyreadstat.read_sav(path, user_missing=True, output_format="polars")
    except (pyreadstat.ReadstatError, UnicodeDecodeError):
        return unusable(
            "a damaged SPSS file, or one in an encoding that it does not name",
            "a whole .sav file",
            "Save it again from SPSS in Unicode, or export it as CSV.",
            path.name,
            "damaged",
        )
    header = [str(name) for name in about.column_names]
    frame = frame.rename(dict(zip(frame.columns, named_columns(len(header)), strict=True)))
    frame = frame.select(_as_text(pl.col(name), kind) for name, kind in frame.schema.items())
    rows = pl.int_range(1, frame.height + 1, eager=True, dtype=pl.Int64)
    labels = {
        header.index(name): {as_seen(code) or "": str(words) for code, words in of.items()}
        for name, of in about.variable_value_labels.items()
        if name in header
    }
    missing = {header.index(name): list(ranges) for name, ranges in about.missing_ranges.items() if name in header}
    return Grid(header, *without_empty_rows(frame, rows), labels=labels, missing=missing)


def _as_text(column: Any, kind: Any) -> Any:
    import polars as pl

    if kind == pl.String:
        return column.str.strip_chars(BLANKS).replace("", None)
    if kind.is_float():
        number = column.fill_nan(None)
        # Whole numbers without a point, as a person sees them; beyond 2^53 they are not whole any more.
        whole = (number == number.round()) & (number.abs() < 1e15)
        return (
            pl.when(whole).then(number.cast(pl.Int64, strict=False).cast(pl.String)).otherwise(number.cast(pl.String))
        )
    if kind == pl.Datetime:
        return column.dt.to_string("%Y-%m-%d %H:%M:%S").str.strip_suffix(" 00:00:00")
    if kind == pl.Object:
        return column.map_elements(as_seen, return_dtype=pl.String)
    return column.cast(pl.String)
