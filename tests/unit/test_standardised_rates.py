"""Age-standardised rates against PHEindicatormethods, and what must hold of any of them."""

import csv
from pathlib import Path
from random import Random

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.methods.observations import Z95, install_macros

DB = duckdb.connect()
install_macros(DB)
Band = tuple[float | None, float | None, float | None]
_RATE = """SELECT standardised_rate(x, n, w, k), standardised_lower(x, n, w, k, $z), standardised_upper(x, n, w, k, $z)
FROM (
    SELECT unnest($x::DOUBLE[]) AS x, unnest($n::DOUBLE[]) AS n, unnest($w::DOUBLE[]) AS w, unnest($k::INTEGER[]) AS k
)"""


def standardised(bands: list[Band], order: list[int] | None = None) -> tuple[float | None, ...]:
    """Rate and limits of events, residents and standard weight by band, given in any order."""
    order = order or list(range(len(bands)))
    columns = {name: [bands[k][i] for k in order] for i, name in enumerate("xnw")}
    found = DB.execute(_RATE, {**columns, "k": order, "z": Z95}).fetchone()
    assert found is not None
    return found


def weight(band: str) -> float | None:
    found = DB.execute("SELECT standard_weight(?)", [band]).fetchone()
    assert found is not None
    return None if found[0] is None else float(found[0])


def test_dobson_interval_agrees_with_pheindicatormethods(method_cases: Path) -> None:
    # The one workbook area whose counts are kept; its 99.8% limits are wrong upstream.
    phe = method_cases / "phe"
    with (phe / "DSR_ISR__testdata_1976.csv").open(newline="") as handle:
        bands: list[Band] = [(float(r["count"]), float(r["pop"]), float(r["esp1976"])) for r in csv.DictReader(handle)]
    with (phe / "DSR_ISR__testresults_DSR.csv").open(newline="") as handle:
        expected = [row for row in csv.DictReader(handle) if row["area"] == "testdata_1976"]
    assert [row["statistic"] for row in expected] == ["dsr per 10000", "dsr per 100000"]
    for row in expected:
        multiplier = float(row["statistic"].split()[-1])
        columns = ("value", "lower95_0cl", "upper95_0cl")
        for found, column in zip(standardised(bands), columns, strict=True):
            assert found is not None
            assert multiplier * found == pytest.approx(float(row[column]), rel=1e-9), column


def test_no_rate_below_ten_events(method_cases: Path) -> None:
    with (method_cases / "phe" / "DSR_ISR__testresults_DSR.csv").open(newline="") as handle:
        tiny = next(row for row in csv.DictReader(handle) if row["area"] == "testdata_tiny")
    assert (tiny["total_count"], tiny["value"], tiny["statistic"]) == ("9", "", "dsr NA for total count < 10")
    assert standardised([(4, 100, 5000), (5, 100, 5500)]) == (None, None, None)
    assert standardised([(5, 100, 5000), (5, 100, 5500)])[0] is not None


def test_standard_population_is_the_published_one(method_cases: Path) -> None:
    with (method_cases / "phe" / "data__esp2013.csv").open(newline="") as handle:
        published = [float(row["esp2013"]) for row in csv.DictReader(handle)]
    bands = [f"{age}-{age + 4}" for age in range(0, 90, 5)] + ["90+"]
    assert [weight(band) for band in bands] == published


@pytest.mark.parametrize(
    ("band", "expected"),
    [
        ("0+", 100_000),
        ("0-15", 5000 + 5500 + 5500 + 5500 / 5),
        ("16-24", 5500 * 4 / 5 + 6000),
        ("25-34", 6000 + 6500),
        ("65+", 5500 + 5000 + 4000 + 2500 + 1500 + 1000),
        ("85+", 1500 + 1000),
        ("18-18", 5500 / 5),
        ("85-94", None),
        ("95+", None),
        ("24-16", None),
        ("all ages", None),
        ("", None),
    ],
)
def test_wider_bands_have_the_weight_of_their_years(band: str, expected: float | None) -> None:
    assert weight(band) == (None if expected is None else pytest.approx(expected, rel=1e-12))


@given(st.integers(0, 88), st.integers(0, 88))
@settings(max_examples=50)
def test_a_band_weighs_as_much_as_its_two_halves(a: int, b: int) -> None:
    first, last = min(a, b), max(a, b) + 1
    middle = (first + last) // 2
    halves = [weight(f"{first}-{middle}"), weight(f"{middle + 1}-{last}")]
    assert weight(f"{first}-{last}") == pytest.approx(sum(half or 0 for half in halves), rel=1e-12)


def test_one_band_is_the_crude_rate_with_its_own_interval() -> None:
    limits = DB.execute("SELECT count_lower(65.0, ?) / 900, count_upper(65.0, ?) / 900", [Z95, Z95]).fetchone()
    assert limits is not None
    assert standardised([(65, 900, 7000)]) == pytest.approx((65 / 900, *limits), rel=1e-12)


@pytest.mark.parametrize("lacking", [(None, 100, 5000), (3, None, 5000), (3, 0, 5000), (3, 100, None)])
def test_a_band_that_lacks_something_leaves_no_rate_of_the_others(lacking: Band) -> None:
    assert standardised([(50, 1000, 5000), lacking]) == (None, None, None)


counted_bands = st.lists(
    st.tuples(st.integers(0, 500), st.integers(500, 50_000), st.sampled_from([1000.0, 4000.0, 5500.0, 7000.0])),
    min_size=2,
    max_size=19,
).filter(lambda bands: sum(x for x, _, _ in bands) >= 10)


@given(counted_bands, st.randoms(use_true_random=False))
@settings(max_examples=50)
def test_the_interval_holds_the_rate_whatever_the_order(bands: list[Band], random: Random) -> None:
    rate, lower, upper = standardised(bands)
    assert rate is not None
    assert lower is not None
    assert upper is not None
    assert lower <= rate <= upper
    order = list(range(len(bands)))
    random.shuffle(order)
    assert standardised(bands, order) == (rate, lower, upper)


@given(counted_bands, st.integers(2, 20))
@settings(max_examples=50)
def test_more_of_the_same_is_never_less_certain(bands: list[Band], times: int) -> None:
    large = standardised([(times * (x or 0), times * (n or 0), w) for x, n, w in bands])
    small = standardised(bands)
    assert large[0] == pytest.approx(small[0], rel=1e-12)
    assert (large[2] or 0) - (large[1] or 0) <= (small[2] or 0) - (small[1] or 0) + 1e-15
