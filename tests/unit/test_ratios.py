"""Rate ratios against statsmodels, and what must hold of any of them."""

import math

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.rates import confint_poisson_2indep

from pipelines.methods.observations import Z95, install_macros

DB = duckdb.connect()
install_macros(DB)
_QUERY = (
    """SELECT rate_ratio($a, $b, $c, $d), rate_ratio_lower($a, $b, $c, $d, $z), rate_ratio_upper($a, $b, $c, $d, $z)"""
)


def ratio(a: float, b: float, c: float, d: float) -> tuple[float | None, ...]:
    """Ratio and limits of a events among b against c among d."""
    found = DB.execute(_QUERY, {"a": a, "b": b, "c": c, "d": d, "z": Z95}).fetchone()
    assert found is not None
    return found


def test_closed_form() -> None:
    spread = math.exp(Z95 * math.sqrt(1 / 30 + 1 / 20))
    assert ratio(30, 1000, 20, 2000) == pytest.approx((3, 3 / spread, 3 * spread), rel=1e-12)


def test_without_events_there_is_no_interval() -> None:
    assert ratio(0, 1000, 20, 2000) == (0, None, None)
    assert ratio(30, 1000, 0, 2000) == (None, None, None)
    assert ratio(30, 0, 20, 2000) == (None, None, None)
    assert ratio(30, 1000, 20, 0) == (None, None, None)


events, people = st.integers(1, 5_000), st.integers(5_000, 1_000_000)


@given(events, people, events, people)
@settings(max_examples=150)
def test_agrees_with_statsmodels_and_holds_the_estimate(a: int, b: int, c: int, d: int) -> None:
    value, lower, upper = ratio(a, b, c, d)
    expected = confint_poisson_2indep(a, b, c, d, compare="ratio", method="wald-log")
    assert (lower, upper) == pytest.approx(expected, rel=1e-9)
    assert value is not None
    assert lower is not None
    assert upper is not None
    assert lower <= value <= upper


@given(events, people, events, people, st.integers(2, 20))
@settings(max_examples=100)
def test_more_of_the_same_is_never_less_certain(a: int, b: int, c: int, d: int, times: int) -> None:
    small, large = ratio(a, b, c, d), ratio(times * a, times * b, times * c, times * d)
    assert (large[2] or 0) - (large[1] or 0) <= ((small[2] or 0) - (small[1] or 0)) * (1 + 1e-12)


@given(events, people, events, people)
@settings(max_examples=100)
def test_turned_round_it_is_the_inverse(a: int, b: int, c: int, d: int) -> None:
    value, lower, upper = ratio(a, b, c, d)
    assert ratio(c, d, a, b) == pytest.approx((1 / (value or 1), 1 / (upper or 1), 1 / (lower or 1)), rel=1e-9)
