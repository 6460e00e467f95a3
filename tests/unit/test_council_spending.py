"""Payments of public bodies: every council's titles, amounts and days, withheld names, totals that are no payments."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.assets.recording import read_records
from pipelines.sources.base import Landed, Records, Wanted, glance
from pipelines.sources.catalogue import recognise
from pipelines.sources.council_spending import SOURCES
from pipelines.sources.entry_cells import amounts, days

SOURCE = SOURCES[0]
WANTED = Wanted("E06900001", "E92000001")
HEADER = "Body Name,Supplier Name,Net Amount,Payment Date,Purpose"


def series(*cells: str) -> pd.Series:
    return pd.Series(list(cells), dtype="str")


def landed(folder: Path, content: str, name: str = "spending.csv", encoding: str = "utf-8") -> Landed:
    path = folder / name
    path.write_bytes(content.encode(encoding))
    answer = recognise(glance(path, name))
    assert not isinstance(answer, str), answer
    assert answer[0] is SOURCE
    return Landed(name, path, "", 0, answer[1], synthetic=False)


def read(folder: Path, content: str, name: str = "spending.csv", encoding: str = "utf-8") -> Records:
    assert SOURCE.read_records
    return SOURCE.read_records(landed(folder, content, name, encoding), WANTED)


@pytest.mark.parametrize(
    "header",
    [
        "Body Name,Supplier Name,Net Amount,Payment Date",
        "Body name,Supplier(Beneficiary) Name,Net Amount £,Transaction Date",
        "Organisation Name,SupplierName,NetAmount,DatePaid",
        "Organisation Label,Benificiary Name,Amount Excluding VAT,Date",
        "Entity,Supplier,Amount (£),Date Paid",
        "﻿BODY NAME,Creditor Name,Amount,Paid Date",
        "Body Name,Vendor Name,Net Value,Posting Date",
    ],
)
def test_titles_differ_between_councils(tmp_path: Path, header: str) -> None:
    records = read(tmp_path, f"{header}\nNorthby,Acme Ltd,12.50,01/04/2024\n")
    assert not records.faults
    (row,) = records.frame.to_dict("records")
    expected = {"payer": "Northby", "supplier_name": "Acme Ltd", "amount": 12.5, "paid_on": date(2024, 4, 1)}
    assert {name: row[name] for name in expected} == expected


def test_the_amount_without_vat_goes_first(tmp_path: Path) -> None:
    content = "Supplier,Amount,VAT,Net Amount,Date\nAcme,120,20,100,2024-04-01\n"
    assert list(read(tmp_path, content).frame["amount"]) == [100]


def test_identifiers_and_postcodes_are_read(tmp_path: Path) -> None:
    content = (
        "Supplier Name,Supplier ID,Charity Number,Company Number,Supplier Postcode,Amount,Date\n"
        "Acme,00123,9800001,09876543,zz11ab,5,2024-04-01\n"
    )
    records = read(tmp_path, content)
    (row,) = records.frame.to_dict("records")
    assert row["supplier_id"] == "00123"
    assert row["company_number"] == "09876543"
    assert (row["charity_number"], row["supplier_postcode"], row["payer"]) == ("9800001", "ZZ1 1AB", "")
    assert any("no column says who paid" in note for note in records.notes)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1234.5", 1234.5),
        ("1,234.50", 1234.5),
        ("£1,234,567", 1234567),
        ("£ 12", 12),
        ("-12.00", -12),
        ("-£12.00", -12),
        ("£-12.00", -12),
        ("(12.00)", -12),
        ("(£1,200.00)", -1200),
        ("12.00-", -12),
        ("12.00 CR", -12),
        ("GBP 12", 12),
        ("0", 0),
        ("12.", 12),
    ],
)
def test_amounts(text: str, expected: float) -> None:
    assert amounts(series(text)).iloc[0] == expected


@pytest.mark.parametrize(
    "text", ["", "-", ".", "12,50", "1.234,50", "1,23,456", "1e5", "nan", "inf", "twelve", "(-5)", "£"]
)
def test_what_is_no_amount(text: str) -> None:
    assert amounts(series(text)).isna().all()


@given(st.integers(-(10**12), 10**12))
def test_an_amount_is_the_same_however_it_is_written(pence: int) -> None:
    value = pence / 100
    plain, thousands = f"{value:.2f}", f"{abs(value):,.2f}"
    brackets = f"(£{thousands})" if value < 0 else f"£{thousands}"
    assert list(amounts(series(plain, brackets))) == [value, value]


@pytest.mark.parametrize(
    "text",
    [
        "2024-04-03",
        "03/04/2024",
        "3/4/2024",
        "03-04-2024",
        "03.04.2024",
        "03/04/24",
        "03-Apr-2024",
        "03-Apr-24",
        "3 April 2024",
        "03/04/2024 00:00",
        "2024-04-03T00:00:00",
    ],
)
def test_days_put_the_day_before_the_month(text: str) -> None:
    assert days(series(text)).iloc[0] == date(2024, 4, 3)


@pytest.mark.parametrize("text", ["", "04/13/2024", "31/04/2024", "29/02/2023", "45383", "April 2024", "2024-4-3-2"])
def test_what_is_no_day(text: str) -> None:
    assert days(series(text)).isna().all()


@pytest.mark.parametrize(
    "name",
    [
        "REDACTED",
        "Redacted Personal Data",
        "REDACTED - COMMERCIAL CONFIDENTIALITY",
        "Name redacted",
        "*** COMPANY NAME REDACTED ***",
        "Supplier name withheld",
        "Personal Data",
        "CONFIDENTIAL",
        "",
    ],
)
def test_withheld_names(tmp_path: Path, name: str) -> None:
    frame = read(tmp_path, f"{HEADER}\nNorthby,{name},5,01/04/2024,x\n").frame
    assert list(frame["redacted"]) == [True]


@pytest.mark.parametrize("name", ["Confidential Waste Ltd", "Personal Data Services", "Exempt Org", "Unredacted Ltd"])
def test_names_that_are_not_withheld(tmp_path: Path, name: str) -> None:
    frame = read(tmp_path, f"{HEADER}\nNorthby,{name},5,01/04/2024,x\n").frame
    assert list(frame["redacted"]) == [False]


def test_totals_and_wrong_cells_are_told_with_row_and_column(tmp_path: Path) -> None:
    content = (
        f'{HEADER}\nNorthby,Acme,"1,234.50",01/04/2024,"two\nlines"\nNorthby,Acme,"1,23",31/04/2024,x\n'
        ",Total,99,,\n,,,,\nNorthby,Acme\n"
    )
    records = read(tmp_path, content)
    told = {(fault.row, fault.column) for fault in records.faults}
    assert told == {(4, "Net Amount"), (4, "Payment Date"), (5, "Payment Date"), (7, None)}


def test_the_pound_sign_of_windows_is_told_where_it_stands(tmp_path: Path) -> None:
    records = read(tmp_path, "Supplier,Amount £,Date\nAcme,£5,01/04/2024\n", encoding="cp1252")
    assert [(fault.row, fault.column, fault.kind) for fault in records.faults] == [
        (1, "2", "encoding"),
        (2, "2", "encoding"),
    ]


def test_a_title_twice_is_told(tmp_path: Path) -> None:
    records = read(tmp_path, "Supplier,Amount,Amount,Date\nAcme,5,6,01/04/2024\n")
    assert [fault.kind for fault in records.faults] == ["header twice"]


def test_a_missing_column_names_what_it_may_be_called(tmp_path: Path) -> None:
    (fault,) = read(tmp_path, "Supplier,Date\nAcme,01/04/2024\n").faults
    assert "'Net Amount' (or Net Amount GBP" in fault.expected


def test_two_payments_alike_are_two_and_the_same_file_twice_is_one(tmp_path: Path) -> None:
    content = f"{HEADER}\n" + "Northby,Acme,5,01/04/2024,x\n" * 2
    files = [landed(tmp_path, content, "april.csv"), landed(tmp_path, content, "april again.csv")]
    records, used = read_records(SOURCE, files, WANTED)
    assert not records.faults
    assert used == {"april.csv": (2, 2), "april again.csv": (2, 0)}


@pytest.mark.parametrize(
    "header", ["Supplier,Notes", "Amount,Date", "area_code,measure,Date", "Creditors,Amounts,Dates"]
)
def test_other_files_are_not_taken(tmp_path: Path, header: str) -> None:
    path = tmp_path / "other.csv"
    path.write_text(f"{header}\n1,2\n", encoding="utf-8")
    assert SOURCE.recognise(glance(path, path.name)) is None
