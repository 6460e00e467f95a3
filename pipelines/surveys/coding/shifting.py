"""Rows whose cells have moved by one column, told once before the wrong answer in every column is.

Belongs here: noticing that a row's answers fit the columns beside them. Does not belong here: the single wrong answers
(`check_answers`).
"""

from typing import TYPE_CHECKING

from pipelines.declarations.instrument import Instrument
from pipelines.faults import Fault
from pipelines.surveys.cells import coded
from pipelines.surveys.coding.check_answers import Answers
from pipelines.surveys.files.reading import ROW, RawFile
from pipelines.surveys.telling import Teller, rows_in_words

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

# A row with so many wrong answers is looked at, and at most this share of them may be wrong one column further.
_MANY = 3
_STILL_WRONG = 0.34


def tell_shifted(raw: RawFile, instrument: Instrument, answers: Answers, teller: Teller) -> None:
    """Tell the rows with many wrong answers that would be right in the column to the left or right."""
    import numpy as np
    import polars as pl

    order = [name for name in raw.frame.columns if name in instrument.questions]
    invalid = [answers.coded[name].invalid.cast(pl.Int32) for name in order if answers.coded[name].invalid.any()]
    if len(invalid) < _MANY:
        return
    suspects = raw.frame.filter(pl.DataFrame(invalid).sum_horizontal() >= _MANY)
    if suspects.is_empty():
        return
    rows = suspects[ROW].to_numpy()
    wrong = _wrong(suspects, order, 0, instrument)
    # Only from the first wrong answer on: a cell may have been put in or taken out in the middle of the row.
    after = np.arange(len(order)) >= wrong.argmax(axis=1)[:, None]
    before = (wrong & after).sum(axis=1)
    for step, side in ((1, "right"), (-1, "left")):
        now = (_wrong(suspects, order, step, instrument) & after).sum(axis=1)
        hit = rows[(before >= _MANY) & (now <= _STILL_WRONG * before)].tolist()
        if hit:
            where = rows_in_words(hit)
            teller.faults.append(
                Fault(
                    teller.file,
                    f"answers that would be right one column to the {'left' if step > 0 else 'right'}, in {where}",
                    "each answer under its own heading",
                    f"Cells of {where} seem to have moved by one column to the {side}: move them back, or export the "
                    "answers again.",
                    row=hit[0],
                    kind=f"shifted {side}",
                )
            )


def _wrong(suspects: "pl.DataFrame", order: list[str], step: int, instrument: Instrument) -> "np.ndarray":
    """Which questions would be wrong, row by row, if each answer stood so many columns further to the right."""
    import numpy as np

    columns = suspects.columns
    wrong = np.zeros((suspects.height, len(order)), dtype=bool)
    for place, name in enumerate(order):
        beside = columns.index(name) + step
        # The first column holds row numbers; past either end there is nothing, which is never wrong.
        if 0 < beside < len(columns):
            wrong[:, place] = coded(suspects[columns[beside]], instrument.questions[name]).invalid.to_numpy()
    return wrong
