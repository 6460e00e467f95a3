"""Who is left behind: the city's fifths by deprivation, the gap between the outer two, and the slope over all of them.

Belongs here: adding small areas up to fifths, and the table of gap, slope index and relative index. Does not belong
here: the formulas of those (`slope_index.py`), of a value's own interval and the rule of quantiles (macros), or
disclosure: what is added up here has passed it.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from pipelines.methods.figures import Z95, literal
from pipelines.methods.pace import Point, change_interval
from pipelines.methods.slope_index import NO_INTERVAL, NOTHING, Groups, Index, Limits, indices

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

_KEYS = ["indicator", "area_code", "period"]
_SAID = {
    "gap": "Most deprived fifth of the city's small areas minus least deprived fifth: above 0, higher in the most "
    "deprived.",
    "slope_index": "Most deprived end minus least deprived end of the line through the fifths, weighted by their size: "
    "above 0, higher at the most deprived end.",
    "relative_index": "Most deprived end divided by least deprived end of the line through the fifths, weighted by "
    "their size: above 1, higher at the most deprived end.",
}


def deprivation_fifths(
    connection: "duckdb.DuckDBPyConnection", observations: str, about: str, ranks: str, *, city: str
) -> "pd.DataFrame":
    """Add the small areas up to the city's fifths by deprivation, for every indicator and period that adds up.

    The fifths are of the city's own small areas by their national rank (the rule of `quantile_of`). Numerators and
    denominators are summed and divided afterwards; the interval is the indicator's own. A fifth in which any area has
    no figure has none, and where an area with a row lacks a rank, no fifth has one.

    Args:
        connection: shows the views and holds the macros.
        observations: view of indicator, level, area_code, period, numerator, denominator; rows of lsoa21 count.
        about: view of indicator, kind, interval, multiplier; proportions and rates are taken.
        ranks: view of area_code and rank (1 is the most deprived) of the city's small areas.
        city: code that the rows stand under.

    Returns:
        indicator, area_code, period, fifth (1 is the most deprived), areas, numerator, denominator, value, lower,
        upper; in order, five rows per indicator and period. Empty when the city has fewer than five small areas.
    """
    query = _text().format(observations=observations, about=about, ranks=ranks, city=literal(city), z=Z95)
    return connection.execute(query).df()


@cache
def _text() -> str:
    return (Path(__file__).parent / "inequality.sql").read_text(encoding="utf-8")


def inequalities(fifths: "pd.DataFrame", about: "pd.DataFrame", *, seed: int, city_name: str) -> "pd.DataFrame":
    """Compare the fifths of each indicator and period.

    One direction everywhere: the most deprived end against the least deprived end. A gap or a slope above 0, or a
    relative index above 1, says that the figure is higher where deprivation is greater; whether that is good is the
    indicator's polarity.

    - gap: value of the most deprived fifth minus that of the least deprived, with the interval of a change;
    - slope_index, relative_index: difference and ratio of the two ends of a line through all fifths.

    A period in which any fifth has no value has none of the three, and the note says which fifth it is. Values without
    an interval give measures without one. The draws depend on the seed only and are the same for every series, so
    that no series changes when another one comes or goes.

    Args:
        fifths: as `deprivation_fifths` gives them, in any order; the same number of groups in every series.
        about: indicator, kind, multiplier.
        seed: of the simulated intervals.
        city_name: name that the rows stand under.

    Returns:
        Three rows per indicator and period, in order: indicator, area_code, area_name, period, measure, value, lower,
        upper, groups, areas, note.
    """
    import pandas as pd

    ordered = fifths.sort_values([*_KEYS, "fifth"])
    groups = max(ordered["fifth"].nunique(), 1)
    value, lower, upper, size, areas = (
        ordered[column].to_numpy(dtype=float).reshape(-1, groups)
        for column in ("value", "lower", "upper", "denominator", "areas")
    )
    facts = about.set_index("indicator")[["kind", "multiplier"]].to_dict("index")
    rows = []
    for i, (indicator, area_code, period) in enumerate(ordered[_KEYS].iloc[::groups].itertuples(index=False)):
        share, multiplier = facts[indicator]["kind"] == "proportion", facts[indicator]["multiplier"]
        series = Groups(value[i], lower[i], upper[i], size[i], share, multiplier)
        rows += [
            (indicator, area_code, city_name, period, measure, *index.limits, groups, int(areas[i].sum()), index.why)
            for measure, index in _measures(series, period, seed).items()
        ]
    columns = ["area_name", "period", "measure", "value", "lower", "upper", "groups", "areas", "note"]
    return pd.DataFrame(rows, columns=[*_KEYS[:2], *columns]).astype(
        {"value": float, "lower": float, "upper": float, "groups": "Int32", "areas": "Int32"}
    )


def _measures(series: Groups, period: str, seed: int) -> dict[str, Index]:
    """The three measures by name, each with the whole note."""
    lacking = [str(i + 1) for i in np.flatnonzero(np.isnan(series.value))]
    if lacking:
        why = (
            f"Not computed: small areas of fifth {', '.join(lacking)} have no figure or no rank, and a part of a fifth "
            "is not used."
        )
        return dict.fromkeys(_SAID, Index(NOTHING, why))
    most, least = (Point(period, series.value[i], series.lower[i], series.upper[i]) for i in (0, -1))
    gap = Limits(most.value - least.value, *(change_interval(least, most) or (np.nan, np.nan)))
    slope, relative = indices(series, seed)
    found = (Index(gap, "" if np.isfinite(gap.lower) else NO_INTERVAL), slope, relative)
    return {
        measure: index._replace(why=f"{said} {index.why}".strip()) if np.isfinite(index.limits.value) else index
        for (measure, said), index in zip(_SAID.items(), found, strict=True)
    }
