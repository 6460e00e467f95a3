"""From a file of answers to text: formats, encodings, rows as a person sees them, and which instrument a file is of."""

import gzip
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest

from pipelines.declarations.instrument import Instrument
from pipelines.faults import Fault
from pipelines.surveys.files.reading import (
    ROW,
    RawFile,
    columns_of,
    faults_of_form,
    headings,
    read_file,
    recognise,
)
from tests.survey_files import (
    CLUBS,
    DECLARED,
    HEADER,
    as_csv,
    good_rows,
    numeric,
    write_csv,
    write_sav,
    write_xlsx,
)

# Names and addresses are dropped at once.
KEPT = [name for name in HEADER if name not in CLUBS.identifiers]


def read(path: Path) -> RawFile:
    return read_file(path, CLUBS)


def only(faults: list[Fault], kind: str) -> Fault:
    found = [fault for fault in faults if fault.kind == kind]
    assert len(found) == 1, faults
    return found[0]


def other(identifier: str, **changes: object) -> Instrument:
    return Instrument.model_validate({"id": identifier, **DECLARED, **changes})


WRITERS = {
    "utf-8": lambda path, text: path.write_text(text, encoding="utf-8"),
    "byte-order mark": lambda path, text: path.write_text(text, encoding="utf-8-sig"),
    "utf-16": lambda path, text: path.write_text(text, encoding="utf-16"),
    "semicolons": lambda path, text: path.write_text(as_csv(good_rows(), delimiter=";")),
    "tabs": lambda path, text: path.write_text(as_csv(good_rows(), delimiter="\t")),
    "windows line ends": lambda path, text: path.write_bytes(text.replace("\n", "\r\n").encode()),
    "old mac line ends": lambda path, text: path.write_bytes(text.replace("\n", "\r").encode()),
    "archive": lambda path, text: path.write_bytes(gzip.compress(text.encode())),
    "no line end at the end": lambda path, text: path.write_text(text.rstrip("\n")),
    "empty cells beyond the header": lambda path, text: path.write_text(
        text.replace("\n", ",,\n").replace("remark,,\n", "remark\n")
    ),
    "blank lines": lambda path, text: path.write_text("\n\n" + text + "\n  \n,,\n"),
    "quotes everywhere": lambda path, text: path.write_text(
        "\n".join(",".join(f'"{cell}"' for cell in line.split(",")) for line in text.strip().split("\n"))
    ),
    "blanks around cells": lambda path, text: path.write_text(text.replace(",", " ,\xa0"), encoding="utf-8"),
}


@pytest.mark.parametrize("how", WRITERS)
def test_a_csv_is_read_alike_however_it_was_written(how: str, tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    WRITERS[how](path, as_csv(good_rows()))
    assert columns_of(path) == HEADER
    raw = read(path)
    assert raw.faults == []
    assert raw.absent == []
    expected = pl.DataFrame([{name: row[name] or None for name in KEPT} for row in good_rows()])
    assert raw.frame.drop(ROW).equals(expected)
    first = 4 if how == "blank lines" else 2
    assert raw.frame[ROW].to_list() == list(range(first, first + 40))


def test_a_row_is_numbered_by_the_line_it_begins_on(tmp_path: Path) -> None:
    rows = good_rows(4)
    rows[1]["remark"] = 'two\nlines, and a "quotation"'
    path = write_csv(tmp_path / "a.csv", rows)
    raw = read(path)
    assert raw.faults == []
    assert raw.frame[ROW].to_list() == [2, 3, 5, 6]
    assert raw.frame["remark"][1] == rows[1]["remark"]


def test_case_and_blanks_of_headings_do_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(as_csv(good_rows(3)).replace("person_id,wave", " Person_ID ,WAVE"))
    assert recognise(columns_of(path), [CLUBS]) is CLUBS
    assert read(path).frame.columns == [ROW, *KEPT]


def test_the_best_match_wins() -> None:
    questions = DECLARED["questions"]
    half = dict(list(questions.items())[:4])
    wider = other("wider", questions={**questions, "extra": {"text": "And?", "kind": "text"}})
    narrow = other("narrow", questions=half)
    foreign = other("foreign", columns={"respondent": "somebody"})
    assert recognise(HEADER, [wider, CLUBS, foreign]) is CLUBS
    assert recognise(HEADER, [narrow, CLUBS]) is CLUBS
    assert recognise([*HEADER, "extra"], [CLUBS, wider]) is wider
    assert recognise(["person_id", "wave", *half], [CLUBS]) is None
    assert recognise(["person_id", "wave", *list(questions)[:6]], [CLUBS]) is CLUBS
    assert recognise(["person_id", *questions], [CLUBS]) is None


def test_headings_stand_in_the_order_of_the_template() -> None:
    assert headings(CLUBS) == HEADER


def test_a_workbook_is_read_as_a_person_sees_it(tmp_path: Path) -> None:
    rows = numeric(good_rows(3))
    rows[0]["day"] = date(2023, 6, 1)
    rows[1]["visits"] = date(2024, 2, 1)
    rows[1]["day"] = datetime(2023, 6, 2, 10, 30)  # noqa: DTZ001 - a spreadsheet knows no zones
    rows[2]["enjoy"] = 7.0
    rows[2]["weight"] = 0.25
    path = write_xlsx(tmp_path / "a.xlsx", rows, first_row=2)
    assert columns_of(path) == HEADER
    raw = read(path)
    assert raw.faults == []
    assert raw.frame[ROW].to_list() == [4, 5, 6]
    assert raw.frame["day"].to_list() == ["2023-06-01", "2023-06-02 10:30:00", "2023-06-03"]
    assert raw.frame["visits"][1] == "2024-02-01"
    assert raw.frame["enjoy"][2] == "7"
    assert raw.frame["weight"][2] == "0.25"
    assert raw.frame["wave"][0] == "2023"


def test_the_first_sheet_that_holds_anything_is_read(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("empty")
        hidden = book.add_worksheet("hidden")
        hidden.write(0, 0, "x")
        hidden.hide()
        sheet = book.add_worksheet("answers")
        sheet.write_row(1, 1, HEADER)
        sheet.write_row(2, 1, list(good_rows(1)[0].values()))
        sheet.write(2, 40, "beyond")
        sheet.write_row(3, 1, list(good_rows(2)[1].values()))
    assert columns_of(path) == HEADER
    raw = read(path)
    assert only(raw.faults, "ragged").row == 3
    assert raw.left_out == 1
    assert raw.frame[ROW].to_list() == [4]


def test_spss_gives_codes_and_case_numbers(tmp_path: Path) -> None:
    rows = good_rows(5)
    rows[0]["trust"] = "29"
    rows[1]["trust"] = "99"
    labels = {"trust": {21: "Strongly agree", 22: "Agree"}, "member": {1: "Yes", 0: "No"}}
    path = write_sav(tmp_path / "a.sav", rows, labels, missing_ranges={"trust": [29, 99]})
    assert columns_of(path) == HEADER
    raw = read(path)
    assert raw.faults == []
    assert raw.frame[ROW].to_list() == [1, 2, 3, 4, 5]
    assert raw.frame["trust"].to_list() == ["29", None, "23", "24", "21"]
    assert raw.frame["years"].to_list() == [None, "1", "2", None, "4"]
    assert any("trust: 1 cell(s) that SPSS calls missing" in note for note in raw.notes)
    assert any("no value labels for 6 of 8 questions (enjoy" in note for note in raw.notes)


def test_labels_of_spss_that_contradict_the_instrument_are_told(tmp_path: Path) -> None:
    path = write_sav(tmp_path / "a.sav", good_rows(5), {"trust": {21: "strongly  AGREE", 22: "Disagree", 23: "Agree"}})
    found = [fault for fault in read(path).faults if fault.kind == "labels contradict"]
    assert [fault.found for fault in found] == [
        "the SPSS value label 'Disagree' beside code 22", "the SPSS value label 'Agree' beside code 23",
    ]  # fmt: skip
    assert "code 23" in found[0].expected


def test_absent_columns_are_all_told_and_unknown_ones_noted(tmp_path: Path) -> None:
    rows = [{**row, "turst": row["trust"], "thaddeus@example.org": "x", "Source_System": "y"} for row in good_rows(3)]
    header = [name for name in HEADER if name not in ("trust", "weight", "name")]
    path = write_csv(tmp_path / "a.csv", rows, [*header, "turst", "thaddeus@example.org", "Source_System"])
    raw = read(path)
    assert {fault.column for fault in raw.faults} == {"trust", "weight"}
    assert raw.absent == ["weight", "trust"]
    assert "column R is much like it" in only(raw.faults, "column absent trust").remedy
    (note,) = raw.notes
    assert "Source_System" in note
    assert "column S" in note
    assert "thaddeus" not in note
    assert set(raw.frame.columns) <= {ROW, *KEPT}


def test_a_heading_twice_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(as_csv(good_rows(3)).replace("calm", "Enjoy ", 1))
    raw = read(path)
    assert "the heading enjoy twice, in columns J and K" in only(raw.faults, "heading twice").found
    assert raw.frame["enjoy"].to_list() == ["0", "1", "2"]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.csv", b"", "an empty file"),
        ("a.csv", b"\n \n,,\n", "an empty file"),
        ("a.csv", b"a\x00b\x00", "not text"),
        ("a.xlsx", b"PK\x03\x04 and no more", "a damaged workbook"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a damaged workbook"),
        ("a.sav", b"$FL2 and no more", "a damaged SPSS file"),
        ("a.csv.gz", gzip.compress(b"person_id,wave\n" * 500, mtime=0)[:60], "a damaged archive"),
    ],
    ids=["nothing", "blanks", "no text", "workbook", "old workbook", "spss", "archive"],
)
def test_what_cannot_be_read_says_why(name: str, content: bytes, told: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert columns_of(path) == [] or name.endswith(".gz")
    assert told in faults_of_form(path)[0].found
    raw = read(path)
    assert told in raw.faults[0].found
    assert raw.frame.height == 0


def test_a_first_row_that_is_no_header(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(as_csv(good_rows(3)).split("\n", 1)[1])
    assert recognise(columns_of(path), [CLUBS]) is None
    raw = read(path)
    only(raw.faults, "no header")
    assert "QX7000K" not in str(raw.faults) + str(raw.notes)


def test_rows_of_another_width_are_told_and_left_out(tmp_path: Path) -> None:
    lines = as_csv(good_rows(6)).strip().split("\n")
    lines[2] = lines[2].rsplit(",", 2)[0]
    lines[4] += ",more"
    path = tmp_path / "a.csv"
    path.write_text("\n".join(lines))
    raw = read(path)
    assert [(fault.row, fault.found) for fault in raw.faults] == [(3, "18 cells"), (5, "21 cells")]
    assert raw.left_out == 2
    assert raw.frame[ROW].to_list() == [2, 4, 6, 7]


def test_an_odd_quotation_mark_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    rows = good_rows(6)
    for row in rows:
        row["remark"] = "x"
    lines = as_csv(rows).strip().split("\n")
    lines[3] = lines[3][:-1] + '"x" or so'
    path = tmp_path / "a.csv"
    path.write_text("\n".join(lines))
    raw = read(path)
    assert only(raw.faults, "quotes").row == 4
    assert raw.frame[ROW].to_list() == [2, 3, 5, 6, 7]


def test_mixed_encodings_name_the_first_row(tmp_path: Path) -> None:
    rows = good_rows(6)
    rows[0]["remark"], rows[2]["remark"], rows[4]["remark"] = "café", "naïve", "façade"
    lines = as_csv(rows).split("\n")
    path = tmp_path / "a.csv"
    path.write_bytes(
        b"\n".join(line.encode("cp1252" if number in (3, 5) else "utf-8") for number, line in enumerate(lines))
    )
    fault = only(read(path).faults, "encoding")
    assert fault.row == 4
    assert fault.column == "T"
    assert "mixes encodings" in fault.found
    assert "2 rows" in fault.found
    assert read(path).frame["remark"].to_list()[::2] == ["café", "naïve", "façade"]


def test_answers_are_not_shown_when_a_file_is_printed(tmp_path: Path) -> None:
    raw = read(write_csv(tmp_path / "a.csv", good_rows(3)))
    assert "QX7000K" not in repr(raw)
    assert "Thaddeus" not in repr(raw)
