"""From observations to the tables that say whether it is changing, on course, and for whom: made, checked, swapped.

Belongs here: what the methods are given, and when their tables are made again. Does not belong here: any formula
(`methods`).
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipelines import fingerprint, paths, warehouse
from pipelines.assets.ambitions import progress_table
from pipelines.assets.computing import table_of
from pipelines.checks.verdicts import Verdict, check, stop_on_critical
from pipelines.declarations.catalogue import load_indicators
from pipelines.declarations.commitments import load_composites, load_targets
from pipelines.declarations.expectation import Expectation, expect
from pipelines.declarations.indicator import Indicator
from pipelines.declarations.place import load_place
from pipelines.declarations.targets import Ambition
from pipelines.methods.composite import composites
from pipelines.methods.funnels import funnels
from pipelines.methods.inequality import deprivation_fifths, inequalities
from pipelines.methods.observations import install_macros
from pipelines.methods.process import process_charts
from pipelines.methods.trend import trends

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

# The ranking by which small areas are put into fifths: the newest Indices of Deprivation, on today's small areas.
DEPRIVATION = "conformed.imd_2025"
SEED = 20_250_101
_CODE = ("pipelines/methods", "pipelines/checks", "pipelines/columns.py", "pipelines/assets/analysing.py")
# What tells two rows of a table apart.
KEYS: dict[str, tuple[str, ...]] = {
    "trends": ("indicator", "level", "area_code"),
    "process_charts": ("indicator", "level", "area_code", "period"),
    "funnels": ("indicator", "level", "area_code"),
    "deprivation_fifths": ("indicator", "period", "fifth"),
    "inequalities": ("indicator", "period", "measure"),
    "composites": ("characteristic", "area_code"),
    "composite_parts": ("characteristic", "area_code", "indicator"),
    "progress": ("indicator",),
}
EXPECTED: dict[str, tuple[Expectation, ...]] = {
    "trends": (
        expect("ExpectColumnValuesToBeInSet", column="points_when_tested", value_set=[5]),
        expect("ExpectCompoundColumnsToBeUnique", column_list=list(KEYS["trends"])),
    ),
    "composites": (
        expect("ExpectColumnValuesToBeBetween", column="score", min_value=0, max_value=10),
        expect("ExpectColumnValuesToBeBetween", column="rank_outside_range", max_value=0),
    ),
}


@dataclass
class Analysed:
    """Which tables were made again, which stand, and the verdicts by table."""

    made: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    verdicts: dict[str, list[Verdict]] = field(default_factory=dict)


def analyse() -> Analysed:
    """Bring every analysis table up to date with the indicators that have figures.

    Raises:
        CheckFailedError: a table breaks a blocking check; the last one stays.
    """
    result = Analysed()
    present = [i for i in load_indicators() if warehouse.about(table_of(i))]
    digest = _digest(present)
    if all(warehouse.is_current(f"analysis.{name}", digest) for name in KEYS):
        result.unchanged = list(KEYS)
        for name in KEYS:
            stood = warehouse.about(f"analysis.{name}").get("verdicts", [])
            result.verdicts[name] = [Verdict(**row) for row in stood]
        return result
    with warehouse.connect() as connection:
        tables = analysis_tables(connection, present, load_targets(), load_composites())
    for name, frame in tables.items():
        verdicts = _checked(name, frame)
        stop_on_critical(f"analysis.{name}", verdicts)
        result.verdicts[name] = verdicts
        warehouse.swap_in(f"analysis.{name}", frame, digest, {"verdicts": [v.as_row() for v in verdicts]})
        result.made.append(name)
    return result


def _digest(present: list[Indicator]) -> str:
    tables = {table_of(i): warehouse.about(table_of(i)).get("digest") for i in present}
    declared = [json.loads(i.model_dump_json(by_alias=True)) for i in present]
    targets = {name: json.loads(ambition.model_dump_json()) for name, ambition in load_targets().items()}
    ranks = warehouse.about(DEPRIVATION).get("digest")
    return fingerprint.of_values(tables, declared, targets, load_composites(), ranks, fingerprint.of_code(*_CODE))


def analysis_tables(
    connection: "duckdb.DuckDBPyConnection",
    present: list[Indicator],
    targets: Mapping[str, Ambition],
    parts: Mapping[str, Sequence[str]],
) -> "dict[str, pd.DataFrame]":
    """Every analysis table, from the tables of these indicators.

    Args:
        connection: an empty one; macros and views are made on it.
        present: indicators that have a table in the warehouse.
        targets: ambitions by indicator.
        parts: indicators of each characteristic's composite score.
    """
    show(connection, present)
    tables: dict[str, Callable[[], pd.DataFrame]] = {
        "trends": lambda: trends(connection, "observed", "declared"),
        "process_charts": lambda: process_charts(connection, "observed", "declared"),
        "funnels": lambda: funnels(connection, "observed", "declared"),
    }
    found = {name: make() for name, make in tables.items()}
    city = load_place(paths.reference_folder())
    fifths = deprivation_fifths(connection, "observed", "declared", "ranks", city=city.code)
    found["deprivation_fifths"] = fifths
    found["inequalities"] = inequalities(fifths, connection.table("declared").df(), city_name=city.name, seed=SEED)
    found["composites"], found["composite_parts"] = composites(
        connection.execute(_LATEST_OF_WARDS).df(), parts, connection.table("declared").df(), seed=SEED
    )
    declared = {i.id: i for i in load_indicators()}
    series = connection.execute(_CITY_SERIES).df()
    found["progress"] = progress_table(targets, declared, series, found["process_charts"], city)
    return found


_LATEST_OF_WARDS = """
SELECT indicator, area_code, area_name, period, value, lower, upper
FROM observed
WHERE level = 'ward' AND value IS NOT NULL
QUALIFY period = max(period) OVER (PARTITION BY indicator)
ORDER BY indicator, area_code
"""
_CITY_SERIES = """
SELECT indicator, period, value, lower, upper
FROM observed
WHERE level = 'city' AND value IS NOT NULL
ORDER BY indicator, period
"""


def show(connection: "duckdb.DuckDBPyConnection", present: list[Indicator]) -> None:
    """Make the views that the methods read: `observed`, `declared` and `ranks`."""
    import pandas as pd

    install_macros(connection)
    files = ", ".join("'" + str(warehouse.table_path(table_of(i))).replace("'", "''") + "'" for i in present)
    connection.execute(f"CREATE OR REPLACE VIEW observed AS SELECT * FROM read_parquet([{files}])")
    declared = pd.DataFrame(
        [
            {
                "indicator": i.id,
                "kind": i.kind,
                "interval": i.interval_kind,
                "polarity": i.polarity,
                "unit": i.unit,
                "multiplier": i.multiplier,
                "overlapping": i.overlapping,
                "breaks": " ".join(day.isoformat() for day in i.breaks),
            }
            for i in present
        ]
    )
    connection.register("declared_frame", declared)
    connection.execute("CREATE OR REPLACE TABLE declared AS SELECT * FROM declared_frame")
    if warehouse.about(DEPRIVATION):
        warehouse.attach(connection, [DEPRIVATION])
        connection.execute(f"CREATE OR REPLACE VIEW ranks AS SELECT area_code, imd_rank AS rank FROM {DEPRIVATION}")
    else:
        connection.execute("CREATE OR REPLACE VIEW ranks AS SELECT '' AS area_code, 0 AS rank WHERE false")


def _checked(name: str, frame: "pd.DataFrame") -> list[Verdict]:
    if name not in EXPECTED or frame.empty:
        return []
    if name == "trends":
        frame = frame.assign(points_when_tested=frame["points"].where(frame["method"].ne("")))
    if name == "composites":
        # How far a rank lies beyond its range, on whichever side that is.
        below, above = frame["rank_lower"] - frame["rank"], frame["rank"] - frame["rank_upper"]
        frame = frame.assign(rank_outside_range=below.where(below > above, above).astype("Float64"))
    return check(f"analysis.{name}", frame, EXPECTED[name], KEYS[name])
