"""The rows of a release that say whether things change and are on course, as typed values.

Belongs here: one class for each of these tables, and the questions one row can answer about itself.
Does not belong here: how areas differ (`difference_rows.py`), reading files (`analysis_reading.py`), finding rows
(`analysis.py`), wording (`words/`).
"""

from __future__ import annotations

import dataclasses

INCREASING, DECREASING, NO_CHANGE, UNKNOWN = "increasing", "decreasing", "no_change", "cannot_be_calculated"
BETTER, WORSE = "getting_better", "getting_worse"


@dataclasses.dataclass(frozen=True, slots=True)
class Trend:
    """The test of one series of five annual points: the direction, and apart from it the judgement."""

    indicator: str
    level: str
    area_code: str
    area_name: str
    method: str
    points: int | None
    first_period: str
    last_period: str
    slope: float | None
    chi_squared: float | None
    leave_one_out: tuple[float, ...]
    marker: str
    judgement: str
    reason: str

    @property
    def significant(self) -> bool:
        """Whether a direction may be claimed."""
        return self.marker in (INCREASING, DECREASING)

    @property
    def calculated(self) -> bool:
        """Whether there was enough to test."""
        return self.significant or self.marker == NO_CHANGE


@dataclasses.dataclass(frozen=True, slots=True)
class ChartPoint:
    """One point of a process behaviour chart with the mean and limits of its series."""

    indicator: str
    level: str
    area_code: str
    area_name: str
    period: str
    value: float | None
    mean: float | None
    lower_limit: float | None
    upper_limit: float | None
    signal: str
    variation: str
    points: int | None
    trial: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Target:
    """One target or milestone as it was set on a day; a later version replaces it and both stay."""

    indicator: str
    set_on: str
    why: str
    kind: str
    by: str
    value: float | None
    in_force: bool
    standing: str


@dataclasses.dataclass(frozen=True, slots=True)
class Progress:
    """How far one ambition has come from its baseline towards its target."""

    indicator: str
    area_code: str
    area_name: str
    owner: str
    standing: str
    set_on: str
    direction: str
    baseline_period: str
    baseline_value: float | None
    baseline_lower: float | None
    baseline_upper: float | None
    baseline_source: str
    latest_period: str
    latest_value: float | None
    latest_lower: float | None
    latest_upper: float | None
    milestone_by: str
    milestone_value: float | None
    target_by: str
    target_value: float | None
    share_of_way: float | None
    share_of_time: float | None
    pace: float | None
    points: int | None
    change: float | None
    change_lower: float | None
    change_upper: float | None
    expected_value: float | None
    required_per_year: float | None
    remaining_years: float | None
    assurance: str
    status: str
    note: str
    indicator_name: str = ""
    unit: str = ""
    decimals: int | None = None

    @property
    def has_target(self) -> bool:
        """Whether there is something to be reached."""
        return self.target_value is not None and bool(self.target_by)

    @property
    def agreed(self) -> bool:
        """Whether the Partnership has agreed the target; anything else is illustrative."""
        return self.standing == "agreed"


@dataclasses.dataclass(frozen=True, slots=True)
class AgreementRow:
    """One indicator that speaks to one section of a document of the Partnership; none in an empty section."""

    agreement: str
    agreement_title: str
    section: str
    section_title: str
    about: str
    indicator: str
    indicator_name: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Update:
    """One indicator that is new in this release, has a newer period than before, or is gone."""

    indicator: str
    indicator_name: str
    change: str
    old_period: str
    new_period: str
    old_release: str


@dataclasses.dataclass(frozen=True, slots=True)
class Revision:
    """One published figure that this release changes, withdraws or adds for an earlier period, and why."""

    indicator: str
    level: str
    area_code: str
    area_name: str
    period: str
    change: str
    old_value: float | None
    new_value: float | None
    old_lower: float | None
    new_lower: float | None
    old_upper: float | None
    new_upper: float | None
    old_status: str
    new_status: str
    reason: str
    old_release: str


@dataclasses.dataclass(frozen=True, slots=True)
class Rule:
    """One rule that the register of organisations is read by."""

    topic: str
    rule: str
