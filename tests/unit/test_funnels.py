"""Funnel limits against statsmodels and scipy, and which wards of which period are placed."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2, norm
from statsmodels.stats.proportion import proportion_confint

from pipelines.methods.funnels import COLUMNS, Z998, funnels, poisson_limits
from tests.unit.made_up_series import DB, Row, point, share, show, year

RATE = {"kind": "rate", "interval": "byar", "multiplier": 1_000.0}


def city(numerator: float, denominator: float, period: str = year(2023), **more: object) -> Row:
    return share(period, numerator, denominator, level="city", area_code="C", area_name="City", **more)


def ward(code: str, numerator: float, denominator: float, period: str = year(2023), **more: object) -> Row:
    return share(period, numerator, denominator, area_code=code, area_name=code, **more)


def placed(rows: list[Row], **about: object) -> pd.DataFrame:
    show(rows, **about)
    found = funnels(DB, "observations", "about")
    assert tuple(found.columns) == COLUMNS
    return found.set_index("area_code")


def test_z_is_the_normal_quantile() -> None:
    assert math.isclose(Z998, norm.ppf(0.999), rel_tol=1e-12)


def test_limits_of_a_share_are_those_of_the_city_at_the_size_of_the_ward() -> None:
    """The Wilson interval of the count that the city's share leads one to expect is the same in statsmodels."""
    found = placed([city(300, 1_000), ward("W1", 50, 100), ward("W2", 30, 100), ward("W3", 40, 100)])
    assert found.position.to_dict() == {"W1": "above_998", "W2": "within", "W3": "above_95"}
    for name, alpha in (("95", 0.05), ("998", 0.002)):
        lower, upper = proportion_confint(30, 100, alpha, method="wilson")
        assert found[f"lower_{name}"].tolist() == pytest.approx([100 * lower] * 3, rel=1e-9)
        assert found[f"upper_{name}"].tolist() == pytest.approx([100 * upper] * 3, rel=1e-9)
    assert set(found.benchmark_value) == {30.0}


def test_limits_of_a_rate_are_poisson_limits_of_the_expected_count() -> None:
    def per_1000(code: str, events: float, people: float) -> Row:
        return ward(code, events, people, value=1_000 * events / people)

    rows = [city(82, 10_000, value=8.2), per_1000("W1", 0, 1_000), per_1000("W2", 30, 1_000), per_1000("W3", 1, 10)]
    found = placed(rows, **RATE)
    for code, people in (("W1", 1_000), ("W2", 1_000), ("W3", 10)):
        expected = 8.2 * people / 1_000
        for name, p in (("95", 0.025), ("998", 0.001)):
            limits = 1_000 / people * chi2.ppf(p, 2 * expected) / 2, 1_000 / people * chi2.isf(p, 2 * expected + 2) / 2
            assert found.loc[code, f"lower_{name}"] == pytest.approx(limits[0], rel=1e-9)
            assert found.loc[code, f"upper_{name}"] == pytest.approx(limits[1], rel=1e-9)
    assert found.position.to_dict() == {"W1": "below_998", "W2": "above_998", "W3": "within"}


def test_where_nothing_is_expected_the_lower_limit_is_nothing() -> None:
    lower, upper = poisson_limits(np.array([0.0, 4.0]), 0.025)
    assert lower[0] == 0.0
    assert upper[0] == pytest.approx(-math.log(0.025), rel=1e-12)
    assert lower[1] == pytest.approx(1.089865373626325, rel=1e-9)  # the exact limit of 4 events


@given(st.floats(0.01, 0.99), st.integers(5, 5_000), st.integers(2, 50), st.sampled_from(["share", "rate"]))
@settings(max_examples=15)
def test_a_larger_ward_never_has_wider_limits(of_city: float, people: int, times: int, kind: str) -> None:
    rows = [city(of_city * 1e6, 1e6), ward("W1", 1, people), ward("W2", 1, people * times)]
    found = placed(rows, **({**RATE, "multiplier": 100.0} if kind == "rate" else {}))
    for name in ("95", "998"):
        width = found[f"upper_{name}"] - found[f"lower_{name}"]
        assert width["W2"] <= width["W1"] + 1e-9
        assert (found[f"lower_{name}"] <= found.benchmark_value).all()
        assert (found.benchmark_value <= found[f"upper_{name}"]).all()
    assert (found.lower_998 <= found.lower_95).all()
    assert (found.upper_998 >= found.upper_95).all()


def test_the_period_is_the_latest_that_city_and_wards_have() -> None:
    rows = [
        city(300, 1_000, year(2021)), city(310, 1_000, year(2022)), city(320, 1_000, year(2023)),
        ward("W1", 30, 100, year(2021)), ward("W2", 33, 100, year(2021)), ward("W1", 31, 100, year(2022)),
        point(year(2022), area_code="W2"), point(year(2023), area_code="W1", status="missing_at_source"),
        ward("W1", 31, 100, year(2024)),
    ]  # fmt: skip
    found = placed(rows[::-1])
    assert found.period.to_dict() == {"W1": year(2022)}
    assert found.benchmark_value.to_dict() == {"W1": 31.0}


@pytest.mark.parametrize(
    "about",
    [{"kind": "published", "interval": "published"}, {"interval": "none"}, {"kind": "rate", "interval": "none"}],
)
def test_other_kinds_have_no_funnel(about: dict[str, object]) -> None:
    assert placed([city(300, 1_000), ward("W1", 45, 100)], **about).empty


def test_shares_and_rates_stand_beside_each_other_in_order() -> None:
    rows = [
        ward("W2", 9, 1_000, indicator="a_rate", value=9.0), ward("W1", 8, 1_000, indicator="a_rate", value=8.0),
        city(85, 10_000, indicator="a_rate", value=8.5), city(300, 1_000, indicator="b_share"),
        ward("W1", 45, 100, indicator="b_share"),
        point(year(2023), 0.0, area_code="W3", indicator="b_share", denominator=0.0),
    ]  # fmt: skip
    show(rows, {"a_rate": RATE})
    found = funnels(DB, "observations", "about")
    assert list(zip(found.indicator, found.area_code, strict=True)) == [
        ("a_rate", "W1"), ("a_rate", "W2"), ("b_share", "W1"),
    ]  # fmt: skip
    assert found.notna().all().all()
