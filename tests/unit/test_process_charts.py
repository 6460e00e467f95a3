"""Process behaviour charts against NHSRplotthedots, and what may not become a chart."""

import csv
import math
from itertools import groupby
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.methods.process import assurance, process_charts
from tests.unit.made_up_series import DB, Row, point, show, year

_SIGNALS = {
    "Common Cause": "",
    "Above UCL": "outside_limits",
    "Below LCL": "outside_limits",
    "7 Point Trend (Increasing)": "trend_of_seven",
    "7 Point Trend (Decreasing)": "trend_of_seven",
    "2 in 3 Above CL": "two_of_three",
    "2 in 3 Below CL": "two_of_three",
    "7 Points Above CL": "seven_one_side",
    "7 Points Below CL": "seven_one_side",
}
_VARIATIONS = {
    "common_cause": "common_cause",
    "special_cause_improvement": "improvement",
    "special_cause_concern": "concern",
    "special_cause_neutral_high": "neutral_high",
    "special_cause_neutral_low": "neutral_low",
}
_POLARITY = {"1": "high_good", "-1": "low_good", "0": "no_judgement"}
_ASSURANCE = {
    "consistent_pass": "consistent_pass",
    "consistent_fail": "consistent_fail",
    "inconsistent": "hit_and_miss",
    "NA": "",
}


def read(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as handle:
        return list(csv.DictReader(handle))


def series_of(folder: Path) -> dict[str, list[dict[str, str]]]:
    """One series for each case and, where it was rebased, for each of its groups."""
    rows = read(folder / "cases_spc.csv")
    key = ("case", "rebase_group")
    return {
        f"{name}_{group}": list(points)
        for (name, group), points in groupby(rows, key=lambda row: tuple(row[part] for part in key))
    }


def close(found: float, expected: str) -> bool:
    return math.isclose(found, float(expected), rel_tol=1e-9, abs_tol=1e-9)


def test_charts_agree_with_the_reference(method_cases: Path) -> None:
    cases = {
        name: rows for name, rows in series_of(method_cases / "spc").items() if rows[0]["screen_outliers"] == "TRUE"
    }
    rows = [
        point(year(1990 + place), float(row["y"]), indicator=name)
        for name, points in cases.items()
        for place, row in enumerate(points)
    ]
    show(rows, {name: {"polarity": _POLARITY[points[0]["improvement"]]} for name, points in cases.items()})
    charts = process_charts(DB, "observations", "about")
    tested = 0
    for name, points in cases.items():
        chart = charts[charts.indicator == name]
        for found, expected in zip(chart.itertuples(), points, strict=True):
            assert close(found.mean, expected["mean"]), name
            assert close(found.lower_limit, expected["lpl"]), name
            assert close(found.upper_limit, expected["upl"]), name
            assert found.signal == _SIGNALS[expected["special_cause"]], (name, expected["i"])
            assert found.variation == _VARIATIONS[expected["point_type"]], (name, expected["i"])
            assert (found.points, found.trial) == (len(points), len(points) < 13)
            tested += 1
    assert tested >= 100


def listed(expression: str, *lists: list[Any]) -> list[Any]:
    places = {f"l{i}": given for i, given in enumerate(lists)}
    found = DB.execute(f"SELECT {expression.format(*(f'CAST($l{i} AS DOUBLE[])' for i in range(len(lists))))}", places)
    return list(found.fetchall()[0][0])


def test_unscreened_limits_and_marks_agree_with_the_reference(method_cases: Path) -> None:
    """Every point of every case by the macros themselves, those without screening from all their ranges."""
    tested = 0
    for name, points in series_of(method_cases / "spc").items():
        ranges = "moving_ranges({0})"
        if points[0]["screen_outliers"] == "TRUE":
            ranges = f"screened_ranges({ranges})"
        middle, reach = listed(f"[process_mean({{0}}), process_reach({ranges})]", [float(row["y"]) for row in points])
        y = [float(row["y"]) for row in points]
        sides = listed(f"sides_of_mean({{0}}, {middle!r})", y)
        beyond = listed(f"beyond_limits({{0}}, {middle!r}, {reach!r})", y)
        near = listed(f"close_to_limits({{0}}, {middle!r}, {reach!r})", y)
        for place, row in enumerate(points):
            assert close(middle, row["mean"]), name
            assert close(middle - reach, row["lpl"]), name
            assert close(middle + reach, row["upl"]), name
            assert sides[place] == int(row["relative"]), name
            assert abs(beyond[place]) == int(row["outside"]), name
            assert abs(near[place]) == int(row["close"]), name
            tested += 1
    assert tested >= 145


def test_single_rules_agree_with_the_reference(method_cases: Path) -> None:
    def numbers(text: str) -> list[float]:
        return [float(number) for number in text.split(",")]

    for case in read(method_cases / "spc" / "cases_rules_upstream_unit.csv"):
        if case["fn"] == "two_in_three":
            near, side = (numbers(part.split("=")[1]) for part in case["input"].split(";"))
            signed = [n * s for n, s in zip(near, side, strict=True)]
            found = listed("parts_of_three(threes_near_limit({0}, {1}))", signed, side)
        elif case["fn"] == "seven_trend":
            found = listed("seven_point_trends({0}, steps_of({0}))", numbers(case["input"]))
        else:
            found = listed("seven_on_one_side({0})", numbers(case["input"]))
        assert [abs(mark) for mark in found] == numbers(case["expected"]), case


def test_assurance_agrees_with_the_reference(method_cases: Path) -> None:
    polarity = {"increase": "high_good", "decrease": "low_good", "neutral": "no_judgement"}
    cases = read(method_cases / "spc" / "cases_assurance.csv")
    assert len(cases) == 9
    for case in cases:
        limits = [float(case[part]) for part in ("lpl", "upl", "target")]
        assert assurance(polarity[case["improvement"]], *limits) == _ASSURANCE[case["expected"]], case
    assert assurance("high_good", 1, 5, 5) == "hit_and_miss"


def chart(values: list[float], **about: object) -> pd.DataFrame:
    show([point(year(1950 + i), value) for i, value in enumerate(values)], **about)
    return process_charts(DB, "observations", "about")


@pytest.mark.parametrize("value", [0.1, 33.333333333333336, 1e-7, 0.0])
def test_a_level_series_has_no_signal(value: float) -> None:
    """The mean of tenths is not a tenth in floating point, unless it is corrected."""
    found = chart([value] * 15)
    assert set(found.signal) == {""}
    assert set(found.variation) == {"common_cause"}
    assert set(found["mean"]) == set(found.lower_limit) == set(found.upper_limit) == {value}


def test_a_trend_of_seven_marks_all_its_points_by_direction() -> None:
    found = chart([5, 6, 4.9, 6.2, 4, 4.5, 5, 5.5, 6, 6.5, 7, 5, 6, 5.2], polarity="low_good")
    assert found.signal.tolist() == [""] * 4 + ["trend_of_seven"] * 7 + [""] * 3
    assert set(found.variation[found.signal != ""]) == {"concern"}


def test_the_turn_of_two_trends_belongs_to_the_later() -> None:
    found = listed(
        "parts_of_seven({0})", listed("seven_point_trends({0}, steps_of({0}))", [1, *range(1, 8), *range(6, 0, -1), 9])
    )
    assert found == [0, *[1] * 6, *[-1] * 7, 0]


series = st.lists(st.integers(0, 10_000).map(lambda x: x / 100), min_size=3, max_size=20)


@given(st.lists(series, min_size=12, max_size=12))
@settings(max_examples=10)
def test_polarity_turns_improvement_into_concern_and_nothing_else(several: list[list[float]]) -> None:
    rows = [
        point(year(1950 + i), value, area_code=f"W{place}")
        for place, values in enumerate(several)
        for i, value in enumerate(values)
    ]
    charts = {}
    for polarity in ("high_good", "low_good", "no_judgement"):
        show(rows, polarity=polarity)
        charts[polarity] = process_charts(DB, "observations", "about")
    high, low, plain = charts.values()
    flip = {"improvement": "concern", "concern": "improvement"}
    assert high.variation.replace(flip).tolist() == low.variation.tolist()
    neutral = {"improvement": "neutral_high", "concern": "neutral_low"}
    assert high.variation.replace(neutral).tolist() == plain.variation.tolist()
    for other in (low, plain):
        pd.testing.assert_frame_equal(high.drop(columns="variation"), other.drop(columns="variation"))
    show(rows[::-1])
    pd.testing.assert_frame_equal(high, process_charts(DB, "observations", "about"))
    assert ((high.lower_limit <= high["mean"]) & (high["mean"] <= high.upper_limit)).all()


def yearly(first: int, years: int) -> list[Row]:
    return [point(year(first + i), 10.0 + (7 * i) % 5) for i in range(years)]


@pytest.mark.parametrize(
    ("rows", "about"),
    [
        (yearly(2020, 2), {}),
        (yearly(2010, 9), {"overlapping": True}),
        ([point(f"{2010 + i}-01-01/P3Y", 10.0 + i) for i in range(8)], {}),
        ([*yearly(2010, 6), point("2016-01-01/P6M", 3.0)], {}),
        ([{**row, "level": "lsoa21"} for row in yearly(2010, 9)], {}),
        ([*yearly(2010, 2), point(year(2012), status="missing_at_source")], {}),
        (yearly(2010, 9), {"breaks": "2018-06-01"}),
    ],
    ids=["two figures", "declared overlapping", "overlap seen", "half a year", "small area", "two values", "broken"],
)
def test_what_may_not_be_charted_has_no_row(rows: list[Row], about: dict[str, object]) -> None:
    show(rows, **about)
    assert process_charts(DB, "observations", "about").empty


def test_a_declared_break_starts_a_series() -> None:
    show(yearly(2010, 10), breaks="2014-01-01 2030-01-01")
    found = process_charts(DB, "observations", "about")
    assert found.period.tolist() == [year(first) for first in range(2014, 2020)]


def test_months_of_any_length_and_years_without_a_figure_are_one_series() -> None:
    show([point(f"2023-{month:02d}-01/P1M", 10.0 + month % 3) for month in range(1, 13) if month != 5])
    found = process_charts(DB, "observations", "about")
    assert len(found) == 11
    assert found.period.is_monotonic_increasing
