"""What a reader with ten minutes needs of the partnership's scores: sentences over the rows of one wave.

Belongs here: plain statements that claim no more than the intervals allow.
Does not belong here: words about one row (`scores.py`), choosing rows for tables (`pages/working_together.py`), markup.
"""

from __future__ import annotations

from collections.abc import Sequence

from dashboards.release.survey_rows import Score
from dashboards.release.surveys import OVERALL, Surveys
from dashboards.words.periods import in_period
from dashboards.words.scores import (
    DECIMALS,
    SHORT_SIDES,
    SIDES,
    band_words,
    change_words,
    reason_words,
    score_interval,
    score_value,
    sign_of,
)
from dashboards.words.values import counted, interval_words, list_words, number_words

_MOST_NAMES = 4


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]


def _who(surveys: Surveys, instrument: str, period: str) -> str:
    parts = []
    for side, one, many in (
        ("public", "public body", "public bodies"),
        ("third", "third sector organisation", "third sector organisations"),
    ):
        counts = [
            row.organisations
            for measure, _ in surveys.measures(instrument)
            if (row := surveys.score(instrument, measure, "mean", side, period)) and row.organisations
        ]
        if counts:
            parts.append(counted(max(counts), one, many))
    return f"{list_words(parts)} answered {in_period(period)}." if parts else ""


def _standing(surveys: Surveys, instrument: str, side: str, period: str) -> str:
    """Put one side's overall score and its highest and lowest heading into a sentence."""
    overall = surveys.score(instrument, OVERALL, "mean", side, period)
    name = SIDES[side]
    if overall is None:
        return ""
    if not overall.has_value or overall.value is None:
        return f"The overall score of {_lower(name)} is {_lower(score_value(overall))}. It is not a zero."
    text = f"{name} score {number_words(overall.value, DECIMALS)} out of 100 overall"
    text += f" ({score_interval(overall)})" if overall.limits else ""
    text += f", which is {band_words(overall.value)}"
    headings = [measure for measure, _ in surveys.measures(instrument) if measure != OVERALL]
    rows = [surveys.score(instrument, measure, "mean", side, period) for measure in headings]
    return f"{text}{_ends([row for row in rows if row and row.has_value], len(headings))}."


def _ends(rows: Sequence[Score], asked: int) -> str:
    if len(rows) < 2:
        return ""
    among = "" if len(rows) == asked else f"of the {len(rows)} headings shown, "
    ordered = sorted(rows, key=lambda row: (-(row.value or 0.0), row.label))
    high, low = ordered[0], ordered[-1]
    if score_value(high) == score_value(low):
        return f"; {among}every one has {score_value(high)}"
    text = f": {among}highest on {high.label} ({score_value(high)}), lowest on {low.label} ({score_value(low)})"
    apart = high.limits is not None and low.limits is not None and low.limits[1] < high.limits[0]
    return text if apart else f"{text}, though the intervals of the two do not tell them apart"


def _distance(row: Score) -> str:
    """Return how far apart the two sides are, without a sign: the sentence says who is higher."""
    low, high = sorted(abs(limit) for limit in row.limits or (0.0, 0.0))
    interval = interval_words(low, high, "", DECIMALS)
    return f"by {number_words(abs(row.value or 0.0), DECIMALS)} points ({interval})"


def _differences(surveys: Surveys, instrument: str, period: str) -> list[str]:
    """Say on which headings the two sides differ beyond sampling error, and on which they do not."""
    found: dict[str, list[str]] = {}
    for measure, label in surveys.measures(instrument):
        row = surveys.score(instrument, measure, "gap", "all", period)
        if row is not None and row.has_value:
            name = "overall" if measure == OVERALL else f"on {label}"
            way = sign_of(row)
            found.setdefault(way, []).append(f"{name} {_distance(row)}" if way in ("above", "below") else name)
    sentences = []
    for way, side, other in (("above", "public", "third"), ("below", "third", "public")):
        if way in found:
            sentences.append(
                f"Beyond sampling error, {_lower(SIDES[side])} score higher than {_lower(SIDES[other])} "
                f"{list_words(found[way])}."
            )
    if list(found) == ["unclear"] and len(found["unclear"]) == len(surveys.measures(instrument)):
        sentences.append("There is no clear difference between the two sides on any heading, nor overall.")
    elif "unclear" in found:
        sentences.append(f"There is no clear difference between the two sides {list_words(found['unclear'])}.")
    return sentences


def _change(surveys: Surveys, instrument: str, period: str) -> str:
    row = surveys.score(instrument, OVERALL, "change_panel", "all", period)
    if row is None or not row.has_value or row.value is None:
        return ""
    who = f"the {counted(row.organisations, 'organisation')}" if row.organisations else "the organisations"
    start = f"Among {who} that answered in both of the last two waves, the overall score "
    interval = f" ({score_interval(row)})" if row.limits else ""
    size = number_words(abs(row.value), DECIMALS)
    match sign_of(row):
        case "above":
            return f"{start}has risen by {size} points{interval}."
        case "below":
            return f"{start}has fallen by {size} points{interval}."
        case "unclear":
            return f"{start}shows no clear change: {score_value(row)}{interval}."
        case _:
            return f"{start}changed by {score_value(row)}; without an interval no change can be claimed."


def _withheld(surveys: Surveys, instrument: str, period: str) -> list[str]:
    """Name what is withheld in a wave, by reason; where that is everything, say so once."""
    means = [
        (label, SIDES[side], row)
        for measure, label in surveys.measures(instrument)
        for side in SIDES
        if (row := surveys.score(instrument, measure, "mean", side, period)) is not None
    ]
    found: dict[str, list[str]] = {}
    for label, side, row in means:
        if not row.has_value:
            found.setdefault(reason_words(row.note), []).append(f"{label} ({_lower(side)})")
    sentences = []
    for reason, names in found.items():
        shown = names[:_MOST_NAMES]
        more = [f"{len(names) - _MOST_NAMES} more scores"] if len(names) > _MOST_NAMES else []
        what = "every score of both sides" if len(names) == len(means) else list_words([*shown, *more])
        why = f" Why: {_lower(reason)}." if reason else ""
        sentences.append(f"Withheld {in_period(period)}: {what}.{why} A withheld score is not a zero.")
    return sentences


def overview(surveys: Surveys, instrument: str, period: str) -> list[str]:
    """Return the sentences for a member of the partnership with ten minutes.

    Who answered, where each side stands, where the two differ beyond sampling error, what changed, what is withheld.
    """
    rows = [row for row in surveys.statistic("mean", instrument) if row.period == period]
    sides = ("public", "third") if any(row.has_value for row in rows) else ()
    sentences = [
        _who(surveys, instrument, period),
        *(_standing(surveys, instrument, side, period) for side in sides),
        *_differences(surveys, instrument, period),
        _change(surveys, instrument, period),
        *_withheld(surveys, instrument, period),
    ]
    return [sentence for sentence in sentences if sentence]


def wave_sentences(surveys: Surveys, instrument: str, measure: str, period: str) -> list[str]:
    """Say how a heading changed since the wave before: the same organisations first, then all who answered."""
    sentences = []
    for statistic, who in (("change_panel", "Same organisations"), ("change_all", "All who answered")):
        parts = []
        for side in ("public", "third"):
            row = surveys.score(instrument, measure, statistic, side, period)
            if row is not None:
                verdict = f", {_lower(change_words(row))}" if row.has_value and statistic == "change_panel" else ""
                shown = score_value(row, bare=True) if row.has_value else _lower(score_value(row))
                parts.append(f"{_lower(SHORT_SIDES[side])} {shown}{verdict}")
        if parts:
            sentences.append(f"{who}: {'; '.join(parts)}.")
    return sentences
