"""What must hold of a row apart from its answers: wave, respondent, weight, stratum and sampling unit.

Belongs here: those columns' faults. Does not belong here: answers (`check_answers`), places (`places`), or what is only
odd (`plausibility`).
"""

from typing import TYPE_CHECKING

from pipelines.declarations.instrument import Instrument
from pipelines.surveys.cells import as_numbers
from pipelines.surveys.files.reading import ROW, RawFile
from pipelines.surveys.telling import NUMBER, Teller, rows_in_words

if TYPE_CHECKING:
    import polars as pl

_YEAR = r"^(19|20)\d\d(\.0+)?$"


def column(raw: RawFile, name: str) -> "pl.Series":
    """A column of the file as text; nulls throughout when it is not declared or not there."""
    import polars as pl

    if name and name in raw.frame.columns:
        return raw.frame[name]
    return pl.Series(name or "none", [None], dtype=pl.String).new_from_index(0, raw.frame.height)


def rows_where(raw: RawFile, mask: "pl.Series") -> list[int]:
    """The row numbers, as a person sees them, where a mask holds."""
    found: list[int] = raw.frame[ROW].filter(mask).to_list()
    return found


def wave_of(raw: RawFile, instrument: Instrument, teller: Teller) -> int | None:
    """The year of the file's wave; None when it does not say, which is told."""
    name = instrument.columns.wave
    if name in raw.absent:
        return None
    cells = column(raw, name)
    remedy = "Write the year of the wave in every row, for example 2024."
    teller.tell(rows_where(raw, cells.is_null()), ("an empty cell", "the year of the wave", remedy), name, "wave empty")
    odd = cells.is_not_null() & ~cells.str.contains(_YEAR).fill_null(value=False)
    texts = cells.filter(odd).head(50).to_list()
    teller.tell(
        rows_where(raw, odd),
        lambda place: (teller.words_for(texts[place], "year"), "the year of the wave, in four digits", remedy),
        name,
        "wave",
    )
    years = cells.filter(~odd).drop_nulls().str.slice(0, 4)
    counts = years.value_counts(sort=True)
    if counts.height > 1:
        said = [f"{year} ({count:,} rows)" for year, count in counts.sort(years.name).head(10).rows()]
        fewer = rows_where(raw, cells.is_not_null() & ~odd & (cells.str.slice(0, 4) != counts[years.name][0]))
        teller.tell_once(
            (
                f"{counts.height} waves in one file: {', '.join(said)}",
                "one wave",
                f"Put each wave in a file of its own. The fewer are in {rows_in_words(fewer)}.",
            ),
            name,
            "two waves",
            row=fewer[0],
        )
    return int(counts[years.name][0]) if counts.height else None


def tell_respondents(raw: RawFile, instrument: Instrument, teller: Teller) -> None:
    """Tell rows without a respondent, and rows that repeat one; the ids themselves are never repeated."""
    import polars as pl

    name = instrument.columns.respondent
    if name in raw.absent:
        return
    cells = column(raw, name)
    teller.tell(
        rows_where(raw, cells.is_null()),
        (
            "an empty cell",
            "something that tells the respondents apart",
            "Give each respondent an id, such as a number.",
        ),
        name,
        "respondent empty",
    )
    relationship = instrument.panel.relationship if instrument.panel else ""
    keys = pl.DataFrame([raw.frame[ROW], cells.alias("id"), column(raw, relationship).alias("other")])
    keys = keys.filter(pl.col("id").is_not_null())
    if keys["id"].n_unique() == keys.height:
        return
    again = keys.with_columns(pl.col(ROW).min().over("id", "other").alias("first")).filter(
        pl.col(ROW) != pl.col("first")
    )
    first = again["first"].head(50).to_list()
    whom = "the same organisation and relationship" if relationship else f"the same {instrument.respondent}"
    apart = f"each {instrument.respondent} once" if not relationship else "each organisation once for each relationship"
    teller.tell(
        again[ROW].to_list(),
        lambda place: (
            f"{whom} as in row {first[place]}",
            apart,
            "Delete the row if it was entered twice; give it an id of its own if it is of somebody else.",
        ),
        name,
        "respondent twice",
    )


def weights_of(raw: RawFile, instrument: Instrument, teller: Teller) -> "pl.Series":
    """Design weights, all above zero; 1 where the design has none. What is no weight is told and null."""
    import polars as pl

    name = instrument.columns.weight
    if not name or name in raw.absent:
        return pl.repeat(1.0, raw.frame.height, dtype=pl.Float64, eager=True).alias("weight")
    remedy = "Ask whoever drew the sample for the design weight; a response without one cannot be used: delete its row."
    return _above_zero(raw, name, "weight", remedy, teller)


def populations_of(raw: RawFile, instrument: Instrument, teller: Teller) -> "pl.Series":
    """Sizes of the rows' strata; null where the design does not tell them. What is no size is told and null."""
    import polars as pl

    name = instrument.columns.population
    if not name or name in raw.absent:
        return pl.repeat(None, raw.frame.height, dtype=pl.Float64, eager=True).alias("population")
    remedy = "Write how many the stratum had to draw from, the same in each of its rows."
    return _above_zero(raw, name, "population", remedy, teller)


def _above_zero(raw: RawFile, name: str, what: str, remedy: str, teller: Teller) -> "pl.Series":
    import polars as pl

    cells = column(raw, name)
    values = as_numbers(cells)
    expected = "a number above zero"
    teller.tell(rows_where(raw, cells.is_null()), ("an empty cell", expected, remedy), name, f"{what} empty")
    wrong = cells.is_not_null() & (values.is_null() | (values <= 0).fill_null(value=False))
    texts = cells.filter(wrong).head(50).to_list()
    # A weight that is no number but, say, a name in the wrong column is only described.
    teller.tell(
        rows_where(raw, wrong),
        lambda place: (teller.words_for(texts[place], what), expected, remedy),
        name,
        what,
    )
    return pl.select(pl.when(~wrong).then(values)).to_series().alias(what)


def unit_of(raw: RawFile, name: str, what: str, teller: Teller) -> "pl.Series":
    """A stratum or sampling unit as text; an empty cell is told where the design has the column."""
    cells = column(raw, name)
    if name and name not in raw.absent:
        remedy = "Take it from the file of the sample; without it the interval cannot be computed."
        teller.tell(rows_where(raw, cells.is_null()), ("an empty cell", f"the {what}", remedy), name, f"{what} empty")
    return cells


def safe_name(text: str, what: str) -> str:
    """A stratum for a message: by its number, or only as what it is."""
    return f"{what} {text}" if NUMBER.fullmatch(text) and len(text) <= len("9999") else f"a {what}"
