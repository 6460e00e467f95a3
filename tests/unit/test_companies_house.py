"""Companies House Basic Company Data: the real sample, broken files, and the synthetic sample."""

import csv
import datetime as dt
import io
import zipfile
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from pipelines.checks.verdicts import check
from pipelines.sources.base import Landed, Records, Wanted, glance
from pipelines.sources.catalogue import BY_ID, recognise
from pipelines.sources.ons_postcodes import plain_postcode
from pipelines.sources.sample import PREFIX, write_sample
from pipelines.sources.sample_organisations import EXTRACT_DAY, organisations
from pipelines.sources.sample_world import build_world
from tests.conftest import ROOT, shared

SOURCE = BY_ID["companies_house"]
REFERENCE = sorted((ROOT / "data" / "reference").glob("*/place.yaml"))[0].parent
THIRD = {
    "Charitable Incorporated Organisation": 10,
    "Community Interest Company": 10,
    "PRI/LBG/NSC (Private, Limited by guarantee, no share capital, use of 'Limited' exemption)": 10,
    "PRI/LTD BY GUAR/NSC (Private, limited by guarantee, no share capital)": 10,
    "Registered Society": 10,
    "Royal Charter Company": 10,
    "Scottish Charitable Incorporated Organisation": 10,
    "Industrial and Provident Society": 7,
}


def read(path: Path) -> Records:
    assert SOURCE.read_records is not None
    return SOURCE.read_records(Landed(path.name, path, "", 0, "", synthetic=False), Wanted("", ""))


@pytest.fixture
def published() -> str:
    path = shared("realdata") / "third_sector" / "companies_house_basic_sample.csv"
    return path.read_text(encoding="utf-8")


def write(folder: Path, text: str) -> Path:
    path = folder / "renamed.csv"
    path.write_text(text, encoding="utf-8", newline="")
    return path


def day(text: str) -> dt.date | None:
    return dt.date(int(text[6:]), int(text[3:5]), int(text[:2])) if text else None


def or_none(value: object) -> object:
    return None if pd.isna(value) else value  # type: ignore[call-overload]


def test_categories_that_may_be_of_the_third_sector_are_kept(published: str, tmp_path: Path) -> None:
    path = write(tmp_path, published)
    answer = recognise(glance(path, path.name))
    assert not isinstance(answer, str)
    assert answer[0] is SOURCE
    records = read(path)
    assert (records.faults, records.rows_read) == ([], 87)
    assert Counter(records.frame["company_category"]) == THIRD
    assert records.notes == [
        "renamed.csv: 77 of 87 companies are of categories that may be of the third sector and were kept."
    ]
    assert all(v.success for v in check("companies", records.frame, SOURCE.expectations, ("source_row",)))
    assert not records.frame.duplicated(list(SOURCE.key)).any()


def test_every_cell_that_is_read(published: str, tmp_path: Path) -> None:
    frame = read(write(tmp_path, published)).frame.set_index("source_row")
    theirs = csv.DictReader(io.StringIO(published, newline=""), skipinitialspace=True)
    for row, cells in enumerate(theirs, start=2):
        if cells["CompanyCategory"] not in THIRD:
            assert row not in frame.index
            continue
        mine = {name: or_none(value) for name, value in frame.loc[row].items()}
        activities = [cells[f"SICCode.SicText_{number}"] for number in range(1, 5)]
        assert mine == {
            "company_number": cells["CompanyNumber"],
            "company_name": cells["CompanyName"],
            "company_category": cells["CompanyCategory"],
            "company_status": cells["CompanyStatus"],
            "incorporated_on": day(cells["IncorporationDate"]),
            "dissolved_on": day(cells["DissolutionDate"]),
            "postcode": plain_postcode(cells["RegAddress.PostCode"]) or None,
            "accounts_next_due": day(cells["Accounts.NextDueDate"]),
            "accounts_last_made_up": day(cells["Accounts.LastMadeUpDate"]),
            "sic_text": "; ".join(filter(None, activities)) or None,
            "source_file": "renamed.csv",
        }


def test_a_zip_gives_the_same_rows(published: str, tmp_path: Path) -> None:
    expected = read(write(tmp_path, published)).frame
    path = tmp_path / "part 1"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("BasicCompanyData-part1.csv", published)
    answer = recognise(glance(path, path.name))
    assert not isinstance(answer, str)
    assert answer[0] is SOURCE
    pd.testing.assert_frame_equal(read(path).frame.assign(source_file="renamed.csv"), expected)


def test_header_cells_with_and_without_blanks_before_them(published: str, tmp_path: Path) -> None:
    header, rest = published.split("\n", 1)
    expected = read(write(tmp_path, published)).frame
    found = read(write(tmp_path, header.replace(", ", ",") + "\n" + rest)).frame
    pd.testing.assert_frame_equal(found, expected)


def test_numbers_get_their_leading_zeros_back(published: str, tmp_path: Path) -> None:
    frame = read(write(tmp_path, published.replace('"06844606"', '"6844606"'))).frame
    assert "06844606" in set(frame["company_number"])


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ('"12/03/2009"', '"2009-03-12"', "IncorporationDate"),
        ('"12/03/2009"', '"31/02/2009"', "IncorporationDate"),
        ('"06844606"', '"068/4606"', "CompanyNumber"),
    ],
)
def test_a_cell_that_cannot_be_read(published: str, tmp_path: Path, old: str, new: str, column: str) -> None:
    records = read(write(tmp_path, published.replace(old, new)))
    row = next(row for row, line in enumerate(published.split("\n"), start=1) if old in line)
    assert [(f.row, f.column, f.blocking) for f in records.faults] == [(row, column, False)]
    assert new.strip('"') in records.faults[0].found
    assert len(records.frame) == 76


def test_a_stray_quotation_mark_leaves_out_one_row(published: str, tmp_path: Path) -> None:
    broken = published.replace('"BL2 1BJ"', '"BL2", 1BJ"').replace("VOICE EDUCATION C", "VOICE, EDUCATION C")
    records = read(write(tmp_path, broken))
    assert len(records.faults) == 1
    assert "56 cells (company number 11501421)" in records.faults[0].found
    assert len(records.frame) == 76


def test_a_missing_column_is_named(published: str, tmp_path: Path) -> None:
    path = write(tmp_path, published.replace("CompanyCategory", "Category", 1))
    answer = recognise(glance(path, path.name))
    assert not isinstance(answer, str)
    assert [(f.column, f.blocking) for f in read(path).faults] == [("CompanyCategory", True)]


def test_the_sample_lists_companies_on_the_register(tmp_path: Path) -> None:
    write_sample(tmp_path, REFERENCE)
    records = read(tmp_path / f"{PREFIX}BasicCompanyDataAsOneFile.zip")
    everybody = organisations(build_world(REFERENCE))
    there = {one.company_number for one in everybody if one.company_number and one.active_on(EXTRACT_DAY)}
    assert set(records.frame["company_number"]) == there
    assert records.faults == []
    assert records.rows_read > len(there), "private companies stand in the file and are not kept"
    assert {"Liquidation", "Active - Proposal to Strike off"} < set(records.frame["company_status"])
    assert records.frame["sic_text"].str.startswith("99999").any()
