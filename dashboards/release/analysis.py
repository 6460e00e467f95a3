"""Trends, targets, inequality, scores and revisions of a release as one typed object, and what pages ask of it.

Belongs here: finding rows. Does not belong here: opening files (`analysis_reading.py`), observations (`release.py`),
wording, drawing.
"""

from __future__ import annotations

import dataclasses
import functools
from collections import defaultdict
from collections.abc import Iterable
from typing import TypeVar

from dashboards.release.analysis_rows import (
    AgreementRow,
    ChartPoint,
    Progress,
    Revision,
    Rule,
    Target,
    Trend,
    Update,
)
from dashboards.release.difference_rows import Composite, CompositePart, Fifth, FunnelPoint, Inequality
from dashboards.release.periods import period_order

AMBITION_STATEMENT = "ambition_statement"
_Row = TypeVar("_Row")


@dataclasses.dataclass(frozen=True)
class Section:
    """One part of a document of the Partnership with the indicators that speak to it, in the document's order."""

    id: str
    title: str
    about: str
    indicators: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class Agreement:
    """One document of the Partnership."""

    id: str
    title: str
    sections: tuple[Section, ...]


def _grouped(rows: Iterable[_Row], field: str) -> dict[str, tuple[_Row, ...]]:
    found: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        found[getattr(row, field)].append(row)
    return {name: tuple(own) for name, own in found.items()}


def _in_time(rows: Iterable[ChartPoint]) -> tuple[ChartPoint, ...]:
    return tuple(sorted(rows, key=lambda row: period_order(row.period)))


@dataclasses.dataclass(frozen=True)
class Analysis:
    """What a release adds to its figures; empty without these files."""

    trends: tuple[Trend, ...] = ()
    chart_points: tuple[ChartPoint, ...] = ()
    targets: tuple[Target, ...] = ()
    progress: tuple[Progress, ...] = ()
    inequalities: tuple[Inequality, ...] = ()
    fifths: tuple[Fifth, ...] = ()
    funnels: tuple[FunnelPoint, ...] = ()
    composites: tuple[Composite, ...] = ()
    parts: tuple[CompositePart, ...] = ()
    agreement_rows: tuple[AgreementRow, ...] = ()
    updates: tuple[Update, ...] = ()
    revisions: tuple[Revision, ...] = ()
    rules: tuple[Rule, ...] = ()

    @functools.cached_property
    def names(self) -> dict[str, str]:
        """Names by indicator, also of those that the release has no figure of."""
        return {
            **{row.indicator: row.indicator_name for row in self.agreement_rows},
            **{row.indicator: row.indicator_name for row in self.progress},
        }

    @functools.cached_property
    def _trends(self) -> dict[tuple[str, str], Trend]:
        return {(row.indicator, row.area_code): row for row in self.trends}

    def trend(self, indicator: str, area_code: str) -> Trend | None:
        """Return the trend of one series, if the release tested it."""
        return self._trends.get((indicator, area_code))

    @functools.cached_property
    def _ward_trends(self) -> dict[str, tuple[Trend, ...]]:
        return _grouped((row for row in self.trends if row.level == "ward"), "indicator")

    def ward_trends(self, indicator: str) -> tuple[Trend, ...]:
        """Return the trends of the wards of one indicator."""
        return self._ward_trends.get(indicator, ())

    @functools.cached_property
    def _charts(self) -> dict[str, tuple[ChartPoint, ...]]:
        return {name: _in_time(rows) for name, rows in _grouped(self.chart_points, "indicator").items()}

    def chart(self, indicator: str) -> tuple[ChartPoint, ...]:
        """Return the process behaviour chart of the city, oldest point first; nothing where there is none."""
        return self._charts.get(indicator, ())

    @functools.cached_property
    def _targets(self) -> dict[str, tuple[Target, ...]]:
        return _grouped(sorted(self.targets, key=lambda row: (row.set_on, row.by)), "indicator")

    def targets_of(self, indicator: str) -> tuple[Target, ...]:
        """Return every version of every target and milestone, oldest version first."""
        return self._targets.get(indicator, ())

    @functools.cached_property
    def _progress(self) -> dict[str, Progress]:
        return {row.indicator: row for row in self.progress}

    def progress_of(self, indicator: str) -> Progress | None:
        """Return how far one ambition has come."""
        return self._progress.get(indicator)

    def inequality(self, indicator: str, measure: str) -> Inequality | None:
        """Return one measure of inequality in the latest period that has it."""
        found = [row for row in self._inequalities.get(indicator, ()) if row.measure == measure]
        return max(found, key=lambda row: period_order(row.period), default=None)

    @functools.cached_property
    def _inequalities(self) -> dict[str, tuple[Inequality, ...]]:
        return _grouped(self.inequalities, "indicator")

    @functools.cached_property
    def _fifths(self) -> dict[str, tuple[Fifth, ...]]:
        return _grouped(self.fifths, "indicator")

    def fifths_of(self, indicator: str) -> tuple[Fifth, ...]:
        """Return the fifths of the latest period, the most deprived first."""
        rows = self._fifths.get(indicator, ())
        latest = max((row.period for row in rows), key=period_order, default="")
        return tuple(sorted((row for row in rows if row.period == latest), key=lambda row: row.fifth or 0))

    @functools.cached_property
    def _funnels(self) -> dict[str, tuple[FunnelPoint, ...]]:
        return _grouped((row for row in self.funnels if row.level == "ward"), "indicator")

    def funnel(self, indicator: str) -> tuple[FunnelPoint, ...]:
        """Return the wards of one funnel plot, the largest denominator first."""
        rows = (row for row in self._funnels.get(indicator, ()) if row.value is not None and row.denominator)
        return tuple(sorted(rows, key=lambda row: (-(row.denominator or 0.0), row.area_name, row.area_code)))

    @functools.cached_property
    def _composites(self) -> dict[str, tuple[Composite, ...]]:
        return _grouped(self.composites, "area_code")

    def composites_of(self, area_code: str) -> tuple[Composite, ...]:
        """Return the scores of one area in the order of the release."""
        return self._composites.get(area_code, ())

    @functools.cached_property
    def _parts(self) -> dict[tuple[str, str], tuple[CompositePart, ...]]:
        by_area = _grouped(self.parts, "area_code")
        return {
            (area, characteristic): rows
            for area, own in by_area.items()
            for characteristic, rows in _grouped(own, "characteristic").items()
        }

    def parts_of(self, area_code: str, characteristic: str) -> tuple[CompositePart, ...]:
        """Return the indicators inside one score."""
        return self._parts.get((area_code, characteristic), ())

    @functools.cached_property
    def _revisions(self) -> dict[str, tuple[Revision, ...]]:
        return _grouped(self.revisions, "indicator")

    @property
    def release_before(self) -> str:
        """Id of the release that this one is compared with; empty where nothing differs or there was none."""
        found = [row.old_release for row in self.updates[:1]] + [row.old_release for row in self.revisions[:1]]
        return found[0] if found else ""

    def revisions_of(self, indicator: str) -> tuple[Revision, ...]:
        """Return what this release changes of one indicator's published figures."""
        return self._revisions.get(indicator, ())

    @functools.cached_property
    def agreements(self) -> tuple[Agreement, ...]:
        """The documents of the Partnership in the order of the release."""
        return tuple(
            Agreement(name, rows[0].agreement_title or name, _sections(rows))
            for name, rows in _grouped(self.agreement_rows, "agreement").items()
        )

    @functools.cached_property
    def statement(self) -> Agreement | None:
        """The Ambition Statement, if the release says what speaks to it."""
        return next((one for one in self.agreements if one.id == AMBITION_STATEMENT), None)

    @functools.cached_property
    def other_agreements(self) -> tuple[Agreement, ...]:
        """The other documents."""
        return tuple(one for one in self.agreements if one.id != AMBITION_STATEMENT)

    @property
    def ambition(self) -> bool:
        """Whether there is anything to say about ambitions."""
        return bool(self.progress or self.statement)


def _sections(rows: tuple[AgreementRow, ...]) -> tuple[Section, ...]:
    return tuple(
        Section(
            name,
            own[0].section_title or name,
            own[0].about,
            tuple(dict.fromkeys(row.indicator for row in own if row.indicator)),
        )
        for name, own in _grouped(rows, "section").items()
    )
