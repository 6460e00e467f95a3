"""Returns by financial year, constant prices, size bands and overdue accounts."""

import numpy as np
import pandas as pd
import pytest

from pipelines.declarations.third_sector import ThirdSector, load_third_sector
from pipelines.faults import DeclarationFaultsError
from pipelines.third_sector.incomes import (
    all_due,
    came_too_late,
    known_at,
    overdue_at,
    real,
    returns_of,
    size_bands,
)

DECLARED = load_third_sector()


def history(*rows: tuple[str, str, str, str | None, str | None, float | None]) -> pd.DataFrame:
    columns = [
        "organisation_number",
        "fin_period_end_date",
        "reporting_due_date",
        "date_annual_return_received",
        "date_accounts_received",
        "total_gross_income",
    ]
    return pd.DataFrame(rows, columns=columns).assign(total_gross_expenditure=1.0)


def test_a_late_filer_is_missing_and_not_zero() -> None:
    found = returns_of(history(("1", "2022-03-31", "2023-01-31", None, None, None)), None, None).iloc[0]
    assert np.isnan(found["income"])
    assert pd.isna(found["received_on"])
    assert found["due_on"] == pd.Timestamp("2023-01-31")


def test_the_parts_of_a_return_come_together_by_charity_and_year_end() -> None:
    found = returns_of(
        history(("1", "2022-03-31", "2023-01-31", "2022-12-01", "2022-11-01", 5000)),
        pd.DataFrame(
            {"organisation_number": ["1", "2"], "fin_period_end_date": ["2022-03-31"] * 2, "count_volunteers": [7, 8]}
        ),
        pd.DataFrame({"organisation_number": ["1"], "fin_period_end_date": ["2021-03-31"], "count_employees": [3]}),
    )
    rows = found[["organisation_number", "year_end", "income", "volunteers", "employees"]]
    assert rows.astype("object").where(rows.notna(), None).to_numpy().tolist() == [
        ["1", pd.Timestamp("2021-03-31"), None, None, 3.0],
        ["1", pd.Timestamp("2022-03-31"), 5000.0, 7.0, None],
        ["2", pd.Timestamp("2022-03-31"), None, 8.0, None],
    ]
    # Whichever of annual return and accounts came first.
    assert found["received_on"].iloc[1] == pd.Timestamp("2022-11-01")


def test_of_two_rows_for_one_year_the_one_that_has_come_counts() -> None:
    pending = ("1", "2022-03-31", "2023-01-31", None, None, None)
    come = ("1", "2022-03-31", "2023-01-31", "2023-03-01", None, 10.0)
    for rows in ((pending, come), (come, pending)):
        assert returns_of(history(*rows), None, None)["income"].tolist() == [10.0]


def test_nothing_at_all_gives_no_row() -> None:
    assert returns_of(None, None, None).empty


PRICES = pd.DataFrame(
    {
        "year": [2022, 2023, 2024, 2022],
        "index": [120.0, 125.0, 130.0, 500.0],
        "series": ["L522", "L522", "L522", "D7BT"],
    }
)


def test_constant_prices() -> None:
    found = real(
        pd.Series([100.0, 100.0, 100.0, np.nan, 100.0]), pd.Series([2022, 2023, 2024, 2022, 2019]), PRICES, DECLARED
    )
    assert found[:3].tolist() == pytest.approx([100 * 130 / 120, 100 * 130 / 125, 100.0], rel=1e-15)
    assert found[3:].isna().all()  # missing stays missing; no index, no constant price


def test_without_prices_there_are_no_constant_prices() -> None:
    amounts, years = pd.Series([100.0]), pd.Series([2022])
    assert real(amounts, years, None, DECLARED).isna().all()
    assert real(amounts, years, PRICES, ThirdSector()).isna().all()
    assert real(amounts, years, PRICES[PRICES["series"] == "D7BT"], DECLARED).isna().all()


def test_size_bands_have_their_lower_limit_and_not_their_upper() -> None:
    incomes = pd.Series([-5.0, 0, 9_999.99, 10_000, 99_999, 100_000, 1e6, 1e7, 1e8, np.nan])
    assert size_bands(incomes, DECLARED.bands).tolist() == [
        "micro",
        "micro",
        "micro",
        "small",
        "small",
        "medium",
        "large",
        "major",
        "super_major",
        "unknown",
    ]
    assert set(size_bands(incomes, [])) == {"unknown"}


def returns(*rows: tuple[str, str, float | None, str | None, str | None]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["org_id", "year_end", "income", "due_on", "received_on"])
    days = {name: pd.to_datetime(frame[name]).astype("datetime64[s]") for name in ("year_end", "due_on", "received_on")}
    return frame.assign(**days)


def test_size_is_the_last_income_of_the_last_two_years() -> None:
    told = returns(
        ("a", "2020-12-31", 5.0, None, None),
        ("a", "2021-12-31", 6.0, None, None),
        ("a", "2022-12-31", None, None, None),
        ("b", "2020-12-31", 7.0, None, None),
        ("c", "2023-03-31", 8.0, None, None),
    )
    assert known_at(told, pd.Timestamp("2022-12-31"))["income"].to_dict() == {"a": 6.0}
    assert known_at(told, pd.Timestamp("2022-12-30"))["income"].to_dict() == {"a": 6.0, "b": 7.0}


def test_overdue_for_more_than_a_year() -> None:
    told = returns(
        ("in time", "2020-12-31", 1.0, "2021-10-31", "2021-10-01"),
        ("late", "2020-12-31", 1.0, "2021-10-31", "2022-09-01"),
        ("never", "2020-12-31", None, "2021-10-31", None),
        ("after the day", "2020-12-31", 1.0, "2021-10-31", "2023-02-01"),
        ("not yet", "2021-12-31", None, "2022-10-31", None),
        ("made good", "2019-12-31", None, "2020-10-31", None),
        ("made good", "2020-12-31", 1.0, "2021-10-31", "2021-09-01"),
    )
    assert overdue_at(told, pd.Timestamp("2022-12-31")).to_dict() == {
        "in time": False,
        "late": False,
        "never": True,
        "after the day": True,
        "made good": False,
    }
    late = came_too_late(told, pd.Timestamp("2023-06-30"))
    assert dict(zip(told["org_id"], late, strict=True))["after the day"]
    assert late.tolist() == [False, False, True, True, False, True, False]


def test_a_year_is_shown_once_all_of_it_was_due() -> None:
    years = pd.Series([2021, 2022])
    assert all_due(years, pd.Timestamp("2023-10-30")).tolist() == [True, False]
    assert all_due(years, pd.Timestamp("2023-10-31")).tolist() == [True, True]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ({"bands": [{"name": "micro", "below": 10}]}, "each band but the last"),
        (
            {"bands": [{"name": "micro", "below": 10}, {"name": "small", "below": 5}, {"name": "large"}]},
            "limits that rise",
        ),
        ({"price_series": "L522"}, "both price_series and base_year"),
        ({"bands": [{"name": "tiny"}]}, "bands.0.name"),
        ({"currency": "GBP"}, "currency"),
    ],
)
def test_faults_of_the_declaration_are_told(content: dict[str, object], told: str, tmp_path: object) -> None:
    from pathlib import Path

    import yaml

    folder = Path(str(tmp_path))
    (folder / "third_sector.yaml").write_text(yaml.safe_dump(content))
    with pytest.raises(DeclarationFaultsError, match=told):
        load_third_sector(folder)


def test_without_a_declaration_there_are_neither_prices_nor_bands(tmp_path: object) -> None:
    from pathlib import Path

    assert load_third_sector(Path(str(tmp_path))) == ThirdSector()
