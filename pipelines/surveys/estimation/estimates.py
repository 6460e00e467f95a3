"""Design-based estimates of shares, means and gaps for many areas at once.

Belongs here: linearisation, degrees of freedom, intervals, design effects and the states they lead to. Does not belong
here: raking and variances of totals (`design`), areas and answers (`answers`), or models (`surveys.small_areas`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from pipelines.surveys.estimation.design import Design
from pipelines.surveys.rules import CAUTION_VARIATION, SHOWN_FROM, STEADY_FROM

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]

Kind = Literal["survey_share", "survey_mean", "survey_gap"]
_LEVEL = 0.05


@dataclass(frozen=True)
class Asked:
    """What is asked of the answers: `answers` (rows,), not-a-number where a row does not count.

    For a gap, `first` and `second` mark the rows of the two groups, each (rows,) of true and false.
    """

    kind: Kind
    answers: "Floats"
    first: "NDArray[np.bool_] | None" = None
    second: "NDArray[np.bool_] | None" = None


@dataclass(frozen=True)
class Estimates:
    """One number per domain in each array (domains,); not-a-number where nothing can be said.

    `value`, `lower`, `upper` and `error` (the standard error) are shares of 1, means or differences. `respondents`
    counts valid answers, `effect` is the design effect against simple random sampling with replacement.
    """

    value: "Floats"
    error: "Floats"
    lower: "Floats"
    upper: "Floats"
    respondents: "Codes"
    effect: "Floats"
    freedom: "Codes"

    @property
    def effective(self) -> "Floats":
        """Respondents divided by the design effect: what a simple random sample would need for the same interval."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(self.effect > 0, self.respondents / self.effect, self.respondents.astype(float))

    @property
    def variation(self) -> "Floats":
        """Coefficient of variation: standard error over value."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(self.value > 0, self.error / self.value, np.nan)

    def states(self) -> list[str]:
        """ok, caution or suppressed for each domain, by respondents and coefficient of variation."""
        return [
            "suppressed"
            if n < SHOWN_FROM or not np.isfinite(value) or not np.isfinite(error)
            else "caution"
            if n < STEADY_FROM or variation >= CAUTION_VARIATION or np.isnan(variation)
            else "ok"
            for n, value, error, variation in zip(self.respondents, self.value, self.error, self.variation, strict=True)
        ]


def estimate(design: Design, asked: Sequence[Asked], domain: "Codes", domains: int) -> list[Estimates]:
    """Estimate several questions for every domain, taking all variances together.

    Args:
        design: weights, strata, PSUs and margins.
        asked: what is asked of the answers.
        domain: (rows,) code of each row's area, -1 for none.
        domains: how many areas there are.

    Returns:
        One `Estimates` for each of `asked`.
    """
    points = [
        _gap(design, one, domain, domains) if one.kind == "survey_gap" else _mean(design, one, domain, domains)
        for one in asked
    ]
    variances = design.variances(design.off_margins(point.scores, point.domain, domains) for point in points)
    return [_with_interval(a.kind, p, np.sqrt(v)) for a, p, v in zip(asked, points, variances, strict=True)]


@dataclass(frozen=True)
class _Point:
    """A value before its interval: `scores` and `domain` are (rows,), the others (domains,)."""

    value: "Floats"
    scores: "Floats"
    domain: "Codes"
    respondents: "Codes"
    freedom: "Codes"
    simple: "Floats"


def _mean(design: Design, asked: Asked, domain: "Codes", domains: int) -> _Point:
    """Ratio estimator of a mean and its linearised scores (y - mean) / sum of weights."""
    valid = (domain >= 0) & ~np.isnan(asked.answers)
    where, weight, y = domain[valid], design.weight[valid], asked.answers[valid]
    with np.errstate(divide="ignore", invalid="ignore"):
        total = np.bincount(where, weights=weight, minlength=domains)
        value = np.bincount(where, weights=weight * y, minlength=domains) / total
        n = np.bincount(where, minlength=domains).astype(np.int64)
        spread = np.bincount(where, weights=weight * (y - value[where]) ** 2, minlength=domains) / total
        simple = spread / (n - 1)
    scores = np.zeros(design.rows)
    scores[valid] = (y - value[where]) / total[where]
    inside = np.where(valid, domain, -1)
    return _Point(value, scores, inside, n, _freedom(design, inside, domains), simple)


def _gap(design: Design, asked: Asked, domain: "Codes", domains: int) -> _Point:
    """Difference of two means of one domain: the scores of the second group change sign."""
    parts = [
        _mean(design, Asked("survey_mean", np.where(group, asked.answers, np.nan)), domain, domains)
        for group in (asked.first, asked.second)
        if group is not None
    ]
    first, second = parts
    inside = np.maximum(first.domain, second.domain)
    return _Point(
        first.value - second.value,
        first.scores - second.scores,
        inside,
        # The smaller group decides whether a difference can be shown.
        np.minimum(first.respondents, second.respondents),
        _freedom(design, inside, domains),
        first.simple + second.simple,
    )


def _freedom(design: Design, domain: "Codes", domains: int) -> "Codes":
    """PSUs less strata, counting those that hold members of the domain."""

    def distinct(of: "Codes") -> "Codes":
        inside = domain >= 0
        held = np.zeros((domains, 1 + int(of.max())), dtype=bool)
        held[domain[inside], of[inside]] = True
        return np.asarray(held.sum(axis=1), dtype=np.int64)

    members = np.bincount(domain[domain >= 0], minlength=domains)
    return (distinct(design.psu) if design.clustered else members) - distinct(design.stratum)


def _with_interval(kind: Kind, point: _Point, error: "Floats") -> Estimates:
    from scipy.stats import beta, t

    freedom = point.freedom.astype(float)
    with np.errstate(all="ignore"):
        quantile = np.where(freedom > 0, t.ppf(1 - _LEVEL / 2, np.maximum(freedom, 1)), np.nan)
        effect = error**2 / point.simple
        if kind == "survey_share":
            p = point.value
            logit, wide = np.log(p / (1 - p)), quantile * error / (p * (1 - p))
            lower, upper = 1 / (1 + np.exp(wide - logit)), 1 / (1 + np.exp(-wide - logit))
            # Nobody or everybody: no logit exists, and one exact limit is left (Clopper and Pearson 1934).
            exact = beta.ppf(1 - _LEVEL / 2, 1, np.maximum(point.respondents, 1))
            lower = np.where(p == 0, 0.0, np.where(p == 1, 1 - exact, lower))
            upper = np.where(p == 0, exact, np.where(p == 1, 1.0, upper))
        else:
            lower, upper = point.value - quantile * error, point.value + quantile * error
    return Estimates(point.value, error, lower, upper, point.respondents, effect, point.freedom)
