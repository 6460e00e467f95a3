"""What an instrument may say of one question: its words, what may be answered, who is asked.

Belongs here: the model of a question. Does not belong here: judging an answer (`surveys`).
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Code = int | str


class Scale(BaseModel):
    """A run of whole numbers whose two ends have words, such as 0 to 10."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    first: int
    last: int
    low: str
    high: str


class SampleAnswers(BaseModel):
    """How the synthetic sample answers: relative weights of the answers in order, and what tilts them.

    `need` above nought moves people of poorer areas towards the later answers, `public` organisations of the public
    sector, `drift` every later wave; a typical tilt lies between -1 and 1. `values` bounds a made-up number.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    weights: list[float] = Field(default_factory=list)
    need: float = 0.0
    public: float = 0.0
    drift: float = 0.0
    values: tuple[float, float] | None = None


class Question(BaseModel):
    """One question: its words, what may be answered, and who is asked.

    `answers` are codes with labels; `missing` are codes that count as no answer (don't know, prefer not to say).
    `asked_if` is an SQL condition over other questions; whoever it does not hold for must have an empty cell.
    Free text never leaves the private folder, and is not even kept there unless `publishable`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: Annotated[str, Field(min_length=3, description="The words that the respondent reads")]
    kind: Literal["choice", "number", "date", "text"] = "choice"
    answers: dict[Code, str] = Field(default_factory=dict)
    scale: Scale | None = None
    missing: dict[Code, str] = Field(default_factory=dict)
    minimum: float | None = None
    maximum: float | None = None
    asked_if: Annotated[str, Field(description="SQL condition over other questions; empty asks everybody")] = ""
    required: Annotated[bool, Field(description="An empty cell is a fault, where the question is asked")] = False
    grid: Annotated[str, Field(description="Questions of one grid are looked at for straight-lining")] = ""
    heading: Annotated[str, Field(description="Part of the instrument that the question stands under")] = ""
    origin: Annotated[str, Field(description="Where the wording or the practice comes from")] = ""
    publishable: Annotated[bool, Field(description="Free text that its writer agreed to see published")] = False
    sample: SampleAnswers = SampleAnswers()

    @model_validator(mode="after")
    def _answers_fit_the_kind(self) -> "Question":
        if self.kind == "choice" and not self.codes:
            raise ValueError("a choice needs `answers` (codes with labels) or a `scale`")
        if self.kind != "choice" and (self.answers or self.scale):
            raise ValueError(f"kind {self.kind} takes no `answers` and no `scale`")
        if self.answers and self.scale:
            raise ValueError("expected either `answers` or a `scale`, and not both")
        twice = set(self.codes) & set(self.missing)
        if twice:
            raise ValueError(f"code {min(map(str, twice))} stands under both `answers` and `missing`")
        if len({type(code) for code in [*self.codes, *self.missing]}) > 1:
            raise ValueError("codes must all be whole numbers or all be words")
        return self

    @property
    def codes(self) -> dict[Code, str]:
        """Codes of real answers with their labels, in order."""
        if self.scale is None:
            return self.answers
        ends = {self.scale.first: self.scale.low, self.scale.last: self.scale.high}
        return {code: ends.get(code, str(code)) for code in range(self.scale.first, self.scale.last + 1)}
