"""Words agree with the values they speak of."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboards.release.periods import periods_overlap
from dashboards.release.rows import Indicator, Observation
from dashboards.words.change import direction, latest_verdict
from dashboards.words.periods import in_period, period_words
from dashboards.words.sentences import area_sentence, change_sentence, country_sentence
from dashboards.words.values import value_words

ROW = Observation(
    indicator="a",
    level="ward",
    area_code="E05000001",
    area_name="Ashbrook",
    period="2021-03-21/P1D",
    value=10.0,
    lower=9.0,
    upper=11.0,
    numerator=10,
    denominator=100,
    status="ok",
    note="",
    benchmark_value=12.0,
    comparison="lower",
    rank=1,
    rank_of=3,
)
INDICATOR = Indicator(
    indicator="a",
    code="PL01",
    name="A share",
    characteristic="place",
    definition="",
    unit="percent",
    decimals=1,
    polarity="no_judgement",
    kind="proportion",
    interval="wilson",
    levels=("ward",),
    sources=("s",),
    owner="",
    status="working_definition",
    caveats=(),
    method="",
    numerator_label="",
    denominator_label="",
    latest_period="2021-03-21/P1D",
    class_breaks="quantile",
    overlapping=False,
)


@pytest.mark.parametrize(
    ("period", "words", "placed"),
    [
        ("2021-03-21/P1D", "21 March 2021", "on 21 March 2021"),
        ("2024-05-15", "15 May 2024", "on 15 May 2024"),
        ("2024-04-01/P1Y", "2024/25", "in 2024/25"),
        ("2024-01-01/P1Y", "2024", "in 2024"),
        ("2022-01-01/P3Y", "2022 to 2024", "in 2022 to 2024"),
        ("2025-01-01/P1M", "January 2025", "in January 2025"),
        ("2099-13-45", "2099-13-45", "in 2099-13-45"),
    ],
)
def test_periods_read_as_a_person_says_them(period: str, words: str, placed: str) -> None:
    assert period_words(period) == words
    assert in_period(period) == placed


def test_three_year_periods_overlap_and_years_do_not() -> None:
    assert periods_overlap("2020-01-01/P3Y", "2022-01-01/P3Y")
    assert not periods_overlap("2020-01-01/P1Y", "2021-01-01/P1Y")


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "words"),
    [
        (17.2131, "percent", 1, "17.2%"),
        (0.0, "percent", 1, "0.0%"),
        (12.34, "per 1,000", 1, "12.3 per 1,000"),
        (60.44, "years", 1, "60.4 years"),
        (7.456, "score 0-10", 2, "7.46 out of 10"),
        (12345.0, "count", 0, "12,345"),
    ],
)
def test_values_carry_their_unit(value: float, unit: str, decimals: int, words: str) -> None:
    assert value_words(value, unit, decimals) == words


@pytest.mark.parametrize("comparison", ["better", "worse", "higher", "lower", "similar", "not_compared"])
def test_a_sentence_says_the_comparison_of_the_release(comparison: str) -> None:
    sentence = area_sentence(INDICATOR, dataclasses.replace(ROW, comparison=comparison), "Exampleton")
    word = {"not_compared": "not compared"}.get(comparison, comparison)
    assert word in sentence
    others = {"better", "worse", "higher", "lower", "similar"} - {comparison}
    assert not any(f" {other} " in sentence for other in others)
    assert "10.0% (9.0% to 11.0%)" in sentence
    assert "12.0%" in sentence


def test_a_missing_value_is_named_and_never_a_zero() -> None:
    hidden = dataclasses.replace(
        ROW, value=None, lower=None, upper=None, status="suppressed", comparison="not_compared"
    )
    sentence = area_sentence(INDICATOR, hidden, "Exampleton")
    assert "suppressed" in sentence.lower()
    assert "0" not in sentence.split("on 21 March")[0]


numbers = st.floats(0, 100, allow_nan=False)


@given(numbers, numbers, numbers, numbers)
@settings(max_examples=200)
def test_a_change_is_claimed_only_when_intervals_do_not_touch(a: float, b: float, c: float, d: float) -> None:
    first = dataclasses.replace(ROW, lower=min(a, b), value=(a + b) / 2, upper=max(a, b))
    last = dataclasses.replace(ROW, lower=min(c, d), value=(c + d) / 2, upper=max(c, d))
    way = direction(first, last)
    apart = max(a, b) < min(c, d) or max(c, d) < min(a, b)
    assert (way in ("risen", "fallen")) == apart
    if way == "risen":
        assert min(c, d) > max(a, b)


@given(numbers, numbers, st.sampled_from(("2019-01-01", "2021-03-21", "2022-07-01", "2024-03-21", "2024-06-01")))
def test_no_change_is_claimed_across_a_break(a: float, b: float, day: str) -> None:
    first = dataclasses.replace(ROW, value=a, lower=a - 0.1, upper=a + 0.1)
    last = dataclasses.replace(first, period="2024-03-21/P1D", value=b, lower=b - 0.1, upper=b + 0.1)
    measure = dataclasses.replace(INDICATOR, breaks=(day,), polarity="high_good")
    between = "2021-03-21" < day < "2024-03-22"
    sentence = change_sentence(measure, [first, last])
    assert ("The measure changed" in sentence) == between
    if between:
        assert "risen" not in sentence
        assert "fallen" not in sentence
        assert latest_verdict(measure, [first, last]) == "unknown"


@given(numbers, numbers, numbers)
@settings(max_examples=200)
def test_the_country_sentence_agrees_with_the_interval(a: float, b: float, country: float) -> None:
    city = dataclasses.replace(ROW, level="city", lower=min(a, b), value=(a + b) / 2, upper=max(a, b))
    other = dataclasses.replace(ROW, level="country", area_name="Wales", value=country, lower=None, upper=None)
    sentence = country_sentence(INDICATOR, city, other, "Exampleton")
    assert "Wales" in sentence
    assert ("higher than" in sentence) == (min(a, b) > country)
    assert ("lower than" in sentence) == (max(a, b) < country)
