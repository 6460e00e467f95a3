"""The Fay-Herriot model against R's sae, against a known population, and when it must not be released."""

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pipelines.surveys.small_areas.fay_herriot import Fit, fay_herriot, limits, reasons, smoothed_variance

AREAS = 33


def columns(path: Path) -> dict[str, list[str]]:
    with path.open(newline="") as handle:
        rows = list(csv.DictReader(handle))
    return {name: [row[name] for row in rows] for name in rows[0]}


def numbers(texts: list[str]) -> "np.ndarray[Any, np.dtype[np.float64]]":
    return np.array([float(text) for text in texts])


@pytest.fixture(scope="module")
def milk(method_cases: Path) -> dict[str, Any]:
    found = columns(method_cases / "sae" / "milk.csv")
    return {
        "direct": numbers(found["yi"]),
        "variance": numbers(found["VarD"]),
        "covariates": np.array([[area == k for k in "234"] for area in found["MajorArea"]], dtype=float),
        "names": ["area_2", "area_3", "area_4"],
    }


def test_milk_agrees_with_sae(milk: dict[str, Any], method_cases: Path) -> None:
    fit = fay_herriot(**milk)
    expected = columns(method_cases / "sae" / "fh_milk_REML.csv")
    assert fit.modelled == pytest.approx(numbers(expected["eblup"]), rel=1e-6)
    assert fit.mse == pytest.approx(numbers(expected["mse"]), rel=1e-6)
    terms = columns(method_cases / "sae" / "fh_milk_REML_fit.csv")
    *coefficients, refvar, loglike = numbers(terms["value"])
    assert list(fit.coefficients) == ["intercept", "area_2", "area_3", "area_4"]
    assert list(fit.coefficients.values()) == pytest.approx(coefficients, rel=1e-6)
    assert fit.refvar == pytest.approx(refvar, rel=1e-6)
    assert fit.loglike == pytest.approx(loglike, rel=1e-6)
    assert fit.converged
    assert fit.iterations < 50
    # One area lies 3.2 standard deviations below its line; our own test of normality is the stricter.
    only_reason(fit, "not normally distributed")


def test_coefficients_are_on_the_given_scale(milk: dict[str, Any]) -> None:
    plain = fay_herriot(**milk)
    moved = fay_herriot(**{**milk, "covariates": 5e6 + 1e6 * milk["covariates"]})
    assert moved.modelled == pytest.approx(plain.modelled, rel=1e-9)
    assert moved.mse == pytest.approx(plain.mse, rel=1e-9)
    assert 1e6 * moved.coefficients["area_4"] == pytest.approx(plain.coefficients["area_4"], rel=1e-9)
    shift = 5 * sum(plain.coefficients[name] for name in milk["names"])
    assert moved.coefficients["intercept"] == pytest.approx(plain.coefficients["intercept"] - shift, rel=1e-6)


def test_parts_fit_together(milk: dict[str, Any]) -> None:
    fit = fay_herriot(**milk)
    assert fit.modelled == pytest.approx(fit.gamma * fit.direct + (1 - fit.gamma) * fit.synthetic)
    assert fit.gamma == pytest.approx(fit.refvar / (fit.refvar + fit.variance))
    assert fit.leverage.sum() == pytest.approx(len(fit.coefficients))  # the trace of a projection is its rank


def test_equal_variances_by_hand() -> None:
    # Without covariates and with one variance D, REML is s2 - D, and every area is drawn to the mean by (s2 - D) / s2.
    direct = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0])  # s2 = 55/6
    fit = fay_herriot(direct, np.full(10, 2.0), np.empty((10, 0)), [])
    a = 55 / 6 - 2
    assert fit.refvar == pytest.approx(a)
    gamma = a / (a + 2)
    assert fit.modelled[0] == pytest.approx(5.5 + gamma * (1 - 5.5))
    g3 = 4 / (a + 2) ** 3 * 2 * (a + 2) ** 2 / 10
    assert fit.mse[0] == pytest.approx(2 * gamma + (1 - gamma) ** 2 * (a + 2) / 10 + 2 * g3)
    assert fit.residual[0] == pytest.approx((1 - 5.5) / np.sqrt((a + 2) * 0.9))


def test_an_area_without_a_direct_estimate_is_synthetic(milk: dict[str, Any]) -> None:
    direct, variance = milk["direct"].copy(), milk["variance"].copy()
    direct[3], variance[10], variance[20] = np.nan, 0.0, np.nan
    fit = fay_herriot(direct, variance, milk["covariates"], milk["names"])
    assert list(np.flatnonzero(~fit.used)) == [3, 10, 20]
    assert fit.modelled[~fit.used] == pytest.approx(fit.synthetic[~fit.used])
    assert (fit.mse[~fit.used] > fit.refvar).all()
    assert (fit.gamma[~fit.used] == 0).all()
    assert fit.modelled[3] == pytest.approx(fit.coefficients["intercept"])
    alone = np.array([i not in (3, 10, 20) for i in range(43)])
    without = fay_herriot(direct[alone], variance[alone], milk["covariates"][alone], milk["names"])
    assert fit.modelled[alone] == pytest.approx(without.modelled)


def test_an_area_without_covariates_has_nothing(milk: dict[str, Any]) -> None:
    covariates = milk["covariates"].copy()
    covariates[5, 1] = np.nan
    fit = fay_herriot(**{**milk, "covariates": covariates})
    assert not fit.used[5]
    assert np.isnan([fit.modelled[5], fit.mse[5], fit.gamma[5]]).all()
    assert np.isfinite(np.delete(fit.modelled, 5)).all()


def test_shapes_must_agree(milk: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="2 names"):
        fay_herriot(**{**milk, "names": ["a", "b"]})


# ------------------------------------------------------------------ when a model is not to be released


def made_up(
    seed: int = 5, areas: int = AREAS, spread: float = 1.0, variance: float = 0.5, covariates: int = 1
) -> dict[str, Any]:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(areas, covariates))
    truth = 5 + x.sum(axis=1) + spread * rng.normal(size=areas)
    return {
        "direct": truth + np.sqrt(variance) * rng.normal(size=areas),
        "variance": np.full(areas, variance),
        "covariates": x,
        "names": [f"x{i}" for i in range(covariates)],
    }


def only_reason(fit: Fit, words: str, **more: Any) -> None:
    found = reasons(fit, **more)
    assert len(found) == 1, found
    assert words in found[0]


def test_a_good_model_has_no_reason_against_it() -> None:
    assert reasons(fay_herriot(**made_up())) == []


def test_too_few_areas_for_the_coefficients() -> None:
    assert reasons(fay_herriot(**made_up(areas=20, covariates=3))) == []  # 20 areas, 4 coefficients
    assert any("too few for 4" in reason for reason in reasons(fay_herriot(**made_up(areas=19, covariates=3))))


def test_no_variance_between_areas() -> None:
    given = made_up(spread=0.0, variance=0.5)
    given["variance"] = given["variance"] * 4
    fit = fay_herriot(**given)
    assert fit.refvar == 0
    assert fit.converged
    assert any("zero" in reason for reason in reasons(fit))
    assert fit.modelled == pytest.approx(fit.synthetic)


def test_residuals_that_are_not_normal() -> None:
    given = made_up()
    given["direct"][0] += 30
    only_reason(fay_herriot(**given), "not normally distributed")


def test_an_area_that_decides_the_fit() -> None:
    given = made_up()
    given["covariates"][7] = 40
    given["direct"][7] = 45
    fit = fay_herriot(**given, areas=[f"Ward {i}" for i in range(AREAS)])
    assert any(reason.startswith("Ward 7 decides the fit") for reason in reasons(fit))


def test_an_area_alone_with_its_covariate() -> None:
    given = made_up()
    given["covariates"] = np.eye(AREAS)[:, [2]]
    fit = fay_herriot(**given)
    assert fit.leverage[2] == pytest.approx(1)
    assert np.isnan(fit.residual[2])
    only_reason(fit, "area 3 decides the fit")


def test_most_areas_without_answers() -> None:
    given = made_up()
    given["direct"][:17] = np.nan
    only_reason(fay_herriot(**given), "Only 16 of 33")


def test_a_model_that_cannot_be_fitted() -> None:
    given = made_up(covariates=2)
    given["covariates"][:, 1] = 3 * given["covariates"][:, 0] + 2
    only_reason(fay_herriot(**given), "follows from the others")
    given["covariates"][:, 1] = 7.0
    only_reason(fay_herriot(**given), "the same everywhere")
    given["direct"][3:] = np.nan
    fit = fay_herriot(**given)
    only_reason(fit, "no more areas")
    assert np.isnan(fit.modelled).all()


def test_a_share_above_one() -> None:
    given = made_up()
    only_reason(fay_herriot(**given), "cannot be", bounds=(0, float(np.sort(fay_herriot(**given).modelled)[-2])))


def test_steps_that_do_not_settle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.surveys.small_areas.reml.MOST_ITERATIONS", 1)
    assert any("did not settle" in reason for reason in reasons(fay_herriot(**made_up(variance=2.0))))


# ------------------------------------------------------------------ sampling variances and intervals


def test_a_ward_in_which_nobody_said_yes_is_not_certain() -> None:
    value, n = np.array([0.0, 0.1, 0.1, 0.2, 0.1]), np.full(5, 20.0)
    variance = smoothed_variance(value, n, 1.5, "survey_share")
    # These shares differ less than chance makes them: each is taken at the city's tenth.
    assert variance == pytest.approx(np.full(5, 1.5 * 0.1 * 0.9 / 20))


def test_shares_that_truly_differ_keep_most_of_their_own() -> None:
    value, n = np.array([0.0, 0.3, 0.5, 0.7, 1.0]), np.full(5, 100.0)
    variance = smoothed_variance(value, n, np.full(5, 2.0), "survey_share")
    # By hand: effective n 50; Q = 50 x 0.58 = 29; between = (29 - 4 x 0.25) / (250 - 50 - 4) = 1/7, so the city weighs
    # 0.25 x 7 - 1 = 0.75 respondents, raised to 4: p of the first = 0.5 x 4/54.
    p = 0.5 * 4 / 54
    assert variance[0] == pytest.approx(p * (1 - p) / 50)
    assert variance[2] == pytest.approx(0.25 / 50)
    assert variance[0] == pytest.approx(variance[4])


def test_variance_of_means_is_the_pooled_one() -> None:
    found = smoothed_variance([7.0, np.nan, 6.5, 7.2], [50, 50, 0, 100], 2.0, "survey_mean", answer_variance=4.0)
    assert found == pytest.approx([0.16, np.nan, np.nan, 0.08], nan_ok=True)
    with pytest.raises(ValueError, match="pooled variance"):
        smoothed_variance([7.0], [50], 1.0, "survey_mean")


def test_limits_of_a_share_stay_a_share() -> None:
    modelled, mse = np.array([0.01, 0.5, 0.99]), np.full(3, 0.0004)
    lower, upper = limits(modelled, mse, "survey_share")
    assert lower == pytest.approx([0.0, 0.5 - 0.0391992797, 0.99 - 0.0391992797])
    assert upper == pytest.approx([0.01 + 0.0391992797, 0.5 + 0.0391992797, 1.0])
    assert limits(modelled, mse, "survey_mean")[0][0] < 0


# ------------------------------------------------------------------ a known population


def test_modelled_shares_are_nearer_to_the_truth_than_direct_ones() -> None:
    """200 samples of one population of 33 areas: smaller squared error, honest MSE, honest intervals."""
    world = np.random.default_rng(20240601)
    deprived = world.uniform(0.02, 0.6, AREAS)
    truth = np.clip(0.12 + 0.25 * deprived + world.normal(0, 0.03, AREAS), 0.02, 0.98)
    n = world.integers(25, 120, AREAS)
    direct_error = modelled_error = claimed = claimed_error = covered = 0.0
    released = 0
    for sample in range(200):
        answers = np.random.default_rng([20240602, sample]).binomial(n, truth) / n
        variance = smoothed_variance(answers, n, 1.0, "survey_share")
        fit = fay_herriot(answers, variance, deprived[:, None], ["deprived"])
        assert fit.converged
        error = float(np.mean((fit.modelled - truth) ** 2))
        direct_error += float(np.mean((answers - truth) ** 2))
        modelled_error += error
        if reasons(fit, (0, 1)):
            continue
        released += 1
        claimed, claimed_error = claimed + float(np.mean(fit.mse)), claimed_error + error
        lower, upper = limits(fit.modelled, fit.mse, "survey_share")
        covered += float(np.mean((lower <= truth) & (truth <= upper)))
    assert modelled_error < 0.5 * direct_error
    assert released > 100
    assert 0.8 < claimed / claimed_error < 1.3
    assert 0.92 < covered / released < 0.98
