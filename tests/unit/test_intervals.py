"""Intervals against PHEindicatormethods, statsmodels and scipy, and what must hold of any interval."""

import csv
import math
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2, norm
from statsmodels.stats.proportion import proportion_confint

from pipelines.methods.figures import Z95
from pipelines.methods.observations import install_macros

DB = duckdb.connect()
install_macros(DB)


def limits(kind: str, *arguments: float | None) -> tuple[float, float]:
    places = ", ".join("?::DOUBLE" for _ in arguments)
    found = DB.execute(f"SELECT {kind}_lower({places}), {kind}_upper({places})", [*arguments, *arguments]).fetchone()
    assert found is not None
    return found


def close(found: float, expected: float) -> bool:
    return math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-12)


def z_of(confidence: str) -> float:
    return float(norm.ppf(1 - (1 - float(confidence)) / 2))


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as handle:
        return list(csv.DictReader(handle))


def test_z_is_the_normal_quantile() -> None:
    assert close(Z95, norm.ppf(0.975))


def test_wilson_agrees_with_pheindicatormethods(method_cases: Path) -> None:
    tested = 0
    for row in rows(method_cases / "phe" / "cases_proportion_wilson.csv"):
        if not row["x"] or not row["lower"]:
            continue
        lower, upper = limits("wilson", float(row["x"]), float(row["n"]), z_of(row["confidence"]))
        k = float(row["multiplier"])
        assert close(k * lower, float(row["lower"])), row["case"]
        assert close(k * upper, float(row["upper"])), row["case"]
        tested += 1
    assert tested >= 15


def test_byar_and_exact_agree_with_pheindicatormethods(method_cases: Path) -> None:
    tested = 0
    for row in rows(method_cases / "phe" / "cases_rate_byars_exact.csv"):
        if not row["x"] or not row["lower"]:
            continue
        lower, upper = limits("count", float(row["x"]), z_of(row["confidence"]))
        k = float(row["multiplier"]) / float(row["n"])
        assert close(k * lower, float(row["lower"])), row["case"]
        assert close(k * upper, float(row["upper"])), row["case"]
        tested += 1
    assert tested >= 15


def test_worked_numbers_of_the_methods_page() -> None:
    # PHEindicatormethods: 65 of 100; 65 events; 1 event.
    assert limits("wilson", 65, 100, Z95) == pytest.approx((0.552544433, 0.736357518), abs=1e-9)
    assert limits("count", 65, Z95) == pytest.approx((50.1631877, 82.8491385), abs=1e-7)
    assert limits("count", 1, Z95) == pytest.approx((0.025317808, 5.571643391), abs=1e-9)


@pytest.mark.parametrize("z", [Z95, 3.090232306167813])
@pytest.mark.parametrize("x", range(10))
def test_exact_table_is_the_chi_square_quantile(x: int, z: float) -> None:
    alpha = 2 * (1 - norm.cdf(z))
    lower, upper = limits("count", x, z)
    assert close(lower, chi2.ppf(alpha / 2, 2 * x) / 2 if x else 0.0)
    assert close(upper, chi2.ppf(1 - alpha / 2, 2 * x + 2) / 2)


counts = st.integers(min_value=0, max_value=100_000)


@given(counts, counts)
@settings(max_examples=300)
def test_wilson_agrees_with_statsmodels_and_holds_the_estimate(a: int, b: int) -> None:
    x, n = min(a, b), max(a, b)
    if n == 0:
        assert limits("wilson", x, n, Z95) == (None, None)
        return
    lower, upper = limits("wilson", x, n, Z95)
    expected = proportion_confint(x, n, method="wilson")
    assert lower == pytest.approx(expected[0], abs=1e-9)
    assert upper == pytest.approx(expected[1], abs=1e-9)
    assert 0 <= lower <= x / n <= upper <= 1


@given(st.integers(1, 500), st.integers(1, 500), st.integers(2, 20))
@settings(max_examples=200)
def test_more_of_the_same_is_never_less_certain(a: int, b: int, times: int) -> None:
    x, n = min(a, b), max(a, b)
    small, large = limits("wilson", x, n, Z95), limits("wilson", times * x, times * n, Z95)
    assert large[1] - large[0] <= small[1] - small[0] + 1e-12


@given(st.floats(0, 5_000, allow_nan=False))
@settings(max_examples=300)
def test_a_count_lies_within_its_limits(x: float) -> None:
    lower, upper = limits("count", x, Z95)
    assert 0 <= lower <= x <= upper


def test_shares_of_counts_are_never_too_narrow() -> None:
    lower, upper = limits("count", 2.5, Z95)
    assert lower == limits("count", 2, Z95)[0]
    assert upper == limits("count", 3, Z95)[1]
