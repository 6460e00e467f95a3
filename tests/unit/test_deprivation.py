"""Deciles and the exponential transform against the Indices of Deprivation, and what must hold of any quantile."""

import csv
from collections import Counter
from pathlib import Path
from random import Random

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.methods.observations import install_macros

DB = duckdb.connect()
install_macros(DB)
# Weights of the domains in the IoD 2025 score (technical report, table of weights); they add up to 99.9%.
WEIGHTS = {
    "Income": 0.225,
    "Employment": 0.225,
    "Education": 0.135,
    "Health": 0.135,
    "Crime": 0.093,
    "Housing_and_Services": 0.093,
    "Environment": 0.093,
}


def quantiles(values: list[int], q: int) -> list[int | None]:
    """Quantile of each value by the macro, 1 for the smallest values."""
    query = """SELECT quantile_of(rank() OVER (ORDER BY v), count(*) OVER (), ?)
    FROM (SELECT unnest(?::INTEGER[]) AS v, generate_subscripts(?::INTEGER[], 1) AS place) ORDER BY place"""
    return [row[0] for row in DB.execute(query, [q, values, values]).fetchall()]


@pytest.fixture(scope="module")
def england(real_data: Path) -> str:
    """The official scores, ranks and deciles of every small area of England, as a table of the connection."""
    file = real_data / "england" / "imd2025_england_lsoa21.csv"
    DB.execute("CREATE OR REPLACE TABLE england AS SELECT * FROM read_csv(?)", [str(file)])
    assert DB.execute("SELECT count(*) FROM england").fetchone() == (33_755,)
    return "england"


def test_exponential_transform_agrees_with_the_cases(method_cases: Path) -> None:
    with (method_cases / "composite" / "cases_imd_exponential.csv").open(newline="") as handle:
        cases = list(csv.DictReader(handle))
    assert len(cases) >= 20
    for row in cases:
        found = DB.execute("SELECT exponential_score(?, ?)", [int(row["rank"]), int(row["N"])]).fetchone()
        assert found is not None
        assert found[0] == pytest.approx(float(row["expected_E"]), rel=1e-9), row


@pytest.mark.parametrize("index", ["IMD", *WEIGHTS])
def test_decile_rule_gives_the_official_decile_of_every_area_of_england(england: str, index: str) -> None:
    wrong = DB.execute(
        f'SELECT lsoa21_code FROM {england} WHERE iod_decile("{index}_rank", 33755) <> "{index}_decile"'
    ).fetchall()
    assert wrong == []


def test_transformed_ranks_add_up_to_the_official_score_of_every_area_of_england(england: str) -> None:
    # Transformed domains are not published, so they are judged by the score that they make, printed to three decimals.
    # It takes the mean of the ranks that tied areas share: with the lowest, two areas would be a unit off.
    score = " + ".join(
        f'{weight} * exponential_score(shared_rank("{domain}_rank", "{domain}_ties"), 33755)'
        for domain, weight in WEIGHTS.items()
    )
    ties = ", ".join(f'count(*) OVER (PARTITION BY "{domain}_rank") AS "{domain}_ties"' for domain in WEIGHTS)
    wrong = DB.execute(
        f"SELECT lsoa21_code FROM (SELECT *, {ties} FROM {england}) WHERE round({score}, 3) <> IMD_score"
    ).fetchall()
    assert wrong == []


def test_quantiles_count_from_the_least_deprived_end() -> None:
    # Worked by hand: 6 - ceil((8 - rank) / (7 / 5)). The decile rule, ceil(5 rank / 7), would put the 3rd into 3.
    assert quantiles([10, 20, 30, 40, 50, 60, 70], 5) == [1, 1, 2, 3, 3, 4, 5]


def test_tied_areas_stay_together_and_take_their_lowest_rank() -> None:
    # Ranks 1, 2, 2, 4, 5: the two in the middle are second both.
    assert quantiles([1, 3, 3, 4, 5], 5) == [1, 2, 2, 4, 5]


def test_fewer_areas_than_quantiles_give_none() -> None:
    assert quantiles([1, 2, 3, 4], 5) == [None] * 4


@given(st.integers(5, 400), st.integers(2, 5))
@settings(max_examples=60)
def test_quantiles_hold_equally_many_areas_within_one(n: int, q: int) -> None:
    found = quantiles(list(range(n)), q)
    assert found == sorted(found, key=lambda quantile: quantile or 0)
    sizes = Counter(found)
    assert set(sizes) == set(range(1, q + 1))
    assert max(sizes.values()) - min(sizes.values()) <= 1


@given(st.lists(st.integers(0, 30), min_size=5, max_size=60), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_the_order_of_the_rows_changes_no_quantile(values: list[int], random: Random) -> None:
    shuffled = list(values)
    random.shuffle(shuffled)
    assert dict(zip(values, quantiles(values, 5), strict=True)) == dict(
        zip(shuffled, quantiles(shuffled, 5), strict=True)
    )


@given(st.integers(1, 33_755), st.integers(1, 33_755))
@settings(max_examples=100)
def test_the_more_deprived_has_the_higher_score_and_no_higher_decile(a: int, b: int) -> None:
    first, second = min(a, b), max(a, b)
    found = DB.execute(
        "SELECT exponential_score(?, 33755), exponential_score(?, 33755), iod_decile(?, 33755), iod_decile(?, 33755)",
        [first, second, first, second],
    ).fetchone()
    assert found is not None
    assert 0 < found[1] <= found[0] <= 100 + 1e-9
    assert 1 <= found[2] <= found[3] <= 10
