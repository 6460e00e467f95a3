"""From a file's text to responses that can be used, with every fault and warning told at once.

Belongs here: the order of the checks and the frame that comes out. Does not belong here: the checks (`check_rows`,
`check_answers`, `places`, `shifting`, `plausibility`), reading a file (`reading`), or keeping responses.
"""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from pipelines.declarations.instrument import Instrument
from pipelines.faults import DeclarationFaultsError, Fault
from pipelines.surveys.cells import Coded, as_dates
from pipelines.surveys.coding import plausibility
from pipelines.surveys.coding.check_answers import Answers, check_answers, tell_no_dates
from pipelines.surveys.coding.check_rows import column, populations_of, tell_respondents, unit_of, wave_of, weights_of
from pipelines.surveys.coding.places import Placed, Places, place_rows
from pipelines.surveys.coding.shifting import tell_shifted
from pipelines.surveys.files.reading import RawFile
from pipelines.surveys.telling import Teller, discreet

if TYPE_CHECKING:
    import polars as pl

# Columns of the checked frame that are not questions; `relationship` joins them where a panel names that column.
DESIGN = ("respondent", "wave", "date", "weight", "stratum", "psu", "population", "lsoa21", "ward")


@dataclass
class Checked:
    """A file of answers after checking.

    `frame` is for the private folder alone and is never shown when this is printed: a row per used response, with
    respondent, wave (Int32), date, weight (Float64, 1 where the design has none), stratum, psu, population (of the
    stratum), lsoa21 and ward (null where the place is not known), relationship where the panel names it, and a column
    per question: Int64 or String codes, Float64 numbers, dates, publishable text. No identifier, postcode or other text
    is in it. With blocking faults it holds what could be read, and must not be used.

    `wave` is None when the file does not say, which is a fault. `counts` has responses, used, outside, no_place, and
    for each question asked and no_answer among the used responses.
    """

    instrument: str
    wave: int | None
    frame: "pl.DataFrame" = field(repr=False)
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    counts: dict[str, Any] = field(default_factory=dict)

    @property
    def responses(self) -> int:
        """How many responses the file holds, those of other places included."""
        return int(self.counts["responses"])

    @property
    def blocked(self) -> bool:
        """Whether a fault stands in the way of using the responses."""
        return any(fault.blocking for fault in self.faults)


@discreet
def check(raw: RawFile, instrument: Instrument, file: str, places: Places) -> Checked:
    """Check a file's answers and make them usable.

    Args:
        raw: the answers as text.
        instrument: what they answer.
        file: the name to print in faults.
        places: the lookups; empty ones leave places unchecked and say so.

    Raises:
        DeclarationFaultsError: the instrument itself is wrong.
        RuntimeError: a fault of the program, without any word of the file.
    """
    _stop_on_clashes(instrument)
    teller = Teller(file, column(raw, instrument.columns.respondent))
    teller.faults.extend(replace(fault, file=file) for fault in raw.faults)
    notes = list(raw.notes)
    if raw.frame.is_empty() and not raw.faults:
        teller.tell_once(
            ("a header and no rows", "rows of answers", "Enter the answers, or export them again."), kind="empty"
        )
    wave = wave_of(raw, instrument, teller)
    tell_respondents(raw, instrument, teller)
    weight = weights_of(raw, instrument, teller)
    population = populations_of(raw, instrument, teller)
    stratum = unit_of(raw, instrument.columns.stratum, "stratum", teller)
    psu = unit_of(raw, instrument.columns.psu, "sampling unit", teller)
    placed = place_rows(raw, instrument, places, teller)
    notes.extend(placed.notes)
    day = _dates(raw, instrument, teller)
    before = len(teller.faults)
    answers = check_answers(raw, instrument, teller)
    found, teller.faults = teller.faults[before:], teller.faults[:before]
    # One sentence on what has moved stands before the many wrong answers that follow from it.
    tell_shifted(raw, instrument, answers, teller)
    teller.faults.extend(found)

    used = ~placed.outside
    _warn(raw, instrument, answers, day, wave, teller)
    if instrument.columns.stratum and instrument.columns.stratum not in raw.absent:
        units = psu if instrument.columns.psu else None
        plausibility.tell_single_units(raw, used, stratum, units, instrument.columns.stratum, teller)
    design = {
        "respondent": column(raw, instrument.columns.respondent),
        "date": day.values,
        "weight": weight,
        "stratum": stratum,
        "psu": psu,
        "population": population,
        "lsoa21": placed.lsoa21,
        "ward": placed.ward,
    }
    if instrument.panel and instrument.panel.relationship:
        design["relationship"] = column(raw, instrument.panel.relationship)
    counts = _counts(raw, instrument, answers, placed, used)
    plausibility.tell_nonresponse(instrument, counts["asked"], counts["no_answer"], teller)
    return Checked(instrument.id, wave, _frame(instrument, wave, design, answers, used), teller.faults, notes, counts)


def _stop_on_clashes(instrument: Instrument) -> None:
    """A question named like a column of the design could not be told from it."""
    taken = {*DESIGN, *(["relationship"] if instrument.panel else [])} & set(instrument.questions)
    if taken:
        raise DeclarationFaultsError(
            [
                f"{instrument.id}: questions.{name}: this name is kept for the response itself; expected another name"
                for name in sorted(taken)
            ]
        )


def _warn(raw: RawFile, instrument: Instrument, answers: Answers, day: Coded, wave: int | None, teller: Teller) -> None:
    """What is allowed and odd all the same, of the whole file and of its dates."""
    plausibility.tell_copies(raw, instrument, answers, teller)
    plausibility.tell_straight_lines(raw, instrument, answers, teller)
    plausibility.tell_dates(raw, instrument.columns.date, day, teller, plausibility.around(instrument, wave))
    for name, question in instrument.questions.items():
        if question.kind == "date" and name != instrument.columns.date:
            plausibility.tell_dates(raw, name, answers.coded[name], teller, None)


def _dates(raw: RawFile, instrument: Instrument, teller: Teller) -> Coded:
    """The day of each response; what is no date is told, once, where a question asks for the same column."""
    name = instrument.columns.date
    day = as_dates(column(raw, name))
    if name not in instrument.questions:
        tell_no_dates(raw, name, day, teller)
    return day


def _counts(
    raw: RawFile, instrument: Instrument, answers: Answers, placed: Placed, used: "pl.Series"
) -> dict[str, Any]:
    located = instrument.geography is not None
    asked: dict[str, int] = {}
    silent: dict[str, int] = {}
    for name, question in instrument.questions.items():
        if name not in raw.absent:
            of, here = answers.coded[name], answers.asked[name] & used
            # A wrong answer is told as one. A date of no calendar does not block, and leaves nothing behind.
            nothing = of.values.is_null() if question.kind == "date" else of.values.is_null() & ~of.invalid
            asked[name], silent[name] = int(here.sum()), int((here & nothing).sum())
    return {
        "responses": raw.frame.height + raw.left_out,
        "used": int(used.sum()),
        "outside": int(placed.outside.sum()),
        "no_place": int((used & placed.ward.is_null()).sum()) if located else 0,
        "asked": asked,
        "no_answer": silent,
    }


def _frame(
    instrument: Instrument, wave: int | None, design: dict[str, "pl.Series"], answers: Answers, used: "pl.Series"
) -> "pl.DataFrame":
    """The columns that are kept, for the rows that are used: free text only where it is publishable."""
    import polars as pl

    kept = [name for name, q in instrument.questions.items() if q.kind != "text" or q.publishable]
    columns = [values.alias(name) for name, values in design.items()]
    columns += [answers.coded[name].values.alias(name) for name in kept]
    frame = pl.DataFrame(columns).with_columns(pl.lit(wave, dtype=pl.Int32).alias("wave"))
    order = [*DESIGN, *(name for name in design if name not in DESIGN), *kept]
    return frame.select(order).filter(used)
