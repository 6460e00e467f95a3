"""The trend test behind a published marker, made again on the figures that were computed again.

Belongs here: the five points, and running the test on them. Does not belong here: the test (`methods.trend`), or which
series may be tested (the release says so).
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pipelines.methods.periods import span
from pipelines.methods.trend import CRITICAL, YearFigure, trend_of
from pipelines.release.finding import Published, Release

if TYPE_CHECKING:
    import duckdb

_PARTS = ("value", "lower", "upper", "numerator", "denominator")
Observed = Mapping[tuple[str, str, str], Mapping[str, Any]]


def trend_behind(
    connection: "duckdb.DuckDBPyConnection", release: Release, found: Published, observed: Observed
) -> dict[str, Any] | None:
    """The published trend of a number's series, its five points, and the same test made again.

    Args:
        connection: holds the macros.
        release: has the table of trends.
        found: the number.
        observed: its indicator's observations as they were computed again; empty when they could not be.

    Returns:
        None where the release has no trend of the series. `again` is None where nothing could be computed again; else
        whether slope, chi-squared, the five slopes and the marker agree to the last digit.
    """
    key = {name: found.row[name] for name in ("indicator", "level", "area_code")}
    row = next((r for r in release.table("trends") if all(r[name] == value for name, value in key.items())), None)
    if row is None:
        return None
    told: dict[str, Any] = {
        "form": row["method"],
        "marker": row["marker"],
        "judgement": row["judgement"],
        "reason": row["reason"],
        "points": [],
        "chi_squared": _number(row["chi_squared"]),
        "critical_value": CRITICAL,
        "slope": _number(row["slope"]),
        "leave_one_out": [float(part) for part in row["leave_one_out"].split("|") if part],
        "again": None,
    }
    if not row["method"]:
        return told
    series = [one for one in found.series if row["first_period"] <= one["period"] <= row["last_period"]]
    told["points"] = [{name: one[name] for name in ("period", "status", *_PARTS)} for one in series]
    points = [observed.get((one["level"], one["area_code"], one["period"])) for one in series]
    if all(point is not None for point in points):
        told["again"] = _tested(connection, [point for point in points if point is not None], told)
    return told


def _tested(connection: "duckdb.DuckDBPyConnection", points: list[Mapping[str, Any]], told: Mapping[str, Any]) -> bool:
    figures = [YearFigure(span(p["period"]).start.year, **{name: p[name] for name in _PARTS}) for p in points]
    found = trend_of(connection, figures, told["form"])
    return (found.slope, found.chi_squared, list(found.leave_one_out), found.marker) == (
        told["slope"], told["chi_squared"], told["leave_one_out"], told["marker"],
    )  # fmt: skip


def _number(text: str) -> float | None:
    return float(text) if text else None
