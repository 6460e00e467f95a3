"""Which small area a postcode lies in, from the ONS Postcode Directory or a cut of it.

Belongs here: recognising and reading the lookup, and writing a postcode in one way. Does not belong here: what is done
with a respondent's postcode (see `surveys`), or lookups between areas (`ons_lookups`).
"""

import re

from pipelines.declarations.expectation import expect
from pipelines.faults import Fault
from pipelines.sources.base import Glance, Landed, Source, Tidy, Wanted
from pipelines.sources.cells import Column, code_faults
from pipelines.sources.tabular import read_table

# What a file is taken for, by the headers of its postcode and of its small area of 2021.
_HEADERS = {
    "ONS Postcode Directory: postcode to LSOA 2021": ("pcds", "lsoa21"),
    "ONS postcode lookup: postcode to LSOA 2021": ("pcds", "lsoa21cd"),
    "cut of the ONS Postcode Directory: postcode to LSOA 2021": ("Postcode", "LSOA21CD"),
}
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}")


def plain_postcode(text: str) -> str:
    """A postcode as the lookup writes it: capitals, and one blank before the last three signs."""
    signs = "".join(text.split()).upper()
    return f"{signs[:-3]} {signs[-3:]}" if len(signs) > 3 else signs


def _recognise(look: Glance) -> str | None:
    return next((taken_for for taken_for, pair in _HEADERS.items() if look.has_header(*pair)), None)


def _read(landed: Landed, wanted: Wanted) -> Tidy:
    postcode, area = _HEADERS[landed.taken_for]
    # Read as text: postcodes without a small area (of islands, and some that ended) have an empty cell.
    columns = [Column(postcode, "postcode"), Column(area, "area_code")]
    tidy = read_table(landed, columns, wanted.lsoa21 or None, "area_code")
    for row in tidy.rows:
        row["level"] = "lsoa21"
        row["postcode"] = plain_postcode(row["postcode"])
        if not _POSTCODE.fullmatch(row["postcode"]):
            tidy.faults.append(_misshapen(landed, row["postcode"], row["source_row"], postcode))
    _leave_out_others(landed, Column(area, "area_code", "code"), tidy)
    return tidy


def _misshapen(landed: Landed, found: str, line: int, column: str) -> Fault:
    return Fault(
        landed.file,
        repr(found[:20]),
        "a postcode such as SW1A 1AA",
        "Correct the cell, or download the file again.",
        row=line,
        column=column,
        kind="postcode",
    )


def _leave_out_others(landed: Landed, column: Column, tidy: Tidy) -> None:
    """Count what is of other places: the file is of the whole country, beyond what the lookup of areas covers."""
    for code, line in tidy.outside.items():
        if code:
            tidy.faults.extend(code_faults(code, column, landed.file, line))
    left_out = tidy.rows_read - len(tidy.rows)
    if left_out:
        tidy.notes.append(f"{landed.file}: {left_out:,} postcodes of other places were left out.")
    tidy.outside = {}


SOURCES = (
    Source(
        id="ons_postcodes",
        table="lookup_postcode",
        title="Lookup: postcode to LSOA 2021",
        publisher="Office for National Statistics, Open Geography",
        cadence="every quarter",
        recognise=_recognise,
        read=_read,
        key=("postcode",),
        expectations=(
            expect("ExpectColumnValuesToNotBeNull", column="area_code"),
            expect("ExpectColumnValuesToMatchRegex", column="postcode", regex=f"^{_POSTCODE.pattern}$"),
        ),
        attribution="Contains National Statistics data © Crown copyright and database right; contains Royal Mail data "
        "© Royal Mail copyright and database right; contains OS data © Crown copyright and database right.",
    ),
)
