"""Text that a spreadsheet cannot mistake for a formula.

Belongs here: neutralising cells of text. Numbers are left as they are: -0.5 stays a number.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(text: object) -> object:
    """A cell's text with an apostrophe before a character that would start a formula; other types unchanged."""
    return f"'{text}" if isinstance(text, str) and text.startswith(_DANGEROUS) else text


def harmless_frame(frame: "pd.DataFrame") -> "pd.DataFrame":
    """A copy of a table with every text cell made harmless."""
    import pandas as pd

    texts = [
        column
        for column in frame.columns
        if pd.api.types.is_string_dtype(frame[column]) or frame[column].dtype == object
    ]
    dangerous = [column for column in texts if frame[column].astype("str").str.startswith(_DANGEROUS).any()]
    return frame.assign(**{column: frame[column].map(harmless, na_action="ignore") for column in dangerous})
