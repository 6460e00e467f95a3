"""Checks that follow from what an indicator declares: its kind, unit and levels.

Belongs here: the list that nobody should have to write into every YAML file. A suite covers many indicators at
once, because a suite costs the same whatever its rows; verdicts are told apart by indicator afterwards.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipelines.checks.verdicts import Verdict, check, describe
from pipelines.columns import COMPARISONS, STATUSES, STATUSES_WITH_VALUE
from pipelines.declarations.expectation import Expectation, expect
from pipelines.declarations.indicator import Indicator

if TYPE_CHECKING:
    import pandas as pd

_NAMES = ("indicator", "level", "area_code", "period")


def _shared() -> list[Expectation]:
    return [
        expect("ExpectCompoundColumnsToBeUnique", column_list=list(_NAMES)),
        expect("ExpectColumnValuesToBeInSet", column="status", value_set=list(STATUSES)),
        expect("ExpectColumnValuesToBeInSet", column="comparison", value_set=list(COMPARISONS)),
        expect("ExpectColumnValuesToBeBetween", column="outside_interval", max_value=0),
        expect("ExpectColumnValuesToBeBetween", column="value_without_status", min_value=0, max_value=0),
        expect("ExpectColumnValuesToBeBetween", column="outside_unit", max_value=0),
        expect("ExpectColumnValuesToBeBetween", column="numerator_above_denominator", max_value=0),
    ]


def _furthest(low: "pd.Series[float]", value: "pd.Series[float]", high: "pd.Series[float]") -> "pd.Series[float]":
    """How far a value lies outside two limits; a limit that is not there does not bind."""
    import pandas as pd

    return pd.concat([low - value, value - high], axis=1).max(axis=1).fillna(0.0)


def _helped(frame: "pd.DataFrame", declared: dict[str, Indicator]) -> "pd.DataFrame":
    """Columns that turn a rule across columns into a bound on one: how far a value lies beyond what it may be."""
    bounds = frame["indicator"].map({i: d.bounds for i, d in declared.items()})
    low, high = bounds.str[0].astype(float), bounds.str[1].astype(float)
    proportion = frame["indicator"].map({i: d.kind == "proportion" for i, d in declared.items()}).astype(bool)
    rounding = 1e-9
    return frame.assign(
        value_without_status=(frame["value"].notna() != frame["status"].isin(STATUSES_WITH_VALUE)).astype(int),
        outside_unit=_furthest(low, frame["value"], high) - rounding,
        outside_interval=_furthest(frame["lower"], frame["value"], frame["upper"]) - rounding,
        numerator_above_denominator=(frame["numerator"] - frame["denominator"]).where(proportion) - rounding,
    )


def check_indicators(frame: "pd.DataFrame", indicators: Sequence[Indicator]) -> list[Verdict]:
    """Run the implied and the declared checks of several indicators in one suite.

    Returns:
        For each indicator a verdict per check; a failing row counts against its own indicator only.
    """
    declared = {indicator.id: indicator for indicator in indicators}
    shared = _shared()
    own = [(indicator.id, e) for indicator in indicators for e in indicator.expectations]
    helped = _helped(frame, declared)
    verdicts = check("indicator", helped, shared, _NAMES)
    rows = frame["indicator"].value_counts()
    split = [_of_one(verdict, indicator, int(rows.get(indicator, 0))) for verdict in verdicts for indicator in declared]
    for indicator_id, expectation in own:
        part = helped[helped["indicator"] == indicator_id]
        split.extend(check(f"indicator.{indicator_id}", part, [expectation], _NAMES, [indicator_id]))
    return sorted(split, key=lambda v: v.table)


def _of_one(verdict: Verdict, indicator: str, rows: int) -> Verdict:
    """The share of one indicator in a verdict on all: it fails when a failing row names it."""
    mine = replace(verdict, table=f"indicator.{indicator}", indicator=indicator, rows_checked=rows)
    if verdict.success:
        return mine
    failing = tuple(row for row in verdict.failing if row["indicator"] == indicator)
    if verdict.failing:
        return replace(mine, success=not failing, rows_failed=len(failing), detail=describe(failing), failing=failing)
    return mine  # the check could not run at all, so it failed for each
