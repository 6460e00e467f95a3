"""Computing a block of indicators, checking it in one suite, and swapping in what passed.

Belongs here: what must be computed again, and in which order computing, checking and swapping happen. Does not
belong here: formulas (`methods`) or check rules (`checks`).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipelines import fingerprint, warehouse
from pipelines.checks.implied import check_indicators
from pipelines.checks.verdicts import Verdict, stop_on_critical
from pipelines.declarations.indicator import Indicator
from pipelines.methods.figures import tables_needed, tables_read
from pipelines.methods.observations import install_macros, observe_all

if TYPE_CHECKING:
    import pandas as pd

CODE = ("pipelines/methods", "pipelines/checks", "pipelines/columns.py", "pipelines/assets/computing.py")


@dataclass
class Computed:
    """What became of a block of indicators."""

    made: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    without_data: list[str] = field(default_factory=list)
    verdicts: dict[str, list[Verdict]] = field(default_factory=dict)


def table_of(indicator: Indicator) -> str:
    """The table that holds an indicator's observations."""
    return f"indicator.{indicator.id}"


def _digest(indicator: Indicator) -> str:
    inputs = {table: warehouse.about(table).get("digest") for table in tables_needed(indicator)}
    return fingerprint.of_values(
        inputs, json.loads(indicator.model_dump_json(by_alias=True)), indicator.sql, fingerprint.of_code(*CODE)
    )


def compute(indicators: Sequence[Indicator]) -> Computed:
    """Bring the tables of some indicators up to date.

    An indicator whose tables are not there, or hold nothing for it, has no table; one whose inputs, declaration and
    code are unchanged is left alone.

    Raises:
        CheckFailedError: a blocking check failed; the tables of the failing indicators stay as they were.
    """
    result = Computed()
    digests: dict[str, str] = {}
    for indicator in indicators:
        table, digest = table_of(indicator), _digest(indicator)
        if not all(warehouse.about(needed) for needed in tables_read(indicator)):
            warehouse.drop(table)
            result.without_data.append(indicator.id)
        elif warehouse.is_current(table, digest):
            result.unchanged.append(indicator.id)
            result.verdicts[indicator.id] = [Verdict(**row) for row in warehouse.about(table).get("verdicts", [])]
        else:
            digests[indicator.id] = digest
    wanted = [i for i in indicators if i.id in digests]
    frames = observations_of(wanted)
    fresh = []
    for indicator in wanted:
        frame = frames.get(indicator.id)
        if frame is None or (frame["status"] == "not_collected").all() or frame["period"].isna().any():
            warehouse.drop(table_of(indicator))
            result.without_data.append(indicator.id)
        else:
            fresh.append((indicator, digests[indicator.id], frame))
    if fresh:
        _check_and_swap(fresh, result)
    return result


def observations_of(indicators: Sequence[Indicator]) -> "dict[str, pd.DataFrame]":
    """Observations by indicator, from the tables of the warehouse; an indicator without any figure is not there."""
    if not indicators:
        return {}
    with warehouse.connect() as connection:
        install_macros(connection)
        warehouse.attach(connection, sorted({table for i in indicators for table in tables_needed(i)}))
        frame = observe_all(connection, indicators)
    return {str(name): own.reset_index(drop=True) for name, own in frame.groupby("indicator", sort=False)}


def _check_and_swap(fresh: "list[tuple[Indicator, str, pd.DataFrame]]", result: Computed) -> None:
    import pandas as pd

    verdicts = check_indicators(
        pd.concat([frame for _, _, frame in fresh], ignore_index=True), [i for i, _, _ in fresh]
    )
    for indicator, digest, frame in fresh:
        own = [v for v in verdicts if v.indicator == indicator.id]
        result.verdicts[indicator.id] = own
        if all(v.success or v.severity != "critical" for v in own):
            warehouse.swap_in(table_of(indicator), frame, digest, {"verdicts": [v.as_row() for v in own]})
            result.made.append(indicator.id)
    stop_on_critical("the indicators", verdicts)
