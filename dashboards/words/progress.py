"""How far an ambition has come towards its target, in words that claim no more than its status.

Belongs here: labels and sentences about one row of progress, and the count over all of them.
Does not belong here: the history of targets (`targets.py`), deciding the status (the release has it).
"""

from __future__ import annotations

from collections.abc import Sequence

from dashboards.release.analysis_rows import Progress
from dashboards.release.rows import Indicator
from dashboards.words.targets import due_words, target_words
from dashboards.words.values import (
    MONEY_UNITS,
    distance_words,
    list_words,
    more_words,
    number_words,
    small_words,
    value_words,
)

STATUS_LABELS = {
    "achieved": "Target reached",
    "on_track": "On track",
    "needs_to_speed_up": "Needs to speed up",
    "too_slow": "Too slow",
    "wrong_way": "Going the wrong way",
    "within_sampling_error": "Within sampling error",
    "too_early": "Too early to say",
    "no_target": "No target yet",
    "no_figure": "No figure yet",
}
STATUS_MEANINGS = {
    "achieved": "The latest figure has reached the target. If its interval holds values short of it, that is said.",
    "on_track": "At least 95% of the pace of a straight line from the baseline to the target.",
    "needs_to_speed_up": "From 60% to under 95% of that pace.",
    "too_slow": "Forward, at less than 60% of that pace.",
    "wrong_way": "Further from the target than the baseline was.",
    "within_sampling_error": "The interval of the change since the baseline holds zero, so no pace is judged.",
    "too_early": "Fewer than three points, the baseline counted.",
    "no_target": "Nobody has set a target.",
    "no_figure": "This release has no figure for it.",
}
# For one and for several ambitions of a status.
_COUNTED = {
    "on_track": ("is on track", "are on track"),
    "needs_to_speed_up": ("needs to speed up", "need to speed up"),
    "too_slow": ("is too slow", "are too slow"),
    "wrong_way": ("is going the wrong way", "are going the wrong way"),
    "within_sampling_error": ("has not moved beyond sampling error", "have not moved beyond sampling error"),
    "no_figure": ("has no figure yet", "have no figure yet"),
}
MINUS = "\N{MINUS SIGN}"


def status_label(status: str) -> str:
    """Return the status in words; one without words says its own name."""
    return STATUS_LABELS.get(status, status.replace("_", " ").capitalize())


def short_of_target(row: Progress) -> bool:
    """Say whether the interval of the latest figure holds values that miss the target."""
    limit = row.latest_lower if row.direction == "up" else row.latest_upper
    if limit is None or row.target_value is None:
        return False
    return limit < row.target_value if row.direction == "up" else limit > row.target_value


def needed_words(row: Progress, indicator: Indicator) -> str:
    """Return the change needed each year from now on: `2.1 more points a year`, or why there is none."""
    if not row.has_target:
        return "No target"
    if row.status == "achieved":
        return "None: it is reached"
    if row.required_per_year is None:
        return "The day has passed" if row.remaining_years is not None and row.remaining_years <= 0 else "Not known"
    if row.required_per_year == 0:
        return "None"
    return f"{more_words(row.required_per_year, indicator.unit, indicator.decimals)} a year"


def _need(row: Progress, indicator: Indicator) -> str:
    target = target_words(row, indicator)
    if row.required_per_year:
        return f"needs {more_words(row.required_per_year, indicator.unit, indicator.decimals)} a year to reach {target}"
    if row.latest_value is None or row.target_value is None:
        return f"measured against {target}"
    short = distance_words(row.target_value - row.latest_value, indicator.unit, indicator.decimals)
    passed = row.remaining_years is not None and row.remaining_years <= 0
    return f"{short} away from {target}{', whose day has passed' if passed else ''}"


def _signed(value: float, indicator: Indicator) -> str:
    text = small_words(value, indicator.decimals)
    text = f"£{text}" if indicator.unit in MONEY_UNITS else text
    return f"{'+' if value > 0 else MINUS if value < 0 else ''}{text}"


def change_words(row: Progress, indicator: Indicator) -> str:
    """Return the change since the baseline with its interval: `+4.1 points (−0.2 to +8.4)`; nothing without one."""
    if row.change is None:
        return ""
    sign = "+" if row.change > 0 else MINUS if row.change < 0 else ""
    words = f"{sign}{distance_words(row.change, indicator.unit, indicator.decimals)}"
    if row.change_lower is None or row.change_upper is None:
        return words
    return f"{words} ({_signed(row.change_lower, indicator)} to {_signed(row.change_upper, indicator)})"


def _pace(row: Progress) -> str:
    if row.share_of_way is None or row.share_of_time is None:
        return ""
    way, time = (number_words(100 * share, 0) for share in (row.share_of_way, row.share_of_time))
    return f"{way}% of the way in {time}% of the time; "


def _rest(row: Progress, indicator: Indicator) -> str:
    latest = value_words(row.latest_value, indicator.unit, indicator.decimals)
    match row.status:
        case "achieved":
            though = ", though its interval still holds values short of it" if short_of_target(row) else ""
            return f"{latest} against {target_words(row, indicator)}{though}"
        case "on_track" | "needs_to_speed_up":
            return f"{_pace(row)}{_need(row, indicator)}"
        case "too_slow":
            return _need(row, indicator)
        case "wrong_way":
            start = value_words(row.baseline_value, indicator.unit, indicator.decimals)
            return f"from {start} to {latest}; {_need(row, indicator)}"
        case "within_sampling_error":
            change = change_words(row, indicator)
            may = f"the change since the baseline, {change}, may be chance" if change else "the change may be chance"
            return f"{may}; {_need(row, indicator)}"
        case "too_early":
            count = {0: "no point", 1: "one point", 2: "two points"}.get(row.points or 0, "too few points")
            return f"{count}, the baseline counted, and a pace takes three; {_need(row, indicator)}"
        case "no_figure" if row.has_target:
            return f"nothing in this release to set against {target_words(row, indicator)}"
        case _:
            return ""


def status_sentence(row: Progress, indicator: Indicator) -> str:
    """Return `Too slow: needs 2.1 more points a year to reach the illustrative 2028 target of 60.0%` as a sentence."""
    rest = _rest(row, indicator)
    label = status_label(row.status)
    return f"{label}: {rest}." if rest else f"{label}."


def milestone_sentence(row: Progress, indicator: Indicator) -> str:
    """Set the latest figure against the next milestone, without a judgement on the pace."""
    if row.milestone_value is None or not row.milestone_by or row.latest_value is None:
        return ""
    milestone = value_words(row.milestone_value, indicator.unit, indicator.decimals)
    gap = row.milestone_value - row.latest_value
    missing = gap if row.direction == "up" else -gap
    if missing <= 0:
        return f"The milestone of {milestone} {due_words(row.milestone_by)} is reached."
    away = distance_words(missing, indicator.unit, indicator.decimals)
    return f"The milestone of {milestone} {due_words(row.milestone_by)} is {away} away."


def _reached(rows: Sequence[Progress]) -> list[str]:
    sure = [row for row in rows if row.status == "achieved" and not short_of_target(row)]
    unsure = [row for row in rows if row.status == "achieved" and short_of_target(row)]
    parts = []
    if sure:
        parts.append(f"{len(sure)} {'has reached its' if len(sure) == 1 else 'have reached their'} target")
    if unsure:
        have = "has reached its target by its figure, though not by its whole interval"
        many = "have reached their target by their figures, though not by their whole intervals"
        parts.append(f"{len(unsure)} {have if len(unsure) == 1 else many}")
    return parts


def tally_sentence(rows: Sequence[Progress]) -> str:
    """Count the ambitions with a target by status, leaving none out, and say when none is on track."""
    judged = [row for row in rows if row.has_target]
    if not judged:
        return "No ambition has a target yet."
    parts = _reached(judged)
    for status, (one, many) in _COUNTED.items():
        count = sum(row.status == status for row in judged)
        if count:
            parts.append(f"{count} {one if count == 1 else many}")
    early = sum(row.status == "too_early" for row in judged)
    if early:
        parts.append(f"for {early} it is too early to say")
    good = sum(row.status in ("achieved", "on_track") for row in judged)
    noun = "one ambition" if len(judged) == 1 else f"{len(judged)} ambitions"
    if all(row.status == "no_figure" for row in judged):
        whose = "The" if len(judged) == 1 else "None of the"
        return f"{whose} {noun} with a target has {'no' if len(judged) == 1 else 'a'} figure yet."
    none = "none is on track or has reached it: " if not good else ""
    return f"Of the {noun} with a target, {none}{list_words(parts)}."


def standing_sentence(rows: Sequence[Progress]) -> str:
    """Say how many of the targets nobody has agreed."""
    judged = [row for row in rows if row.has_target]
    open_ = sum(not row.agreed for row in judged)
    if not open_:
        return ""
    if open_ == len(judged):
        return "Every target is illustrative, for the Partnership to replace."
    are = "is illustrative" if open_ == 1 else "are illustrative"
    return f"{open_} of the {len(judged)} targets {are}, for the Partnership to replace."
