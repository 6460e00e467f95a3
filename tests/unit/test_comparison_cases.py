"""Every way of comparing against Fingertips' own cases, labels exactly, and what polarity may change."""

import csv
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.methods.funnels import poisson_limits
from pipelines.methods.observations import install_macros

DB = duckdb.connect()
install_macros(DB)
_POLARITY = {"high_is_good": "high_good", "low_is_good": "low_good"}
_WORDS = {
    "same": "similar", "none": "not_compared", "best": "best", "better": "better", "worse": "worse", "worst": "worst",
}  # fmt: skip


def judged(side: str, polarity: str, *arguments: float | None) -> str:
    places = ", ".join("?::DOUBLE" for _ in arguments)
    return str(DB.execute(f"SELECT judged({side.format(places)}, ?)", [*arguments, polarity]).fetchall()[0][0])


def case_judged(row: dict[str, str]) -> str:
    """The comparison that a case names, on the numbers that it gives."""

    def number(name: str) -> Any:
        return float(row[name]) if row[name] else None

    polarity, value, benchmark = _POLARITY[row["polarity"]], number("value"), number("benchmark")
    limits = [number("lower95"), number("upper95")]
    if row["method"] == "single_ci":
        return judged("side_of({})", polarity, *limits, benchmark)
    if row["method"] == "two_level_ci":
        wide = [number("lower998"), number("upper998")]
        return judged("side_of_two_levels({})", polarity, *limits, *wide, benchmark)
    if row["method"] == "double_ci":
        return judged("side_of_interval({})", polarity, *limits, number("bench_lower95"), number("bench_upper95"))
    n, unit, confidence = number("denominator"), number("unit"), number("confidence_variable")
    if row["method"] == "spc_proportion":
        control = DB.execute(
            "SELECT $4 * share_control_lower($1, $2, $3), $4 * share_control_upper($1, $2, $3)",
            [benchmark / unit, n, confidence, unit],
        ).fetchall()[0]
    else:
        control = tuple(float(limit) * unit / n for limit in poisson_limits(np.array(benchmark / unit * n), confidence))
    return judged("side_of_control({})", polarity, value, *control)


def test_every_case_of_fingertips(method_cases: Path) -> None:
    with (method_cases / "compare" / "cases_comparison.csv").open(newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert {row["method"] for row in rows} == {
        "single_ci", "two_level_ci", "double_ci", "spc_proportion", "spc_dsr",
    }  # fmt: skip
    for row in rows:
        assert case_judged(row) == _WORDS[row["expected"]], row
    assert len(rows) >= 21


ordered = st.lists(st.floats(-1e3, 1e3), min_size=4, max_size=4).map(sorted)


@given(ordered, st.floats(-1e3, 1e3))
@settings(max_examples=60)
def test_polarity_flips_the_judgement_of_two_levels_and_nothing_else(limits: list[float], benchmark: float) -> None:
    widest, wide, high, highest = limits
    arguments = (wide, high, widest, highest, benchmark)
    up, down, plain = (
        judged("side_of_two_levels({})", p, *arguments) for p in ("high_good", "low_good", "no_judgement")
    )
    flip = {"best": "worst", "worst": "best", "better": "worse", "worse": "better"}
    assert flip.get(up, up) == down
    side = {"best": "much_higher", "better": "higher", "worse": "lower", "worst": "much_lower"}
    assert plain == side.get(up, up)
    one_level = judged("side_of({})", "high_good", wide, high, benchmark)
    assert one_level == {"best": "better", "worst": "worse"}.get(up, up)


@pytest.mark.parametrize(
    ("side", "arguments"),
    [
        ("side_of_two_levels({})", (1.0, 2.0, None, 3.0, 9.0)),
        ("side_of_two_levels({})", (None, 2.0, 0.0, 3.0, 9.0)),
        ("side_of_interval({})", (1.0, None, 3.0, 4.0)),
        ("side_of_control({})", (None, 3.0, 4.0)),
        ("side_of_control({})", (5.0, None, 4.0)),
    ],
)
def test_without_a_limit_nothing_is_compared(side: str, arguments: tuple[float | None, ...]) -> None:
    assert judged(side, "high_good", *arguments) == "not_compared"


def test_a_shared_end_is_similar() -> None:
    assert judged("side_of_interval({})", "high_good", 1, 3, 3, 5) == "similar"
    assert judged("side_of_control({})", "high_good", 3, 1, 3) == "similar"
    assert judged("side_of_two_levels({})", "high_good", 2, 3, 1, 4, 4) == "worse"
