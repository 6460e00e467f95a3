"""Local election results by ward, as the House of Commons Library publishes them.

Belongs here: electorate and turnout. Party votes are left alone: no indicator speaks of them. The year stands in
the title row above the header.
"""

import re

from pipelines.declarations.expectation import expect
from pipelines.faults import Fault
from pipelines.sources.base import Glance, Landed, Source, Tidy, Wanted, open_bytes
from pipelines.sources.cells import Column
from pipelines.sources.tabular import read_table

_TITLE = re.compile(r"Local election results by ward, (\d{4})")
_TITLE_BYTES = 4096


def _year(text: str) -> str | None:
    found = _TITLE.search(text)
    return found.group(1) if found else None


def _ward_column(text: str) -> str:
    """The publisher's header for the ward changed between years."""
    return "Ward/ED" if "Ward/ED code" in text else "Ward"


def _recognise(look: Glance) -> str | None:
    year = _year(look.head[:_TITLE_BYTES])
    if year and look.has_header("Local authority code", "Electorate", "Turnout (%)"):
        return f"House of Commons Library: local election results by ward, {year}"
    return None


def _read(landed: Landed, wanted: Wanted) -> Tidy:
    with open_bytes(landed.path) as handle:
        head = handle.read(_TITLE_BYTES).decode("utf-8", errors="replace")
    ward = _ward_column(head)
    columns = [
        Column("Local authority code", "city_code"),
        Column(f"{ward} code", "area_code", "code"),
        Column(f"{ward} name", "area_name"),
        Column("Electorate", "electorate", "whole", minimum=1, thousands=True),
        Column("Turnout (%)", "turnout_percent", "number", minimum=0, maximum=100, thousands=True),
    ]
    tidy = read_table(landed, columns, frozenset({wanted.city}), "city_code")
    year = _year(head)
    if year is None:
        tidy.faults.append(
            Fault(
                landed.file,
                "no year in the title row",
                "'Local election results by ward, YYYY'",
                "Restore the publisher's first row.",
                row=1,
                kind="title",
            )
        )
    for row in tidy.rows:
        row["level"], row["period"] = "ward", f"{year}-05-01/P1M"
    return tidy


SOURCES = (
    Source(
        id="hoc_elections",
        table="elections",
        title="Local election results by ward",
        publisher="House of Commons Library",
        cadence="after each local election",
        recognise=_recognise,
        read=_read,
        level="ward",
        licence="Open Parliament Licence",
        licence_url="https://www.parliament.uk/site-information/copyright-parliament/open-parliament-licence/",
        attribution="Contains Parliamentary information licensed under the Open Parliament Licence.",
        expectations=(
            expect("ExpectColumnValuesToBeBetween", column="turnout_percent", min_value=0, max_value=100),
            expect("ExpectColumnValuesToBeBetween", column="electorate", min_value=1),
        ),
    ),
)
