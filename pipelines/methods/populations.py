"""Mid-year populations of every area and year, the denominator of rates.

Belongs here: adding small areas up and drawing the line between known years (`populations.sql`). Does not belong here:
which rates may use a year that was interpolated (a declaration says so, see `observations`).
"""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

SOURCES = ("conformed.population", "conformed.population_broad")
TABLE = "conformed.mid_year_populations"
_COUNTS = ("residents", "aged_0_15", "aged_16_64", "aged_65_over")


def mid_year_populations(connection: "duckdb.DuckDBPyConnection", tables: list[str]) -> "pd.DataFrame":
    """Residents by level, area and year.

    Args:
        connection: shows `tables` and conformed.membership, and holds the macros.
        tables: those of `SOURCES` that are there. Where two know the same year, the one that was counted on today's
            small areas goes before the one that was moved from those of 2011.

    Returns:
        level, area_code, year, residents, aged_0_15, aged_16_64, aged_65_over, interpolated; counts as floats, because
        a split small area's count is shared out.
    """
    sums = ", ".join(f"sum(CAST({count} AS DOUBLE)) AS {count}" for count in _COUNTS)
    union = " UNION ALL ".join(
        f"SELECT area_code, CAST(left(period, 4) AS INTEGER) AS year, {sums}, {SOURCES.index(table)} AS preference "
        f"FROM {table} GROUP BY area_code, year"
        for table in tables
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW small_area_residents AS SELECT * FROM ({union}) "
        "QUALIFY row_number() OVER (PARTITION BY area_code, year ORDER BY preference DESC) = 1"
    )
    query = Path(__file__).with_name("populations.sql").read_text(encoding="utf-8")
    return connection.execute(query).df()
