"""One indicator's observations: value, interval, comparison, rank and state at every level.

Belongs here: filling the SQL of `observations.sql` from a declaration and running it. Does not belong here: any
formula (those are macros) or any file. The function is pure over the tables that the connection shows, indicator by
indicator, so that it can be mapped over many workers unchanged.
"""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.columns import CITY_CHARACTERISTICS, READER_LEVELS
from pipelines.declarations.indicator import Indicator
from pipelines.declarations.kinds import SURVEY_KINDS, UNADDED_KINDS
from pipelines.faults import DeclarationFaultsError

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

HERE = Path(__file__).parent
Z95 = 1.959963984540054
_PARTS = (
    "level",
    "area_code",
    "period",
    "numerator",
    "denominator",
    "value",
    "lower",
    "upper",
    "weight",
    "status",
    "note",
)
_READER_WORDS = {"ward": "wards", "committee": "committees", "city": "the city"}
_SPINE = ["conformed.areas", "conformed.membership"]


@cache
def _text(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def install_macros(connection: "duckdb.DuckDBPyConnection") -> None:
    """Define every macro of this package on a connection."""
    for name in ("intervals.sql", "comparison.sql"):
        connection.execute(_text(name))


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def figures_query(indicator: Indicator) -> str:
    """The declared figures as SQL giving level, area_code, period, and the parts that the kind needs."""
    if indicator.population is None:
        return _declared_query(indicator)
    # Residents of the period's own year, at the figure's own level: a small area's for a small area's count.
    allowed = "" if indicator.population.interpolate else " AND NOT p.interpolated"
    return f"""SELECT
    f.* REPLACE (
        CASE
            WHEN p.year IS NULL AND coalesce(f.status, 'ok') IN ('ok', 'caution') THEN 'missing_at_source'
            ELSE coalesce(f.status, 'ok')
        END AS status,
        concat_ws(' ', nullif(f.note, ''), CASE
            WHEN p.year IS NULL THEN 'There is no mid-year population of ' || left(f.period, 4) || '.'
            WHEN p.interpolated THEN 'The population of ' || p.year || ' was interpolated between the years around it.'
        END) AS note
    ),
    p.denominator
FROM ({_with_status(f"SELECT * FROM ({_declared_query(indicator)})")}) AS f
LEFT JOIN (
    SELECT level, area_code, year, interpolated, {indicator.population.of} AS denominator
    FROM conformed.mid_year_populations
) AS p
    ON p.level = f.level AND p.area_code = f.area_code AND p.year = CAST(left(f.period, 4) AS INTEGER){allowed}"""


def _with_status(query: str) -> str:
    """A declared query that may leave status and note out, with both columns, null where it has none."""
    return f"SELECT NULL::VARCHAR AS status, NULL::VARCHAR AS note WHERE false UNION ALL BY NAME {query}"


def _declared_query(indicator: Indicator) -> str:
    if indicator.sql:
        return indicator.sql.strip().rstrip(";")
    if indicator.estimate is not None:
        return (
            "SELECT level, area_code, period, status, note, value, lower, upper, respondents AS denominator\n"
            f"FROM conformed.survey_estimates\nWHERE indicator = {_literal(indicator.id)}"
        )
    reading = indicator.reading
    if reading is None:
        raise DeclarationFaultsError([f"{indicator.id}: neither `from` nor an SQL file"])
    parts = ",\n    ".join(
        f"{getattr(reading, part)} AS {part}"
        for part in ("numerator", "denominator", "value", "lower", "upper", "weight")
        if getattr(reading, part)
    )
    where = f"\nWHERE {reading.where}" if reading.where else ""
    return f"SELECT level, area_code, period, status, note,\n    {parts}\nFROM {reading.table}{where}"


def tables_read(indicator: Indicator) -> tuple[str, ...]:
    """The tables that an indicator's figures come from, as DuckDB's own parser sees them."""
    return tables_in(figures_query(indicator), indicator.id)


@cache
def tables_in(query: str, name: str) -> tuple[str, ...]:
    """The tables that a query reads, as DuckDB's own parser sees them.

    Raises:
        DeclarationFaultsError: naming `name`, when the query cannot be read.
    """
    found = _parser().execute("SELECT json_serialize_sql(?)", [query]).fetchall()
    tree = json.loads(found[0][0])
    if tree.get("error"):
        raise DeclarationFaultsError([f"{name}: its SQL cannot be read: {tree.get('error_message', '')}"])
    return tuple(sorted(set(_base_tables(tree))))


@cache
def _parser() -> "duckdb.DuckDBPyConnection":
    """A connection that only reads SQL; opening one costs more than reading."""
    import duckdb

    return duckdb.connect(":memory:")


def _base_tables(node: Any) -> Iterator[str]:
    """Every table named in a parse tree, at any depth."""
    if isinstance(node, dict):
        if node.get("type") == "BASE_TABLE" and node.get("schema_name"):
            yield f"{node['schema_name']}.{node['table_name']}"
        for value in node.values():
            yield from _base_tables(value)
    elif isinstance(node, list):
        for value in node:
            yield from _base_tables(value)


def tables_needed(indicator: Indicator) -> list[str]:
    """Every table that must be attached before an indicator is computed."""
    return sorted({*tables_read(indicator), *_SPINE})


def _expressions(indicator: Indicator) -> dict[str, str]:
    """Value, limits, numerator and denominator over a rolled-up row `r`, by kind."""
    k = repr(indicator.multiplier)
    if indicator.kind in ("proportion", "rate"):
        value = f"({k} * r.numerator / nullif(r.denominator, 0))"
        limits = {
            "wilson": tuple(f"{k} * wilson_{side}(r.numerator, r.denominator, {Z95})" for side in ("lower", "upper")),
            "byar": tuple(
                f"{k} * count_{side}(r.numerator, {Z95}) / nullif(r.denominator, 0)" for side in ("lower", "upper")
            ),
            "none": ("NULL::DOUBLE", "NULL::DOUBLE"),
        }[indicator.interval_kind]
        return {
            "value": value,
            "lower": limits[0],
            "upper": limits[1],
            "numerator": "r.numerator",
            "denominator": "r.denominator",
        }
    if indicator.kind == "weighted_mean":
        # One part alone keeps the publisher's figure to the last digit.
        value = "CASE WHEN r.parts = 1 THEN r.only_value ELSE r.weighted_value / nullif(r.weight, 0) END"
        return {
            "value": value,
            "lower": "NULL::DOUBLE",
            "upper": "NULL::DOUBLE",
            "numerator": "NULL::DOUBLE",
            "denominator": "r.weight",
        }
    limits = ("NULL::DOUBLE", "NULL::DOUBLE") if indicator.interval_kind == "none" else ("r.only_lower", "r.only_upper")
    return {
        "value": "r.only_value",
        "lower": limits[0],
        "upper": limits[1],
        "numerator": "NULL::DOUBLE",
        "denominator": "r.denominator" if indicator.kind in SURVEY_KINDS else "NULL::DOUBLE",
    }


def _figures(connection: "duckdb.DuckDBPyConnection", indicator: Indicator) -> str:
    """The declared query with every part present, absent ones as null, in one shape for every kind."""
    query = figures_query(indicator)
    offered = {column[0] for column in connection.execute(f"SELECT * FROM ({query}) LIMIT 0").description or []}
    defaults = {"status": "'ok'", "note": "''"}
    columns = ", ".join(
        part if part in offered else f"{defaults.get(part, 'NULL::DOUBLE')} AS {part}" for part in _PARTS
    )
    return f"SELECT {columns} FROM ({query})"


def observation_query(connection: "duckdb.DuckDBPyConnection", indicator: Indicator) -> str:
    """The whole SQL of an indicator, as it is run; `thriving indicators --sql` prints it."""

    def listed(levels: list[str]) -> str:
        return ", ".join(map(_literal, levels)) or "''"

    of_areas = indicator.characteristic not in CITY_CHARACTERISTICS
    missing = [level for level in READER_LEVELS if of_areas and level not in indicator.levels]
    words = " and ".join(_READER_WORDS[level] for level in indicator.levels if level in READER_LEVELS)
    fields: dict[str, Any] = {
        "figures": _figures(connection, indicator),
        "levels": listed(list(indicator.levels)),
        "missing_levels": listed(missing),
        "additive": "false" if indicator.kind in UNADDED_KINDS else "true",
        "not_collected": _literal(f"The source gives this figure for {words} only."),
        **_expressions(indicator),
        **{name: _literal(getattr(indicator, name)) for name in ("id", "code", "characteristic", "unit", "polarity")},
    }
    return _text("observations.sql").format(**fields)


def observe(connection: "duckdb.DuckDBPyConnection", indicator: Indicator) -> "pd.DataFrame":
    """Compute one indicator.

    Args:
        connection: shows the tables of `tables_needed` and holds the macros.
        indicator: the declaration.

    Returns:
        One row per area and period with the columns of `columns.OBSERVATION_COLUMNS`, ordered.

    Raises:
        DeclarationFaultsError: when the declared SQL does not fit the tables.
    """
    import duckdb

    try:
        frame: pd.DataFrame = connection.execute(observation_query(connection, indicator)).df()
    except duckdb.Error as error:
        raise DeclarationFaultsError([f"{indicator.id}: its SQL failed: {error}"]) from error
    return frame.astype({"rank": "Int32", "rank_of": "Int32"})
