"""Words about progress agree with the status, the sign and the size of what they quote, and claim no more."""

import dataclasses
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.release.analysis_rows import Progress, Target
from dashboards.words.progress import (
    STATUS_LABELS,
    STATUS_MEANINGS,
    change_words,
    milestone_sentence,
    needed_words,
    standing_sentence,
    status_sentence,
    tally_sentence,
)
from dashboards.words.targets import due_words, history_sentences, moved_sentence
from dashboards.words.values import interval_words, more_words, rounded, short_value, value_words
from tests.unit.dashboards.analysis_rows import PROGRESS
from tests.unit.dashboards.test_words import INDICATOR

MINUS = "\N{MINUS SIGN}"
UNITS = ("percent", "per 1,000", "per 100", "count", "people", "ratio", "index", "£ per head", "£ million", "years")
amounts = st.floats(-500, 500, allow_nan=False).map(lambda value: round(value, 3))
statuses = st.sampled_from(sorted(STATUS_LABELS))


def number_in(text: str) -> float:
    """The first number of a text, with its sign."""
    found = re.search(rf"{MINUS}?£?\d[\d,]*(?:\.\d+)?", text)
    assert found is not None, text
    return float(found.group(0).replace(MINUS, "-").replace("£", "").replace(",", ""))


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "words", "interval"),
    [
        (12.34, "£ per head", 2, "£12.34 per head", "£12.34 to £13.34 per head"),
        (12.34, "£ million", 1, "£12.3 million", "£12.3 to £13.3 million"),
        (-1.25, "£ million", 1, f"{MINUS}£1.3 million", f"{MINUS}£1.3 to {MINUS}£0.3 million"),
        (-0.84, "per 100", 1, f"{MINUS}0.8 per 100", f"{MINUS}0.8 to 0.2 per 100"),
        (75.0, "index", 1, "75.0", "75.0 to 76.0"),
        (12345.0, "people", 0, "12,345 people", "12,345 to 12,346 people"),
        (1.0, "people", 0, "1 person", "1 to 2 people"),
        (412.35, "per 100,000", 1, "412.4 per 100,000", "412.4 to 413.4 per 100,000"),
    ],
)
def test_new_units(value: float, unit: str, decimals: int, words: str, interval: str) -> None:
    assert value_words(value, unit, decimals) == words
    assert interval_words(value, value + 1, unit, decimals) == interval


def test_short_values_of_money() -> None:
    assert short_value(12.34, "£ million", 1) == "£12.3m"
    assert short_value(12.34, "£ per head", 2) == "£12.34"


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (2.1, "percent", "2.1 more points"),
        (-2.1, "index", "2.1 fewer points"),
        (0.4, "per 1,000", "0.4 more per 1,000"),
        (1.2, "£ million", "£1.2 million more"),
        (-0.5, "£ per head", "£0.5 less per head"),
        (0.031, "percent", "0.031 more points"),
        (-3.0, "ratio", "3.0 less"),
    ],
)
def test_a_wanted_change_is_said_as_a_person_would(value: float, unit: str, words: str) -> None:
    assert more_words(value, unit, 1) == words


@given(amounts.filter(bool), st.sampled_from(UNITS), st.integers(0, 2))
def test_a_wanted_change_has_its_sign_and_is_never_nought(value: float, unit: str, decimals: int) -> None:
    words = more_words(value, unit, decimals)
    assert ("more" in words) == (value > 0)
    assert ("fewer" in words or "less" in words) == (value < 0)
    assert number_in(words) > 0
    assert abs(number_in(words) - abs(value)) <= 0.5 * 10**-decimals + 1e-9


def progress(draw_status: str, **changes: object) -> Progress:
    return dataclasses.replace(PROGRESS, status=draw_status, **changes)


@given(statuses, st.sampled_from(UNITS), amounts, amounts, st.booleans())
def test_a_sentence_says_its_own_status_and_no_other(
    status: str, unit: str, value: float, needed: float, agreed: bool
) -> None:
    row = progress(
        status, latest_value=value, required_per_year=needed, standing="agreed" if agreed else "illustrative"
    )
    sentence = status_sentence(row, dataclasses.replace(INDICATOR, unit=unit))
    assert sentence.startswith(STATUS_LABELS[status])
    others = [label for name, label in STATUS_LABELS.items() if name != status]
    assert not any(label.lower() in sentence.lower() for label in others)
    if "target of" in sentence:
        assert ("illustrative" in sentence) != agreed
    if "needs" in sentence.removeprefix("Needs to speed up"):
        assert ("more" in sentence) == (needed > 0)
        assert ("fewer" in sentence or "less" in sentence) == (needed < 0)
    assert sentence.endswith(".")
    assert not sentence.endswith("..")


@given(st.sampled_from(("up", "down")), amounts, amounts, st.floats(0, 50))
def test_a_target_reached_says_when_its_interval_falls_short(way: str, value: float, goal: float, half: float) -> None:
    row = progress(
        "achieved", direction=way, latest_value=value, latest_lower=value - half, latest_upper=value + half,
        target_value=goal,
    )  # fmt: skip
    short = value - half < goal if way == "up" else value + half > goal
    assert ("short of it" in status_sentence(row, INDICATOR)) == short
    assert ("whole interval" in tally_sentence([row])) == short


@given(amounts, st.floats(0, 100))
def test_a_change_within_sampling_error_prints_an_interval_that_holds_nought(change: float, half: float) -> None:
    low, high = min(change - half, 0.0), max(change + half, 0.0)
    row = progress("within_sampling_error", change=change, change_lower=low, change_upper=high)
    words = change_words(row, INDICATOR)
    printed = re.search(r"\((.*) to (.*)\)", words)
    assert printed is not None
    first, second = (float(text.replace(MINUS, "-").replace(",", "")) for text in printed.groups())
    assert first <= 0 <= second
    assert words in status_sentence(row, INDICATOR)
    assert "may be chance" in status_sentence(row, INDICATOR)


@given(st.lists(st.tuples(statuses, st.booleans()), max_size=12))
def test_the_count_leaves_no_ambition_out(found: list[tuple[str, bool]]) -> None:
    rows = [progress(status, standing="agreed" if agreed else "illustrative") for status, agreed in found]
    rows = [dataclasses.replace(row, target_value=None) if row.status == "no_target" else row for row in rows]
    judged = [row for row in rows if row.has_target]
    sentence = tally_sentence(rows)
    if not judged:
        assert sentence == "No ambition has a target yet."
        return
    if all(row.status == "no_figure" for row in judged):
        assert sentence.endswith("figure yet.")
        assert (str(len(judged)) if len(judged) > 1 else "one") in sentence
        return
    head, _, rest = sentence.partition("with a target,")
    assert sum(int(number) for number in re.findall(r"\d+", rest)) == len(judged)
    assert (str(len(judged)) if len(judged) > 1 else "one") in head
    good = any(row.status in ("achieved", "on_track") for row in judged)
    assert ("none is on track" in rest) != good
    assert bool(standing_sentence(rows)) == any(not row.agreed for row in judged)


@given(st.sampled_from(("up", "down")), amounts, amounts)
def test_a_milestone_is_reached_only_when_it_is(way: str, value: float, goal: float) -> None:
    row = progress("too_slow", direction=way, latest_value=value, milestone_value=goal)
    reached = value >= goal if way == "up" else value <= goal
    assert milestone_sentence(row, INDICATOR).endswith("is reached.") == reached


def test_every_status_has_its_words_and_its_meaning() -> None:
    assert set(STATUS_LABELS) == set(STATUS_MEANINGS)
    sentence = status_sentence(PROGRESS, INDICATOR)
    assert sentence == "Too slow: needs 6.7 more points a year to reach the illustrative 2028 target of 60.0%."
    assert needed_words(PROGRESS, INDICATOR) == "6.7 more points a year"
    assert needed_words(progress("achieved"), INDICATOR) == "None: it is reached"


def test_a_target_whose_day_has_passed_is_said_to_be_missed() -> None:
    row = progress("too_slow", required_per_year=None, remaining_years=-0.4)
    assert "30.0 points away from" in status_sentence(row, INDICATOR)
    assert "whose day has passed" in status_sentence(row, INDICATOR)
    assert needed_words(row, INDICATOR) == "The day has passed"


def test_a_target_that_moved_says_when_and_why() -> None:
    first = Target("a", "2026-01-05", "From the study.", "target", "2028-12-31", 60.0, False, "illustrative")
    second = dataclasses.replace(first, set_on="2027-02-01", why="New figures.", value=50.0, in_force=True)
    assert moved_sentence([first], INDICATOR) == ""
    moved = moved_sentence([second, first], INDICATOR)
    assert moved == (
        "The target was set anew on 1 February 2027, from 60.0% by end of 2028 to 50.0% by end of 2028: New figures."
    )
    told = history_sentences([second, first], INDICATOR)
    assert told[0].startswith("Set on 5 January 2026 (illustrative")
    assert told[1].startswith("Moved on 1 February 2027")
    assert due_words("2028-03-31") == "by 31 March 2028"


@given(amounts, st.integers(0, 3))
def test_rounding_is_half_away_from_nought(value: float, decimals: int) -> None:
    assert abs(float(rounded(value, decimals)) - value) <= 0.5 * 10**-decimals + 1e-9
