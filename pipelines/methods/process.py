"""How much a figure varies by itself: XmR process behaviour charts, for readers from the NHS.

Belongs here: which series may be charted (`process_series.sql`), and whether a process can be expected to meet a
target. Does not belong here: the formulas (macros in `process.sql`), words for a reader. Pure over the views that the
connection shows.

The numbers are those of the R package NHSRplotthedots 0.2.2 with its default screening of outliers; the NHS's Excel
tool does not screen. scipy and statsmodels have no XmR chart.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.methods.periods import read_periods

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

_QUERY = Path(__file__).with_name("process_series.sql")


def process_charts(connection: "duckdb.DuckDBPyConnection", observations: str, about: str) -> "pd.DataFrame":
    """Chart every series of wards, committees and the city that has at least three figures.

    A series has periods of one length that do not overlap; an area's years without a figure are passed over. Limits are
    never moved because the process has: but a declared break, before which figures are not comparable, starts a series.

    Args:
        connection: shows the views and holds the macros.
        observations: view with indicator, level, area_code, area_name, period, value.
        about: view with indicator, polarity, overlapping (bool), breaks (dates joined by blanks).

    Returns:
        indicator, level, area_code, area_name, period, value, mean, lower_limit, upper_limit, signal, variation,
        points, trial (fewer than 13 points); one row per point, ordered in time within each area.

    Raises:
        DeclarationFaultsError: when a period cannot be read.
    """
    query = _QUERY.read_text(encoding="utf-8").format(observations=observations, about=about)
    frame: pd.DataFrame = connection.execute(query, read_periods(connection, observations)).df()
    return frame


def assurance(polarity: str, lower_limit: float, upper_limit: float, target: float) -> str:
    """Whether a process, as it runs, will meet a target: consistent_pass, consistent_fail or hit_and_miss.

    A target on a limit can be hit. Without polarity there is no telling which side is good, and the answer is empty.
    """
    if polarity == "no_judgement":
        return ""
    if lower_limit <= target <= upper_limit:
        return "hit_and_miss"
    return "consistent_pass" if (target < lower_limit) == (polarity == "high_good") else "consistent_fail"
