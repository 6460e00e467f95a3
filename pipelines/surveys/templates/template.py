"""The empty, documented workbook of an instrument, ready to be filled and checked.

Belongs here: its sheets, formats and drop-down lists. Does not belong here: the sentences that explain columns and
questions (`words`), or checking what was filled in (`checking`).

Accessible: one header row, no merged cells, real tables, nothing said by colour alone. The lists stand on a hidden
sheet, because a list written into a cell's rule may not be longer than 255 signs.
"""

from io import BytesIO
from typing import Any

from pipelines.declarations.instrument import Instrument
from pipelines.declarations.question import Question
from pipelines.surveys.cells import shown
from pipelines.surveys.files.reading import headings
from pipelines.surveys.templates.words import column_words, question_rows, read_me

ROWS = 1_000
# Excel's own limits for what appears beside a chosen cell.
_LONGEST_TITLE, _LONGEST_MESSAGE = 32, 255
_WIDEST = 60
_EARLIEST_YEAR, _LATEST_YEAR = 1990, 2100
# Text is never read as a formula or a link, whatever it begins with.
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def template(instrument: Instrument) -> bytes:
    """An empty workbook for the instrument.

    Returns:
        XLSX with the sheets Answers (one header row, drop-down lists in 1,000 rows), Questions, Read me, and the hidden
        Lists. A filled one is read by `reading` from its first sheet.
    """
    import xlsxwriter

    target = BytesIO()
    with xlsxwriter.Workbook(target, _OPTIONS) as book:
        book.set_properties({"title": f"{instrument.title}: template", "subject": instrument.id})
        formats = {
            "header": book.add_format({"bold": True, "bottom": 1, "num_format": "@"}),
            "title": book.add_format({"bold": True, "font_size": 14}),
            "bold": book.add_format({"bold": True}),
            "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
            # Text keeps a code as it is typed: Excel would make a date of 1-2 and a 7 of 007.
            "text": book.add_format({"num_format": "@"}),
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
            "year": book.add_format({"num_format": "0"}),
            "number": book.add_format({"num_format": "General"}),
        }
        answers = book.add_worksheet("Answers")
        questions, about = book.add_worksheet("Questions"), book.add_worksheet("Read me")
        lists = book.add_worksheet("Lists")
        lists.hide()
        _write_answers(answers, _write_lists(lists, formats, instrument), formats, instrument)
        _write_questions(questions, formats, instrument)
        _write_read_me(about, formats, instrument)
    return target.getvalue()


def options(question: Question) -> list[str]:
    """What the drop-down list of a choice offers: `2 - Agree`, the codes for no answer last."""
    return [shown(code, label) for code, label in [*question.codes.items(), *question.missing.items()]]


def _write_lists(sheet: Any, formats: dict[str, Any], instrument: Instrument) -> dict[str, str]:
    """Write each different list once; answers where the list of each question stands."""
    places: dict[tuple[str, ...], str] = {}
    found: dict[str, str] = {}
    for name, question in instrument.questions.items():
        if question.kind != "choice":
            continue
        offered = tuple(options(question))
        if offered not in places:
            column = len(places)
            sheet.write_string(0, column, f"List {column + 1}", formats["header"])
            for row, text in enumerate(offered, start=1):
                sheet.write_string(row, column, text)
            places[offered] = f"=Lists!${_letters(column)}$2:${_letters(column)}${len(offered) + 1}"
        found[name] = places[offered]
    return found


def _letters(column: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(column))


def _write_answers(sheet: Any, lists: dict[str, str], formats: dict[str, Any], instrument: Instrument) -> None:
    columns = headings(instrument)
    for place, name in enumerate(columns):
        sheet.write_string(0, place, name, formats["header"])
        form, rule = _form_and_rule(name, instrument, lists)
        sheet.set_column(place, place, max(12, len(name) + 2), formats[form])
        sheet.data_validation(1, place, ROWS, place, {**rule, **_message(name, instrument)})
    sheet.freeze_panes(1, 1)
    # A code kept as text is meant to be text, so Excel need not point it out.
    sheet.ignore_errors({"number_stored_as_text": f"A2:{_letters(len(columns) - 1)}{ROWS + 1}"})


def _form_and_rule(name: str, instrument: Instrument, lists: dict[str, str]) -> tuple[str, dict[str, Any]]:
    """How the cells of a column are kept, and what Excel lets into them."""
    question = instrument.questions.get(name)
    if question is not None:
        return _of_question(question, lists.get(name, ""))
    columns = instrument.columns
    if name == columns.wave:
        limits = {"criteria": "between", "minimum": _EARLIEST_YEAR, "maximum": _LATEST_YEAR}
        return "year", {"validate": "integer", **limits, **_refusal("Write the year of the wave, for example 2024.")}
    if name == columns.date:
        return "date", {"validate": "any"}
    if name in (columns.weight, columns.population):
        return "number", {"validate": "decimal", "criteria": ">", "value": 0, **_refusal("Write a number above zero.")}
    return "text", {"validate": "any"}


def _of_question(question: Question, source: str) -> tuple[str, dict[str, Any]]:
    if question.kind == "choice":
        return "text", {"validate": "list", "source": source, **_refusal("Choose an answer from the list.")}
    if question.kind != "number":
        return ("date" if question.kind == "date" else "text"), {"validate": "any"}
    if question.missing:
        # Codes for no answer lie outside the bounds on purpose, so Excel cannot judge; the check does.
        return "number", {"validate": "any"}
    low = -1e12 if question.minimum is None else question.minimum
    high = 1e12 if question.maximum is None else question.maximum
    bounds = {"criteria": "between", "minimum": low, "maximum": high}
    return "number", {"validate": "decimal", **bounds, **_refusal("Write a number within the bounds; see Questions.")}


def _refusal(text: str) -> dict[str, Any]:
    return {"error_title": "Not an answer", "error_message": text, "error_type": "stop"}


def _message(name: str, instrument: Instrument) -> dict[str, str]:
    """The words that appear beside a cell when it is chosen."""
    question = instrument.questions.get(name)
    text = question.text if question else column_words(instrument)[name]
    return {"input_title": _cut(name, _LONGEST_TITLE), "input_message": _cut(text, _LONGEST_MESSAGE)}


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 3] + "..."


def _write_questions(sheet: Any, formats: dict[str, Any], instrument: Instrument) -> None:
    head, rows = question_rows(instrument)
    sheet.add_table(
        0,
        0,
        len(rows),
        len(head) - 1,
        {
            "name": "questions",
            "columns": [{"header": heading, "format": formats["wrap"]} for heading in head],
            "data": rows,
            "autofilter": False,
            "style": "Table Style Light 1",
        },
    )
    sheet.freeze_panes(1, 1)
    for place, heading in enumerate(head):
        longest = max(len(heading), *(len(row[place]) for row in rows))
        sheet.set_column(place, place, min(longest, _WIDEST) + 2)


def _write_read_me(sheet: Any, formats: dict[str, Any], instrument: Instrument) -> None:
    sheet.set_column(0, 0, 100)
    sheet.write_string(0, 0, instrument.title, formats["title"])
    row = 1
    for heading, lines in read_me(instrument).items():
        row += 1
        if heading:
            sheet.write_string(row, 0, heading, formats["bold"])
            row += 1
        for line in lines:
            sheet.write_string(row, 0, line, formats["wrap"])
            row += 1
