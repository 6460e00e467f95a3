"""What a process behaviour chart says: which points are signals, what kind of variation, what may be expected.

Belongs here: text about the chart of one series and about its target. Does not belong here: limits and signals (the
release has them), drawing (`charts/process.py`).
"""

from __future__ import annotations

from collections.abc import Sequence

from dashboards.release.analysis_rows import ChartPoint
from dashboards.release.rows import Indicator
from dashboards.words.periods import in_period
from dashboards.words.values import counted, interval_words, value_words

# Fewer points than this and the limits are on trial.
SETTLED = 13
# Figures of these units may lie below nought.
_SIGNED_UNITS = ("points", "per 100")

SIGNALS = {
    "outside_limits": "outside the limits",
    "trend_of_seven": "one of seven in a row that rise or fall",
    "two_of_three": "one of two in three near a limit",
    "seven_one_side": "one of seven in a row on one side of the mean",
}
VARIATIONS = {
    "common_cause": "Common cause: no signal",
    "improvement": "Special cause: improvement",
    "concern": "Special cause: concern",
    "neutral_high": "Special cause: high, neither good nor bad",
    "neutral_low": "Special cause: low, neither good nor bad",
}
_LATEST = {
    "improvement": "an improvement beyond what chance explains",
    "concern": "a worsening beyond what chance explains",
    "neutral_high": "higher than chance explains, which is neither good nor bad",
    "neutral_low": "lower than chance explains, which is neither good nor bad",
}
_ASSURANCE = {
    "consistent_pass": "As things stand it will consistently meet the target: every value within the limits meets it.",
    "consistent_fail": "As things stand it will consistently miss the target: no value within the limits meets it, so "
    "something has to change.",
    "hit_and_miss": "As things stand it will now meet, now miss the target by chance: it lies within the limits.",
}


def signal_words(point: ChartPoint) -> str:
    """Return why a point is a signal, or that it is none."""
    return SIGNALS.get(point.signal, "none")


def variation_words(point: ChartPoint) -> str:
    """Return the kind of variation a point shows."""
    return VARIATIONS.get(point.variation, VARIATIONS["common_cause"])


def possible_limits(lower: float, upper: float, unit: str) -> tuple[float, float]:
    """Return the limits without what no figure of the unit can be: less than nothing, more than 100%."""
    low = lower if unit in _SIGNED_UNITS else max(lower, 0.0)
    return low, min(upper, 100.0) if unit == "percent" else upper


def chart_sentences(points: Sequence[ChartPoint], indicator: Indicator) -> list[str]:
    """Say what the chart of a series shows: its usual range, what the latest point is, how sure the limits are."""
    if not points:
        return []
    last = points[-1]
    sentences = []
    if last.lower_limit is not None and last.upper_limit is not None:
        limits = possible_limits(last.lower_limit, last.upper_limit, indicator.unit)
        usual = interval_words(*limits, indicator.unit, indicator.decimals)
        mean = value_words(last.mean, indicator.unit, indicator.decimals)
        sentences.append(f"Its usual range is {usual}, around a mean of {mean}.")
    signals = sum(bool(point.signal) for point in points)
    if last.signal:
        what = _LATEST.get(last.variation, "a signal")
        sentences.append(f"The latest point is a signal ({SIGNALS.get(last.signal, last.signal)}): {what}.")
    elif signals:
        sentences.append(
            f"The latest point is no signal; {counted(signals, 'earlier point')} {'is' if signals == 1 else 'are'}."
        )
    else:
        sentences.append("No point is a signal: the ups and downs may be no more than chance.")
    if trial := trial_words(points):
        sentences.append(trial)
    return sentences


def trial_words(points: Sequence[ChartPoint]) -> str:
    """Say that limits are on trial, where they are."""
    if not points or not points[-1].trial:
        return ""
    count = points[-1].points if points[-1].points is not None else len(points)
    return f"The limits are on trial: they rest on {counted(count, 'point')}, and {SETTLED} would settle them."


def assurance_words(assurance: str, *, trial: bool) -> str:
    """Say whether the process as it stands will meet its target; nothing where the release does not say."""
    text = _ASSURANCE.get(assurance, "")
    return f"On trial limits: {text[:1].lower()}{text[1:]}" if text and trial else text


def break_words(day: str) -> str:
    """Say that figures before a day are measured otherwise."""
    return f"The measure changed {in_period(day)}: figures before are not comparable."
