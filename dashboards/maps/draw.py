"""A map as SVG: shapes filled by class or by state, and the legend with its counts.

Belongs here: marks and legend entries. Does not belong here: shapes (`geometry.py`, `hexes.py`), pages.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping

from markupsafe import Markup

from dashboards.charts.svg import element, joined, picture
from dashboards.maps.classes import ValueClass, classify
from dashboards.maps.geometry import Layout
from dashboards.model import Indicator, Observation
from dashboards.words.states import STATE_LABELS
from dashboards.words.values import counted, short_value, value_words
from pipelines.columns import STATUSES

_SHORT_NAME = 8
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


def _class_label(part: ValueClass, indicator: Indicator) -> str:
    low = value_words(part.low, indicator.unit, indicator.decimals)
    high = value_words(part.high, indicator.unit, indicator.decimals)
    if low == high:
        return low
    return f"{short_value(part.low, indicator.unit, indicator.decimals)} to {high}"


def colour(indicator: Indicator, rows: Mapping[str, Observation]) -> Colouring:
    """Decide the fill of each area: a class for a value, a pattern for each other state."""
    values = {code: row.value for code, row in rows.items() if row.has_value and row.value is not None}
    numbers, classes = classify(values, indicator.decimals, indicator.class_breaks)
    fills = {code: f"class-{numbers[code]}" if code in numbers else f"state-{row.status}" for code, row in rows.items()}
    overlays = {code: "state-caution" for code, row in rows.items() if row.status == "caution" and code in numbers}
    legend = [LegendEntry(f"class-{part.number}", "", _class_label(part, indicator), part.count) for part in classes]
    if overlays:
        legend.append(
            LegendEntry("", "state-caution", f"{STATE_LABELS['caution']} (dots over the colour)", len(overlays))
        )
    for state in NO_VALUE_STATES:
        count = sum(fill == f"state-{state}" for fill in fills.values())
        if count:
            legend.append(LegendEntry(f"state-{state}", "", STATE_LABELS[state], count))
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


def _short(name: str, others: Collection[str]) -> str:
    """Return the first word of a name, with the next one's initial where another name begins alike."""
    words = name.split() or [name]
    alike = sum(other.split()[:1] == words[:1] for other in others) > 1
    tail = f" {words[1][0]}" if alike and len(words) > 1 else ""
    room = _SHORT_NAME - len(tail)
    first = words[0] if len(words[0]) <= room else words[0][: room - 1] + "\N{HORIZONTAL ELLIPSIS}"
    return first + tail


def _mark(shape_path: str, code: str, colouring: Colouring, title: str | None) -> Markup:
    fill = colouring.fills.get(code, "state-missing_at_source")
    inner = [element("title", title)] if title else []
    path = element("path", *inner, d=shape_path, class_=f"shape {fill}", data_code=code)
    if code in colouring.overlays:
        return path + element("path", d=shape_path, class_="overlay state-caution")
    return path


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
) -> Markup:
    """Return a map of the wards.

    Args:
        identifier: Prefix of the ids in the picture.
        layout: Where the areas are.
        colouring: How they are filled.
        labels: Name and value in words, by area code.
        title: What the picture is.
        description: What it shows, in words.
        synthetic: Whether to print the warning inside.
        tooltips: Whether a pointer resting on an area shows its name and value.
    """
    marks = []
    texts = []
    names = [name for name, _ in labels.values()]
    for shape in layout.shapes:
        name, value = labels.get(shape.code, (shape.code, "no row"))
        marks.append(_mark(shape.path, shape.code, colouring, f"{name}: {value}" if tooltips else None))
        if layout.name == "hex":
            fill = colouring.fills.get(shape.code, "state-missing_at_source")
            texts.append(
                element(
                    "text",
                    _short(name, names),
                    x=shape.x,
                    y=shape.y + 6,
                    class_=f"hex-name on-{fill}",
                    data_name=shape.code,
                )
            )
    lines = [element("path", d=path, class_="outline") for path in layout.outlines]
    return picture(
        identifier,
        layout.width,
        layout.height,
        element("g", *marks, class_="shapes"),
        joined(lines),
        element("g", *texts, class_="hex-names") if texts else Markup(""),
        title=title,
        description=description,
        class_=f"map map-{layout.name}",
        synthetic=synthetic,
    )


def legend_counts(legend: tuple[LegendEntry, ...]) -> str:
    """Return the legend as one line of text, for the description of a picture."""
    return "; ".join(f"{entry.label}: {counted(entry.count, 'ward')}" for entry in legend)
