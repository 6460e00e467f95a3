"""The rows of a release that come from surveys and the partnership's own instruments, as typed values.

Belongs here: one class for each of these tables, and the questions one row can answer about itself.
Does not belong here: reading files (`survey_reading.py`), finding rows (`surveys.py`), wording (`words/`).
"""

from __future__ import annotations

import dataclasses

from pipelines.columns import STATUSES_WITH_VALUE


@dataclasses.dataclass(frozen=True, slots=True)
class SurveyEstimate:
    """How sure one survey figure is: who answered, who did not, what the design costs."""

    indicator: str
    level: str
    area_code: str
    area_name: str
    period: str
    waves: str
    respondents: int | None
    effective_respondents: float | None
    design_effect: float | None
    coefficient_of_variation: float | None
    degrees_of_freedom: float | None
    no_answer: int | None
    excluded: int | None
    status: str
    note: str


@dataclasses.dataclass(frozen=True, slots=True)
class ModelledEstimate:
    """A ward's direct estimate and what a model makes of it."""

    indicator: str
    level: str
    area_code: str
    area_name: str
    period: str
    direct: float | None
    direct_lower: float | None
    direct_upper: float | None
    modelled: float | None
    lower: float | None
    upper: float | None
    mean_squared_error: float | None
    shrinkage: float | None
    leverage: float | None
    standardised_residual: float | None
    status: str
    note: str

    @property
    def has_value(self) -> bool:
        """Whether the modelled number may be shown."""
        return self.modelled is not None and self.status in STATUSES_WITH_VALUE


@dataclasses.dataclass(frozen=True, slots=True)
class Model:
    """One small-area model with its diagnostics and the verdict on it."""

    indicator: str
    period: str
    covariates: tuple[str, ...]
    coefficients: tuple[tuple[str, float | None], ...]
    areas: int | None
    random_effect_variance: float | None
    normality_p: float | None
    iterations: int | None
    released: bool
    reason: str


@dataclasses.dataclass(frozen=True, slots=True)
class Score:
    """One statistic of the partnership's self-assessments: a mean, a gap, a change, a rate."""

    instrument: str
    measure: str
    label: str
    statistic: str
    group: str
    period: str
    value: float | None
    lower: float | None
    upper: float | None
    organisations: int | None
    status: str
    note: str

    @property
    def has_value(self) -> bool:
        """Whether a number may be shown."""
        return self.value is not None and self.status in STATUSES_WITH_VALUE

    @property
    def limits(self) -> tuple[float, float] | None:
        """Both limits of the interval, or None where one is not known."""
        if not self.has_value or self.lower is None or self.upper is None:
            return None
        return self.lower, self.upper


@dataclasses.dataclass(frozen=True, slots=True)
class Concern:
    """Concerns of one theme or route in one period; `several` is set only above the disclosure threshold."""

    period: str
    by: str
    theme: str
    label: str
    raised: int | None
    resolved: int | None
    median_days: float | None
    several: bool
    status: str
    note: str

    @property
    def has_value(self) -> bool:
        """Whether the counts may be shown."""
        return self.raised is not None and self.status in STATUSES_WITH_VALUE


@dataclasses.dataclass(frozen=True, slots=True)
class RegisterEntry:
    """One thing that a public register says of one entry."""

    instrument: str
    period: str
    name: str
    question: str
    label: str
    answer: str


@dataclasses.dataclass(frozen=True, slots=True)
class InstrumentWave:
    """One wave of an instrument: what it is, when it was out, how many answered."""

    instrument: str
    title: str
    description: str
    respondent: str
    publisher: str
    cadence: str
    wave: str
    period: str
    responses: int | None
    note: str


@dataclasses.dataclass(frozen=True, slots=True)
class Question:
    """One question of an instrument: its words and what may be answered."""

    instrument: str
    question: str
    heading: str
    text: str
    answers: tuple[tuple[str, str], ...]
    origin: str
