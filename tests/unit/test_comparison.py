"""Comparison against Fingertips' cases, and what polarity may and may not change."""

import csv
from pathlib import Path

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.methods.observations import install_macros

DB = duckdb.connect()
install_macros(DB)
_POLARITY = {"high_is_good": "high_good", "low_is_good": "low_good", "not_applicable": "no_judgement"}
_WORDS = {"same": "similar", "better": "better", "worse": "worse", "none": "not_compared"}


def compared(lower: float | None, upper: float | None, benchmark: float | None, polarity: str) -> str:
    found = DB.execute(
        "SELECT judged(side_of(?::DOUBLE, ?::DOUBLE, ?::DOUBLE), ?)", [lower, upper, benchmark, polarity]
    )
    row = found.fetchone()
    assert row is not None
    return str(row[0])


def test_limit_based_comparison_agrees_with_fingertips(method_cases: Path) -> None:
    with (method_cases / "compare" / "cases_comparison.csv").open(newline="") as handle:
        cases = [row for row in csv.DictReader(handle) if row["method"] == "single_ci"]
    assert len(cases) >= 5
    for row in cases:
        lower, upper, benchmark = (float(row[c]) if row[c] else None for c in ("lower95", "upper95", "benchmark"))
        assert compared(lower, upper, benchmark, _POLARITY[row["polarity"]]) == _WORDS[row["expected"]], row


limits = st.floats(-1e6, 1e6, allow_nan=False)


@given(limits, limits, limits)
@settings(max_examples=300)
def test_polarity_flips_better_and_worse_and_nothing_else(a: float, b: float, benchmark: float) -> None:
    lower, upper = min(a, b), max(a, b)
    high, low = (compared(lower, upper, benchmark, p) for p in ("high_good", "low_good"))
    plain = compared(lower, upper, benchmark, "no_judgement")
    assert {"better": "worse", "worse": "better"}.get(high, high) == low
    assert plain == {"better": "higher", "worse": "lower"}.get(high, high)
    assert (high == "similar") == (lower <= benchmark <= upper)


def test_nothing_is_compared_without_an_interval_or_a_benchmark() -> None:
    assert compared(None, None, 3, "high_good") == "not_compared"
    assert compared(1, 2, None, "high_good") == "not_compared"


def test_a_limit_on_the_benchmark_is_similar() -> None:
    assert compared(1, 3, 3, "high_good") == "similar"
    assert compared(3, 5, 3, "high_good") == "similar"
