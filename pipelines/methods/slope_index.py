"""Slope and relative index of inequality over groups in the order of deprivation.

Belongs here: numbers of one series in, numbers out, with the source of each formula. Does not belong here: which areas
make a group, or tables (`inequality.py`).
"""

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pipelines.methods.figures import Z95

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

FEWEST_GROUPS = 5
# Enough for limits that stray from those of many more draws by about 2% of half the interval.
DRAWS = 5_000
# Places of the 2.5th and 97.5th percentile among the sorted draws, as phe_sii takes them.
_OUTER = (round(DRAWS * 0.025) - 1, round(DRAWS * 0.975) - 1)


class Groups(NamedTuple):
    """One series: by group, from the most deprived, value and limits in the unit and size (the denominator).

    `share` says that the values are shares, which `multiplier` has brought into the unit.
    """

    value: "Numbers"
    lower: "Numbers"
    upper: "Numbers"
    size: "Numbers"
    share: bool
    multiplier: float


class Limits(NamedTuple):
    """A value and its 95% limits; not-a-number where there is none."""

    value: float
    lower: float
    upper: float


class Index(NamedTuple):
    """An index, and why it or its interval is absent."""

    limits: Limits
    why: str = ""


NOTHING = Limits(np.nan, np.nan, np.nan)
NO_INTERVAL = "No interval: the figures have none."


def indices(groups: Groups, seed: int) -> tuple[Index, Index]:
    """Slope and relative index of inequality.

    Weighted least squares of the value on the middle of each group's range in the people ranked by deprivation,
    weights the groups' sizes (Low and Low 2004; PHEindicatormethods 2.1 `phe_sii`). The slope index is the fitted
    value at the most deprived end (x = 0) minus that at the least deprived end (x = 1), the relative index their
    ratio: what `phe_sii` gives with a negative multiplier.

    Shares are fitted on the logit scale and the ends turned back (`transform = TRUE` there), rates as they are. The
    interval is the 2.5th to 97.5th percentile of slopes through values drawn from each group's own interval, taken as
    normal on the logit scale for shares and on the log scale for rates. As in `phe_sii`, the limits of a share turn
    the line about its middle. `statsmodels` WLS gives the same line; its interval is not used, because it speaks of
    the scatter about the line and not of how certain the figures are.
    """
    value, lower, upper, size, share, multiplier = groups
    if len(value) < FEWEST_GROUPS or not (size > 0).all():
        return (Index(NOTHING, f"Not computed: fewer than {FEWEST_GROUPS} groups with anybody in them."),) * 2
    line = _line(size)
    if not share:
        return _of_rates(value, lower, upper, line, seed)
    logit, *logit_limits = (_logit(part / multiplier) for part in (value, lower, upper))
    if not np.isfinite(logit).all():
        why = "Not computed: a fifth has nobody or everybody, and a share of 0 or 1 has no logit."
        return (Index(NOTHING, why),) * 2
    error = (logit_limits[1] - logit_limits[0]) / (2 * Z95)
    slope, relative = _of_logits(logit, error, line, seed)
    return slope._replace(limits=Limits(*(multiplier * part for part in slope.limits))), relative


class _Line(NamedTuple):
    """What the values of the groups are multiplied by to give the line's slope, and its start at x = 0."""

    slope: "Numbers"
    start: "Numbers"


def _line(size: "Numbers") -> _Line:
    weight = size / size.sum()
    middle = np.cumsum(weight) - weight / 2
    centred = middle - weight @ middle
    slope = weight * centred / (weight @ centred**2)
    return _Line(slope, weight - slope * (weight @ middle))


def _of_logits(value: "Numbers", error: "Numbers", line: _Line, seed: int) -> tuple[Index, Index]:
    """Indices of shares of 1, given on the logit scale."""
    slopes = [float(line.slope @ value), np.nan, np.nan]
    middle = float(line.start @ value) + slopes[0] / 2
    known = bool(np.isfinite(error).all())
    if known:
        # The more the line falls from the most deprived end, the higher both indices: the limits change places.
        slopes[1:] = _outer(slopes[0] + _weighed(line.slope * error, _normals(seed, len(value))))[::-1]
    most, least = (1 / (1 + np.exp(-(middle + side * np.array(slopes) / 2))) for side in (-1, 1))
    why = "" if known else NO_INTERVAL
    return Index(Limits(*(most - least)), why), Index(Limits(*(most / least)), why)


def _of_rates(value: "Numbers", lower: "Numbers", upper: "Numbers", line: _Line, seed: int) -> tuple[Index, Index]:
    """Indices of rates, fitted as they are."""
    slope, most = float(line.slope @ value), float(line.start @ value)
    least = most + slope
    ratio = most / least if most > 0 and least > 0 else np.nan
    no_ratio = "Not computed: the line falls below 0 before one of its ends, and such ends have no ratio."
    if not (np.isfinite(upper) & (lower > 0)).all():
        why = "No interval: a fifth has no events, and 0 has no logarithm." if (lower == 0).any() else NO_INTERVAL
        relative = Index(Limits(ratio, np.nan, np.nan), why if np.isfinite(ratio) else no_ratio)
        return Index(Limits(-slope, np.nan, np.nan), why), relative
    error = np.log(upper / lower) / (2 * Z95)
    drawn = np.exp(error[:, None] * _normals(seed, len(value)))
    slopes, mosts = _weighed(line.slope * value, drawn), _weighed(line.start * value, drawn)
    leasts = mosts + slopes
    absolute = Index(Limits(-slope, *_outer(-slopes)))
    if np.isnan(ratio):
        return absolute, Index(NOTHING, no_ratio)
    if (mosts <= 0).any() or (leasts <= 0).any():
        return absolute, Index(Limits(ratio, np.nan, np.nan), "No interval: some of the drawn lines fall below 0.")
    return absolute, Index(Limits(ratio, *_outer(mosts / leasts)))


def _weighed(coefficients: "Numbers", drawn: "Numbers") -> "Numbers":
    """Sum over the groups, in their order: a matrix product may add up in another one on another machine."""
    total: Numbers = coefficients[0] * drawn[0]
    for coefficient, row in zip(coefficients[1:], drawn[1:], strict=True):
        total += coefficient * row
    return total


@cache
def _normals(seed: int, groups: int) -> "Numbers":
    """Standard normal draws (groups, draws), each beside its mirror image, so that they lean to neither side."""
    half = np.random.Generator(np.random.PCG64(seed)).standard_normal((groups, DRAWS // 2))
    return np.concatenate([half, -half], axis=1)


def _outer(draws: "Numbers") -> tuple[float, float]:
    """The 2.5th and 97.5th percentile; sorting all is quicker than picking two."""
    ordered = np.sort(draws)
    return float(ordered[_OUTER[0]]), float(ordered[_OUTER[1]])


def _logit(share: "Numbers") -> "Numbers":
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.log(share / (1 - share)))
