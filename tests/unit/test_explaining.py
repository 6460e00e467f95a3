"""Finding a published number by what a person types, and its formula with its own figures put in."""

import csv
import json
import math
import re
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.columns import OBSERVATION_COLUMNS
from pipelines.explaining.formulas import formula, interval, number
from pipelines.explaining.rows_used import ranges
from pipelines.faults import ReleaseError
from pipelines.methods.figures import Z95
from pipelines.methods.observations import install_macros
from pipelines.release.finding import Release

INDICATORS = [
    ("social_rented_share", "PL06-S", "Households renting socially"),
    ("private_rented_share", "PL06-R", "Households renting privately"),
    ("recorded_crime_rate", "PL05", "Recorded crime"),
]
AREAS = [
    ("ward", "E05000001", "Armley"),
    ("msoa21", "E02000001", "Armley"),
    ("ward", "E05000002", "Moortown"),
    ("city", "E08000035", "Leeds"),
]
PERIODS = ["2021-01-01/P1Y", "2022-01-01/P1M", "2022-06-01/P1M", "2023-04-01/P1Y"]


def table(path: Path, rows: list[dict[str, Any]]) -> None:
    with path.open("w", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    folder = tmp_path_factory.mktemp("release")
    (folder / "data").mkdir()
    (folder / "release.json").write_text(json.dumps({"id": "made-up"}))
    names = [{"indicator": i, "code": c, "name": n, "levels": "ward city"} for i, c, n in INDICATORS]
    table(folder / "data" / "indicators.csv", names)
    table(folder / "data" / "areas.csv", [{"level": v, "area_code": c, "area_name": n} for v, c, n in AREAS])
    rows = [
        dict.fromkeys(OBSERVATION_COLUMNS) | {"indicator": i, "level": v, "area_code": c, "period": p, "status": "ok"}
        for i, _, _ in INDICATORS
        for v, c, _ in AREAS
        for p in PERIODS
        if v != "msoa21"
    ]
    pd.DataFrame(rows).to_parquet(folder / "data" / "observations.parquet")
    return Release(folder)


@pytest.mark.parametrize("indicator", ["social_rented_share", "PL06-S", "pl06-s", " Social_Rented_Share "])
@pytest.mark.parametrize("area", ["E05000002", "e05000002", "Moortown", "moortown"])
@pytest.mark.parametrize("period", ["2021-01-01/P1Y", "2021"])
def test_id_or_code_code_or_name_period_or_year(release: Release, indicator: str, area: str, period: str) -> None:
    found = release.find(indicator, area, period)
    assert found.indicator["indicator"] == "social_rented_share"
    assert found.area["area_code"] == "E05000002"
    assert found.row["period"] == "2021-01-01/P1Y"
    assert [row["period"] for row in found.series] == PERIODS


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("social_rent_share", "Moortown", "2021"), ["'social_rent_share'", "PL06-S social_rented_share"]),
        (("renting", "Moortown", "2021"), ["PL06-S", "PL06-R"]),
        (("PL6", "Moortown", "2021"), ["thriving indicators"]),
        (("PL05", "Mooretown", "2021"), ["'Mooretown'", "E05000002 Moortown (ward)"]),
        (("PL05", "Armley", "2021"), ["Several areas", "E05000001 (ward)", "E02000001 (msoa21)", "by its code"]),
        (("PL05", "zz", "2021"), ["thriving areas"]),
        (("PL05", "Moortown", "2024"), ["no period '2024'", "2023-04-01/P1Y"]),
        (("PL05", "Moortown", "2022"), ["2022-01-01/P1M, 2022-06-01/P1M"]),
        (("PL05", "Moortown", "spring"), ["no period 'spring'", "2023-04-01/P1Y"]),
        (("PL05", "E02000001", "2021"), ["no figure of Armley (msoa21)", "ward, city"]),
    ],
)
def test_what_is_not_there_is_told_with_the_nearest(
    release: Release, typed: tuple[str, str, str], said: list[str]
) -> None:
    with pytest.raises(ReleaseError) as caught:
        release.find(*typed)
    for part in said:
        assert part in str(caught.value)


def test_a_folder_that_is_no_release_is_said(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="not a release"):
        Release(tmp_path)


def about(kind: str, multiplier: float, method: str = "wilson") -> dict[str, str]:
    return {"kind": kind, "multiplier": str(multiplier), "decimals": "1", "interval": method, "method": "By hand."}


def published(x: float | None, n: float | None, k: float, limits: str) -> dict[str, Any]:
    """A row as the macros make it, whose numbers the formula must explain."""
    connection = duckdb.connect()
    install_macros(connection)
    low, high = {"wilson": ("wilson_lower($x, $n, $z)", "wilson_upper($x, $n, $z)")}.get(
        limits, ("count_lower($x, $z) / $n", "count_upper($x, $z) / $n")
    )
    found = connection.execute(
        f"SELECT $k * $x / $n, $k * {low}, $k * {high}", {"x": x, "n": n, "k": k, "z": Z95}
    ).fetchone()
    assert found is not None
    return {"value": found[0], "lower": found[1], "upper": found[2], "numerator": x, "denominator": n}


def worked(text: str) -> float:
    """The value of the arithmetic before the last equals sign."""
    return float(eval(text.rpartition(" = ")[0].replace(",", "").replace(" x ", "*").replace("·", "*")))  # noqa: S307


def test_the_figures_of_a_share_give_the_share() -> None:
    row = published(1234.0, 5678.0, 100.0, "wilson")
    told = formula(row, about("proportion", 100), 14, "ONS")
    assert told.with_figures == "100 x 1,234 / 5,678 = 21.73"
    assert "added up over 14 areas" in told.words
    assert math.isclose(worked(told.with_figures), row["value"], rel_tol=1e-12)


def test_the_figures_of_wilsons_interval_give_the_interval() -> None:
    row = published(65.0, 100.0, 100.0, "wilson")
    told = interval(row, about("proportion", 100), {}, "ONS")
    assert told is not None
    assert told.inputs == {"x": 65.0, "n": 100.0, "z": Z95}
    for sign, limit in (("-", 55.2544433), ("+", 73.6357518)):
        arithmetic = told.with_figures.replace("-/+", sign)
        roots = re.sub(r"sqrt\((.*)\)\)\) /", r"((\1))**0.5)) /", arithmetic)
        assert math.isclose(worked(roots), limit, abs_tol=1e-2)
    assert told.with_figures.endswith("= 55.25 to 73.64")


@pytest.mark.parametrize(
    ("x", "words", "low", "high"), [(65.0, "Byar", 50.1631877, 82.8491385), (1.0, "exact", 0.025317808, 5.571643391)]
)
def test_the_limits_of_a_count_are_told_as_counts(x: float, words: str, low: float, high: float) -> None:
    row = published(x, 8033.0, 10_000.0, "byar")
    told = interval(row, about("rate", 10_000, "byar"), {}, "ONS")
    assert told is not None
    assert words in told.words
    assert math.isclose(told.inputs["lower_count"], low, rel_tol=1e-7)
    assert math.isclose(told.inputs["upper_count"], high, rel_tol=1e-7)


def test_a_publishers_figure_is_not_dressed_up() -> None:
    row = published(None, None, 1.0, "wilson") | {"value": 79.4, "lower": 78.0, "upper": 80.9}
    told = formula(row, about("published", 1), 1, "OHID")
    assert (told.words, told.with_figures) == ("the figure of OHID, unchanged", "79.40")
    limits = interval(row, about("published", 1, "published"), {}, "OHID")
    assert limits is not None
    assert limits.with_figures == "78.00 to 80.90"


def test_no_limits_no_formula_of_limits() -> None:
    row = published(1.0, 2.0, 1.0, "wilson") | {"lower": None, "upper": None}
    assert interval(row, about("proportion", 1, "none"), {}, "ONS") is None


@pytest.mark.parametrize(("value", "text"), [(1234.0, "1,234"), (0.5, "0.5"), (1234567.891, "1,234,567.891")])
def test_numbers_for_a_reader(value: float, text: str) -> None:
    assert number(value) == text


@given(st.lists(st.integers(1, 400), max_size=80))
def test_ranges_hold_each_row_once_and_no_other(rows: list[int]) -> None:
    spans = ranges(rows)
    assert [row for first, last in spans for row in range(first, last + 1)] == sorted(set(rows))
    assert all(later[0] > earlier[1] + 1 for earlier, later in zip(spans, spans[1:], strict=False))
