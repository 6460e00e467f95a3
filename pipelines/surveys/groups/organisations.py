"""Responses of organisations as organisations: each once, and each relationship with its two sides.

Belongs here: telling organisations, sectors and relationships in a wave's responses. Does not belong here: comparing
groups (`working_together.py`) or what may be published of them (`disclosure.py`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.declarations.instrument import Instrument, Panel
from pipelines.surveys.coding.scores import answers, measures, score_table

if TYPE_CHECKING:
    import polars as pl

# Answers of the two sides further apart than this, in steps of the rating, are worth a talk.
STEPS_APART = 1.0
GROUPS = ("public", "third", "all")


@dataclass(frozen=True)
class Wave:
    """One wave of a panel.

    Attributes:
        group: "public" or "third" by organisation; "" for those of neither sector.
        scores: by measure, then by organisation; an organisation without a score is not there.
    """

    group: Mapping[str, str]
    scores: Mapping[str, Mapping[str, float]]

    def of(self, measure: str, group: str) -> dict[str, float]:
        """Scores of a group's organisations, by organisation; the group "all" holds those of neither sector too."""
        found = self.scores[measure].items()
        return {name: score for name, score in found if group in ("all", self.group[name])}


@dataclass(frozen=True)
class Pair:
    """A relationship that both sides have answered for.

    Attributes:
        relationship: its name.
        sides: the two organisations, in the order of their ids.
        given: for each question that both answered, the two codes in the order of `sides`.
    """

    relationship: str
    sides: tuple[str, str]
    given: Mapping[str, tuple[float, float]]

    @property
    def apart(self) -> list[str]:
        """Questions to talk about: the two sides are more than one step apart."""
        return [question for question, (one, other) in self.given.items() if abs(one - other) > STEPS_APART]


def panel_of(instrument: Instrument) -> Panel:
    """The instrument's panel.

    Raises:
        ValueError: when it declares none.
    """
    if instrument.panel is None:
        raise ValueError(f"{instrument.id} declares no panel")
    return instrument.panel


def read_wave(frame: "pl.DataFrame", instrument: Instrument) -> Wave:
    """Every organisation of a wave once.

    An organisation that answered for itself as a whole and for relationships counts by its whole-organisation row;
    one that answered for relationships only, by the mean of its rows. One whose rows name different sectors belongs
    to neither.

    Args:
        frame: coded responses of one wave, as `checking.Checked` has them: `respondent`, where the panel has
            relationships `relationship`, and a column of codes per question.
        instrument: a declaration with a panel.
    """
    import polars as pl

    wanted = measures(instrument)
    scores = score_table(frame, instrument, wanted).rename(_measure)
    table = (
        counted_rows(pl.concat([respondents(frame, instrument), scores], how="horizontal"))
        # In one order whatever the file's, so that not even the last bit of a mean depends on it.
        .sort(pl.all())
        .group_by("organisation", maintain_order=True)
        .agg(
            pl.when(pl.col("group").n_unique() == 1).then(pl.col("group").first()).otherwise(pl.lit("")),
            *(pl.col(_measure(name)).mean() for name in wanted),
        )
    )
    names = table["organisation"].to_list()
    found = {measure: zip(names, table[_measure(measure)].to_list(), strict=True) for measure in wanted}
    return Wave(
        dict(zip(names, table["group"].to_list(), strict=True)),
        {measure: {name: score for name, score in rows if score is not None} for measure, rows in found.items()},
    )


def _measure(name: str) -> str:
    return f"measure:{name}"


def respondents(frame: "pl.DataFrame", instrument: Instrument) -> "pl.DataFrame":
    """Row for row who answered: `organisation`, `relationship` (null for the whole) and `group` ("" for neither)."""
    import polars as pl

    panel = panel_of(instrument)

    def text(column: str) -> "pl.Expr":
        return pl.col(column).cast(pl.String).str.strip_chars()

    sector = text(panel.sector)
    relationship = text("relationship") if "relationship" in frame.columns else pl.lit("")
    public, third = ([str(code) for code in codes] for codes in (panel.public, panel.third))
    group = pl.when(sector.is_in(public)).then(pl.lit("public")).when(sector.is_in(third)).then(pl.lit("third"))
    return frame.select(
        text("respondent").alias("organisation"),
        pl.when(relationship != "").then(relationship).alias("relationship"),
        group.otherwise(pl.lit("")).alias("group"),
    )


def counted_rows(rows: "pl.DataFrame") -> "pl.DataFrame":
    """Of rows with `respondents` columns those that organisations count by: for the whole, or where none is, all."""
    import polars as pl

    whole = pl.col("relationship").is_null()
    named = rows.filter(pl.col("organisation").is_not_null())
    return named.filter(whole | ~whole.any().over("organisation"))


def pairs(frame: "pl.DataFrame", instrument: Instrument) -> list[Pair]:
    """The relationships that both sides answered for, by name.

    A relationship with one answer, with a second answer of the same organisation, or with a third organisation is not
    seen from both sides, and is left out.
    """
    import polars as pl

    asked = [name for name in measured_questions(instrument) if instrument.questions[name].kind == "choice"]
    codes = frame.select(answers(frame, instrument, question).alias(_measure(question)) for question in asked)
    rows = pl.concat([respondents(frame, instrument), codes], how="horizontal")
    sides = rows.drop_nulls(["organisation", "relationship"]).sort("relationship", "organisation")
    found = []
    for (name,), two in sides.group_by("relationship", maintain_order=True):
        first, *others = two["organisation"].to_list()
        if len(others) != 1 or others[0] == first:
            continue
        given = {question: two[_measure(question)].to_list() for question in asked}
        both = {question: (one, other) for question, (one, other) in given.items() if None not in (one, other)}
        found.append(Pair(str(name), (first, others[0]), both))
    return found


def measured_questions(instrument: Instrument) -> list[str]:
    """Questions that the measures are made of, in the order of the declaration."""
    used = {question for score in measures(instrument).values() for question in score.questions}
    return [question for question in instrument.questions if question in used]
