"""ONS mid-year population estimates of the small areas of 2021 by broad age: one year's sheet, saved as CSV.

Belongs here: adding the sexes and the broad ages up. Does not belong here: single years of age (`ons_population`).

The year stands in no column: it is taken from the file's name, as in `Mid-2022 LSOA 2021.csv`, or else from the rows
above the header.
"""

import re
from pathlib import PurePosixPath

from pipelines.declarations.expectation import expect
from pipelines.faults import Fault
from pipelines.sources.base import Glance, Landed, Source, Tidy, Wanted
from pipelines.sources.cells import Column
from pipelines.sources.tabular import read_table

_YEAR = re.compile(r"mid[-_ ]?(20\d\d)(?!\d)", re.IGNORECASE)
_CODE, _TOTAL = "LSOA 2021 Code", "Total"
_BANDS = {
    "aged_0_15": ("0 to 15",),
    "aged_16_64": ("16 to 29", "30 to 44", "45 to 64"),
    "aged_65_over": ("65 and over",),
}
_AGES = [f"{sex}{age}" for sex in "FM" for ages in _BANDS.values() for age in ages]


def _recognise(look: Glance) -> str | None:
    if not look.has_header(_CODE, _TOTAL, *_AGES):
        return None
    titles = " ".join(cell for row in look.rows for cell in row)
    found = _YEAR.search(PurePosixPath(look.name).name) or _YEAR.search(titles)
    return f"ONS mid-{found.group(1) if found else 'year'} population of small areas by broad age"


def _read(landed: Landed, wanted: Wanted) -> Tidy:
    year = _YEAR.search(landed.taken_for)
    if year is None:
        return Tidy(
            rows=[],
            faults=[
                Fault(
                    landed.file,
                    "no year in the file's name or above its header",
                    "a name such as 'Mid-2022 LSOA 2021.csv'",
                    "Put the sheet's name into the file's name.",
                    kind="no year",
                )
            ],
        )
    columns = [
        Column(_CODE, "area_code", "code"),
        Column("LSOA 2021 Name", "area_name", optional=True),
        Column(_TOTAL, "residents", "whole", minimum=0, thousands=True),
        *(Column(age, age, "whole", minimum=0, thousands=True) for age in _AGES),
    ]
    tidy = read_table(landed, columns, wanted.lsoa21, "area_code")
    for row in tidy.rows:
        counted = {age: row.pop(age) for age in _AGES}
        if None not in counted.values():
            row |= {band: sum(counted[sex + age] for sex in "FM" for age in ages) for band, ages in _BANDS.items()}
        row["level"], row["period"] = "lsoa21", f"{year.group(1)}-06-30/P1D"
    return tidy


SOURCES = (
    Source(
        id="ons_population_broad",
        table="population_broad",
        title="Mid-year population estimates for small areas by broad age",
        publisher="Office for National Statistics",
        cadence="yearly",
        recognise=_recognise,
        read=_read,
        expectations=(
            expect("ExpectColumnValuesToBeBetween", column="residents", min_value=0),
            expect("SumOfParts", column="residents", parts=["aged_0_15", "aged_16_64", "aged_65_over"]),
        ),
    ),
)
