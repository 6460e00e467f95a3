"""Survey estimates against R's survey package 4.1-1 on its own api data, and against svy's own estimates by area."""

import csv
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.surveys.estimation.design import Design, codes, rake
from pipelines.surveys.estimation.estimates import Asked, Estimates, estimate

CLOSE = 1e-6


class Cases:
    """Expected values by case, and the designs that R used."""

    def __init__(self, folder: Path) -> None:
        with (folder / "cases_survey.csv").open() as handle:
            self.rows = {row["case"]: row for row in csv.DictReader(handle)}
        self.frames = {
            name: pl.read_csv(folder / f"{name}.csv", null_values=["NA"])
            for name in ("apisrs", "apistrat", "apiclus1", "apipop")
        }

    def number(self, case: str, column: str) -> float:
        """An expected number; not-a-number where R's table has none."""
        text = self.rows[case][column]
        return float(text) if text not in ("", "NA") else float("nan")

    def design(self, name: str) -> tuple[Design, Any]:
        """The design of a case and its data."""
        if name == "srs_fpc":
            frame = self.frames["apisrs"]
            ones = np.zeros(frame.height, dtype=np.int64)
            own = np.arange(frame.height)
            return Design(frame["pw"].to_numpy(), ones, own, population=frame["fpc"].to_numpy().astype(float)), frame
        if name == "strat_nofpc":
            frame = self.frames["apistrat"]
            return Design(frame["pw"].to_numpy(), codes(frame["stype"]), np.arange(frame.height)), frame
        frame = self.frames["apiclus1"]
        margins = self.margins()
        weight = rake(frame["pw"].to_numpy(), margins)
        psu, first, second = (codes(frame[name]) for name in ("dnum", "stype", "sch.wide"))
        cells = (first, second + 1 + first.max()) if name == "clus1_raked" else ()
        return Design(weight, np.zeros(frame.height, dtype=np.int64), psu, cells), frame

    def margins(self) -> dict[str, Any]:
        """School type and the school-wide target, as the whole population has them."""
        population = self.frames["apipop"]
        return {
            name: (self.frames["apiclus1"][name], dict(population.group_by(name).len().iter_rows()))
            for name in ("stype", "sch.wide")
        }


@pytest.fixture(scope="module")
def cases(method_cases: Path) -> Cases:
    return Cases(method_cases / "survey")


def agree(found: float, expected: float) -> None:
    assert np.isnan(expected) or found == pytest.approx(expected, rel=CLOSE)


def whole(frame: Any) -> np.ndarray:
    return np.zeros(frame.height, dtype=np.int64)


def schools(frame: Any, variable: str) -> Asked:
    if "==" in variable:
        return Asked("survey_share", (frame["sch.wide"] == "Yes").to_numpy().astype(float))
    return Asked("survey_mean", frame[variable].to_numpy().astype(float))


@pytest.mark.parametrize("design_name", ["srs_fpc", "strat_nofpc", "clus1_raked", "clus1_raked_treated_as_fixed"])
def test_means_and_logit_shares_of_everybody(cases: Cases, design_name: str) -> None:
    wanted = [
        c for c, r in cases.rows.items() if r["design"] == design_name and r["stat"] in ("mean", "svyciprop_logit")
    ]
    assert len(wanted) >= 2
    design, frame = cases.design(design_name)
    for case in wanted:
        (found,) = estimate(design, [schools(frame, cases.rows[case]["var"])], whole(frame), 1)
        for column, value in (
            ("estimate", found.value),
            ("se", found.error),
            ("lower", found.lower),
            ("upper", found.upper),
        ):
            agree(float(value[0]), cases.number(case, column))
        assert found.freedom[0] == cases.number(case, "df")


@pytest.mark.parametrize("design_name", ["srs_fpc", "strat_nofpc", "clus1_raked"])
def test_totals(cases: Cases, design_name: str) -> None:
    wanted = [c for c, r in cases.rows.items() if r["design"] == design_name and r["stat"] == "total"]
    assert len(wanted) == 2
    design, frame = cases.design(design_name)
    for case in wanted:
        y = frame[cases.rows[case]["var"]].to_numpy().astype(float)
        agree(float((design.weight * y).sum()), cases.number(case, "estimate"))
        (variance,) = design.variances([design.off_margins(y, whole(frame), 1)])
        agree(float(np.sqrt(variance[0])), cases.number(case, "se"))


@pytest.mark.parametrize("design_name", ["srs_fpc", "strat_nofpc"])
def test_ratios(cases: Cases, design_name: str) -> None:
    design, frame = cases.design(design_name)
    y, x = (frame[name].to_numpy().astype(float) for name in ("api00", "api99"))
    ratio = (design.weight * y).sum() / (design.weight * x).sum()
    agree(ratio, cases.number(f"{design_name}_ratio", "estimate"))
    scores = (y - ratio * x) / (design.weight * x).sum()
    (variance,) = design.variances([design.off_margins(scores, whole(frame), 1)])
    agree(float(np.sqrt(variance[0])), cases.number(f"{design_name}_ratio", "se"))


@pytest.mark.parametrize("design_name", ["srs_fpc", "strat_nofpc"])
def test_domains(cases: Cases, design_name: str) -> None:
    design, frame = cases.design(design_name)
    domain, names = codes(frame["stype"]), sorted(frame["stype"].unique().to_list())
    means, shares = estimate(design, [schools(frame, "api00"), schools(frame, "sch.wide==Yes")], domain, len(names))
    for number, name in enumerate(names):
        agree(float(means.value[number]), cases.number(f"{design_name}_domainmean_{name}", "estimate"))
        agree(float(means.error[number]), cases.number(f"{design_name}_domainmean_{name}", "se"))
        for column, value in (("estimate", shares.value), ("lower", shares.lower), ("upper", shares.upper)):
            agree(float(value[number]), cases.number(f"{design_name}_domainprop_logit_{name}", column))


def test_raked_weights_and_that_ignoring_the_raking_gives_another_error(cases: Cases, method_cases: Path) -> None:
    expected = pl.read_csv(method_cases / "survey" / "rake_clus1_weights.csv")["raked"].to_numpy()
    design, frame = cases.design("clus1_raked")
    assert design.weight == pytest.approx(expected, rel=CLOSE)
    naive, _ = cases.design("clus1_raked_treated_as_fixed")
    for variable in ("api00", "enroll"):
        (right,) = estimate(design, [schools(frame, variable)], whole(frame), 1)
        (wrong,) = estimate(naive, [schools(frame, variable)], whole(frame), 1)
        agree(float(right.error[0]), cases.number(f"rake_mean_{variable}", "se"))
        agree(float(wrong.error[0]), cases.number(f"rake_naive_mean_{variable}", "se"))
        assert abs(float(right.error[0] / wrong.error[0]) - 1) > 1e-3


def test_the_design_effect_is_that_of_sampling_with_replacement(cases: Cases) -> None:
    """R's reference draws without replacement; the two differ by the sampling fraction, 200 of 6,194."""
    design, frame = cases.design("strat_nofpc")
    (found,) = estimate(design, [schools(frame, "api00")], whole(frame), 1)
    assert found.effect[0] == pytest.approx(1.23724144502163 * (1 - 200 / 6194), rel=CLOSE)
    assert found.effective[0] == pytest.approx(200 / found.effect[0])


def made_up(seed: int, rows: int = 400, areas: int = 5) -> tuple[Any, Any]:
    rng = np.random.default_rng(seed)
    frame = pl.DataFrame(
        {
            "stratum": rng.integers(0, 4, rows).astype(str),
            "area": rng.integers(0, areas, rows).astype(str),
            "age": rng.integers(0, 3, rows).astype(str),
            "tenure": rng.integers(0, 2, rows).astype(str),
            "weight": rng.uniform(0.5, 3, rows),
            "yes": (rng.random(rows) < 0.3).astype(float),
        }
    ).with_columns(psu=pl.format("{}-{}", "stratum", pl.int_range(pl.len()) % 11))
    controls = {name: {c: float(n) for c, n in frame.group_by(name).len().iter_rows()} for name in ("age", "tenure")}
    return frame, controls


@pytest.mark.parametrize("seed", range(3))
def test_areas_equal_those_that_svy_estimates_one_by_one(seed: int) -> None:
    """The library's own estimates by area are the slow way to the same numbers."""
    import svy

    frame, controls = made_up(seed)
    sample = svy.Sample(frame, svy.Design(stratum="stratum", psu="psu", wgt="weight"))
    raked = sample.weighting.rake(controls=controls, tol=1e-12, max_iter=500, wgt_name="raked")
    expected = raked.estimation.prop("yes", by="area").to_polars().filter(pl.col("yes") == 1.0).sort("area")
    weight = rake(frame["weight"].to_numpy(), {n: (frame[n], c) for n, c in controls.items()})
    first = codes(frame["age"])
    cells = (first, codes(frame["tenure"]) + 1 + first.max())
    design = Design(weight, codes(frame["stratum"]), codes(frame["psu"]), cells)
    domain = codes(frame["area"])
    (found,) = estimate(design, [Asked("survey_share", frame["yes"].to_numpy())], domain, 1 + int(domain.max()))
    for column, value in (("est", found.value), ("se", found.error), ("lci", found.lower), ("uci", found.upper)):
        assert value == pytest.approx(expected[column].to_numpy(), rel=CLOSE)
    assert found.freedom.tolist() == expected["df"].to_list()


def simple(answers: list[float]) -> Estimates:
    rows = len(answers)
    design = Design(np.ones(rows), np.zeros(rows, dtype=np.int64), np.arange(rows))
    return estimate(design, [Asked("survey_share", np.array(answers))], np.zeros(rows, dtype=np.int64), 1)[0]


def test_states_follow_respondents_and_variation() -> None:
    def state(yes: int, no: int) -> str:
        return simple([1.0] * yes + [0.0] * no).states()[0]

    assert state(14, 15) == "suppressed"
    assert state(15, 15) == "caution"
    assert state(60, 39) == "caution"
    assert state(60, 40) == "ok"
    assert state(5, 195) == "caution"  # 2.5% of 200: the coefficient of variation is 44%


def test_nobody_and_everybody_keep_one_exact_limit() -> None:
    none, every = simple([0.0] * 40), simple([1.0] * 40)
    assert (none.value[0], none.lower[0]) == (0, 0)
    assert none.upper[0] == pytest.approx(1 - 0.025 ** (1 / 40))  # Clopper and Pearson, x = 0
    assert every.upper[0] == 1
    assert every.lower[0] == pytest.approx(0.025 ** (1 / 40))


def test_a_gap_is_the_difference_of_two_means_with_its_own_error() -> None:
    rng = np.random.default_rng(7)
    y, group = rng.normal(7, 2, 300), rng.random(300) < 0.4
    design = Design(np.ones(300), np.zeros(300, dtype=np.int64), np.arange(300))
    (found,) = estimate(design, [Asked("survey_gap", y, group, ~group)], np.zeros(300, dtype=np.int64), 1)
    assert found.value[0] == pytest.approx(y[group].mean() - y[~group].mean())
    apart = np.sqrt(y[group].var() / group.sum() + y[~group].var() / (~group).sum())
    assert found.error[0] == pytest.approx(apart, rel=0.01)  # independent groups, up to n / (n - 1)


@settings(max_examples=40)
@given(st.lists(st.sampled_from([0.0, 1.0]), min_size=30, max_size=120), st.randoms())
def test_permuting_respondents_changes_nothing_and_the_interval_holds_the_value(
    answers: list[float], random: Any
) -> None:
    one = simple(answers)
    assert one.lower[0] <= one.value[0] <= one.upper[0]
    shuffled = list(answers)
    random.shuffle(shuffled)
    assert simple(shuffled).lower[0] == pytest.approx(one.lower[0], abs=1e-12)


def test_a_stratum_with_one_psu_is_taken_around_the_mean_of_all() -> None:
    stratum = np.array([0] * 20 + [1])
    design = Design(np.ones(21), stratum, np.arange(21))
    y = np.array([0.0, 1.0] * 10 + [1.0])
    (found,) = estimate(design, [Asked("survey_share", y)], np.zeros(21, dtype=np.int64), 1)
    assert np.isfinite(found.error[0])
    assert found.freedom[0] == 19


def test_coverage_over_two_hundred_seeded_samples() -> None:
    """Stratified samples of a known population, raked to its ages: 95% intervals of 33 wards hold 92% to 98%."""
    rng = np.random.default_rng(20261122)
    people, wards = 66_000, 33
    ward = np.repeat(np.arange(wards), people // wards)
    age = rng.integers(0, 4, people)
    yes = rng.random(people) < np.clip(0.25 + 0.08 * age + rng.normal(0, 0.08, wards)[ward], 0.03, 0.97)
    truth = np.bincount(ward, weights=yes) / np.bincount(ward)
    targets = {str(a): float((age == a).sum()) for a in range(4)}
    held = asked = 0
    for _ in range(200):
        drawn = np.concatenate([w * 2000 + rng.choice(2000, 60 + 4 * w, replace=False) for w in range(wards)])
        here = ward[drawn]
        weight = rake(2000.0 / (60 + 4 * here), {"age": (pl.Series(age[drawn].astype(str)), targets)})
        design = Design(weight, here, np.arange(len(drawn)), (age[drawn],))
        (found,) = estimate(design, [Asked("survey_share", yes[drawn].astype(float))], here, wards)
        held += int(((found.lower <= truth) & (truth <= found.upper)).sum())
        asked += wards
    assert 0.92 <= held / asked <= 0.98
