"""Grants as funders publish them to the 360Giving Data Standard, and the registry of who publishes.

Belongs here: the standard's spreadsheet form saved as CSV, GrantNav's export of it, and the registry's status JSON.
Does not belong here: which organisation a recipient is, or where a grant lands (`third_sector.giving`).

The titles are those of the standard (standard.threesixtygiving.org). GrantNav numbers the places of benefit
(`Beneficiary Location:0:Geographic Code`); a funder with more than one of something may give it rows of its own, which
repeat the grant's identifier and nothing else.
"""

import json
from typing import TYPE_CHECKING, Any

from pipelines.declarations.expectation import expect
from pipelines.faults import Fault
from pipelines.sources.archive import UnsafeFileError, open_content
from pipelines.sources.base import Glance, Landed, Records, Source, Wanted
from pipelines.sources.entries import Entries, Heading, has_headings, read_entries
from pipelines.sources.entry_cells import amounts, days, postcodes, told

if TYPE_CHECKING:
    import pandas as pd

_MORE_PLACES = range(1, 8)
_TEXT = (
    Heading("grant_id", ("Identifier",), needed=True),
    Heading("title", ("Title",)),
    Heading("currency", ("Currency",)),
    Heading("recipient_id", ("Recipient Org:Identifier", "Recipient Org:0:Identifier")),
    Heading("recipient_name", ("Recipient Org:Name", "Recipient Org:0:Name")),
    Heading("recipient_charity_number", ("Recipient Org:Charity Number", "Recipient Org:0:Charity Number")),
    Heading("recipient_company_number", ("Recipient Org:Company Number", "Recipient Org:0:Company Number")),
    Heading("recipient_postcode", ("Recipient Org:Postal Code", "Recipient Org:0:Postal Code")),
    Heading("funder_id", ("Funding Org:Identifier", "Funding Org:0:Identifier"), needed=True),
    Heading("funder_name", ("Funding Org:Name", "Funding Org:0:Name")),
    Heading("beneficiary_code", ("Beneficiary Location:Geographic Code", "Beneficiary Location:0:Geographic Code")),
    Heading("beneficiary_name", ("Beneficiary Location:Name", "Beneficiary Location:0:Name")),
    Heading("grant_programme", ("Grant Programme:Title", "Grant Programme:0:Title")),
)
_VALUES = (
    Heading("amount", ("Amount Awarded",), needed=True),
    Heading("awarded_on", ("Award Date",), needed=True),
    Heading("planned_from", ("Planned Dates:Start Date", "Planned Dates:0:Start Date")),
    Heading("planned_to", ("Planned Dates:End Date", "Planned Dates:0:End Date")),
    Heading("planned_months", ("Planned Dates:Duration (months)", "Planned Dates:0:Duration (months)")),
)
_ASIDE = (
    Heading("individual", ("Recipient Ind:Identifier", "Recipient Ind:0:Identifier", "Recipient Individual Id")),
    *(Heading(f"place_{place}", (f"Beneficiary Location:{place}:Geographic Code",)) for place in _MORE_PLACES),
)
_HEADINGS = (*_TEXT, *_VALUES, *_ASIDE)
_COLUMNS = [heading.name for heading in (*_TEXT[:3], *_VALUES, *_TEXT[3:])]
_REGISTRY_COLUMNS = [
    "dataset",
    "funder_id",
    "funder_name",
    "dataset_title",
    "licence",
    "licence_name",
    "modified",
    "grants",
    "total_amount",
    "source_file",
    "source_row",
]
_DAY = "a day such as 2024-04-01 or 01/04/2024"
_CORRECT = "Correct the cell, or ask the funder for a corrected file."


def _recognise_grants(look: Glance) -> str | None:
    known = any(has_headings(look, _HEADINGS, "funder_id", name) for name in ("grant_id", "amount"))
    return "grants in the 360Giving Data Standard" if known else None


def _read_grants(landed: Landed, wanted: Wanted) -> Records:
    entries = read_entries(landed, _HEADINGS)
    records = Records(entries.frame, entries.faults, rows_read=entries.rows_read)
    frame = entries.frame = _one_row_each(entries.frame, landed.file, records)
    for place in _MORE_PLACES:
        code = frame[f"place_{place}"]
        frame["beneficiary_code"] = frame["beneficiary_code"].where(code == "", frame["beneficiary_code"] + "|" + code)
    made = frame[["source_row", *(heading.name for heading in _TEXT)]].assign(
        source_file=landed.file,
        recipient_postcode=postcodes(frame["recipient_postcode"]),
        beneficiary_code=frame["beneficiary_code"].str.strip("|"),
        **{name: amounts(frame[name]) for name in ("amount", "planned_months")},
        **{name: days(frame[name]) for name in ("awarded_on", "planned_from", "planned_to")},
    )
    records.faults.extend(_faults(entries, made, landed.file))
    records.frame = made[[*_COLUMNS, "source_file", "source_row"]]
    return records


def _one_row_each(frame: "pd.DataFrame", file: str, records: Records) -> "pd.DataFrame":
    """Leave grants to individuals out, and take rows that only add to a grant into that grant's own row."""
    individual = frame["individual"] != ""
    if individual.any():
        records.notes.append(f"{file}: {individual.sum():,} grants to individuals were left out.")
    frame = frame[~individual].reset_index(drop=True)
    own = (frame["amount"] != "") | (frame["awarded_on"] != "")
    more = ~own & frame["grant_id"].isin(frame.loc[own, "grant_id"])
    if not more.any():
        return frame
    records.notes.append(f"{file}: {more.sum():,} rows add to the grant of another row and are no grants of their own.")
    added = frame[more & (frame["beneficiary_code"] != "")].groupby("grant_id")["beneficiary_code"].agg("|".join)
    frame = frame[~more].reset_index(drop=True)
    codes = frame["beneficiary_code"] + "|" + frame["grant_id"].map(added).fillna("")
    return frame.assign(beneficiary_code=codes.str.strip("|"))


def _faults(entries: Entries, made: "pd.DataFrame", file: str) -> list[Fault]:
    """What a grant cannot do without stops the release; of optional cells it is told, and they count as empty."""
    raw = entries.frame
    faults = []
    for name, expected in (("grant_id", "the grant's identifier"), ("funder_id", "the funder's identifier")):
        faults += told(entries, file, name, raw[name] == "", expected, _CORRECT)
    faults += told(entries, file, "amount", made["amount"].isna(), "an amount such as 12500.00", _CORRECT)
    faults += told(entries, file, "awarded_on", made["awarded_on"].isna(), _DAY, _CORRECT)
    optional = []
    for name, expected in (("planned_from", _DAY), ("planned_to", _DAY), ("planned_months", "a number of months")):
        wrong = made[name].isna() & (raw[name] != "")
        optional += told(entries, file, name, wrong, expected, "It counts as empty; correct the cell if you can.")
    return [*faults, *(Fault(**{**vars(fault), "blocking": False}) for fault in optional)]


def _recognise_registry(look: Glance) -> str | None:
    known = look.kind == "json" and '"datagetter_aggregates"' in look.head and '"publisher"' in look.head
    return "the 360Giving registry's status of datasets" if known else None


def _read_registry(landed: Landed, wanted: Wanted) -> Records:
    import pandas as pd

    records = Records(pd.DataFrame(columns=_REGISTRY_COLUMNS))
    try:
        with open_content(landed.path) as handle:
            listed = json.load(handle)
    except UnsafeFileError as error:
        records.faults.append(error.as_fault(landed.file))
        return records
    except ValueError as error:
        found = f"text that is no JSON ({error})"
        records.faults.append(Fault(landed.file, found, "the registry's JSON", "Download it again.", kind="not json"))
        return records
    rows = []
    for number, entry in enumerate(listed if isinstance(listed, list) else [listed], start=1):
        try:
            rows.append(_dataset(entry) | {"source_file": landed.file, "source_row": number})
        except (KeyError, TypeError, AttributeError) as error:
            records.faults.append(
                Fault(
                    landed.file,
                    f"a dataset without {error}",
                    "identifier, title and publisher of each dataset",
                    "Download the file again; the row counts datasets from the beginning of the file.",
                    row=number,
                    kind="registry dataset",
                )
            )
    frame = pd.DataFrame(rows, columns=_REGISTRY_COLUMNS).astype({"grants": "float64", "total_amount": "float64"})
    records.frame = frame.assign(modified=days(frame["modified"].astype("str")))
    records.rows_read = len(rows)
    return records


def _dataset(entry: dict[str, Any]) -> dict[str, Any]:
    """One dataset of the registry; a dataset that could not be fetched has no counts."""
    counted = entry.get("datagetter_aggregates") or {}
    pounds = (counted.get("currencies") or {}).get("GBP") or {}
    return {
        "dataset": entry["identifier"],
        "funder_id": "|".join(sorted(counted.get("distinct_funding_org_identifier") or [])),
        "funder_name": entry["publisher"]["name"],
        "dataset_title": entry["title"],
        "licence": entry.get("license") or "",
        "licence_name": entry.get("license_name") or "",
        "modified": entry.get("modified") or "",
        "grants": counted.get("count"),
        "total_amount": pounds.get("total_amount"),
    }


SOURCES = (
    Source(
        id="grants_360giving",
        table="grants_published",
        title="Grants in the 360Giving Data Standard",
        publisher="Funders that publish to the 360Giving Data Standard",
        cadence="as each funder publishes",
        recognise=_recognise_grants,
        read=None,
        read_records=_read_grants,
        level="record",
        key=("grant_id",),
        licence="As each funder states, mostly Creative Commons Attribution 4.0",
        licence_url="https://creativecommons.org/licenses/by/4.0/",
        attribution="Contains grants data that funders published to the 360Giving Data Standard.",
        expectations=(
            expect("ExpectColumnValuesToNotBeNull", column="amount"),
            expect("ExpectColumnValuesToNotBeNull", column="awarded_on"),
        ),
    ),
    Source(
        id="grant_registry_360giving",
        table="grant_registry",
        title="Registry of datasets in the 360Giving Data Standard",
        publisher="360Giving",
        cadence="daily",
        recognise=_recognise_registry,
        read=None,
        read_records=_read_registry,
        level="record",
        key=("dataset",),
        licence="Creative Commons Attribution 4.0",
        licence_url="https://creativecommons.org/licenses/by/4.0/",
        attribution="Contains data of the 360Giving Data Registry.",
        expectations=(expect("ExpectColumnValuesToNotBeNull", column="funder_name"),),
    ),
)
