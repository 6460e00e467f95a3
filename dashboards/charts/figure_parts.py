"""What every explorable figure shares: its theme, its texts, its marks. Plain dictionaries that plotly.js reads.

Belongs here: the one theme, the same tokens as the SVG charts. Does not belong here: any one figure, and the plotly
package, which takes seconds to import; a unit test holds the dictionaries against it. Colours are references to the
site's custom properties, which `static/js/explore.js` fills in for the theme the reader has.
"""

from __future__ import annotations

import datetime
from html import escape
from typing import Any

from dashboards.charts.svg import SYNTHETIC_NOTE
from dashboards.charts.theme import token
from dashboards.release.rows import Indicator, Observation
from dashboards.words.states import STATE_LABELS, state_words
from dashboards.words.values import interval_words, value_words


def plain(text: str) -> str:
    """Escape a name: plotly.js reads a little HTML in its texts."""
    return escape(text, quote=False)


def hover(row: Observation, indicator: Indicator) -> str:
    """Return value, interval and caution for the box that a pointer opens; the state where there is no value."""
    if not row.has_value:
        return plain(state_words(row.status, row.note))
    value = value_words(row.value, indicator.unit, indicator.decimals)
    interval = interval_words(row.lower, row.upper, indicator.unit, indicator.decimals)
    caution = f"; {STATE_LABELS['caution'].lower()}" if row.status == "caution" else ""
    return plain((f"{value} ({interval})" if interval else value) + caution)


def date(place: float) -> str:
    """Return a day on the time axis as plotly.js reads it."""
    return datetime.date.fromordinal(int(place)).isoformat()


def note(text: str, **place: Any) -> dict[str, Any]:
    """Return a text without an arrow."""
    return {"text": plain(text), "showarrow": False, "font": {"color": token("ink"), "size": 13}} | place


def axis_title(text: str) -> dict[str, Any]:
    """Return what an axis measures, in the size of everything else."""
    return {"text": plain(text), "font": {"size": 14}}


def city_line(value: float, words: str) -> dict[str, Any]:
    """Return the parts of a layout that draw the city as an upright line with its name."""
    ends = {"xref": "x", "yref": "paper", "x0": value, "x1": value, "y0": 0, "y1": 1}
    line = {"type": "line", "line": {"color": token("city"), "width": 2, "dash": "dash"}} | ends
    label = note(words, x=value, y=1, xref="x", yref="paper", yanchor="bottom", font={"color": token("city")})
    return {"shapes": [line], "annotations": [label]}


def layout(name: str, title: str, *, synthetic: bool, **more: Any) -> dict[str, Any]:
    """Return the theme of every figure: nothing but what is declared here, and the warning where it belongs.

    Args:
        name: Name of the figure; a reader's zoom stays while it is the same.
        title: What is drawn.
        synthetic: Whether to print the warning inside.
        more: What the figure adds.
    """
    axis = {"gridcolor": token("line"), "zerolinecolor": token("muted"), "automargin": True}
    axis |= {"linecolor": token("muted")}
    warning = note(SYNTHETIC_NOTE, x=0, y=0, xref="paper", yref="paper", xanchor="left", yanchor="top", yshift=-44)
    return {
        "template": {},
        "uirevision": name,
        "title": {"text": plain(title), "x": 0, "xanchor": "left", "xref": "paper", "font": {"size": 16}},
        "paper_bgcolor": token("page"),
        "plot_bgcolor": token("page"),
        "font": {"color": token("ink"), "family": "system-ui, sans-serif", "size": 14},
        "margin": {"l": 10, "r": 20, "t": 70, "b": 74},
        "xaxis": dict(axis),
        "yaxis": dict(axis),
        "hoverlabel": {"bgcolor": token("surface"), "font": {"color": token("ink")}},
        **more,
        "annotations": [*more.get("annotations", []), *([warning] if synthetic else [])],
    }
