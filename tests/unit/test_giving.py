"""From published grants to the table of grants: matching, placing, sizes, funders, years."""

from datetime import date
from typing import Any

import pandas as pd
import pytest

from pipelines.third_sector.giving import COLUMNS as GRANT_COLUMNS
from pipelines.third_sector.giving import grants
from tests.unit.made_up_sector import (
    CITY,
    DALE,
    MILL,
    ORGANISATIONS,
    POSTCODES,
    given,
    grant,
    membership,
    only,
    organisation,
)


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
