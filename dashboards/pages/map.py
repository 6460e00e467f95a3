"""The map page: one indicator at a time, chosen by the reader.

Belongs here: what the page's script needs, already in words. Does not belong here: drawing.
An indicator without a ward's value is told apart in the list below the map and not offered above it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboards.maps.draw import colour
from dashboards.model import Indicator
from dashboards.pages.common import by_rank, figure_with_basis, has_ward_values, ward_map, ward_summary
from dashboards.site import Site
from dashboards.words.periods import period_words
from dashboards.words.states import CHARACTERISTIC_LABELS, COMPARISON_SYMBOLS, comparison_words
from dashboards.words.values import rank_words


def _entry(site: Site, indicator: Indicator) -> dict[str, Any]:
    """Return one indicator for the script: every text is made here, so words have one home."""
    release = site.release
    rows = release.at(indicator.indicator, "ward")
    colouring = colour(indicator, rows)
    values = []
    for row in by_rank(rows):
        shown = figure_with_basis(site, row, indicator)
        values.append(
            [
                row.area_code,
                shown.value,
                shown.interval,
                colouring.fills[row.area_code],
                int(row.area_code in colouring.overlays),
                row.comparison if row.has_value else "",
                rank_words(row.rank, row.rank_of) if row.has_value else "",
                shown.note,
                shown.basis,
            ]
        )
    return {
        "name": indicator.name,
        "period": period_words(release.latest_period(indicator.indicator, "ward")),
        "summary": " ".join(ward_summary(site, indicator, rows)),
        "legend": [[entry.fill, entry.overlay, entry.label, entry.count] for entry in colouring.legend],
        "values": values,
    }


def _data(site: Site, first: Indicator, offered: Sequence[Indicator]) -> dict[str, Any]:
    place = site.release.place_name
    return {
        "first": first.indicator,
        "synthetic": site.release.synthetic,
        "names": {ward.code: ward.name for ward in site.release.areas_at("ward")},
        "comparisons": {name: [symbol, comparison_words(name, place)] for name, symbol in COMPARISON_SYMBOLS.items()},
        "centres": {
            layout.name: {shape.code: [round(shape.x), round(shape.y)] for shape in layout.shapes}
            for layout in site.layouts
        },
        "indicators": {i.indicator: _entry(site, i) for i in offered},
    }


def _needs_no_caution(site: Site, indicator: Indicator) -> bool:
    """Say whether the map of an indicator can be read as it stands, as the first one should be."""
    rows = site.release.at(indicator.indicator, "ward").values()
    return all(row.status == "ok" for row in rows)


def write(site: Site) -> int:
    """Write map.html."""
    release = site.release
    if not release.indicators:
        return 0
    offered = [i for i in release.indicators if has_ward_values(site, i)] or [release.indicators[0]]
    first = next((i for i in offered if _needs_no_caution(site, i)), offered[0])
    rows = release.at(first.indicator, "ward")
    maps = []
    legend = colour(first, rows).legend
    for layout in site.layouts:
        picture, _ = ward_map(site, first, layout, rows, f"map-{layout.name}", tooltips=False)
        maps.append((layout, picture))
    site.write(
        "map.html",
        "map.html",
        first=first,
        period=release.latest_period(first.indicator, "ward"),
        maps=maps,
        legend=legend,
        summary=ward_summary(site, first, rows),
        figures=[figure_with_basis(site, row, first) for row in by_rank(rows)],
        groups=[
            (CHARACTERISTIC_LABELS.get(name, name.capitalize()), release.in_characteristic(name))
            for name in release.characteristics
        ],
        offered={indicator.indicator for indicator in offered},
        data=_data(site, first, offered),
    )
    return 1
