"""The register of companies: the Basic Company Data of Companies House, as one file or in parts.

Belongs here: its columns, and which categories of company may be of the third sector. Does not belong here: which of
them are (`third_sector`): a company limited by guarantee may as well manage a block of flats.

The product lists companies on the register; one that was dissolved is left out of it. Addresses but for the postcode
are not read.
"""

from pipelines.declarations.expectation import expect
from pipelines.sources.base import Glance, Landed, Records, Source, Wanted
from pipelines.sources.delimited import Layout, header_of, read_delimited
from pipelines.sources.fields import Field

# Beginnings of categories, in small letters. The others (four in five companies are private limited by shares) are not
# kept.
_KEPT = (
    "community interest company",
    "charitable incorporated organisation",
    "scottish charitable incorporated organisation",
    "pri/lbg/nsc",
    "pri/ltd by guar/nsc",
    "priv ltd sect. 30",
    "registered society",
    "industrial and provident society",
    "royal charter company",
)
_KNOWN_BY = ("CompanyName", "CompanyNumber", "RegAddress.PostCode", "CompanyCategory", "CompanyStatus")
_KNOWN_AT_LEAST = 3
_ACTIVITIES = tuple(f"SICCode.SicText_{number}" for number in range(1, 5))
_LAYOUT = Layout(
    (
        Field("CompanyNumber", "company_number", "company_number", required=True),
        Field("CompanyName", "company_name"),
        Field("CompanyCategory", "company_category", required=True),
        Field("CompanyStatus", "company_status"),
        Field("IncorporationDate", "incorporated_on", "british_date"),
        Field("DissolutionDate", "dissolved_on", "british_date"),
        Field("RegAddress.PostCode", "postcode", "postcode"),
        Field("Accounts.NextDueDate", "accounts_next_due", "british_date"),
        Field("Accounts.LastMadeUpDate", "accounts_last_made_up", "british_date"),
        *(Field(header, header) for header in _ACTIVITIES),
    ),
    entry="company_number",
    delimiter=",",
    quoted=True,
    keep=("company_category", _KEPT),
    limit=8 * 1024**3,  # the one file with all companies has nearly 3 GB
)


def _recognise(look: Glance) -> str | None:
    if look.kind not in ("text", "archive"):
        return None
    found = len(set(header_of(look.head, ",")) & set(_KNOWN_BY))
    return "Companies House Basic Company Data" if found >= _KNOWN_AT_LEAST else None


def _read(landed: Landed, wanted: Wanted) -> Records:
    records = read_delimited(landed, _LAYOUT)
    frame = records.frame
    text = frame[_ACTIVITIES[0]]
    for header in _ACTIVITIES[1:]:
        text = text.where(frame[header].isna(), text + "; " + frame[header])
    where = [frame.pop(column) for column in ("source_file", "source_row")]
    records.frame = frame.drop(columns=list(_ACTIVITIES)).assign(
        sic_text=text, source_file=where[0], source_row=where[1]
    )
    if not any(fault.blocking for fault in records.faults):
        records.notes.append(
            f"{landed.file}: {len(frame):,} of {records.rows_read:,} companies are of categories that may be "
            "of the third sector and were kept."
        )
    return records


SOURCES = (
    Source(
        id="companies_house",
        table="companies",
        title="Basic Company Data",
        publisher="Companies House",
        cadence="monthly",
        recognise=_recognise,
        read=None,
        read_records=_read,
        level="record",
        key=("company_number",),
        expectations=(
            expect("ExpectColumnValuesToMatchRegex", column="company_number", regex="^[A-Z0-9]{8}$"),
            expect("ExpectColumnValuesToNotBeNull", severity="warning", column="incorporated_on"),
        ),
        attribution="Contains information from the register of Companies House, © Crown copyright.",
        zipped=True,
    ),
)
