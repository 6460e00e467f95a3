"""The sentences of a template: what each column is, what may be answered, how to fill and check it.

Belongs here: words made from a declaration. Does not belong here: the workbook (`template`).
"""

from pipelines.declarations.instrument import Instrument
from pipelines.declarations.question import Code, Question
from pipelines.surveys.coding.answer_words import expected_words
from pipelines.surveys.files.reading import headings

_PLACE = {
    "postcode": "Postcode of the home or address. It becomes a small area when the file is read, and is dropped then.",
    "lsoa21": "Code of the small area (LSOA 2021), such as E01011229.",
    "ward": "Code of the ward; `thriving areas --level ward` lists them.",
}
_HEAD = ("Column", "Words", "Heading", "Answers", "No answer", "Who is asked", "Must be filled")


def column_words(instrument: Instrument) -> dict[str, str]:
    """What each column that is no question holds."""
    columns = instrument.columns
    one = "organisation" if instrument.respondent == "organisation" else "respondent"
    words = dict.fromkeys(
        instrument.identifiers, "Only for whoever keeps the file: dropped when it is read. It may be left empty."
    )
    if instrument.panel and instrument.panel.relationship:
        words[instrument.panel.relationship] = (
            "Id of the relationship that is rated, the same on both sides; empty when the organisation rates itself."
        )
    if instrument.geography:
        words[instrument.geography.column] = _PLACE[instrument.geography.carries]
    named = {
        columns.psu: "The sampling unit, such as a street or a club, that the respondent was drawn in.",
        columns.stratum: "The stratum that the respondent was drawn in.",
        columns.weight: "The design weight: one over the chance of being drawn. Above zero.",
        columns.date: "The day of the answer, such as 2024-03-31.",
        columns.wave: "The year of the wave, the same in every row.",
        columns.respondent: f"An id of the {one}"
        + (", the same in every wave." if one == "organisation" else ", different in every row: a number, not a name."),
    }
    return words | {name: text for name, text in named.items() if name}


def question_rows(instrument: Instrument) -> tuple[tuple[str, ...], list[list[str]]]:
    """Heading and rows of the sheet that documents every column."""
    words = column_words(instrument)
    rows: list[list[str]] = []
    for name in headings(instrument):
        question = instrument.questions.get(name)
        if question is None:
            rows.append([name, words[name], "", "", "", "Everybody", _must(name, instrument)])
        else:
            rows.append(_question_row(name, question))
    return _HEAD, rows


def _must(name: str, instrument: Instrument) -> str:
    columns = instrument.columns
    always = (columns.respondent, columns.wave, columns.weight, columns.stratum, columns.psu, columns.population)
    return "Yes" if name in always else "No"


def _question_row(name: str, question: Question) -> list[str]:
    answers = {"text": "Any text", "date": "A date such as 2024-03-31", "number": _bounds(question)}
    asked = f"Those with {question.asked_if}; leave the cell empty for others" if question.asked_if else "Everybody"
    text = question.text
    if question.kind == "text" and not question.publishable:
        text += " (The text is dropped when the file is read.)"
    return [
        name,
        text,
        question.heading,
        answers.get(question.kind) or _listed(question.codes),
        _listed(question.missing),
        asked,
        "Yes" if question.required else "No",
    ]


def _bounds(question: Question) -> str:
    words = expected_words(question.model_copy(update={"missing": {}}))
    return words[:1].upper() + words[1:]


def _listed(codes: dict[Code, str]) -> str:
    return "\n".join(str(code) if label == str(code) else f"{code} = {label}" for code, label in codes.items())


def read_me(instrument: Instrument) -> dict[str, list[str]]:
    """How to fill the workbook, how to check it, and how answers are protected: sentences by heading."""
    rows = "row for each organisation" if instrument.respondent == "organisation" else "row for each person"
    if instrument.panel and instrument.panel.relationship:
        rows += ", or one for each of its relationships"
    return {
        "": [instrument.description.strip()],
        "How to fill it": [
            f"Fill in the sheet Answers, one {rows}. Leave the header as it is.",
            "Write the year of the wave in every row.",
            "Where a cell has a list, choose from it. Codes alone, such as 2 for '2 - Agree', may be pasted.",
            "The sheet Questions has the words of each question, its answers, and who is asked.",
            "An empty cell is no answer. Do not write 0 for it: a zero is a value.",
        ],
        "How to check it": [
            "thriving survey check FILE",
            "It lists what must be mended by row and column, and changes nothing. Then put the file into the inbox.",
        ],
        "Data protection": [
            "A filled file holds personal data. Keep it where only those who need it can open it, do not send it by "
            "plain e-mail, and delete it when the wave is done.",
            "Names, e-mail addresses, postcodes and free text are dropped when the file is read, save text whose "
            "writer agreed to see it published. Coded answers are kept in a private folder on the machine that reads "
            "them. Only estimates are published, and none of too few answers.",
            "Do not write anything about a person into a column that is not meant for it.",
        ],
    }
