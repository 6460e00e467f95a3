"""Mid-year populations: own year, interpolated only between known years, and only where a declaration allows it."""

import duckdb
import pandas as pd
import pytest

from pipelines.declarations.indicator import Indicator
from pipelines.methods.figures import figures_query
from pipelines.methods.observations import install_macros
from pipelines.methods.populations import mid_year_populations

AREAS = ("S1", "S2", "S3")
DECLARED = {
    "id": "grants_rate",
    "code": "XX01",
    "name": "Grants per 1,000 residents",
    "characteristic": "place",
    "definition": "Grants that were awarded, per 1,000 residents.",
    "numerator": "Grants",
    "denominator": "Residents",
    "unit": "per 1,000",
    "polarity": "high_good",
    "kind": "rate",
    "levels": ["ward"],
    "source": ["grants"],
}


def populations(years: dict[int, tuple[float, ...]]) -> pd.DataFrame:
    """Populations of the small areas S1 and S2 in ward W1, and S3 in W2; a NaN leaves the area out of the year."""
    connection = duckdb.connect()
    install_macros(connection)
    rows = [
        (area, f"{year}-06-30/P1D", count, count / 4, count / 2, count / 4)
        for year, counts in years.items()
        for area, count in zip(AREAS, counts, strict=True)
        if count == count
    ]
    columns = ["area_code", "period", "residents", "aged_0_15", "aged_16_64", "aged_65_over"]
    connection.register("rows", pd.DataFrame(rows, columns=columns))
    connection.execute("CREATE SCHEMA conformed; CREATE TABLE conformed.population AS SELECT * FROM rows")
    wards = {"S1": "W1", "S2": "W1", "S3": "W2"}
    members = [("ward", ward, "lsoa21", area) for area, ward in wards.items()]
    members += [("lsoa21", area, "lsoa21", area) for area in AREAS] + [("city", "C", "lsoa21", area) for area in AREAS]
    connection.register("members", pd.DataFrame(members, columns=["level", "area_code", "child_level", "child_code"]))
    connection.execute("CREATE TABLE conformed.membership AS SELECT * FROM members")
    return mid_year_populations(connection, ["conformed.population"])


def test_a_year_between_two_known_ones_is_the_straight_line_and_is_marked() -> None:
    frame = populations({2020: (100, 200, 300), 2023: (130, 260, 300)}).set_index(["level", "area_code", "year"])
    assert frame.loc[("ward", "W1", 2020), "residents"] == 300
    assert frame.loc[("ward", "W1", 2021), "residents"] == pytest.approx(330, abs=1e-9)
    assert frame.loc[("ward", "W1", 2022), "residents"] == pytest.approx(360, abs=1e-9)
    assert frame.loc[("city", "C", 2022), "aged_16_64"] == pytest.approx(330, abs=1e-9)
    assert frame["interpolated"].groupby("year").all().to_dict() == {2020: False, 2021: True, 2022: True, 2023: False}


def test_nothing_is_carried_beyond_the_known_years() -> None:
    frame = populations({2020: (100, 200, 300), 2021: (1, 2, 3)})
    assert set(frame["year"]) == {2020, 2021}


def test_an_area_has_a_population_only_when_all_within_it_have_one() -> None:
    frame = populations({2020: (100, float("nan"), 300)})
    assert set(frame["area_code"]) == {"S1", "S3", "W2"}


def rate(*, interpolate: bool, period: str) -> pd.DataFrame:
    query = f"SELECT 'ward' AS level, 'W1' AS area_code, '{period}' AS period, 3 AS numerator"
    indicator = Indicator.model_validate(
        DECLARED | {"sql": query, "population": {"of": "residents", "interpolate": interpolate}}
    )
    connection = duckdb.connect()
    frame = populations({2020: (100, 200, 300), 2022: (130, 260, 300)})
    connection.register("frame", frame)
    connection.execute("CREATE SCHEMA conformed; CREATE TABLE conformed.mid_year_populations AS SELECT * FROM frame")
    return connection.execute(figures_query(indicator)).df()


def test_a_rate_takes_the_population_of_its_own_year() -> None:
    found = rate(interpolate=False, period="2022-04-01/P1Y").iloc[0]
    assert (found["denominator"], found["status"], found["note"]) == (390, "ok", "")


def test_a_missing_year_is_interpolated_only_where_the_declaration_allows_it() -> None:
    allowed = rate(interpolate=True, period="2021-01-01/P1Y").iloc[0]
    assert (allowed["denominator"], allowed["status"]) == (345, "ok")
    assert "interpolated" in allowed["note"]
    refused = rate(interpolate=False, period="2021-01-01/P1Y").iloc[0]
    assert pd.isna(refused["denominator"])
    assert refused["status"] == "missing_at_source"
    assert "2021" in refused["note"]


def test_a_year_after_the_last_known_one_has_no_rate_even_so() -> None:
    assert rate(interpolate=True, period="2023-01-01/P1Y").iloc[0]["status"] == "missing_at_source"


def test_population_goes_with_rates_only() -> None:
    with pytest.raises(ValueError, match="denominator of a rate"):
        Indicator.model_validate(
            DECLARED | {"kind": "proportion", "unit": "percent", "sql": "x", "population": {"of": "residents"}}
        )
