"""The explorable form of ranked bars and of the distribution, as the plain dictionaries that plotly.js reads.

Belongs here: figures of one period. Does not belong here: their theme (`figure_parts.py`), values over time
(`figure_trend.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboards.charts.bars import ranked
from dashboards.charts.distribution import Step
from dashboards.charts.figure_parts import axis_title, city_line, hover, layout, plain
from dashboards.charts.scale import starts_at_zero
from dashboards.charts.theme import token
from dashboards.release.rows import Indicator, Observation
from dashboards.words.states import state_label
from dashboards.words.values import short_value


def _whiskers(rows: Sequence[Observation]) -> dict[str, Any]:
    """Return uneven whiskers; a row without an interval gets none."""
    known = [row.limits for row in rows]
    return {
        "type": "data",
        "symmetric": False,
        "array": [limits[2] - limits[1] if limits else None for limits in known],
        "arrayminus": [limits[1] - limits[0] if limits else None for limits in known],
        "color": token("ink"),
        "thickness": 1.2,
        "width": 3,
    }


def _dots(rows: Sequence[Observation], places: Sequence[int], indicator: Indicator) -> dict[str, Any]:
    """Return dots: hollow where caution is needed."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [row.value for row in rows],
        "y": list(places),
        "marker": {
            "color": token("bar"),
            "size": 10,
            "symbol": ["circle-open" if row.status == "caution" else "circle" for row in rows],
        },
        "text": [plain(row.area_name) for row in rows],
        "customdata": [hover(row, indicator) for row in rows],
        "hovertemplate": "%{text}: %{customdata}<extra></extra>",
        "showlegend": False,
    }


def _bars(rows: Sequence[Observation], places: Sequence[int], indicator: Indicator) -> dict[str, Any]:
    """Return bars: paler and hatched where caution is needed."""
    caution = [row.status == "caution" for row in rows]
    marker = {
        "color": token("bar"),
        "opacity": [0.55 if careful else 1 for careful in caution],
        "pattern": {"shape": ["/" if careful else "" for careful in caution], "fgcolor": token("page")},
    }
    dots = _dots(rows, places, indicator)
    del dots["mode"]
    return dots | {"type": "bar", "orientation": "h", "textposition": "none", "marker": marker}


def _name(row: Observation) -> str:
    """Return the label of a row, with the state where there is no value."""
    return plain(row.area_name if row.has_value else f"{row.area_name}: {state_label(row.status)}")


def bars_figure(
    indicator: Indicator, rows: Sequence[Observation], city: Observation | None, title: str, *, synthetic: bool
) -> dict[str, Any]:
    """Return ranked bars with intervals and the city as a line; areas without a value stand below with their state.

    Units without a useful zero get dots, and so does a zero, whose bar would have no length.
    """
    shown = ranked(rows)[::-1]
    places = [(place, row) for place, row in enumerate(shown) if row.has_value]
    as_bar = starts_at_zero(indicator.unit)
    barred = [(place, row) for place, row in places if as_bar and row.value]
    dotted = [(place, row) for place, row in places if not (as_bar and row.value)]
    data = []
    for make, own in ((_bars, barred), (_dots, dotted)):
        if own:
            found = [row for _, row in own]
            data.append(make(found, [place for place, _ in own], indicator) | {"error_x": _whiskers(found)})
    more: dict[str, Any] = {"height": 170 + 24 * len(shown), "bargap": 0.35}
    if city is not None and city.has_value:
        words = f"{city.area_name} {short_value(city.value, indicator.unit, indicator.decimals)}"
        more |= city_line(city.value or 0.0, words)
    made = layout("bars", title, synthetic=synthetic, **more)
    # Two areas may share a name, so bars stand at numbers and the names are their labels.
    names = {"tickvals": list(range(len(shown))), "ticktext": [_name(row) for row in shown]}
    made["yaxis"] |= {"tickmode": "array", "range": [-1, len(shown)], "zeroline": False} | names
    made["xaxis"] |= {"title": axis_title(indicator.unit), "rangemode": "tozero" if as_bar else "normal"}
    return {"data": data, "layout": made}


def distribution_figure(
    indicator: Indicator,
    found: Sequence[Step],
    city: Observation | None,
    title: str,
    *,
    areas: str,
    words: Sequence[str],
    synthetic: bool,
) -> dict[str, Any]:
    """Return a column for each step with its count, and the city as a line.

    Args:
        indicator: What is drawn.
        found: From `distribution.steps`.
        city: The city's value in the same period.
        title: What the figure is.
        areas: What is counted, in the plural.
        words: Each step in words.
        synthetic: Whether to print the warning inside.
    """
    columns = {
        "type": "bar",
        "x": [(step.low + step.high) / 2 for step in found],
        "y": [step.count for step in found],
        "width": [step.high - step.low for step in found],
        "marker": {"color": token("bar"), "line": {"color": token("page"), "width": 1}},
        "customdata": [plain(text) for text in words],
        "hovertemplate": "%{customdata}: %{y}<extra></extra>",
        "showlegend": False,
    }
    more: dict[str, Any] = {"height": 440}
    if city is not None and city.has_value:
        value = short_value(city.value, indicator.unit, indicator.decimals)
        more |= city_line(city.value or 0.0, f"{city.area_name} {value}")
    made = layout("distribution", title, synthetic=synthetic, **more)
    made["xaxis"] |= {"title": axis_title(indicator.unit)}
    made["yaxis"] |= {"title": axis_title(areas), "rangemode": "tozero"}
    return {"data": [columns], "layout": made}
