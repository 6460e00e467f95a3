"""Observations of a block of indicators: value, interval, comparison, rank and state at every level.

Belongs here: handing declarations and figures to the SQL of `observations.sql` and running it. Does not belong here:
any formula (those are macros), what a declaration asks for (`figures`) or any file. It is pure over the tables that the
connection shows, and indicators never mix, so that blocks can be mapped over many workers unchanged.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.columns import CITY_CHARACTERISTICS, OBSERVATION_COLUMNS, READER_LEVELS
from pipelines.declarations.indicator import Indicator
from pipelines.declarations.kinds import SURVEY_KINDS, UNADDED_KINDS, WORKED_KINDS
from pipelines.faults import DeclarationFaultsError
from pipelines.methods.figures import Z95, figures_query

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import pyarrow as pa

HERE = Path(__file__).parent
_MACROS = (
    "intervals.sql",
    "comparison.sql",
    "ratios.sql",
    "standardised.sql",
    "deprivation.sql",
    "trend.sql",
    "process.sql",
)
# Areas and periods by number, counted from 0 in the order of their names.
_NUMBERED = """
CREATE OR REPLACE TEMP TABLE places AS
SELECT
    level, area_code, area_name,
    row_number() OVER (ORDER BY level, area_code) - 1 AS place,
    dense_rank() OVER (ORDER BY level) AS layer,
    level NOT IN ('city', 'country') AS compared,
    -- Neighbourhoods agreed locally may overlap, so that a place among them would say nothing.
    level NOT IN ('city', 'country', 'neighbourhood') AS ranked
FROM conformed.areas;
CREATE OR REPLACE TEMP TABLE spans AS
SELECT period, row_number() OVER (ORDER BY period) - 1 AS span FROM (SELECT DISTINCT period FROM figures);
"""
_READER_WORDS = {"ward": "wards", "committee": "committees", "city": "the city"}
NAMED = "neighbourhood"
_COUNTED = WORKED_KINDS | {"proportion", "rate", "standardised_rate"}
_NUMBERS = ("numerator", "denominator", "value", "lower", "upper", "weight")
_FIGURES = f"""
CREATE OR REPLACE TEMP TABLE figures (
    number INTEGER, level VARCHAR, area_code VARCHAR, period VARCHAR,
    {", ".join(f"{name} DOUBLE" for name in _NUMBERS)}, status VARCHAR, note VARCHAR
)"""


@cache
def _text(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def install_macros(connection: "duckdb.DuckDBPyConnection") -> None:
    """Define every macro of this package on a connection."""
    for name in _MACROS:
        connection.execute(_text(name))


def _declared(indicator: Indicator) -> dict[str, object]:
    """What the SQL must know of a declaration."""
    of_areas = indicator.characteristic not in CITY_CHARACTERISTICS
    words = " and ".join(_READER_WORDS[level] for level in indicator.levels if level in READER_LEVELS)
    levels = [*indicator.levels, *([] if _not_added(indicator) else [NAMED])]
    return {
        "indicator": indicator.id,
        "code": indicator.code,
        "characteristic": indicator.characteristic,
        "unit": indicator.unit,
        "polarity": indicator.polarity,
        "kind": indicator.kind,
        "interval": indicator.interval_kind,
        "multiplier": indicator.multiplier,
        "additive": indicator.kind not in UNADDED_KINDS,
        "shows_numerator": indicator.kind in _COUNTED,
        "shows_denominator": indicator.kind in _COUNTED | SURVEY_KINDS | {"weighted_mean"},
        "levels": levels,
        "missing_levels": [level for level in READER_LEVELS if of_areas and level not in levels],
        "not_collected": f"The source gives this figure for {words} only.",
        "not_added": _not_added(indicator),
    }


def _not_added(indicator: Indicator) -> str:
    """Why figures of small areas do not make figures of named neighbourhoods; empty where they do."""
    if indicator.kind in SURVEY_KINDS:
        return "No estimates are made for named neighbourhoods."
    if "lsoa21" not in indicator.levels:
        return "Figures are not published for small areas, so they cannot be added up to named neighbourhoods."
    if indicator.kind in UNADDED_KINDS - {"standardised_rate"}:
        return "Figures of small areas cannot be added up, so there are none for named neighbourhoods."
    return ""


def _take_figures(connection: "duckdb.DuckDBPyConnection", number: int, indicator: Indicator) -> None:
    """Put the declared figures into the table of figures under a number, absent parts as null.

    Raises:
        DeclarationFaultsError: when the declared SQL does not fit the tables.
    """
    import duckdb

    numbers = ", ".join(f"CAST({name} AS DOUBLE)" for name in _NUMBERS)
    shaped = f"SELECT * FROM figures WHERE false UNION ALL BY NAME SELECT * FROM ({figures_query(indicator)})"
    try:
        connection.execute(
            f"INSERT INTO figures SELECT ?, level, area_code, period, {numbers}, "
            f"coalesce(status, 'ok'), coalesce(note, '') FROM ({shaped})",
            [number],
        )
    except duckdb.Error as error:
        raise DeclarationFaultsError([f"{indicator.id}: its SQL failed: {error}"]) from error


def _merge_repeated(connection: "duckdb.DuckDBPyConnection") -> None:
    """Make one figure of several rows of one area, such as the parts of two small areas that were merged into it.

    Only indicators that have such rows are touched: grouping them all would cost more than everything else.
    """
    key = "number, level, area_code, period"
    found = connection.execute(f"SELECT DISTINCT number FROM figures GROUP BY {key} HAVING count(*) > 1").fetchall()
    numbers = [row[0] for row in found]
    if not numbers:
        return
    sums = ", ".join(f"exact_sum({name}) AS {name}" for name in ("numerator", "denominator"))
    others = ", ".join(f"any_value({name}) AS {name}" for name in ("value", "lower", "upper", "weight"))
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE merged AS SELECT {key}, {sums}, {others}, "
        "coalesce(max(status) FILTER (status NOT IN ('ok', 'caution')), min(status)) AS status, max(note) AS note "
        "FROM figures WHERE list_contains(?, number) GROUP BY ALL",
        [numbers],
    )
    connection.execute("DELETE FROM figures WHERE list_contains(?, number)", [numbers])
    connection.execute("INSERT INTO figures BY NAME SELECT * FROM merged")


def _adder(connection: "duckdb.DuckDBPyConnection") -> str:
    """How to add figures up so that no last bit depends on the order in which threads bring them.

    Whole numbers add up exactly as they are; shares of split areas and weighted values do so as decimals, at more cost.
    """
    weighed = "bool_and(weight IS NULL)"
    whole = " AND ".join(f"coalesce(bool_and({name} = trunc({name})), true)" for name in ("numerator", "denominator"))
    found = connection.execute(f"SELECT coalesce({weighed}, true) AND {whole} FROM figures").fetchone()
    return "sum" if found and found[0] else "exact_sum"


def observe_all(connection: "duckdb.DuckDBPyConnection", indicators: Sequence[Indicator]) -> "pd.DataFrame":
    """Compute a block of indicators.

    Args:
        connection: shows the tables of `figures.tables_needed` and holds the macros.
        indicators: the declarations.

    Returns:
        One row per indicator, area and period with the columns of `columns.OBSERVATION_COLUMNS`, ordered.

    Raises:
        DeclarationFaultsError: when the SQL of one does not fit the tables.
    """
    import pandas as pd

    connection.execute(_FIGURES)
    numbered = list(enumerate(sorted(indicators, key=lambda i: i.id)))
    for number, indicator in numbered:
        _take_figures(connection, number, indicator)
    _merge_repeated(connection)
    connection.register("declared_rows", pd.DataFrame([{"number": n, **_declared(i)} for n, i in numbered]))
    # The lists of an empty column have no type of their own.
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE declared AS SELECT * REPLACE "
        "(levels::VARCHAR[] AS levels, missing_levels::VARCHAR[] AS missing_levels) FROM declared_rows"
    )
    connection.unregister("declared_rows")
    connection.execute(_NUMBERED)
    query = _text("observations.sql").format(z=Z95, sum=_adder(connection))
    frame: pd.DataFrame = _named(connection, connection.execute(query).to_arrow_table()).to_pandas()
    return frame.astype({"rank": "Int32", "rank_of": "Int32"})


def _named(connection: "duckdb.DuckDBPyConnection", numbered: "pa.Table") -> "pa.Table":
    """The columns of an observation, with names in place of the numbers of indicators, periods and areas."""
    import pyarrow as pa

    columns = {name: numbered[name] for name in numbered.column_names}
    for number, table in (("number", "declared"), ("place", "places"), ("span", "spans")):
        known = connection.execute(f"SELECT * FROM {table} ORDER BY {number}").to_arrow_table()
        wanted = [name for name in known.column_names if name in OBSERVATION_COLUMNS]
        columns |= {name: known[name].combine_chunks().take(numbered[number]) for name in wanted}
    return pa.table({name: columns[name] for name in OBSERVATION_COLUMNS})


def observe(connection: "duckdb.DuckDBPyConnection", indicator: Indicator) -> "pd.DataFrame":
    """Compute one indicator; see `observe_all`."""
    return observe_all(connection, [indicator])
