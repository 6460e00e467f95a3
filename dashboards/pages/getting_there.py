"""The first page's answer to "are we getting there?": ambitions, trends, and the last step where there is no trend.

Belongs here: which indicators are counted under which words. Does not belong here: the tests (the release has them),
words about one indicator (`words/`).
"""

from __future__ import annotations

from collections.abc import Sequence

from dashboards.release.analysis_rows import BETTER, NO_CHANGE, WORSE, Trend
from dashboards.release.rows import Indicator
from dashboards.site import Site
from dashboards.words.change import latest_verdict
from dashboards.words.progress import standing_sentence, tally_sentence
from dashboards.words.values import counted, list_words

_APART = "apart"
_TRENDS = (
    (BETTER, "got significantly better"),
    (WORSE, "got significantly worse"),
    (_APART, "changed significantly, in a direction nobody calls good or bad"),
)


def _group(trend: Trend) -> str:
    if not trend.significant:
        return NO_CHANGE
    return trend.judgement if trend.judgement in (BETTER, WORSE) else _APART


def _tested(site: Site) -> dict[str, Trend]:
    """Return the trend of the city for every indicator whose series could be tested."""
    release = site.release
    found = {i.indicator: release.analysis.trend(i.indicator, release.place_code) for i in release.indicators}
    return {name: trend for name, trend in found.items() if trend is not None and trend.calculated}


def _over_five_years(site: Site, tested: dict[str, Trend]) -> list[str]:
    groups: dict[str, list[str]] = {}
    for indicator in site.release.indicators:
        if trend := tested.get(indicator.indicator):
            groups.setdefault(_group(trend), []).append(indicator.name)
    sentences = [
        f"Over the last five years, {counted(len(names), 'indicator')} {words}: {list_words(names)}."
        for group, words in _TRENDS
        if (names := groups.get(group))
    ]
    if flat := groups.get(NO_CHANGE):
        shows = "shows" if len(flat) == 1 else "show"
        sentences.append(f"{counted(len(flat), 'indicator')} {shows} no significant change over five years.")
    return sentences


def _nothing_to_report(count: int, of: int, *, others: bool) -> str:
    """Say of how many indicators no change can be told, and why; `others` are those without a test over five years."""
    if others and count == of:
        which = "the other indicator" if count == 1 else f"the other {count} indicators"
    else:
        which = f"{count} of them" if others else counted(count, "indicator")
    they = "it has" if count == 1 else "they have"
    return f"For {which} no change can be reported yet: {they} one period, overlapping periods or no interval."


def _since_the_period_before(site: Site, indicators: Sequence[Indicator], *, others: bool) -> list[str]:
    """Count the changes from one period to the next that the intervals allow one to claim."""
    release = site.release
    found: dict[str, list[Indicator]] = {}
    for indicator in indicators:
        way = latest_verdict(indicator, release.city_series(indicator.indicator))
        found.setdefault(way, []).append(indicator)
    sentences = []
    unknown = found.get("unknown", [])
    if others and len(unknown) < len(indicators):
        sentences.append(
            f"The other {counted(len(indicators), 'indicator')} cannot be tested over five years, for want of unbroken "
            f"years or of an interval. Of {'it' if len(indicators) == 1 else 'them'} only the last step can be told."
        )
    for way, words in (
        ("improved", "clearly improved"),
        ("worsened", "clearly got worse"),
        ("changed", "clearly changed, in a direction nobody calls good or bad"),
    ):
        if names := [indicator.name for indicator in found.get(way, ())]:
            sentences.append(
                f"{counted(len(names), 'indicator')} {words} since the period before: {list_words(names)}."
            )
    if unclear := found.get("unclear"):
        shows = "shows" if len(unclear) == 1 else "show"
        sentences.append(f"{counted(len(unclear), 'indicator')} {shows} no clear change since the period before.")
    if unknown:
        sentences.append(_nothing_to_report(len(unknown), len(indicators), others=others))
    return sentences


def getting_there(site: Site) -> list[str]:
    """Answer "are we getting there?" with no more than targets, trends and intervals allow one to claim."""
    release, sentences = site.release, list[str]()
    if release.analysis.progress:
        sentences += [tally_sentence(release.analysis.progress), standing_sentence(release.analysis.progress)]
    tested = _tested(site)
    rest = [i for i in release.indicators if i.indicator not in tested]
    sentences += _over_five_years(site, tested)
    sentences += _since_the_period_before(site, rest, others=bool(tested))
    return [text for text in sentences if text]
