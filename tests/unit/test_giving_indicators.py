"""Indicators of giving and spending, over tables small enough to add up by hand."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from pipelines import paths
from pipelines.declarations.catalogue import load_indicators
from pipelines.declarations.indicator import Indicator
from pipelines.methods.observations import install_macros, observe_all
from pipelines.third_sector.giving import grants
from tests.unit.made_up_sector import AREAS, CITY, DALE, MILL, POSTCODES, grant, membership, organisation, paid, payment


def observed(codes: Sequence[str], **tables: pd.DataFrame) -> pd.DataFrame:
    """Observations of the indicators with these codes over small tables."""
    declared: list[Indicator] = [i for i in load_indicators(paths.indicators_folder()) if i.code in codes]
    assert len(declared) == len(codes)
    areas = [("city", CITY), ("committee", "OUTER"), ("ward", MILL), ("ward", DALE), *((a[0], a[1]) for a in AREAS)]
    people = [(level, code, 2023, 1000.0, False) for level, code in areas]
    with duckdb.connect() as connection:
        install_macros(connection)
        connection.execute("CREATE SCHEMA conformed")
        every = {
            "areas": pd.DataFrame(
                [(level, code, code) for level, code in areas], columns=["level", "area_code", "area_name"]
            ),
            "membership": membership(),
            "mid_year_populations": pd.DataFrame(
                people, columns=["level", "area_code", "year", "residents", "interpolated"]
            ),
            **tables,
        }
        for name, frame in every.items():
            connection.register("given", frame)
            connection.execute(f"CREATE TABLE conformed.{name} AS SELECT * FROM given")
        return observe_all(connection, declared)


def value(found: pd.DataFrame, code: str, area: str, column: str = "value") -> Any:
    (row,) = found[(found["code"] == code) & (found["area_code"] == area)].to_dict("records")
    return row[column]


def some_grants() -> pd.DataFrame:
    """By hand: 6,000 pounds to small, 3,000 to larger, 1,000 to unknown; 4,000 of 8,000 for longer than 24 months."""
    sized = organisation("GB-CHC-9800001", latest_income=50_000.0, latest_year_end=date(2023, 3, 31))
    larger = organisation(
        "GB-CHC-9800002", latest_income=100_000.0, latest_year_end=date(2023, 3, 31), area_code="E01900002"
    )
    rows = [
        grant(1, amount=4000.0, recipient_id="GB-CHC-9800001", planned_months=25.0, beneficiary_code=MILL),
        grant(2, amount=2000.0, recipient_id="GB-CHC-9800001", planned_months=24.0, beneficiary_code=CITY),
        grant(3, amount=3000.0, recipient_id="GB-CHC-9800002"),
        grant(4, amount=1000.0, recipient_postcode="ZZ2 2AA", beneficiary_code=DALE),
        grant(5, amount=50_000.0, recipient_id="GB-CHC-9800004", planned_months=36.0, beneficiary_code=MILL),
        grant(6, amount=2000.0, recipient_id="GB-CHC-9800002", planned_months=12.0, beneficiary_code="E06900009"),
    ]
    rows[1]["funder_name"] = "Another Fund"
    return grants(pd.DataFrame(rows), pd.DataFrame([sized, larger]), None, POSTCODES, membership(), {}, None)[0]


def test_shares_by_size_add_to_a_hundred() -> None:
    found = observed(["AM10", "AM10-L", "AM10-U"], grants=some_grants())
    shares = [value(found, code, CITY) for code in ("AM10", "AM10-L", "AM10-U")]
    assert shares == pytest.approx([60, 30, 10])
    assert sum(shares) == pytest.approx(100, abs=1e-12)


def test_grants_per_head_and_of_several_years() -> None:
    found = observed(["AM09", "AM09-C", "AM12", "IN09-R"], grants=some_grants())
    assert value(found, "AM09", CITY) == 10.0
    assert value(found, "AM09", MILL) == 4.0
    assert value(found, "AM09", DALE) == 4.0
    assert value(found, "AM09", "OUTER", "numerator") == 8000.0  # without what is for the whole city
    assert "2 funders: Another Fund, Sample Fund." in value(found, "AM09", CITY, "note")
    assert value(found, "AM09-C", CITY) == 10.0
    assert value(found, "AM12", CITY) == pytest.approx(100 * 4 / 6)
    assert "known of 60% of the pounds" in value(found, "AM12", CITY, "note")
    # Every place's small grants, whoever got them; the city has one that lies in no ward.
    assert [value(found, "IN09-R", area, "numerator") for area in (MILL, DALE, CITY)] == [1, 2, 4]
    assert value(found, "IN09-R", DALE, "note") == "1 of 2 grants are placed by the recipient's office."


def test_shares_of_spending() -> None:
    months = [date(2023 + (month < 4), month, 9) for month in range(1, 13)]
    rows = [payment(paid_on=day, company_number="01234567", supplier_postcode="ZY1 1AA") for day in months]
    rows += [
        payment(amount=300.0, charity_number="9800001", supplier_postcode="ZZ1 1AA"),
        payment(amount=-100.0, charity_number="9800001", supplier_postcode="ZZ1 1AA"),
        payment(amount=100.0, supplier_name="Mill Lane CIC"),
        payment(amount=500.0, supplier_name="REDACTED", redacted=True),
    ]
    found = observed(["AM14", "AM14-M", "AM16"], payments=paid(*rows)[0])
    assert set(found["period"]) == {"2023-04-01/P1Y"}
    assert value(found, "AM14", CITY) == pytest.approx(100 * 300 / 2000)
    assert value(found, "AM14-M", CITY) == pytest.approx(100 * 1500 / 2000)
    assert value(found, "AM16", CITY) == pytest.approx(100 * 200 / 1400)
    assert "25% went to suppliers whose name is withheld" in value(found, "AM14", CITY, "note")
    assert "known for 70% of the pounds" in value(found, "AM16", CITY, "note")
    assert value(found, "AM14", CITY, "status") == "ok"


def test_a_year_without_a_month_is_marked() -> None:
    found = observed(["AM14"], payments=paid(payment())[0])
    assert value(found, "AM14", CITY, "status") == "caution"
    assert "Not every month" in value(found, "AM14", CITY, "note")


def test_no_query_names_a_place() -> None:
    folders = [
        paths.indicators_folder() / "ambition_statement",
        Path(__file__).parents[2] / "pipelines" / "third_sector",
    ]
    texts = [path.read_text(encoding="utf-8") for folder in folders for path in folder.glob("*.[sp][qy]*")]
    assert texts
    assert not any("E08000035" in text for text in texts)
