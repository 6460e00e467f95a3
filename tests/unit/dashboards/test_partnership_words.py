"""Words about scores, gaps and units agree with sign, interval and state."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboards.release.survey_rows import Score, SurveyEstimate
from dashboards.words.answers import gap_sentence, pooled_words, respondents_words
from dashboards.words.scores import band_words, change_words, gap_words, reason_words, score_interval, score_value
from dashboards.words.values import interval_words, short_value, significant_words, value_words
from tests.unit.dashboards.test_words import INDICATOR, ROW

MINUS = "\N{MINUS SIGN}"
SCORE = Score("working_together", "forming", "Forming", "gap", "all", "2026-01-01/P1Y", 4.2, 1.0, 7.4, 40, "ok", "")
GAP = dataclasses.replace(INDICATOR, unit="points", kind="organisation_gap", interval="bootstrap")


@pytest.mark.parametrize(
    ("value", "words", "short"),
    [(4.24, "+4.2 points", "+4.2"), (-4.24, f"{MINUS}4.2 points", f"{MINUS}4.2"), (0.04, "0.0 points", "0.0"),
     (-0.04, "0.0 points", "0.0")],
)  # fmt: skip
def test_a_difference_carries_its_sign(value: float, words: str, short: str) -> None:
    assert value_words(value, "points", 1) == words
    assert short_value(value, "points", 1) == short


def test_new_units_are_said_as_a_person_would() -> None:
    assert value_words(62.34, "score 0-100", 1) == "62.3 out of 100"
    assert interval_words(-3.1, 6.0, "points", 1) == f"{MINUS}3.1 to +6.0 points"
    assert interval_words(58.0, 66.1, "score 0-100", 1) == "58.0 to 66.1 out of 100"


@pytest.mark.parametrize(
    ("score", "band"),
    [(0, "starting"), (39.9, "starting"), (39.96, "developing"), (40, "developing"), (59.94, "developing"),
     (60, "established"), (80, "leading"), (100, "leading")],
)  # fmt: skip
def test_a_band_is_that_of_the_score_as_printed(score: float, band: str) -> None:
    assert band_words(score) == band


limits = st.floats(-60, 60, allow_nan=False)


@given(limits, limits)
@settings(max_examples=200)
def test_a_side_is_higher_only_when_the_interval_leaves_out_nought(a: float, b: float) -> None:
    low, high = sorted((a, b))
    row = dataclasses.replace(SCORE, value=(low + high) / 2, lower=low, upper=high)
    clear = round(low, 1) > 0.1 or round(high, 1) < -0.1
    inside = low <= 0 <= high
    if clear:
        assert gap_words(row) == ("Public bodies" if low > 0 else "Third sector organisations") + " score higher"
        assert change_words(row) == ("Risen" if low > 0 else "Fallen")
    if inside:
        assert gap_words(row) == "No clear difference"
        assert change_words(row) == "No clear change"


@given(limits, limits)
@settings(max_examples=200)
def test_the_sentence_on_a_gap_agrees_with_its_interval(a: float, b: float) -> None:
    low, high = sorted((a, b))
    row = dataclasses.replace(ROW, value=(low + high) / 2, lower=low, upper=high)
    said = gap_sentence(GAP, row)
    if low <= 0 <= high:
        assert "no clear difference" in said
    if low > 0.1:
        assert said.startswith("Public bodies score higher")
    if high < -0.1:
        assert said.startswith("Third sector organisations score higher")
    assert gap_sentence(INDICATOR, row) == ""


def test_a_gap_without_an_interval_claims_nothing() -> None:
    row = dataclasses.replace(SCORE, lower=None, upper=None)
    assert gap_words(row).startswith("Not compared")
    assert "no difference can be claimed" in gap_sentence(GAP, dataclasses.replace(ROW, lower=None))


def test_a_withheld_score_has_no_number_in_its_words() -> None:
    hidden = dataclasses.replace(SCORE, value=None, lower=None, upper=None, organisations=None, status="suppressed")
    for words in (score_value(hidden), score_interval(hidden), gap_words(hidden), change_words(hidden)):
        assert words in ("Suppressed", "")
    # A value that should not be there is not shown either.
    leaked = dataclasses.replace(SCORE, status="suppressed")
    assert score_value(leaked) == "Suppressed"
    assert score_interval(leaked) == ""


def test_shares_are_percent_and_scores_are_plain() -> None:
    assert score_value(dataclasses.replace(SCORE, statistic="response_rate", value=61.0)) == "61.0%"
    assert score_value(dataclasses.replace(SCORE, statistic="mean", value=61.0)) == "61.0"
    assert score_value(SCORE) == "+4.2 points"
    assert score_value(SCORE, bare=True) == "+4.2"


def test_small_words() -> None:
    assert reason_words("Withheld: from this figure one could be told.") == "from this figure one could be told"
    assert pooled_words("1") == ""
    assert pooled_words("3") == "Pooled from 3 waves."
    assert pooled_words("2024|2025") == "Pooled from the waves 2024 and 2025."
    assert [significant_words(v) for v in (61.23, -0.8412, 0.0003104, 0.0, None)] == [
        "61.2", f"{MINUS}0.841", "0.000310", "0", "–",
    ]  # fmt: skip
    estimate = SurveyEstimate(
        "a", "ward", "E05000001", "Ash", "2026-01-01/P1Y", "1", 1, None, None, None, None, 0, 0, "ok", ""
    )
    survey = dataclasses.replace(INDICATOR, kind="survey_share")
    assert respondents_words(estimate, survey) == "1 respondent"
    assert respondents_words(dataclasses.replace(estimate, respondents=45), GAP) == "45 organisations"
    assert respondents_words(estimate, INDICATOR) == ""
    assert respondents_words(None, survey) == ""
