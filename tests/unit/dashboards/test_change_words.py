"""Words about trends, charts, inequality, scores, funnels and revisions agree with sign, size and significance."""

import dataclasses
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.release.analysis_rows import Revision
from dashboards.words.composites import band_words, composite_sentence, part_note, range_words
from dashboards.words.funnels import POSITIONS, funnel_sentences
from dashboards.words.inequality import gap_sentence, ratio_sentence, slope_sentence
from dashboards.words.process import SIGNALS, assurance_words, chart_sentences, possible_limits
from dashboards.words.revisions import old_and_new, revisions_sentence
from dashboards.words.sentences import area_sentence
from dashboards.words.trends import CRITICAL, short_trend, trend_clause, trend_sentence, wards_sentence, why_words
from tests.unit.dashboards.analysis_rows import COMPOSITE, FIFTHS, FUNNEL, GAP, PART, POINT, TREND
from tests.unit.dashboards.test_words import INDICATOR, ROW

MARKERS = ("increasing", "decreasing", "no_change", "cannot_be_calculated")
CLAIMS = ("better", "worse", "risen", "fallen", "increasing", "decreasing")
markers = st.sampled_from(MARKERS)
judgements = st.sampled_from(("getting_better", "getting_worse", "increasing", "decreasing"))
chis = st.floats(0, 200, allow_nan=False)
limits = st.floats(-60, 60, allow_nan=False)


@given(markers, judgements)
def test_no_direction_is_claimed_that_was_not_significant(marker: str, judgement: str) -> None:
    trend = dataclasses.replace(TREND, marker=marker, judgement=judgement)
    told = " ".join([trend_sentence(trend, "Exampleton"), trend_clause(trend, "better"), short_trend(trend)]).lower()
    if marker in ("increasing", "decreasing"):
        assert ("risen" in told) == (marker == "increasing")
        assert ("fallen" in told) == (marker == "decreasing")
        assert ("getting better" in told) == (judgement == "getting_better")
        assert ("getting worse" in told) == (judgement == "getting_worse")
        assert "significant over five years" in told
    else:
        assert not any(word in told for word in CLAIMS)
    assert ("cannot be calculated" in told) == (marker == "cannot_be_calculated")


@given(markers, chis)
def test_the_reason_agrees_with_the_statistic(marker: str, chi: float) -> None:
    trend = dataclasses.replace(TREND, marker=marker, chi_squared=chi, reason="Three points only.")
    why = why_words(trend)
    if marker == "cannot_be_calculated":
        assert why == ""
        assert trend_sentence(trend, "Exampleton").endswith("cannot be calculated: three points only.")
    elif chi <= CRITICAL:
        assert "not above the critical" in why
    else:
        assert "above the critical 9.55" in why
        assert ("depends on one" in why) == (marker == "no_change")


@given(st.sampled_from(("better", "worse", "similar", "higher")), markers, judgements, st.booleans())
def test_the_trend_of_an_area_stands_only_beside_its_own_last_period(
    comparison: str, marker: str, judgement: str, same: bool
) -> None:
    row = dataclasses.replace(ROW, comparison=comparison)
    last = row.period if same else "2019-01-01/P1Y"
    trend = dataclasses.replace(TREND, marker=marker, judgement=judgement, last_period=last)
    sentence = area_sentence(INDICATOR, row, "Exampleton", trend)
    assert ("over five years" in sentence) == (same and marker != "cannot_be_calculated")
    against = (comparison, judgement) in (("better", "getting_worse"), ("worse", "getting_better"))
    assert (", but it is" in sentence) == (same and against and marker in ("increasing", "decreasing"))


@given(st.lists(st.tuples(markers, judgements), max_size=33))
def test_wards_are_counted_once(found: list[tuple[str, str]]) -> None:
    trends = [dataclasses.replace(TREND, marker=marker, judgement=judgement) for marker, judgement in found]
    sentence = wards_sentence(trends)
    tested = sum(trend.calculated for trend in trends)
    if not tested:
        assert sentence == ""
        return
    counts = [int(number) for number in re.findall(r"\d+", sentence)]
    assert counts[0] == tested
    assert sum(counts[1:]) == len(trends)


@given(limits, limits)
def test_a_gap_is_clear_only_when_its_interval_leaves_out_nought(a: float, b: float) -> None:
    low, high = sorted((a, b))
    gap = dataclasses.replace(GAP, value=(low + high) / 2, lower=low, upper=high)
    said = gap_sentence(gap, FIFTHS, INDICATOR)
    slope = slope_sentence(gap, INDICATOR)
    if low <= 0 <= high:
        assert "no clear gap" in said
        assert "neither clearly rises" in slope
    if low > 0.1:
        assert "deprived fifth is higher by" in said
        assert "it falls by" in slope
    if high < -0.1:
        assert "deprived fifth is lower by" in said
        assert "it rises by" in slope
    assert "19.0%" in said
    assert "15.0%" in said


@given(st.floats(0.1, 8), st.floats(0.1, 8))
def test_a_ratio_is_clear_only_when_its_interval_leaves_out_one(a: float, b: float) -> None:
    low, high = sorted((a, b))
    said = ratio_sentence(dataclasses.replace(GAP, value=(low + high) / 2, lower=low, upper=high))
    if low <= 1 <= high:
        assert "not clearly different from 1" in said
    if low > 1.01 or high < 0.99:
        assert "At the most deprived end it is" in said


def test_an_inequality_without_an_interval_claims_nothing() -> None:
    bare = dataclasses.replace(GAP, lower=None, upper=None)
    assert "how sure it is cannot be said" in gap_sentence(bare, FIFTHS, INDICATOR)
    assert slope_sentence(bare, INDICATOR) == ""
    assert ratio_sentence(bare) == ""
    assert gap_sentence(None, FIFTHS, INDICATOR) == ""


@given(st.sampled_from(("", *SIGNALS)), st.booleans())
def test_a_chart_says_its_signal_and_whether_limits_are_on_trial(signal: str, trial: bool) -> None:
    variation = "concern" if signal else "common_cause"
    points = [POINT, dataclasses.replace(POINT, signal=signal, variation=variation, trial=trial)]
    told = " ".join(chart_sentences(points, INDICATOR))
    assert ("The latest point is a signal" in told) == bool(signal)
    assert ("a worsening" in told) == bool(signal)
    assert ("No point is a signal" in told) == (not signal)
    assert ("on trial" in told) == trial
    assert "20.0% to 36.0%" in told


@given(limits, limits)
def test_a_usual_range_holds_nothing_that_cannot_be(a: float, b: float) -> None:
    low, high = sorted((a, b + 60))
    for unit in ("percent", "count", "per 100", "points"):
        first, last = possible_limits(low, high, unit)
        assert first == (low if unit in ("per 100", "points") else max(low, 0.0))
        assert last == (min(high, 100.0) if unit == "percent" else high)
    point = dataclasses.replace(POINT, lower_limit=-4.0, upper_limit=9.0)
    assert "Its usual range is 0.0% to 9.0%" in chart_sentences([point], INDICATOR)[0]


@pytest.mark.parametrize("trial", [False, True])
def test_assurance_on_trial_limits_says_so(trial: bool) -> None:
    told = assurance_words("consistent_fail", trial=trial)
    assert told.startswith("On trial limits:") == trial
    assert "consistently miss" in told
    assert assurance_words("", trial=trial) == ""


@given(st.integers(1, 33), st.integers(0, 9), st.integers(0, 9), st.sampled_from(("ok", "not_applicable")))
def test_a_rank_is_printed_as_a_range_and_only_beside_a_score(rank: int, less: int, more: int, status: str) -> None:
    row = dataclasses.replace(
        COMPOSITE, rank=rank, rank_lower=max(rank - less, 1), rank_upper=rank + more, rank_of=42, status=status,
        note="" if status == "ok" else "Fewer than 65% of the parts have a value.",
    )  # fmt: skip
    said = composite_sentence(row, "Place", "Ashbrook")
    if status == "ok":
        numbers = [int(n) for n in re.findall(r"(\d+)(?:st|nd|rd|th)", range_words(row))]
        assert numbers == [rank, row.rank_lower, row.rank_upper]
        assert numbers[1] <= numbers[0] <= numbers[2]
        assert range_words(row) in said
        assert band_words(4) in said
    else:
        assert said == "Place: no score is shown, because fewer than 65% of the parts have a value."


def test_a_part_drawn_in_says_so() -> None:
    assert "Drawn in" in part_note(dataclasses.replace(PART, winsorised=True))
    assert part_note(PART) == ""


@given(st.lists(st.sampled_from(sorted(POSITIONS)), min_size=1, max_size=33))
def test_every_ward_of_a_funnel_is_counted(positions: list[str]) -> None:
    points = [dataclasses.replace(FUNNEL, position=position) for position in positions]
    told = funnel_sentences(points, "Exampleton")
    assert sum(int(n) for n in re.findall(r"(\d+) wards? (?:is|are)", told[0])) == len(points)
    outer = any(position.endswith("998") for position in positions)
    assert any(sentence.startswith("Far ") for sentence in told) == outer


REVISION = Revision(
    "a", "ward", "X05000001", "Ashbrook", "2024-01-01/P1Y", "revised", 12.0, 12.04, None, None, None, None, "ok", "ok",
    "source revised", "2025-11-20-0",
)  # fmt: skip


@given(st.floats(0, 100, allow_nan=False), st.floats(0, 100, allow_nan=False))
def test_a_revision_shows_the_decimals_that_tell_the_two_apart(old: float, new: float) -> None:
    row = dataclasses.replace(REVISION, old_value=old, new_value=new)
    before, after = old_and_new(row, INDICATOR)
    if abs(old - new) > 1e-4:
        assert before != after
    if round(old, 1) != round(new, 1):
        assert before == f"{float(before[:-1]):.1f}%"


def test_a_figure_that_is_suppressed_now_is_not_repeated() -> None:
    row = dataclasses.replace(REVISION, old_value=None, new_value=None, new_status="suppressed", change="withdrawn")
    assert old_and_new(row, INDICATOR) == ("Not repeated here", "Suppressed")
    assert revisions_sentence([row, REVISION]) == "1 figure is revised and 1 figure is withdrawn."
    assert revisions_sentence([]) == ""
