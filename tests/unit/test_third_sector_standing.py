"""Dormant, insolvent, removed or moved on: the stated rules."""

import pandas as pd
import pytest

from pipelines.third_sector.rules import RULES
from pipelines.third_sector.standing import company_standing, dormancy, dormant_at, insolvent_charities, removals


def charities(*rows: tuple[str, str, str | None]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["organisation_number", "date_of_registration", "date_of_removal"])


def events(*rows: tuple[str, str, str, str, str]) -> pd.DataFrame:
    columns = ["organisation_number", "event_type", "date_of_event", "reason", "assoc_organisation_number"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(charity_event_order=range(1, len(frame) + 1))


REGISTER = charities(
    ("1", "1980-06-02", "2023-01-17"),
    ("2", "2022-11-01", None),
    ("3", "1990-01-01", None),
    ("4", "1995-01-01", "2020-01-01"),
    ("5", "2000-01-01", "2023-01-17"),
)


def test_a_conversion_with_a_registered_successor_is_no_closure_and_the_successor_is_not_new() -> None:
    told = events(
        ("1", "Asset transfer out", "2023-01-17", "Funds transferred (incor)", "2"),
        ("1", "Removed", "2023-01-17", "Funds transferred (incor)", ""),
    )
    found = removals(REGISTER, told)
    assert found.loc["1", ["removal_reason", "moved_on", "continues"]].tolist() == [
        "Funds transferred (incor)",
        True,
        False,
    ]
    assert found.loc["2", ["moved_on", "continues"]].tolist() == [False, True]


@pytest.mark.parametrize(
    ("reason", "to", "moved_on", "continues"),
    [
        ("Amalgamated", "3", True, False),  # an old charity took it in: it stays what it was
        ("amalgamated", "2", True, True),
        ("Amalgamated", "", False, False),  # nobody is named
        ("Amalgamated", "99", False, False),  # nobody that the register knows
        ("Amalgamated", "4", False, False),  # removed before
        ("Amalgamated", "5", False, False),  # removed on the same day
        ("Ceased to exist", "3", False, False),  # gave its funds to another and ended
        ("Removed by application", "2", False, False),
    ],
)
def test_moving_on_needs_the_reason_and_a_successor_on_the_register(
    reason: str, to: str, moved_on: bool, continues: bool
) -> None:
    told = events(("1", "Asset transfer out", "2023-01-17", reason, to), ("1", "Removed", "2023-01-17", reason, ""))
    found = removals(REGISTER, told)
    assert bool(found.loc["1", "moved_on"]) is moved_on
    assert bool(found["continues"].any()) is continues


def test_without_events_no_reason_is_known() -> None:
    found = removals(REGISTER, None)
    assert not found[["moved_on", "continues"]].to_numpy().any()
    assert set(found["removal_reason"]) == {""}


def test_the_last_removal_counts_and_order_does_not() -> None:
    told = events(
        ("1", "Removed", "2001-01-01", "Ceased to exist", ""),
        ("1", "Re-registered", "2002-01-01", "", ""),
        ("1", "Asset transfer out", "2023-01-17", "Amalgamated", "3"),
        ("1", "Removed", "2023-01-17", "Amalgamated", ""),
    )
    found = removals(REGISTER, told)
    assert found.loc["1", "removal_reason"] == "Amalgamated"
    assert removals(REGISTER, told.iloc[::-1]).equals(found)


def returns(*rows: tuple[str, str, float | None, float | None]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["org_id", "year_end", "income", "expenditure"])
    return frame.assign(year_end=pd.to_datetime(frame["year_end"]))


def test_dormant_after_two_empty_returns_and_awake_after_one_that_is_not() -> None:
    told = dormancy(
        returns(
            ("a", "2020-03-31", 5, 5),
            ("a", "2021-03-31", 0, 0),
            ("a", "2022-03-31", 0, 0),
            ("a", "2023-03-31", 0, 7),
            ("b", "2021-03-31", 0, 0),
            ("c", "2021-03-31", 0, 0),
            ("c", "2022-03-31", None, None),  # not reported, so not zero
            ("c", "2023-03-31", 0, 0),
        )
    )

    def at(day: str) -> set[str]:
        return dormant_at(told, pd.Timestamp(day))

    assert at("2021-12-31") == set()
    assert at("2022-12-31") == {"a"}
    assert at("2023-12-31") == {"c"}


def test_what_companies_house_says() -> None:
    found = company_standing(
        pd.DataFrame(
            {
                "company_status": ["Active", "Liquidation", "In Administration", "Dissolved", "Active"],
                "incorporated_on": ["2015-01-01"] * 5,
                "dissolved_on": [None, None, None, None, "2020-02-03"],
                "sic_text": ["99999 - Dormant Company", "94990", "", None, "94990"],
            }
        )
    )
    assert found["insolvent"].tolist() == [False, True, True, False, False]
    assert found["dormant"].tolist() == [True, False, False, False, False]
    assert found["removed_on"].isna().tolist() == [True, True, True, False, False]
    assert found["removed_on"].iloc[4] == pd.Timestamp("2020-02-03")


def test_insolvent_charities() -> None:
    told = pd.DataFrame({"charity_insolvent": [True, False, None], "charity_in_administration": [False, True, None]})
    assert insolvent_charities(told.astype("boolean")).tolist() == [True, True, False]


def test_every_rule_is_one_sentence_for_readers() -> None:
    assert len(RULES) > 10
    for rule in RULES:
        assert rule.endswith(".")
        assert rule[0].isupper()
        assert "{" not in rule
        assert "  " not in rule
