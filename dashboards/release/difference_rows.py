"""The rows of a release that say how areas differ: inequality, funnel plots, composite scores.

Belongs here: one class for each of these tables, and the questions one row can answer about itself.
Does not belong here: rows on change, targets and revisions (`analysis_rows.py`), reading files (`analysis_reading.py`),
wording (`words/`).
"""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True, slots=True)
class Inequality:
    """One measure of how a figure of the city differs between more and less deprived small areas."""

    indicator: str
    area_code: str
    area_name: str
    period: str
    measure: str
    value: float | None
    lower: float | None
    upper: float | None
    groups: int | None
    areas: int | None
    note: str

    @property
    def limits(self) -> tuple[float, float] | None:
        """Both limits, or None where one is not known."""
        return None if self.lower is None or self.upper is None else (self.lower, self.upper)


@dataclasses.dataclass(frozen=True, slots=True)
class Fifth:
    """One fifth of the small areas of the city; the first is the most deprived."""

    indicator: str
    area_code: str
    period: str
    fifth: int | None
    areas: int | None
    numerator: float | None
    denominator: float | None
    value: float | None
    lower: float | None
    upper: float | None


@dataclasses.dataclass(frozen=True, slots=True)
class FunnelPoint:
    """One ward between the limits that its own denominator draws around the city's value."""

    indicator: str
    level: str
    area_code: str
    area_name: str
    period: str
    value: float | None
    denominator: float | None
    benchmark_value: float | None
    lower_95: float | None
    upper_95: float | None
    lower_998: float | None
    upper_998: float | None
    position: str


@dataclasses.dataclass(frozen=True, slots=True)
class Composite:
    """The composite score of one characteristic in one ward, with the reach of its rank."""

    characteristic: str
    level: str
    area_code: str
    area_name: str
    score: float | None
    band: int | None
    rank: int | None
    rank_lower: int | None
    rank_upper: int | None
    rank_of: int | None
    parts: int | None
    parts_declared: int | None
    status: str
    note: str

    @property
    def shown(self) -> bool:
        """Whether the score may be shown."""
        return self.status == "ok" and self.score is not None


@dataclasses.dataclass(frozen=True, slots=True)
class CompositePart:
    """One indicator inside a composite score."""

    characteristic: str
    area_code: str
    indicator: str
    period: str
    value: float | None
    z: float | None
    score: float | None
    winsorised: bool
    note: str
