"""The explorable form of values over time, as the plain dictionaries that plotly.js reads.

Belongs here: lines, bands, the way to a target. Does not belong here: their theme (`figure_parts.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboards.charts.figure_parts import axis_title, date, hover, layout, note, plain
from dashboards.charts.goals import Mark, due_days, way_ends
from dashboards.charts.theme import token
from dashboards.charts.timeline import middle
from dashboards.charts.trend import Line, interval_runs
from dashboards.release.rows import Indicator
from dashboards.words.periods import period_words
from dashboards.words.states import state_label

# Colour, dash and width of each style of line, and how strong its band is.
_STYLES = {"city": ("city", "solid", 3), "country": ("country", "dash", 2), "ward": ("bar", "solid", 1.5)}
_MOST_TICKS = 9


def _bands(line: Line) -> list[dict[str, Any]]:
    """Return the interval as filled areas, one for each run of periods that have one."""
    colour = _STYLES[line.style][0]
    return [
        {
            "type": "scatter",
            "mode": "none",
            "fill": "toself",
            "x": [date(middle(row.period)) for row in [*run, *run[::-1]]],
            "y": [*(row.upper for row in run), *(row.lower for row in run[::-1])],
            "fillcolor": token(colour),
            "opacity": 0.2,
            "hoverinfo": "skip",
            "legendgroup": line.style,
            "showlegend": False,
        }
        for run in interval_runs(line.rows)
        if len(run) > 1
    ]


def _line(line: Line, indicator: Indicator) -> dict[str, Any]:
    """Return one line, broken where a period has no value; hollow points need caution."""
    colour, dash, width = _STYLES[line.style]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": plain(line.name),
        "x": [date(middle(row.period)) for row in line.rows],
        "y": [row.value if row.has_value else None for row in line.rows],
        "connectgaps": False,
        "line": {"color": token(colour), "dash": dash, "width": width},
        "marker": {
            "size": 8,
            "symbol": [
                ("square" if line.style == "country" else "circle") + ("-open" if row.status == "caution" else "")
                for row in line.rows
            ],
        },
        "customdata": [f"{plain(period_words(row.period))}: {hover(row, indicator)}" for row in line.rows],
        "hovertemplate": f"{plain(line.name)}, %{{customdata}}<extra></extra>",
        "visible": "legendonly" if line.style == "ward" else True,
        **({} if line.style == "ward" else {"legendgroup": line.style}),
    }


def _way(marks: Sequence[Mark]) -> list[dict[str, Any]]:
    """Return the straight way from the baseline to the target, and what is to be reached on it."""
    base, goal = way_ends(marks)
    look = {"type": "scatter", "legendgroup": "target", "hovertemplate": "%{customdata}<extra></extra>"}
    colour = token("country")
    traces: list[dict[str, Any]] = []
    if base and goal:
        ends = {"x": [date(base.place), date(goal.place)], "y": [base.value, goal.value]}
        words = {"name": "Straight way to the target", "customdata": [plain(base.words), plain(goal.words)]}
        traces.append(look | ends | words | {"mode": "lines", "line": {"color": colour, "dash": "dot", "width": 2}})
    symbols = {"baseline": "circle-open", "milestone": "x-thin", "target": "x-thin"}
    traces.append(
        look
        | {
            "mode": "markers",
            "name": "Baseline, milestone, target",
            "x": [date(mark.place) for mark in marks],
            "y": [mark.value for mark in marks],
            "customdata": [plain(f"{mark.words} ({period_words(date(mark.place))})") for mark in marks],
            "marker": {
                "symbol": [symbols.get(mark.kind, "x-thin") for mark in marks],
                "size": 13,
                "color": colour,
                "line": {"width": 3, "color": colour},
            },
        }
    )
    return traces


def _target_level(marks: Sequence[Mark]) -> list[dict[str, Any]]:
    goal = way_ends(marks)[1]
    if goal is None:
        return []
    ends = {"xref": "paper", "yref": "y", "x0": 0, "x1": 1, "y0": goal.value, "y1": goal.value}
    return [{"type": "line", "line": {"color": token("country"), "width": 1.5}} | ends]


def _states(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """Return the state of each period of the city without a value, at the foot of the figure."""
    return [
        note(
            state_label(row.status),
            x=date(middle(row.period)),
            y=0,
            xref="x",
            yref="paper",
            yanchor="bottom",
            textangle=-90,
        )
        for line in lines
        if line.style == "city"
        for row in line.rows
        if not row.has_value
    ]


def trend_figure(
    indicator: Indicator, lines: Sequence[Line], marks: Sequence[Mark], title: str, *, synthetic: bool
) -> dict[str, Any]:
    """Return values over time with their bands; the city and the country on, a ward off until a reader turns it on.

    Args:
        indicator: What is drawn.
        lines: The city, the country, the wards.
        marks: Baseline, milestone and target of the city.
        title: What the figure is.
        synthetic: Whether to print the warning inside.
    """
    named = [line for line in lines if line.style != "ward"]
    traces = [band for line in named for band in _bands(line)]
    traces += [_line(line, indicator) for line in lines]
    traces += _way(marks) if marks else []
    periods = {middle(row.period): period_words(row.period) for line in lines for row in line.rows}
    places = sorted(periods)[:: -(-len(periods) // _MOST_TICKS)]
    made = layout(
        "trend",
        title,
        synthetic=synthetic,
        height=540,
        showlegend=True,
        shapes=_target_level(marks),
        annotations=_states(lines),
    )
    ticks = {place: plain(periods[place]) for place in places} | due_days(marks)
    made["xaxis"] |= {
        "type": "date",
        "tickmode": "array",
        "tickvals": [date(tick) for tick in ticks],
        "ticktext": list(ticks.values()),
    }
    made["yaxis"] |= {"title": axis_title(indicator.unit)}
    return {"data": traces, "layout": made}
