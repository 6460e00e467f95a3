"""Classes of a map: each value in one, one colour for one printed number, about the city where declared."""

import itertools
import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.maps.classes import Classes, make_classes
from dashboards.maps.draw import class_label
from dashboards.words.values import rounded
from tests.unit.dashboards.test_words import INDICATOR

BREAKS = ["quantile", "equal", "natural", "diverging"]
VALUES = st.lists(st.floats(-1000, 1000, allow_subnormal=False), min_size=1, max_size=60)


@given(VALUES, st.floats(-1000, 1000), st.integers(0, 3), st.sampled_from(BREAKS))
def test_every_value_lies_in_exactly_one_class(values: list[float], new: float, decimals: int, breaks: str) -> None:
    """Also a value of another year, which had no part in making the classes."""
    classes = make_classes(values, decimals, breaks, city=values[0])
    limits = [classes.limits(index) for index in range(len(classes.numbers))]
    assert limits[0][0] is None
    assert limits[-1][1] is None
    for value in [*values, new]:
        shown = float(rounded(value, decimals))
        inside = [
            number
            for number, (low, high) in zip(classes.numbers, limits, strict=True)
            if (low is None or low <= shown) and (high is None or shown <= high)
        ]
        assert inside == [classes.number(value)]


@given(VALUES, st.integers(0, 3), st.sampled_from(BREAKS))
def test_the_same_printed_number_has_the_same_class(values: list[float], decimals: int, breaks: str) -> None:
    classes = make_classes(values, decimals, breaks, city=values[-1])
    for value in values:
        assert classes.number(value) == classes.number(float(rounded(value, decimals)))
    ordered = sorted(values)
    assert [classes.number(value) for value in ordered] == sorted(classes.number(value) for value in ordered)


@given(VALUES, st.floats(-1000, 1000), st.integers(0, 3))
def test_diverging_classes_are_alike_on_both_sides_of_the_city(values: list[float], city: float, decimals: int) -> None:
    classes = make_classes(values, decimals, "diverging", city)
    middle = rounded(city, decimals)
    assert classes.diverging
    assert len(classes.numbers) == 5
    assert classes.number(city) == 3
    low, below, above, high = classes.lows
    step = Decimal(1).scaleb(-decimals)
    assert middle - below == above - step - middle
    assert middle - low == high - step - middle
    assert below - low == high - above
    for value in values:
        assert classes.number(value) == 6 - classes.number(2 * float(middle) - float(rounded(value, decimals)))


def test_diverging_breaks_lie_at_half_and_one_and_a_half_of_the_usual_distance() -> None:
    """Distances from the city of 3, 3, 3 and 9: root mean square 5.196, so breaks at 2.6 and 7.8."""
    classes = make_classes([17.0, 23.0, 23.0, 29.0], 1, "diverging", 20.0)
    assert math.isclose(math.sqrt((9 + 9 + 9 + 81) / 4), 5.196, abs_tol=0.001)
    assert [str(low) for low in classes.lows] == ["12.2", "17.4", "22.7", "27.9"]
    assert [classes.number(value) for value in (12.1, 17.0, 17.4, 20.0, 22.6, 22.7, 29.0)] == [1, 2, 3, 3, 3, 4, 5]
    assert [classes.fill(number) for number in (1, 5)] == ["div-1", "div-5"]


def test_without_a_city_there_is_nothing_to_diverge_from() -> None:
    values = [float(n) for n in range(20)]
    assert make_classes(values, 0, "diverging", None) == make_classes(values, 0, "quantile")


def test_a_fifth_of_the_areas_is_in_each_quantile_class() -> None:
    classes = make_classes([float(n * n) for n in range(25)], 0, "quantile")
    assert [int(low) for low in classes.lows] == [25, 100, 225, 400]


def test_equal_classes_are_as_wide_as_each_other() -> None:
    classes = make_classes([0.0, 1, 2, 3, 4, 50], 0, "equal")
    assert [int(low) for low in classes.lows] == [10, 20, 30, 40]
    assert classes.number(10.4) == 2
    assert classes.number(9.4) == 1


@given(st.lists(st.integers(0, 400), min_size=6, max_size=11, unique=True))
def test_natural_classes_are_the_least_spread_of_all(values: list[int]) -> None:
    """Against every way of cutting the sorted values into five."""
    ordered = sorted(values)

    def spread(parts: list[list[int]]) -> float:
        return sum(sum((value - sum(part) / len(part)) ** 2 for value in part) for part in parts)

    def cut(starts: tuple[int, ...]) -> list[list[int]]:
        edges = [0, *starts, len(ordered)]
        return [ordered[first:last] for first, last in itertools.pairwise(edges)]

    least = min(spread(cut(starts)) for starts in itertools.combinations(range(1, len(ordered)), 4))
    classes = make_classes(map(float, ordered), 0, "natural")
    found = [[value for value in ordered if classes.number(value) == number] for number in classes.numbers]
    assert spread(found) == pytest.approx(least, abs=1e-6)


def test_few_values_have_few_classes_over_the_whole_palette() -> None:
    classes = make_classes([1.0, 1.0, 2.0, 3.0], 0, "quantile")
    assert classes.numbers == (1, 3, 5)
    assert make_classes([4.0], 0, "quantile").numbers == (1,)
    assert make_classes([], 0, "quantile") == Classes((), (1,), 0)


def test_labels_say_which_numbers_a_class_takes() -> None:
    classes = make_classes([17.0, 23.0, 23.0, 29.0], 1, "diverging", 20.0)
    labels = [class_label(classes, index, INDICATOR, "Leeds") for index in range(5)]
    assert labels == [
        "12.1% or less", "12.2% to 17.3%", "17.4% to 22.6%, around Leeds", "22.7% to 27.8%", "27.9% or more",
    ]  # fmt: skip
    assert class_label(make_classes([4.0], 1, "equal"), 0, INDICATOR, "Leeds") == "Any value"
    assert class_label(make_classes([1.0, 2.0, 3.0], 0, "equal"), 1, INDICATOR, "Leeds") == "2.0%"
