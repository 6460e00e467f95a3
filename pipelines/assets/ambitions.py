"""The table of progress: each declared ambition beside the city's figures, judged.

Belongs here: pairing declarations with figures. Does not belong here: pace, interval or status (`methods.progress`), or
the declarations themselves.
"""

from collections.abc import Mapping
from dataclasses import asdict

import pandas as pd

from pipelines.declarations.indicator import Indicator
from pipelines.declarations.place import Place
from pipelines.declarations.targets import Ambition
from pipelines.methods.pace import Point, Target, direction_of
from pipelines.methods.progress import progress_of
from pipelines.release.analysis_dictionary import ANALYSIS

COLUMNS = list(ANALYSIS["progress.csv"])


def progress_table(
    targets: Mapping[str, Ambition],
    declared: Mapping[str, Indicator],
    series: pd.DataFrame,
    charts: pd.DataFrame,
    city: Place,
) -> pd.DataFrame:
    """Judge every ambition against the city's figures.

    Args:
        targets: ambitions by indicator, in the order in which they are declared.
        declared: every declared indicator, also those without figures.
        series: the city's figures that have a value: indicator, period, value, lower, upper.
        charts: the table process_charts, for the limits of the latest point.
        city: the place.

    Returns:
        One row per ambition with the columns of progress.csv.
    """
    rows = [
        _row(declared[name], ambition, series[series["indicator"] == name], charts, city)
        for name, ambition in targets.items()
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _row(
    indicator: Indicator, ambition: Ambition, series: pd.DataFrame, charts: pd.DataFrame, city: Place
) -> dict[str, object]:
    columns = (series[column].tolist() for column in ("period", "value", "lower", "upper"))
    figures = [Point(p, v, _known(low), _known(up)) for p, v, low, up in zip(*columns, strict=True)]
    baseline, version = _baseline(ambition, figures), ambition.in_force
    target = Target(version.target.by, version.target.value) if version else None
    judged = progress_of(
        direction_of(indicator.polarity, baseline.value if baseline else None, target.value if target else None),
        baseline,
        figures,
        target,
        [Target(m.by, m.value) for m in version.milestones] if version else [],
        _limits(indicator.id, charts, city),
    )
    return {
        "indicator": indicator.id,
        "indicator_name": indicator.name,
        "unit": indicator.unit,
        "decimals": indicator.decimals,
        "area_code": city.code,
        "area_name": city.name,
        "owner": ambition.owner,
        "standing": version.standing if version else "",
        "set_on": version.set_on if version else None,
        "baseline_source": ambition.baseline.source if ambition.baseline else "",
        **asdict(judged),
        "note": " ".join(filter(None, [ambition.note, judged.note])),
    }


def _known(limit: float) -> float | None:
    return None if pd.isna(limit) else float(limit)


def _baseline(ambition: Ambition, figures: list[Point]) -> Point | None:
    """The cited baseline, or our own figure of its period; without either an ambition starts at its first figure."""
    if ambition.baseline is None:
        return min(figures, key=lambda figure: figure.period, default=None)
    if ambition.baseline.value is not None:
        return Point(ambition.baseline.period, ambition.baseline.value)
    return next((figure for figure in figures if figure.period == ambition.baseline.period), None)


def _limits(name: str, charts: pd.DataFrame, city: Place) -> tuple[float, float] | None:
    """The process limits of the city's latest point."""
    own = charts[(charts["indicator"] == name) & (charts["area_code"] == city.code)]
    if own.empty:
        return None
    last = own.sort_values("period").iloc[-1]
    return float(last["lower_limit"]), float(last["upper_limit"])
