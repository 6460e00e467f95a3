"""Fifths by deprivation, their gap and slope: against PHEindicatormethods, statsmodels and closed forms."""

import csv
from pathlib import Path
from random import Random

import duckdb
import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from pipelines.methods.inequality import deprivation_fifths, inequalities
from pipelines.methods.observations import install_macros
from pipelines.methods.slope_index import Groups, Limits, indices

DB = duckdb.connect()
install_macros(DB)
SEED = 7
AREAS = [f"E01{n:06d}" for n in range(1, 12)]
# Worked example 2 of phe_sii (vignette of PHEindicatormethods 1.2.1, 100,000 draws): slope, ratio and limits of rates
# by fifth, whose figures are the kept DSR_testdata.csv. Its slope runs the other way: least minus most deprived.
PHE_RATES = {
    "2010": (-14.848683, 0.8956758, -18.94895, -10.767618, 0.8689296, 0.9231619),
    "2011": (-13.528326, 0.9039924, -17.59739, -9.440905, 0.8770905, 0.9319611),
    "2012": (-11.680045, 0.9159389, -15.71630, -7.668494, 0.8886555, 0.9439264),
    "2013": (-10.544273, 0.9232984, -14.53828, -6.573173, 0.8959216, 0.9514144),
    "2014": (-10.591214, 0.9226440, -14.50746, -6.646637, 0.8956632, 0.9506939),
    "2015": (-9.042367, 0.9332670, -12.97108, -5.145767, 0.9057449, 0.9614199),
}
# Worked example 3 (vignette of 2.1.0, transform = TRUE, multiplier -100, 100,000 draws): obesity in Year 6, 2006/07, by
# decile, most deprived first: measured, obese.
OBESITY = [
    (34353, 7287),
    (32112, 6881),
    (27715, 5656),
    (25372, 4868),
    (23889, 4176),
    (23260, 3876),
    (23180, 3617),
    (24193, 3546),
    (23609, 3314),
    (24488, 2960),
]
PHE_OBESITY = (10.964626, 10.439700, 11.491429)


def shares(counts: list[tuple[int, int]]) -> Groups:
    """Percentages with Wilson limits of (size, count) by group."""
    size, count = (np.array(column, dtype=float) for column in zip(*counts, strict=True))
    lower, upper = proportion_confint(count, size, method="wilson")
    return Groups(100 * count / size, 100 * lower, 100 * upper, size, share=True, multiplier=100.0)


def rates(value: list[float], size: list[float], wide: float = 0.1) -> Groups:
    """Rates with limits of a ratio of 1 + wide on both sides."""
    own = np.array(value)
    return Groups(own, own / (1 + wide), own * (1 + wide), np.array(size), share=False, multiplier=1000.0)


def holds(limits: Limits) -> bool:
    return bool(limits.lower <= limits.value <= limits.upper)


def test_rates_agree_with_pheindicatormethods(method_cases: Path) -> None:
    with (method_cases / "phe" / "DSR_testdata.csv").open(newline="") as handle:
        rows = list(csv.DictReader(handle))
    for period, expected in PHE_RATES.items():
        own = [row for row in rows if row["Period"] == period]
        assert [row["Quintile"] for row in own] == ["1", "2", "3", "4", "5"]
        value, lower, upper, size = (
            np.array([float(row[c]) for row in own]) for c in ("value", "lowercl", "uppercl", "total_pop")
        )
        slope, relative = (index.limits for index in indices(Groups(value, lower, upper, size, False, 1.0), SEED))
        assert -slope.value == pytest.approx(expected[0], abs=1e-6)
        assert 1 / relative.value == pytest.approx(expected[1], abs=1e-7)
        # Simulated there and here: within 5% of the interval's half, as upstream's own tests allow.
        assert (-slope.upper, -slope.lower) == pytest.approx(expected[2:4], abs=0.05 * 4.1)
        assert (1 / relative.upper, 1 / relative.lower) == pytest.approx(expected[4:], abs=0.05 * 0.027)


def test_shares_agree_with_pheindicatormethods() -> None:
    slope = indices(shares(OBESITY), SEED)[0].limits
    assert slope.value == pytest.approx(PHE_OBESITY[0], abs=1e-6)
    assert (slope.lower, slope.upper) == pytest.approx(PHE_OBESITY[1:], abs=0.05 * 0.53)


sizes = st.lists(st.floats(200, 50_000), min_size=5, max_size=5)


@given(st.lists(st.floats(1, 500), min_size=5, max_size=5), sizes)
@settings(max_examples=60)
def test_the_line_is_the_weighted_regression_of_statsmodels(value: list[float], size: list[float]) -> None:
    weight = np.array(size) / sum(size)
    middle = np.cumsum(weight) - weight / 2
    for share, y in ((False, np.array(value)), (True, np.log(np.array(value) / (600 - np.array(value))))):
        start, slope = sm.WLS(y, sm.add_constant(middle), weights=weight).fit().params
        most, least = start, start + slope
        if share:
            most, least = (600 / (1 + np.exp(-end)) for end in (most, least))
        nothing = np.full(5, np.nan)
        found = indices(Groups(np.array(value), nothing, nothing, np.array(size), share, 600.0), SEED)
        assert found[0].limits.value == pytest.approx(most - least, rel=1e-8, abs=1e-8)
        if most > 1e-6 and least > 1e-6:
            assert found[1].limits.value == pytest.approx(most / least, rel=1e-7)


def test_a_straight_line_has_its_own_ends() -> None:
    # Five equal groups at 10, 20, ... 50: the line runs from 5 to 55.
    slope, relative = indices(rates([10, 20, 30, 40, 50], [100] * 5), SEED)
    assert slope.limits.value == pytest.approx(-50, rel=1e-12)
    assert relative.limits.value == pytest.approx(5 / 55, rel=1e-12)
    assert holds(slope.limits)
    assert slope.limits.upper < 0


def test_the_same_everywhere_is_no_inequality() -> None:
    for groups in (rates([20] * 5, [100, 300, 200, 500, 250]), shares([(400, 100), (800, 200), (1200, 300)] * 2)):
        slope, relative = (index.limits for index in indices(groups, SEED))
        assert slope.value == pytest.approx(0, abs=1e-9)
        assert relative.value == pytest.approx(1, rel=1e-9)
        assert slope.lower < 0 < slope.upper
        assert relative.lower < 1 < relative.upper


def test_what_cannot_be_computed_is_said() -> None:
    four = indices(rates([1, 2, 3, 4], [100] * 4), SEED)
    assert np.isnan(four[0].limits.value)
    assert "fewer than 5 groups" in four[0].why
    nobody = indices(shares([(400, 0), (400, 10), (400, 20), (400, 30), (400, 40)]), SEED)
    assert np.isnan(nobody[0].limits.value)
    assert "no logit" in nobody[1].why
    slope, relative = indices(rates([100, 1, 1, 1, 1], [100] * 5), SEED)
    assert np.isfinite(slope.limits.lower)
    assert np.isnan(relative.limits.value)
    assert "falls below 0" in relative.why
    none = rates([4, 3, 2, 1, 0], [100] * 5)
    slope, relative = indices(none, SEED)
    assert slope.limits.value == pytest.approx(5)
    assert np.isnan(slope.limits.lower)
    assert "no events" in slope.why


def test_gap_of_shares_is_newcombes_hybrid_score_interval() -> None:
    # Newcombe (1998), Statistics in Medicine 17, table II, method 10: 56/70 - 48/80 is 0.2000, 0.0524 to 0.3339.
    counts = [(56.0, 70.0), (10.0, 20.0), (11.0, 20.0), (12.0, 20.0), (48.0, 80.0)]
    rows = [("share", area, "2024", *pair) for area, pair in zip(AREAS, counts, strict=False)]
    gap = measured(fifths_of(observations(rows), RANKS.iloc[:5])).iloc[0]
    assert (gap["measure"], gap["value"]) == ("gap", pytest.approx(20))
    assert (gap["lower"] / 100, gap["upper"] / 100) == pytest.approx((0.0524, 0.3339), abs=5e-5)
    expected = confint_proportions_2indep(56, 70, 48, 80, method="newcomb")
    assert (gap["lower"] / 100, gap["upper"] / 100) == pytest.approx(expected, rel=1e-9)


counts = st.lists(
    st.integers(400, 5_000).flatmap(lambda n: st.tuples(st.just(n), st.integers(20, n - 20))), min_size=5, max_size=5
)


@given(counts, st.integers(2, 10))
@settings(max_examples=60)
def test_the_intervals_hold_their_values_and_larger_groups_never_widen_them(
    groups: list[tuple[int, int]], times: int
) -> None:
    larger = [(times * n, times * x) for n, x in groups]
    small, large = indices(shares(groups), SEED), indices(shares(larger), SEED)
    for before, after in zip(small, large, strict=True):
        assert holds(before.limits)
        assert holds(after.limits)
    assert large[0].limits.upper - large[0].limits.lower <= small[0].limits.upper - small[0].limits.lower + 1e-9


def observations(rows: list[tuple[str, str, str, float | None, float | None]]) -> pd.DataFrame:
    """Rows of indicator, area, period, numerator, denominator as small-area observations."""
    frame = pd.DataFrame(rows, columns=["indicator", "area_code", "period", "numerator", "denominator"])
    return frame.assign(level="lsoa21").astype({"numerator": float, "denominator": float})


ABOUT = pd.DataFrame(
    [("share", "proportion", "wilson", 100.0), ("rate", "rate", "byar", 1000.0), ("plain", "rate", "none", 1000.0),
     ("score", "published", "none", 1.0)],
    columns=["indicator", "kind", "interval", "multiplier"],
)  # fmt: skip
RANKS = pd.DataFrame({"area_code": AREAS, "rank": [10 * n for n in range(1, 12)]})
NAMES = ("share", "rate", "plain", "score")
EACH = [
    (name, area, "2024-01-01/P1Y", 5.0 + 3 * n, 100.0 + n) for name in NAMES for n, area in enumerate(AREAS)
]  # fmt: skip


def fifths_of(rows: pd.DataFrame, ranks: pd.DataFrame = RANKS) -> pd.DataFrame:
    DB.register("observed", rows)
    DB.register("about", ABOUT)
    DB.register("ranks", ranks)
    return deprivation_fifths(DB, "observed", "about", "ranks", city="E08000099")


def measured(fifths: pd.DataFrame) -> pd.DataFrame:
    return inequalities(fifths, ABOUT, seed=SEED, city_name="Sampleton")


def test_fifths_are_sums_of_the_areas_within_them() -> None:
    found = fifths_of(observations(EACH))
    assert set(found["indicator"]) == {"share", "rate", "plain"}
    own = found[found["indicator"] == "share"]
    # 6 - ceil((12 - rank) / (11 / 5)) of ranks 1 to 11.
    assert list(own["areas"]) == [3, 2, 2, 2, 2]
    first = own.iloc[0]
    assert (first["numerator"], first["denominator"]) == (5 + 8 + 11, 100 + 101 + 102)
    assert first["value"] == pytest.approx(100 * 24 / 303)
    expected = proportion_confint(24, 303, method="wilson")
    assert (first["lower"], first["upper"]) == pytest.approx([100 * limit for limit in expected], rel=1e-9)
    assert found.loc[found["indicator"] == "plain", ["lower", "upper"]].isna().all(axis=None)
    assert own["numerator"].sum() == sum(row[3] for row in EACH if row[0] == "share")


def test_other_levels_and_figures_that_do_not_add_up_are_left_out() -> None:
    rows = observations(EACH)
    wards = rows.assign(level="ward", numerator=1e6)
    pd.testing.assert_frame_equal(fifths_of(pd.concat([rows, wards])), fifths_of(rows))


@pytest.mark.parametrize("how", ["suppressed", "absent"])
def test_one_area_without_a_figure_leaves_no_fifth_no_gap_and_no_slope(how: str) -> None:
    rows = observations(EACH)
    here = (rows["indicator"] == "rate") & (rows["area_code"] == AREAS[3])
    rows = rows[~here] if how == "absent" else rows.assign(numerator=rows["numerator"].mask(here))
    found = fifths_of(rows)
    second = found[(found["indicator"] == "rate") & (found["fifth"] == 2)]
    assert second[["numerator", "denominator", "value", "lower", "upper"]].isna().all(axis=None)
    assert found["value"].notna().sum() == len(found) - 1
    table = measured(found)
    own = table[table["indicator"] == "rate"]
    assert own[["value", "lower", "upper"]].isna().all(axis=None)
    assert all("fifth 2" in note for note in own["note"])
    assert table.loc[table["indicator"] == "share", "value"].notna().all()


def test_an_area_without_a_rank_leaves_no_fifth() -> None:
    assert fifths_of(observations(EACH), RANKS.iloc[1:])["value"].isna().all()


def test_too_few_areas_for_fifths_give_none() -> None:
    found = fifths_of(observations(EACH), RANKS.iloc[:4])
    assert found.empty
    assert measured(found).empty


def test_measures_set_the_most_deprived_against_the_least() -> None:
    table = measured(fifths_of(observations(EACH)))
    assert list(table["measure"]) == ["gap", "slope_index", "relative_index"] * 3
    assert set(table["groups"]) == {5}
    assert set(table["areas"]) == {len(AREAS)}
    for _, own in table.groupby("indicator"):
        gap, slope, relative = own["value"]
        # The made-up figures rise from the most to the least deprived area.
        assert gap < 0
        assert slope < 0
        assert 0 < relative < 1
        assert all("most deprived" in note.lower() for note in own["note"])
    plain = table[table["indicator"] == "plain"]
    assert plain[["lower", "upper"]].isna().all(axis=None)
    assert all("No interval" in note for note in plain["note"])


@given(st.randoms(use_true_random=False))
@settings(max_examples=6)
def test_neither_the_order_of_the_rows_nor_another_series_changes_anything(random: Random) -> None:
    rows = list(EACH)
    random.shuffle(rows)
    ranks = RANKS.sample(frac=1, random_state=random.randrange(1000))
    expected = fifths_of(observations(EACH))
    found = fifths_of(observations(rows), ranks)
    pd.testing.assert_frame_equal(found, expected)
    shuffled = found.sample(frac=1, random_state=random.randrange(1000))
    pd.testing.assert_frame_equal(measured(shuffled), measured(expected))
    alone = measured(found[found["indicator"] == "rate"])
    whole = measured(expected)
    pd.testing.assert_frame_equal(alone, whole[whole["indicator"] == "rate"].reset_index(drop=True))


@given(st.integers(0, 10), st.integers(1, 4))
@settings(max_examples=10)
def test_fifths_of_sums_are_sums_of_fifths(numerator: int, part: int) -> None:
    halves = [
        [(n, area, "2024", float(numerator + (k * part + i) % 7), 50.0) for i, area in enumerate(AREAS)]
        for k, n in ((1, "share"), (2, "rate"))
    ]
    found = fifths_of(observations([*halves[0], *halves[1]]))
    both = [("share", a[1], "2024", a[3] + b[3], a[4] + b[4]) for a, b in zip(*halves, strict=True)]
    together = fifths_of(observations(both))
    by_name = found.groupby("fifth")[["numerator", "denominator"]].sum()
    np.testing.assert_array_equal(by_name.to_numpy(), together[["numerator", "denominator"]].to_numpy())
