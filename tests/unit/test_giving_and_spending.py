"""From published grants and payments to the third sector's tables: matching, placing, sizes, funders, suppliers."""

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
from pipelines.third_sector.finding import plain_name
from pipelines.third_sector.giving import COLUMNS as GRANT_COLUMNS
from pipelines.third_sector.giving import grants
from pipelines.third_sector.spending import COLUMNS as PAYMENT_COLUMNS
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


@pytest.mark.parametrize(
    ("about", "org_id"),
    [
        ({"recipient_id": "GB-CHC-9800001"}, "GB-CHC-9800001"),
        ({"recipient_id": "gb-coh-9900001"}, "GB-CHC-9800001"),  # in two registers; the zero lost
        ({"recipient_id": "360G-x-org-7", "recipient_charity_number": "9800001"}, "GB-CHC-9800001"),
        ({"recipient_company_number": "09900005"}, "GB-COH-09900005"),
        ({"recipient_id": "GB-COH-01234567", "recipient_charity_number": "9800002"}, "GB-CHC-9800002"),
        ({"recipient_id": "GB-CHC-9800001", "recipient_charity_number": "9800002"}, "GB-CHC-9800001"),
        ({"recipient_id": "9800001"}, None),  # a number alone may be a charity's or a company's
        ({"recipient_id": "GB-SC-SC012345"}, None),
        ({"recipient_name": "The Sample Trust Limited"}, None),  # a grant's recipient is never known by its name
    ],
)
def test_recipients_are_known_by_identifiers(about: dict[str, str], org_id: str | None) -> None:
    found = only(grant(beneficiary_code=CITY, **about))
    assert (None if pd.isna(found["org_id"]) else found["org_id"]) == org_id
    assert found["matched_by"] == ("id" if org_id else "")


def test_identifiers_of_two_organisations_are_told() -> None:
    row = grant(recipient_id="GB-CHC-9800001", recipient_charity_number="9800002")
    assert any("1 grants carry identifiers of two organisations" in note for note in given(row)[1])


def test_an_identifier_beside_two_organisations_finds_neither() -> None:
    twice = pd.concat(
        [ORGANISATIONS, pd.DataFrame([organisation("GB-CHC-9800099", ids="GB-CHC-9800099|GB-COH-09900005")])]
    )
    row = grant(beneficiary_code=CITY, recipient_company_number="09900005")
    frame, _ = grants(pd.DataFrame([row]), twice, None, POSTCODES, membership(), {}, None)
    assert frame["org_id"].isna().all()


@pytest.mark.parametrize(
    ("about", "placed"),
    [
        ({"beneficiary_code": DALE, "recipient_postcode": "ZZ1 1AA"}, ("ward", DALE, "beneficiary", True)),
        ({"beneficiary_code": "E05800001"}, ("ward", MILL, "beneficiary", False)),  # a code that was replaced
        ({"beneficiary_code": "E01900002"}, ("lsoa21", "E01900002", "beneficiary", False)),
        ({"beneficiary_code": f"{MILL}|{MILL}"}, ("ward", MILL, "beneficiary", False)),
        ({"beneficiary_code": f"{MILL}|{DALE}"}, ("city", CITY, "city", False)),
        ({"beneficiary_code": "E02900001"}, ("city", CITY, "city", False)),  # an MSOA lies in no one ward
        ({"beneficiary_code": CITY, "recipient_postcode": "ZZ1 1AA"}, ("city", CITY, "city", True)),
        ({"recipient_postcode": "ZZ2 2AA"}, ("lsoa21", "E01900002", "recipient", True)),
        ({"recipient_id": "GB-CHC-9800002"}, ("lsoa21", "E01900002", "recipient", True)),
        # The office has moved since: the postcode in the grant is where it was.
        (
            {"recipient_id": "GB-CHC-9800002", "recipient_postcode": "ZZ1 1AB"},
            ("lsoa21", "E01900001", "recipient", True),
        ),
        # A postcode that is none, or that may be new, says nothing; the register does.
        ({"recipient_id": "GB-CHC-9800002", "recipient_postcode": "ZZ2"}, ("lsoa21", "E01900002", "recipient", True)),
        (
            {"recipient_id": "GB-CHC-9800002", "recipient_postcode": "ZZ1 1ZZ"},
            ("lsoa21", "E01900002", "recipient", True),
        ),
        # Works here and nowhere else, from an office elsewhere.
        ({"recipient_id": "GB-CHC-9800003"}, ("city", CITY, "city", True)),
        # Places that tell nothing of one city: its region, the funder's own words, here and elsewhere at once.
        (
            {"beneficiary_code": "E12000003", "recipient_postcode": "ZZ2 2AA"},
            ("lsoa21", "E01900002", "recipient", True),
        ),
        ({"beneficiary_code": "North", "recipient_postcode": "ZZ2 2AA"}, ("lsoa21", "E01900002", "recipient", True)),
        (
            {"beneficiary_code": f"{MILL}|E06900009", "recipient_postcode": "ZZ2 2AA"},
            ("lsoa21", "E01900002", "recipient", True),
        ),
    ],
)
def test_where_a_grant_lands(about: dict[str, str], placed: tuple[str, str, str, bool]) -> None:
    found = only(grant(**about))
    assert (found["level"], found["area_code"], found["placed_by"], found["recipient_here"]) == placed


@pytest.mark.parametrize(
    "about",
    [
        {"beneficiary_code": "E06900009", "recipient_postcode": "ZZ1 1AA"},  # for another place
        {"recipient_postcode": "ZY9 9AA"},
        {"recipient_id": "GB-CHC-9800001", "recipient_postcode": "ZY9 9AA"},  # was elsewhere when it got the grant
        {"recipient_id": "GB-CHC-9800004"},
        {"beneficiary_code": f"{MILL}|E06900009"},
        {"currency": "EUR", "beneficiary_code": MILL},
        {},
    ],
)
def test_what_is_no_grant_of_the_place(about: dict[str, str]) -> None:
    frame, notes = given(grant(**about))
    assert frame.empty
    assert list(frame.columns) == GRANT_COLUMNS
    assert notes


@pytest.mark.parametrize(
    ("awarded_on", "size"),
    [
        (date(2021, 3, 30), "unknown"),  # nothing reported before
        (date(2021, 3, 31), "small"),
        (date(2022, 3, 30), "small"),
        (date(2022, 3, 31), "larger"),
        (date(2024, 3, 30), "larger"),  # the return of 2023 has not come
        (date(2024, 3, 31), "unknown"),  # the last income is of two years before
    ],
)
def test_a_recipient_is_as_large_as_it_was(awarded_on: date, size: str) -> None:
    row = grant(recipient_id="GB-CHC-9800001", awarded_on=awarded_on)
    last = grant(9, beneficiary_code="E06900009", awarded_on=date(2025, 12, 31))
    assert only(row, last)["recipient_size"] == size


def test_size_without_returns_is_that_of_the_register() -> None:
    about = {"latest_income": 5_000.0, "latest_year_end": date(2023, 3, 31)}
    register = pd.DataFrame([organisation("GB-CHC-9800001", **about)])
    rows = pd.DataFrame([grant(recipient_id="GB-CHC-9800001"), grant(2, recipient_postcode="ZZ1 1AA")])
    frame, _ = grants(rows, register, None, POSTCODES, membership(), {}, None)
    assert list(frame["recipient_size"]) == ["small", "unknown"]


@pytest.mark.parametrize(
    ("about", "months"),
    [
        ({"planned_months": 36.0}, 36),
        ({"planned_months": 12.0, "planned_from": date(2024, 1, 1), "planned_to": date(2026, 12, 31)}, 12),
        ({"planned_from": date(2024, 4, 1), "planned_to": date(2026, 3, 31)}, 24),
        ({"planned_from": date(2024, 4, 1), "planned_to": date(2026, 4, 1)}, 24),
        ({"planned_from": date(2024, 2, 1), "planned_to": date(2024, 2, 29)}, 1),
        ({"planned_from": date(2024, 4, 1)}, None),
        ({"planned_from": date(2024, 4, 1), "planned_to": date(2023, 4, 1)}, None),
        ({"planned_months": 0.0}, None),
    ],
)
def test_how_long_a_grant_runs(about: dict[str, Any], months: int | None) -> None:
    found = only(grant(beneficiary_code=MILL, **about))["months"]
    assert (None if pd.isna(found) else found) == months


def test_a_year_counts_once_it_is_over_and_ten_at_most() -> None:
    days = [date(year, 6, 1) for year in range(2010, 2025)]
    rows = [grant(n, beneficiary_code=MILL, awarded_on=day) for n, day in enumerate(days)]
    frame, notes = given(*rows, grant(99, beneficiary_code=MILL, awarded_on=date(2024, 11, 30)))
    assert sorted(frame["year"].unique()) == list(range(2014, 2024))
    assert any("2 grants awarded after 2023 wait" in note for note in notes)
    assert any("4 grants awarded before 2014" in note for note in notes)
    frame, _ = given(*rows, grant(99, beneficiary_code=MILL, awarded_on=date(2024, 12, 1)))
    assert frame["year"].max() == 2024


def test_a_constant_funder_published_in_every_year_to_anywhere() -> None:
    elsewhere = "E06900009"
    years = (2021, 2022, 2023)
    rows = [grant(n, funder_id="always", beneficiary_code=MILL, awarded_on=date(y, 12, 5)) for n, y in enumerate(years)]
    # Gave here once and published every year.
    places = (elsewhere, MILL, elsewhere)
    rows += [
        grant(10 + n, funder_id="seldom here", beneficiary_code=place, awarded_on=date(y, 12, 5))
        for n, (y, place) in enumerate(zip(years, places, strict=True))
    ]
    rows += [
        grant(20 + n, funder_id="late", beneficiary_code=MILL, awarded_on=date(y, 12, 5))
        for n, y in enumerate(years[1:])
    ]
    frame, notes = given(*rows)
    assert set(frame.loc[frame["constant_funder"], "funder_id"]) == {"always", "seldom here"}
    assert set(frame["funder_id"]) == {"always", "seldom here", "late"}
    assert any("did not publish in every year from 2021 to 2023" in note for note in notes)


def test_files_with_fewer_grants_than_the_registry_lists_are_told() -> None:
    registry = pd.DataFrame(
        [("a", "Whole Fund", 1.0), ("b", "Part Fund", 2.0), ("b", "Part Fund", 1.0), ("c", "Absent Fund", 9.0)],
        columns=["funder_id", "funder_name", "grants"],
    )
    rows = pd.DataFrame([grant(1, funder_id="a"), grant(2, funder_id="b"), grant(3, funder_id="b")])
    notes = grants(rows, None, None, None, membership(), {}, registry)[1]
    assert any(note.endswith("Part Fund (2 of 3).") for note in notes)
    assert not any("Whole Fund" in note or "Absent Fund" in note for note in notes)


def test_without_a_register_nobody_is_found() -> None:
    rows = [grant(1, recipient_id="GB-CHC-9800001", beneficiary_code=MILL), grant(2, recipient_postcode="ZZ1 1AA")]
    frame, _ = grants(pd.DataFrame(rows), None, None, POSTCODES, membership(), {}, None)
    assert list(frame["area_code"]) == [MILL, "E01900001"]
    assert set(frame["matched_by"]) == {""}
    assert set(frame["recipient_size"]) == {"unknown"}


def test_the_order_of_the_rows_changes_nothing() -> None:
    rows = [grant(n, recipient_id=f"GB-CHC-980000{n}", beneficiary_code=(MILL, "", CITY)[n % 3]) for n in range(1, 8)]
    pd.testing.assert_frame_equal(given(*rows)[0], given(*reversed(rows))[0])


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
