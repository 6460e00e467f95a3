"""Progress against a target: numbers by hand and from statsmodels, the order of statuses, and the cases at the edge."""

import datetime
import math
from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from pipelines.methods.pace import Point, Target, change_interval, direction_of
from pipelines.methods.progress import Progress, progress_of

# A quarter of the way in time: from the middle of 2020 to 1 July 2028 there are 8 years, and the latest is of 2022.
BASE = Point("2020-01-01/P1Y", 10.0, 9.5, 10.5)
END = datetime.date(2028, 7, 1)
TARGET = Target(END, 18.0)


def at(first: int, value: float, half: float | None = 0.1) -> Point:
    limits = (None, None) if half is None else (value - half, value + half)
    return Point(f"{first}-01-01/P1Y", value, *limits)


def judged(
    latest: float, target: Target | None = TARGET, direction: str = "up", half: float | None = 0.1, **more: object
) -> Progress:
    """Progress with three points, the last of 2022."""
    given_more = {"baseline": BASE, "figures": [at(2022, latest, half), BASE, at(2021, 11.0)], **more}
    return progress_of(direction, target=target, **given_more)  # type: ignore[arg-type]


def test_the_straight_line_by_hand() -> None:
    found = judged(12.0)
    days = (END - datetime.date(2020, 7, 2)).days  # the middle of 2020 is the start of 2 July
    gone = 2 * 365 + 0.5  # to noon of 2 July 2022, the middle of 2022
    assert found.share_of_way == pytest.approx(0.25, rel=1e-12)
    assert found.share_of_time == pytest.approx(gone / days, rel=1e-12)
    assert found.pace == pytest.approx(0.25 / (gone / days), rel=1e-12)
    assert found.expected_value == pytest.approx(10 + 8 * gone / days, rel=1e-12)
    assert found.remaining_years == pytest.approx((days - gone) / 365.25, rel=1e-12)
    assert found.required_per_year == pytest.approx(6 / ((days - gone) / 365.25), rel=1e-12)
    assert (found.points, found.change, found.status, found.note) == (3, 2.0, "on_track", "")
    assert (found.latest_period, found.target_by, found.target_value) == ("2022-01-01/P1Y", END, 18.0)


@pytest.mark.parametrize(
    ("latest", "status"),
    [
        (18.0, "achieved"), (19.0, "achieved"), (12.0, "on_track"), (11.92, "on_track"), (11.88, "needs_to_speed_up"),
        (11.22, "needs_to_speed_up"), (11.18, "too_slow"), (10.8, "too_slow"), (10.4, "within_sampling_error"),
        (9.6, "within_sampling_error"), (9.0, "wrong_way"),
    ],
)  # fmt: skip
def test_statuses_along_the_way(latest: float, status: str) -> None:
    assert judged(latest).status == status
    mirrored = progress_of(
        "down",
        Point(BASE.period, -BASE.value, -10.5, -9.5),
        [at(2021, -11.0), at(2022, -latest)],
        Target(END, -TARGET.value),
    )
    assert mirrored.status == status
    assert mirrored.pace == judged(latest).pace


def test_the_first_that_holds_is_the_status() -> None:
    assert progress_of("up", BASE, [], TARGET).status == "no_figure"
    assert progress_of("up", BASE, [at(2022, 20.0)], None).status == "no_target"
    two = progress_of("up", BASE, [BASE, at(2021, 10.2)], TARGET)
    assert (two.status, two.points) == ("too_early", 2)
    assert "2 of the 3 points" in two.note
    assert progress_of("up", BASE, [BASE], TARGET).points == 1
    assert progress_of("up", BASE, [at(2021, 18.5)], TARGET).status == "achieved"
    assert judged(10.4).note == "The interval of the change since the baseline holds 0."


def test_nothing_is_claimed_from_a_figure_before_the_baseline() -> None:
    found = progress_of("up", BASE, [at(2018, 30.0), at(2019, 30.0)], TARGET)
    assert (found.status, found.points) == ("too_early", 1)
    assert "from before the baseline" in found.note
    assert (found.change, found.change_lower, found.pace, found.share_of_time, found.expected_value) == (None,) * 5


def test_an_achieved_target_says_when_the_interval_is_short_of_it() -> None:
    sure, unsure = judged(19.0, half=0.5), judged(18.2, half=0.5)
    assert (sure.status, sure.note) == ("achieved", "")
    assert (unsure.status, unsure.note) == ("achieved", "Its interval still holds values short of the target.")
    assert sure.required_per_year == 0.0
    down = progress_of("down", BASE, [at(2021, 9.0), at(2022, 7.9, 0.5)], Target(END, 8.0))
    assert "short of the target" in down.note


@pytest.mark.parametrize(("value", "status"), [(10.0, "achieved"), (11.5, "achieved"), (8.5, "wrong_way")])
def test_a_target_that_equals_the_baseline_has_no_pace(value: float, status: str) -> None:
    found = judged(value, Target(END, 10.0))
    assert (found.status, found.pace, found.share_of_way) == (status, None, None)
    assert "there is no pace" in found.note


def test_falling_through_a_target_behind_the_baseline_is_the_wrong_way() -> None:
    """The plain formula would call it more than the whole way: (3 - 10) / (5 - 10)."""
    found = judged(3.0, Target(END, 5.0))
    assert (found.status, found.pace) == ("wrong_way", None)
    assert judged(7.0, Target(END, 5.0)).status == "achieved"


@pytest.mark.parametrize("by", [datetime.date(2022, 3, 1), datetime.date(2021, 12, 31), datetime.date(2020, 1, 1)])
@pytest.mark.parametrize(("value", "status"), [(17.9, "too_slow"), (9.0, "wrong_way"), (18.0, "achieved")])
def test_a_day_that_has_passed(by: datetime.date, value: float, status: str) -> None:
    found = judged(value, Target(by, 18.0))
    assert found.status == status
    assert (found.required_per_year is None) == (status != "achieved")
    assert found.remaining_years is not None
    assert found.remaining_years < 0
    assert ("has passed" in found.note) == (status != "achieved")
    if found.expected_value is not None:
        assert found.expected_value == 18.0


def test_no_time_left_divides_by_nothing() -> None:
    first = Point("2020-07-01/P1D", 10.0, 9.9, 10.1)
    latest = Point("2022-07-01/2022-07-02", 12.0, 11.9, 12.1)  # two days, whose middle is the start of the second
    found = progress_of("up", first, [first, at(2021, 11), latest], Target(datetime.date(2022, 7, 2), 18.0))
    assert (found.remaining_years, found.required_per_year, found.status) == (0.0, None, "too_slow")


def test_baselines_without_an_interval_are_taken_as_exact_and_said() -> None:
    cited = Point("2020-01-01/P1Y", 10.0)
    found = judged(12.0, baseline=cited)
    assert (found.change_lower, found.change_upper) == pytest.approx((1.9, 2.1))
    assert found.note == "The baseline has no interval and is taken as exact."
    bare = judged(12.0, half=None)
    assert (bare.change_lower, bare.change_upper, bare.status) == (None, None, "on_track")
    assert "sampling error cannot be told" in bare.note


def test_without_a_baseline_there_is_no_course() -> None:
    found = progress_of("up", None, [at(2020, 10.0), at(2021, 11.0), at(2022, 12.0)], TARGET)
    assert (found.status, found.baseline_period, found.pace) == ("too_early", None, None)
    assert "No baseline" in found.note
    assert found.required_per_year is not None
    assert progress_of("up", None, [at(2022, 18.0)], TARGET).status == "achieved"


def test_the_next_milestone_else_the_last() -> None:
    steps = [Target(datetime.date(year, 3, 31), float(year)) for year in (2026, 2021, 2024)]
    assert judged(12.0, milestones=steps).milestone_by == datetime.date(2024, 3, 31)
    assert judged(12.0, milestones=steps[1:2]).milestone_value == 2021.0
    assert judged(12.0).milestone_by is None
    assert progress_of("up", BASE, [], TARGET, steps).milestone_by == datetime.date(2021, 3, 31)


def test_assurance_follows_the_direction() -> None:
    assert judged(12.0, limits=(9.0, 13.0)).assurance == "consistent_fail"
    assert judged(12.0, limits=(9.0, 18.0)).assurance == "hit_and_miss"
    assert judged(12.0, direction="down", limits=(9.0, 13.0)).assurance == "consistent_pass"
    assert judged(12.0).assurance == ""


def test_direction_is_that_of_the_polarity_and_else_of_the_target() -> None:
    assert [direction_of(polarity) for polarity in ("high_good", "low_good")] == ["up", "down"]
    assert direction_of("high_good", 10, 5) == "up"
    assert [direction_of("no_judgement", 10, target) for target in (5, 15, 10)] == ["down", "up", "up"]


counts = st.tuples(st.integers(0, 400), st.integers(1, 400)).map(lambda pair: (min(pair), max(pair)))


@given(counts, counts)
@settings(max_examples=200)
def test_the_interval_of_a_change_is_newcombes_for_two_shares(one: tuple[int, int], two: tuple[int, int]) -> None:
    first, last = (Point("2020", x / n, *proportion_confint(x, n, method="wilson")) for x, n in (one, two))
    expected = confint_proportions_2indep(*two, *one, method="newcomb", compare="diff", correction=False)
    assert change_interval(first, last) == pytest.approx(expected, abs=1e-9)


values = st.floats(-100, 100).map(lambda x: round(x, 3))


@given(values, values, values, st.floats(0, 5), st.integers(2012, 2035))
@settings(max_examples=300)
def test_no_status_claims_more_than_the_figures(
    start: float, latest: float, target: float, half: float, by: int
) -> None:
    baseline = Point("2020-01-01/P1Y", start, start - half, start + half)
    figures = [baseline, at(2021, (start + latest) / 2), at(2022, latest, half)]
    found = progress_of("up", baseline, figures, Target(datetime.date(by, 1, 1), target))
    turned = progress_of(
        "down",
        Point(baseline.period, -start, -start - half, -start + half),
        [at(2021, -(start + latest) / 2), at(2022, -latest, half)],
        Target(datetime.date(by, 1, 1), -target),
    )
    assert (found.status, found.pace, found.note) == (turned.status, turned.pace, turned.note)
    assert (found.status == "achieved") == (latest >= target)
    assert found.change_lower is not None
    assert found.change_upper is not None
    assert found.change_lower <= latest - start <= found.change_upper
    if found.status in ("on_track", "needs_to_speed_up"):
        assert start < latest < target
        assert found.change_lower > 0
        assert by > 2022
    if found.status == "wrong_way":
        assert found.change_upper < 0
    for field in fields(found):
        number = getattr(found, field.name)
        assert not isinstance(number, float) or math.isfinite(number), field.name
    assert progress_of("up", baseline, figures[::-1], Target(datetime.date(by, 1, 1), target)) == found
