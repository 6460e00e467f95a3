"""How many organisations are still there some years after they registered.

Belongs here: the Kaplan-Meier estimate of one cohort and its interval. Does not belong here: who is in a cohort, or
what counts as an end (`dynamics`).
"""

import warnings
from dataclasses import dataclass

import numpy as np
from scipy.stats import CensoredData, ecdf


@dataclass(frozen=True)
class Survival:
    """Share that survives to the horizon, from 0 to 1; limits are NaN where the method has none."""

    value: float
    lower: float
    upper: float


def kaplan_meier(times: np.ndarray, ended: np.ndarray, horizon: float) -> Survival:
    """The Kaplan-Meier estimate at a horizon, with its 95% interval on the log-log scale from Greenwood's variance.

    `scipy.stats.ecdf` gives both. Its estimate and, wherever 0 < S < 1, the variance behind its limits are those of
    `statsmodels.duration.survfunc.SurvfuncRight` to the last digits (the tests compare them); statsmodels has no
    log-log interval of S itself, so its standard error is put on that scale there: S^exp(±z·se/(S·ln S)). They part
    in two places. A time at which somebody is only censored is a step of scipy's table and none of statsmodels',
    which changes no value. Where all that are left end at once (S = 0) statsmodels' standard error is not a number
    and neither scale has limits; where nobody has ended (S = 1) statsmodels' standard error is 0 and scipy's limits
    are not numbers. In both cases there are no limits here, rather than an interval without width.

    Args:
        times: time under observation of each organisation, in any unit, not negative.
        ended: whether it ended then; otherwise it was only watched until then. One that ends at the very time at which
            another is lost from sight counts it as still there.
        horizon: in the unit of `times`.

    Returns:
        The estimate. After the last observed time it stays what it was: the caller sees to it that enough were watched
        until the horizon.
    """
    curve = ecdf(CensoredData(uncensored=times[ended], right=times[~ended])).sf
    value = float(curve.evaluate(horizon))
    if not 0 < value < 1:
        return Survival(value, float("nan"), float("nan"))
    with warnings.catch_warnings():
        # Limits at other times than the horizon may not exist; that is told by NaN already.
        warnings.simplefilter("ignore", RuntimeWarning)
        limits = curve.confidence_interval(method="log-log")
    return Survival(value, float(limits.low.evaluate(horizon)), float(limits.high.evaluate(horizon)))
