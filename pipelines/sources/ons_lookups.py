"""ONS lookups between geographies: which ward a small area counts in, and how 2011 areas became those of 2021.

Belongs here: recognising and reading lookup files. Does not belong here: using them (see `geography`).
"""

from typing import Any

from pipelines.declarations.expectation import expect
from pipelines.faults import Fault
from pipelines.sources.base import Glance, Landed, Source, Tidy, Wanted
from pipelines.sources.cells import Column
from pipelines.sources.tabular import read_table

_CHANGES = {"U": "unchanged", "S": "split", "M": "merged"}


def _recognise_ward(look: Glance) -> str | None:
    return (
        "ONS best-fit lookup from LSOA 2021 to ward"
        if look.has_header("lsoa21_code", "ward24_code", "ltla24_code")
        else None
    )


def _read_ward(landed: Landed, wanted: Wanted) -> Tidy:
    columns = [
        Column("lsoa21_code", "area_code", "code"),
        Column("lsoa21_name", "area_name"),
        Column("ward24_code", "ward_code", "code"),
        Column("ward24_name", "ward_name"),
        Column("ltla24_code", "city_code", "code"),
    ]
    # Every row is kept: knowing which codes exist elsewhere tells another city's row from a code that is wrong.
    tidy = read_table(landed, columns, None, "city_code")
    for row in tidy.rows:
        row["level"] = "lsoa21"
        row["in_place"] = row["city_code"] == wanted.city
    return tidy


def _recognise_change(look: Glance) -> str | None:
    return (
        "ONS exact-fit lookup from LSOA 2011 to LSOA 2021"
        if look.has_header("lsoa11_code", "change_code", "lsoa21_code")
        else None
    )


def _read_change(landed: Landed, wanted: Wanted) -> Tidy:
    columns = [
        Column("lsoa11_code", "lsoa11_code", "code"),
        Column("change_code", "change_code"),
        Column("lsoa21_code", "area_code", "code"),
        Column("ltla22_code", "city_code", "code"),
    ]
    tidy = read_table(landed, columns, None, "city_code")
    for row in tidy.rows:
        row["level"] = "lsoa21"
        row["in_place"] = row["city_code"] == wanted.city
        if row["in_place"] and row["change_code"] not in _CHANGES:
            tidy.faults.append(_irregular(landed, row))
    return tidy


def _irregular(landed: Landed, row: dict[str, Any]) -> Fault:
    return Fault(
        landed.file,
        repr(row["change_code"]),
        "U, S or M (unchanged, split, merged)",
        "An irregular change cannot be translated by shares of residents: ask ONS which areas it joins.",
        row=row["source_row"],
        column="change_code",
        kind="change code",
    )


def _recognise_msoa(look: Glance) -> str | None:
    return (
        "MSOA names with House of Commons Library names"
        if look.has_header("MSOACD", "MSOANM", "LADCD_ACTIVE")
        else None
    )


def _read_msoa(landed: Landed, wanted: Wanted) -> Tidy:
    columns = [
        Column("MSOA21CD", "area_code"),
        Column("MSOANM", "official_name"),
        Column("MSOAHCLNM", "area_name"),
        Column("LADCD_ACTIVE", "city_code"),
    ]
    tidy = read_table(landed, columns, frozenset({wanted.city}), "city_code")
    tidy.rows = [row | {"level": "msoa21"} for row in tidy.rows if row["area_code"]]
    return tidy


def _recognise_best_fit(look: Glance) -> str | None:
    return (
        "ONS best-fit lookup from LSOA 2011 to LSOA 2021"
        if look.has_header("LSOA11CD", "LSOA21CD", "LAD22CD")
        else None
    )


_ONCE = (
    expect("ExpectColumnValuesToNotBeNull", column="area_code"),
    expect("ExpectColumnValuesToMatchRegex", column="area_code", regex=r"^[EW]0[12]\d{6}$"),
)

SOURCES = (
    Source(
        id="ons_lsoa21_ward",
        table="lookup_ward",
        title="Best-fit lookup: LSOA 2021 to ward and local authority",
        publisher="Office for National Statistics, Open Geography",
        cadence="yearly, after ward changes",
        recognise=_recognise_ward,
        read=_read_ward,
        key=("area_code",),
        expectations=(*_ONCE, expect("ExpectColumnValuesToBeUnique", column="area_code")),
    ),
    Source(
        id="ons_lsoa11_lsoa21",
        table="lookup_lsoa11",
        title="Exact-fit lookup: LSOA 2011 to LSOA 2021",
        publisher="Office for National Statistics, Open Geography",
        cadence="once, with the 2021 Census",
        recognise=_recognise_change,
        read=_read_change,
        key=("lsoa11_code", "area_code"),
        expectations=_ONCE,
    ),
    Source(
        id="msoa_names",
        table="lookup_msoa",
        title="MSOA 2021 codes and the House of Commons Library's names",
        publisher="Office for National Statistics; House of Commons Library",
        cadence="when names change",
        recognise=_recognise_msoa,
        read=_read_msoa,
        level="msoa21",
        key=("area_code",),
        expectations=_ONCE,
        licence="Open Government Licence v3.0; names under the Open Parliament Licence",
    ),
    Source(
        id="ons_lsoa11_best_fit",
        table="lookup_lsoa11_best_fit",
        title="Best-fit lookup: LSOA 2011 to LSOA 2021",
        publisher="Office for National Statistics, Open Geography",
        cadence="once",
        recognise=_recognise_best_fit,
        read=None,
        unused="best fit gives one 2021 area to each 2011 area and leaves split areas without data; the exact-fit "
        "lookup is used instead",
    ),
)
