"""One worked number of this release for each method of the methods page.

Belongs here: choosing the example and putting its numbers into words. Does not belong here: the methods in words (the
template), computing anything that the release already holds.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from dashboards.release.analysis_rows import Progress, Trend
from dashboards.release.difference_rows import Composite, CompositePart, FunnelPoint
from dashboards.release.periods import period_order
from dashboards.release.rows import Area, Indicator, Observation
from dashboards.site import Site
from dashboards.words.composites import BANDS, range_words, score_words
from dashboards.words.funnels import position_words
from dashboards.words.inequality import gap_sentence, ratio_sentence, slope_sentence
from dashboards.words.periods import in_period, period_words
from dashboards.words.process import SETTLED, SIGNALS
from dashboards.words.progress import STATUS_LABELS, STATUS_MEANINGS, needed_words, status_sentence
from dashboards.words.sentences import in_words
from dashboards.words.states import CHARACTERISTIC_LABELS
from dashboards.words.targets import baseline_words, target_words
from dashboards.words.trends import CRITICAL, POINTS, chi_words, short_trend
from dashboards.words.values import amount_words, interval_words, number_words, significant_words, value_words

# What the mean moving range is multiplied by to give the distance of a limit from the mean (XmR).
_REACH = 2.66


@dataclasses.dataclass(frozen=True)
class TrendExample:
    """One tested series with its five points and the five slopes."""

    indicator: Indicator
    trend: Trend
    points: tuple[Observation, ...]
    slopes: tuple[str, ...]
    slope: str
    chi: str
    said: str


@dataclasses.dataclass(frozen=True)
class Example:
    """An indicator and what its numbers show, as (what, number) pairs and a closing sentence."""

    indicator: Indicator
    steps: tuple[tuple[str, str], ...]
    said: str


def _trend(site: Site) -> TrendExample | None:
    """Choose a significant share, else any tested series, in the order of the release."""
    release = site.release
    found = [
        (trend.method != "proportion", not trend.significant, place, indicator, trend)
        for place, indicator in enumerate(release.indicators)
        if (trend := release.analysis.trend(indicator.indicator, release.place_code))
        and trend.calculated
        and len(trend.leave_one_out) == POINTS
    ]
    if not found:
        return None
    *_, indicator, trend = min(found, key=lambda entry: entry[:3])
    first, last = period_order(trend.first_period), period_order(trend.last_period)
    points = tuple(
        row
        for row in release.city_series(indicator.indicator)
        if row.has_value and first <= period_order(row.period) <= last
    )
    slopes = tuple(significant_words(slope) for slope in trend.leave_one_out)
    return TrendExample(
        indicator, trend, points, slopes, significant_words(trend.slope), chi_words(trend), short_trend(trend)
    )


def _pace(site: Site) -> Example | None:
    rows = [row for row in site.release.analysis.progress if row.pace is not None and row.required_per_year]
    known = [row for row in rows if row.indicator in site.release.by_indicator]
    if not known:
        return None
    row = known[0]
    indicator = site.release.by_indicator[row.indicator]
    return Example(indicator, tuple(_pace_steps(row, indicator)), status_sentence(row, indicator))


def _pace_steps(row: Progress, indicator: Indicator) -> list[tuple[str, str]]:
    latest = value_words(row.latest_value, indicator.unit, indicator.decimals)
    return [
        ("From", baseline_words(row, indicator)),
        ("To", target_words(row, indicator)),
        ("Latest", f"{latest} ({period_words(row.latest_period)})"),
        ("Share of the way", significant_words(row.share_of_way)),
        ("Share of the time", significant_words(row.share_of_time)),
        ("Pace: the one divided by the other", significant_words(row.pace)),
        ("Years left", significant_words(row.remaining_years)),
        ("Needed from now on", needed_words(row, indicator)),
    ]


def _process(site: Site) -> Example | None:
    release = site.release
    charts = [
        (indicator, points[-1])
        for indicator in release.indicators
        if (points := release.analysis.chart(indicator.indicator)) and points[-1].upper_limit is not None
    ]
    if not charts:
        return None
    indicator, last = max(charts, key=lambda entry: entry[1].points or 0)
    mean, upper = last.mean or 0.0, last.upper_limit or 0.0

    def words(value: float | None) -> str:
        return value_words(value, indicator.unit, indicator.decimals + 1)

    steps = (
        ("Points", f"{last.points or 0}"),
        ("Mean", words(mean)),
        ("Mean difference from point to point", significant_words((upper - mean) / _REACH)),
        ("Lower limit: mean − 2.66 × that difference", words(last.lower_limit)),
        ("Upper limit: mean + 2.66 × that difference", words(upper)),
    )
    return Example(indicator, steps, "")


def _inequality(site: Site) -> Example | None:
    analysis = site.release.analysis
    for indicator in site.release.indicators:
        rows = analysis.fifths_of(indicator.indicator)
        gap, slope, ratio = (
            analysis.inequality(indicator.indicator, measure) for measure in ("gap", "slope_index", "relative_index")
        )
        said = [gap_sentence(gap, rows, indicator), slope_sentence(slope, indicator), ratio_sentence(ratio)]
        if said[0] and slope is not None and slope.value is not None:
            return Example(indicator, (), " ".join(text for text in said if text))
    return None


def _composite(site: Site) -> dict[str, Any]:
    """Choose the first ward with a score and one of its parts."""
    release = site.release
    for row in release.analysis.composites:
        area = release.by_code.get(row.area_code)
        parts = [
            part
            for part in release.analysis.parts_of(row.area_code, row.characteristic)
            if part.score is not None and part.z is not None and part.indicator in release.by_indicator
        ]
        if row.shown and area and parts:
            return _composite_words(row, area, parts, release.by_indicator[parts[0].indicator])
    return {}


def _composite_words(row: Composite, area: Area, parts: Sequence[CompositePart], first: Indicator) -> dict[str, Any]:
    return {
        "area": area,
        "label": CHARACTERISTIC_LABELS.get(row.characteristic, row.characteristic),
        "part": first.name,
        "value": value_words(parts[0].value, first.unit, first.decimals),
        "z": number_words(parts[0].z or 0.0, 2),
        "part_score": number_words(parts[0].score or 0.0, 2),
        "scores": [number_words(part.score or 0.0, 2) for part in parts],
        "score": score_words(row),
        "rank": range_words(row),
    }


def _funnel(site: Site) -> Example | None:
    release = site.release
    for indicator in release.indicators:
        points = release.analysis.funnel(indicator.indicator)
        if points:
            outside = [point for point in points if point.position != "within"]
            return _funnel_words((outside or list(points))[0], indicator, release.place_name)
    return None


def _funnel_words(point: FunnelPoint, indicator: Indicator, place: str) -> Example:
    unit, decimals = indicator.unit, indicator.decimals
    steps = (
        ("Ward", point.area_name),
        (place, value_words(point.benchmark_value, unit, decimals)),
        (indicator.denominator_label or "Denominator", amount_words(point.denominator)),
        ("95% limits at that size", interval_words(point.lower_95, point.upper_95, unit, decimals)),
        ("99.8% limits at that size", interval_words(point.lower_998, point.upper_998, unit, decimals)),
        ("The ward’s value", value_words(point.value, unit, decimals)),
    )
    return Example(indicator, steps, f"{position_words(point.position)}.")


def interval_example(site: Site, indicators: Sequence[Indicator]) -> str:
    """Return the latest figure of the whole place with its parts, for the first of these indicators that has one."""
    release = site.release
    for indicator in indicators:
        row = release.latest_city(indicator.indicator)
        if row is None or not row.has_value:
            continue
        figure = in_words(row, indicator)
        parts = ""
        if row.numerator is not None and row.denominator is not None:
            parts = f"{amount_words(row.numerator)} of {amount_words(row.denominator)}: "
        return f"{indicator.name}, {release.place_name} {in_period(row.period)}: {parts}{figure}."
    return ""


def worked_examples(site: Site) -> dict[str, Any]:
    """Return what the methods page needs on trends, progress, charts, inequality, scores, funnels and rules."""
    return {
        "trend_example": _trend(site),
        "pace_example": _pace(site),
        "process_example": _process(site),
        "inequality_example": _inequality(site),
        "composite_example": _composite(site),
        "funnel_example": _funnel(site),
        "critical": number_words(CRITICAL, 4),
        "settled": SETTLED,
        "signals": list(SIGNALS.values()),
        "score_bands": BANDS,
        "status_meanings": [(STATUS_LABELS[name], meaning) for name, meaning in STATUS_MEANINGS.items()],
    }
