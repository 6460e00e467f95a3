"""The register of the third sector, from the files of the registers to the release, through the real run."""

import csv
import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from pipelines import paths
from pipelines.sources.sample_charities import _MOVED_EVERY, EARLIER_DAYS
from pipelines.sources.sample_organisations import Organisation, organisations
from pipelines.sources.sample_world import build_world
from tests.conftest import current_release, made_once, run_thriving
from tests.integration.conftest import LEAN, write_inbox

REFERENCE = paths.ROOT / "data" / "reference" / "leeds"
SECTOR = ("publicextract", "BasicCompany", "consumer-prices", "population_mid")
EVENTS = "publicextract.charity_event_history.zip"
POSTCODES = "postcode_lookup_lsoa21.csv"
LAST = date(2025, 12, 31)


@pytest.fixture(scope="session")
def sector(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lean inbox with the registers and the data folder after a good run on it: copied, never changed."""

    def make(folder: Path) -> None:
        (folder / "inbox").mkdir()
        write_inbox(folder / "inbox", lean=False)
        for path in (folder / "inbox").iterdir():
            if not any(part in path.name for part in (*LEAN, *SECTOR)):
                path.unlink()
        done = run_thriving(folder / "data", "run", "--inbox", folder / "inbox")
        assert done.returncode == 0, done.stderr

    return made_once(tmp_path_factory, "sector", make)


@pytest.fixture
def inbox(sector: Path, tmp_path: Path) -> Path:
    """The registers' inbox, with its release in the data folder of this test."""
    shutil.copytree(sector / "inbox", tmp_path / "inbox")
    shutil.copytree(sector / "data", tmp_path / "data", ignore=shutil.ignore_patterns(".lock"))
    return tmp_path / "inbox"


def values(release: Path, indicator: str, level: str = "city") -> pd.Series:
    frame = pd.read_csv(release / "data" / "observations.csv", low_memory=False)
    own = frame[(frame["indicator"] == indicator) & (frame["level"] == level)]
    return own.set_index("period" if level == "city" else ["area_code", "period"])["value"].dropna()


def notes(release: Path) -> str:
    return "\n".join(json.loads((release / "release.json").read_text())["notes"])


def year(number: int) -> str:
    return f"{number}-01-01/P1Y"


# What is true of the made-up sector, said by those who made it up.


def everybody() -> tuple[Organisation, ...]:
    return organisations(build_world(REFERENCE))


def office(one: Organisation) -> str:
    """Where the office is, as far as the extracts tell: the last one, or an earlier one that still has the address."""
    if one.removed_on is None and one.postcode:
        return one.office
    if not any(one.registered_on <= day and (one.removed_on is None or one.removed_on > day) for day in EARLIER_DAYS):
        return "unknown"
    if one.number % _MOVED_EVERY == 0:  # it was at another address then
        return "here" if one.number % (2 * _MOVED_EVERY) else "elsewhere"
    return one.office


def in_full(one: Organisation) -> bool:
    return one.works == "here_only" or office(one) == "here"


def dormant(one: Organisation) -> bool:
    told = [each for each in one.returns if each.income is not None and each.end <= LAST][-2:]
    return len(told) == 2 and all(each.income == 0 and each.expenditure == 0 for each in told)


def counted(one: Organisation) -> bool:
    here = one.works in ("here_only", "here_and_elsewhere") or office(one) == "here"
    return here and one.active_on(LAST) and not dormant(one)


def test_the_counts_are_those_of_the_made_up_sector(sample_release: Path) -> None:
    charities = [one for one in everybody() if one.is_charity and counted(one)]
    companies = [
        one
        for one in everybody()
        if one.form == "cic" and one.active_on(LAST) and one.office == "here" and one.trouble != "dormant"
    ]
    assert values(sample_release, "registered_charities_count")[year(2025)] == len(charities)
    frame = pd.read_csv(sample_release / "data" / "observations.csv", low_memory=False)
    rate = frame[(frame["indicator"] == "registered_organisations_rate") & (frame["period"] == year(2025))]
    city = rate[rate["level"] == "city"].iloc[0]
    assert city["numerator"] == len(charities) + len(companies)
    assert city["value"] == pytest.approx(10_000 * city["numerator"] / city["denominator"])
    # Wards count offices alone.
    offices = [*(one for one in charities if office(one) == "here"), *companies]
    assert rate.loc[rate["level"] == "ward", "numerator"].sum() == len(offices)


def test_money_and_people_are_those_of_the_made_up_sector(sample_release: Path) -> None:
    returns = [
        (one, each)
        for one in everybody()
        if one.is_charity and in_full(one)
        for each in one.returns
        if each.end.year == 2024
    ]
    # 2024 is the base year, so that prices change nothing.
    incomes = [each.income for _, each in returns if each.income is not None]
    assert values(sample_release, "real_income_total")[year(2024)] == pytest.approx(sum(incomes) / 1e6)
    largest = sum(sorted(incomes)[-10:])
    assert values(sample_release, "income_of_largest_share")[year(2024)] == pytest.approx(100 * largest / sum(incomes))
    without = values(sample_release, "real_income_without_largest_total")[year(2024)]
    assert without == pytest.approx((sum(incomes) - largest) / 1e6)
    own = [each for one, each in returns if one.works != "national"]
    assert values(sample_release, "employees_count")[year(2024)] == sum(each.employees or 0 for each in own)
    frame = pd.read_csv(sample_release / "data" / "observations.csv", low_memory=False)
    volunteers = frame[(frame["indicator"] == "volunteers_rate") & (frame["period"] == year(2024))]
    assert volunteers["numerator"].tolist() == [sum(each.volunteers or 0 for each in own)]


def test_an_organisation_in_two_registers_is_counted_once_and_told(sample_data: Path, sample_release: Path) -> None:
    table = pd.read_parquet(sample_data / "warehouse" / "conformed" / "organisations.parquet")
    both = [
        one.id
        for one in everybody()
        if one.form == "charitable_company" and one.removed_on is None and one.active_on(LAST)
    ]
    rows = table[table["ids"].str.contains("GB-CHC-") & table["ids"].str.contains("GB-COH-")]
    assert set(both) <= set(rows["org_id"])
    assert table["org_id"].is_unique
    assert not set(table["org_id"]) & {i for ids in rows["ids"] for i in ids.split("|") if i.startswith("GB-COH-")}
    assert "stand both in the charity register and in Companies House; each is counted once." in notes(sample_release)


def test_offices_that_moved_between_extracts_are_told(sample_release: Path) -> None:
    told = notes(sample_release)
    for where in ("into the city", "to another small area of the city"):
        assert f"offices moved {where}; the newer postcode counts for every year" in told


def test_what_a_missing_table_would_give_is_absent_and_told(inbox: Path, thriving: Callable[..., int]) -> None:
    before = current_release(inbox.parent / "data")
    (inbox / EVENTS).unlink()
    assert thriving("run", "--inbox", inbox) == 0
    after = current_release(inbox.parent / "data")
    for gone in ("net_registration_rate", "three_year_survival_share"):
        assert len(values(before, gone))
        assert values(after, gone).empty
    told = notes(after)
    assert "No file gives charity_events" in told
    assert "no net registration and no survival" in told
    for kept in ("registered_charities_count", "real_income_total", "volunteers_index", "accounts_overdue_share"):
        pd.testing.assert_series_equal(values(before, kept), values(after, kept))


def test_a_postcode_that_moved_moves_its_offices_and_one_that_ended_is_told(
    inbox: Path, thriving: Callable[..., int]
) -> None:
    before = current_release(inbox.parent / "data")
    with (inbox / POSTCODES).open(encoding="utf-8-sig", newline="") as handle:
        header, *rows = list(csv.reader(handle))
    at, area = header.index("pcds"), header.index("lsoa21")
    one = next(o for o in everybody() if o.is_charity and counted(o) and o.office == "here" and o.works == "here_only")
    other = next(
        o
        for o in everybody()
        if o.is_charity
        and counted(o)
        and o.office == "here"
        and o.works == "not_declared"
        and o.postcode != one.postcode
    )
    was = next(row for row in rows if row[at] == one.postcode)
    elsewhere = next(row[area] for row in rows if row[area][:5] == was[area][:5] and row[area] != was[area])
    moved = [[*row[:area], elsewhere, *row[area + 1 :]] if row is was else row for row in rows]
    with (inbox / POSTCODES).open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows([header, *(row for row in moved if row[at] != other.postcode)])
    assert thriving("run", "--inbox", inbox) == 0
    table = pd.read_parquet(inbox.parent / "data" / "warehouse" / "conformed" / "organisations.parquet").set_index(
        "org_id"
    )
    assert table.loc[one.id, "area_code"] == elsewhere
    assert (table.loc[other.id, "office"], table.loc[other.id, "counted_by"]) == ("unknown", "not_counted")
    after = current_release(inbox.parent / "data")
    assert f"{other.id} ({other.postcode})" in notes(after)
    lost = values(before, "registered_charities_count") - values(after, "registered_charities_count")
    here = [o for o in everybody() if o.is_charity and counted(o) and o.postcode == other.postcode]
    assert lost[year(2025)] == sum(o.works not in ("here_only", "here_and_elsewhere") for o in here)


def test_nothing_is_drawn_up_again_when_nothing_changed(inbox: Path, thriving: Callable[..., int]) -> None:
    tables = sorted((inbox.parent / "data" / "warehouse" / "conformed").glob("*regist*.parquet"))
    tables += sorted((inbox.parent / "data" / "warehouse" / "conformed").glob("organisation*.parquet"))
    before = [path.stat().st_mtime_ns for path in tables]
    with (inbox / "partnership_figures.csv").open("a", encoding="utf-8") as handle:
        handle.write("\n")
    assert thriving("run", "--inbox", inbox) == 0
    assert len(tables) == 5
    assert [path.stat().st_mtime_ns for path in tables] == before


def test_registers_that_are_gone_leave_no_table(inbox: Path, thriving: Callable[..., int]) -> None:
    for path in inbox.iterdir():
        if "publicextract" in path.name or "BasicCompany" in path.name:
            path.unlink()
    assert thriving("run", "--inbox", inbox) == 0
    conformed = inbox.parent / "data" / "warehouse" / "conformed"
    assert not list(conformed.glob("organisation*.parquet"))
    assert not list(conformed.glob("register_*.parquet"))
    assert values(current_release(inbox.parent / "data"), "registered_charities_count").empty


def test_the_synthetic_extract_of_the_commission_goes_through(
    sector: Path, real_data: Path, tmp_path: Path, thriving: Callable[..., int]
) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for path in (sector / "inbox").iterdir():
        if any(part in path.name for part in LEAN) or "consumer-prices" in path.name:
            shutil.copyfile(path, inbox / path.name)
    for path in (real_data / "third_sector" / "ccew_extract_SYNTHETIC").glob("*.zip"):
        shutil.copyfile(path, inbox / path.name)
    shutil.copyfile(real_data / "third_sector" / "companies_house_basic_sample.csv", inbox / "companies.csv")
    # One made-up charity declares to work here; its made-up postcode is put into the lookup.
    with (inbox / POSTCODES).open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.reader(handle))
    rows.append(["E1H 7AS", *rows[-1][1:]])
    with (inbox / POSTCODES).open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows(rows)
    assert thriving("run", "--inbox", inbox) == 0
    release = current_release(tmp_path / "data")
    assert values(release, "registered_charities_count")[year(2022)] == 1
    table = pd.read_parquet(tmp_path / "data" / "warehouse" / "conformed" / "organisations.parquet").set_index("org_id")
    one = table.loc["GB-CHC-224522"]
    assert (one["works"], one["office"], one["counted_by"], one["size_band"]) == ("here_only", "here", "works", "micro")
    # 200 main charities, and the ten community interest companies of the sample; linked charities are parts of them.
    assert len(table) == 210
    assert "372 linked charities are parts of others and are not counted." in notes(release)
