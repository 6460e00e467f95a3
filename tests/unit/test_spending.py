"""From published payments to the table of payments: suppliers, places, years, corrections."""

from datetime import date
from typing import Any

import pandas as pd
import pytest

from pipelines.third_sector.finding import plain_name
from pipelines.third_sector.giving import COLUMNS as GRANT_COLUMNS
from pipelines.third_sector.giving import grants
from pipelines.third_sector.spending import COLUMNS as PAYMENT_COLUMNS
from pipelines.third_sector.spending import payments
from tests.unit.made_up_sector import ORGANISATIONS, grant, membership, paid, payment


@pytest.mark.parametrize(
    ("about", "org_id", "matched_by", "identified"),
    [
        ({"charity_number": "9800001"}, "GB-CHC-9800001", "id", True),
        ({"company_number": "9900001"}, "GB-CHC-9800001", "id", True),
        ({"supplier_id": "GB-CHC-9800002"}, "GB-CHC-9800002", "id", True),
        ({"supplier_id": "004711"}, None, "", False),  # the ledger's own number
        ({"company_number": "01234567"}, None, "", True),  # a firm: it is known not to be third sector
        # The identifier decides, whatever the name says.
        ({"company_number": "01234567", "supplier_name": "Mill Lane CIC"}, None, "", True),
        ({"supplier_name": "sample trust ltd."}, "GB-CHC-9800001", "name", True),
        ({"supplier_name": "THE SAMPLE TRUST"}, "GB-CHC-9800001", "name", True),  # it is a company
        ({"supplier_name": "Dale Helpers and Friends"}, "GB-CHC-9800002", "name", True),
        ({"supplier_name": "Dale Helpers & Friends Ltd"}, None, "", False),  # it is no company
        ({"supplier_name": "Dale Helpers"}, None, "", False),
        ({"supplier_name": "Mill Lane Community Interest Company"}, "GB-COH-09900005", "name", True),
        ({"supplier_name": "Friends of the Park"}, None, "", False),  # two share the name
        ({"supplier_name": "Gone Group"}, None, "", False),  # removed nine years before
        ({"supplier_name": "Gone Group", "paid_on": date(2015, 3, 5)}, "GB-CHC-9800008", "name", True),
        ({"supplier_name": "Mill Lane CIC", "redacted": True}, None, "", False),
        ({"supplier_name": ""}, None, "", False),
    ],
)
def test_who_a_supplier_is(about: dict[str, Any], org_id: str | None, matched_by: str, identified: bool) -> None:
    frame, _ = paid(payment(**about))
    (found,) = frame.to_dict("records")
    assert (None if pd.isna(found["org_id"]) else found["org_id"]) == org_id
    assert (found["matched_by"], found["identified"]) == (matched_by, identified)
    assert found["third_sector"] is (org_id is not None)


@pytest.mark.parametrize(
    ("postcode", "in_city"), [("ZZ1 1AA", True), ("ZY1 1AA", False), ("", None), ("ZZ1", None), ("ZZ1 1ZZ", None)]
)
def test_whether_a_supplier_is_in_the_city(postcode: str, in_city: bool | None) -> None:
    found = paid(payment(supplier_postcode=postcode))[0]["in_city"].iloc[0]
    assert (None if pd.isna(found) else bool(found)) is in_city


def test_financial_years_begin_in_april_and_must_be_over() -> None:
    days = [date(2023, 3, 31), date(2023, 4, 1), date(2024, 3, 2), date(2024, 4, 1)]
    frame, notes = paid(*(payment(paid_on=day) for day in days))
    assert list(frame["year"]) == [2022, 2023, 2023]
    assert any("1 payments made after March 2024" in note for note in notes)
    assert list(paid(payment(paid_on=date(2024, 2, 28)), payment(paid_on=date(2023, 3, 1)))[0]["year"]) == [2022]


def test_a_year_is_whole_when_each_month_of_the_body_is_there() -> None:
    months = [date(2023 + (month < 4), month, 9) for month in range(1, 13)]
    whole = [payment(paid_on=day) for day in months]
    part = [payment(paid_on=day, payer="Northby Health") for day in months if day.month != 7]
    frame, notes = paid(*whole, *part)
    assert frame.groupby("payer")["whole_year"].all().to_dict() == {"Northby Council": True, "Northby Health": False}
    assert any("Not every month of the financial years from 2023" in note for note in notes)


def test_corrections_are_told() -> None:
    assert any("1 payments below nought (£-40)" in note for note in paid(payment(), payment(amount=-40.0))[1])


def test_no_rows_give_no_rows() -> None:
    none = pd.DataFrame([payment()])[:0]
    frame, notes = payments(none, ORGANISATIONS, None)
    assert list(frame.columns) == PAYMENT_COLUMNS
    assert not notes
    nothing = grants(pd.DataFrame([grant()])[:0], ORGANISATIONS, None, None, membership(), {}, None)[0]
    assert list(nothing.columns) == GRANT_COLUMNS


def test_plain_names() -> None:
    names = pd.Series(["The Mill's Ltd.", "A & B  (North) LIMITED", "St. Anne-Hill C.I.C.", "Limited Edition", "The"])
    expected = ["MILLS LIMITED", "A AND B NORTH LIMITED", "ST ANNE HILL CIC", "LIMITED EDITION", "THE"]
    assert list(plain_name(names)) == expected
