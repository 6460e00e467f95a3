"""Whether an ambition is on course: its status against a dated target, and what must be said beside it.

Belongs here: the words of a status and their order. Does not belong here: the arithmetic (`pace.py`), reading targets
(`declarations`), which figures are an ambition's.

The pace is linear. Its thresholds 0.95 and 0.6 are those by which Eurostat monitors the Sustainable Development Goals;
there they stand on a ratio of growth rates, which has no meaning for a figure or a target that may be zero.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pipelines.methods.pace import Course, Point, Target
from pipelines.methods.periods import middle, years_of
from pipelines.methods.process import assurance

ON_TRACK, SPEED_UP = 0.95, 0.6
POINTS_NEEDED = 3


@dataclass(frozen=True)
class Progress:
    """What is worked out for one ambition; what cannot be is None. The fields are columns of the table `progress`."""

    direction: str
    baseline_period: str | None
    baseline_value: float | None
    baseline_lower: float | None
    baseline_upper: float | None
    latest_period: str | None
    latest_value: float | None
    latest_lower: float | None
    latest_upper: float | None
    milestone_by: date | None
    milestone_value: float | None
    target_by: date | None
    target_value: float | None
    share_of_way: float | None
    share_of_time: float | None
    pace: float | None
    points: int
    change: float | None
    change_lower: float | None
    change_upper: float | None
    expected_value: float | None
    required_per_year: float | None
    remaining_years: float | None
    assurance: str
    status: str
    note: str


def progress_of(
    direction: str,
    baseline: Point | None,
    figures: Sequence[Point],
    target: Target | None,
    milestones: Sequence[Target] = (),
    limits: tuple[float, float] | None = None,
) -> Progress:
    """Judge one ambition.

    Args:
        direction: up or down, the way that is better (see `pace.direction_of`).
        baseline: where it starts: cited, or one of the figures.
        figures: every figure of the indicator that has a value, in any order.
        target: the target in force.
        milestones: those on the way to it.
        limits: lower and upper process limit of the latest figure, where it has a process behaviour chart.

    Returns:
        The computed columns of the table `progress`. `points` counts the baseline and the figures after it.
    """
    latest = max(figures, key=lambda point: (middle(point.period), point.period), default=None)
    course = Course(direction, baseline, latest, target)
    later = [point for point in figures if course.start is None or middle(point.period) > course.start]
    points = len(later) + (baseline is not None)
    status = _status(course, points)
    milestone = _next_milestone(milestones, course.start if course.now is None else course.now)
    lower, upper = course.interval or (None, None)
    assured = ""
    if limits is not None and target is not None:
        assured = assurance("high_good" if direction == "up" else "low_good", *limits, target.value)
    return Progress(
        direction=direction,
        baseline_period=baseline.period if baseline else None,
        baseline_value=baseline.value if baseline else None,
        baseline_lower=baseline.lower if baseline else None,
        baseline_upper=baseline.upper if baseline else None,
        latest_period=latest.period if latest else None,
        latest_value=latest.value if latest else None,
        latest_lower=latest.lower if latest else None,
        latest_upper=latest.upper if latest else None,
        milestone_by=milestone.by if milestone else None,
        milestone_value=milestone.value if milestone else None,
        target_by=target.by if target else None,
        target_value=target.value if target else None,
        share_of_way=course.share_of_way,
        share_of_time=course.share_of_time,
        pace=course.pace,
        points=points,
        change=course.change,
        change_lower=lower,
        change_upper=upper,
        expected_value=course.expected_value,
        required_per_year=course.required_per_year,
        remaining_years=course.remaining_years,
        assurance=assured,
        status=status,
        note=" ".join(_notes(course, points, status)),
    )


def _next_milestone(milestones: Sequence[Target], now: float | None) -> Target | None:
    """The first milestone whose day has not passed at the latest figure, else the last."""
    ordered = sorted(milestones, key=lambda milestone: milestone.by)
    ahead = [milestone for milestone in ordered if now is None or years_of(milestone.by) >= now]
    return ahead[0] if ahead else ordered[-1] if ordered else None


def _is_stale(course: Course) -> bool:
    """Whether the latest figure is older than the baseline, so that it says nothing about what came after."""
    return course.start is not None and course.now is not None and course.now < course.start


def _is_overdue(course: Course) -> bool:
    return course.remaining_years is not None and course.remaining_years <= 0 and not course.reached


def _status(course: Course, points: int) -> str:
    """The first that holds, so that a status never claims more than the figures carry."""
    if course.latest is None:
        return "no_figure"
    if course.target is None:
        return "no_target"
    if _is_stale(course):
        return "too_early"
    if course.reached:
        return "achieved"
    if points < POINTS_NEEDED or course.baseline is None:
        return "too_early"
    if course.interval is not None and course.interval[0] <= 0 <= course.interval[1]:
        return "within_sampling_error"
    if course.reached_at_the_start or course.share_of_way is None or course.share_of_way < 0:
        return "wrong_way"
    if _is_overdue(course) or course.pace is None or course.pace < SPEED_UP:
        return "too_slow"
    return "on_track" if course.pace >= ON_TRACK else "needs_to_speed_up"


def _notes(course: Course, points: int, status: str) -> list[str]:
    """Sentences on what the status rests on and what it leaves open."""
    latest, stale = course.latest, _is_stale(course)
    said = [
        ("There is no figure yet.", latest is None),
        ("No target has been set.", course.target is None),
        ("No baseline has been set.", course.baseline is None),
        ("The latest figure is from before the baseline.", stale),
        ("The target's day has passed without its being reached.", _is_overdue(course) and not stale),
        ("The baseline already reached the target, so there is no pace.", course.reached_at_the_start),
        ("Its interval still holds values short of the target.", status == "achieved" and _may_be_short(course)),
        (f"{points} of the {POINTS_NEEDED} points needed, the baseline counted.", 0 < points < POINTS_NEEDED),
        ("The interval of the change since the baseline holds 0.", status == "within_sampling_error"),
    ]
    return [sentence for sentence, holds in said if holds] + _notes_on_intervals(course)


def _may_be_short(course: Course) -> bool:
    """Whether the interval of the latest figure holds values that do not reach the target."""
    if course.latest is None:
        return False
    worst = course.latest.lower if course.direction == "up" else course.latest.upper
    return worst is not None and not course.reaches(worst)


def _notes_on_intervals(course: Course) -> list[str]:
    if course.latest is None or course.baseline is None or not course.is_later:
        return []
    if course.interval is None:
        return ["The latest figure has no interval, so sampling error cannot be told from change."]
    if course.baseline.lower is None or course.baseline.upper is None:
        return ["The baseline has no interval and is taken as exact."]
    return []
