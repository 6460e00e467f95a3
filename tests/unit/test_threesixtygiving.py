"""Grants in the 360Giving Data Standard: titles, cells, rows that belong together, and every fault at once."""

import csv
import gzip
import io
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from pandas.testing import assert_frame_equal

from pipelines.assets.recording import read_records
from pipelines.sources.base import Landed, Records, Wanted, glance
from pipelines.sources.catalogue import recognise
from pipelines.sources.threesixtygiving import SOURCES

GRANTS, REGISTRY = SOURCES
WANTED = Wanted("E06900001", "E92000001", city_name="Northby")
NEEDED = {
    "Identifier": "360G-x-1",
    "Amount Awarded": "12500",
    "Award Date": "2024-05-01",
    "Funding Org:Identifier": "GB-CHC-9790001",
}


def written(rows: Sequence[dict[str, str]], titles: Sequence[str] = ()) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, titles or list(dict.fromkeys(title for row in rows for title in row)), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def landed(folder: Path, content: str | bytes, name: str = "grants.csv") -> Landed:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    answer = recognise(glance(path, name))
    assert not isinstance(answer, str), answer
    assert answer[0] is GRANTS
    return Landed(name, path, "", 0, answer[1], synthetic=False)


def read(folder: Path, content: str | bytes, name: str = "grants.csv") -> Records:
    assert GRANTS.read_records
    return GRANTS.read_records(landed(folder, content, name), WANTED)


def test_every_column_of_the_standard_is_read(tmp_path: Path) -> None:
    grant = NEEDED | {
        "Title": " A grant ",
        "Currency": "GBP",
        "Amount Awarded": "£12,500.50",
        "Award Date": "2024-05-01T00:00:00+00:00",
        "Planned Dates:Start Date": "01/06/2024",
        "Planned Dates:End Date": "2026-05-31",
        "Planned Dates:Duration (months)": "24",
        "Recipient Org:Identifier": "GB-CHC-9800001",
        "Recipient Org:Name": "Sample Organisation",
        "Recipient Org:Charity Number": "9800001",
        "Recipient Org:Company Number": "99000001",
        "Recipient Org:Postal Code": "zz11ab",
        "Funding Org:Name": "Sample Fund",
        "Grant Programme:Title": "Small grants",
        "Beneficiary Location:Name": "Mill ward",
        "Beneficiary Location:Geographic Code": "E05900001",
        "Description": "Read by nobody,\nbut on two lines.",
    }
    records = read(tmp_path, written([grant]))
    assert not records.faults
    (row,) = records.frame.to_dict("records")
    assert row == {
        "grant_id": "360G-x-1",
        "title": "A grant",
        "currency": "GBP",
        "amount": 12500.5,
        "awarded_on": date(2024, 5, 1),
        "planned_from": date(2024, 6, 1),
        "planned_to": date(2026, 5, 31),
        "planned_months": 24.0,
        "recipient_id": "GB-CHC-9800001",
        "recipient_name": "Sample Organisation",
        "recipient_charity_number": "9800001",
        "recipient_company_number": "99000001",
        "recipient_postcode": "ZZ1 1AB",
        "funder_id": "GB-CHC-9790001",
        "funder_name": "Sample Fund",
        "beneficiary_code": "E05900001",
        "beneficiary_name": "Mill ward",
        "grant_programme": "Small grants",
        "source_file": "grants.csv",
        "source_row": 3,
    }


def test_only_four_columns_are_needed(tmp_path: Path) -> None:
    (row,) = read(tmp_path, written([NEEDED])).frame.to_dict("records")
    assert row["recipient_id"] == row["beneficiary_code"] == row["currency"] == ""
    assert row["planned_from"] is None


def test_a_missing_column_is_told(tmp_path: Path) -> None:
    content = written(
        [{title: cell for title, cell in NEEDED.items() if title not in ("Amount Awarded", "Award Date")}]
    )
    records = read(tmp_path, content)
    assert {fault.column for fault in records.faults} == {"Amount Awarded", "Award Date"}
    assert records.frame.empty


def test_grantnav_numbers_its_places(tmp_path: Path) -> None:
    grant = NEEDED | {
        f"Beneficiary Location:{n}:Geographic Code": code for n, code in enumerate(("E05900001", "", "E05900002"))
    }
    assert list(read(tmp_path, written([grant])).frame["beneficiary_code"]) == ["E05900001|E05900002"]


def test_rows_that_add_to_a_grant_are_no_grants(tmp_path: Path) -> None:
    place = "Beneficiary Location:Geographic Code"
    more = {"Identifier": "360G-x-1", place: "E05900002"}
    other = NEEDED | {"Identifier": "360G-x-2", place: "E05900003"}
    records = read(tmp_path, written([NEEDED | {place: "E05900001"}, more, other]))
    assert not records.faults
    assert list(records.frame["beneficiary_code"]) == ["E05900001|E05900002", "E05900003"]
    assert any("1 rows add to the grant" in note for note in records.notes)


@pytest.mark.parametrize("title", ["Recipient Ind:Identifier", "Recipient Individual Id"])
def test_grants_to_people_are_left_out(tmp_path: Path, title: str) -> None:
    person = NEEDED | {"Identifier": "360G-x-2", title: "360G-x-IND-9", "Recipient Org:Postal Code": "ZZ1 1AB"}
    records = read(tmp_path, written([NEEDED, person], [*NEEDED, title, "Recipient Org:Postal Code"]))
    assert list(records.frame["grant_id"]) == ["360G-x-1"]
    assert not records.faults
    assert any("1 grants to individuals" in note for note in records.notes)


def test_every_fault_is_told_at_once_with_its_row(tmp_path: Path) -> None:
    titles = [*NEEDED, "Description", "Planned Dates:Start Date"]
    rows = [
        NEEDED | {"Description": "on\ntwo lines"},
        NEEDED | {"Identifier": "", "Amount Awarded": "12,50"},
        NEEDED | {"Identifier": "360G-x-3", "Award Date": "2024-13-01", "Funding Org:Identifier": ""},
        NEEDED | {"Identifier": "360G-x-4", "Planned Dates:Start Date": "next year"},
        NEEDED | {"Identifier": "360G-x-5", "Award Date": ""},
    ]
    records = read(tmp_path, written(rows, titles))
    told = {(fault.row, fault.column): fault.blocking for fault in records.faults}
    assert told == {
        (4, "Identifier"): True,
        (4, "Amount Awarded"): True,
        (5, "Award Date"): True,
        (5, "Funding Org:Identifier"): True,
        (6, "Planned Dates:Start Date"): False,
        (7, "Award Date"): True,
    }


def test_a_damaged_row_changes_no_other(tmp_path: Path) -> None:
    rows = [NEEDED | {"Identifier": f"360G-x-{n}", "Title": "two\nlines" if n == 2 else "one"} for n in range(1, 6)]
    whole = written(rows)
    damaged = whole.replace("360G-x-4,12500,", "360G-x-4,")
    good, bad = read(tmp_path, whole, "good.csv"), read(tmp_path, damaged, "bad.csv")
    assert [(fault.row, fault.kind) for fault in bad.faults] == [(6, "ragged")]
    kept = good.frame[good.frame["grant_id"] != "360G-x-4"].assign(source_file="bad.csv")
    assert_frame_equal(kept.reset_index(drop=True), bad.frame)


def test_what_is_not_utf_8_is_told_and_the_rest_read(tmp_path: Path) -> None:
    rows = [NEEDED | {"Funding Org:Name": "Café"}, NEEDED | {"Identifier": "360G-x-2", "Amount Awarded": "?"}]
    records = read(tmp_path, written(rows).encode("cp1252"))
    assert {(fault.row, fault.kind) for fault in records.faults} == {(2, "encoding"), (3, "amount not readable")}


def test_a_header_alone_is_told(tmp_path: Path) -> None:
    assert [fault.kind for fault in read(tmp_path, written([], list(NEEDED))).faults] == ["empty"]


def test_a_packed_file_that_ends_too_soon_is_told(tmp_path: Path) -> None:
    # The beginning is whole, so that the file is recognised; it breaks off after that.
    rows = [NEEDED | {"Identifier": f"360G-x-{n * 7919 % 100_003}"} for n in range(30_000)]
    packed = gzip.compress(written(rows).encode())
    records = read(tmp_path, packed[: len(packed) // 2], "grants.csv.gz")
    assert [fault.kind for fault in records.faults] == ["archive"]


def test_a_packed_file_is_read_through(tmp_path: Path) -> None:
    assert len(read(tmp_path, gzip.compress(written([NEEDED]).encode()), "grants.csv.gz").frame) == 1


def test_the_same_grant_twice_counts_once(tmp_path: Path) -> None:
    other = NEEDED | {"Identifier": "360G-x-2"}
    files = [landed(tmp_path, written([NEEDED, other]), "a.csv"), landed(tmp_path, written([other]), "b.csv")]
    records, used = read_records(GRANTS, files, WANTED)
    assert not records.faults
    assert used == {"a.csv": (2, 2), "b.csv": (1, 0)}


def test_the_same_grant_with_another_amount_is_told_with_both_rows(tmp_path: Path) -> None:
    files = [
        landed(tmp_path, written([NEEDED]), "a.csv"),
        landed(tmp_path, written([NEEDED | {"Amount Awarded": "1"}]), "b.csv"),
    ]
    (fault,) = read_records(GRANTS, files, WANTED)[0].faults
    assert (fault.file, fault.row, fault.column) == ("b.csv", 2, "amount")
    assert "a.csv, row 2" in fault.found


@pytest.mark.parametrize(
    "titles", [["Identifier", "Amount"], ["Funding Org:Name", "Award Date"], ["area_code", "Title"]]
)
def test_other_files_are_not_taken(tmp_path: Path, titles: list[str]) -> None:
    path = tmp_path / "other.csv"
    path.write_text(",".join(titles) + "\n1,2\n", encoding="utf-8")
    assert GRANTS.recognise(glance(path, path.name)) is None


def test_the_real_registry_is_read_whole(real_data: Path) -> None:
    path = real_data / "api_samples" / "360giving_registry.json"
    taken_for = REGISTRY.recognise(glance(path, path.name))
    assert taken_for
    assert REGISTRY.read_records
    records = REGISTRY.read_records(Landed(path.name, path, "", 0, taken_for, synthetic=False), WANTED)
    assert not records.faults
    listed = json.loads(path.read_text())
    assert len(records.frame) == len(listed) == records.rows_read
    assert not records.frame.duplicated(list(REGISTRY.key)).any()
    counted = sum((entry.get("datagetter_aggregates") or {}).get("count", 0) for entry in listed)
    assert records.frame["grants"].sum() == counted
    first = records.frame.iloc[0]
    assert (first["funder_name"], first["funder_id"]) == ("A B Charitable Trust", "GB-CHC-1000147")
    assert (first["grants"], first["total_amount"], first["modified"]) == (381, 4_295_400, date(2018, 8, 3))
    # A dataset in another currency has grants and no pounds.
    arcadia = records.frame[records.frame["funder_id"].str.contains("360G-ArcadiaFund")]
    assert arcadia["total_amount"].isna().all()


def test_faults_of_the_registry_name_the_dataset(tmp_path: Path) -> None:
    whole = {"datagetter_aggregates": None, "identifier": "a", "title": "A", "publisher": {"name": "Fund"}}
    path = tmp_path / "registry.json"
    path.write_text(json.dumps([whole, {"datagetter_aggregates": {}, "title": "B"}]))
    assert REGISTRY.recognise(glance(path, path.name))
    assert REGISTRY.read_records
    records = REGISTRY.read_records(Landed(path.name, path, "", 0, "", synthetic=False), WANTED)
    assert [(fault.row, fault.kind) for fault in records.faults] == [(2, "registry dataset")]
    path.write_text("[{")
    records = REGISTRY.read_records(Landed(path.name, path, "", 0, "", synthetic=False), WANTED)
    assert [fault.kind for fault in records.faults] == ["not json"]
