"""What a place's `agreements.yaml` and `indicators/composites.yaml` may say.

Belongs here: which indicators speak to which part of the Partnership's documents, and which go into a composite score.
Does not belong here: reading the files (`commitments.py`), scores (`methods`).
"""

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pipelines.declarations.kinds import Characteristic


class Section(BaseModel):
    """One part of a document, with the indicators that speak to it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    about: str = ""
    indicators: list[str] = Field(default_factory=list)


class Agreement(BaseModel):
    """One of the Partnership's documents, in sections."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    about: str = ""
    sections: dict[str, Section]


class Agreements(BaseModel):
    """The whole file, by id of the document."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    agreements: dict[str, Agreement]


class Composites(BaseModel):
    """Parts of each characteristic's composite score; indicators of one `never_together` list never share a score."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    parts: dict[Characteristic, list[str]]
    never_together: list[list[str]] = Field(default_factory=list)

    @model_validator(mode="after")
    def _kept_apart(self) -> "Composites":
        for characteristic, own in self.parts.items():
            if len(set(own)) != len(own):
                raise ValueError(f"{characteristic}: an indicator stands twice; expected each once")
            for group in self.never_together:
                both = [name for name in own if name in group]
                if len(both) > 1:
                    raise ValueError(f"{characteristic}: {' and '.join(both)} may not go into one score")
        return self
