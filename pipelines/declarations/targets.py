"""What a place's `targets.yaml` may say: baseline, milestones, target and owner of each ambition, with their history.

Belongs here: the model of that file. Does not belong here: reading it (`commitments.py`), judging progress (`methods`).
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

_PERIOD = r"^\d{4}-\d{2}-\d{2}/P\d+[YMD]$"


class Amount(BaseModel):
    """A value to be reached by a day."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    by: date
    value: float


class Baseline(BaseModel):
    """Where an ambition starts: a cited figure, or, without a value, the indicator's own figure of the period."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    period: Annotated[str, Field(pattern=_PERIOD, description="ISO 8601: first day, slash, length")]
    value: float | None = None
    source: Annotated[str, Field(description="Who published the figure; needed beside a value")] = ""

    @model_validator(mode="after")
    def _cited(self) -> "Baseline":
        if self.value is not None and not self.source:
            raise ValueError("a value without a source; expected who published it, or no value, which takes our own")
        return self


class Version(BaseModel):
    """Milestones and target as set on one day. A later version replaces it and says why; both are published."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    set_on: date
    standing: Literal["illustrative", "agreed"]
    why: Annotated[str, Field(min_length=10)]
    milestones: list[Amount] = Field(default_factory=list)
    target: Amount

    @model_validator(mode="after")
    def _in_order(self) -> "Version":
        days = [amount.by for amount in [*self.milestones, self.target]]
        if days != sorted(set(days)):
            raise ValueError(
                "milestones and target are not in the order of their days; expected each later than the last"
            )
        return self


class Ambition(BaseModel):
    """One ambition: who owns it, where it starts, and every version of where it should get to, oldest first."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    owner: Annotated[str, Field(min_length=3)]
    baseline: Baseline | None = None
    versions: list[Version] = Field(default_factory=list)
    note: Annotated[str, Field(description="What a reader should know, for example why there is no target yet")] = ""

    @model_validator(mode="after")
    def _history(self) -> "Ambition":
        days = [version.set_on for version in self.versions]
        if days != sorted(set(days)):
            raise ValueError("versions are not in the order in which they were set; expected the oldest first")
        if self.versions and self.baseline is None:
            raise ValueError("a target without a baseline; expected `baseline` with its period")
        return self

    @property
    def in_force(self) -> Version | None:
        """The version that counts: the last one set."""
        return self.versions[-1] if self.versions else None


class Targets(BaseModel):
    """The whole file: ambitions by the id of the indicator that measures them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    ambitions: dict[str, Ambition]
