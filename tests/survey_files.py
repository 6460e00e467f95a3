"""A made-up survey for tests: its declaration, good rows, and files of them in each format.

Belongs here: what the tests of reading, checking and templates share. Every row carries a name, an address, a postcode
and a remark that no message may repeat.
"""

import csv
import io
from pathlib import Path
from typing import Any

from pipelines.declarations.instrument import Instrument
from pipelines.surveys.coding.places import Places

Row = dict[str, str]

_MOOD = {"first": 0, "last": 10, "low": "Not at all", "high": "Completely"}
DECLARED: dict[str, Any] = {
    "title": "Survey of garden clubs",
    "description": "Members of garden clubs tell how they like it there.",
    "respondent": "person",
    "publisher": "Garden clubs",
    "cadence": "yearly",
    "columns": {
        "respondent": "person_id",
        "date": "day",
        "weight": "weight",
        "stratum": "stratum",
        "psu": "club",
    },
    "geography": {"column": "postcode", "carries": "postcode"},
    "identifiers": ["name", "email"],
    "questions": {
        "enjoy": {"text": "Do you enjoy it?", "scale": _MOOD, "missing": {-8: "Don't know"}, "grid": "mood"},
        "calm": {"text": "Are you calm there?", "scale": _MOOD, "missing": {-8: "Don't know"}, "grid": "mood"},
        "proud": {"text": "Are you proud of it?", "scale": _MOOD, "missing": {-8: "Don't know"}, "grid": "mood"},
        "rested": {"text": "Are you rested after?", "scale": _MOOD, "missing": {-8: "Don't know"}, "grid": "mood"},
        "trust": {
            "text": "Members can be trusted.",
            "answers": {21: "Strongly agree", 22: "Agree", 23: "Disagree", 24: "Strongly disagree"},
            "missing": {29: "Don't know"},
        },
        "visits": {
            "text": "How often did you come last month?",
            "answers": {"1-2": "Once or twice", "3-9": "Three to nine times", "10+": "More often"},
        },
        "member": {"text": "Are you a member?", "answers": {1: "Yes", 0: "No"}, "required": True},
        "years": {
            "text": "For how many years?",
            "kind": "number",
            "minimum": 0,
            "maximum": 80,
            "asked_if": "member = 1",
        },
        "joined": {"text": "When did you join?", "kind": "date", "asked_if": "member = 1"},
        "tools": {"text": "Do you own tools?", "answers": {31: "All", 32: "Some", 33: "None"}},
        "remark": {"text": "Anything else?", "kind": "text"},
    },
    "indicators": {
        "garden_trust_share": {
            "code": "CO97",
            "name": "Trust among gardeners",
            "characteristic": "connected",
            "definition": "Share of members who say that members can be trusted.",
            "numerator": "Members who agree",
            "denominator": "Members who answered",
            "unit": "percent",
            "polarity": "high_good",
            "kind": "survey_share",
            "estimate": {"of": "trust <= 22"},
            "levels": ["city"],
        }
    },
}
CLUBS = Instrument.model_validate({"id": "garden_clubs", **DECLARED})
HEADER = [
    *("person_id", "wave", "day", "weight", "stratum", "club", "postcode", "name", "email"),
    *DECLARED["questions"],
]

WARD = "E05011390"
AREAS = {f"E0101100{n}": WARD for n in range(4)}
# Every area has ten postcodes of the same half.
POSTCODES = {f"ZY1 {n}A{sign}": area for n, area in enumerate(AREAS) for sign in "ABDEFGHJLN"}
PLACES = Places(POSTCODES, AREAS, frozenset({WARD}), known_postcodes=True)


def good_rows(count: int = 40) -> list[Row]:
    """Rows without fault or warning, the same in every run."""
    postcodes = list(POSTCODES)
    rows: list[Row] = []
    for n in range(count):
        member = n % 3 != 0
        answers = {
            "enjoy": str(n % 11),
            "calm": str((n * 3 + 1) % 11),
            "proud": str((n * 7 + 2) % 11),
            "rested": str((n // 2) % 11),
            "trust": str(21 + n % 4),
            "visits": ("1-2", "3-9", "10+")[n % 3],
            "member": "1" if member else "0",
            "years": str(n % 50) if member else "",
            "joined": f"20{10 + n % 10}-0{1 + n % 9}-11" if member else "",
            "tools": str(31 + n % 3),
            "remark": f"Zebulon whispers to rose {n}" if n % 2 else "",
        }
        rows.append(
            {
                "person_id": f"QX{7_000 + n}K",
                "wave": "2023",
                "day": f"2023-06-{1 + n % 28:02d}",
                "weight": f"{0.5 + n % 7 / 10:.2f}",
                "stratum": str(1 + n % 4),
                "club": f"{1 + n % 4}-{n % 5}",
                "postcode": postcodes[n % len(postcodes)],
                "name": f"Thaddeus Plantagenet{n}",
                "email": f"thaddeus{n}@example.org",
                **answers,
            }
        )
    return rows


def private_texts(rows: list[Row]) -> set[str]:
    """Everything in rows that no message may repeat."""
    names = ("person_id", "postcode", "name", "email", "remark")
    found = {row[name] for row in rows for name in names if row.get(name)}
    return found | {row["postcode"].replace(" ", "") for row in rows if row.get("postcode")}


def as_csv(rows: list[Row], header: list[str] | None = None, delimiter: str = ",") -> str:
    """Rows as CSV text."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, header or HEADER, delimiter=delimiter, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def write_csv(path: Path, rows: list[Row], header: list[str] | None = None) -> Path:
    """Write rows as CSV in UTF-8."""
    path.write_text(as_csv(rows, header), encoding="utf-8")
    return path


def write_xlsx(path: Path, rows: list[dict[str, Any]], header: list[str] | None = None, first_row: int = 0) -> Path:
    """Write rows as a workbook: numbers as numbers, dates as dates, text as text."""
    import xlsxwriter

    columns = header or HEADER
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy", "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("answers")
        sheet.write_row(first_row, 0, columns)
        for number, row in enumerate(rows, start=first_row + 1):
            for place, name in enumerate(columns):
                value = row.get(name, "")
                if value != "":
                    sheet.write(number, place, value)
    return path


def numeric(rows: list[Row]) -> list[dict[str, Any]]:
    """Rows whose whole numbers are numbers, as a spreadsheet keeps them."""
    return [{name: int(v) if v.lstrip("-").isdigit() else v for name, v in row.items()} for row in rows]


def write_sav(path: Path, rows: list[Row], labels: dict[str, dict[Any, str]] | None = None, **more: Any) -> Path:
    """Write rows as SPSS: columns of whole numbers as numbers, others as text."""
    import polars as pl
    import pyreadstat

    columns: dict[str, pl.Series] = {}
    for name in HEADER:
        cells = [row[name] or None for row in rows]
        whole = all(cell is None or cell.lstrip("-").isdigit() for cell in cells) and any(cells)
        columns[name] = pl.Series([float(c) if c else None for c in cells] if whole else [c or "" for c in cells])
    pyreadstat.write_sav(pl.DataFrame(columns), str(path), variable_value_labels=labels, **more)
    return path
