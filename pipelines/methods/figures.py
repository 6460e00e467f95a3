"""The figures that a declaration asks for, as SQL: which tables it reads, and one shape for every kind.

Belongs here: turning `from`, an SQL file, an estimate or a population into a query that gives level, area_code, period
and the parts of the kind. Does not belong here: what is made of the figures (`observations`).
"""

import json
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from pipelines.declarations.indicator import Indicator
from pipelines.faults import DeclarationFaultsError

if TYPE_CHECKING:
    import duckdb

Z95 = 1.959963984540054
_EXPRESSIONS = ("numerator", "denominator", "value", "lower", "upper", "weight", "age_band")
_SPINE = ["conformed.areas", "conformed.membership"]


def literal(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def figures_query(indicator: Indicator) -> str:
    """The declared figures as SQL giving level, area_code, period, and the parts that the kind needs."""
    declared = _declared_query(indicator)
    if indicator.population is not None:
        return _over_population(declared, indicator.population.of, interpolate=indicator.population.interpolate)
    if indicator.kind == "standardised_rate":
        return _standardised(declared, indicator.multiplier)
    return declared


def _declared_query(indicator: Indicator) -> str:
    if indicator.sql:
        return indicator.sql.strip().rstrip(";")
    if indicator.estimate is not None:
        return (
            "SELECT level, area_code, period, status, note, value, lower, upper, respondents AS denominator\n"
            f"FROM conformed.survey_estimates\nWHERE indicator = {literal(indicator.id)}"
        )
    reading = indicator.reading
    if reading is None:
        raise DeclarationFaultsError([f"{indicator.id}: neither `from` nor an SQL file"])
    parts = ",\n    ".join(
        f"{getattr(reading, part)} AS {part}" for part in _EXPRESSIONS if getattr(reading, part) is not None
    )
    where = f"\nWHERE {reading.where}" if reading.where else ""
    return f"SELECT level, area_code, period, status, note,\n    {parts}\nFROM {reading.table}{where}"


def _with_status(query: str) -> str:
    """A declared query that may leave status and note out, with both columns, null where it has none."""
    nothing = "SELECT NULL::VARCHAR AS status, NULL::VARCHAR AS note WHERE false"
    return f"{nothing} UNION ALL BY NAME SELECT * FROM ({query})"


def _over_population(query: str, of: str, *, interpolate: bool) -> str:
    """Counts over the residents of the period's own year, at the figure's own level: a small area's for its count."""
    allowed = "" if interpolate else " AND NOT p.interpolated"
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
FROM ({_with_status(query)}) AS f
LEFT JOIN (
    SELECT level, area_code, year, interpolated, {of} AS denominator
    FROM conformed.mid_year_populations
) AS p
    ON p.level = f.level AND p.area_code = f.area_code AND p.year = CAST(left(f.period, 4) AS INTEGER){allowed}"""


def _standardised(query: str, multiplier: float) -> str:
    """Counts by age band, added up to every area first and standardised there: rates themselves do not add up."""
    parts = f"numerator, denominator, standard_weight(age_band), age_band, {Z95}"
    shorter = parts.rpartition(",")[0]
    return f"""WITH banded AS (
    SELECT
        m.level, m.area_code, f.period, f.age_band,
        ordered_sum(CAST(f.numerator AS DOUBLE), f.area_code) AS numerator,
        ordered_sum(CAST(f.denominator AS DOUBLE), f.area_code) AS denominator,
        bool_and(coalesce(f.status, 'ok') IN ('ok', 'caution')) AND count(*) = any_value(n.parts) AS whole
    FROM ({_with_status(query)}) AS f
    INNER JOIN conformed.membership AS m ON m.child_level = f.level AND m.child_code = f.area_code
    INNER JOIN (
        SELECT child_level, level, area_code, count(*) AS parts FROM conformed.membership GROUP BY ALL
    ) AS n ON n.child_level = f.level AND n.level = m.level AND n.area_code = m.area_code
    GROUP BY m.level, m.area_code, f.period, f.age_band
)
SELECT
    level, area_code, period,
    {multiplier!r} * standardised_rate({shorter}) AS value,
    {multiplier!r} * standardised_lower({parts}) AS lower,
    {multiplier!r} * standardised_upper({parts}) AS upper,
    sum(numerator) AS numerator,
    sum(denominator) AS denominator,
    CASE
        WHEN NOT bool_and(whole) THEN 'missing_at_source'
        WHEN sum(numerator) < 10 THEN 'not_applicable'
        ELSE 'ok'
    END AS status,
    CASE
        WHEN NOT bool_and(whole) THEN 'An age band has no figure at source in part of it.'
        WHEN sum(numerator) < 10 THEN 'Fewer than 10 are counted, too few to standardise.'
        ELSE ''
    END AS note
FROM banded
GROUP BY level, area_code, period"""


def tables_read(indicator: Indicator) -> tuple[str, ...]:
    """The tables that an indicator's figures come from, as DuckDB's own parser sees them."""
    spine = set() if indicator.kind != "standardised_rate" else set(_SPINE)
    return tuple(t for t in tables_in(figures_query(indicator), indicator.id) if t not in spine)


def tables_needed(indicator: Indicator) -> list[str]:
    """Every table that must be attached before an indicator is computed."""
    return sorted({*tables_read(indicator), *_SPINE})


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
