"""The rows of a release as typed values.

Belongs here: one class for each table, and the questions one row can answer about itself.
Does not belong here: reading files (`reading.py`), rows of surveys (`survey_rows.py`), wording (`words/`).
"""

from __future__ import annotations

import dataclasses

from pipelines.columns import STATUSES_WITH_VALUE


@dataclasses.dataclass(frozen=True, slots=True)
class Observation:
    """One indicator, in one area, in one period: a value or a state; `has_value` says whether a number may be shown."""

    indicator: str
    level: str
    area_code: str
    area_name: str
    period: str
    value: float | None
    lower: float | None
    upper: float | None
    numerator: float | None
    denominator: float | None
    status: str
    note: str
    benchmark_value: float | None
    comparison: str
    rank: int | None
    rank_of: int | None
    has_value: bool = dataclasses.field(init=False, repr=False, compare=False)  # kept: asked 200,000 times in a build

    def __post_init__(self) -> None:
        """Settle what the other fields say about it."""
        shown = self.value is not None and self.status in STATUSES_WITH_VALUE
        object.__setattr__(self, "has_value", shown)

    @property
    def has_interval(self) -> bool:
        """Whether both limits are known."""
        return self.limits is not None

    @property
    def limits(self) -> tuple[float, float, float] | None:
        """Lower limit, value and upper limit, or None where one is not known."""
        if not self.has_value or self.value is None or self.lower is None or self.upper is None:
            return None
        return self.lower, self.value, self.upper


@dataclasses.dataclass(frozen=True, slots=True)
class Indicator:
    """What is measured and how to read it.

    `instrument` is the survey or register it comes from, `questions` those of its questions that it uses where the
    release says so, `official` the id of an official figure to be read beside it. `breaks` are days from which figures
    are not comparable with those before, `population` says how a denominator came, `section` is the part of the
    Ambition Statement. `multiplier` makes the unit of a quotient: 100 for percent.
    """

    indicator: str
    code: str
    name: str
    characteristic: str
    definition: str
    unit: str
    decimals: int
    polarity: str
    kind: str
    interval: str
    levels: tuple[str, ...]
    sources: tuple[str, ...]
    owner: str
    status: str
    caveats: tuple[str, ...]
    method: str
    numerator_label: str
    denominator_label: str
    latest_period: str
    class_breaks: str
    overlapping: bool
    instrument: str = ""
    official: str = ""
    questions: tuple[str, ...] = ()
    breaks: tuple[str, ...] = ()
    population: str = ""
    section: str = ""
    multiplier: float = 1.0


@dataclasses.dataclass(frozen=True, slots=True)
class Area:
    """A place with figures; `confidence` says how sure a ward's committee is."""

    level: str
    code: str
    name: str
    vintage: str
    ward_code: str
    committee_code: str
    confidence: str


@dataclasses.dataclass(frozen=True, slots=True)
class Source:
    """One landed file and the terms under which it is used."""

    source: str
    title: str
    publisher: str
    licence: str
    licence_url: str
    attribution: str
    cadence: str
    file: str
    sha256: str
    bytes: str
    rows_read: str
    rows_used: str
    taken_for: str
    synthetic: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Check:
    """One check of the release and its verdict."""

    table: str
    indicator: str
    expectation: str
    column: str
    severity: str
    success: bool
    rows_checked: str
    rows_failed: str
    detail: str


@dataclasses.dataclass(frozen=True, slots=True)
class Gap:
    """One value that is not there, and why."""

    indicator: str
    level: str
    area_code: str
    area_name: str
    period: str
    status: str
    reason: str


@dataclasses.dataclass(frozen=True, slots=True)
class DictionaryEntry:
    """One column of one file."""

    file: str
    column: str
    type: str
    description: str


@dataclasses.dataclass(frozen=True, slots=True)
class HexCell:
    """Where an area sits in the drawn hex layout."""

    area_code: str
    column: int
    row: int


@dataclasses.dataclass(frozen=True, slots=True)
class DataFile:
    """A file of the release with its size, for the list of downloads."""

    path: str
    bytes: int
