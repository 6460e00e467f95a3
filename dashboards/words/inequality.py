"""Who is left behind, in words: the gap between fifths of small areas and the slope over all of them.

Belongs here: text about the inequality of one figure that claims no more than its intervals. Each measure sets the most
deprived end against the least deprived one: above 0, or for the relative index above 1, is higher at the most deprived.
Does not belong here: computing it (the release has it), drawing (`charts/fifths.py`).
"""

from __future__ import annotations

from collections.abc import Sequence

from dashboards.release.difference_rows import Fifth, Inequality
from dashboards.release.rows import Indicator
from dashboards.words.values import distance_words, interval_words, number_words, rounded, small_words, value_words

_RATIO_DECIMALS = 2
_FIFTHS = {1: "Most deprived fifth", 2: "Second", 3: "Third", 4: "Fourth", 5: "Least deprived fifth"}


def fifth_words(fifth: int | None) -> str:
    """Return the name of a fifth: `Most deprived fifth`, `Second`."""
    return _FIFTHS.get(fifth or 0, str(fifth or ""))


def sides(lower: float, upper: float, decimals: int, neutral: float = 0.0) -> str:
    """Say on which side of its neutral value an interval lies: above, below or unclear, as it is printed."""
    low, high, middle = (rounded(value, decimals) for value in (lower, upper, neutral))
    return "above" if low > middle else "below" if high < middle else "unclear"


def _range(limits: tuple[float, float], indicator: Indicator) -> str:
    """Return both limits of a distance without their common sign, the smaller first."""
    low, high = sorted(abs(limit) for limit in limits)
    return f"{small_words(low, indicator.decimals)} to {small_words(high, indicator.decimals)}"


def gap_sentence(gap: Inequality | None, fifths: Sequence[Fifth], indicator: Indicator) -> str:
    """Set the most deprived fifth beside the least deprived one; a gap whose interval holds zero is no clear gap."""
    if gap is None or gap.value is None:
        return ""
    ends = {row.fifth: value_words(row.value, indicator.unit, indicator.decimals) for row in fifths}
    if not ends.get(1) or not ends.get(5):
        return ""
    text = f"In the most deprived fifth of small areas it is {ends[1]}, in the least deprived fifth {ends[5]}"
    if gap.limits is None:
        return f"{text}. The gap has no interval, so how sure it is cannot be said."
    way = sides(*gap.limits, indicator.decimals)
    if way == "unclear":
        unit = "points" if indicator.unit == "percent" else indicator.unit
        span = interval_words(*gap.limits, unit, indicator.decimals)
        return f"{text}: no clear gap, because its interval ({span}) holds zero."
    size = distance_words(gap.value, indicator.unit, indicator.decimals)
    side = "higher" if way == "above" else "lower"
    return f"{text}: the most deprived fifth is {side} by {size} ({_range(gap.limits, indicator)})."


def slope_sentence(slope: Inequality | None, indicator: Indicator) -> str:
    """Say how far the figure rises or falls from the most to the least deprived end of the city."""
    if slope is None or slope.value is None:
        return ""
    start = "Along all small areas, from the most to the least deprived,"
    if slope.limits is None:
        return ""
    way = sides(*slope.limits, indicator.decimals)
    if way == "unclear":
        return f"{start} it neither clearly rises nor clearly falls: the interval of the slope holds zero."
    verb = "falls" if way == "above" else "rises"
    size = distance_words(slope.value, indicator.unit, indicator.decimals)
    return f"{start} it {verb} by {size} ({_range(slope.limits, indicator)}). This is the slope index of inequality."


def ratio_sentence(ratio: Inequality | None) -> str:
    """Say how many times the value of the least deprived end the value of the most deprived end is."""
    if ratio is None or ratio.value is None or ratio.limits is None:
        return ""
    low, high = (number_words(limit, _RATIO_DECIMALS) for limit in ratio.limits)
    value = number_words(ratio.value, _RATIO_DECIMALS)
    if sides(*ratio.limits, _RATIO_DECIMALS, 1.0) == "unclear":
        return f"The relative index of inequality, {value} ({low} to {high}), is not clearly different from 1."
    return (
        f"At the most deprived end it is {value} times ({low} to {high}) what it is at the least deprived end. "
        "This is the relative index of inequality; 1 would be no inequality."
    )
