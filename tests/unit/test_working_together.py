"""Working together: hand-worked figures, seeds and order, two sides of a relationship, response rates."""

import numpy as np
import polars as pl
import pytest

from pipelines.surveys.groups import intervals as group_intervals
from pipelines.surveys.groups.organisations import Wave, pairs, read_wave
from pipelines.surveys.groups.working_together import WITHHELD, response_rate, working_together
from tests.unit.made_up_panel import (
    PRINCIPLES,
    PUBLIC,
    THIRD,
    Row,
    found,
    frame,
    group,
    instrument,
    number,
    spread_out,
    two_sides,
)


def test_means_gap_and_all() -> None:
    wave = frame(group("p", PUBLIC, [4, 6, 8, 10, 12]) + group("t", THIRD, [2, 4, 4, 6, 6, 8]))
    rows = working_together({2024: wave}, instrument())
    assert number(rows, "mean", "public") == 50.0
    assert number(rows, "mean", "third") == 31.2  # 30 x 6.25 / 6 = 31.25
    assert number(rows, "mean", "all") == 39.8  # (40 + 30) x 6.25 / 11 = 39.77
    assert number(rows, "gap") == 18.8  # public less third: 18.75
    row = found(rows, "mean", "public")
    assert (row["organisations"], row["status"], row["period"], row["label"]) == (5, "ok", "2024-01-01/P1Y", "Forming")
    assert 25 <= row["lower"] < 50 < row["upper"] <= 75
    assert row["lower"] == int(row["lower"])
    assert 0 <= found(rows, "gap")["lower"] < 18.75 < found(rows, "gap")["upper"]
    keys = {
        "instrument", "measure", "label", "statistic", "group", "wave", "period",
        "value", "lower", "upper", "organisations", "status", "note",
    }  # fmt: skip
    assert all(set(row) == keys for row in rows)
    assert not any(row["statistic"].startswith("change") for row in rows)


def test_the_gap_is_below_nought_when_the_public_sector_is_the_stricter() -> None:
    wave = frame(group("p", PUBLIC, [2, 3, 4, 5, 6]) + group("t", THIRD, [8, 9, 10, 11, 12]))
    assert number(working_together({2024: wave}, instrument()), "gap") == -37.5


@pytest.mark.parametrize(("size", "status"), [(4, "suppressed"), (5, "ok")])
def test_four_organisations_are_too_few_and_five_are_enough(size: int, status: str) -> None:
    wave = frame(group("p", PUBLIC, [4, 6, 8, 10, 12][:size]) + group("t", THIRD, [2, 4, 4, 6, 6, 8]))
    rows = working_together({2024: wave}, instrument())
    row = found(rows, "mean", "public")
    assert row["status"] == status
    assert found(rows, "gap")["status"] == status
    # With the third sector shown, all less third would be the four.
    assert found(rows, "mean", "all")["status"] == status
    assert found(rows, "mean", "third")["status"] == "ok"
    if status == "suppressed":
        assert [row[part] for part in ("value", "lower", "upper", "organisations")] == [None] * 4
        assert row["note"] == WITHHELD


def test_median_from_ten_organisations_on() -> None:
    nine, ten = [1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 3, 4, 5, 6, 7, 8, 9, 16]
    assert number(working_together({2024: frame(group("t", THIRD, nine))}, instrument()), "median", "third") is None
    row = found(working_together({2024: frame(group("t", THIRD, ten))}, instrument()), "median", "third")
    assert row["value"] == 34.4  # 5.5 x 6.25 = 34.375
    assert (row["lower"], row["upper"]) == (None, None)
    many = found(working_together({2024: frame(group("t", THIRD, ten * 4))}, instrument()), "median", "third")
    assert many["lower"] < 34.4 < many["upper"]


def test_a_measure_that_nobody_could_be_scored_on_is_no_figure() -> None:
    rows = group("t", THIRD, [1, 2, 3, 4, 5, 6])
    skipped: list[Row] = [(name, sector, r, [None] * 4, b) for name, sector, r, _, b in rows]
    table = working_together({2024: frame(skipped)}, instrument())
    assert found(table, "mean", "third")["status"] == "suppressed"
    assert found(table, "mean", "third", measure="overall")["status"] == "suppressed"
    assert found(table, "mean", "third", measure="b")["status"] == "ok"


def test_an_organisation_counts_once() -> None:
    rows: list[Row] = [
        # by its row for the whole
        ("t0", THIRD, None, spread_out(8), [2] * 4),
        ("t0", THIRD, "r1", spread_out(16), [2] * 4),
        # without one by the mean of its rows
        ("t1", THIRD, "r2", spread_out(4), [2] * 4),
        ("t1", THIRD, "r3", spread_out(12), [2] * 4),
        ("t1", THIRD, "r4", spread_out(2), [2] * 4),
    ]
    wave = read_wave(frame(rows), instrument())
    assert wave.scores["a"] == pytest.approx({"t0": 50.0, "t1": 37.5})
    assert wave.group == {"t0": "third", "t1": "third"}


def test_two_sectors_in_one_wave_are_neither() -> None:
    rows: list[Row] = [("x", THIRD, "r1", [1] * 4, [1] * 4), ("x", PUBLIC, "r2", [1] * 4, [1] * 4)]
    wave = read_wave(frame(rows), instrument())
    assert wave.of("a", "third") == wave.of("a", "public") == {}
    assert wave.of("a", "all") == {"x": 25.0}


def test_change_of_those_in_both_waves_beside_that_of_all() -> None:
    # Five stay and rise by one step of 6.25 or two; five low ones leave, five high ones join.
    stay, risen = [4, 5, 6, 7, 8], [5, 7, 7, 9, 9]
    earlier = group("t", THIRD, stay) + group("left", THIRD, [1, 1, 2, 2, 3])
    later = group("t", THIRD, risen) + group("new", THIRD, [14, 14, 15, 15, 12])
    rows = working_together({2023: frame(earlier), 2024: frame(later)}, instrument())
    panel, everybody = found(rows, "change_panel", "third"), found(rows, "change_all", "third")
    assert panel["value"] == 8.8  # (1 + 2 + 1 + 2 + 1) / 5 x 6.25 = 8.75
    assert panel["organisations"] == 5
    assert 6 <= panel["lower"] < 8.75 < panel["upper"] <= 13
    assert everybody["value"] == 42.5  # (107 - 39) / 10 x 6.25
    assert everybody["organisations"] == 10
    assert everybody["upper"] - everybody["lower"] > panel["upper"] - panel["lower"]
    assert panel["note"] == "Change since 2023 of the organisations that answered in both waves."
    assert number(rows, "change_panel", "public") is None


def test_the_change_of_the_same_organisations_is_paired() -> None:
    earlier, later = group("t", THIRD, [1, 3, 5, 7, 9, 11]), group("t", THIRD, [2, 4, 6, 8, 10, 14])
    rows = working_together({2023: frame(earlier), 2024: frame(later)}, instrument())
    panel, everybody = found(rows, "change_panel", "third"), found(rows, "change_all", "third")
    assert panel["value"] == everybody["value"] == 8.3  # 8 / 6 x 6.25
    assert everybody["upper"] - everybody["lower"] <= panel["upper"] - panel["lower"] + 2


def test_an_instrument_without_a_panel() -> None:
    with pytest.raises(ValueError, match="no panel"):
        working_together({}, instrument(panel=None))


def test_principles_are_single_questions_and_an_overall() -> None:
    rows = [{"respondent": f"t{n}", "sector": THIRD, "p1": n % 5, "p2": (n + 1) % 5, "p3": 4 - n % 3} for n in range(6)]
    table = working_together({2024: pl.DataFrame(rows)}, PRINCIPLES)
    assert {row["measure"] for row in table} == {"p1", "p2", "p3", "overall"}
    assert number(table, "mean", "third", measure="p1") == 41.7  # 25 x (0 + 1 + 2 + 3 + 4 + 0) / 6
    assert found(table, "mean", "third", measure="p1")["label"] == "Principle 1"
    assert found(table, "mean", "third", measure="overall")["status"] == "ok"


def test_a_wave_knows_its_groups() -> None:
    wave = Wave({"a": "public", "b": "third", "c": ""}, {"m": {"a": 1.0, "b": 2.0, "c": 3.0}})
    assert wave.of("m", "all") == {"a": 1.0, "b": 2.0, "c": 3.0}
    assert wave.of("m", "public") == {"a": 1.0}


# ------------------------------------------------------------------ seeds and order


def test_the_order_of_rows_and_names_of_organisations_change_nothing() -> None:
    public, third = group("p", PUBLIC, [4, 6, 8, 10, 12]), group("t", THIRD, [2, 4, 4, 6, 6, 8, 9, 9, 9, 12])
    before = group("p", PUBLIC, [3, 5, 8, 9, 11]) + group("t", THIRD, [2, 3, 4, 5, 6, 8, 8, 7, 9, 11])
    whole = {2023: frame(before), 2024: frame(public + third)}
    expected = working_together(whole, instrument())
    assert any(row["statistic"] == "change_panel" and row["status"] == "ok" for row in expected)
    shuffled = {wave: table.sample(fraction=1, shuffle=True, seed=wave) for wave, table in reversed(whole.items())}
    assert working_together(shuffled, instrument()) == expected
    renamed = {
        wave: table.with_columns(pl.concat_str(pl.lit("x"), pl.col("respondent").str.reverse()).alias("respondent"))
        for wave, table in whole.items()
    }
    assert working_together(renamed, instrument()) == expected


def test_another_measure_wave_or_group_never_changes_an_interval() -> None:
    third = group("t", THIRD, [2, 4, 4, 6, 6, 8])
    alone = found(working_together({2024: frame(third)}, instrument()), "mean", "third")
    other = [(n, s, r, a, [4, 3, 0, 1]) for n, s, r, a, _ in third] + group("p", PUBLIC, [1, 9, 4, 5, 6, 3])
    assert found(working_together({2024: frame(other)}, instrument()), "mean", "third") == alone
    assert group_intervals.seeded("a", 1).integers(0, 2**32) != group_intervals.seeded("a", 2).integers(0, 2**32)
    assert group_intervals.seeded("a", 1).integers(0, 2**32) == group_intervals.seeded("a", 1).integers(0, 2**32)


def test_bootstrap_of_a_mean_is_near_its_normal_interval() -> None:
    scores = list(np.random.default_rng(3).normal(50, 10, 400))
    lower, upper = group_intervals.of_mean(scores, "x")
    half = 1.96 * np.std(scores) / 20
    assert (lower, upper) == pytest.approx((np.mean(scores) - half, np.mean(scores) + half), abs=0.1)


def test_limits_are_rounded_outward() -> None:
    assert group_intervals.whole((12.3, 45.2)) == (12.0, 46.0)
    assert group_intervals.whole((-3.1, 45.000000000001)) == (-4.0, 45.0)


# ------------------------------------------------------------------ two sides of a relationship


def test_more_than_one_step_apart_is_talked_about() -> None:
    rows = two_sides("r1", "p", "t", [2, 2, 2, None], [2, 3, 4, 0])
    (pair,) = pairs(frame(rows), instrument())
    assert pair.sides == ("p", "t")
    assert pair.apart == ["a3"]  # 0 and 1 step are none, 2 is one, an unanswered question is no question
    assert "a4" not in pair.given


def test_only_two_different_organisations_are_two_sides() -> None:
    def row(who: str) -> Row:
        return (who, THIRD, "r1", [1, 1, 1, 1], [1, 1, 1, 1])

    assert pairs(frame([row("a")]), instrument()) == []
    assert pairs(frame([row("a"), row("a")]), instrument()) == []
    assert pairs(frame([row("a"), row("b"), row("c")]), instrument()) == []
    assert len(pairs(frame([row("a"), row("b")]), instrument())) == 1


@pytest.mark.parametrize(("relationships", "status"), [(4, "suppressed"), (5, "ok")])
def test_share_of_relationships_to_talk_about(relationships: int, status: str) -> None:
    rows = [
        row
        for n in range(relationships)
        for row in two_sides(f"r{n}", f"p{n}", f"t{n}", [4, 2, 2, 2], [2 if n < 2 else 3, 2, 2, 2])
    ]
    table = working_together({2024: frame(rows)}, instrument())
    row = found(table, "disagreement")
    assert row["status"] == status
    if status == "ok":
        assert row["value"] == 40.0  # 2 of 5
        assert (row["lower"], row["upper"]) == (11.0, 77.0)  # Wilson: 11.76 to 76.93
        assert row["organisations"] == 10
        assert "5 relationships" in row["note"]
    else:
        assert [row[part] for part in ("value", "lower", "upper", "organisations")] == [None] * 4
    # none apart under b: it would say of each relationship that it has nothing to talk about
    assert found(table, "disagreement", measure="b")["status"] == "suppressed"
    assert not [r for r in table if r["statistic"] == "disagreement" and r["measure"] == "overall"]


def test_no_share_of_one_bodys_relationships() -> None:
    for by_council, status in ((5, "ok"), (6, "suppressed")):
        rows = [
            row
            for n in range(10)
            for row in two_sides(
                f"r{n}", "council" if n < by_council else f"p{n}", f"t{n}", [4, 2, 2, 2], [2 + n % 2, 2, 2, 2]
            )
        ]
        assert found(working_together({2024: frame(rows)}, instrument()), "disagreement")["status"] == status


# ------------------------------------------------------------------ response rate


def test_response_rate_of_endorsers() -> None:
    endorsers = {f"p{n}": "public" for n in range(8)} | {f"t{n}": "third" for n in range(100)}
    submitted = [f"p{n}" for n in range(8)] + [f"t{n}" for n in range(65)] + ["not an endorser"]
    rates = {row["group"]: row for row in response_rate(endorsers, submitted)}
    assert list(rates) == ["public", "third", "all"]
    third = rates["third"]
    assert (third["numerator"], third["denominator"], third["value"]) == (65, 100, 65.0)
    assert (third["lower"], third["upper"]) == pytest.approx((55.2544433, 73.6357518))  # methods.md
    assert rates["public"]["value"] == rates["public"]["upper"] == 100.0
    assert rates["all"]["denominator"] == 108


def test_response_rate_of_four_is_withheld_and_cannot_be_had_back() -> None:
    endorsers = {f"p{n}": "public" for n in range(4)} | {f"t{n}": "third" for n in range(20)}
    rates = {row["group"]: row for row in response_rate(endorsers, ["p1", "t1"])}
    assert rates["third"]["value"] == 5.0
    for group_of_four in ("public", "all"):
        row = rates[group_of_four]
        assert row["status"] == "suppressed"
        assert [row[part] for part in ("numerator", "denominator", "value", "lower", "upper")] == [None] * 5
