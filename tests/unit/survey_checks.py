"""Checking made-up rows of answers, as the tests of checking do it."""

import json
from typing import Any

import polars as pl

from pipelines.declarations.instrument import Instrument
from pipelines.faults import Fault
from pipelines.surveys.coding.checking import Checked, check
from pipelines.surveys.coding.places import Places
from pipelines.surveys.files.reading import ROW, RawFile, headings
from tests.survey_files import CLUBS, HEADER, PLACES, Row, good_rows, private_texts

FILE = "clubs_2023.csv"


def raw_of(rows: list[Row], instrument: Instrument = CLUBS, header: list[str] | None = None) -> RawFile:
    """What reading a CSV of these rows gives: an empty cell is null, the first row is 2."""
    columns = header or HEADER
    frame = pl.DataFrame(
        {name: pl.Series([row.get(name) or None for row in rows], dtype=pl.String) for name in columns}
    )
    frame.insert_column(0, pl.Series(ROW, range(2, len(rows) + 2), dtype=pl.Int64))
    absent = [n for n in headings(instrument) if n not in columns and n not in instrument.identifiers]
    return RawFile(FILE, instrument.id, frame, absent)


def checked(rows: list[Row], instrument: Instrument = CLUBS, places: Places = PLACES, **more: Any) -> Checked:
    found = check(raw_of(rows, instrument, **more), instrument, FILE, places)
    told = json.dumps([fault.__dict__ for fault in found.faults]) + str(found) + str(found.notes) + str(found.counts)
    assert not [text for text in private_texts(rows) if text in told]
    return found


def changed(**cells: dict[int, str]) -> list[Row]:
    """Good rows with some cells replaced, by column and place."""
    rows = good_rows()
    for column, by_place in cells.items():
        for place, text in by_place.items():
            rows[place][column] = text
    return rows


def only(found: Checked, kind: str) -> Fault:
    hits = [fault for fault in found.faults if fault.kind == kind]
    assert len(hits) == 1, [str(fault) for fault in found.faults]
    return hits[0]


def simple(questions: dict[str, Any], **more: Any) -> Instrument:
    """An instrument without a design."""
    return Instrument.model_validate(
        {
            "id": "simple",
            "title": "A simple survey",
            "description": "A survey without weights, strata and places.",
            "respondent": "person",
            "publisher": "Somebody",
            "cadence": "once",
            "columns": {"respondent": "who"},
            "questions": questions,
            **more,
        }
    )


def simply(instrument: Instrument, rows: list[Row]) -> Checked:
    full = [{"who": f"W{place}X", "wave": "2023", **row} for place, row in enumerate(rows)]
    return checked(full, instrument, Places(), header=headings(instrument))
