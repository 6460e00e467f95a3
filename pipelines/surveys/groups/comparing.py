"""Indicators of organisations' self-assessments, taken from the published rows of their groups.

Belongs here: scores, gaps and response rates as rows of indicators, so that an indicator never shows more than
`working_together` does. Does not belong here: how those rows come about, or what is withheld.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pipelines.declarations.indicator import Indicator
from pipelines.declarations.instrument import Instrument, Panel
from pipelines.faults import DeclarationFaultsError
from pipelines.surveys.coding.scores import measures
from pipelines.surveys.estimation.analysis import Areas, Wave
from pipelines.surveys.groups.organisations import panel_of
from pipelines.surveys.groups.working_together import response_rate, working_together

if TYPE_CHECKING:
    import polars as pl

Rows = list[dict[str, Any]]
_STATISTIC = {"organisation_score": "mean", "organisation_gap": "gap"}
_RATE = "response_rate"


def compared_rows(
    instrument: Instrument,
    indicators: Sequence[Indicator],
    waves: Mapping[int, Wave],
    areas: Areas,
    registered: "Mapping[int, pl.DataFrame]",
) -> tuple[Rows, Rows]:
    """Rows of indicators for the city, and every row of the groups.

    Raises:
        DeclarationFaultsError: an indicator names something that is neither a score nor a rated question.
    """
    if instrument.panel is None:
        return [], []
    groups = working_together({wave.wave: wave.frame for wave in waves.values()}, instrument)
    groups += _rates(instrument, waves, registered)
    known = set(measures(instrument))
    faults = [
        f"instruments/{instrument.id}.yaml: indicators.{i.id}.estimate.of: found {i.estimate.of!r}; expected one of "
        f"{', '.join(sorted(known))}"
        for i in indicators
        if i.estimate and i.kind in _STATISTIC and i.estimate.of not in known
    ]
    if faults:
        raise DeclarationFaultsError(faults)
    rows: Rows = []
    for indicator in indicators:
        statistic = _STATISTIC.get(indicator.kind, _RATE)
        if indicator.estimate is None or indicator.kind not in (*_STATISTIC, _RATE):
            continue
        measure = _RATE if statistic == _RATE else indicator.estimate.of
        rows.extend(
            _indicator_row(instrument, indicator, group, areas)
            for group in groups
            if (group["measure"], group["statistic"], group["group"]) == (measure, statistic, "all")
        )
    return rows, groups


def _indicator_row(instrument: Instrument, indicator: Indicator, group: dict[str, Any], areas: Areas) -> dict[str, Any]:
    return {
        "instrument": instrument.id,
        "indicator": indicator.id,
        "level": "city",
        "area_code": areas.city,
        "wave": group["wave"],
        "period": group["period"],
        "waves": 1,
        "status": group["status"],
        "note": group["note"],
        "value": group["value"],
        "lower": group["lower"],
        "upper": group["upper"],
        "respondents": group["organisations"],
    }


def _rates(instrument: Instrument, waves: Mapping[int, Wave], registered: "Mapping[int, pl.DataFrame]") -> Rows:
    """Response rates of the waves that the register covers."""
    panel = panel_of(instrument)
    rows: Rows = []
    for wave in waves.values():
        expected = _expected(panel, registered.get(wave.wave))
        if expected is None:
            continue
        submitted = set(map(str, wave.frame["respondent"].to_list()))
        rows.extend(
            {
                "instrument": instrument.id,
                "measure": _RATE,
                "label": "Response rate of those who endorsed the Compact",
                "statistic": _RATE,
                "group": rate["group"],
                "wave": wave.wave,
                "period": instrument.period_of(wave.wave),
                "value": rate["value"],
                "lower": rate["lower"],
                "upper": rate["upper"],
                "organisations": rate["denominator"],
                "status": rate["status"],
                "note": rate["note"],
            }
            for rate in response_rate(expected, submitted)
        )
    return rows


def _expected(panel: Panel, register: "pl.DataFrame | None") -> dict[str, str] | None:
    """The sector of each organisation on the register; None where there is no register of the wave."""
    import polars as pl

    if register is None or panel.sector not in register.columns:
        return None
    rows = register.sql(f"SELECT * FROM self WHERE {panel.register_where}") if panel.register_where else register
    sides = {**dict.fromkeys(map(str, panel.public), "public"), **dict.fromkeys(map(str, panel.third), "third")}
    sector = rows.select(pl.col(panel.sector).cast(pl.String)).to_series().to_list()
    names = map(str, rows["respondent"].to_list())
    return {name: sides.get(s, "other") if s is not None else "other" for name, s in zip(names, sector, strict=True)}
