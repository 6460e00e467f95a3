"""From one instrument's coded responses to the rows that its indicators publish.

Belongs here: going through waves, levels and indicators, and turning estimates into rows with a state and a reason.
Does not belong here: formulas (`estimates`, `weighting`), models (`surveys.small_areas`), or comparisons of sectors
(`surveys.groups`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from pipelines.declarations.indicator import Indicator
from pipelines.declarations.instrument import Instrument
from pipelines.faults import Fault, InputFaultsError
from pipelines.surveys.estimation import answers
from pipelines.surveys.estimation.design import Design
from pipelines.surveys.estimation.estimates import Asked, Estimates, Kind, estimate
from pipelines.surveys.estimation.weighting import pooled, populations, weigh
from pipelines.surveys.rules import FEWEST_ORGANISATIONS, SHOWN_FROM, STEADY_FROM

if TYPE_CHECKING:
    import polars as pl

_LEVELS = ("ward", "committee", "city")
_SAMPLED = ("survey_share", "survey_mean", "survey_gap")


@dataclass(frozen=True)
class Areas:
    """The areas that estimates are made for: their codes by level, and the names of wards for sentences."""

    ward: tuple[str, ...]
    committee: tuple[str, ...]
    city: str
    ward_names: tuple[str, ...]

    def codes(self, level: str) -> tuple[str, ...]:
        """Codes of the areas of a level."""
        return {"ward": self.ward, "committee": self.committee, "city": (self.city,)}[level]


@dataclass
class Wave:
    """One wave, placed and weighted: everything that is worked out once for all its indicators."""

    wave: int
    frame: "pl.DataFrame" = field(repr=False)
    design: Design = field(repr=False)
    answered: dict[str, answers.Answered] = field(repr=False)
    notes: tuple[str, ...] = ()


def waves_of(
    instrument: Instrument, indicators: Sequence[Indicator], frames: "Mapping[int, pl.DataFrame]"
) -> dict[int, Wave]:
    """Place, weight and evaluate every wave of an instrument.

    Args:
        instrument: the declaration.
        indicators: those derived from it.
        frames: coded responses by wave.

    Raises:
        InputFaultsError: a margin has a category without respondents.
        DeclarationFaultsError: a declared query or expression fails.
    """
    connection = answers.connect(instrument)
    margins = populations(connection, instrument)
    found: dict[int, Wave] = {}
    for wave, frame in sorted(frames.items()):
        placed = answers.placed(connection, instrument, frame)
        weighted = weigh(placed, instrument, margins, wave)
        values = answers.answered(connection, indicators, placed)
        own = {i.id: value for i, value in zip(indicators, values, strict=True)}
        found[wave] = Wave(wave, placed, weighted.design, own, weighted.notes)
    return found


def margin_faults(instrument: Instrument, frame: "pl.DataFrame", wave: int) -> list[Fault]:
    """What stands in the way of raking one wave: each category of a margin that no respondent is in.

    Raises:
        DeclarationFaultsError: a margin's query or expression fails.
    """
    connection = answers.connect(instrument)
    margins = populations(connection, instrument)
    try:
        weigh(answers.placed(connection, instrument, frame), instrument, margins, wave)
    except InputFaultsError as error:
        return error.faults
    return []


def area_codes(wave: Wave, level: str, areas: Areas) -> "np.ndarray":
    """(rows,) position of each response's area among the areas of a level; -1 where it has none."""
    if level == "city":
        return np.zeros(wave.frame.height, dtype=np.int64)
    position = {code: number for number, code in enumerate(areas.codes(level))}
    return np.array([position.get(code, -1) for code in wave.frame[level].to_list()], dtype=np.int64)


def sampled_rows(
    instrument: Instrument, indicators: Sequence[Indicator], waves: Mapping[int, Wave], areas: Areas
) -> tuple[list[dict[str, Any]], dict[tuple[str, int], Estimates]]:
    """Rows of every share, mean and gap, for every level and wave; and the ward estimates, for modelling.

    A pooled indicator has rows for a wave only when every wave of its pool is there.
    """
    rows: list[dict[str, Any]] = []
    by_ward: dict[tuple[str, int], Estimates] = {}
    for pool in sorted({i.estimate.pool for i in indicators if i.estimate and i.kind in _SAMPLED}):
        own = [i for i in indicators if i.estimate and i.estimate.pool == pool and i.kind in _SAMPLED]
        for last in waves:
            if not all(wave in waves for wave in range(last - pool + 1, last + 1)):
                continue
            parts = [waves[wave] for wave in range(last - pool + 1, last + 1)]
            design = pooled([part.design for part in parts])
            for level in _LEVELS:
                asked_here = [i for i in own if level in i.levels]
                if not asked_here:
                    continue
                domain = np.concatenate([area_codes(part, level, areas) for part in parts])
                asked = [_asked(i, parts) for i in asked_here]
                found = estimate(design, asked, domain, len(areas.codes(level)))
                for indicator, one in zip(asked_here, found, strict=True):
                    rows.extend(_rows(instrument, indicator, one, parts, domain, level, areas))
                    if level == "ward":
                        by_ward[indicator.id, last] = one
    return rows, by_ward


def _asked(indicator: Indicator, parts: Sequence[Wave]) -> Asked:
    every = [part.answered[indicator.id] for part in parts]
    if indicator.kind == "survey_gap":
        first, second = (np.concatenate([getattr(a, name) for a in every]) for name in ("first", "second"))
        return Asked("survey_gap", np.concatenate([a.value for a in every]), first, second)
    kind: Kind = "survey_share" if indicator.kind == "survey_share" else "survey_mean"
    return Asked(kind, np.concatenate([a.value for a in every]))


def _rows(
    instrument: Instrument,
    indicator: Indicator,
    found: Estimates,
    parts: Sequence[Wave],
    domain: "np.ndarray",
    level: str,
    areas: Areas,
) -> list[dict[str, Any]]:
    counts = np.concatenate([part.answered[indicator.id].counts for part in parts])
    valid = ~np.isnan(np.concatenate([part.answered[indicator.id].value for part in parts]))
    codes = areas.codes(level)

    def counted(which: "np.ndarray") -> "np.ndarray":
        return np.bincount(domain[which & (domain >= 0)], minlength=len(codes))

    no_answer, excluded = counted(counts & ~valid), counted(~counts)
    k = indicator.multiplier
    rows = []
    for n, (code, status) in enumerate(zip(codes, found.states(), strict=True)):
        row: dict[str, Any] = {
            "instrument": instrument.id,
            "indicator": indicator.id,
            "level": level,
            "area_code": code,
            "wave": parts[-1].wave,
            "period": instrument.period_of(parts[-1].wave, len(parts)),
            "waves": len(parts),
            "status": status,
            "note": _note(status, int(found.respondents[n]), found.variation[n]),
        }
        shown = status != "suppressed"
        numbers = {
            "value": k * found.value[n],
            "lower": k * found.lower[n],
            "upper": k * found.upper[n],
            "respondents": int(found.respondents[n]),
            "effective_respondents": found.effective[n],
            "design_effect": found.effect[n],
            "coefficient_of_variation": 100 * found.variation[n],
            "degrees_of_freedom": int(found.freedom[n]),
            "no_answer": int(no_answer[n]),
            "excluded": int(excluded[n]),
        }
        rows.append(row | {name: _plain(value) if shown else None for name, value in numbers.items()})
    return rows


def _note(status: str, respondents: int, variation: float) -> str:
    if status == "suppressed":
        return f"Fewer than {SHOWN_FROM} people answered, too few for an estimate."
    if status == "ok":
        return ""
    if respondents < STEADY_FROM:
        return f"Fewer than {STEADY_FROM} people answered."
    return "Few people gave this answer, so the estimate is unsteady."


def _plain(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def register_rows(
    instrument: Instrument, indicators: Sequence[Indicator], waves: Mapping[int, Wave], areas: Areas
) -> list[dict[str, Any]]:
    """Counts and ratios of complete lists, for the city: no weights and no interval.

    A list with fewer than five entries shows nothing: an entry could be read off.
    """
    rows = []
    for indicator in (i for i in indicators if i.kind in ("register_count", "register_ratio")):
        for wave in waves.values():
            own = wave.answered[indicator.id]
            entries = int(own.counts.sum())
            value = float(np.nansum(own.value))
            if indicator.kind == "register_ratio":
                over = float(np.nansum(own.over))
                value = indicator.multiplier * value / over if over else float("nan")
            status, note = "ok", ""
            if entries < FEWEST_ORGANISATIONS:
                status, note = "suppressed", f"Fewer than {FEWEST_ORGANISATIONS} entries: one could be read off."
            elif not np.isfinite(value):
                status, note = "not_applicable", "Nothing to divide by: the denominator is zero."
            row = {
                "instrument": instrument.id,
                "indicator": indicator.id,
                "level": "city",
                "area_code": areas.city,
                "wave": wave.wave,
                "period": instrument.period_of(wave.wave),
                "waves": 1,
                "status": status,
                "note": note,
            }
            numbers = {
                "value": _plain(value),
                "respondents": entries,
                "no_answer": int((own.counts & np.isnan(own.value)).sum()),
                "excluded": int((~own.counts).sum()),
            }
            rows.append(row | (numbers if status == "ok" else dict.fromkeys(numbers)))
    return rows
