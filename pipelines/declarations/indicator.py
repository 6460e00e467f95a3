"""What an indicator declaration may say, and what follows from it.

Belongs here: the model of one YAML file. Does not belong here: the words it may use (`kinds.py`), reading the folder
(`catalogue.py`) or computing a value (`methods`).
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from pipelines.declarations.expectation import Expectation
from pipelines.declarations.kinds import (
    DEFAULT_INTERVAL,
    METHODS,
    MULTIPLIERS,
    NEEDED,
    OWN_METHODS,
    SURVEY_KINDS,
    UNIT_BOUNDS,
    WORKED_KINDS,
    Characteristic,
    Interval,
    Kind,
    Level,
    Unit,
)


class Reading(BaseModel):
    """Where the figures come from: a table, the rows to take, and an SQL expression over its columns for each part."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    table: Annotated[
        str, Field(pattern=r"^conformed\.[a-z0-9_]+$", description="Table, for example conformed.census_tenure")
    ]
    where: Annotated[str, Field(description="SQL condition on the rows; empty takes all")] = ""
    numerator: str | None = None
    denominator: str | None = None
    value: str | None = None
    lower: str | None = None
    upper: str | None = None
    weight: str | None = None
    age_band: Annotated[str | None, Field(description="Age band such as 16-24 or 85+, of a standardised rate")] = None


class Population(BaseModel):
    """The denominator of a rate: the mid-year population of the period's own year, at the figure's own level.

    A year without an estimate has no rate, unless `interpolate` allows the straight line between the years around it;
    such a figure says so in its note. Nothing is carried beyond the last known year.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    of: Annotated[str, Field(description="SQL expression over residents, aged_0_15, aged_16_64, aged_65_over")]
    interpolate: bool = False


class Estimate(BaseModel):
    """How an indicator comes from responses: SQL expressions over the answers of one respondent.

    `of` is a condition (survey_share, register_count) or a number (the others); an empty answer gives an empty `of`,
    which counts as item non-response. `among` names who counts; others are counted as excluded. `between` names the
    two groups of a survey_gap, first minus second. `over` is the denominator of a register_ratio. `pool` adds up
    that many waves; pooled periods overlap and are never tested for trend.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    of: str
    among: str = ""
    between: tuple[str, str] | None = None
    over: str = ""
    pool: Annotated[int, Field(ge=1, le=5)] = 1
    modelled: Annotated[bool, Field(description="Also estimate wards by the Fay-Herriot model")] = False


class Indicator(BaseModel):
    """One indicator, as its YAML file declares it. The file's name is its id."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    id: Annotated[str, Field(exclude=True)] = ""
    code: Annotated[str, Field(pattern=r"^[A-Z]{2}\d{2}(-[A-Z]+)?$", description="Code in the catalogue, such as PL01")]
    name: Annotated[str, Field(min_length=5, max_length=80)]
    characteristic: Characteristic
    definition: Annotated[str, Field(min_length=20)]
    numerator: Annotated[str, Field(description="What is counted, in words")]
    denominator: Annotated[str, Field(description="Among whom, in words")]
    unit: Unit
    decimals: Annotated[int, Field(ge=0, le=3)] = 1
    polarity: Literal["high_good", "low_good", "no_judgement"]
    kind: Annotated[Kind, Field(description="Decides the formula and how the value adds up to larger areas")]
    interval: Annotated[Interval | None, Field(description="Only when it differs from what the kind implies")] = None
    reading: Annotated[Reading | None, Field(alias="from")] = None
    population: Annotated[Population | None, Field(description="Divide by the mid-year population of the year")] = None
    instrument: Annotated[str, Field(description="Id of the instrument that it is declared in; filled in")] = ""
    estimate: Annotated[Estimate | None, Field(description="Only under an instrument's `indicators`")] = None
    official: Annotated[str, Field(description="Id of an official figure to be read beside it")] = ""
    levels: Annotated[list[Level], Field(min_length=1, description="Levels that the source supports")]
    source: Annotated[list[str], Field(min_length=1, description="Source ids, as in sources.csv")]
    owner: str = "Neighbourhood evidence team"
    caveats: list[str] = Field(default_factory=list)
    overlapping: Annotated[bool, Field(description="True when periods are longer than the step between them")] = False
    breaks: Annotated[
        list[date], Field(description="First days from which figures are not comparable with those before")
    ] = Field(default_factory=list)
    class_breaks: Literal["quantile", "equal", "natural", "diverging"] = "quantile"
    expectations: Annotated[list[Expectation], Field(alias="expect")] = Field(default_factory=list)
    status: Literal["working_definition", "confirmed"] = "working_definition"
    sql: Annotated[str, Field(exclude=True)] = ""

    @field_validator("levels")
    @classmethod
    def _each_level_once(cls, levels: list[str]) -> list[str]:
        if len(set(levels)) != len(levels):
            raise ValueError("a level stands twice")
        return levels

    @model_validator(mode="after")
    def _parts_fit_the_kind(self) -> "Indicator":
        if (self.estimate is not None) != (self.kind in SURVEY_KINDS):
            raise ValueError("`estimate` goes with the kinds of an instrument (survey_*, register_* and so on) only")
        if self.estimate is not None:
            return self._estimate_fits()
        if self.population is not None and self.kind != "rate":
            raise ValueError("`population` gives the denominator of a rate, and of no other kind")
        if self.reading is None:
            return self
        given = {"denominator"} if self.population else set()
        missing = [part for part in NEEDED[self.kind] if part not in given and getattr(self.reading, part) is None]
        if missing:
            raise ValueError(f"kind {self.kind} needs {' and '.join(missing)} under `from`")
        return self

    def _estimate_fits(self) -> "Indicator":
        assert self.estimate is not None  # noqa: S101 - narrows the type: called where there is one
        if (self.kind == "survey_gap") != (self.estimate.between is not None):
            raise ValueError("`between` goes with the kind survey_gap, and only with it")
        if self.estimate.pool > 1 and not self.overlapping:
            raise ValueError("`pool` adds up waves, so that periods overlap: expected `overlapping: true` beside it")
        if (self.kind == "register_ratio") != bool(self.estimate.over):
            raise ValueError("`over` goes with the kind register_ratio, and only with it")
        return self

    @model_validator(mode="after")
    def _interval_fits_the_kind(self) -> "Indicator":
        allowed = {
            "proportion": ("wilson", "none"),
            "rate": ("byar", "none"),
            "published": ("published", "none"),
        }.get(self.kind, (DEFAULT_INTERVAL[self.kind],))
        if self.interval_kind not in allowed:
            raise ValueError(
                f"interval {self.interval_kind} does not go with kind {self.kind}; allowed: {', '.join(allowed)}"
            )
        return self

    @property
    def interval_kind(self) -> Interval:
        """The interval that is computed: the declared one, or the one that the kind implies."""
        return self.interval or DEFAULT_INTERVAL[self.kind]

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """Where a value can lie; a ratio of two sums may pass a hundred percent (more realised than was promised)."""
        low, high = UNIT_BOUNDS[self.unit]
        return (low, None) if self.kind == "register_ratio" else (low, high)

    @property
    def multiplier(self) -> float:
        """What a ratio is multiplied by to stand in the unit."""
        if self.kind in WORKED_KINDS | {"published", "weighted_mean"}:
            return 1.0
        return MULTIPLIERS.get(self.unit, 1.0)

    @property
    def method(self) -> str:
        """One sentence that says how value and interval came about."""
        if self.kind in OWN_METHODS:
            return OWN_METHODS[self.kind]
        if self.kind == "weighted_mean":
            return f"The publisher's rate; larger areas are means weighted by {self.denominator.lower()}. No interval."
        return METHODS[self.interval_kind]
