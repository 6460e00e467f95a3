"""Charts of change: nothing is drawn of nothing, everything drawn lies inside, labels do not overlap."""

import dataclasses
import re

from hypothesis import given
from hypothesis import strategies as st

from dashboards.charts.fifths import fifths_chart
from dashboards.charts.funnel import funnel_chart
from dashboards.charts.goals import baseline_mark, due_mark
from dashboards.charts.parts import parts_strip
from dashboards.charts.process import process_chart
from dashboards.charts.timeline import middle, time_scale, years
from dashboards.words.inequality import fifth_words
from tests.unit.dashboards.analysis_rows import FIFTHS, FUNNEL, POINT

TOLD = {"title": "T", "description": "D & <b>", "synthetic": True}
values = st.lists(st.floats(-1e4, 1e4, allow_nan=False), min_size=2, max_size=20)


def points_of(found: list[float]) -> list:
    return [
        dataclasses.replace(POINT, period=f"{2000 + number}-01-01/P1Y", value=value, mean=0.0, lower_limit=-9.0,
                            upper_limit=9.0)
        for number, value in enumerate(found)
    ]  # fmt: skip


@given(values, st.booleans())
def test_every_point_of_a_process_chart_lies_inside(found: list[float], narrow: bool) -> None:
    marks = [
        *baseline_mark("2001-01-01/P1Y", 5.0, "Baseline 5.0"),
        *due_mark("target", "2028-12-31", 80.0, "Target 80.0"),
    ]
    drawn = str(process_chart("x", points_of(found), marks, unit="percent", decimals=1, narrow=narrow, **TOLD))
    width, height = (float(n) for n in re.findall(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', drawn)[0])
    circles = re.findall(r'<circle cx="([-\d.]+)" cy="([-\d.]+)" r="4.5"', drawn)
    assert len(circles) == len(found)
    assert all(0 <= float(x) <= width and 0 <= float(y) <= height for x, y in circles)
    labels = [float(y) for y in re.findall(r'y="([\d.]+)" class="small (?:latest|target|baseline|mean)"', drawn)]
    assert all(b - a >= 14.9 for a, b in zip(labels, labels[1:], strict=False))
    assert "&lt;b&gt;" in drawn


def test_nothing_is_drawn_of_nothing() -> None:
    assert process_chart("x", [], [], unit="percent", decimals=1, **TOLD) == ""
    assert process_chart("x", [POINT], [], unit="percent", decimals=1, **TOLD) == ""
    assert fifths_chart("x", [dataclasses.replace(row, value=None, lower=None, upper=None) for row in FIFTHS], None,
                        unit="percent", decimals=1, **TOLD) == ""  # fmt: skip
    assert funnel_chart("x", [FUNNEL], unit="percent", axis="People", **TOLD) == ""


def test_names_of_fifths_stand_over_the_line_of_the_city() -> None:
    without = dataclasses.replace(FIFTHS[-1], value=None, lower=None, upper=None)
    for narrow in (False, True):
        drawn = str(fifths_chart("x", [*FIFTHS, without], 20.0, unit="percent", decimals=1, narrow=narrow, **TOLD))
        under, over = drawn.split('class="city-line"/>')
        for number in range(1, 6):
            assert f">{fifth_words(number)}<" not in under
            assert f">{fifth_words(number)}<" in over
        assert ">No value<" in over


def test_a_way_to_a_target_is_drawn_without_limits() -> None:
    point = dataclasses.replace(POINT, mean=None, lower_limit=None, upper_limit=None)
    marks = due_mark("target", "2028-12-31", 60.0, "Target 60.0%")
    drawn = str(process_chart("x", [point], marks, unit="percent", decimals=1, **TOLD))
    assert 'class="goal"' in drawn
    assert "limit" not in drawn
    assert due_mark("target", "", 60.0, "") == []
    assert baseline_mark("2024-01-01/P1Y", None, "") == []


def test_a_fifth_without_a_value_says_so() -> None:
    rows = [dataclasses.replace(FIFTHS[0], value=None, lower=None, upper=None), *FIFTHS[1:]]
    for unit, mark in (("percent", 'class="bar"'), ("years", 'class="dot"')):
        drawn = str(fifths_chart("x", rows, 17.0, unit=unit, decimals=1, **TOLD))
        assert drawn.count(mark) == 4
        assert "No value" in drawn
        assert drawn.count("city-line") == 1


@given(st.lists(st.floats(1, 1e5), min_size=2, max_size=33), st.booleans())
def test_labels_of_a_funnel_never_overlap(sizes: list[float], narrow: bool) -> None:
    wards = [
        dataclasses.replace(FUNNEL, area_name=f"Ward number {number}", denominator=size, value=8 + number % 5)
        for number, size in enumerate(sizes)
    ]
    drawn = str(funnel_chart("x", wards, unit="percent", axis="People", narrow=narrow, **TOLD))
    boxes = []
    for x, y, kind, name in re.findall(r'<text x="([-\d.]+)" y="([-\d.]+)" class="small halo( end)?">([^<]+)<', drawn):
        width = len(name) * 6.6
        start = float(x) - (width if kind else 0)
        boxes.append((start, start + width, float(y)))
    for number, (a, b, y) in enumerate(boxes):
        for c, d, other in boxes[number + 1 :]:
            assert b <= c or d <= a or abs(y - other) >= 12.8
    assert drawn.count('class="ward') == len(wards)


def test_a_score_is_marked_among_its_parts() -> None:
    drawn = str(parts_strip(6.2, [5.0, 7.4], synthetic=True))
    assert drawn.count('class="part"') == 2
    assert drawn.count("mark own") == 1
    assert "synthetic" in drawn
    assert 'aria-hidden="true"' in drawn


@given(st.integers(1900, 2100), st.integers(1, 90))
def test_years_fit_beside_each_other(first: int, count: int) -> None:
    places = [middle(f"{first}-01-01/P1Y"), middle(f"{first + count}-01-01/P1Y")]
    drawn = str(years(time_scale(places, 0, 500), 100))
    xs = [float(x) for x in re.findall(r'<text x="([-\d.]+)"', drawn)]
    assert xs
    assert all(b - a >= 38 for a, b in zip(xs, xs[1:], strict=False))
