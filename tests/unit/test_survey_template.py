"""The empty workbook: its columns, lists and words, and that a filled one passes the check."""

import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipelines.declarations.instrument import Instrument
from pipelines.surveys.coding.checking import check
from pipelines.surveys.files.reading import columns_of, headings, read_file, recognise
from pipelines.surveys.templates.template import ROWS, options, template
from tests.survey_files import CLUBS, DECLARED, HEADER, PLACES, good_rows, numeric


@pytest.fixture(scope="module")
def content() -> bytes:
    """The template of the garden clubs."""
    return template(CLUBS)


@pytest.fixture
def book(content: bytes) -> Any:
    """The template, opened."""
    return openpyxl.load_workbook(io.BytesIO(content))


def test_the_answers_are_one_header_row_with_every_column(book: Any) -> None:
    assert book.sheetnames == ["Answers", "Questions", "Read me", "Lists"]
    sheet = book["Answers"]
    assert [cell.value for cell in sheet[1]] == headings(CLUBS) == HEADER
    assert sheet.max_row == 1
    assert sheet.freeze_panes == "B2"
    assert book["Lists"].sheet_state == "hidden"
    assert not any(sheet.merged_cells.ranges for sheet in book)


def test_every_choice_has_a_list_with_codes_and_labels(book: Any) -> None:
    sheet, lists = book["Answers"], book["Lists"]
    rules = {HEADER[next(iter(rule.sqref.ranges)).min_col - 1]: rule for rule in sheet.data_validations.dataValidation}
    assert set(rules) == set(HEADER)
    for name, question in CLUBS.questions.items():
        rule = rules[name]
        (cells,) = rule.sqref.ranges
        assert (cells.min_row, cells.max_row) == (2, ROWS + 1)
        assert rule.prompt == question.text
        assert rule.promptTitle == name
        if question.kind == "choice":
            assert rule.type == "list"
            shown = [cell.value for (cell,) in lists[rule.formula1.removeprefix("Lists!")]]
            assert shown == options(question)
    assert options(CLUBS.questions["trust"])[1] == "22 - Agree"
    assert options(CLUBS.questions["trust"])[-1] == "29 - Don't know"
    assert options(CLUBS.questions["enjoy"])[3] == "3"
    # Four questions share one scale, and it is written once.
    assert lists.max_column == 5


def test_formats_keep_codes_from_becoming_dates(book: Any) -> None:
    columns = book["Answers"].column_dimensions
    letters = {cell.value: cell.column_letter for cell in book["Answers"][1]}

    def form(name: str) -> str:
        """The format of a column; neighbours of one format may be stored as a group."""
        from openpyxl.utils import column_index_from_string

        place = column_index_from_string(letters[name])
        return str(next(c.number_format for c in columns.values() if c.min <= place <= c.max))

    assert form("visits") == form("person_id") == form("postcode") == form("remark") == "@"
    assert form("day") == form("joined") == "yyyy-mm-dd"
    assert form("wave") == "0"


def test_questions_are_documented(book: Any) -> None:
    sheet = book["Questions"]
    rows = {row[0]: row for row in sheet.iter_rows(values_only=True)}
    assert rows["Column"] == ("Column", "Words", "Heading", "Answers", "No answer", "Who is asked", "Must be filled")
    assert list(rows)[1:] == HEADER
    assert "21 = Strongly agree\n22 = Agree" in rows["trust"][3]
    assert rows["trust"][4] == "29 = Don't know"
    assert "member = 1" in rows["years"][5]
    assert rows["years"][3] == "A number from 0 to 80"
    assert rows["member"][6] == "Yes"
    assert "dropped" in rows["email"][1]
    assert "dropped" in rows["remark"][1]
    assert len(sheet.tables) == 1


def test_the_read_me_says_how_to_check_and_what_is_protected(book: Any) -> None:
    text = "\n".join(str(row[0]) for row in book["Read me"].iter_rows(values_only=True) if row[0])
    for words in (
        DECLARED["title"],
        "thriving survey check FILE",
        "personal data",
        "private folder",
        "Data protection",
    ):
        assert words in text


def test_long_words_and_labels_that_look_like_formulas_do_no_harm() -> None:
    question = {"text": "Why? " * 80, "answers": {1: "=HYPERLINK(1)", 2: "x" * 300}}
    long = Instrument.model_validate(
        {**DECLARED, "id": "long", "questions": {"a_very_long_name_of_a_question_indeed": question}, "indicators": {}}
    )
    book = openpyxl.load_workbook(io.BytesIO(template(long)))
    assert all(cell.data_type != "f" for sheet in book for row in sheet for cell in row)
    rule = book["Answers"].data_validations.dataValidation[-1]
    assert len(rule.prompt) <= 255
    assert len(rule.promptTitle) <= 32


def test_an_empty_template_is_recognised_and_says_that_it_is_empty(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "garden_clubs.xlsx"
    path.write_bytes(content)
    assert columns_of(path) == HEADER
    assert recognise(columns_of(path), [CLUBS]) is CLUBS
    found = check(read_file(path, CLUBS), CLUBS, path.name, PLACES)
    assert [fault.kind for fault in found.faults] == ["empty"]


@pytest.mark.parametrize("typed", ["codes", "from the lists"])
def test_a_filled_template_passes(typed: str, book: Any, tmp_path: Path) -> None:
    sheet = book["Answers"]
    for number, row in enumerate(numeric(good_rows()), start=2):
        for name, value in row.items():
            question = CLUBS.questions.get(name)
            if value == "":
                continue
            if typed != "codes" and question and question.kind == "choice":
                value = next(text for text in options(question) if text.split(" - ")[0] == str(value))
            sheet.cell(number, HEADER.index(name) + 1, value)
    path = tmp_path / "filled.xlsx"
    book.save(path)
    found = check(read_file(path, CLUBS), CLUBS, path.name, PLACES)
    assert found.faults == []
    assert found.responses == 40
    assert found.frame["trust"].to_list()[:4] == [21, 22, 23, 24]


def test_nothing_of_this_machine_is_in_it(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        properties = archive.read("docProps/core.xml").decode()
    assert "garden_clubs" in properties
    assert "root" not in properties
