"""Modelled estimates for small areas: the Fay-Herriot area-level model by REML, and the reasons not to release one.

Belongs here: the model from arrays to arrays, when it is fit to be seen, and the sampling variances that go into it.
Does not belong here: the algebra (`reml.py`), direct estimates, where covariates come from, or what a release says
about a modelled figure.

Source: Rao and Molina, Small Area Estimation, 2nd ed. (2015), chapter 6. Checked against the R package sae 1.3.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pipelines.surveys.small_areas.reml import MOST_ITERATIONS, predicted, reml

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Numbers = NDArray[np.float64]

Z95 = 1.959963984540054
# Regression's common rule of thumb of five cases for each estimated number; below it the pattern found is chance.
LEAST_AREAS_PER_COEFFICIENT = 5
# Below this middle weight of an area's own answers, the map would show the covariates and hardly the survey.
LEAST_MIDDLE_GAMMA = 0.05
# Modelled figures borrow from sampled areas; when most areas are not sampled there is little to borrow from.
LEAST_SHARE_SAMPLED = 0.5
# Shapiro-Wilk; 1% and not 5%, since the test is run for every indicator and wave and would else cry wolf.
LEAST_NORMALITY_P = 0.01
# A leverage of 1 means that the line goes through the area whatever the others say.
MOST_LEVERAGE = 0.8
# Twice or three times the mean is the usual flag for a look; four times withholds without anyone looking.
MOST_TIMES_MEAN_LEVERAGE = 4.0
# The least weight, in respondents, of the city's share in an area's: that of Agresti and Coull's interval (z squared).
LEAST_PULL = 4.0


@dataclass(frozen=True)
class Fit:
    """A fitted model. Arrays hold one number per area, in the order given; nan where there is none.

    Attributes:
        areas: labels of the areas, for sentences.
        used: whether the area's direct estimate went into the fit; where not, `modelled` is `synthetic`.
        direct: the estimates that went in.
        variance: their sampling variances.
        modelled: the EBLUP, in the unit of `direct`.
        mse: its mean squared error (Prasad-Rao: g1 + g2 + 2 g3; of a synthetic estimate A + x'Cov(b)x).
        gamma: weight of the direct estimate in the modelled one, 0 to 1.
        synthetic: what the covariates alone would say.
        leverage: how far the area decides its own synthetic estimate, 0 to 1.
        residual: direct minus synthetic in units of its standard deviation.
        refvar: variance of the areas' random effects, A.
        coefficients: by name, on the scale the covariates were given in.
        iterations: steps of Fisher scoring taken.
        converged: whether they settled.
        loglike: log likelihood at the estimates.
        normality_p: Shapiro-Wilk p of the standardised residuals; nan for fewer than three.
        problem: why there is no fit at all, in a sentence; empty when there is one.
    """

    areas: tuple[str, ...]
    used: "NDArray[np.bool_]"
    direct: "Numbers"
    variance: "Numbers"
    modelled: "Numbers"
    mse: "Numbers"
    gamma: "Numbers"
    synthetic: "Numbers"
    leverage: "Numbers"
    residual: "Numbers"
    refvar: float
    coefficients: dict[str, float]
    iterations: int
    converged: bool
    loglike: float
    normality_p: float
    problem: str = ""


def fay_herriot(
    direct: "ArrayLike",
    variance: "ArrayLike",
    covariates: "ArrayLike",
    names: Sequence[str],
    areas: Sequence[str] = (),
) -> Fit:
    """Fit direct estimates of m areas on p covariates plus a random effect of each area.

    Args:
        direct: m direct estimates; nan where an area has none.
        variance: their m sampling variances, taken as known; an area with 0 or nan is estimated synthetically.
        covariates: m by p, without the intercept; an area with a nan gets no estimate.
        names: p names of the covariates.
        areas: m labels for the sentences of `reasons`; "area 1" and so on when empty.

    Returns:
        The fit; with `problem` set and nothing but nan when the model cannot be fitted to these numbers.

    Raises:
        ValueError: when the shapes do not agree.
    """
    import numpy as np

    y, d, x = (np.asarray(part, dtype=float) for part in (direct, variance, covariates))
    x = x.reshape(len(y), -1) if x.ndim < 2 else x
    labels = tuple(areas) or tuple(f"area {i + 1}" for i in range(len(y)))
    if not (len(y) == len(d) == len(x) == len(labels)) or x.shape[1] != len(names):
        raise ValueError(f"{len(y)} estimates, {len(d)} variances, covariates {x.shape}, {len(names)} names")
    used = np.isfinite(x).all(axis=1) & np.isfinite(y) & np.isfinite(d) & (d > 0)
    if used.sum() <= x.shape[1] + 1:
        return _no_fit(labels, y, d, "There are no more areas with a direct estimate than the model has coefficients.")
    # Centred and scaled, a covariate in pounds and one in shares weigh alike in the solving; undone at the end.
    centre, scale = x[used].mean(axis=0), x[used].std(axis=0)
    z = np.column_stack([np.ones(len(y)), (x - centre) / np.where(scale > 0, scale, 1.0)])
    if np.linalg.matrix_rank(z[used]) < z.shape[1]:
        return _no_fit(labels, y, d, "A covariate is the same everywhere or follows from the others.")
    a, iterations, converged = reml(y[used], d[used], z[used])
    parts = predicted(y, d, z, used, a)
    slopes = parts.pop("beta")
    slopes[1:] /= scale
    slopes[0] -= slopes[1:] @ centre
    return Fit(
        areas=labels,
        used=used,
        direct=y,
        variance=d,
        **parts,
        refvar=a,
        coefficients=dict(zip(["intercept", *names], map(float, slopes), strict=True)),
        iterations=iterations,
        converged=converged,
    )


def _no_fit(labels: tuple[str, ...], y: "Numbers", d: "Numbers", problem: str) -> Fit:
    import numpy as np

    nothing = np.full(len(y), np.nan)
    per_area = dict.fromkeys(("modelled", "mse", "gamma", "synthetic", "leverage", "residual"), nothing)
    none = np.zeros(len(y), dtype=bool)
    nan = float("nan")
    return Fit(labels, none, y, d, **per_area, refvar=nan, coefficients={}, iterations=0, converged=False,
               loglike=nan, normality_p=nan, problem=problem)  # fmt: skip


def reasons(fit: Fit, bounds: tuple[float, float] | None = None) -> list[str]:
    """Why the model must not be released, a plain sentence each; empty when it may be.

    `bounds` are the least and the most that a value can be, such as (0, 1) for a share.
    """
    import numpy as np

    if fit.problem:
        return [fit.problem]
    found, sampled, coefficients = [], int(fit.used.sum()), len(fit.coefficients)
    if not fit.converged:
        found.append(f"The estimation did not settle within {MOST_ITERATIONS} steps.")
    if sampled < LEAST_AREAS_PER_COEFFICIENT * coefficients:
        found.append(
            f"{sampled} areas are too few for {coefficients} coefficients; "
            f"at least {LEAST_AREAS_PER_COEFFICIENT} areas each are needed."
        )
    if sampled < LEAST_SHARE_SAMPLED * len(fit.areas):
        found.append(f"Only {sampled} of {len(fit.areas)} areas have a direct estimate to learn from.")
    gamma = fit.gamma[fit.used]
    if fit.refvar <= 0:
        found.append("The random-effect variance is zero, so every area would get the city pattern.")
    elif float(np.median(gamma)) < LEAST_MIDDLE_GAMMA:
        found.append("The areas' own answers have next to no weight, so every area would get the city pattern.")
    if fit.normality_p < LEAST_NORMALITY_P:
        found.append(f"The residuals are not normally distributed (Shapiro-Wilk p = {fit.normality_p:.4f}).")
    highest = min(MOST_LEVERAGE, MOST_TIMES_MEAN_LEVERAGE * float(np.mean(fit.leverage[fit.used])))
    found += [
        f"{fit.areas[i]} decides the fit: its leverage is {fit.leverage[i]:.2f}, and at most {highest:.2f} is allowed."
        for i in np.flatnonzero(fit.used & (np.nan_to_num(fit.leverage) > highest))
    ]
    if np.all(fit.mse[fit.used] >= fit.variance[fit.used]):
        found.append("The modelled figures are in no area more exact than the direct ones.")
    if bounds is not None:
        outside = (fit.modelled < bounds[0]) | (fit.modelled > bounds[1])
        found += [f"{fit.areas[i]} would get a value that cannot be." for i in np.flatnonzero(outside)]
    return found


def limits(
    modelled: "Numbers", mse: "Numbers", kind: Literal["survey_share", "survey_mean"]
) -> tuple["Numbers", "Numbers"]:
    """Lower and upper 95% limits of EBLUPs from their mean squared errors; those of a share stay within 0 and 1."""
    import numpy as np

    reach = Z95 * np.sqrt(mse)
    lower, upper = modelled - reach, modelled + reach
    return (lower, upper) if kind == "survey_mean" else (np.clip(lower, 0, 1), np.clip(upper, 0, 1))


def smoothed_variance(
    value: "ArrayLike",
    n: "ArrayLike",
    design_effect: "ArrayLike",
    kind: Literal["survey_share", "survey_mean"],
    answer_variance: float | None = None,
) -> "Numbers":
    """The sampling variances to give the model: a generalised variance function instead of each area's own estimate.

    A variance estimated from thirty answers is itself mostly noise, and of a share in which nobody said yes it is
    nought. So a mean gets the city's variance of answers: deff * s2 / n. A share gets deff * p(1 - p) / n with p drawn
    towards the city's share, the more the less the areas' shares differ beyond chance (beta-binomial by moments), and
    at least by the weight of `LEAST_PULL` respondents.

    Args:
        value: direct estimates of the areas; a share as 0 to 1; nan where there is none.
        n: respondents of each area.
        design_effect: of each area, or one for all.
        kind: kind of the indicator.
        answer_variance: the pooled variance of one answer over the whole city; needed for a mean.

    Returns:
        One variance for each area; nan where it has no estimate or no respondents. Nought only when the whole city
        gave the same answer, and then no model can be fitted.

    Raises:
        ValueError: when a mean comes without `answer_variance`.
    """
    import numpy as np

    p = np.asarray(value, dtype=float)
    effective = np.asarray(n, dtype=float) / np.asarray(design_effect, dtype=float) + np.zeros(len(p))
    there = np.isfinite(p) & np.isfinite(effective) & (effective > 0)
    variance = np.full(len(p), np.nan)
    if kind == "survey_mean":
        if answer_variance is None:
            raise ValueError("the variance of a mean needs the pooled variance of the answers")
        variance[there] = answer_variance / effective[there]
        return variance
    p, weight = p[there], effective[there]
    if not len(p):
        return variance
    city = float(weight @ p / weight.sum())
    one, loose = city * (1 - city), len(p) - 1
    room = weight.sum() - weight @ weight / weight.sum() - loose
    between = (weight @ (p - city) ** 2 - loose * one) / room if room > 0 else 0.0
    # No more spread than chance gives: every area is taken at the city's share.
    own = weight / (weight + max(one / between - 1, LEAST_PULL)) if between > 0 else np.zeros(len(p))
    drawn = own * p + (1 - own) * city
    variance[there] = drawn * (1 - drawn) / weight
    return variance
