"""The explorable form of two charts, as the plain dictionaries that plotly.js reads.

Belongs here: figures made of lists, numbers and text. Does not belong here: the plotly package, which
takes seconds to import; a unit test holds these dictionaries against it. Colours are references to
the site's custom properties, which `static/explore.js` fills in for the theme the reader has.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from dashboards.charts.bars import ranked
from dashboards.charts.scale import starts_at_zero
from dashboards.charts.svg import SYNTHETIC_NOTE
from dashboards.charts.theme import token
from dashboards.charts.trend import Line
from dashboards.model import Indicator, Observation
from dashboards.words.periods import period_words
from dashboards.words.values import interval_words, value_words


def _text(text: str) -> str:
    """Escape a name: plotly.js reads a little HTML in its texts."""
    return escape(text, quote=False)


def _hover(row: Observation, indicator: Indicator) -> str:
    value = value_words(row.value, indicator.unit, indicator.decimals)
    interval = interval_words(row.lower, row.upper, indicator.unit, indicator.decimals)
    return _text(f"{value} ({interval})" if interval else value)


def _layout(title: str, synthetic: bool, **more: Any) -> dict[str, Any]:
    axis = {"gridcolor": token("line"), "zerolinecolor": token("muted"), "automargin": True}
    note = [
        {
            "text": SYNTHETIC_NOTE,
            "showarrow": False,
            "xref": "paper",
            "yref": "paper",
            "x": 0,
            "y": 1,
            "xanchor": "left",
            "yanchor": "bottom",
            "font": {"color": token("ink"), "size": 13},
        }
    ]
    return {
        "title": {"text": _text(title), "x": 0, "xanchor": "left", "xref": "paper", "font": {"size": 16}},
        "paper_bgcolor": token("page"),
        "plot_bgcolor": token("page"),
        "font": {"color": token("ink"), "family": "system-ui, sans-serif", "size": 14},
        "margin": {"l": 10, "r": 20, "t": 70, "b": 50},
        "xaxis": dict(axis),
        "yaxis": dict(axis),
        "annotations": note if synthetic else [],
        "hoverlabel": {"bgcolor": token("surface"), "font": {"color": token("ink")}},
    } | more


def _error(rows: Sequence[Observation]) -> dict[str, Any]:
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


def bars_figure(
    indicator: Indicator, rows: Sequence[Observation], city: Observation | None, title: str, *, synthetic: bool
) -> dict[str, Any]:
    """Return ranked bars (dots where the unit has no useful zero), with the city as a line."""
    shown = ranked(rows)[::-1]
    places = list(range(len(shown)))
    zero = starts_at_zero(indicator.unit)
    trace: dict[str, Any] = {
        "type": "bar" if zero else "scatter",
        "x": [row.value for row in shown],
        "y": places,
        "marker": {"color": token("bar")} | ({} if zero else {"size": 10}),
        "error_x": _error(shown),
        "text": [_text(row.area_name) for row in shown],
        "customdata": [_hover(row, indicator) for row in shown],
        "hovertemplate": "%{text}: %{customdata}<extra></extra>",
        "textposition": "none" if zero else "top center",
        "showlegend": False,
    }
    trace |= {"orientation": "h"} if zero else {"mode": "markers"}
    layout = _layout(title, synthetic, height=120 + 24 * len(shown), bargap=0.35)
    # Two areas may share a name, so bars stand at numbers and the names are their labels.
    layout["yaxis"] |= {"tickmode": "array", "tickvals": places, "ticktext": trace["text"], "range": [-1, len(shown)]}
    layout["xaxis"] |= {"title": {"text": _text(indicator.unit)}, "rangemode": "tozero" if zero else "normal"}
    if city is not None and city.has_value:
        line = {"color": token("city"), "width": 2, "dash": "dash"}
        layout["shapes"] = [
            {
                "type": "line",
                "xref": "x",
                "yref": "paper",
                "x0": city.value,
                "x1": city.value,
                "y0": 0,
                "y1": 1,
                "line": line,
            }
        ]
    return {"data": [trace], "layout": layout}


def trend_figure(indicator: Indicator, lines: Sequence[Line], title: str, *, synthetic: bool) -> dict[str, Any]:
    """Return values over time: the city and the country on, each ward off until a reader turns it on."""
    styles = {"city": ("city", "solid", 3), "country": ("country", "dash", 2), "ward": ("bar", "solid", 1.5)}
    traces = []
    for line in lines:
        colour, dash, width = styles[line.style]
        shown = [row for row in line.rows if row.has_value]
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": _text(line.name),
                "x": [period_words(row.period) for row in shown],
                "y": [row.value for row in shown],
                "line": {"color": token(colour), "dash": dash, "width": width},
                "error_y": _error(shown) | {"visible": line.style != "ward", "color": token(colour)},
                "customdata": [_hover(row, indicator) for row in shown],
                "hovertemplate": f"{_text(line.name)}, %{{x}}: %{{customdata}}<extra></extra>",
                "visible": "legendonly" if line.style == "ward" else True,
            }
        )
    periods = sorted({row.period for line in lines for row in line.rows if row.has_value})
    layout = _layout(title, synthetic, height=520, showlegend=True)
    order = {"type": "category", "categoryorder": "array", "categoryarray": [period_words(p) for p in periods]}
    layout["xaxis"] |= order
    layout["yaxis"] |= {"title": {"text": _text(indicator.unit)}}
    return {"data": traces, "layout": layout}
