"""ONS mid-year population estimates by small area and single year of age.

Belongs here: reading the wide files and grouping ages. The year stands in the file's name, because no column
carries it; a file whose name holds no year is not taken.
"""

import re
from pathlib import PurePosixPath

from pipelines.declarations.expectation import expect
from pipelines.sources.base import Glance, Landed, Source, Tidy, Wanted
from pipelines.sources.cells import Column
from pipelines.sources.tabular import read_table

_YEAR = re.compile(r"(?:population|mid)[-_ ]?(?:20)?(\d\d)(?!\d)", re.IGNORECASE)
_AGES = [*(str(age) for age in range(90)), "90+"]


def _year(name: str) -> str | None:
    found = _YEAR.search(PurePosixPath(name).name)
    return f"20{found.group(1)}" if found else None


def _recognise(look: Glance) -> str | None:
    year = _year(look.name)
    if year and look.has_header("lsoa11_code", "total_population", "0", "90+"):
        return f"ONS mid-{year} population of 2011 small areas by single year of age"
    return None


def _read(landed: Landed, wanted: Wanted) -> Tidy:
    columns = [
        Column("lsoa11_code", "lsoa11_code", "code"),
        Column("lsoa11_name", "area_name", optional=True),
        Column("total_population", "residents", "whole", minimum=0),
        *(Column(age, f"aged_{age}", "whole", minimum=0) for age in _AGES),
    ]
    tidy = read_table(landed, columns, wanted.lsoa11, "lsoa11_code")
    for row in tidy.rows:
        ages = [row.pop(f"aged_{age}") for age in _AGES]
        if None not in ages:
            row["aged_0_15"] = sum(ages[:16])
            row["aged_16_64"] = sum(ages[16:65])
            row["aged_65_over"] = sum(ages[65:])
        row["level"], row["period"] = "lsoa11", f"{_year(landed.file)}-06-30/P1D"
    return tidy


SOURCES = (
    Source(
        id="ons_population",
        table="population",
        title="Mid-year population estimates for small areas",
        publisher="Office for National Statistics",
        cadence="yearly",
        recognise=_recognise,
        read=_read,
        level="lsoa11",
        key=("lsoa11_code", "area_code", "period"),
        additive=("residents", "aged_0_15", "aged_16_64", "aged_65_over"),
        expectations=(
            expect("ExpectColumnValuesToBeBetween", column="residents", min_value=0),
            expect("SumOfParts", column="residents", parts=["aged_0_15", "aged_16_64", "aged_65_over"]),
        ),
    ),
)
