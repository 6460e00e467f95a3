"""The algebra of the Fay-Herriot model: variance of the random effects by REML, EBLUP and its mean squared error.

Belongs here: numbers in, numbers out, with the equation of each. Does not belong here: names, missing covariates, or
judging a model (`fay_herriot.py`).

Source: Rao and Molina, Small Area Estimation, 2nd ed. (2015), chapter 6. Letters are short for: z the covariates with
the intercept, d the sampling variances, a the variance of the random effects.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

MOST_ITERATIONS = 200
# Relative change of the variance at which scoring stops: far finer than any printed digit, so the result does not
# depend on where it started.
PRECISION = 1e-12


def reml(y: "Numbers", d: "Numbers", z: "Numbers") -> tuple[float, int, bool]:
    """Variance of the random effects by Fisher scoring, kept at nought when it would go below.

    The restricted score is (y'PPy - tr P) / 2 and its information tr(PP) / 2, with V = diag(a + d) and
    P = V^-1 - V^-1 z (z'V^-1 z)^-1 z'V^-1.

    Returns:
        The variance, steps taken, and whether they settled.
    """
    import numpy as np

    a, settled = float(np.median(d)), False
    for step in range(1, MOST_ITERATIONS + 1):
        v = 1 / (a + d)
        vz = z * v[:, None]
        p = np.diag(v) - vz @ np.linalg.solve(z.T @ vz, vz.T)
        py = p @ y
        score = 0.5 * (py @ py - np.trace(p))
        following = max(a + float(score / (0.5 * np.sum(p * p))), 0.0)
        settled = abs(following - a) <= PRECISION * (a + float(np.median(d)))
        a = following
        if settled:
            return a, step, True
    return a, MOST_ITERATIONS, settled


def predicted(y: "Numbers", d: "Numbers", z: "Numbers", used: "NDArray[np.bool_]", a: float) -> dict[str, Any]:
    """EBLUP, its mean squared error by Prasad and Rao for REML, and diagnostics, at the estimated variance.

    With gamma = a / (a + d): g1 = gamma d; g2 = (1 - gamma)^2 z'Qz; g3 = d^2 / (a + d)^3 Var(a), where
    Var(a) = 2 / sum((a + d)^-2); the error is g1 + g2 + 2 g3, the second g3 for the bias of g1.

    Returns:
        Fields of `small_areas.Fit` by name, and `beta`, the coefficients of z.
    """
    import numpy as np
    from scipy import stats

    v = 1 / (a + d[used])
    q = np.linalg.inv((z[used].T * v) @ z[used])
    beta = q @ (z[used].T @ (v * y[used]))
    synthetic = z @ beta
    spread = np.einsum("ij,jk,ik->i", z, q, z)
    total = np.where(used, a + np.where(used, d, 1.0), np.nan)
    gamma = np.where(used, a / total, 0.0)
    leverage = spread / total
    difference = np.where(used, y - synthetic, np.nan)
    # The variance of the estimated variance, as the second term of g3 asks for it.
    g3 = d**2 / total**3 * (2 / np.sum(v**2))
    mse = np.where(used, gamma * d + (1 - gamma) ** 2 * spread + 2 * g3, a + spread)
    # An area that the line goes through by construction has no residual to speak of.
    free = np.where(leverage < 1 - 1e-9, 1 - leverage, np.nan)
    residual = difference / np.sqrt(total * free)
    seen = residual[np.isfinite(residual)]
    return {
        "modelled": np.where(used, synthetic + gamma * np.where(used, difference, 0.0), synthetic),
        "mse": mse,
        "gamma": np.where(np.isfinite(synthetic), gamma, np.nan),
        "synthetic": synthetic,
        "leverage": leverage,
        "residual": residual,
        "beta": beta,
        "loglike": float(-0.5 * np.sum(np.log(2 * np.pi / v) + v * difference[used] ** 2)),
        "normality_p": float(stats.shapiro(seen).pvalue) if len(seen) >= 3 and np.ptp(seen) > 0 else float("nan"),
    }
