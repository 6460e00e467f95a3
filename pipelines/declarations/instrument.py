"""What an instrument declaration may say: a survey, a self-assessment, a register or a return, as one YAML file.

Belongs here: the model of one file under indicators/instruments and the names it allows. Does not belong here: reading
the folder (`catalogue.py`), responses (`surveys`), or an indicator's own fields (`indicator.py`).
"""

import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from pipelines.declarations.indicator import Indicator
from pipelines.declarations.question import Code, Question

NAME = re.compile(r"[a-z][a-z0-9_]*")


class Columns(BaseModel):
    """Columns of a file that are not questions; a design without weights, strata or PSUs leaves them out."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    respondent: Annotated[str, Field(description="Tells responses of a wave apart; for an organisation its lasting id")]
    wave: Annotated[str, Field(description="The year of the wave, the same in every row of a file")] = "wave"
    date: str = ""
    weight: str = ""
    stratum: str = ""
    psu: str = ""
    population: Annotated[
        str, Field(description="Size of the row's stratum, where a notable part of it was drawn (finite population)")
    ] = ""


class Geography(BaseModel):
    """Which geography a row carries, and in which column."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    column: str
    carries: Literal["postcode", "lsoa21", "ward"]


class Margin(BaseModel):
    """A published margin to rake to.

    `of` is an SQL expression over a response's columns and area facts that gives its category; `population` is a
    query over conformed tables that gives `category` and `population`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    of: str
    population: str


class Score(BaseModel):
    """A score of each response: `multiplier` times the mean of the answered questions, or the mean of other scores.

    A score of questions is empty when fewer than `minimum_answered` of them were answered; a mean of scores when one
    of them is empty.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    label: str
    questions: list[str] = Field(default_factory=list)
    mean_of: list[str] = Field(default_factory=list)
    multiplier: float = 25.0
    minimum_answered: Annotated[float, Field(ge=0, le=1)] = 0.65

    @model_validator(mode="after")
    def _one_of_two(self) -> "Score":
        if bool(self.questions) == bool(self.mean_of):
            raise ValueError("expected either `questions` or `mean_of`, and not both")
        return self


class Panel(BaseModel):
    """An instrument that organisations fill in wave after wave, compared between the public and the third sector."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    sector: Annotated[str, Field(description="Question whose answer names the sector")]
    public: Annotated[list[Code], Field(min_length=1, description="Answers that are public bodies")]
    third: Annotated[list[Code], Field(min_length=1, description="Answers that are third sector organisations")]
    relationship: Annotated[str, Field(description="Column naming a relationship seen from both sides")] = ""
    register_instrument: Annotated[str, Field(description="Instrument that lists who is expected to answer")] = ""
    register_where: Annotated[str, Field(description="SQL condition on its rows; empty takes all")] = ""


class Concerns(BaseModel):
    """A log of concerns: which questions hold the theme, who raised it, about whom, and how it ended."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    theme: str
    raised_by: str
    about: str
    resolved: Annotated[str, Field(description="SQL condition: the concern was resolved")]
    days: Annotated[str, Field(description="Question holding the days until it was resolved")]
    route: Annotated[str, Field(description="Question holding the way by which it was taken up")]


class Listing(BaseModel):
    """A public register: entries that are published by name, those of the latest wave."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: Annotated[str, Field(description="Publishable text question that holds the entry's name")]
    where: Annotated[str, Field(description="SQL condition on the entries; empty takes all")] = ""
    questions: Annotated[list[str], Field(min_length=1, description="Questions told of each entry")]


class SmallAreas(BaseModel):
    """Covariates of the Fay-Herriot model: a query over conformed tables giving `area_code` (of a ward) and numbers."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    covariates: str


class SampleSize(BaseModel):
    """How many made-up responses the synthetic sample has, in which waves."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    responses: Annotated[int, Field(ge=1)] = 60
    waves: Annotated[list[int], Field(min_length=1)] = [2024]
    file: Annotated[Literal["csv", "xlsx", "sav"], Field(description="Format the sample is written in")] = "csv"


class Instrument(BaseModel):
    """One instrument, as its YAML file declares it. The file's name is its id."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    id: Annotated[str, Field(exclude=True)] = ""
    title: Annotated[str, Field(min_length=5, max_length=80)]
    description: Annotated[str, Field(min_length=20)]
    respondent: Literal["person", "organisation"]
    publisher: str
    licence: str = "Estimates only; responses are personal data and are not published"
    cadence: str
    columns: Columns
    geography: Geography | None = None
    period: Annotated[
        str, Field(pattern=r"^\{wave\}-\d\d-\d\d/P\d+[YMD]$", description="ISO 8601, {wave} standing for the year")
    ] = "{wave}-01-01/P1Y"
    identifiers: Annotated[list[str], Field(description="Columns dropped at landing, such as name and email")] = []
    questions: Annotated[dict[str, Question], Field(min_length=1)]
    nonresponse_warning: Annotated[float, Field(gt=0, le=1, description="Share of empty answers that is told")] = 0.2
    area_facts: Annotated[str, Field(description="Query giving lsoa21 (or ward) and facts that margins use")] = ""
    margins: dict[str, Margin] = Field(default_factory=dict)
    scores: dict[str, Score] = Field(default_factory=dict)
    panel: Panel | None = None
    concerns: Concerns | None = None
    listing: Listing | None = None
    small_areas: SmallAreas | None = None
    sample: SampleSize = SampleSize()
    indicators: dict[str, dict[str, Any]] = Field(default_factory=dict)

    @field_validator("questions")
    @classmethod
    def _ids_are_plain(cls, questions: dict[str, Question]) -> dict[str, Question]:
        odd = [name for name in questions if not NAME.fullmatch(name)]
        if odd:
            raise ValueError(f"{odd[0]!r}: expected small letters, digits and underscores")
        return questions

    @model_validator(mode="after")
    def _names_are_known(self) -> "Instrument":
        for name, score in self.scores.items():
            unknown = [q for q in score.questions if q not in self.questions]
            unknown += [s for s in score.mean_of if s not in self.scores]
            if unknown:
                raise ValueError(f"scores.{name}: {unknown[0]!r} is neither a question nor a score")
        asked = {"panel.sector": self.panel.sector} if self.panel else {}
        if self.concerns:
            parts = ("theme", "raised_by", "about", "days", "route")
            asked |= {f"concerns.{name}": getattr(self.concerns, name) for name in parts}
        if self.listing:
            asked |= {f"listing.questions[{n}]": name for n, name in enumerate(self.listing.questions)}
            asked["listing.name"] = self.listing.name
        for where, name in asked.items():
            if name not in self.questions:
                raise ValueError(f"{where}: {name!r} is not a question")
        if self.listing and not self.questions[self.listing.name].publishable:
            raise ValueError(f"listing.name: {self.listing.name!r} is not publishable text")
        if self.margins and not self.columns.weight:
            raise ValueError("margins need `columns.weight`, the design weight that raking starts from")
        return self

    def indicator_list(self) -> list[Indicator]:
        """The indicators derived from this instrument, as full declarations.

        Raises:
            ValidationError: of the first that is wrong; `catalogue` tells all.
        """
        return [self.indicator(name) for name in self.indicators]

    def indicator(self, name: str) -> Indicator:
        """One derived indicator; source and instrument follow from where it stands."""
        return Indicator.model_validate(
            {"source": [self.id], "instrument": self.id, **self.indicators[name], "id": name, "sql": ""}
        )

    def period_of(self, wave: int, pooled: int = 1) -> str:
        """The ISO period of a wave, or of several pooled waves that end with it (whole years only)."""
        if pooled == 1:
            return self.period.format(wave=wave)
        first, length = self.period.format(wave=wave - pooled + 1).split("/")
        years = int(length[1:-1]) if length.endswith("Y") else 1
        return f"{first}/P{years + pooled - 1}Y"
