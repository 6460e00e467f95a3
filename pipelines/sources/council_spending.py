"""Payments to suppliers that public bodies publish under the Local Government Transparency Code (over £500).

Belongs here: the titles that councils give their columns, and which suppliers' names are withheld. Does not belong
here: who a supplier is (`third_sector.spending`).

The code of 2015 says what is to be published and not under which titles; they differ between councils and between one
council's years. A title that no council had yet is added to `_HEADINGS`.
"""

from typing import TYPE_CHECKING

from pipelines.declarations.expectation import expect
from pipelines.sources.base import Glance, Landed, Records, Source, Wanted
from pipelines.sources.entries import Heading, has_headings, read_entries
from pipelines.sources.entry_cells import amounts, days, postcodes, told

if TYPE_CHECKING:
    import pandas as pd

_HEADINGS = (
    Heading("payer", ("Body Name", "Organisation Name", "Organisation Label", "Council Name", "Payer", "Entity")),
    Heading(
        "supplier_name",
        (
            "Supplier Name",
            "Supplier (Beneficiary) Name",
            "Supplier (Beneficiary)",
            "Supplier Beneficiary",
            "Beneficiary Name",
            "Benificiary Name",
            "Beneficiary",
            "Supplier",
            "Creditor Name",
            "Creditor",
            "Vendor Name",
            "Vendor",
            "Payee Name",
            "Payee",
        ),
        needed=True,
    ),
    Heading(
        "supplier_id", ("Supplier ID", "Supplier Identifier", "Supplier Reference", "Supplier Number", "Vendor Number")
    ),
    Heading(
        "charity_number",
        (
            "Charity Number",
            "Supplier Charity Number",
            "Charity No",
            "Registered Charity Number",
            "Charity Registration Number",
        ),
    ),
    Heading(
        "company_number",
        (
            "Company Number",
            "Supplier Company Number",
            "Company No",
            "Company Registration Number",
            "Companies House Number",
        ),
    ),
    Heading(
        "supplier_postcode",
        ("Supplier Postcode", "Supplier Post Code", "Supplier Postal Code", "Postcode", "Post Code"),
    ),
    # Without VAT first, where a file has both.
    Heading(
        "amount",
        (
            "Net Amount",
            "Net Amount GBP",
            "Amount Excluding VAT",
            "Amount Excl VAT",
            "Amount Ex VAT",
            "Net Value",
            "Amount",
            "Amount GBP",
            "Amount Paid",
            "Payment Amount",
            "Value",
        ),
        needed=True,
    ),
    Heading(
        "paid_on",
        ("Payment Date", "Date Paid", "Date of Payment", "Paid Date", "Transaction Date", "Posting Date", "Date"),
        needed=True,
    ),
    Heading(
        "purpose",
        (
            "Purpose",
            "Purpose of Spend",
            "Purpose of Expenditure",
            "Purpose of Expenditure (Narrative)",
            "Expenditure Category",
            "Expenditure Type",
            "Expense Type",
            "Expenses Type",
            "Procurement Category",
            "Merchant Category",
        ),
    ),
)
_COLUMNS = [*(heading.name for heading in _HEADINGS), "redacted", "occurrence"]
# A name that says it is withheld. `CONFIDENTIAL` counts only when it stands alone: it begins firms' names too.
_WITHHELD = (
    r"\bREDACT|\b(?:NAME|SUPPLIER|DETAILS?|INFORMATION) WITHHELD|^(?:WITHHELD|CONFIDENTIAL|EXEMPT|PERSONAL DATA)?$"
)
_CORRECT = "Correct the cell; delete the row if it is a total and no payment."


def _recognise(look: Glance) -> str | None:
    known = any(has_headings(look, _HEADINGS, "supplier_name", name) for name in ("amount", "paid_on"))
    return "payments to suppliers of a public body" if known else None


def _read(landed: Landed, wanted: Wanted) -> Records:
    entries = read_entries(landed, _HEADINGS)
    raw = entries.frame
    name = raw["supplier_name"].str.upper().str.strip("*-. ")
    made = raw.assign(
        source_file=landed.file,
        supplier_postcode=postcodes(raw["supplier_postcode"]),
        amount=amounts(raw["amount"]),
        paid_on=days(raw["paid_on"]),
        redacted=name.str.contains(_WITHHELD, regex=True).astype("bool"),
    )
    records = Records(made, entries.faults, rows_read=entries.rows_read)
    records.faults += told(
        entries, landed.file, "amount", made["amount"].isna(), "an amount such as 1,234.50", _CORRECT
    )
    day = "a day such as 01/04/2024 or 2024-04-01"
    records.faults += told(entries, landed.file, "paid_on", made["paid_on"].isna(), day, _CORRECT)
    if "payer" not in entries.titles and not entries.faults:
        records.notes.append(f"{landed.file}: no column says who paid, so all of it counts as one unnamed body.")
    records.frame = made.assign(occurrence=_occurrences(made))[[*_COLUMNS, "source_file", "source_row"]]
    return records


def _occurrences(made: "pd.DataFrame") -> "pd.Series":
    """Which of the payments that are alike in everything a row is: 1, 2 and so on.

    Two payments alike on one day are two payments; the same file taken in twice repeats both, and is seen to.
    """
    alike = [column for column in _COLUMNS if column in made]
    return made.groupby(alike, dropna=False, sort=False).cumcount() + 1


SOURCES = (
    Source(
        id="council_spending",
        table="payments_published",
        title="Payments to suppliers over £500",
        publisher="Councils and other public bodies",
        cadence="monthly or quarterly",
        recognise=_recognise,
        read=None,
        read_records=_read,
        level="record",
        key=tuple(_COLUMNS),
        attribution="Contains public sector information licensed under the Open Government Licence v3.0.",
        expectations=(
            expect("ExpectColumnValuesToNotBeNull", column="amount"),
            expect("ExpectColumnValuesToNotBeNull", column="paid_on"),
        ),
    ),
)
