"""A map as SVG: shapes filled by class or by state, and the legend with its counts.

Belongs here: marks and legend entries. Does not belong here: shapes (`geometry.py`, `hexes.py`), pages.
"""

from __future__ import annotations

import collections
import dataclasses
from collections.abc import Collection, Mapping

from markupsafe import Markup

from dashboards.charts.svg import element, joined, picture
from dashboards.maps.classes import Classes
from dashboards.maps.geometry import Layout
from dashboards.release.rows import Indicator, Observation
from dashboards.words.states import STATE_LABELS
from dashboards.words.values import counted, short_value, value_words
from pipelines.columns import STATUSES

_SHORT_NAME = 10
# Width of a letter of an area's name, in units of the map (`.area-name` in 45-maps.css).
_NAME_LETTER = 16
# How an area is drawn that the release has a shape for and no row.
NO_ROW = "state-missing_at_source"
CAUTION_LABEL = f"{STATE_LABELS['caution']} (dots over the colour)"
NO_VALUE_STATES = tuple(state for state in STATUSES if state not in ("ok", "caution"))


@dataclasses.dataclass(frozen=True, slots=True)
class LegendEntry:
    """One line of a legend: how it is drawn, what it says, how many areas."""

    fill: str
    overlay: str
    label: str
    count: int


@dataclasses.dataclass(frozen=True)
class Colouring:
    """How each area of one indicator is filled."""

    fills: dict[str, str]
    overlays: dict[str, str]
    legend: tuple[LegendEntry, ...]


def class_label(classes: Classes, index: int, indicator: Indicator, place: str) -> str:
    """Say which printed numbers a class takes; the outer ones are open."""
    low, high = classes.limits(index)
    if low is None and high is None:
        return "Any value"
    if low is None:
        return f"{value_words(high, indicator.unit, indicator.decimals)} or less"
    if high is None:
        return f"{value_words(low, indicator.unit, indicator.decimals)} or more"
    label = value_words(high, indicator.unit, indicator.decimals)
    if low < high:
        label = f"{short_value(low, indicator.unit, indicator.decimals)} to {label}"
    return f"{label}, around {place}" if classes.diverging and index == len(classes.lows) // 2 else label


def colour(indicator: Indicator, rows: Mapping[str, Observation], classes: Classes, place: str) -> Colouring:
    """Decide the fill of each area: a class for a value, a pattern for each other state.

    Args:
        indicator: What the map shows.
        rows: One observation an area.
        classes: The classes of the level.
        place: Name of the city.
    """
    fills = {
        code: classes.fill(classes.number(row.value))
        if row.has_value and row.value is not None
        else f"state-{row.status}"
        for code, row in rows.items()
    }
    overlays = {code: "state-caution" for code, row in rows.items() if row.status == "caution" and row.has_value}
    counts = collections.Counter(fills.values())
    legend = [
        LegendEntry(fill, "", class_label(classes, index, indicator, place), counts[fill])
        for index, fill in enumerate(map(classes.fill, classes.numbers))
    ]
    if overlays:
        legend.append(LegendEntry("", "state-caution", CAUTION_LABEL, len(overlays)))
    for state in NO_VALUE_STATES:
        if counts[f"state-{state}"]:
            legend.append(LegendEntry(f"state-{state}", "", STATE_LABELS[state], counts[f"state-{state}"]))
    return Colouring(fills, overlays, tuple(legend))


def patterns() -> Markup:
    """Return the hatchings that stand for the states; a page needs them once."""
    lines = {
        "suppressed": "M0 10L10 0M-2 2L2 -2M8 12L12 8",
        "not_applicable": "M5 0V10",
        "not_collected": "M0 5H10",
        "missing_at_source": "M0 0L10 10M0 10L10 0",
    }
    made = [
        element(
            "pattern",
            element("rect", width=10, height=10, class_="pattern-ground"),
            element("path", d=path, class_="pattern-line"),
            id=f"pattern-{state}",
            width=10,
            height=10,
            patternUnits="userSpaceOnUse",
        )
        for state, path in lines.items()
    ]
    dots = element(
        "pattern",
        element("circle", cx=6, cy=6, r=2.6, class_="pattern-dot"),
        id="pattern-caution",
        width=12,
        height=12,
        patternUnits="userSpaceOnUse",
    )
    return element("svg", element("defs", *made, dots), class_="patterns", width=0, height=0, aria_hidden="true")


def short_name(name: str, others: Collection[str]) -> str:
    """Return the first word of a name, with the next one's initial where another name begins alike."""
    words = name.split() or [name]
    alike = sum(other.split()[:1] == words[:1] for other in others) > 1
    tail = f" {words[1][0]}" if alike and len(words) > 1 else ""
    room = _SHORT_NAME - len(tail)
    first = words[0] if len(words[0]) <= room else words[0][: room - 1] + "\N{HORIZONTAL ELLIPSIS}"
    return first + tail


def _mark(shape_path: str, code: str, colouring: Colouring, title: str | None) -> Markup:
    fill = colouring.fills.get(code, NO_ROW)
    inner = [element("title", title)] if title else []
    path = element("path", *inner, d=shape_path, class_=f"shape {fill}", data_code=code)
    if code in colouring.overlays:
        return path + element("path", d=shape_path, class_="overlay state-caution")
    return path


def _inside(x: float, name: str, width: float) -> float:
    """Return a middle for a name from which neither of its ends leaves the map."""
    half = len(name) * _NAME_LETTER / 2
    return max(half, min(x, width - half))


def _names(
    layout: Layout, colouring: Colouring, labels: Mapping[str, tuple[str, str]], named: Collection[str]
) -> list[Markup]:
    """Return names on the map: of every hexagon in short, of a few real shapes in full."""
    shapes = {shape.code: shape for shape in layout.shapes}
    if layout.name != "hex":
        placed = [(labels[code][0], shapes[code]) for code in named if code in shapes]
        return [
            element("text", name, x=_inside(shape.x, name, layout.width), y=shape.y, class_="area-name")
            for name, shape in placed
        ]
    names = [name for name, _ in labels.values()]
    texts = []
    for code, shape in shapes.items():
        words = short_name(labels[code][0] if code in labels else code, names)
        fill = colouring.fills.get(code, NO_ROW)
        texts.append(element("text", words, x=shape.x, y=shape.y + 6, class_=f"hex-name on-{fill}"))
    return texts


def draw_map(
    identifier: str,
    layout: Layout,
    colouring: Colouring,
    labels: Mapping[str, tuple[str, str]],
    *,
    title: str,
    description: str,
    synthetic: bool,
    tooltips: bool = True,
    named: Collection[str] = (),
) -> Markup:
    """Return a map of the areas of one level.

    Args:
        identifier: Prefix of the ids in the picture.
        layout: Where the areas are.
        colouring: How they are filled.
        labels: Name and value in words, by area code.
        title: What the picture is.
        description: What it shows, in words.
        synthetic: Whether to print the warning inside.
        tooltips: Whether a pointer resting on an area shows its name and value.
        named: Areas whose name is written on a map of real shapes; hexagons all have theirs.
    """
    marks = []
    for shape in layout.shapes:
        name, value = labels.get(shape.code, (shape.code, "no row"))
        marks.append(_mark(shape.path, shape.code, colouring, f"{name}: {value}" if tooltips else None))
    lines = [element("path", d=path, class_="outline") for path in layout.outlines]
    return picture(
        identifier,
        layout.width,
        layout.height,
        element("g", *marks, class_="shapes"),
        joined(lines),
        joined(_names(layout, colouring, labels, named)),
        title=title,
        description=description,
        class_=f"map map-{layout.name}",
        synthetic=synthetic,
    )


def legend_counts(legend: tuple[LegendEntry, ...], noun: str) -> str:
    """Return the legend as one line of text, for the description of a picture."""
    return "; ".join(f"{entry.label}: {counted(entry.count, noun)}" for entry in legend)
