"""Whether a series is changing, in words: the direction, apart from it the judgement, and the test behind both.

Belongs here: text about one tested series that claims no more than its marker.
Does not belong here: testing (the release has it), the step from one period to the next (`change.py`).
"""

from __future__ import annotations

from collections.abc import Sequence

from dashboards.release.analysis_rows import BETTER, DECREASING, INCREASING, NO_CHANGE, UNKNOWN, WORSE, Trend
from dashboards.words.periods import period_words
from dashboards.words.values import counted, list_words, number_words

# Chi-squared at p = 0.002 with one degree of freedom, and how many annual points are tested (docs: Fingertips).
CRITICAL = 9.54953570608324
POINTS = 5
_DECIMALS = 2

SYMBOLS = {
    INCREASING: "\N{UPWARDS ARROW}",
    DECREASING: "\N{DOWNWARDS ARROW}",
    NO_CHANGE: "\N{RIGHTWARDS ARROW}",
    UNKNOWN: "\N{EN DASH}",
}
_MARKERS = {
    INCREASING: "Increasing",
    DECREASING: "Decreasing",
    NO_CHANGE: "No significant change",
    UNKNOWN: "Cannot be calculated",
}
_JUDGEMENTS = {BETTER: "Getting better", WORSE: "Getting worse"}


def marker_words(trend: Trend) -> str:
    """Return the direction: `Increasing`, `No significant change`, `Cannot be calculated`."""
    return _MARKERS.get(trend.marker, _MARKERS[UNKNOWN])


def judgement_words(trend: Trend) -> str:
    """Return whether the direction is good: `Getting better`, `Getting worse`; nothing where nobody can say."""
    return _JUDGEMENTS.get(trend.judgement, "") if trend.significant else ""


def short_trend(trend: Trend | None) -> str:
    """Return both in one line: `Increasing: getting better`; nothing where no series was tested."""
    if trend is None:
        return ""
    judgement = judgement_words(trend)
    return f"{marker_words(trend)}: {judgement.lower()}" if judgement else marker_words(trend)


def span_words(trend: Trend) -> str:
    """Return the tested years: `2020 to 2024`; nothing without them."""
    if not trend.first_period or not trend.last_period:
        return ""
    return f"{period_words(trend.first_period)} to {period_words(trend.last_period)}"


def trend_clause(trend: Trend | None, comparison: str) -> str:
    """Return what follows a comparison in a sentence: `, and it is getting worse (significant over five years)`.

    Args:
        trend: The tested series, or None.
        comparison: better, worse or another; a trend that runs against it follows with a `but`.
    """
    if trend is None or not trend.calculated:
        return ""
    if not trend.significant:
        return ", with no significant change over five years"
    said = judgement_words(trend).lower() or marker_words(trend).lower()
    against = (comparison, trend.judgement) in (("better", WORSE), ("worse", BETTER))
    return f", {'but' if against else 'and'} it is {said} (significant over five years)"


def chi_words(trend: Trend) -> str:
    """Return the statistic of the test as it is printed."""
    return "" if trend.chi_squared is None else number_words(trend.chi_squared, _DECIMALS)


def why_words(trend: Trend) -> str:
    """Say what decided the marker: the statistic against its critical value and the five slopes."""
    if not trend.calculated or trend.chi_squared is None:
        return ""
    chi, critical = chi_words(trend), number_words(CRITICAL, _DECIMALS)
    if trend.chi_squared <= CRITICAL:
        return f"χ² is {chi}, not above the critical {critical}, so the series may be flat."
    if trend.significant:
        way = "rises" if trend.marker == INCREASING else "falls"
        return f"χ² is {chi}, above the critical {critical}, and it {way} whichever one of the five is left out."
    return f"χ² is {chi}, above the critical {critical}, but the direction depends on one of the five points."


def trend_sentence(trend: Trend | None, place: str) -> str:
    """Say whether the figure of a place changes over the last five years, and whether that is good.

    Args:
        trend: The tested series, or None.
        place: Whose series it is.
    """
    if trend is None:
        return ""
    if not trend.calculated:
        reason = trend.reason.strip().rstrip(".") or f"five yearly points are needed, and there are {trend.points or 0}"
        return f"Whether it is changing in {place} cannot be calculated: {reason[:1].lower()}{reason[1:]}."
    span = f" ({span_words(trend)})" if span_words(trend) else ""
    if not trend.significant:
        return f"Over the last five years{span} there is no significant change in {place}."
    way = "risen" if trend.marker == INCREASING else "fallen"
    judgement = judgement_words(trend).lower() or "nobody calls that good or bad by itself"
    return f"Over the last five years{span} it has significantly {way} in {place}: {judgement}."


def wards_sentence(trends: Sequence[Trend]) -> str:
    """Count the wards by what their trends say; nothing where none could be calculated."""
    found = [trend for trend in trends if trend.calculated]
    if not found:
        return ""
    counts = {
        "getting better": sum(judgement_words(t) == _JUDGEMENTS[BETTER] for t in found),
        "getting worse": sum(judgement_words(t) == _JUDGEMENTS[WORSE] for t in found),
        "increasing": sum(t.marker == INCREASING and not judgement_words(t) for t in found),
        "decreasing": sum(t.marker == DECREASING and not judgement_words(t) for t in found),
        "without significant change": sum(not t.significant for t in found),
    }
    parts = [f"{count} {'is' if count == 1 else 'are'} {words}" for words, count in counts.items() if count]
    rest = len(trends) - len(found)
    more = f" For {rest} it cannot be calculated." if rest else ""
    return f"Of {counted(len(found), 'ward')} with five yearly figures, {list_words(parts)}.{more}"
