"""Which rows of a table went into a number that a query of its own gives, found by trial.

Belongs here: leaving rows out and looking whether the number becomes another. Does not belong here: rows that a
declaration names itself (`rows_used`), or what the rows mean.

A row went into a number when without it the number would be another. Rows of different areas are left out together, so
that a number of the city, which is put together from hundreds of areas, costs no more than one of a ward.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipelines.declarations.indicator import Indicator
from pipelines.methods.figures import figures_query

if TYPE_CHECKING:
    import duckdb

# An area with more rows of one table and period is not tried row by row: the rows of the period count together.
_TRIED = 100
_IDS = ("grant_id", "org_id")


@dataclass(frozen=True)
class Parts:
    """The areas whose figures make up a number: one, itself, where the figure is given for it."""

    level: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Taken:
    """Rows of one table that went into a number: by file where the table keeps them, by id where it has one.

    `exact` is False where the rows of a period were counted together and not tried one by one.
    """

    table: str
    count: int
    files: dict[str, tuple[int, ...]] = field(default_factory=dict)
    ids: tuple[str, ...] = ()
    exact: bool = True

    @classmethod
    def of(cls, table: str, rows: Sequence[tuple[Any, ...]], *, exact: bool = True) -> "Taken":
        """From rows of (file, row, id), empty or null where the table has none."""
        files: dict[str, set[int]] = {}
        for file, row, _ in rows:
            if row is not None:
                files.setdefault(str(file), set()).add(int(row))
        listed = {file: tuple(sorted(own)) for file, own in sorted(files.items())}
        return cls(table, len(rows), listed, tuple(sorted({str(row[2]) for row in rows if row[2]})), exact)


def columns_of(connection: "duckdb.DuckDBPyConnection", table: str) -> set[str]:
    """Names of a table's columns."""
    return {column[0] for column in connection.execute(f"SELECT * FROM {table} LIMIT 0").description or []}


def where_it_stood(columns: set[str]) -> str:
    """SQL of file, row and id of a table's rows."""
    own = next((name for name in _IDS if name in columns), "''")
    stood = "source_file, source_row" if "source_row" in columns else "'' AS source_file, NULL AS source_row"
    return f"{stood}, {own} AS own_id"


def tried(
    connection: "duckdb.DuckDBPyConnection", indicator: Indicator, parts: Parts, period: str, table: str
) -> Taken:
    """Rows of a table without which a number would be another.

    Args:
        connection: shows the tables and holds the macros; the table's view is put back afterwards.
        indicator: a declaration with a query of its own.
        parts: the areas that the number is put together from.
        period: the number's period.
        table: one that the query reads.
    """
    stood = connection.execute("SELECT sql FROM duckdb_views() WHERE schema_name || '.' || view_name = ?", [table])
    view = str((stood.fetchone() or [""])[0])
    trial = _Trial(connection, indicator, parts, period, table, columns_of(connection, table))
    trial.prepare()
    try:
        return trial.run()
    finally:
        connection.execute(view.replace("CREATE VIEW", "CREATE OR REPLACE VIEW"))


@dataclass(frozen=True)
class _Trial:
    """One query, tried for some areas and a period with one of its tables cut down."""

    connection: "duckdb.DuckDBPyConnection"
    indicator: Indicator
    parts: Parts
    period: str
    table: str
    columns: set[str]

    def prepare(self) -> None:
        """Number the rows of each area and period: `of_part` is null for rows of other areas, which always stay."""
        dated = next((f"CAST(t.{name} AS VARCHAR)" for name in ("period", "year") if name in self.columns), "''")
        order = "source_file, source_row" if "source_row" in self.columns else "ALL"
        # A number of one area that is not put together from smaller ones may take rows that lie in none of them.
        placed = {"level", "area_code"} <= self.columns and not (len(self.parts.codes) == 1 and self._of_the_city)
        part = "m.area_code" if placed else "''"
        join = (
            "LEFT JOIN (SELECT * FROM conformed.membership WHERE level = $level AND list_contains($codes, area_code)) "
            "AS m ON m.child_level = t.level AND m.child_code = t.area_code"
            if placed
            else ""
        )
        self.connection.execute(
            f"""
            CREATE OR REPLACE TABLE candidates AS
            WITH own AS (
                SELECT t.*, {part} AS of_part, {dated} AS dated FROM {self.table} AS t {join} ORDER BY {order}
            )
            SELECT own.*, row_number() OVER (PARTITION BY of_part, dated) AS turn FROM own
            """,
            {"level": self.parts.level, "codes": list(self.parts.codes)} if placed else None,
        )

    @property
    def _of_the_city(self) -> bool:
        return self.parts.level == "city"

    def given(self, left_out: str) -> dict[str, list[str]]:
        """What the query gives for each area without the rows of a condition."""
        self.connection.execute(
            f"CREATE OR REPLACE VIEW {self.table} AS SELECT * EXCLUDE (of_part, dated, turn) FROM candidates "
            f"WHERE of_part IS NULL OR NOT ({left_out})"
        )
        rows = self.connection.execute(
            f"SELECT area_code, * FROM ({figures_query(self.indicator)}) "
            "WHERE period = ? AND level = ? AND list_contains(?, area_code)",
            [self.period, self.parts.level, list(self.parts.codes)],
        ).fetchall()
        found: dict[str, list[str]] = {}
        for area, *row in rows:
            found.setdefault(area, []).append(repr(row))
        return {area: sorted(own) for area, own in found.items()}

    def run(self) -> Taken:
        """Leave out the rows of each period, and of a period that matters row after row."""
        whole = self.given("false")

        def changed(left_out: str) -> list[str]:
            given = self.given(left_out)
            parts = [area for area in self.parts.codes if given.get(area) != whole.get(area)]
            return [*parts, ""] if parts else []

        query = f"SELECT {where_it_stood(self.columns)} FROM candidates WHERE list_contains(?, of_part) AND "
        periods = self.connection.execute(
            "SELECT dated, max(turn) FROM candidates WHERE of_part IS NOT NULL GROUP BY dated ORDER BY dated"
        ).fetchall()
        rows: list[tuple[Any, ...]] = []
        exact = True
        for dated, most in periods:
            own = f"dated = '{dated}'"
            parts = changed(own)
            if not parts:
                continue
            if most > _TRIED:
                rows.extend(self.connection.execute(query + own, [parts]).fetchall())
                exact = False
                continue
            for turn in range(1, most + 1):
                one = f"{own} AND turn = {turn}"
                rows.extend(self.connection.execute(query + one, [changed(one)]).fetchall())
        return Taken.of(self.table, rows, exact=exact)
