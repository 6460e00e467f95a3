"""The Partnership's own figures: one tidy CSV that an analyst can fill without writing any code.

Belongs here: the tidy format (area_code, area_name, level, period, measure, numerator, denominator, status, note)
and the LEEDS 2023 style count of volunteer applications by ward.
"""

import re

from pipelines.columns import STATUSES, STATUSES_WITH_VALUE
from pipelines.declarations.expectation import expect
from pipelines.faults import Fault
from pipelines.sources.base import Glance, Landed, Source, Tidy, Wanted
from pipelines.sources.cells import Column
from pipelines.sources.tabular import read_table

_PERIOD = re.compile(r"\d{4}-\d\d-\d\d(/P\d+[YMD])?")
_LEVELS = ("lsoa21", "ward", "city")


def _recognise_tidy(look: Glance) -> str | None:
    wanted = ("area_code", "level", "period", "measure", "numerator", "denominator", "status")
    return "the Partnership's own figures (tidy format)" if look.has_header(*wanted) else None


def _read_tidy(landed: Landed, wanted: Wanted) -> Tidy:
    columns = [
        Column("area_code", "area_code", "code"),
        Column("area_name", "area_name"),
        Column("level", "level"),
        Column("period", "period"),
        Column("measure", "measure"),
        Column("status", "status"),
        Column("note", "note"),
        Column("numerator", "numerator", "number", minimum=0, may_be_empty=True),
        Column("denominator", "denominator", "number", minimum=0, may_be_empty=True),
    ]
    tidy = read_table(landed, columns, None, "area_code")
    for row in tidy.rows:
        row["status"] = row["status"] or "ok"
        _check_row(row, landed.file, tidy)
    return tidy


def _check_row(row: dict[str, object], file: str, tidy: Tidy) -> None:
    line = int(str(row["source_row"]))

    def fault(column: str, expected: str, remedy: str) -> None:
        tidy.faults.append(
            Fault(file, repr(row[column]), expected, remedy, row=line, column=column, kind=f"tidy {column}")
        )

    if row["status"] not in STATUSES:
        fault("status", "one of " + ", ".join(STATUSES), "Correct the cell; an empty cell means ok.")
    if row["level"] not in _LEVELS:
        fault("level", "one of " + ", ".join(_LEVELS), "Say at which level the row's area is.")
    if not _PERIOD.fullmatch(str(row["period"])):
        fault("period", "a period such as 2024-04-01/P1Y", "Write the first day, a slash, and the length.")
    for column in ("numerator", "denominator"):
        if row["status"] in STATUSES_WITH_VALUE and row[column] is None:
            fault(
                column, "a number, as the status is ok", "Fill the cell, or give the status that says why it is empty."
            )
        if row["status"] not in STATUSES_WITH_VALUE and row[column] is not None:
            fault(column, f"an empty cell, as the status is {row['status']}", "Empty the cell, or correct the status.")


def _recognise_volunteers(look: Glance) -> str | None:
    return (
        "volunteer applications by ward" if look.has_header("ward_code", "applied", "confirmed", "rejected") else None
    )


def _read_volunteers(landed: Landed, wanted: Wanted) -> Tidy:
    columns = [
        Column("ward_code", "area_code", "code", none_of_them="UNKNOWN"),
        Column("applied", "applied", "whole", minimum=0),
        Column("confirmed", "confirmed", "whole", minimum=0),
    ]
    tidy = read_table(landed, columns, None, "area_code")
    unplaced = sum(row["applied"] or 0 for row in tidy.rows if row["area_code"] == "UNKNOWN")
    if unplaced:
        tidy.notes.append(f"{landed.file}: {unplaced:,} applications gave no ward and are counted nowhere.")
    tidy.rows = [row for row in tidy.rows if row["area_code"] != "UNKNOWN"]
    for row in tidy.rows:
        row["level"], row["period"] = "ward", "2022-01-01/P2Y"
    return tidy


SOURCES = (
    Source(
        id="partnership_figures",
        table="partnership",
        title="Figures supplied by partners in the tidy format",
        publisher="Members of the Partnership",
        cadence="as supplied",
        recognise=_recognise_tidy,
        read=_read_tidy,
        level="mixed",
        key=("measure", "level", "area_code", "period"),
        licence="As agreed with the supplier",
        licence_url="",
        attribution="Supplied by members of the Partnership.",
        expectations=(
            expect("ExpectColumnValuesToBeInSet", column="status", value_set=list(STATUSES)),
            expect("ExpectColumnValuesToBeBetween", column="denominator", min_value=0),
        ),
    ),
    Source(
        id="volunteers_by_ward",
        table="volunteers",
        title="Volunteer applications to LEEDS 2023 by ward",
        publisher="LEEDS 2023 Trust",
        cadence="once",
        recognise=_recognise_volunteers,
        read=_read_volunteers,
        level="ward",
        of_place=False,
        licence="MIT",
        licence_url="https://opensource.org/license/mit",
        attribution="Volunteer figures published by the LEEDS 2023 Trust's open data project.",
        expectations=(expect("ExpectColumnValuesToBeBetween", column="applied", min_value=0),),
    ),
)
