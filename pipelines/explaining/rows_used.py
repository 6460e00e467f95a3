"""Which areas a number is put together from, and which rows of which file went into it.

Belongs here: following one number back to the rows of conformed tables and from there to the rows of files. Does not
belong here: making the tables (`rebuilding`). Answers of a survey are never followed.

A declared reading says itself which rows it takes; for a query of its own the rows are found by trial (`rows_tried`).
"""

import csv
import io
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.assets.lineage import POPULATIONS, made_of, source_of
from pipelines.declarations.indicator import Indicator, Reading
from pipelines.declarations.kinds import UNADDED_KINDS
from pipelines.explaining.rebuilding import VERIFIED, Rebuilding
from pipelines.explaining.rows_tried import Parts, Taken, columns_of, tried, where_it_stood
from pipelines.methods.figures import figures_query, tables_read
from pipelines.sources import ons_census
from pipelines.sources.base import open_bytes
from pipelines.surveys.tables import TABLES

if TYPE_CHECKING:
    import duckdb

_AREA = "lsoa21_code"
_PLACES = ("conformed.areas", "conformed.membership", "conformed.years_without_poll")


def parts_of(
    connection: "duckdb.DuckDBPyConnection", indicator: Indicator, level: str, area: str, period: str
) -> Parts:
    """The figures that a number is put together from, by the rule of `observations.sql`."""
    query = f"""
        SELECT m.child_level, m.child_code
        FROM ({figures_query(indicator)}) AS f
        INNER JOIN conformed.membership AS m ON m.child_level = f.level AND m.child_code = f.area_code
        WHERE m.level = ? AND m.area_code = ? AND f.period = ?
        GROUP BY ALL
        ORDER BY ALL
    """
    by_level: dict[str, list[str]] = {}
    for child_level, code in connection.execute(query, [level, area, period]).fetchall():
        by_level.setdefault(child_level, []).append(code)
    chosen = level
    if level not in by_level and by_level and indicator.kind not in UNADDED_KINDS:
        chosen = min(by_level, key=lambda name: len(by_level[name]))
    return Parts(chosen, tuple(by_level.get(chosen, [])))


def taken(connection: "duckdb.DuckDBPyConnection", indicator: Indicator, parts: Parts, period: str) -> list[Taken]:
    """The rows of every table that went into a number, also of tables of which none did.

    Args:
        connection: shows the tables and holds the macros; its views are put back afterwards.
        indicator: the declaration.
        parts: from `parts_of`.
        period: the number's period.
    """
    found: list[Taken] = []
    for table in tables_read(indicator):
        if table in _PLACES or table.removeprefix("conformed.") in TABLES or not parts.codes:
            continue
        if table == POPULATIONS:
            found.extend(_populations(connection, parts, period))
        elif indicator.reading is not None and table == indicator.reading.table:
            found.append(_read(connection, indicator, indicator.reading, parts, period))
        else:
            found.append(tried(connection, indicator, parts, period, table))
    return found


def _read(
    connection: "duckdb.DuckDBPyConnection", indicator: Indicator, reading: Reading, parts: Parts, period: str
) -> Taken:
    where = f"({reading.where}) AND " if reading.where else ""
    # A standardised rate is worked out for an area from the rows of all small areas within it.
    within = (
        "(level, area_code) IN (SELECT (child_level, child_code) FROM conformed.membership "
        "WHERE level = ? AND list_contains(?, area_code))"
        if indicator.kind == "standardised_rate"
        else "level = ? AND list_contains(?, area_code)"
    )
    rows = connection.execute(
        f"SELECT {where_it_stood(columns_of(connection, reading.table))} FROM {reading.table} "
        f"WHERE {where}period = ? AND {within}",
        [period, parts.level, list(parts.codes)],
    ).fetchall()
    return Taken.of(reading.table, rows)


def _populations(connection: "duckdb.DuckDBPyConnection", parts: Parts, period: str) -> Iterator[Taken]:
    """Rows of the mid-year estimates behind the residents of a year: its own, or those of the years around it."""
    year = int(period[:4])
    shown = [table for table in made_of(POPULATIONS) if _is_shown(connection, table)]
    union = " UNION ALL ".join(
        f"SELECT {place} AS place, area_code, CAST(left(period, 4) AS INTEGER) AS year, source_file, source_row "
        f"FROM {table}"
        for place, table in enumerate(shown)
    )
    if not union:
        return
    rows = connection.execute(
        f"""
        WITH own AS (
            SELECT DISTINCT p.* FROM ({union}) AS p
            INNER JOIN conformed.membership AS m ON m.child_level = 'lsoa21' AND m.child_code = p.area_code
            WHERE m.level = $level AND list_contains($codes, m.area_code)
            QUALIFY p.place = max(p.place) OVER (PARTITION BY p.area_code, p.year)
        ),
        around AS (
            SELECT area_code, max(year) FILTER (year <= $year) AS before, min(year) FILTER (year >= $year) AS after
            FROM own GROUP BY area_code
        )
        SELECT o.place, o.source_file, o.source_row
        FROM own AS o INNER JOIN around AS a ON a.area_code = o.area_code AND o.year IN (a.before, a.after)
        """,
        {"level": parts.level, "codes": list(parts.codes), "year": year},
    ).fetchall()
    for place, table in enumerate(shown):
        yield Taken.of(table, [(*row[1:], "") for row in rows if row[0] == place])


def _is_shown(connection: "duckdb.DuckDBPyConnection", table: str) -> bool:
    schema, _, name = table.partition(".")
    found = connection.execute(
        "SELECT count(*) FROM information_schema.tables WHERE table_schema = ? AND table_name = ?", [schema, name]
    ).fetchone()
    return bool(found and found[0])


def rows_in_file(again: Rebuilding, table: str, file: str, rows: Sequence[int]) -> list[int]:
    """The rows of a landed file behind rows of a conformed table, counted as a text editor does.

    The Census tables have a row for each area and category, of which the conformed row remembers the first.
    """
    source = source_of(table)
    if source is None or source.table not in ons_census.TABLES:
        return list(rows)
    landed = next((f for f in again.files(source.id) if f.file == file and f.state == VERIFIED), None)
    if landed is None or landed.path is None:
        return list(rows)
    codes = _areas_by_row(landed.path)
    areas = {codes[row] for row in rows if row in codes}
    return [row for row, code in codes.items() if code in areas]


@lru_cache(maxsize=4)
def _areas_by_row(path: Path) -> dict[int, str]:
    """The small area of each row of a Census table, read once for many numbers."""
    codes: dict[int, str] = {}
    with open_bytes(path) as handle:
        reader = csv.reader(io.TextIOWrapper(handle, encoding="utf-8-sig", newline=""))
        place = -1
        for cells in reader:
            if place < 0:
                place = cells.index(_AREA) if _AREA in cells else -1
            elif len(cells) > place:
                codes[reader.line_num] = cells[place].strip()
    return codes


def ranges(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Row numbers as spans, in order: 2, 3, 4, 9 are (2, 4) and (9, 9)."""
    spans: list[tuple[int, int]] = []
    for row in sorted(set(rows)):
        if spans and row == spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], row)
        else:
            spans.append((row, row))
    return spans
