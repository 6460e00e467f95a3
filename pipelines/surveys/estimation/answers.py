"""Evaluating an instrument's declared expressions over coded responses.

Belongs here: the table that declared SQL sees (answers, areas, area facts, scores), and one array per expression. Does
not belong here: estimation (`estimates`), or where responses are kept (`private`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pipelines import warehouse
from pipelines.declarations.indicator import Indicator
from pipelines.declarations.instrument import Instrument
from pipelines.faults import DeclarationFaultsError
from pipelines.methods.figures import tables_in
from pipelines.surveys.coding.scores import with_scores

if TYPE_CHECKING:
    import duckdb
    import polars as pl
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Answered:
    """One indicator over one wave's responses, each array (rows,).

    `value` is not-a-number where a respondent gave no answer or does not count; `counts` is False where the definition
    leaves the respondent out; `first` and `second` mark the groups of a gap; `over` is the denominator of a ratio.
    """

    value: "NDArray[np.float64]"
    counts: "NDArray[np.bool_]"
    first: "NDArray[np.bool_]"
    second: "NDArray[np.bool_]"
    over: "NDArray[np.float64]"


def tables_needed(instrument: Instrument) -> list[str]:
    """The conformed tables that an instrument's queries read, with those that place its responses."""
    queries = [m.population for m in instrument.margins.values()] + [instrument.area_facts]
    if instrument.small_areas:
        queries.append(instrument.small_areas.covariates)
    found = {table for query in queries if query for table in tables_in(query, instrument.id)}
    return sorted(found | {"conformed.areas", "conformed.membership"})


def connect(instrument: Instrument) -> "duckdb.DuckDBPyConnection":
    """DuckDB over the tables that the instrument's queries read."""
    connection = warehouse.connect()
    warehouse.attach(connection, [table for table in tables_needed(instrument) if warehouse.about(table)])
    return connection


def placed(connection: "duckdb.DuckDBPyConnection", instrument: Instrument, frame: "pl.DataFrame") -> "pl.DataFrame":
    """Responses with scores, committee, area facts and margin categories beside their answers, in the same order.

    Raises:
        DeclarationFaultsError: a declared expression does not fit the responses.
    """
    import duckdb

    given = with_scores(frame, instrument).with_row_index("row_of_response")
    connection.register("given", given.to_arrow())
    key = "ward" if instrument.geography and instrument.geography.carries == "ward" else "lsoa21"
    facts = f"({instrument.area_facts or f'SELECT NULL::VARCHAR AS {key} WHERE false'})"
    margins = "".join(
        f",\n    CAST({margin.of} AS VARCHAR) AS margin_{name}" for name, margin in instrument.margins.items()
    )
    query = f"""
        WITH located AS (
            SELECT g.*, a.committee_code AS committee, f.* EXCLUDE ({key})
            FROM given AS g
            LEFT JOIN conformed.areas AS a ON a.level = 'ward' AND a.area_code = g.ward
            LEFT JOIN {facts} AS f ON f.{key} = g.{key}
        )
        SELECT * EXCLUDE ({", ".join(f'"{name}"' for name in given.columns if name != "row_of_response")}){margins}
        FROM located ORDER BY row_of_response
    """
    try:
        # Only what is new goes through the engine and back: sixty columns of answers need not.
        found: pl.DataFrame = connection.execute(query).pl()
    except duckdb.Error as error:
        raise DeclarationFaultsError(
            [f"instruments/{instrument.id}.yaml: area_facts or margins: {_first_line(error)}"]
        ) from error
    if found.height != frame.height:
        raise DeclarationFaultsError(
            [f"instruments/{instrument.id}.yaml: area_facts: an area stands more than once; expected one row per area"]
        )
    return given.hstack(found.drop("row_of_response"))


def answered(
    connection: "duckdb.DuckDBPyConnection", indicators: Sequence[Indicator], frame: "pl.DataFrame"
) -> list[Answered]:
    """Every indicator's arrays, evaluated in one query.

    Args:
        connection: from `connect`.
        indicators: all with an `estimate`.
        frame: from `placed`.

    Raises:
        DeclarationFaultsError: naming the indicator whose expression does not fit.
    """
    import duckdb

    connection.register("responses", frame.to_arrow())
    parts = {i.id: _expressions(i) for i in indicators}
    listed = ", ".join(f"{sql} AS {name}_{n}" for n, own in enumerate(parts.values()) for name, sql in own.items())
    if not listed:
        return []
    try:
        # A projection of one in-memory table keeps its order; sorting wide rows would cost more than all else.
        columns = connection.execute(f"SELECT row_of_response, {listed} FROM responses").fetchnumpy()
    except duckdb.Error:
        raise DeclarationFaultsError(list(_misfits(connection, parts))) from None
    if (np.diff(columns["row_of_response"]) <= 0).any():
        raise AssertionError("DuckDB answered in another order than the responses stand in")
    everybody = np.ones(frame.height, dtype=np.bool_)

    def numbers(name: str) -> "NDArray[np.float64]":
        return np.ma.filled(np.ma.asarray(columns[name], dtype=np.float64), np.nan)

    def truths(name: str, otherwise: "NDArray[np.bool_]") -> "NDArray[np.bool_]":
        return np.ma.filled(np.ma.asarray(columns[name]), False).astype(bool) if name in columns else otherwise

    return [
        Answered(
            numbers(f"value_{n}"),
            truths(f"counts_{n}", everybody),
            truths(f"first_{n}", ~everybody),
            truths(f"second_{n}", ~everybody),
            numbers(f"over_{n}") if f"over_{n}" in columns else everybody.astype(np.float64),
        )
        for n in range(len(indicators))
    ]


def _expressions(indicator: Indicator) -> dict[str, str]:
    """SQL for the value and, where they are declared, for counting, the two groups and the denominator."""
    estimate = indicator.estimate
    assert estimate is not None  # noqa: S101 - narrows the type

    def counted(number: str) -> str:
        return f"CASE WHEN ({estimate.among or 'true'}) THEN CAST(({number}) AS DOUBLE) END"

    found = {"value": counted(estimate.of)}
    if estimate.among:
        # An unknown condition still counts: the respondent gave no answer to it.
        found["counts"] = f"coalesce(({estimate.among}), true)"
    if estimate.between:
        found |= {"first": f"({estimate.between[0]})", "second": f"({estimate.between[1]})"}
    if estimate.over:
        found["over"] = counted(estimate.over)
    return found


def _misfits(connection: "duckdb.DuckDBPyConnection", parts: dict[str, dict[str, str]]) -> Iterator[str]:
    """The indicators whose expressions do not fit the responses, each with what DuckDB says."""
    import duckdb

    for name, own in parts.items():
        try:
            connection.execute(f"SELECT {', '.join(own.values())} FROM responses").fetchnumpy()
        except duckdb.Error as error:
            yield f"indicators.{name}.estimate: {_first_line(error)}"


def _first_line(error: Exception) -> str:
    """What DuckDB says of an expression; what it says of an answer that the expression met is not repeated."""
    import duckdb

    if isinstance(error, (duckdb.BinderException, duckdb.ParserException, duckdb.CatalogException)):
        return str(error).splitlines()[0]
    return f"it meets an answer that it cannot work with ({type(error).__name__}); the answer is not repeated here"
