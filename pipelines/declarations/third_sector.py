"""What `indicators/third_sector.yaml` may say: the prices and the size bands that the sector's money is measured with.

Belongs here: the model of that file, and reading it. Does not belong here: the rules of the register
(`third_sector.rules`).
"""

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from pipelines import paths
from pipelines.declarations.catalogue import read_yaml, words
from pipelines.faults import DeclarationFaultsError

FILE = "third_sector.yaml"
BandName = Literal["micro", "small", "medium", "large", "major", "super_major"]


class Band(BaseModel):
    """A size band: yearly incomes in pounds below its limit and not below that of the band before it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: BandName
    below: Annotated[float | None, Field(gt=0, description="Empty for the last band")] = None


class ThirdSector(BaseModel):
    """The whole file. Without a price series there are no constant prices; without bands every size is unknown."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    price_series: Annotated[str, Field(description="Series of conformed.price_index, for example L522 (CPIH)")] = ""
    base_year: Annotated[int | None, Field(description="Whose prices incomes are shown in")] = None
    bands: list[Band] = Field(default_factory=list)
    bands_note: Annotated[str, Field(description="Where the limits come from, and how sure that is")] = ""

    @model_validator(mode="after")
    def _in_order(self) -> "ThirdSector":
        limits = [band.below for band in self.bands]
        if self.bands and (limits[-1] is not None or None in limits[:-1]):
            raise ValueError("bands: expected `below` for each band but the last")
        told = [limit for limit in limits if limit is not None]
        if told != sorted(set(told)):
            raise ValueError("bands: expected limits that rise from band to band")
        if bool(self.price_series) != (self.base_year is not None):
            raise ValueError("expected both price_series and base_year, or neither")
        return self


def load_third_sector(folder: Path | None = None) -> ThirdSector:
    """The declaration; without a file there are neither constant prices nor bands.

    Raises:
        DeclarationFaultsError: naming the key, what was found and what was expected.
    """
    return _load(folder or paths.indicators_folder())


@cache
def _load(folder: Path) -> ThirdSector:
    path = folder / FILE
    if not path.exists():
        return ThirdSector()
    faults: list[str] = []
    name = f"{folder.name}/{FILE}"
    content = read_yaml(path, name, faults)
    if content is not None:
        try:
            return ThirdSector.model_validate(content)
        except ValidationError as error:
            faults.extend(f"{name}: {words(problem)}" for problem in error.errors())
    raise DeclarationFaultsError(faults)
