"""How far the rank of a composite score can be trusted: ranks under other reasonable choices and other samples.

Belongs here: normalising, ranking, and the seeded simulation of ranks. Does not belong here: the score itself
(`composite.py`).
"""

from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Ranks = NDArray[np.int64]

DRAWS = 1_000
WEIGHT_RANGE = (0.75, 1.25)
PERCENTILES = (0.025, 0.975)


class Parts(NamedTuple):
    """Parts of one characteristic: values and standard errors (wards, parts), and sign (parts,), -1 where low is good.

    A value is not-a-number where there is none; an error is 0 where there is no interval.
    """

    value: "Numbers"
    error: "Numbers"
    sign: "Numbers"


def z_scores(values: "Numbers") -> "Numbers":
    """Distance from the mean in population standard deviations, over the second axis from the end (wards).

    0 where all values are the same; not-a-number stays so and counts for nothing.
    """
    there = ~np.isnan(values)
    count = np.maximum(there.sum(axis=-2, keepdims=True), 1)
    away = values - np.where(there, values, 0.0).sum(axis=-2, keepdims=True) / count
    deviation = np.sqrt(np.where(there, away**2, 0.0).sum(axis=-2, keepdims=True) / count)
    # Rounding of the mean leaves dust in values that are all the same, so the deviation does not tell.
    differ = varied(values)
    return np.where(there, np.where(differ, away, 0.0) / np.where(differ, deviation, 1.0), np.nan)


def varied(values: "Numbers") -> "NDArray[np.bool_]":
    """Whether the wards that have a value differ in it, by part; the axis of wards is kept."""
    return np.asarray(_range(values)[1] > 0)


def _range(values: "Numbers") -> tuple["Numbers", "Numbers"]:
    """Smallest value over the wards, and the distance to the largest, negative when there is no value at all."""
    there = ~np.isnan(values)
    smallest = np.where(there, values, np.inf).min(axis=-2, keepdims=True)
    return smallest, np.where(there, values, -np.inf).max(axis=-2, keepdims=True) - smallest


def _shares_of_range(values: "Numbers") -> "Numbers":
    """Where each value lies between the smallest (0) and the largest (1); 0.5 where all are the same."""
    smallest, width = _range(values)
    return np.where(width > 0, (values - smallest) / np.where(width > 0, width, 1.0), 0.5)


def competition_ranks(scores: "Numbers") -> "Ranks":
    """Rank over the last axis, 1 for the highest; equal scores share the best of their ranks."""
    return np.asarray(1 + (scores[..., None, :] > scores[..., :, None]).sum(axis=-1))


def rank_intervals(
    parts: Parts, enough: "NDArray[np.bool_]", rank: "Ranks", key: tuple[object, ...]
) -> tuple["Ranks", "Ranks"]:
    """95% interval of each rank: 2.5th to 97.5th percentile of the ranks in 1,000 draws, widened to hold the rank.

    Each draw takes, at random and independently (OECD and JRC, Handbook on Constructing Composite Indicators, 2008,
    chapter 7): every value from a normal distribution with its standard error; a weight between 0.75 and 1.25 for each
    part; z-scores (clip(5 + 2z, 0, 10), as the score) or min-max (0 to 10); the arithmetic or the geometric mean. A
    geometric mean cannot take a 0, so it is taken of scores with 1 added, 1 to 11; a rank does not mind.

    Args:
        parts: of all wards, because those without a score count when the others are normalised.
        enough: (wards,) which of them have a score.
        rank: their ranks.
        key: what the draws depend on, and nothing else.

    Returns:
        Lower and upper rank of those that have a score.
    """
    if not enough.any():
        return rank, rank
    digest = blake2b("\x1f".join(map(str, key)).encode(), digest_size=16).digest()
    random = np.random.Generator(np.random.PCG64(int.from_bytes(digest, "big")))
    value = parts.value + parts.error * random.standard_normal((DRAWS, *parts.value.shape))
    weight = random.uniform(*WEIGHT_RANGE, (DRAWS, 1, len(parts.sign)))
    by_z, geometric = random.random((2, DRAWS)) < 0.5
    scores = np.empty_like(value)
    scores[by_z] = np.clip(5 + 2 * z_scores(value[by_z]) * parts.sign, 0, 10)
    scores[~by_z] = 5 + 10 * (_shares_of_range(value[~by_z]) - 0.5) * parts.sign
    scores[geometric] = np.log1p(scores[geometric])
    weight = np.where(np.isnan(parts.value), 0.0, weight)[:, enough]
    means = (weight * np.nan_to_num(scores[:, enough])).sum(axis=-1) / weight.sum(axis=-1)
    drawn = np.sort(competition_ranks(means), axis=0)
    lower, upper = (drawn[round(DRAWS * share) - 1] for share in PERCENTILES)
    return np.minimum(lower, rank), np.maximum(upper, rank)
