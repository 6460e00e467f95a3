"""Modelled ward estimates beside the direct ones, as rows with their diagnostics.

Belongs here: covariates from conformed tables, one model for each indicator and wave, and what of it may be published.
Does not belong here: the model itself (`fay_herriot`), or direct estimates (`estimates`).
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from pipelines.declarations.indicator import Indicator
from pipelines.declarations.instrument import Instrument
from pipelines.faults import DeclarationFaultsError
from pipelines.surveys.estimation import answers
from pipelines.surveys.estimation.analysis import Areas
from pipelines.surveys.estimation.estimates import Estimates
from pipelines.surveys.rules import SHOWN_FROM
from pipelines.surveys.small_areas.fay_herriot import Fit, fay_herriot, limits, reasons, smoothed_variance

if TYPE_CHECKING:
    from numpy.typing import NDArray

Rows = list[dict[str, Any]]
_NOTE = "Modelled: the ward's answers drawn towards what its covariates suggest. Not a direct estimate."


def modelled_rows(
    instrument: Instrument,
    indicators: Sequence[Indicator],
    estimates: Mapping[tuple[str, int], Estimates],
    areas: Areas,
) -> tuple[Rows, Rows]:
    """Fit one model for each indicator that asks for it, in each wave.

    Args:
        instrument: the declaration, with its covariates' query.
        indicators: those derived from it.
        estimates: direct ward estimates by indicator and wave.
        areas: the wards, in the order of the estimates.

    Returns:
        Rows of modelled wards, and one row for each model; a model that fails its own checks has no ward rows.

    Raises:
        DeclarationFaultsError: the covariates' query does not give a number for each ward.
    """
    if instrument.small_areas is None:
        return [], []
    names, covariates = _covariates(instrument, areas)
    wards: Rows = []
    models: Rows = []
    for indicator in (i for i in indicators if i.estimate and i.estimate.modelled and i.estimate.pool == 1):
        for (name, wave), direct in estimates.items():
            if name != indicator.id:
                continue
            kind: Literal["survey_share", "survey_mean"] = (
                "survey_share" if indicator.kind == "survey_share" else "survey_mean"
            )
            fit = fay_herriot(direct.value, _variance(direct, kind), covariates, names, areas.ward_names)
            told = reasons(fit, (0.0, 1.0) if kind == "survey_share" else None)
            about = {
                "instrument": instrument.id,
                "indicator": indicator.id,
                "wave": wave,
                "period": instrument.period_of(wave),
            }
            models.append(about | _model(fit, told, names))
            if not told:
                wards.extend(about | row for row in _wards(fit, direct, kind, indicator.multiplier, areas))
    return wards, models


def _covariates(instrument: Instrument, areas: Areas) -> "tuple[list[str], NDArray[np.float64]]":
    import duckdb

    assert instrument.small_areas is not None  # noqa: S101 - narrows the type
    where = f"instruments/{instrument.id}.yaml: small_areas.covariates"
    try:
        found = answers.connect(instrument).execute(f"SELECT * FROM ({instrument.small_areas.covariates})").pl()
    except duckdb.Error as error:
        raise DeclarationFaultsError([f"{where}: its query failed: {error}"]) from error
    names = [name for name in found.columns if name != "area_code"]
    if "area_code" not in found.columns or not names:
        raise DeclarationFaultsError([f"{where}: found columns {found.columns}; expected area_code and numbers"])
    rows = {code: numbers for code, *numbers in found.select("area_code", *names).iter_rows()}
    missing = [code for code in areas.ward if code not in rows]
    if missing:
        raise DeclarationFaultsError([f"{where}: found no row for {', '.join(missing[:5])}; expected every ward"])
    return names, np.array([rows[code] for code in areas.ward], dtype=np.float64)


def _variance(direct: Estimates, kind: Literal["survey_share", "survey_mean"]) -> "NDArray[np.float64]":
    """Smoothed sampling variances; a ward with fewer answers than can be shown is estimated from the others alone."""
    enough = direct.respondents >= SHOWN_FROM
    with np.errstate(all="ignore"):
        of_one_answer = direct.error**2 / direct.effect * direct.respondents
    pooled = float(np.nansum(of_one_answer * direct.respondents) / max(direct.respondents.sum(), 1))
    # One design effect for all: a ward's own is mostly noise.
    effect = float(np.nanmedian(direct.effect[enough])) if enough.any() else 1.0
    smoothed = smoothed_variance(direct.value, direct.respondents, effect, kind, pooled)
    return np.where(enough, smoothed, np.nan)


def _model(fit: Fit, told: Sequence[str], names: Sequence[str]) -> dict[str, Any]:
    return {
        "covariates": "|".join(names),
        "coefficients": "|".join(f"{name}={value:.6g}" for name, value in fit.coefficients.items()),
        "areas": int(fit.used.sum()),
        "random_effect_variance": _plain(fit.refvar),
        "normality_p": _plain(fit.normality_p),
        "iterations": fit.iterations,
        "released": not told,
        "reason": " ".join(told),
    }


def _wards(fit: Fit, direct: Estimates, kind: Literal["survey_share", "survey_mean"], k: float, areas: Areas) -> Rows:
    lower, upper = limits(fit.modelled, fit.mse, kind)
    states = direct.states()
    rows: Rows = []
    for n, code in enumerate(areas.ward):
        shown = states[n] != "suppressed"
        rows.append(
            {
                "level": "ward",
                "area_code": code,
                "direct": _plain(k * direct.value[n]) if shown else None,
                "direct_lower": _plain(k * direct.lower[n]) if shown else None,
                "direct_upper": _plain(k * direct.upper[n]) if shown else None,
                "modelled": _plain(k * fit.modelled[n]),
                "lower": _plain(k * lower[n]),
                "upper": _plain(k * upper[n]),
                "mean_squared_error": _plain(k * k * fit.mse[n]),
                "shrinkage": _plain(fit.gamma[n]),
                "leverage": _plain(fit.leverage[n]) if shown else None,
                # With the model known, a residual gives a withheld direct estimate back.
                "standardised_residual": _plain(fit.residual[n]) if shown else None,
                "status": "ok" if np.isfinite(fit.modelled[n]) else "not_applicable",
                "note": _NOTE,
            }
        )
    return rows


def _plain(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
