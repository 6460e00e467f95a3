"""What an indicator declaration may say, and what follows from it.

Belongs here: the model of one YAML file and the names it allows. Does not belong here: reading the folder
(`catalogue.py`) or computing a value (`methods`).
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from pipelines.declarations.expectation import Expectation

Unit = Literal["percent", "per 1,000", "per 10,000", "years", "score 0-10", "score 0-100", "points", "count", "ratio"]
Level = Literal["lsoa21", "msoa21", "ward", "committee", "city"]
Kind = Literal[
    "proportion",
    "rate",
    "published",
    "weighted_mean",
    "survey_share",
    "survey_mean",
    "survey_gap",
    "register_count",
    "register_ratio",
    "organisation_score",
    "organisation_gap",
    "response_rate",
]
Interval = Literal["wilson", "byar", "published", "design_logit", "design_t", "bootstrap", "none"]
Characteristic = Literal["wellbeing", "connected", "involved", "place", "ambition", "partnership"]

MULTIPLIERS: dict[str, float] = {"percent": 100.0, "per 1,000": 1_000.0, "per 10,000": 10_000.0}
# Where values of a unit can lie; a value outside stops the table.
UNIT_BOUNDS: dict[str, tuple[float | None, float | None]] = {
    "percent": (0, 100),
    "per 1,000": (0, None),
    "per 10,000": (0, None),
    "years": (0, 130),
    "score 0-10": (0, 10),
    "score 0-100": (0, 100),
    "points": (-100, 100),
    "count": (0, None),
    "ratio": (0, None),
}
_DEFAULT_INTERVAL: dict[str, Interval] = {
    "proportion": "wilson",
    "rate": "byar",
    "published": "published",
    "weighted_mean": "none",
    "survey_share": "design_logit",
    "survey_mean": "design_t",
    "survey_gap": "design_t",
    "register_count": "none",
    "register_ratio": "none",
    "organisation_score": "bootstrap",
    "organisation_gap": "bootstrap",
    "response_rate": "wilson",
}
# Kinds whose figures come from an instrument: `estimate` says how, and the result stands at each level by itself.
SURVEY_KINDS = frozenset(
    {
        "survey_share",
        "survey_mean",
        "survey_gap",
        "register_count",
        "register_ratio",
        "organisation_score",
        "organisation_gap",
        "response_rate",
    }
)
# Kinds that are taken as they stand at each level and never added up.
UNADDED_KINDS = SURVEY_KINDS | {"published"}
_METHODS: dict[str, str] = {
    "wilson": "Numerator divided by denominator; 95% Wilson score interval.",
    "byar": "Numerator divided by denominator; 95% interval by Byar's method, "
    "exact Poisson when the numerator is below 10.",
    "published": "The publisher's own figure and 95% interval, unchanged.",
    "design_logit": "Share of weighted answers; 95% interval on the logit scale from the design-based variance "
    "(Taylor linearisation, raking reflected), with the area's own degrees of freedom.",
    "design_t": "Weighted mean of answers; 95% t interval from the design-based variance (Taylor linearisation, "
    "raking reflected), with the area's own degrees of freedom.",
    "bootstrap": "Mean over organisations, each counting once; 95% percentile interval of a seeded bootstrap over "
    "organisations.",
    "none": "No interval: the figure is a complete count, or its publisher gives none.",
}
_OWN_METHODS: dict[str, str] = {
    "register_count": "Entries of the register, counted. No interval: it is a complete list.",
    "register_ratio": "Sum of the returns divided by the sum they are measured against. No interval.",
    "response_rate": "Organisations that answered divided by those on the register; 95% Wilson score interval.",
    "organisation_gap": "Mean of public bodies minus mean of third sector organisations; 95% percentile interval of a "
    "seeded bootstrap over organisations.",
}
_NEEDED: dict[str, tuple[str, ...]] = {
    "proportion": ("numerator", "denominator"),
    "rate": ("numerator", "denominator"),
    "published": ("value",),
    "weighted_mean": ("value", "weight"),
}


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
    instrument: Annotated[str, Field(description="Id of the instrument that it is declared in; filled in")] = ""
    estimate: Annotated[Estimate | None, Field(description="Only under an instrument's `indicators`")] = None
    official: Annotated[str, Field(description="Id of an official figure to be read beside it")] = ""
    levels: Annotated[list[Level], Field(min_length=1, description="Levels that the source supports")]
    source: Annotated[list[str], Field(min_length=1, description="Source ids, as in sources.csv")]
    owner: str = "Neighbourhood evidence team"
    caveats: list[str] = Field(default_factory=list)
    overlapping: Annotated[bool, Field(description="True when periods are longer than the step between them")] = False
    class_breaks: Literal["quantile", "equal", "natural"] = "quantile"
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
        if self.reading is None:
            return self
        missing = [part for part in _NEEDED[self.kind] if getattr(self.reading, part) is None]
        if missing:
            raise ValueError(f"kind {self.kind} needs {' and '.join(missing)} under `from`")
        return self

    def _estimate_fits(self) -> "Indicator":
        assert self.estimate is not None  # noqa: S101 - narrows the type
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
            "weighted_mean": ("none",),
        }.get(self.kind, (_DEFAULT_INTERVAL[self.kind],))
        if self.interval_kind not in allowed:
            raise ValueError(
                f"interval {self.interval_kind} does not go with kind {self.kind}; allowed: {', '.join(allowed)}"
            )
        return self

    @property
    def interval_kind(self) -> Interval:
        """The interval that is computed: the declared one, or the one that the kind implies."""
        return self.interval or _DEFAULT_INTERVAL[self.kind]

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """Where a value can lie; a ratio of two sums may pass a hundred percent (more realised than was promised)."""
        low, high = UNIT_BOUNDS[self.unit]
        return (low, None) if self.kind == "register_ratio" else (low, high)

    @property
    def multiplier(self) -> float:
        """What a ratio is multiplied by to stand in the unit."""
        if self.kind in ("published", "weighted_mean"):
            return 1.0
        return MULTIPLIERS.get(self.unit, 1.0)

    @property
    def method(self) -> str:
        """One sentence that says how value and interval came about."""
        if self.kind in _OWN_METHODS:
            return _OWN_METHODS[self.kind]
        if self.kind == "weighted_mean":
            return f"The publisher's rate; larger areas are means weighted by {self.denominator.lower()}. No interval."
        return _METHODS[self.interval_kind]
