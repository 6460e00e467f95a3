"""Columns of a register's table in one form, whatever is empty in it.

Belongs here: text, numbers, days and truth values. Does not belong here: what they mean.
"""

import pandas as pd
import pyarrow as pa


def text(frame: pd.DataFrame, column: str) -> pd.Series:
    """Trimmed text, `""` where nothing is said; a number without decimals as its digits."""
    if column not in frame:
        return pd.Series("", index=frame.index, dtype="str")
    values = frame[column]
    if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
        values = values.astype("Int64")
    return values.astype("string").fillna("").str.strip().astype("str")


def plain(frame: pd.DataFrame, column: str) -> pd.Series:
    """Text in small letters, for comparing words."""
    return text(frame, column).str.lower()


def number(frame: pd.DataFrame, column: str) -> pd.Series:
    """Floats, NaN where nothing is said."""
    if column not in frame:
        return pd.Series(float("nan"), index=frame.index)
    return pd.to_numeric(frame[column], errors="coerce").astype("float64")


def day(frame: pd.DataFrame, column: str) -> pd.Series:
    """Days as timestamps at midnight, NaT where nothing is said."""
    if column not in frame:
        return pd.Series(pd.NaT, index=frame.index, dtype="datetime64[s]")
    values = frame[column]
    if isinstance(values.dtype, pd.ArrowDtype):
        # The way round by Arrow's own timestamps is a hundred times quicker: registers have millions of days.
        values = values.astype(pd.ArrowDtype(pa.timestamp("s")))
        return values.astype("datetime64[s]")
    return pd.to_datetime(values, errors="coerce").astype("datetime64[s]")


def truth(frame: pd.DataFrame, column: str) -> pd.Series:
    """Whether it is said to be so; an empty cell says no."""
    if column not in frame:
        return pd.Series(data=False, index=frame.index)
    return frame[column].astype("string").str.lower().isin(["true", "1", "t", "y", "yes"]).astype(bool)


def as_dates(values: pd.Series) -> pd.Series:
    """Timestamps as plain days, so that Parquet keeps a day and no time, also where there is none at all."""
    return values.astype(pd.ArrowDtype(pa.date32()))


def months_later(values: pd.Series, months: int) -> pd.Series:
    """The same day of the month some months later, or the month's last day where it has no such day."""
    return (values + pd.DateOffset(months=months)).astype("datetime64[s]")
