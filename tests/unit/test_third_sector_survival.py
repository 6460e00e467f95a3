"""Kaplan-Meier survival against statsmodels, and where the two part."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm
from statsmodels.duration.survfunc import SurvfuncRight

from pipelines.third_sector.survival import kaplan_meier

Z95 = float(norm.ppf(0.975))
PAIRS = st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=1, max_size=60)


def reference(times: np.ndarray, ended: np.ndarray, horizon: float) -> tuple[float, float]:
    """Estimate and Greenwood standard error of statsmodels at a horizon."""
    with np.errstate(all="ignore"):
        found = SurvfuncRight(times, ended.astype(int))
    steps = np.flatnonzero(found.surv_times <= horizon)
    if not len(steps):
        return 1.0, 0.0
    return float(found.surv_prob[steps[-1]]), float(found.surv_prob_se[steps[-1]])


def log_log(value: float, error: float) -> tuple[float, float]:
    """The 95% interval of a survival on the log-log scale, from its standard error (Kalbfleisch and Prentice)."""
    half = Z95 * error / (value * math.log(value))
    return tuple(sorted((value ** math.exp(half), value ** math.exp(-half))))  # type: ignore[return-value]


@given(PAIRS, st.integers(0, 45))
@settings(max_examples=300)
def test_estimate_and_interval_agree_with_statsmodels(pairs: list[tuple[int, bool]], horizon: int) -> None:
    times = np.array([time for time, _ in pairs], dtype=float)
    ended = np.array([end for _, end in pairs], dtype=bool)
    found = kaplan_meier(times, ended, horizon)
    value, error = reference(times, ended, horizon)
    assert found.value == pytest.approx(value, rel=1e-12, abs=1e-15)
    if 0 < found.value < 1:
        lower, upper = log_log(value, error)
        assert (found.lower, found.upper) == pytest.approx((lower, upper), rel=1e-9)
        assert found.lower <= found.value <= found.upper


@given(PAIRS, st.randoms(use_true_random=False))
def test_the_order_of_organisations_changes_nothing(pairs: list[tuple[int, bool]], random: object) -> None:
    shuffled = list(pairs)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    found = [
        kaplan_meier(np.array([t for t, _ in own], dtype=float), np.array([e for _, e in own], dtype=bool), 20)
        for own in (pairs, shuffled)
    ]
    assert repr(found[0]) == repr(found[1])


def test_a_published_worked_example() -> None:
    # Remission under 6-MP (Freireich et al., Blood 1963): 21 patients, S(10) = 0.7529 and S(23) = 0.4482.
    ended = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    watched = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    times, ends = np.array(ended + watched, dtype=float), np.array([True] * len(ended) + [False] * len(watched))
    assert kaplan_meier(times, ends, 10).value == pytest.approx(0.7529, abs=5e-5)
    assert kaplan_meier(times, ends, 23).value == pytest.approx(0.4482, abs=5e-5)


@pytest.mark.parametrize("ended", [[False, False, False], [True, True, True]])
def test_nobody_or_everybody_ended(ended: list[bool]) -> None:
    found = kaplan_meier(np.array([1.0, 2.0, 3.0]), np.array(ended), 3)
    assert found.value == (0.0 if ended[0] else 1.0)
    assert math.isnan(found.lower)
    assert math.isnan(found.upper)


def test_where_statsmodels_parts_from_it() -> None:
    # What the docstring says of the two edges.
    times = np.array([1.0, 2.0, 3.0])
    assert math.isnan(reference(times, np.array([True, True, True]), 3)[1])
    assert reference(times, np.array([False, False, False]), 3) == (1.0, 0.0)
