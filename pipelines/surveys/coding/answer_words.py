"""What is said of a wrong answer: what was found, what may stand there, and how to mend it.

Belongs here: words made from a question and one cell. Does not belong here: finding wrong answers (`check_answers`). A
label is repeated only when it is one of the question's own.
"""

from pipelines.declarations.question import Code, Question
from pipelines.surveys.cells import accepted, excel_date, labels, normal
from pipelines.surveys.telling import Said, Teller

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
# A list of answers longer than this is shown as codes without their labels.
_LONGEST_LIST = 240


def expected_words(question: Question) -> str:
    """What may stand in a cell of the question."""
    none = f", or {_listed(question.missing)} for no answer" if question.missing else ""
    if question.scale:
        return f"a whole number from {question.scale.first} to {question.scale.last}{none}"
    if question.kind == "choice":
        return f"one of {_listed(question.codes)}{none}"
    if question.kind != "number":
        return "a date such as 2024-03-31" if question.kind == "date" else "an answer in words"
    low, high = question.minimum, question.maximum
    if low is not None and high is not None:
        return f"a number from {low:g} to {high:g}{none}"
    if low is not None or high is not None:
        return f"a number of {low:g} or more{none}" if low is not None else f"a number of {high:g} or less{none}"
    return f"a number{none}"


def _listed(codes: dict[Code, str]) -> str:
    full = ", ".join(str(code) if label == str(code) else f"{code} ({label})" for code, label in codes.items())
    return full if len(full) <= _LONGEST_LIST else ", ".join(map(str, codes))


def choice_words(text: str, question: Question, teller: Teller) -> Said:
    """Found, expected and remedy of a cell that is no code of a choice."""
    expected = expected_words(question)
    codes = labels(question).get(normal(text))
    if codes:
        label = (question.codes | question.missing)[codes[0]]
        which = " or ".join(str(code) for code in codes)
        return f"the label '{label}'", expected, f"Write the code: {which} for '{label}'."
    day = excel_date(text)
    if day:
        found = f"a date ({day[0]} {_MONTHS[day[1] - 1]})"
        meant = _meant_by(day, question)
        write = f"write {meant}" if meant else "write the code again"
        return found, expected, f"Excel has turned this into a date: format the column as text, then {write}."
    head, dash, _ = normal(text).partition(" - ")
    if dash and head in accepted(question):
        return (
            f"code {accepted(question)[head]} beside words that are not its label",
            expected,
            "Code and label contradict each other: write the code that was meant.",
        )
    return (
        teller.words_for(text, "answer code"),
        expected,
        "Look the answer up in the questionnaire, and write its code; leave the cell empty if there is no answer.",
    )


def number_words(text: str, question: Question, teller: Teller) -> Said:
    """Found, expected and remedy of a cell that is no number, or none within the bounds."""
    expected = expected_words(question)
    day = excel_date(text)
    if day:
        found = f"a date ({day[0]} {_MONTHS[day[1] - 1]})"
        return found, expected, "Excel has turned this into a date: format the column as a number, then write it again."
    return teller.words_for(text, "number"), expected, "Write digits only, with a point for decimals."


def _meant_by(day: tuple[int, int, int | None], question: Question) -> str:
    """The code that Excel made this date of, such as 1-2 of 1 February; empty when no code of the question fits."""
    number, month, year = day
    pairs = [(number, month), (month, number), *([(month, year % 100), (month, year)] if year else [])]
    texts = accepted(question)
    fits = [f"{a}{sign}{b}" for a, b in pairs for sign in "-/" if f"{a}{sign}{b}" in texts]
    return fits[0] if fits else ""
