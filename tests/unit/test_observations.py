"""From figures to observations, on tables small enough to check by hand."""

import duckdb
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.columns import OBSERVATION_COLUMNS
from pipelines.declarations.indicator import Indicator
from pipelines.methods.observations import install_macros, observe

AREAS = [
    ("city", "C", "City"), ("country", "N", "Nation"), ("committee", "K1", "One"), ("committee", "K2", "Two"),
    ("ward", "W1", "First"), ("ward", "W2", "Second"), ("ward", "W3", "Third"),
]  # fmt: skip
COMMITTEE = {"W1": "K1", "W2": "K1", "W3": "K2"}


def indicator(**change: object) -> Indicator:
    base = {
        "id": "x_share", "code": "PL99", "name": "A share of people", "characteristic": "place",
        "definition": "Share of people that are so.", "numerator": "People", "denominator": "All", "unit": "percent",
        "polarity": "low_good", "kind": "proportion", "levels": ["ward", "committee", "city"], "source": ["s"],
        "from": {"table": "conformed.t", "numerator": "n", "denominator": "d"},
    }  # fmt: skip
    return Indicator.model_validate({**base, **change})


def observed(rows: list[tuple[object, ...]], declared: Indicator, columns: str = "n, d") -> pd.DataFrame:
    """Observations from rows of (level, area_code, period, status, note, *columns)."""
    db = duckdb.connect()
    install_macros(db)
    members = [("city", "C", "city", "C"), ("country", "N", "country", "N")]
    for ward, committee in COMMITTEE.items():
        members += [("ward", ward, "ward", ward), ("ward", ward, "committee", committee), ("ward", ward, "city", "C")]
    names = ["level", "area_code", "period", "status", "note", *columns.split(", ")]
    tables = {
        "areas": pd.DataFrame(AREAS, columns=["level", "area_code", "area_name"]),
        "membership": pd.DataFrame(members, columns=["child_level", "child_code", "level", "area_code"]),
        "t": pd.DataFrame(rows, columns=names),
    }
    db.execute("CREATE SCHEMA conformed")
    for name, table in tables.items():
        db.register("given", table)
        db.execute(f"CREATE TABLE conformed.{name} AS SELECT * FROM given")
        db.unregister("given")
    frame = observe(db, declared)
    assert tuple(frame.columns) == OBSERVATION_COLUMNS
    return frame.set_index("area_code")


def ward(code: str, n: float | None, d: float | None, status: str = "ok", note: str = "") -> tuple[object, ...]:
    return ("ward", code, "2021-01-01/P1Y", status, note, n, d)


def test_sums_are_divided_afterwards_and_compared_with_the_city() -> None:
    found = observed([ward("W1", 10, 100), ward("W2", 30, 100), ward("W3", 500, 1000)], indicator())
    assert found.value.to_dict() == pytest.approx({"W1": 10, "W2": 30, "W3": 50, "K1": 20, "K2": 50, "C": 45})
    assert found.comparison.to_dict() == {
        "W1": "better", "W2": "better", "W3": "worse", "K1": "better", "K2": "worse", "C": "not_compared",
    }  # fmt: skip
    assert found["rank"].dropna().to_dict() == {"W1": 3, "W2": 2, "W3": 1, "K1": 2, "K2": 1}
    assert found.loc["W1", "benchmark_value"] == pytest.approx(45)
    assert (found.lower <= found.value).all()
    assert (found.value <= found.upper).all()


@pytest.mark.parametrize("status", ["suppressed", "missing_at_source", "not_collected"])
def test_a_state_reaches_every_total_above_it(status: str) -> None:
    found = observed([ward("W1", None, None, status, "Why."), ward("W2", 30, 100), ward("W3", 5, 10)], indicator())
    assert found.status.to_dict() == {"W1": status, "W2": "ok", "W3": "ok", "K1": status, "K2": "ok", "C": status}
    gone = found.loc[["W1", "K1", "C"], ["value", "lower", "upper", "numerator", "denominator", "rank"]]
    assert gone.isna().all(axis=None)
    assert found.loc["W1", "note"] == "Why."
    assert "no sum" in found.loc["C", "note"]


def test_an_absent_row_is_a_gap_and_hides_the_total() -> None:
    found = observed([ward("W1", 10, 100), ward("W3", 5, 10)], indicator())
    assert found.loc["W2", "status"] == "missing_at_source"
    assert found.loc["K1", "note"] == "1 of 2 areas within it have no figure at source."
    assert found.loc["C", "status"] == "missing_at_source"
    assert found.loc["K2", "value"] == pytest.approx(50)


def test_zero_is_a_value_and_a_zero_denominator_is_not() -> None:
    found = observed([ward("W1", 0, 100), ward("W2", 0, 0), ward("W3", 5, 10)], indicator())
    assert (found.loc["W1", "value"], found.loc["W1", "lower"], found.loc["W1", "status"]) == (0, 0, "ok")
    assert found.loc["W2", "status"] == "not_applicable"
    assert found.loc["K1", "value"] == 0


def test_caution_is_carried_upward() -> None:
    found = observed([ward("W1", 1, 10, "caution"), ward("W2", 3, 10), ward("W3", 5, 10)], indicator())
    assert found.status.to_dict() == {
        "W1": "caution", "W2": "ok", "W3": "ok", "K1": "caution", "K2": "ok", "C": "caution",
    }  # fmt: skip


def test_the_same_reason_everywhere_is_the_reason_of_the_total() -> None:
    rows = [ward(w, None, None, "not_applicable", "No election.") for w in COMMITTEE]
    found = observed(rows, indicator())
    assert set(found.note) == {"No election."}


def test_polarity_changes_better_and_worse_only() -> None:
    rows = [ward("W1", 10, 100), ward("W2", 30, 100), ward("W3", 500, 1000)]
    low, high = observed(rows, indicator()), observed(rows, indicator(polarity="high_good"))
    assert high.comparison.replace({"better": "worse", "worse": "better"}).equals(low.comparison)
    assert high.drop(columns="comparison").equals(low.drop(columns="comparison"))


def test_the_order_of_rows_changes_nothing() -> None:
    rows = [ward("W1", 0.1, 3), ward("W2", 0.2, 3), ward("W3", 0.3, 3)]
    assert observed(rows, indicator()).equals(observed(rows[::-1], indicator()))


def test_a_published_figure_is_never_added_up() -> None:
    declared = indicator(
        kind="published",
        levels=["city"],
        **{"from": {"table": "conformed.t", "value": "v", "lower": "a", "upper": "b"}},
    )
    rows = [
        ("city", "C", "2021-01-01/P1Y", "ok", "", 7.4, 7.3, 7.5),
        ("country", "N", "2021-01-01/P1Y", "ok", "", 7.5, 7.5, 7.6),
    ]
    found = observed(rows, declared, "v, a, b")
    assert found.loc["C", ["value", "lower", "upper"]].tolist() == [7.4, 7.3, 7.5]
    assert found.loc["N", "value"] == 7.5
    assert set(found.loc[["W1", "K1"], "status"]) == {"not_collected"}
    assert found.loc["W1", "note"] == "The source gives this figure for the city only."


def test_a_weighted_mean_keeps_single_figures_to_the_last_digit() -> None:
    declared = indicator(kind="weighted_mean", **{"from": {"table": "conformed.t", "value": "v", "weight": "w"}})
    rows = [("ward", w, "2021-01-01/P1Y", "ok", "", v, n) for w, v, n in
            (("W1", 49.5, 16446), ("W2", 29.2, 17375), ("W3", 36.0, 17780))]  # fmt: skip
    found = observed(rows, declared, "v, w")
    assert found.loc[["W1", "W2", "W3"], "value"].tolist() == [49.5, 29.2, 36.0]
    assert found.loc["K1", "value"] == pytest.approx((49.5 * 16446 + 29.2 * 17375) / (16446 + 17375), rel=1e-14)
    assert found.loc["K2", "value"] == 36.0
    assert found.lower.isna().all()


def test_rates_stand_in_their_unit() -> None:
    declared = indicator(kind="rate", unit="per 10,000")
    found = observed([ward("W1", 1, 10_000), ward("W2", 65, 10_000), ward("W3", 0, 10_000)], declared)
    # PHEindicatormethods: limits of 1 and of 65 events.
    assert found.loc["W1", ["lower", "upper"]].tolist() == pytest.approx([0.025317808, 5.571643391], abs=1e-8)
    assert found.loc["W2", ["lower", "upper"]].tolist() == pytest.approx([50.1631877, 82.8491385], abs=1e-6)
    assert found.loc["W3", "lower"] == 0


def test_a_standardised_rate_is_worked_out_from_sums_of_ages_at_each_level() -> None:
    """Two age groups in three wards; the expected rates are the formula of methods.md put down by hand."""
    declared = indicator(
        kind="standardised_rate", unit="per 100",
        **{"from": {"table": "conformed.t", "numerator": "n", "denominator": "d", "age_band": "a"}},
    )  # fmt: skip
    counts = {"W1": ((30, 100), (50, 100)), "W2": ((60, 200), (10, 50)), "W3": ((4, 100), (5, 100))}
    rows = [
        ("ward", code, "2021-01-01/P1Y", "ok", "", n, d, band)
        for code, both in counts.items()
        for band, (n, d) in zip(("0-64", "65+"), both, strict=True)
    ]
    found = observed(rows, declared, "n, d, a")
    young, old = 80_500, 19_500  # European Standard Population 2013, out of 100,000
    one = 100 * (young * 30 / 100 + old * 50 / 100) / 100_000
    both = 100 * (young * 90 / 300 + old * 60 / 150) / 100_000
    assert found.loc["W1", "value"] == pytest.approx(one, rel=1e-12)
    assert found.loc["K1", "value"] == pytest.approx(both, rel=1e-12)
    assert found.loc["W3", "status"] == "not_applicable"  # nine are counted
    assert found.loc["C", "numerator"] == 159
    assert found.loc["W1", "lower"] < one < found.loc["W1", "upper"]


def test_several_rows_of_one_area_are_one_figure() -> None:
    found = observed([ward("W1", 4, 40), ward("W1", 6, 60), ward("W2", 30, 100), ward("W3", 5, 10)], indicator())
    assert found.loc["W1", ["numerator", "denominator"]].tolist() == [10, 100]
    assert found.loc["K1", "value"] == pytest.approx(20)


def test_a_figure_given_for_a_committee_stands_though_nothing_is_added_up_from_committees() -> None:
    declared = indicator(
        kind="published", **{"from": {"table": "conformed.t", "value": "v", "lower": "l", "upper": "u"}}
    )
    rows = [
        ("committee", "K1", "2021-01-01/P1Y", "ok", "", 5.0, 4.0, 6.0),
        ("city", "C", "2021-01-01/P1Y", "ok", "", 7.0, 6.5, 7.5),
    ]
    found = observed(rows, declared, "v, l, u")
    assert found.loc["K1", ["value", "lower", "upper", "benchmark_value"]].tolist() == [5, 4, 6, 7]
    assert found.loc["K1", "comparison"] == "better"
    assert found.loc["K2", "status"] == "missing_at_source"


def test_a_weighted_mean_publishes_its_weight_and_no_numerator() -> None:
    declared = indicator(kind="weighted_mean", **{"from": {"table": "conformed.t", "value": "v", "weight": "w"}})
    rows = [("ward", w, "2021-01-01/P1Y", "ok", "", 40.0, 100) for w in ("W1", "W2", "W3")]
    found = observed(rows, declared, "v, w")
    assert found.denominator.dropna().to_dict() == {"W1": 100, "W2": 100, "W3": 100, "K1": 200, "K2": 100, "C": 300}
    assert found.numerator.isna().all()


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(61, 900)), min_size=3, max_size=3))
def test_adding_up_is_associative(counts: list[tuple[int, int]]) -> None:
    """The city from its wards is the city from its committees, whatever the counts."""
    rows = [ward(code, n, d) for code, (n, d) in zip(("W1", "W2", "W3"), counts, strict=True)]
    found = observed(rows, indicator())
    for part in ("numerator", "denominator"):
        assert found.loc["C", part] == found.loc[["K1", "K2"], part].sum() == found.loc[["W1", "W2", "W3"], part].sum()
    assert found.loc["C", "value"] == 100 * found.loc["C", "numerator"] / found.loc["C", "denominator"]
    assert found.loc["C", "lower"] <= found.loc["C", "value"] <= found.loc["C", "upper"]
