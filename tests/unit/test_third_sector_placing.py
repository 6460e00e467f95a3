"""Where an organisation is counted: where it declares to work, otherwise at its office, and which is said."""

import pandas as pd
import pytest

from pipelines.third_sector.placing import (
    can_be_placed,
    counted_by,
    in_full,
    newest,
    offices,
    plain_name,
    work_areas,
)

LOOKUP = pd.DataFrame(
    {"postcode": ["AB1 2CD", "AB1 2CE", "AB9 9XY"], "area_code": ["E01000001", "E01000002", "E01000003"]}
)


@pytest.mark.parametrize(
    ("postcode", "office", "area"),
    [
        ("AB1 2CD", "here", "E01000001"),
        ("AB1 2ZZ", "unknown", None),  # new, ended or mistyped, beside postcodes of the place
        ("AB2 2CD", "elsewhere", None),
        ("W1A 1AA", "elsewhere", None),
        ("AB1", "unknown", None),
        ("", "unknown", None),
        ("NO CODE", "unknown", None),
    ],
)
def test_offices(postcode: str, office: str, area: str | None) -> None:
    found = offices(pd.Series([postcode]), LOOKUP).iloc[0]
    assert (found["office"], found["area_code"]) == (office, area)


def test_without_a_lookup_no_office_is_known() -> None:
    assert offices(pd.Series(["AB1 2CD"]), None)["office"].tolist() == ["unknown"]


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Middleton City", "middleton"),
        ("City Of Middleton", "middleton"),
        ("The City of Middleton", "middleton"),
        ("MIDDLETON", "middleton"),
        ("Bath And North East Somerset", "bath and north east somerset"),
        ("Bath & North East Somerset", "bath and north east somerset"),
        ("City", "city"),
    ],
)
def test_names_of_authorities(written: str, plain: str) -> None:
    assert plain_name(written) == plain


def areas(*rows: tuple[str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["organisation_number", "geographic_area_type", "geographic_area_description"])


def test_where_charities_work() -> None:
    table = areas(
        ("1", "Local Authority", "Middleton City"),
        ("2", "Local Authority", "Middleton City"),
        ("2", "Local Authority", "Otherton"),
        ("3", "Local Authority", "Otherton"),
        ("4", "Region", "Throughout England And Wales"),
        ("5", "Region", "Throughout London"),
        ("6", "Local Authority", "Middleton City"),
        ("6", "Region", "Throughout England"),
        ("7", "Local Authority", "Middleton City"),
        ("7", "Country", "Kenya"),
        *(("8", "Local Authority", f"Place {number}") for number in range(10)),
        *(("9", "Local Authority", f"Place {number}") for number in range(11)),
        ("10", "Local Authority", "Middleton City"),
        ("10", "Local Authority", "City of Middleton"),
        ("11", "Region", "Middleton City"),
    )
    assert work_areas(table, "Middleton").to_dict() == {
        "1": "here_only",
        "2": "here_and_elsewhere",
        "3": "elsewhere",
        "4": "national",
        "5": "elsewhere",
        "6": "national",
        "7": "here_and_elsewhere",
        "8": "elsewhere",
        "9": "national",
        "10": "here_only",
        "11": "elsewhere",
    }


@pytest.mark.parametrize(
    ("office", "works", "counted", "full", "placeable"),
    [
        ("here", "here_only", "works", True, True),
        ("elsewhere", "here_only", "works", True, True),
        ("unknown", "here_only", "works", True, True),
        ("here", "here_and_elsewhere", "works", True, True),
        ("elsewhere", "here_and_elsewhere", "works", False, True),
        ("here", "national", "office", True, True),
        ("elsewhere", "national", "not_counted", False, True),
        ("unknown", "national", "not_counted", False, False),
        ("here", "elsewhere", "office", True, True),
        ("unknown", "elsewhere", "not_counted", False, True),
        ("here", "not_declared", "office", True, True),
        ("elsewhere", "not_declared", "not_counted", False, True),
        ("unknown", "not_declared", "not_counted", False, False),
    ],
)
def test_counted_where_it_works_else_at_its_office(
    office: str, works: str, counted: str, full: bool, placeable: bool
) -> None:
    at, where = pd.Series([office]), pd.Series([works])
    assert counted_by(at, where).tolist() == [counted]
    assert in_full(at, where).tolist() == [full]
    assert can_be_placed(at, where).tolist() == [placeable]


def extract(day: str, *rows: tuple[str, str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["organisation_number", "postcode", "charity_company_registration_number"])
    return frame.assign(date_of_extract=pd.Timestamp(day))


def test_a_postcode_that_moved_between_two_extracts_is_told() -> None:
    both = pd.concat(
        [
            extract(
                "2024-01-02", ("1", "AB1 2CE", ""), ("2", "W1A 1AA", ""), ("3", "AB1 2CD", ""), ("4", "AB1 2CD", "")
            ),
            extract(
                "2021-01-02", ("1", "AB1 2CD", ""), ("2", "AB1 2CD", ""), ("3", "W1A 1AA", ""), ("4", "AB1 2CD", "")
            ),
        ]
    )
    rows, notes = newest(both, LOOKUP)
    assert dict(zip(rows["organisation_number"], rows["postcode"], strict=True)) == {
        "1": "AB1 2CE",
        "2": "W1A 1AA",
        "3": "AB1 2CD",
        "4": "AB1 2CD",
    }
    told = " ".join(notes)
    assert "1 offices moved into the city; the newer postcode counts for every year (organisation numbers 3)" in told
    assert "1 offices moved out of the city; the newer postcode counts for every year (organisation numbers 2)" in told
    assert (
        "moved to another small area of the city; the newer postcode counts for every year (organisation numbers 1)"
        in told
    )


def test_what_the_last_extract_has_emptied_is_taken_from_an_earlier_one() -> None:
    both = pd.concat(
        [
            extract("2024-01-02", ("1", "", ""), ("2", "AB1 2CD", "")),
            extract("2021-01-02", ("1", "AB9 9XY", "00000007"), ("2", "AB1 2CD", ""), ("9", "AB1 2CD", "")),
        ]
    )
    rows, notes = newest(both, LOOKUP)
    assert rows["postcode"].tolist() == ["AB9 9XY", "AB1 2CD"]
    assert rows["charity_company_registration_number"].tolist() == ["00000007", ""]
    assert notes == ["1 charities of earlier extracts are not in the last and are not counted."]


def test_one_extract_is_left_as_it_is() -> None:
    one = extract("2024-01-02", ("1", "", ""))
    assert newest(one, LOOKUP) == (one, []) or newest(one, LOOKUP)[0] is one
