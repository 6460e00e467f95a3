"""The process behaviour chart of the city's series of one indicator, with the way to its target.

Belongs here: which points and marks are drawn and listed. Does not belong here: drawing (`charts/process.py`), wording.
"""

from __future__ import annotations

import dataclasses

from markupsafe import Markup

from dashboards.charts.goals import Mark, baseline_mark, due_mark
from dashboards.charts.process import process_chart
from dashboards.pages.csv_cells import number_cell
from dashboards.release.analysis_rows import ChartPoint, Progress
from dashboards.release.rows import Indicator
from dashboards.site import Site
from dashboards.words.process import SIGNALS, chart_sentences, signal_words, variation_words
from dashboards.words.values import short_value, value_words


@dataclasses.dataclass(frozen=True)
class PointLine:
    """One point ready to print; `number` is its value in a file."""

    period: str
    value: str
    signal: str
    variation: str
    number: str


@dataclasses.dataclass(frozen=True)
class ProcessPicture:
    """The chart of one series: pictures, sentences, every point; `limits` are mean, lower and upper limit in words."""

    wide: Markup
    narrow: Markup
    sentences: tuple[str, ...]
    points: tuple[PointLine, ...]
    limits: tuple[str, str, str] | None
    trial: bool


def _points(site: Site, indicator: Indicator) -> tuple[ChartPoint, ...]:
    """Return the chart of the release; where there is none, the plain series of the city without limits."""
    if found := site.release.analysis.chart(indicator.indicator):
        return found
    return tuple(
        ChartPoint(
            row.indicator, row.level, row.area_code, row.area_name, row.period, row.value,
            None, None, None, "", "", None, trial=False,
        )
        for row in site.release.city_series(indicator.indicator)
        if row.has_value
    )  # fmt: skip


def goal_marks(row: Progress | None, indicator: Indicator) -> list[Mark]:
    """Return baseline, milestone and target of an ambition as marks on a chart over time; none without a target."""
    if row is None or not row.has_target:
        return []

    def words(name: str, value: float | None) -> str:
        return f"{name} {short_value(value, indicator.unit, indicator.decimals)}"

    return [
        *baseline_mark(row.baseline_period, row.baseline_value, words("Baseline", row.baseline_value)),
        *due_mark("milestone", row.milestone_by, row.milestone_value, words("Milestone", row.milestone_value)),
        *due_mark("target", row.target_by, row.target_value, words("Target", row.target_value)),
    ]


def _line(point: ChartPoint, indicator: Indicator) -> PointLine:
    signal = signal_words(point)
    return PointLine(
        point.period,
        value_words(point.value, indicator.unit, indicator.decimals),
        f"{signal[:1].upper()}{signal[1:]}",
        variation_words(point) if point.signal in SIGNALS else "",
        number_cell(point.value, indicator.decimals),
    )


def process_picture(site: Site, indicator: Indicator, row: Progress | None) -> ProcessPicture | None:
    """Return the chart of the city, or nothing where there are not two things to draw.

    Args:
        site: The site.
        indicator: What is drawn.
        row: Its progress, for baseline, milestone and target.
    """
    points, marks = _points(site, indicator), goal_marks(row, indicator)
    has_limits = bool(points) and points[-1].lower_limit is not None
    sentences = tuple(chart_sentences(points, indicator)) if has_limits else ()
    drawn = [
        process_chart(
            f"process-{indicator.indicator}-{'narrow' if narrow else 'wide'}",
            points,
            marks,
            unit=indicator.unit,
            decimals=indicator.decimals,
            title=f"{indicator.name}, {site.release.place_name}: "
            f"{'process behaviour chart' if has_limits else 'figures'}{' and the way to the target' if marks else ''}",
            description=" ".join(sentences) or "Every point is in the table beside it.",
            synthetic=site.release.synthetic,
            narrow=narrow,
        )
        for narrow in (False, True)
    ]
    if not drawn[0]:
        return None
    last = points[-1] if points else None
    mean, lower, upper = (
        value_words(value, indicator.unit, indicator.decimals)
        for value in ((last.mean, last.lower_limit, last.upper_limit) if last else (None, None, None))
    )
    return ProcessPicture(
        drawn[0],
        drawn[1],
        sentences,
        tuple(_line(point, indicator) for point in reversed(points)),
        (mean, lower, upper) if has_limits else None,
        bool(last and last.trial),
    )
