"""What is allowed and odd all the same: answers that look copied, dates that cannot be, questions left empty.

Belongs here: warnings, none of which stops a file. Does not belong here: what must hold (`check_rows`,
`check_answers`).
"""

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from pipelines.declarations.instrument import Instrument
from pipelines.surveys.cells import Coded
from pipelines.surveys.coding.check_answers import Answers
from pipelines.surveys.coding.check_rows import column, rows_where, safe_name
from pipelines.surveys.files.reading import ROW, RawFile
from pipelines.surveys.telling import Teller, rows_in_words

if TYPE_CHECKING:
    import polars as pl

# With fewer answers two people agree in all of them by chance.
_FEWEST_TO_BE_COPIED = 6
_FEWEST_IN_GRID = 4
_FEWEST_IN_FILE = 8
_EARLIEST = date(1990, 1, 1)


def tell_copies(raw: RawFile, instrument: Instrument, answers: Answers, teller: Teller) -> None:
    """Warn of rows that give the same answer to every question under different respondents."""
    import polars as pl

    # Free text is compared as it stands; of everything else the coded answers, so that `2` and `2 - Agree` are one.
    same = [answers.coded[name].values.alias(name) for name in instrument.questions]
    frame = pl.DataFrame(same)
    answered = frame.select(pl.sum_horizontal(pl.all().is_not_null())).to_series()
    keys = pl.DataFrame([raw.frame[ROW].alias("row"), frame.hash_rows().alias("answers")])
    keys = keys.with_columns(column(raw, instrument.columns.respondent).alias("who"))
    keys = keys.filter(answered >= _FEWEST_TO_BE_COPIED)
    groups = (
        keys.filter(pl.len().over("answers") > 1)
        .group_by("answers")
        .agg("row", pl.col("who").n_unique().alias("people"))
        .filter(pl.col("people") > 1)
        .sort(pl.col("row").list.min())
    )
    if groups.is_empty():
        return
    first = "; ".join(rows_in_words(rows) for rows in groups["row"].head(5).to_list())
    more = f"; and {groups.height - 5:,} more groups" if groups.height > 5 else ""
    count = int(groups["row"].list.len().sum())
    teller.tell_once(
        (
            f"{count:,} rows with the same answer to every question under different ids ({first}{more})",
            "answers that differ somewhere",
            "Was a questionnaire entered twice? If so, delete one of the rows.",
        ),
        kind="copies",
        row=groups["row"][0].min(),
        blocking=False,
    )


def tell_straight_lines(raw: RawFile, instrument: Instrument, answers: Answers, teller: Teller) -> None:
    """Warn of rows with one and the same code in all questions of a grid, or in every choice of the file."""
    choices = [name for name, question in instrument.questions.items() if question.kind == "choice"]
    grids: dict[str, list[str]] = {}
    for name in choices:
        if instrument.questions[name].grid:
            grids.setdefault(instrument.questions[name].grid, []).append(name)
    looked_at = [
        (f"the grid {grid}", names, len(names)) for grid, names in grids.items() if len(names) >= _FEWEST_IN_GRID
    ]
    if len(choices) >= _FEWEST_IN_FILE:
        looked_at.append(("every choice question", choices, _FEWEST_IN_FILE))
    for what, names, least in looked_at:
        rows = rows_where(raw, _straight([answers.coded[name].values for name in names], least))
        if rows:
            teller.tell_once(
                (
                    f"{len(rows):,} row{'s' * (len(rows) != 1)} with the same code throughout {what} "
                    f"({rows_in_words(rows)})",
                    "answers that were thought about",
                    "They are used as they stand. Look whether they come from one interviewer or one upload.",
                ),
                kind=f"straight line {what}",
                row=rows[0],
                blocking=False,
            )


def _straight(columns: "list[pl.Series]", least: int) -> "pl.Series":
    import polars as pl

    if len({values.dtype for values in columns}) > 1:
        columns = [values.cast(pl.String) for values in columns]
    frame = pl.DataFrame([values.alias(str(place)) for place, values in enumerate(columns)])
    return frame.select(
        (pl.min_horizontal(pl.all()) == pl.max_horizontal(pl.all())).fill_null(value=False)
        & (pl.sum_horizontal(pl.all().is_not_null()) >= least)
    ).to_series()


def tell_dates(raw: RawFile, name: str, of: Coded, teller: Teller, period: tuple[date, date] | None) -> None:
    """Warn of dates that cannot be, and of dates that came as Excel's day numbers.

    Args:
        raw: for row numbers.
        name: the column.
        of: its dates.
        teller: receives the warnings.
        period: first and last day that an interview may bear; None for a date that somebody was asked for.
    """
    today = datetime.now(UTC).date()
    early, late = of.values < _EARLIEST, of.values > today
    reasons = [(early, f"before {_EARLIEST.year}"), (late, "in the future")]
    if period is not None:
        away = ((of.values < period[0]) | (of.values > period[1])) & ~early & ~late
        reasons.append((away, "more than a year away from the wave"))
    for mask, reason in reasons:
        rows = rows_where(raw, mask.fill_null(value=False))
        _warn_rows(rows, f"a date {reason}", "a day that can be", "Correct the date.", name, f"date {reason}", teller)
    if of.serial is not None:
        rows = rows_where(raw, of.serial)
        remedy = "They were read as dates. Format the column as a date to see them."
        _warn_rows(rows, "Excel's number of a day", "a date such as 2024-03-31", remedy, name, "serial date", teller)


def around(instrument: Instrument, wave: int | None) -> tuple[date, date] | None:
    """From a year before a wave's period to a year after its end; None when the wave is not known."""
    if not wave:
        return None
    first, length = instrument.period_of(wave).split("/")
    begin = date.fromisoformat(first)
    days = int(length[1:-1]) * {"Y": 366, "M": 31, "D": 1}[length[-1]]
    return date.fromordinal(begin.toordinal() - 366), date.fromordinal(begin.toordinal() + days + 366)


def tell_nonresponse(instrument: Instrument, asked: dict[str, int], no_answer: dict[str, int], teller: Teller) -> None:
    """Warn of questions that too many of those who were asked left without an answer."""
    for name, question in instrument.questions.items():
        if question.kind == "text" or not asked.get(name):
            continue
        share = no_answer[name] / asked[name]
        if share > instrument.nonresponse_warning:
            teller.tell_once(
                (
                    f"{no_answer[name]:,} of {asked[name]:,} without an answer ({share:.0%})",
                    f"at most {instrument.nonresponse_warning:.0%}",
                    "Was the question asked in this wave, and are its codes whole? Figures say how many are silent.",
                ),
                name,
                "nonresponse",
                blocking=False,
            )


def tell_single_units(
    raw: RawFile, used: "pl.Series", stratum: "pl.Series", unit: "pl.Series | None", column_name: str, teller: Teller
) -> None:
    """Warn of strata in which only one sampling unit answered, where no variance can be seen.

    Args:
        raw: for row numbers.
        used: rows that figures use.
        stratum: of each row.
        unit: sampling unit of each row; None where each respondent is one.
        column_name: the stratum's column.
        teller: receives the warnings.
    """
    import polars as pl

    units = raw.frame[ROW].cast(pl.String) if unit is None else unit
    frame = pl.DataFrame([raw.frame[ROW].alias("row"), stratum.alias("stratum"), units.alias("unit")]).filter(used)
    single = (
        frame.filter(pl.col("stratum").is_not_null())
        .group_by("stratum")
        .agg(pl.col("unit").n_unique().alias("units"), pl.col("row").min(), pl.len().alias("rows"))
        .filter(pl.col("units") == 1)
        .sort("row")
    )
    rows, names = single["row"].to_list(), single["stratum"].to_list()
    teller.tell(
        rows,
        lambda place: (
            f"{safe_name(names[place], 'stratum')} with one sampling unit",
            "two or more, to see how units differ",
            "Its variance is taken around the mean of all strata. Join it to a stratum like it if the sample allows.",
        ),
        column_name,
        "single unit",
        blocking=False,
    )


def _warn_rows(rows: list[int], found: str, expected: str, remedy: str, name: str, kind: str, teller: Teller) -> None:
    if rows:
        count = f"{len(rows):,} row{'s' * (len(rows) != 1)} with {found} ({rows_in_words(rows)})"
        teller.tell_once((count, expected, remedy), name, kind, row=rows[0], blocking=False)
