"""Every figure of one area as data, for the page that compares areas.

Belongs here: words ready to print and the numbers behind them. Does not belong here: which areas there are
(`places.py`), one indicator in every area (`indicators.py`).
"""

from __future__ import annotations

from typing import Any

from dashboards.release.rows import Area, Indicator, Observation
from dashboards.scripts.data import write_data_script
from dashboards.shown.area_lines import characteristics_of
from dashboards.shown.figures import figure
from dashboards.site import Site
from dashboards.words.periods import period_words
from dashboards.words.states import state_label
from dashboards.words.trends import short_trend

# What stands for nothing said; the script reads an absent entry in the same way.
_NOTHING = ("", None)


def _figure(site: Site, indicator: Indicator, row: Observation) -> dict[str, Any]:
    shown = figure(row, indicator)
    found = {
        "period": period_words(row.period),
        "words": shown.value if row.has_value else "",
        "interval": shown.interval,
        "value": row.value if row.has_value else None,
        "lower": row.lower if row.has_value else None,
        "upper": row.upper if row.has_value else None,
        "status": row.status,
        "state": "" if row.status == "ok" else state_label(row.status),
        "comparison": row.comparison if row.has_value else "",
        "trend": short_trend(site.release.analysis.trend(row.indicator, row.area_code)),
        "note": row.note,
    }
    return {name: value for name, value in found.items() if value not in _NOTHING}


def _within(site: Site, area: Area) -> list[str]:
    """Return the codes of the larger areas that hold this one wholly."""
    city = site.release.city
    above = (area.committee_code if area.level == "ward" else "", city.code if city else "")
    return [code for code in above if code and code != area.code]


def area_data(site: Site, area: Area) -> dict[str, Any]:
    """Return the newest figure of every indicator that an area has a row for, with its state where it has no value.

    Args:
        site: The release with its maps.
        area: An area with a page.
    """
    found = [i for name in characteristics_of(site, area) for i in site.release.in_characteristic(name)]
    rows = [(indicator, site.release.latest(indicator.indicator, area)) for indicator in found]
    return {
        "name": area.name,
        "level": area.level,
        "within": _within(site, area),
        "figures": {i.indicator: _figure(site, i, row) for i, row in rows if row is not None},
    }


def write_area_scripts(site: Site) -> None:
    """Write `areas/<code>` for each area with a page."""
    for area in site.release.areas:
        write_data_script(site.release.folder, f"areas/{area.code}", area_data(site, area))
