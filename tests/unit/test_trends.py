"""Trend markers against Fingertips, PHEindicatormethods and statsmodels, and where there must be none."""

import csv
import math
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2, linregress
from statsmodels.stats.contingency_tables import Table

from pipelines.faults import DeclarationFaultsError
from pipelines.methods.trend import CRITICAL, Trend, YearFigure, trend_of, trends
from tests.unit.made_up_series import DB, Row, point, share, show, year

_MARKERS = {
    "Increasing": "increasing",
    "Decreasing": "decreasing",
    "NoChange": "no_change",
    "CannotBeCalculated": "cannot_be_calculated",
}
_POLARITIES = {"High is good": "high_good", "Low is good": "low_good", "No judgement": "no_judgement", "": "high_good"}
_LABELS = {
    "Increasing": "increasing",
    "DecreasingAndGettingWorse": "getting_worse",
    "DecreasingAndGettingBetter": "getting_better",
}
_PART = {"count": "numerator", "denominator": "denominator", "value": "value", "lower95": "lower", "upper95": "upper"}
WITH_LIMITS = {"kind": "published", "interval": "published"}


def read(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as handle:
        return list(csv.DictReader(handle))


def cases(folder: Path) -> Iterator[tuple[str, list[dict[str, str]], dict[str, str]]]:
    """Each case with its points and with its recomputation at full precision."""
    points = read(folder / "cases_trend.csv")
    for exact in read(folder / "reference_full_precision.csv"):
        yield exact["case"], [row for row in points if row["case"] == exact["case"]], exact


def parts(row: dict[str, str]) -> dict[str, float | None]:
    return {ours: float(row[theirs]) if row[theirs] else None for theirs, ours in _PART.items()}


def close(found: float | None, expected: str) -> bool:
    return found is not None and math.isclose(found, float(expected), rel_tol=1e-9)


def test_one_series_agrees_with_the_reference(method_cases: Path) -> None:
    tested = 0
    for case, rows, exact in cases(method_cases / "trend"):
        form = "proportion" if exact["method"] == "proportion" else "interval"
        found = trend_of(DB, [YearFigure(float(row["year"]), **parts(row)) for row in rows], form)  # type: ignore[arg-type]
        if case != "phe_prop_grouped_White":  # two figures of 2022: only the query over a series can tell
            assert found.marker == _MARKERS[exact["marker"]], case
        if exact["chi2_full"]:
            assert close(found.slope, exact["slope_full"]), case
            assert close(found.chi_squared, exact["chi2_full"]), case
            assert len(found.leave_one_out) == 5
        for row in rows:  # what the publishers printed themselves, to their own decimals
            assert row["expected_marker"] == exact["marker"]
            if row["expected_chi2"]:
                assert found.chi_squared == pytest.approx(float(row["expected_chi2"]), abs=0.02)
        tested += 1
    assert tested >= 12


def test_all_series_at_once_agree_with_the_reference(method_cases: Path) -> None:
    expected, rows, about = {}, [], {}
    for case, points, exact in cases(method_cases / "trend"):
        expected[case] = (exact, points[0])
        shift = 0 if int(points[0]["year"]) > 1900 else 2000
        for row in points:
            counted = parts(row)
            given_value = counted["numerator"] if exact["method"] == "proportion" else counted["value"]
            period = year(int(row["year"]) + shift)
            rows.append(
                point(
                    period,
                    indicator=case,
                    status="ok" if given_value is not None else "suppressed",
                    **(counted if given_value is not None else {}),
                )
            )
        about[case] = {"polarity": _POLARITIES[points[0]["polarity"]]}
        if exact["method"] == "ci":
            about[case] |= WITH_LIMITS
    show(rows, about)
    found = trends(DB, "observations", "about").set_index("indicator")
    assert len(found) == len(expected) >= 12
    for case, (exact, first) in expected.items():
        row = found.loc[case]
        assert row.marker == _MARKERS[exact["marker"]], case
        if exact["chi2_full"]:
            assert close(row.slope, exact["slope_full"]), case
            assert close(row.chi_squared, exact["chi2_full"]), case
            assert row.reason == ""
        else:
            assert pd.isna(row.slope)
            assert pd.isna(row.chi_squared)
            assert row.leave_one_out == ""
            assert row.method == ""
            assert row.reason
        if first["expected_label"] in _LABELS:
            assert row.judgement == _LABELS[first["expected_label"]], case


def test_the_critical_value_is_the_chi_square_quantile() -> None:
    """Fingertips' constant is the quantile at p = 0.002 to nine digits; it is kept as they write it."""
    assert math.isclose(CRITICAL, chi2.isf(0.002, 1), rel_tol=1e-9)


values = st.floats(1, 100).map(lambda x: round(x, 4))
halves = st.floats(0.05, 5).map(lambda x: round(x, 4))
measured = st.lists(st.tuples(values, halves), min_size=5, max_size=5)
counted = st.lists(
    st.tuples(st.integers(1, 5_000), st.integers(1, 5_000)).map(lambda pair: (pair[0], pair[0] + pair[1])),
    min_size=5,
    max_size=5,
)


def five(**columns: list[list[float]]) -> pd.DataFrame:
    """The trends of many series of five figures, each column a list of series."""
    of_shares = "numerator" in columns
    rows = [
        point(year(2019 + i), **{"value": 1.0, **{name: series[place][i] for name, series in columns.items()}},
              indicator=f"i{place:03d}_share")
        for place in range(len(next(iter(columns.values()))))
        for i in range(5)
    ]  # fmt: skip
    show(rows, **({} if of_shares else WITH_LIMITS))
    found = trends(DB, "observations", "about")
    assert set(found.method) == {"proportion" if of_shares else "interval"}
    return found.assign(slopes=[[float(slope) for slope in text.split("|")] for text in found.leave_one_out])


def of_intervals(several: list[list[tuple[float, float]]]) -> pd.DataFrame:
    return five(
        value=[[v for v, _ in one] for one in several],
        lower=[[v - h for v, h in one] for one in several],
        upper=[[v + h for v, h in one] for one in several],
    )


def of_shares(several: list[list[tuple[int, int]]]) -> pd.DataFrame:
    return five(
        numerator=[[c for c, _ in one] for one in several], denominator=[[n for _, n in one] for one in several]
    )


TIME = np.arange(5) - 2.0
LINE = sm.add_constant(TIME)


@given(st.lists(measured, min_size=15, max_size=15))
@settings(max_examples=12)
def test_the_interval_form_is_weighted_least_squares_with_known_errors(
    several: list[list[tuple[float, float]]],
) -> None:
    found = of_intervals(several)
    for place, figures in enumerate(several):
        y = np.array([v for v, _ in figures])
        weights = np.array([(3.92 / ((v + h) - (v - h))) ** 2 for v, h in figures])
        fitted = sm.WLS(y, LINE, weights=weights).fit(cov_type="fixed scale")
        row = found.iloc[place]
        assert row.slope == pytest.approx(fitted.params[1], rel=1e-9, abs=1e-9)
        assert row.chi_squared == pytest.approx((fitted.params[1] / fitted.bse[1]) ** 2, rel=1e-7, abs=1e-7)
        for left_out in range(5):
            kept = np.arange(5) != left_out
            alone = sm.WLS(y[kept], LINE[kept], weights=weights[kept]).fit()
            assert row.slopes[left_out] == pytest.approx(alone.params[1], rel=1e-8, abs=1e-9)


@given(st.lists(counted, min_size=15, max_size=15))
@settings(max_examples=12)
def test_the_proportion_form_is_a_test_for_linear_trend(several: list[list[tuple[int, int]]]) -> None:
    found = of_shares(several)
    for place, figures in enumerate(several):
        c, n = (np.array(column, dtype=float) for column in zip(*figures, strict=True))
        odds = np.log(c / (n - c))
        row = found.iloc[place]
        assert row.slope == pytest.approx(linregress(TIME, odds).slope, rel=1e-9, abs=1e-9)
        for left_out in range(5):
            kept = np.arange(5) != left_out
            assert row.slopes[left_out] == pytest.approx(
                sm.OLS(odds[kept], LINE[kept]).fit().params[1], rel=1e-8, abs=1e-9
            )
        ordinal = Table(np.column_stack([n - c, c]), shift_zeros=False).test_ordinal_association(
            row_scores=TIME, col_scores=np.array([0.0, 1.0])
        )
        assert row.chi_squared == pytest.approx(ordinal.zscore**2 * n.sum() / (n.sum() - 1), rel=1e-7, abs=1e-7)


@given(st.lists(measured, min_size=15, max_size=15))
@settings(max_examples=8)
def test_reversing_time_turns_the_marker_round(several: list[list[tuple[float, float]]]) -> None:
    there, back = of_intervals(several), of_intervals([figures[::-1] for figures in several])
    turned = there.marker.replace({"increasing": "decreasing", "decreasing": "increasing"})
    sure = (there.chi_squared - CRITICAL).abs() > 1e-6
    assert back.marker[sure].tolist() == turned[sure].tolist()
    assert back.slope.tolist() == pytest.approx((-there.slope).tolist(), rel=1e-9, abs=1e-9)


@given(st.lists(counted, min_size=15, max_size=15), st.integers(2, 9))
@settings(max_examples=8)
def test_more_of_the_same_is_never_less_significant(several: list[list[tuple[int, int]]], times: int) -> None:
    small, large = of_shares(several), of_shares([[(times * c, times * n) for c, n in one] for one in several])
    assert large.chi_squared.tolist() == pytest.approx((times * small.chi_squared).tolist(), rel=1e-9, abs=1e-9)
    moved = small.marker != "no_change"
    assert large.marker[moved].tolist() == small.marker[moved].tolist()


def rising(first: int = 2019, years: int = 5, month: int = 1) -> list[Row]:
    return [share(year(first + i, month), 300 + 40 * i, 1_000) for i in range(years)]


def only(rows: list[Row], **about: object) -> pd.Series:
    show(rows, **about)
    found = trends(DB, "observations", "about")
    assert len(found) == 1
    return found.iloc[0]


def test_a_rising_share_is_tested_over_its_last_five_years() -> None:
    row = only([share(year(2015), 900, 1_000), *rising(2016), share(year(2010), 1, 1_000)])
    assert (row.marker, row.judgement, row.method) == ("increasing", "getting_better", "proportion")
    assert (row.first_period, row.last_period, row.points) == (year(2016), year(2020), 5)
    again = trend_of(DB, [YearFigure(i, numerator=300 + 40 * i, denominator=1_000) for i in range(5)], "proportion")
    assert (row.slope, row.chi_squared) == (again.slope, again.chi_squared)
    assert tuple(float(slope) for slope in row.leave_one_out.split("|")) == again.leave_one_out


@pytest.mark.parametrize(("polarity", "expected"), [
    ("high_good", "getting_better"), ("low_good", "getting_worse"), ("no_judgement", "increasing"),
])  # fmt: skip
def test_polarity_judges_the_direction(polarity: str, expected: str) -> None:
    assert only(rising(), polarity=polarity).judgement == expected


@given(st.lists(counted, min_size=10, max_size=10))
@settings(max_examples=6)
def test_polarity_flips_better_and_worse_and_nothing_else(several: list[list[tuple[int, int]]]) -> None:
    rows = [
        share(year(2019 + i), c, n, area_code=f"W{place}")
        for place, figures in enumerate(several)
        for i, (c, n) in enumerate(figures)
    ]
    judged = {}
    for polarity in ("high_good", "low_good", "no_judgement"):
        show(rows, polarity=polarity)
        judged[polarity] = trends(DB, "observations", "about")
    high, low, plain = judged.values()
    flip = {"getting_better": "getting_worse", "getting_worse": "getting_better"}
    assert high.judgement.replace(flip).tolist() == low.judgement.tolist()
    assert plain.judgement.tolist() == plain.marker.tolist()
    for other in (low, plain):
        pd.testing.assert_frame_equal(high.drop(columns="judgement"), other.drop(columns="judgement"))


@given(st.randoms(use_true_random=False))
@settings(max_examples=6)
def test_the_order_of_rows_changes_nothing(random: "np.random.Generator") -> None:
    rows = [
        {**row, "area_code": area, "level": level, "indicator": indicator}
        for area, level in (("W1", "ward"), ("W2", "ward"), ("C", "city"), ("L1", "lsoa21"))
        for indicator in ("a_share", "b_share")
        for row in [*rising(2012, 9), share(year(2021), 400, 1_100)]
    ]
    show(rows)
    before = trends(DB, "observations", "about")
    random.shuffle(rows)
    show(rows)
    pd.testing.assert_frame_equal(before, trends(DB, "observations", "about"))
    assert len(before) == 8


LONG = [share(f"{2010 + i}-01-01/P3Y", 300 + 40 * i, 1_000) for i in range(8)]
SPACED = [share(f"{2000 + 3 * i}-01-01/P3Y", 300 + 40 * i, 1_000) for i in range(6)]
QUARTERS = [share(f"{2019 + i // 4}-{3 * (i % 4) + 1:02d}-01/P3M", 300 + 30 * i, 1_000) for i in range(8)]


@pytest.mark.parametrize(
    ("rows", "about", "says"),
    [
        (rising(), {"overlapping": True}, "overlap"),
        (LONG, {}, "overlap"),
        ([*rising(), share("2014-01-01/P6Y", 300, 1_000)], {}, "overlap"),
        (SPACED, {}, "longer than a year"),
        (QUARTERS, {}, "year by year"),
        ([*rising(2018, 3), *rising(2022, 2)], {}, "year by year"),
        ([*rising(2018, 4), *rising(2022, 1, month=4)], {}, "year by year"),
        (rising(years=4), {}, "only 4"),
        (rising(), {"breaks": "2021-04-01"}, "before 2021-04-01"),
        (rising(), {"breaks": "2015-01-01 2023-06-30"}, "before 2023-06-30"),
        ([point(row["period"], 30 + i) for i, row in enumerate(rising())], {"interval": "none"}, "no interval"),
        ([point(row["period"], 30 + i) for i, row in enumerate(rising())], WITH_LIMITS, "No interval"),
        ([point(row["period"], 30 + i) for i, row in enumerate(rising())], {}, "No numerator"),
        ([point(year(2019 + i), 5.0 + i, lower=5.0 + i, upper=5.0 + i) for i in range(5)], WITH_LIMITS, "width"),
        ([*rising(2019, 2), point(year(2021)), *rising(2022, 2)], {}, "No figure (suppressed) for the period"),
        ([*rising(2019, 4), share(year(2023), 0, 1_000)], {}, "nobody or of everybody"),
        ([*rising(2019, 4), share(year(2023), 1_000, 1_000)], {}, "nobody or of everybody"),
        ([point(year(2023), status="not_collected")], {}, "gives no figures"),
    ],
    ids=[
        "declared overlapping", "overlap seen", "an earlier period reaches into the five", "three years apart",
        "quarters", "a year left out", "the start of the year moved", "four years", "break inside",
        "break inside the last period", "no interval declared", "no interval given", "no counts", "no width",
        "a suppressed year", "nobody", "everybody", "not collected",
    ],
)  # fmt: skip
def test_a_marker_is_never_a_guess(rows: list[Row], about: dict[str, object], says: str) -> None:
    row = only(rows, **about)
    assert (row.marker, row.judgement, row.method) == ("cannot_be_calculated", "cannot_be_calculated", "")
    assert says in row.reason
    assert pd.isna(row.slope)
    assert pd.isna(row.chi_squared)
    assert row.leave_one_out == ""


@pytest.mark.parametrize("breaks", ["", "2019-01-01", "2010-04-01  2019-01-01", "2024-01-01", "2030-01-01"])
def test_a_break_outside_the_five_years_does_not_matter(breaks: str) -> None:
    assert only(rising(), breaks=breaks).marker == "increasing"


# Six to nine years in a row, of which at most one is changed, so that many may be tested and many may not.
changes = st.tuples(
    st.integers(0, 8),
    st.sampled_from([(0, 1, "P1Y"), (0, 1, "P6M"), (0, 1, "P3Y"), (0, 1, "P18M"), (0, 7, "P1Y"), (1, 1, "P1Y")]),
)
days = st.dates(pd.Timestamp(2013, 1, 1).date(), pd.Timestamp(2024, 12, 31).date())


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[tuple[int, int, str]], list[object]]:
    years = draw(st.integers(5, 9))
    changed, (later, month, length) = draw(changes)
    periods = [(2014 + i, 1, "P1Y") for i in range(years)]
    if changed < years:
        periods[changed] = (2014 + changed + later, month, length)
    return list(dict.fromkeys(periods)), draw(st.lists(days, max_size=1))


def may_be_tested(periods: list[tuple[int, int, str]], breaks: list[object]) -> bool:
    """The rule in the plainest way: the last five follow each other year by year, apart from each other and breaks."""
    steps = {"Y": "years", "M": "months", "D": "days"}
    bounds = []
    for first, month, length in periods:
        start = pd.Timestamp(first, month, 1)
        bounds.append((start, start + pd.DateOffset(**{steps[length[-1]]: int(length[1:-1])})))
    bounds.sort()
    window, before = bounds[-5:], bounds[:-5]
    return (
        all(two[0] == one[0] + pd.DateOffset(years=1) and one[1] <= two[0] for one, two in pairwise(window))
        and window[-1][1] <= window[-1][0] + pd.DateOffset(years=1)
        and all(end <= window[0][0] for _, end in before)
        and not any(window[0][0] < pd.Timestamp(str(day)) < window[-1][1] for day in breaks)
    )


@given(st.lists(histories(), min_size=25, max_size=25))
@settings(max_examples=10)
def test_no_marker_on_overlapping_or_broken_periods(
    several: list[tuple[list[tuple[int, int, str]], list[object]]],
) -> None:
    rows, about = [], {}
    for place, (periods, breaks) in enumerate(several):
        about[f"i{place:02d}_share"] = {"breaks": " ".join(map(str, breaks))}
        rows += [
            share(f"{first}-{month:02d}-01/{length}", 200 + 20 * i, 1_000, indicator=f"i{place:02d}_share")
            for i, (first, month, length) in enumerate(periods)
        ]
    show(rows, about)
    found = trends(DB, "observations", "about")
    tested = (found.marker != "cannot_be_calculated").tolist()
    assert tested == [may_be_tested(periods, breaks) for periods, breaks in several], found.reason.tolist()


def test_the_rule_in_the_plainest_way_lets_some_through() -> None:
    yearly = [(first, 1, "P1Y") for first in range(2015, 2021)]
    assert may_be_tested(yearly, [])
    assert not may_be_tested(yearly, ["2018-02-01"])


def test_periods_that_a_level_is_not_given_do_not_count() -> None:
    """Every area has a row in every period of its indicator; one that no area of a level has is not the level's."""
    added = [point(year(2024), status="missing_at_source"), point("2015-01-01/P5Y", status="missing_at_source")]
    row = only([*rising(), *added])
    assert (row.marker, row.last_period) == ("increasing", year(2023))
    other = [{**point(year(2024), 50.0), "area_code": "W2"}]
    show([*rising(), *added, *other])
    found = trends(DB, "observations", "about").set_index("area_code")
    assert "No figure (missing at source)" in found.loc["W1", "reason"]
    assert "one figure for each" in found.loc["W2", "reason"]


def test_small_areas_have_a_row_when_they_have_five_figures() -> None:
    rows = [{**row, "level": "lsoa21", "area_code": "L1"} for row in rising(2015, 9)]
    rows += [{**row, "level": "lsoa21", "area_code": "L2"} for row in rising(2020, 4)]
    rows += [{**row, "level": "country", "area_code": "N"} for row in rising(2015, 9)]
    assert only(rows).area_code == "L1"


def test_without_what_the_form_needs_one_series_has_no_marker() -> None:
    four = [YearFigure(i, value=1.0, lower=0.5, upper=1.5) for i in range(4)]
    assert trend_of(DB, four, "interval").marker == "cannot_be_calculated"
    assert trend_of(DB, [*four, YearFigure(4, value=1.0)], "interval").marker == "cannot_be_calculated"
    flat = [YearFigure(i, value=1.0, lower=1.0, upper=1.0) for i in range(5)]
    assert trend_of(DB, flat, "interval").marker == "cannot_be_calculated"
    nobody = [YearFigure(i, numerator=i, denominator=10) for i in range(5)]
    assert trend_of(DB, nobody, "proportion") == Trend("proportion", None, None, (), "cannot_be_calculated")


def test_a_period_that_cannot_be_read_is_told_with_its_indicator() -> None:
    show([point("2021", 1.0), point("last year", 1.0, indicator="y_share")])
    with pytest.raises(DeclarationFaultsError, match=r"x_share: its period is '2021'[\s\S]*y_share: .*'last year'"):
        trends(DB, "observations", "about")
