"""What SPSS says beside the codes: labels that fit the instrument or contradict it, and values that it calls missing.

Belongs here: comparing those with the instrument's own. Does not belong here: reading a .sav file (`grid_spss`).
"""

from typing import TYPE_CHECKING, Any

from pipelines.declarations.instrument import Instrument
from pipelines.declarations.question import Question
from pipelines.faults import Fault
from pipelines.surveys.cells import accepted, normal
from pipelines.surveys.files.grid import Grid

if TYPE_CHECKING:
    import polars as pl


def told_by_spss(
    grid: Grid,
    places: dict[str, int],
    instrument: Instrument,
    frame: "pl.DataFrame",
    faults: list[Fault],
    notes: list[str],
    file: str,
) -> "pl.DataFrame":
    """Note absent labels, tell contradicting ones, and empty the cells that only SPSS calls missing.

    Args:
        grid: the file, with its labels and missing values.
        places: place in the grid of each column of the instrument.
        instrument: whose labels count.
        frame: the answers as text.
        faults: receives a fault for each label that stands beside another code in the instrument.
        notes: receives what was assumed.
        file: name to print.

    Returns:
        The frame, with values that SPSS calls missing and the instrument does not know made empty.
    """
    choices = {name: q for name, q in instrument.questions.items() if q.kind == "choice" and name in places}
    words = grid.labels or {}
    bare = [name for name in choices if not words.get(places[name])]
    if bare:
        which = ", ".join(bare[:10]) + (f" and {len(bare) - 10} more" if len(bare) > 10 else "")
        notes.append(
            f"SPSS holds no value labels for {len(bare)} of {len(choices)} questions ({which}): their codes are "
            "taken to mean what the instrument says."
        )
    for name, question in choices.items():
        faults.extend(_contradictions(words.get(places[name], {}), name, question, file))
    for name, question in instrument.questions.items():
        ranges = grid.missing.get(places.get(name, -1), [])
        if ranges:
            frame = _emptied(frame, name, question, ranges, notes)
    return frame


def _contradictions(words: dict[str, str], name: str, question: Question, file: str) -> list[Fault]:
    own: dict[str, list[tuple[str, str]]] = {}
    for code, label in [*question.codes.items(), *question.missing.items()]:
        own.setdefault(normal(label), []).append((str(code), label))
    faults: list[Fault] = []
    for code, words_of_code in words.items():
        meant = own.get(normal(words_of_code), [])
        if not meant or code not in accepted(question) or code in {own_code for own_code, _ in meant}:
            continue
        faults.append(
            Fault(
                file,
                f"the SPSS value label '{meant[0][1]}' beside code {code}",
                f"it beside code {meant[0][0]}, as the instrument has it",
                "The file uses other codes than the instrument: recode the variable, then save it again.",
                column=name,
                kind="labels contradict",
            )
        )
    return faults


def _emptied(
    frame: "pl.DataFrame", name: str, question: Question, ranges: list[Any], notes: list[str]
) -> "pl.DataFrame":
    import polars as pl

    known = accepted(question) if question.kind == "choice" else {str(code): code for code in question.missing}
    told = [
        value
        for value in frame[name].drop_nulls().unique().to_list()
        if value not in known and any(_within(value, part) for part in ranges)
    ]
    if not told:
        return frame
    gone = pl.col(name).is_in(told)
    count = int(frame.select(gone.sum()).item())
    notes.append(f"{name}: {count:,} cell(s) that SPSS calls missing are counted as no answer.")
    return frame.with_columns(pl.when(gone).then(None).otherwise(pl.col(name)).alias(name))


def _within(value: str, part: Any) -> bool:
    low, high = (part["lo"], part["hi"]) if isinstance(part, dict) else (part, part)
    if isinstance(low, str):
        return bool(low <= value <= high)
    try:
        return bool(float(low) <= float(value) <= float(high))
    except ValueError:
        return False
