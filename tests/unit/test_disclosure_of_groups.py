"""What is withheld of groups of organisations, and attacks on what is shown."""

import math
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from pipelines.declarations.instrument import Instrument
from pipelines.surveys.coding.scores import measures
from pipelines.surveys.groups.audit import pinned
from pipelines.surveys.groups.disclosure import Figure, close, shown
from pipelines.surveys.groups.figures import counted
from pipelines.surveys.groups.organisations import read_wave
from pipelines.surveys.groups.working_together import LEFT_OUT, WITHHELD, working_together
from tests.unit.made_up_panel import (
    NEITHER,
    PRINCIPLES,
    PUBLIC,
    QUESTIONS,
    THIRD,
    Row,
    found,
    frame,
    group,
    instrument,
)


def skipping(scores: Sequence[int], skipped: int) -> list[Row]:
    """Third sector organisations, the first of which have no score under b."""
    rows = group("t", THIRD, scores)
    return [(n, s, r, a, [1, 2, None, None] if i < skipped else b) for i, (n, s, r, a, b) in enumerate(rows)]


def test_no_mean_that_tells_each_score() -> None:
    for same in ([16] * 6, [0] * 6, [9] * 6):
        rows = working_together({2024: frame(group("p", PUBLIC, same) + group("t", THIRD, [2, 4, 4, 6, 6, 8]))},
                                instrument())  # fmt: skip
        assert found(rows, "mean", "public")["status"] == "suppressed"
        assert found(rows, "gap")["status"] == "suppressed"
        # all less third would be it
        assert found(rows, "mean", "all")["status"] == "suppressed"
        assert found(rows, "mean", "third")["status"] == "ok"
        # overall, with the other heading, would give it back
        assert found(rows, "mean", "public", measure="overall")["status"] == "suppressed"
        assert {row["note"] for row in rows if row["statistic"] == "mean"} == {"", WITHHELD}


def test_a_joiner_cannot_be_had_from_two_waves_and_those_in_both() -> None:
    earlier = group("t", THIRD, [4, 5, 6, 7, 8, 9])
    rows = working_together({2023: frame(earlier), 2024: frame(group("t", THIRD, [4, 6, 6, 8, 8, 9, 2]))}, instrument())
    assert found(rows, "mean", "third")["status"] == "ok"
    # One within the other and one apart: the earlier wave gives way, and the panel with it.
    assert found(rows, "mean", "third", 2023)["status"] == "suppressed"
    assert found(rows, "change_panel", "third")["status"] == "suppressed"
    assert found(rows, "change_all", "third")["status"] == "suppressed"


def test_one_leaves_and_one_joins() -> None:
    earlier, later = group("t", THIRD, [4, 5, 6, 7, 8, 9]), group("t", THIRD, [4, 6, 6, 8, 8, 9, 2])[1:]
    rows = working_together({2023: frame(earlier), 2024: frame(later)}, instrument())
    assert found(rows, "mean", "third")["status"] == "ok"
    assert found(rows, "mean", "third", 2023)["status"] == "ok"
    assert found(rows, "change_all", "third")["status"] == "ok"
    assert found(rows, "change_panel", "third")["status"] == "suppressed"


def test_those_of_neither_sector_cannot_be_had_from_the_rest() -> None:
    both = group("p", PUBLIC, [4, 6, 8, 10, 12]) + group("t", THIRD, [2, 4, 4, 6, 6, 8])
    for others, status in (([3, 4, 5, 6], "suppressed"), ([3, 4, 5, 6, 7], "ok")):
        rows = working_together({2024: frame(both + group("n", NEITHER, others))}, instrument())
        assert found(rows, "mean", "all")["status"] == status
        assert found(rows, "gap")["status"] == "ok"


@pytest.mark.parametrize(
    ("organisations", "skipped", "expected"),
    [
        # Few skip b: a over 7, b and overall over 6 would give the one's a; it is left out of a.
        (7, 1, {"a": 6, "b": 6, "overall": 6}),
        (12, 4, {"a": 8, "b": 8, "overall": 8}),
        # Five cannot be told from each other.
        (12, 5, {"a": 12, "b": 7, "overall": 7}),
        # There is no overall score to save.
        (6, 2, {"a": 6, "b": None, "overall": None}),
    ],
)
def test_those_that_skipped_a_heading_cannot_be_had_from_overall(
    organisations: int, skipped: int, expected: dict[str, int | None]
) -> None:
    wave = frame(skipping([2, 4, 4, 6, 6, 8, 3, 5, 7, 9, 9, 3][:organisations], skipped))
    rows = working_together({2024: wave}, instrument())
    assert {m: found(rows, "mean", "third", measure=m)["organisations"] for m in expected} == expected
    assert (LEFT_OUT in found(rows, "mean", "third")["note"]) == (expected["a"] == expected["overall"])


def test_an_overall_of_questions_is_withheld_for_the_few_that_skipped_one() -> None:
    for skipped, status in ((1, "suppressed"), (5, "ok"), (10, "suppressed")):
        rows = [
            {
                "respondent": f"t{n}",
                "sector": THIRD,
                "p1": n % 5,
                "p2": (n + 1) % 4,
                "p3": None if n < skipped else 2 - n % 3,
            }
            for n in range(12)
        ]
        table = working_together({2024: pl.DataFrame(rows)}, PRINCIPLES)
        assert found(table, "mean", "third", measure="overall")["status"] == status
        assert found(table, "mean", "third", measure="p1")["organisations"] == 12


# ------------------------------------------------------------------ the rule about sets

people = st.frozensets(st.sampled_from([f"o{i:02}" for i in range(12)]), min_size=0, max_size=12)


@st.composite
def figures(draw: st.DrawFn) -> list[Figure[int]]:
    made: list[Figure[int]] = []
    for number in range(draw(st.integers(1, 7))):
        wave = draw(st.integers(1, 3))
        since = wave - 1 if draw(st.booleans()) and wave > 1 else None
        made.append(Figure(number, draw(people), wave, since=since, barred=draw(st.integers(0, 5)) == 0))
    if len(made) > 2 and draw(st.booleans()):
        both = made[0].members | made[1].members
        made.insert(2, Figure(100, both, made[0].wave, needs=(made[0].name, made[1].name)))
    return made


def equations(kept: Sequence[Figure[int]]) -> tuple[Any, list[tuple[str, int]]]:
    unknowns = sorted({(o, w) for f in kept for o in f.members for w in (f.wave, f.since) if w is not None})
    matrix = np.zeros((len(kept), len(unknowns)))
    for row, figure in enumerate(kept):
        for column, (organisation, wave) in enumerate(unknowns):
            if organisation in figure.members:
                matrix[row, column] = (wave == figure.wave) - (wave == figure.since)
    return matrix, unknowns


def told_about(matrix: Any, owners: Sequence[str], few: set[str]) -> bool:
    """Whether a combination of the rows is about some of these organisations and nobody else."""
    rest = [column for column, owner in enumerate(owners) if owner not in few]
    if not matrix.size:
        return False
    without = np.linalg.matrix_rank(matrix[:, rest]) if rest else 0
    return bool(np.linalg.matrix_rank(matrix) > without)


@given(figures())
@settings(max_examples=100)
def test_no_shown_sets_are_few_apart_and_no_combination_is_about_few(made: list[Figure[int]]) -> None:
    names = shown(made)
    kept = [figure for figure in made if figure.name in names]
    assert all(len(figure.members) >= 5 and not figure.barred for figure in kept)
    assert all(names.issuperset(figure.needs) for figure in kept)
    for one, other in combinations(kept, 2):
        nested = one.members <= other.members or other.members <= one.members
        assert not (nested and 1 <= len(one.members ^ other.members) <= 4)
    plain = [figure for figure in kept if not figure.needs]
    matrix, unknowns = equations(plain)
    owners = [organisation for organisation, _ in unknowns]
    for size in range(1, 5):
        for few in combinations(sorted(set(owners)), size):
            assert not told_about(matrix, owners, set(few)), few
    # Nor does a barred figure follow from those shown.
    for barred in (figure for figure in made if figure.barred and figure.members):
        wider, _ = equations([*plain, barred])
        assert np.linalg.matrix_rank(wider) > np.linalg.matrix_rank(wider[:-1]) if len(plain) else True


@given(figures())
@settings(max_examples=50)
def test_the_most_important_figure_is_never_withheld_for_a_lesser_one(made: list[Figure[int]]) -> None:
    without = [figure for figure in made if not figure.barred and not figure.needs]
    for length in range(1, len(without)):
        assert shown(without[:length]) == shown(without) & {figure.name for figure in without[:length]}


def test_close_sets() -> None:
    five, nine, ten = (frozenset(map(str, range(n))) for n in (5, 9, 10))
    assert close(five, nine)
    assert close(nine, five)
    assert not close(five, ten)
    assert not close(five, five)
    assert not close(frozenset("abcdef"), frozenset("abcdeg"))


def test_full_marks_that_follow_from_the_end_of_the_scale() -> None:
    """The mean of ten is known, and that of a newcomer and four of them: who is left must have given full marks."""
    public, third = [f"p{n}" for n in range(5)], [f"t{n}" for n in range(5)]
    both = [dict.fromkeys(public + third, 1.0), dict.fromkeys([*third, "new"], 1.0)]
    scale = dict.fromkeys([*public, *third, "new"], (0.0, 100.0))
    truth = dict.fromkeys(public, 100.0) | dict.fromkeys(third, 35.0) | {"new": 0.0}
    assert pinned(both, truth, scale) == {*public, "new"}
    # One point less of one of them, and nothing follows for anybody.
    assert pinned(both, truth | {"p0": 99.0}, scale) == set()
    # Without an end there is nothing to be pinned to.
    assert pinned(both, truth, dict.fromkeys(scale, (-math.inf, math.inf))) == set()
    assert pinned([], {}, {}) == set()


def world(seed: int, principles: bool) -> tuple[Instrument, dict[int, pl.DataFrame]]:
    """A made-up city of a few bodies that come and go, skip questions, and now and then all say the same."""
    rng = np.random.default_rng(seed)
    sectors = [PUBLIC] * rng.integers(4, 9) + [THIRD] * rng.integers(5, 13) + [NEITHER] * rng.integers(0, 7)
    stays, skips, flat = rng.choice([0.6, 0.9, 1.0]), rng.choice([0.0, 0.05, 0.3]), rng.random() < 0.3
    asked = ["p1", "p2", "p3"] if principles else list(QUESTIONS)
    waves = {}
    for wave in range(2022, 2022 + rng.integers(1, 4)):
        rows = []
        for number, sector in enumerate(sectors):
            if rng.random() < stays:
                codes = [4 if flat and sector == PUBLIC else int(code) for code in rng.integers(0, 5, len(asked))]
                kept = [None if rng.random() < skips else code for code in codes]
                rows.append({"respondent": f"o{number:02}", "sector": sector, **dict(zip(asked, kept, strict=True))})
        schema = {"respondent": pl.String, "sector": pl.Int64, **dict.fromkeys(asked, pl.Int64)}
        waves[wave] = pl.DataFrame(rows, schema=schema)
    return (PRINCIPLES if principles else instrument()), waves


def attacked(
    declared: Instrument, waves: Mapping[int, pl.DataFrame]
) -> tuple[Any, Any, list[str], list[tuple[str, int, str]]]:
    """Every shown mean, gap and change as an equation over what organisations said, with its right-hand side."""
    rows = working_together(waves, declared)
    read, _ = counted({wave: read_wave(table, declared) for wave, table in waves.items()}, measures(declared))
    overall = "overall"
    parts = [measure for measure in read[min(read)].scores if measure != overall]
    unknowns = [(o, w, part) for w, wave in read.items() for part in parts for o in sorted(wave.scores[part])]
    place = {unknown: column for column, unknown in enumerate(unknowns)}

    def mean(measure: str, who: str, wave: int, among: Mapping[str, float] | None = None) -> Any:
        row = np.zeros(len(unknowns))
        members = [o for o in read[wave].of(measure, who) if among is None or o in among]
        for organisation in members:
            given = [p for p in parts if organisation in read[wave].scores[p]] if measure == overall else [measure]
            for part in given:
                row[place[organisation, wave, part]] += 1 / len(given) / len(members)
        return row

    matrix = []
    for row in (row for row in rows if row["status"] == "ok"):
        statistic, measure, who, wave = (row[part] for part in ("statistic", "measure", "group", "wave"))
        before = max((w for w in read if w < wave), default=wave)
        if statistic == "mean":
            matrix.append(mean(measure, who, wave))
        elif statistic == "gap":
            matrix.append(mean(measure, "public", wave) - mean(measure, "third", wave))
        elif statistic == "change_all":
            matrix.append(mean(measure, who, wave) - mean(measure, who, before))
        elif statistic == "change_panel":
            now, then = read[wave].of(measure, who), read[before].of(measure, who)
            matrix.append(mean(measure, who, wave, then) - mean(measure, who, before, now))
    truth = np.array([read[w].scores[part][o] for o, w, part in unknowns])
    solid = np.array(matrix) if matrix else np.zeros((0, len(unknowns)))
    return solid, solid @ truth, [o for o, _, _ in unknowns], unknowns


@given(st.integers(0, 2**32 - 1), st.booleans())
@settings(max_examples=40)
def test_no_organisation_can_be_solved_for(seed: int, principles: bool) -> None:
    """All shown figures of all measures and waves together determine nothing that one organisation said."""
    matrix, _, owners, _ = attacked(*world(seed, principles))
    for organisation in sorted(set(owners)):
        assert not told_about(matrix, owners, {organisation}), (seed, organisation)


@pytest.mark.parametrize("seed", range(12))
def test_no_score_is_pinned_down_by_the_ends_of_the_scale(seed: int) -> None:
    """Not even knowing that every score lies between 0 and 100 leaves a single value possible for any of them."""
    matrix, right, _, unknowns = attacked(*world(seed, principles=seed % 2 == 0))
    if not len(matrix):
        return
    for column in range(len(unknowns)):
        objective = np.eye(len(unknowns))[column]
        ends = [
            linprog(sign * objective, A_eq=matrix, b_eq=right, bounds=(0, 100), method="highs").fun * sign
            for sign in (1, -1)
        ]
        assert ends[1] - ends[0] > 1, unknowns[column]


def test_the_attack_would_find_a_careless_release(monkeypatch: pytest.MonkeyPatch) -> None:
    """The attacks above are worth something: without the rule they do solve for organisations."""
    monkeypatch.setattr("pipelines.surveys.groups.decision.pinned", lambda *_: set())
    careless = "pipelines.surveys.groups.decision.shown"
    monkeypatch.setattr(careless, lambda made: {f.name for f in made if len(f.members) >= 5})
    solved = 0
    for seed in range(20):
        matrix, _, owners, _ = attacked(*world(seed, principles=seed % 2 == 0))
        solved += any(told_about(matrix, owners, {organisation}) for organisation in set(owners))
    assert solved >= 5
