"""Running declared checks on a frame before it may become a table.

Belongs here: everything that knows Great Expectations. Does not belong here: which checks hold of what (those are
declared beside the source and the indicator), or what happens after a failure.
"""

import json
import warnings
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from pipelines.declarations.expectation import Expectation
from pipelines.faults import CheckFailedError

if TYPE_CHECKING:
    import pandas as pd

_SHOWN_ROWS = 5
_DIFFERENCE = "sum_of_parts_minus_"
_SUM_TOLERANCE = 1e-6


@dataclass(frozen=True)
class Verdict:
    """What one check found.

    `indicator` is empty for a source's table. `failing` holds every failing row: the naming columns and what was
    found; `detail` tells the first of them in words.
    """

    table: str
    indicator: str
    expectation: str
    column: str
    severity: str
    success: bool
    rows_checked: int
    rows_failed: int
    detail: str
    failing: tuple[dict[str, Any], ...] = ()

    def as_row(self) -> dict[str, Any]:
        """The verdict as a row of checks.csv."""
        row = asdict(self)
        del row["failing"]
        return row


@cache
def _context() -> Any:
    """One quiet, in-memory context for the whole run: building it once is what keeps suites cheap."""
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    return context, context.data_sources.add_pandas("frames")


def build(expectation: Expectation, row_id: str) -> Any:
    """The Great Expectations object of a declared check; `row_id` lets the caller match the result.

    Raises:
        TypeError: when Great Expectations has no such class or the class no such argument.
    """
    import great_expectations as gx

    arguments = dict(expectation.arguments)
    kind = expectation.type
    if kind == "SumOfParts":
        kind, arguments = (
            "ExpectColumnValuesToBeBetween",
            {"column": _DIFFERENCE + arguments["column"], "min_value": -_SUM_TOLERANCE, "max_value": _SUM_TOLERANCE},
        )
    maker = getattr(gx.expectations, kind, None)
    if maker is None:
        raise TypeError(f"Great Expectations has no expectation {kind!r}")
    try:
        return maker(**arguments, severity=expectation.severity, meta={"id": row_id})
    except Exception as error:  # pydantic's own error type differs between its versions
        raise TypeError(f"{kind}: {error}") from error


def _with_differences(frame: "pd.DataFrame", expectations: Sequence[Expectation]) -> "pd.DataFrame":
    added = {
        _DIFFERENCE + e.arguments["column"]: frame[list(e.arguments["parts"])].sum(axis=1, skipna=False)
        - frame[e.arguments["column"]]
        for e in expectations
        if e.type == "SumOfParts"
    }
    return frame.assign(**added) if added else frame


def check(
    table: str,
    frame: "pd.DataFrame",
    expectations: Sequence[Expectation],
    names: Sequence[str],
    indicators: Sequence[str] | None = None,
) -> list[Verdict]:
    """Run a suite on a frame.

    Args:
        table: name to print.
        frame: the rows, not yet a table.
        expectations: the declared checks.
        names: columns that name a failing row to a reader.
        indicators: one id per expectation, where the suite holds checks of several indicators.

    Returns:
        One verdict per expectation, in the declared order.
    """
    if not expectations:
        return []
    import great_expectations as gx

    _, frames = _context()
    frame = _with_differences(frame, expectations)
    shown = [name for name in names if name in frame.columns]
    suite = gx.ExpectationSuite(
        name=f"{table}-{len(frames.assets)}", expectations=[build(e, str(i)) for i, e in enumerate(expectations)]
    )
    batch = frames.add_dataframe_asset(suite.name).add_batch_definition_whole_dataframe("all")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        outcome = batch.get_batch({"dataframe": frame}).validate(
            suite, result_format={"result_format": "COMPLETE", "unexpected_index_column_names": shown}
        )
    by_id = {result.expectation_config.meta["id"]: result for result in outcome.results}
    owners = list(indicators) if indicators is not None else [""] * len(expectations)
    return [_verdict(table, owners[i], e, by_id[str(i)], len(frame), shown) for i, e in enumerate(expectations)]


def _verdict(table: str, indicator: str, declared: Expectation, result: Any, rows: int, names: list[str]) -> Verdict:
    found = result.result or {}
    columns = declared.arguments.get("column") or [
        declared.arguments[key] for key in ("column_A", "column_B", "column_list") if key in declared.arguments
    ]
    rows_found = found.get("unexpected_index_list") or []
    values = found.get("unexpected_list") or []
    failing = tuple(
        {**{name: row.get(name) for name in names}, "found": value}
        for row, value in zip(rows_found, values, strict=False)
    )
    told = "" if result.success else describe(failing) or _without_rows(found, result.exception_info)
    return Verdict(
        table,
        indicator,
        declared.type,
        columns if isinstance(columns, str) else json.dumps(columns),
        declared.severity,
        bool(result.success),
        int(found.get("element_count", rows)),
        int(found.get("unexpected_count", 0) or 0),
        told,
        failing,
    )


def describe(failing: Sequence[dict[str, Any]]) -> str:
    """The first failing rows in words."""
    parts = ["; ".join(f"{name} {value}" for name, value in row.items())[:200] for row in failing[:_SHOWN_ROWS]]
    more = len(failing) - len(parts)
    return " | ".join(parts) + (f" | and {more} more" if more > 0 else "")


def _without_rows(found: dict[str, Any], exception: Any) -> str:
    """What is known of a failure that names no row: the observed value, or why the check could not run."""
    if "observed_value" in found:
        return f"observed {found['observed_value']}"
    return " ".join(str(exception)[:300].split())


def stop_on_critical(table: str, verdicts: Sequence[Verdict]) -> None:
    """Raise when a blocking check failed.

    Raises:
        CheckFailedError: naming each failed check and rows of it.
    """
    failed = [v for v in verdicts if not v.success and v.severity == "critical"]
    if failed:
        raise CheckFailedError(
            table,
            [
                f"{f'{v.indicator}: ' if v.indicator else ''}{v.expectation} on {v.column}: "
                f"{v.rows_failed} row(s): {v.detail}"
                for v in failed
            ],
        )
