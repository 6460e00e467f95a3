"""Net registration and survival by year: who counts, and the bootstrap over organisations."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.third_sector.dynamics import register_flows, register_survival
from pipelines.third_sector.rules import RESAMPLES

ALL = pd.Series(1.0, index=range(2000, 2030))
AS_OF = pd.Timestamp("2024-06-30")
Row = tuple[str, str | None, bool, bool]


def organisations(rows: Sequence[Row]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["registered_on", "removed_on", "moved_on", "continues"])
    days = {name: pd.to_datetime(frame[name]).astype("datetime64[s]") for name in ("registered_on", "removed_on")}
    return frame.assign(**days)


STOCK: list[Row] = [("2000-01-01", None, False, False)] * 8


def flows(rows: Sequence[Row], placed: pd.Series = ALL) -> dict[str, float]:
    found = register_flows(organisations(rows), [2022], placed, "E1")
    return found.iloc[0].to_dict() if len(found) else {}


def test_registrations_minus_removals_over_the_stock_at_the_start() -> None:
    found = flows(
        [
            *STOCK,
            ("2001-01-01", "2022-05-01", False, False),  # left
            ("2001-01-01", "2022-01-01", False, False),  # left on the first day: it was there when the year began
            ("2001-01-01", "2021-12-31", False, False),  # left before
            ("2022-01-01", None, False, False),  # came
            ("2022-02-01", "2022-11-01", False, False),  # came and left
            ("2022-12-31", None, False, False),  # came
            ("2023-01-01", None, False, False),  # came after
        ]
    )
    assert (found["registrations"], found["removals"], found["stock_at_start"]) == (3, 3, 10)
    assert found["value"] == 0.0
    assert found["period"] == "2022-01-01/P1Y"


def test_who_moved_on_did_not_leave_and_its_successor_did_not_come() -> None:
    found = flows([*STOCK, ("2001-01-01", "2022-05-01", True, False), ("2022-04-01", None, False, True)])
    assert (found["registrations"], found["removals"], found["stock_at_start"], found["value"]) == (0, 0, 9, 0.0)


def test_no_figure_for_a_year_whose_removals_cannot_be_placed_or_without_stock() -> None:
    assert not flows(STOCK, ALL * 0.89)
    assert not flows(STOCK, pd.Series({2021: 1.0}))
    assert not flows([("2022-03-01", None, False, False)])


def test_the_interval_is_that_of_a_bootstrap_over_organisations() -> None:
    rows = [*STOCK * 5, *[("2001-01-01", "2022-05-01", False, False)] * 4, *[("2022-03-01", None, False, False)] * 3]
    found = flows(rows)
    # The same by drawing organisations one by one: what each adds to the net and to the stock.
    net = np.array([0] * 40 + [-1] * 4 + [1] * 3)
    stock = np.array([1] * 44 + [0] * 3)
    drawn = np.random.default_rng(7).integers(0, len(net), size=(RESAMPLES, len(net)))
    rates = 100 * net[drawn].sum(axis=1) / stock[drawn].sum(axis=1)
    assert (found["lower"], found["upper"]) == pytest.approx(tuple(np.percentile(rates, [2.5, 97.5])), abs=0.8)
    assert found["lower"] < found["value"] < found["upper"]


DAY = st.dates(pd.Timestamp("2015-01-01").date(), pd.Timestamp("2024-06-30").date())
ROW = st.tuples(DAY, st.one_of(st.none(), st.integers(0, 2000)), st.booleans(), st.booleans())


def made(drawn: Sequence[tuple[object, int | None, bool, bool]]) -> pd.DataFrame:
    rows: list[Row] = []
    for came, after, moved, continues in drawn:
        left = None if after is None else pd.Timestamp(str(came)) + pd.Timedelta(days=after)
        left = left if left is not None and left < AS_OF else None
        rows.append((str(came), None if left is None else str(left.date()), moved and left is not None, continues))
    return organisations(rows)


@given(st.lists(ROW, min_size=1, max_size=40), st.randoms(use_true_random=False))
@settings(max_examples=30)
def test_the_order_of_organisations_changes_nothing(
    drawn: list[tuple[object, int | None, bool, bool]], random: object
) -> None:
    frame = made(drawn)
    order = list(frame.index)
    random.shuffle(order)  # type: ignore[attr-defined]
    years = list(range(2016, 2024))
    for one, other in (
        (register_flows(frame, years, ALL, "E1"), register_flows(frame.loc[order], years, ALL, "E1")),
        (
            register_survival(frame, years, AS_OF, ALL, "E1"),
            register_survival(frame.loc[order], years, AS_OF, ALL, "E1"),
        ),
    ):
        pd.testing.assert_frame_equal(one, other, check_exact=True)
    for found in (register_flows(frame, years, ALL, "E1"), register_survival(frame, years, AS_OF, ALL, "E1")):
        limited = found[found["lower"].notna()]
        assert (limited["lower"] <= limited["value"] + 1e-9).all()
        assert (limited["value"] <= limited["upper"] + 1e-9).all()


def survival(rows: Sequence[Row], placed: pd.Series = ALL, year: int = 2018) -> dict[str, object]:
    found = register_survival(organisations(rows), [year], AS_OF, placed, "E1")
    return found.iloc[0].to_dict() if len(found) else {}


COHORT: list[Row] = [("2018-03-01", None, False, False)] * 8


def test_survival_of_a_cohort() -> None:
    found = survival(
        [
            *COHORT,
            ("2018-03-01", "2019-03-01", False, False),  # ended in the first year
            ("2018-03-01", "2022-03-01", False, False),  # ended after three years
            ("2018-05-01", None, False, True),  # a successor is no new organisation
            ("2019-01-01", "2019-02-01", False, False),  # of another year
        ]
    )
    assert (found["cohort"], found["removals"], found["years"]) == (10, 1, 3)
    assert found["value"] == pytest.approx(90.0)
    assert found["lower"] < 90.0 < found["upper"]  # type: ignore[operator]


def test_who_moved_on_is_watched_until_then_and_did_not_end() -> None:
    moved = survival([*COHORT, ("2018-03-01", "2018-09-01", True, False), ("2018-03-01", "2019-03-01", False, False)])
    # One of nine that were still watched.
    assert moved["value"] == pytest.approx(100 * 8 / 9)
    assert (moved["cohort"], moved["removals"]) == (10, 1)


def test_without_an_end_there_is_no_interval_and_it_is_said() -> None:
    found = survival(COHORT)
    assert found["value"] == 100.0
    assert pd.isna(found["lower"])
    assert "no interval" in str(found["note"])


def test_a_cohort_waits_until_half_of_it_was_watched_for_three_years() -> None:
    early, late = ("2021-02-01", None, False, False), ("2021-09-01", None, False, False)
    assert survival([early, early, late], year=2021)
    assert not survival([early, late, late], year=2021)


def test_a_cohort_needs_removals_that_can_be_placed() -> None:
    blind = ALL.copy()
    blind[2020] = 0.5
    assert not survival(COHORT, blind)
    assert survival([("2021-03-01", None, False, False)] * 3, blind, year=2021)
