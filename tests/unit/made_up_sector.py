"""A made-up place with its organisations, grants and payments, small enough to check by hand."""

from datetime import date
from typing import Any

import pandas as pd

from pipelines.third_sector.giving import grants
from pipelines.third_sector.spending import payments

CITY = "E06900001"


MILL, DALE = "E05900001", "E05900002"
FORMER = {"E05800001": MILL}
POSTCODES = pd.DataFrame(
    {"postcode": ["ZZ1 1AA", "ZZ1 1AB", "ZZ2 2AA"], "area_code": ["E01900001", "E01900001", "E01900002"]}
)
AREAS = [("lsoa21", "E01900001", MILL), ("lsoa21", "E01900002", DALE)]


def membership() -> pd.DataFrame:
    rows = [("country", "E92000001", "country", "E92000001"), ("city", CITY, "city", CITY)]
    for ward in (MILL, DALE):
        rows += [("ward", ward, "ward", ward), ("ward", ward, "committee", "OUTER"), ("ward", ward, "city", CITY)]
    for level, area, ward in AREAS:
        holders = [(level, area), ("ward", ward), ("committee", "OUTER"), ("city", CITY), ("msoa21", "E02900001")]
        rows += [(level, area, *holder) for holder in holders]
    return pd.DataFrame(rows, columns=["child_level", "child_code", "level", "area_code"])


def organisation(org_id: str, **about: Any) -> dict[str, Any]:
    return {
        "org_id": org_id,
        "ids": org_id,
        "name": f"Sample {org_id}",
        "registered_on": date(2001, 1, 1),
        "removed_on": None,
        "office": "here",
        "works": "not_declared",
        "area_code": "E01900001",
        "latest_income": None,
        "latest_year_end": None,
        **about,
    }


ORGANISATIONS = pd.DataFrame(
    [
        organisation("GB-CHC-9800001", ids="GB-CHC-9800001|GB-COH-09900001", name="The Sample Trust Limited"),
        organisation("GB-CHC-9800002", area_code="E01900002", name="Dale Helpers & Friends"),
        organisation("GB-CHC-9800003", office="elsewhere", works="here_only", area_code=None),
        organisation("GB-CHC-9800004", office="elsewhere", works="national", area_code=None),
        organisation("GB-COH-09900005", ids="GB-COH-09900005", name="Mill Lane CIC"),
        organisation("GB-CHC-9800006", name="Friends of the Park"),
        organisation("GB-CHC-9800007", name="FRIENDS OF THE PARK"),
        organisation("GB-CHC-9800008", name="Gone Group", removed_on=date(2015, 6, 1)),
    ]
)
RETURNS = pd.DataFrame(
    [
        ("GB-CHC-9800001", date(2021, 3, 31), 99_999.0),
        ("GB-CHC-9800001", date(2022, 3, 31), 100_000.0),
        ("GB-CHC-9800001", date(2023, 3, 31), None),
    ],
    columns=["org_id", "year_end", "income"],
)


def grant(number: int = 1, **about: Any) -> dict[str, Any]:
    return {
        "grant_id": f"360G-x-{number}",
        "currency": "GBP",
        "amount": 1000.0,
        "awarded_on": date(2023, 12, 15),
        "planned_from": None,
        "planned_to": None,
        "planned_months": None,
        "recipient_id": "",
        "recipient_charity_number": "",
        "recipient_company_number": "",
        "recipient_postcode": "",
        "funder_id": "GB-CHC-9790001",
        "funder_name": "Sample Fund",
        "beneficiary_code": "",
        **about,
    }


def given(*rows: dict[str, Any], returns: pd.DataFrame | None = RETURNS) -> tuple[pd.DataFrame, list[str]]:
    return grants(pd.DataFrame(rows), ORGANISATIONS, returns, POSTCODES, membership(), FORMER, None)


def only(*rows: dict[str, Any], **more: Any) -> dict[str, Any]:
    frame, _ = given(*rows, **more)
    assert len(frame) == 1
    return {str(name): value for name, value in frame.iloc[0].items()}


def payment(**about: Any) -> dict[str, Any]:
    return {
        "payer": "Northby Council",
        "supplier_name": "Acme Ltd",
        "supplier_id": "",
        "charity_number": "",
        "company_number": "",
        "supplier_postcode": "",
        "amount": 100.0,
        "paid_on": date(2024, 3, 5),
        "purpose": "",
        "redacted": False,
        **about,
    }


def paid(*rows: dict[str, Any]) -> tuple[pd.DataFrame, list[str]]:
    return payments(pd.DataFrame(rows), ORGANISATIONS, POSTCODES)
