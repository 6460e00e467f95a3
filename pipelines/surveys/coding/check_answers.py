"""What must hold of an answer: an allowed code, a number within bounds, asked of this person, not left out.

Belongs here: faults of answers, by row and question. Does not belong here: coding a cell (`surveys.cells`), or
answers that are allowed and odd (`plausibility`).
"""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipelines import warehouse
from pipelines.declarations.instrument import Instrument
from pipelines.declarations.question import Question
from pipelines.faults import SHOWN_PER_KIND, DeclarationFaultsError
from pipelines.surveys.cells import Coded, coded, looks_like_a_date
from pipelines.surveys.coding.answer_words import choice_words, expected_words, number_words
from pipelines.surveys.coding.check_rows import column, rows_where
from pipelines.surveys.files.reading import RawFile
from pipelines.surveys.telling import Teller

if TYPE_CHECKING:
    import polars as pl

_WORDS = re.compile(r"[a-z_][a-z0-9_]*")


@dataclass
class Answers:
    """Every question's column after coding, and who was asked it (the whole file where no routing is declared)."""

    coded: dict[str, Coded] = field(repr=False)
    asked: dict[str, "pl.Series"] = field(repr=False)

    def frame(self) -> "pl.DataFrame":
        """The coded columns side by side, without rows' numbers."""
        import polars as pl

        return pl.DataFrame([of.values.alias(name) for name, of in self.coded.items()])


def check_answers(raw: RawFile, instrument: Instrument, teller: Teller) -> Answers:
    """Code every question and tell the answers that are not allowed, not asked for, or left out.

    Raises:
        DeclarationFaultsError: a routing condition of the instrument cannot be evaluated.
    """
    columns = {name: coded(column(raw, name), question) for name, question in instrument.questions.items()}
    answers = Answers(columns, {})
    answers.asked = _asked(instrument, answers)
    for name, question in instrument.questions.items():
        if name in raw.absent:
            continue
        _tell_invalid(raw, name, question, columns[name], teller)
        _tell_routing(raw, name, question, instrument, answers, teller)
    return answers


def _tell_invalid(raw: RawFile, name: str, question: Question, of: Coded, teller: Teller) -> None:
    if question.kind == "date":
        tell_no_dates(raw, name, of, teller)
        return
    if not of.invalid.any():
        return
    texts = column(raw, name).filter(of.invalid).head(SHOWN_PER_KIND).to_list()
    describe = choice_words if question.kind == "choice" else number_words
    teller.tell(
        rows_where(raw, of.invalid),
        lambda place: describe(texts[place], question, teller),
        name,
        f"answer {question.kind}",
    )


def tell_no_dates(raw: RawFile, name: str, of: Coded, teller: Teller) -> None:
    """Tell text that is no date, which blocks, and dates that are in no calendar, which do not."""
    if not of.invalid.any():
        return
    texts, rows = column(raw, name).filter(of.invalid).to_list(), rows_where(raw, of.invalid)
    meant = [looks_like_a_date(text) for text in texts]
    teller.tell(
        [row for row, date in zip(rows, meant, strict=True) if date],
        ("a date that is in no calendar", "a date, the day first", "Were day and month exchanged? Correct the date."),
        name,
        "impossible date",
        blocking=False,
    )
    others = [text for text, date in zip(texts, meant, strict=True) if not date]
    teller.tell(
        [row for row, date in zip(rows, meant, strict=True) if not date],
        lambda place: (
            teller.words_for(others[place], "date"),
            "a date such as 2024-03-31",
            "Write the date as year-month-day.",
        ),
        name,
        "no date",
    )


def _tell_routing(
    raw: RawFile, name: str, question: Question, instrument: Instrument, answers: Answers, teller: Teller
) -> None:
    of, asked = answers.coded[name], answers.asked[name]
    unsure = _undecided(question, instrument, answers, name)
    if question.required:
        teller.tell(
            rows_where(raw, of.empty & asked & ~unsure),
            ("an empty cell", expected_words(question), "The question must be answered: ask for the answer."),
            name,
            "required",
        )
    if question.asked_if:
        teller.tell(
            rows_where(raw, ~of.empty & ~of.declined & ~asked & ~unsure),
            (
                "an answer",
                f"an empty cell, for the question is asked only if {question.asked_if}",
                "Empty the cell, or correct the answer that decides who is asked.",
            ),
            name,
            "not asked",
        )


def _undecided(question: Question, instrument: Instrument, answers: Answers, name: str) -> "pl.Series":
    """Where the answer that decides who is asked is itself a fault, which is told in its own column."""
    import polars as pl

    unsure = pl.repeat(value=False, n=len(answers.coded[name].empty), dtype=pl.Boolean, eager=True)
    for other in _mentioned(question, instrument):
        unsure = unsure | answers.coded[other].invalid
        if instrument.questions[other].required:
            unsure = unsure | answers.coded[other].empty
    return unsure


def _mentioned(question: Question, instrument: Instrument) -> list[str]:
    words = set(_WORDS.findall(question.asked_if.lower()))
    return [name for name in instrument.questions if name in words]


def _asked(instrument: Instrument, answers: Answers) -> dict[str, "pl.Series"]:
    """Who was asked each question: the declared conditions over the coded answers, where null asks nobody."""
    import polars as pl

    frame = answers.frame()
    everybody = pl.repeat(value=True, n=frame.height, dtype=pl.Boolean, eager=True)
    asked = dict.fromkeys(instrument.questions, everybody)
    routed = {name: question for name, question in instrument.questions.items() if question.asked_if}
    if not routed:
        return asked
    used = sorted({other for question in routed.values() for other in _mentioned(question, instrument)})
    told: list[str] = []
    with warehouse.connect() as connection:
        connection.register("responses", frame.select(pl.int_range(frame.height).alias("__place"), *used).to_arrow())
        for name, question in routed.items():
            condition = f"SELECT coalesce(({question.asked_if}), false) AS asked FROM responses ORDER BY __place"
            try:
                found = connection.execute(condition).fetchnumpy()["asked"]
                asked[name] = pl.Series(name, found, dtype=pl.Boolean)
            except _database_error() as error:
                # Only what the condition itself is wrong in: an error of conversion would quote an answer.
                told.append(f"{instrument.id}: questions.{name}.asked_if: {_of_the_condition(error)}")
    if told:
        raise DeclarationFaultsError(told)
    return asked


def _database_error() -> type[Exception]:
    """What the database raises."""
    import duckdb

    return duckdb.Error


def _of_the_condition(error: Exception) -> str:
    import duckdb

    if isinstance(error, duckdb.BinderException | duckdb.ParserException | duckdb.CatalogException):
        return str(error).split("\n", 1)[0]
    return "it does not fit the answers; compare a code with a code of the same kind"
