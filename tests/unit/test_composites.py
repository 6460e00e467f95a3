"""Composite scores and the range of their ranks: worked by hand, against scipy and COINr, and what must always hold."""

from collections.abc import Mapping, Sequence
from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from pipelines.methods.composite import COMPOSITE_COLUMNS, PART_COLUMNS, band_of, composites, winsorised

SEED = 7
PERIOD = "2024-01-01/P1Y"
Figures = Mapping[str, Sequence[float | None]]


def values_of(figures: Figures, error: float = 0.0) -> pd.DataFrame:
    """Figures by indicator, one for each ward, as rows; limits lie 1.96 errors away, or are absent."""
    rows = [
        (name, f"E05{ward:06d}", f"Ward {ward}", PERIOD, value)
        for name, column in figures.items()
        for ward, value in enumerate(column)
        if value is not None
    ]
    frame = pd.DataFrame(rows, columns=["indicator", "area_code", "area_name", "period", "value"])
    half = 1.96 * error if error else np.nan
    return frame.assign(lower=frame["value"] - half, upper=frame["value"] + half)


def scored(
    figures: Figures, low_good: Sequence[str] = (), error: float = 0.0, seed: int = SEED
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Scores of one characteristic made of all figures, and their parts."""
    about = pd.DataFrame(
        [(name, "low_good" if name in low_good else "high_good") for name in figures],
        columns=["indicator", "polarity"],
    )
    return composites(values_of(figures, error), {"place": list(figures)}, about, seed=seed)


def test_scores_worked_by_hand() -> None:
    # Mean 2 and population standard deviation sqrt(2/3); the second part the other way round.
    scores, parts = scored({"a": [1, 2, 3], "b": [30, 20, 10]}, low_good=["b"])
    step = 2 / np.sqrt(2 / 3)
    assert tuple(scores.columns) == COMPOSITE_COLUMNS
    assert tuple(parts.columns) == PART_COLUMNS
    assert list(scores["score"]) == pytest.approx([5 - step, 5, 5 + step])
    assert list(scores["rank"]) == [3, 2, 1]
    assert list(scores["band"]) == [1, 3, 5]
    assert list(parts.loc[parts["indicator"] == "b", "z"]) == pytest.approx([-step / 2, 0, step / 2])
    assert set(scores["rank_of"]) == {3}
    assert set(scores["status"]) == {"ok"}


def test_a_score_is_the_plain_mean_of_clipped_part_scores() -> None:
    # One of 21 wards far out: its z-score of 20 / sqrt(20) goes past 10 points, or did before it was clipped.
    even = [float(n) for n in range(21)]
    scores, parts = scored({"a": even, "b": [0.0] * 10 + [1.0] * 11, "c": [*even[:-1], 26.0]})
    by_part = parts.pivot_table(index="area_code", columns="indicator", values="score")
    assert list(scores["score"]) == pytest.approx(list(by_part.mean(axis=1)))
    assert parts["score"].between(0, 10).all()
    np.testing.assert_allclose(parts["score"], np.clip(5 + 2 * parts["z"], 0, 10))


@pytest.mark.parametrize(
    ("score", "band"), [(3.49, 1), (3.5, 2), (4.49, 2), (4.5, 3), (5.5, 4), (6.49, 4), (6.5, 5), (9.9, 5)]
)
def test_bands(score: float, band: int) -> None:
    assert band_of(score) == band


def test_a_score_needs_65_percent_of_its_parts() -> None:
    # 13 of 20 parts are 65%; 12 are not.
    names = [f"p{n:02d}" for n in range(20)]
    figures = {name: [1.0, 2.0, 3.0 if n < 13 else None, 4.0 if n < 12 else None] for n, name in enumerate(names)}
    scores, parts = scored(figures)
    assert list(scores["status"]) == ["ok", "ok", "ok", "not_applicable"]
    assert list(scores["parts"]) == [20, 20, 13, 12]
    assert set(scores["parts_declared"]) == {20}
    assert set(scores["rank_of"].dropna()) == {3}
    last = scores.iloc[3]
    assert last[["score", "band", "rank", "rank_lower", "rank_upper", "rank_of"]].isna().all()
    assert "12 of 20 parts" in last["note"]
    missing = parts[(parts["area_code"] == "E05000003") & (parts["indicator"] == "p12")].iloc[0]
    assert np.isnan(missing["value"])
    assert missing["note"] == "No figure."
    assert len(parts) == 4 * 20


@pytest.mark.parametrize(
    ("there", "said"),
    [(0, "None of its parts has a figure;"), (1, "Only 1 of 4 parts has"), (2, "Only 2 of 4 parts have")],
)
def test_an_area_without_a_score_is_told_how_few_parts_it_has(there: int, said: str) -> None:
    names = [f"p{n}" for n in range(4)]
    figures: Figures = {name: [1.0, 2.0, 3.0 if n < there else None] for n, name in enumerate(names)}
    about = pd.DataFrame({"indicator": [*names, "q"], "polarity": "high_good"})
    scores, _ = composites(values_of({**figures, "q": [1, 2, 3]}), {"place": names, "other": ["q"]}, about, seed=SEED)
    note = scores.loc[(scores["characteristic"] == "place") & (scores["area_code"] == "E05000002"), "note"].item()
    assert note.startswith(said)


def test_a_declared_part_without_any_figure_counts_as_missing() -> None:
    values = values_of({"a": [1, 2, 3]})
    about = pd.DataFrame({"indicator": ["a"], "polarity": ["high_good"]})
    scores, parts = composites(values, {"place": ["a", "gone"]}, about, seed=SEED)
    assert set(scores["status"]) == {"not_applicable"}
    assert list(parts.loc[parts["indicator"] == "gone", "note"]) == ["No figure."] * 3


def test_a_part_without_a_better_end_is_refused() -> None:
    about = pd.DataFrame({"indicator": ["a"], "polarity": ["no_judgement"]})
    with pytest.raises(KeyError):
        composites(values_of({"a": [1, 2, 3]}), {"place": ["a"]}, about, seed=SEED)


def test_the_same_in_every_ward_is_the_average() -> None:
    # 0.1 added up three times is not 0.3: rounding must not become a difference.
    scores, parts = scored({"a": [0.1] * 3, "b": [1, 2, 3]})
    assert list(parts.loc[parts["indicator"] == "a", "score"]) == [5.0] * 3
    assert all("same in every ward" in note for note in parts.loc[parts["indicator"] == "a", "note"])
    assert scores["score"][1] == 5


def test_equal_scores_share_the_better_rank() -> None:
    scores, _ = scored({"a": [1, 5, 5, 2]})
    assert list(scores["rank"]) == [4, 1, 1, 3]
    assert list(zip(scores["rank_lower"], scores["rank_upper"], strict=True)) == [(4, 4), (1, 1), (1, 1), (3, 3)]


def test_winsorising_follows_coinr() -> None:
    # COINr's documentation (winsorise, check_SkewKurt): skewness 3.063241, kurtosis 9.741391; one point is drawn in.
    values = np.array([*range(1, 11), 30, 100], dtype=float)
    assert stats.skew(values, bias=False) == pytest.approx(3.063241, abs=1e-6)
    assert stats.kurtosis(values, bias=False) == pytest.approx(9.741391, abs=1e-6)
    assert list(winsorised(values)) == [*range(1, 11), 30, 30]
    assert list(winsorised(-values)) == [-value for value in [*range(1, 11), 30, 30]]


def test_winsorised_values_are_marked_and_stay_printed() -> None:
    scores, parts = scored({"a": [*range(1, 11), 30, 100]})
    assert list(parts["winsorised"]) == [False] * 11 + [True]
    assert list(parts["value"][-2:]) == [30, 100]
    assert parts["note"].iloc[-1] == "Scored as 30."
    assert list(scores["rank"][-3:]) == [3, 1, 1]


def beyond(values: np.ndarray) -> bool:
    return bool(abs(stats.skew(values, bias=False)) > 2 and stats.kurtosis(values, bias=False) > 3.5)


@given(
    st.lists(st.floats(-3, 3).map(lambda x: round(float(np.sinh(x**3 / 3)), 6)), min_size=6, max_size=40, unique=True)
)
@settings(max_examples=150)
def test_winsorising_only_touches_the_ends_of_skewed_values_and_at_most_five(values: list[float]) -> None:
    given_values = np.array(values)
    found = winsorised(given_values)
    changed = int((found != given_values).sum())
    assert changed <= 5
    assert (changed > 0) == beyond(given_values)
    if beyond(given_values):
        assert changed == 5 or not beyond(found)
    order = np.argsort(given_values)
    assert (np.diff(found[order]) >= 0).all()


wards = st.integers(5, 33)


@st.composite
def figures(draw: st.DrawFn) -> dict[str, list[float | None]]:
    """Three to six parts over wards, some of them missing."""
    n, seed = draw(wards), draw(st.integers(0, 10_000))
    random = np.random.default_rng(seed)
    return {
        f"p{part}": [None if random.random() < 0.1 else float(random.gamma(2, 10)) for _ in range(n)]
        for part in range(draw(st.integers(3, 6)))
    }


@given(figures(), st.randoms(use_true_random=False))
@settings(max_examples=15)
def test_the_order_of_the_rows_and_of_the_parts_changes_nothing(own: Figures, random: Random) -> None:
    expected = scored(own, error=2.0)
    names = list(own)
    random.shuffle(names)
    values = values_of(own, 2.0).sample(frac=1, random_state=random.randrange(1000))
    about = pd.DataFrame({"indicator": names, "polarity": "high_good"})
    found = composites(values, {"place": names, "other": names[:2]}, about, seed=SEED)
    for one, other in zip(found, expected, strict=True):
        pd.testing.assert_frame_equal(one[one["characteristic"] == "place"].reset_index(drop=True), other)


@given(figures(), st.sampled_from([0.0, 1.0, 20.0]))
@settings(max_examples=15)
def test_the_range_holds_the_rank_and_stays_within_the_wards(own: Figures, error: float) -> None:
    table = scored(own, error=error)[0]
    ranked = table[table["status"] == "ok"]
    assert (ranked["rank_lower"] >= 1).all()
    assert (ranked["rank_lower"] <= ranked["rank"]).all()
    assert (ranked["rank"] <= ranked["rank_upper"]).all()
    assert (ranked["rank_upper"] <= len(ranked)).all()
    best = ranked.sort_values("score", ascending=False)
    assert list(best["rank"]) == sorted(best["rank"])


@given(figures())
@settings(max_examples=15)
def test_turned_polarity_mirrors_the_score_about_5(own: Figures) -> None:
    high, low = scored(own)[0], scored(own, low_good=list(own))[0]
    np.testing.assert_allclose(low["score"], 10 - high["score"], rtol=1e-12)
    assert list(low["status"]) == list(high["status"])
    assert list(low["parts"]) == list(high["parts"])


def test_one_part_without_sampling_error_has_one_rank() -> None:
    # Neither weights nor normalising nor kind of mean can change the order of one part.
    scores, _ = scored({"a": [float(n) for n in range(12)]})
    assert list(scores["rank_lower"]) == list(scores["rank"]) == list(scores["rank_upper"])


def test_sampling_error_widens_the_range_of_a_rank() -> None:
    own = {"a": [float(n) for n in range(12)], "b": [float(n % 5) for n in range(12)]}
    small, large = (scored(own, error=error)[0] for error in (0.1, 3.0))
    assert (large["rank_upper"] - large["rank_lower"]).sum() > (small["rank_upper"] - small["rank_lower"]).sum()


def test_a_score_of_nought_can_still_be_averaged_geometrically() -> None:
    # The last ward is at the bottom of every part by min-max, 0 points; it must rank last and not be lost.
    scores, _ = scored({"a": [9, 8, 7, 1], "b": [7, 9, 8, 1], "c": [8, 7, 9, 1]})
    assert (scores["rank_lower"][3], scores["rank_upper"][3]) == (4, 4)


def test_the_seed_alone_decides_the_draws() -> None:
    own = {f"p{n}": list(np.random.default_rng(n).normal(size=30)) for n in range(5)}
    first, again, other = (scored(own, error=0.5, seed=seed)[0] for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(first, again)
    pd.testing.assert_frame_equal(
        first.drop(columns=["rank_lower", "rank_upper"]), other.drop(columns=["rank_lower", "rank_upper"])
    )
    assert (abs(first["rank_lower"] - other["rank_lower"]) <= 3).all()
