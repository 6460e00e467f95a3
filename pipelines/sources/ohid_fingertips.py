"""Fingertips and Local Health, the public health profiles of the Office for Health Improvement and Disparities.

Belongs here: the columns of their CSV download, its areas and its periods. Does not belong here: which indicator of a
download is shown (the declarations say so), or who may be compared with whom: the publisher's own comparisons and
trend markers are left alone. A download holds every ward of the country and does not say which are whose.
"""

import re
from typing import Any

from pipelines.declarations.expectation import expect
from pipelines.faults import Fault
from pipelines.sources.base import Glance, Landed, Source, Tidy, Wanted
from pipelines.sources.cells import Column
from pipelines.sources.tabular import read_table

# Fingertips lists areas that have no code of ONS, such as practices, so codes are judged by `_level` instead.
_COLUMNS = [
    Column("Area Code", "area_code"),
    Column("Area Name", "area_name", optional=True),
    Column("Area Type", "area_type"),
    Column("Category Type", "split", optional=True),
    Column("Time period", "period"),
    Column("Indicator Name", "measure"),
    Column("Sex", "sex"),
    Column("Value", "value", "number", may_be_empty=True),
    Column("Lower CI 95.0 limit", "lower", "number", may_be_empty=True),
    Column("Upper CI 95.0 limit", "upper", "number", may_be_empty=True),
    Column("Value note", "note", optional=True),
]
_KEPT = ("level", "area_code", "area_name", "period", "measure", "sex", "value", "lower", "upper", "status", "note")
_SEXES = ("Male", "Female", "Persons", "Not applicable")
_WARD_CODE = re.compile(r"[A-Z]05\d{6}")
_WARD_TYPE = re.compile(r"\bwards?\b", re.IGNORECASE)
_PERIOD = re.compile(r"(\d{4})(?:\s*-\s*(\d{2}|\d{4}))?")
_LONGEST = 10
# PHEindicatormethods gives no life expectancy where the interval would be wider than this.
_WIDEST_YEARS = 20
_NO_VALUE = "The publisher gives no value for this area and period."
_TOO_WIDE = f"Not shown: the publisher's 95% interval is more than {_WIDEST_YEARS} years wide."


def period_of(text: str) -> str | None:
    """The ISO period of calendar years as Fingertips writes them (`2016 - 20`, `2020`); None for any other shape."""
    found = _PERIOD.fullmatch(text)
    if not found:
        return None
    first, last = int(found[1]), found[2] or found[1]
    end = int(last) if len(last) == len(found[1]) else first // 100 * 100 + int(last)
    if end < first:
        end += 100  # 1998 - 02
    length = end - first + 1
    return f"{first}-01-01/P{length}Y" if length <= _LONGEST else None


def _recognise(look: Glance) -> str | None:
    wanted = ("Indicator ID", "Indicator Name", "Area Code", "Sex", "Time period", "Value")
    limits = ("Lower CI 95.0 limit", "Upper CI 95.0 limit")
    return "OHID Fingertips or Local Health" if look.has_header(*wanted, *limits) else None


def _read(landed: Landed, wanted: Wanted) -> Tidy:
    tidy = read_table(landed, _COLUMNS, None, "area_code")
    kept: list[dict[str, Any]] = []
    splits = 0
    for row in tidy.rows:
        row["level"] = _level(row, wanted, landed.file, tidy)
        if not row["level"]:
            tidy.outside.setdefault(row["area_code"], row["source_row"])
        elif row.get("split"):
            splits += 1  # part of an area, such as its most deprived tenth
        else:
            _settle(row, landed.file, tidy)
            kept.append({name: row[name] for name in (*_KEPT, "source_file", "source_row") if name in row})
    tidy.rows = kept
    if splits:
        tidy.notes.append(f"{landed.file}: {splits:,} rows are of groups within an area and were left out.")
    return tidy


def _level(row: dict[str, Any], wanted: Wanted, file: str, tidy: Tidy) -> str:
    """The level of a row's area, empty for levels and places that are not used; code and type must agree."""
    is_ward = _WARD_CODE.fullmatch(row["area_code"]) is not None
    if is_ward != bool(_WARD_TYPE.search(row["area_type"])):
        if is_ward:
            expected = f"wards, as the code is {row['area_code']}"
            _fault(tidy, file, row, "area_type", expected, "Check that the columns are not swapped.")
        else:
            _fault(tidy, file, row, "area_code", "the code of a ward, such as E05011384", "Correct the code or type.")
        return ""
    if is_ward:
        return "ward"
    return {wanted.city: "city", wanted.country: "country"}.get(row["area_code"], "")


def _settle(row: dict[str, Any], file: str, tidy: Tidy) -> None:
    """Period, sex and state of a row; a value that may not be shown is dropped."""
    if row["sex"] not in _SEXES:
        _fault(tidy, file, row, "sex", "one of " + ", ".join(_SEXES), "Download the file again.")
    period = period_of(row["period"])
    if period is None:
        _fault(tidy, file, row, "period", "calendar years, such as 2016 - 20 or 2020", "Download the file again.")
    row |= {"period": period, "status": "ok", "note": row.get("note", "")}
    if row["value"] is None:
        row["status"], row["note"] = "missing_at_source", row["note"] or _NO_VALUE
    elif _too_wide(row):
        row["status"], row["note"] = "suppressed", _TOO_WIDE
    if row["status"] != "ok":
        row["value"] = row["lower"] = row["upper"] = None


def _too_wide(row: dict[str, Any]) -> bool:
    """Whether a row is a life expectancy that says next to nothing; rates and shares are not in years."""
    in_years, known = "life expectancy" in row["measure"].lower(), None not in (row["lower"], row["upper"])
    return in_years and known and row["upper"] - row["lower"] > _WIDEST_YEARS


def _fault(tidy: Tidy, file: str, row: dict[str, Any], name: str, expected: str, remedy: str) -> None:
    header = next(column.header for column in _COLUMNS if column.name == name)
    found, kind = repr(row[name][:60]), f"fingertips {name}"
    tidy.faults.append(Fault(file, found, expected, remedy, row=row["source_row"], column=header, kind=kind))


SOURCES = (
    Source(
        id="ohid_fingertips",
        table="fingertips",
        title="Fingertips and Local Health profiles",
        publisher="Office for Health Improvement and Disparities",
        cadence="yearly, by indicator",
        recognise=_recognise,
        read=_read,
        level="ward",
        key=("measure", "sex", "area_code", "period"),
        of_place=False,
        attribution="Contains public health figures of the Office for Health Improvement and Disparities (Fingertips, "
        "Local Health) © Crown copyright.",
        expectations=(
            expect(
                "ExpectColumnPairValuesAToBeGreaterThanB",
                column_A="upper",
                column_B="lower",
                or_equal=True,
                ignore_row_if="either_value_is_missing",
            ),
            expect("ExpectColumnValuesToBeInSet", column="status", value_set=["ok", "suppressed", "missing_at_source"]),
        ),
    ),
)
