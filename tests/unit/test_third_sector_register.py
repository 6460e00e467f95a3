"""The register as a whole: one organisation once, what is absent told, and rows in any order."""

from functools import cache

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.declarations.third_sector import load_third_sector
from pipelines.third_sector.register import GIVES, TABLES, Register, draw_up

DECLARED = load_third_sector()
EXTRACT = "2024-01-02"
HERE, AWAY = "AB1 2CD", "ZZ9 9ZZ"


def charity(
    number: int, came: str, gone: str | None = None, *, postcode: str = HERE, **more: object
) -> dict[str, object]:
    return {
        "organisation_number": str(number),
        "registered_charity_number": str(1_000_000 + number),
        "linked_charity_number": 0.0,
        "charity_name": f"Charity {number}",
        "charity_registration_status": "Removed" if gone else "Registered",
        "date_of_registration": came,
        "date_of_removal": gone,
        "postcode": None if gone else postcode,
        "charity_company_registration_number": None,
        "charity_insolvent": False,
        "charity_in_administration": False,
        "charity_is_cio": False,
        "date_of_extract": EXTRACT,
        **more,
    }


CHARITIES = [
    charity(1, "1990-01-01", charity_company_registration_number="1234567"),
    charity(2, "1995-01-01"),
    charity(2, "1999-01-01", linked_charity_number=1.0, organisation_number="902"),
    charity(3, "2000-01-01", postcode=AWAY),
    charity(4, "2000-01-01", postcode=AWAY),
    charity(5, "2001-01-01", "2022-05-01"),
    charity(6, "2001-01-01", "2022-06-01"),
    charity(7, "2022-04-01", charity_is_cio=True),
    charity(8, "2010-01-01", charity_insolvent=True),
    charity(9, "2010-01-01"),
    charity(10, "2010-01-01"),
    charity(11, "2019-03-01"),
    charity(12, "2019-03-01", "2020-03-01"),
    charity(13, "2019-05-01"),
]
AREAS = [
    *((number, "Local Authority", "Middleton City") for number in (1, 2, 3, 5, 6, 7, 8, 9, 11, 12, 13)),
    (3, "Local Authority", "Otherton"),
    (4, "Local Authority", "Otherton"),
    (10, "Region", "Throughout England"),
]
EVENTS = [
    (6, "Asset transfer out", "2022-06-01", "Funds transferred (incor)", "7"),
    (6, "Removed", "2022-06-01", "Funds transferred (incor)", None),
    (5, "Removed", "2022-05-01", "Ceased to exist", None),
    (12, "Removed", "2020-03-01", "Ceased to exist", None),
]
COMPANIES = [
    ("01234567", "Charity 1 Ltd", "PRI/LTD BY GUAR/NSC (Private, limited by guarantee, no share capital)", HERE),
    ("09000001", "Own CIC", "Community Interest Company", HERE),
    ("09000002", "Other CIC", "Community Interest Company", AWAY),
    ("CE000007", "Charity 7", "Charitable Incorporated Organisation", HERE),
    ("RS000001", "Society", "Registered Society", HERE),
    ("09000003", "Flats", "PRI/LTD BY GUAR/NSC (Private, limited by guarantee, no share capital)", HERE),
]


@cache
def raw() -> dict[str, pd.DataFrame]:
    incomes = {1: 5_000.0, 2: 50_000.0, 3: 60_000.0, 8: 7_000.0, 9: 0.0, 10: 2e6, 11: 90.0}
    returns = [
        {
            "organisation_number": str(number),
            "fin_period_end_date": f"{year}-03-31",
            "reporting_due_date": f"{year + 1}-01-31",
            "date_annual_return_received": None if (number, year) == (11, 2022) else f"{year}-12-01",
            "total_gross_income": None if (number, year) == (11, 2022) else income,
            "total_gross_expenditure": None if (number, year) == (11, 2022) else income,
        }
        for number, income in incomes.items()
        for year in range(2020, 2023)
    ]
    part = pd.DataFrame(returns)[["organisation_number", "fin_period_end_date"]]
    columns = ["organisation_number", "event_type", "date_of_event", "reason", "assoc_organisation_number"]
    companies = pd.DataFrame(COMPANIES, columns=["company_number", "company_name", "company_category", "postcode"])
    place = ["organisation_number", "geographic_area_type", "geographic_area_description"]
    return {
        "charities": pd.DataFrame(CHARITIES),
        "charity_returns": pd.DataFrame(returns),
        "charity_returns_a": part.assign(count_volunteers=3.0),
        "charity_returns_b": part.assign(count_employees=2.0),
        "charity_areas": pd.DataFrame(AREAS, columns=place).astype({"organisation_number": "str"}),
        "charity_events": pd.DataFrame(EVENTS, columns=columns)
        .astype({"organisation_number": "str"})
        .assign(charity_event_order=[1.0, 2.0, 1.0, 1.0]),
        "companies": companies.assign(
            company_status="Active", incorporated_on="2015-01-01", dissolved_on=None, sic_text="94990"
        ),
        "lookup_postcode": pd.DataFrame({"postcode": [HERE], "area_code": ["E01000001"]}),
        "price_index": pd.DataFrame(
            {"year": range(2018, 2025), "index": [100.0 + n for n in range(7)], "series": "L522"}
        ),
    }


def register(without: str = "", **replaced: pd.DataFrame) -> Register:
    tables = {**raw(), **replaced}
    return draw_up({name: table for name, table in tables.items() if name != without}, DECLARED, "E1", "Middleton")


def organisation(found: Register, number: int) -> dict[str, object]:
    table = found.tables["organisations"].set_index("org_id")
    return {str(key): value for key, value in table.loc[f"GB-CHC-{1_000_000 + number}"].items()}


def test_every_table_is_made() -> None:
    assert set(register().tables) == set(TABLES)


def test_an_organisation_in_two_registers_is_one() -> None:
    found = register()
    table = found.tables["organisations"]
    assert organisation(found, 1)["ids"] == "GB-CHC-1000001|GB-COH-01234567"
    assert not table["org_id"].str.contains("01234567").any()
    assert (
        "1 organisations stand both in the charity register and in Companies House; each is counted once."
        in found.notes
    )


def test_what_is_no_organisation_of_the_sector_is_left_out_and_told() -> None:
    found = register()
    assert set(found.tables["organisations"]["org_id"]) == {
        *(f"GB-CHC-{1_000_000 + n}" for n in range(1, 14)),
        "GB-COH-09000001",
        "GB-COH-09000002",
    }
    told = " ".join(found.notes)
    assert "1 linked charities" in told
    assert "1 charitable incorporated organisations" in told
    assert "1 registered societies" in told


@pytest.mark.parametrize(
    ("number", "status", "works", "office", "counted_by"),
    [
        (1, "active", "here_only", "here", "works"),
        (3, "active", "here_and_elsewhere", "elsewhere", "works"),
        (4, "active", "elsewhere", "elsewhere", "not_counted"),
        (5, "removed", "here_only", "unknown", "works"),
        (8, "insolvent", "here_only", "here", "works"),
        (9, "dormant", "here_only", "here", "works"),
        (10, "active", "national", "here", "office"),
    ],
)
def test_standing_and_place(number: int, status: str, works: str, office: str, counted_by: str) -> None:
    one = organisation(register(), number)
    assert (one["status"], one["works"], one["office"], one["counted_by"]) == (status, works, office, counted_by)


def test_the_years() -> None:
    found = register()
    years = found.tables["organisation_years"]
    last = years[years["year"] == 2023].set_index("org_id")
    assert sorted(years["year"].unique()) == list(range(2014, 2024))
    assert not last.loc["GB-CHC-1000009", "active_at_end"]  # dormant since its second empty return
    assert last.loc["GB-CHC-1000001", "active_at_end"]
    assert last.loc["GB-COH-09000001", "size_band"] == "unknown"
    counts = found.tables["charity_years"].set_index("period")
    # 1, 2, 3, 7, 8, 10, 11, 13: the insolvent one is counted until it is removed.
    assert counts.loc["2023-01-01/P1Y", "charities"] == 8
    assert counts.loc["2023-01-01/P1Y", ["micro", "small", "large", "unknown", "known"]].tolist() == [2, 2, 1, 3, 5]
    assert counts.loc["2023-01-01/P1Y", ["due_to_file", "overdue"]].tolist() == [6, 0]
    assert counts.loc["2014-01-01/P1Y", "charities"] == 8


def test_companies_that_dissolved_cannot_be_seen() -> None:
    years = register().tables["organisation_years"]
    told = years.groupby("year")["status_with_companies"].first()
    assert told.dropna().to_dict() == {2021: "caution", 2022: "caution", 2023: "ok"}
    gone = raw()["companies"].assign(dissolved_on=[None, None, "2020-05-05", None, None, None])
    kept = register(companies=gone).tables["organisation_years"]
    assert set(kept["status_with_companies"]) == {"ok"}


def test_flows_and_survival_know_who_moved_on() -> None:
    found = register()
    flow = found.tables["register_flows"].set_index("period").loc["2022-01-01/P1Y"]
    # 5 ended; 6 became 7.
    assert (flow["registrations"], flow["removals"]) == (0, 1)
    cohort = found.tables["register_survival"].set_index("period").loc["2019-01-01/P1Y"]
    assert (cohort["cohort"], cohort["removals"]) == (3, 1)


def test_late_income_is_missing_and_prices_are_constant() -> None:
    returns = register().tables["organisation_returns"].set_index(["org_id", "year"])
    assert pd.isna(returns.loc[("GB-CHC-1000011", 2022), "income"])
    assert returns.loc[("GB-CHC-1000001", 2022), "income_real"] == pytest.approx(5_000 * 106 / 104)
    assert not returns.loc[("GB-CHC-1000003", 2022), "in_full"]
    assert set(returns["all_due"]) == {True}


@pytest.mark.parametrize("absent", sorted(GIVES))
def test_one_table_less_stops_nothing_and_is_told(absent: str) -> None:
    found = register(absent)
    assert any(note.startswith(f"No file gives {absent}: ") for note in found.notes)
    assert len(found.tables["organisations"])


def test_what_a_missing_table_would_give_is_absent_rather_than_wrong() -> None:
    assert not {"register_flows", "register_survival"} & set(register("charity_events").tables)
    assert register("charity_areas").tables["organisation_returns"]["national"].isna().all()
    assert register("charity_returns").tables["charity_years"]["known"].isna().all()
    assert register("companies").tables["organisation_years"]["status_with_companies"].isna().all()
    assert register("price_index").tables["organisation_returns"]["income_real"].isna().all()
    assert set(register("lookup_postcode").tables["organisations"]["office"]) == {"unknown"}
    alone = register("charities")
    assert set(alone.tables) == {"organisations"}
    assert set(alone.tables["organisations"]["legal_form"]) == {"cic"}


def test_without_any_register_there_is_nothing_to_tell() -> None:
    assert draw_up({"price_index": raw()["price_index"]}, DECLARED, "E1", "Middleton") == Register()


@pytest.fixture(scope="module")
def drawn_up() -> Register:
    """The register of all tables, which no test changes."""
    return register()


@given(seed=st.integers(0, 2**16))
@settings(max_examples=15)
def test_rows_in_any_order_give_the_same_register(drawn_up: Register, seed: int) -> None:
    shuffled = {name: table.sample(frac=1, random_state=seed) for name, table in raw().items()}
    one, other = drawn_up, draw_up(shuffled, DECLARED, "E1", "Middleton")
    assert one.notes == other.notes
    assert set(one.tables) == set(other.tables)
    for name, table in one.tables.items():
        pd.testing.assert_frame_equal(table, other.tables[name], check_exact=True)
