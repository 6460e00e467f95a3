"""A funnel plot: wards by the size of their denominator between limits around the city's value.

Belongs here: the drawing. Does not belong here: limits and positions (the release has them), words.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from dashboards.charts.scale import Scale, make_scale, tick_decimals
from dashboards.charts.svg import element, joined, picture
from dashboards.release.difference_rows import FunnelPoint
from dashboards.words.values import amount_words, short_value

_CURVES = (
    ("lower_95", "funnel"),
    ("upper_95", "funnel"),
    ("lower_998", "funnel outer"),
    ("upper_998", "funnel outer"),
)
_LINE, _LETTER, _MARK = 13, 6.6, 7
_Placed = tuple[FunnelPoint, float, float]
# Labels longer than this, in letters, are cut: wide and narrow.
_LETTERS = {False: 26, True: 15}
_MOST_LABELS = {False: 14, True: 6}


def _curves(points: Sequence[FunnelPoint], across: Scale, up: Scale) -> list[Markup]:
    """Draw the limits through the wards in order of their denominators, and the city's value between them."""
    ordered = sorted(points, key=lambda point: point.denominator or 0.0)
    parts = []
    for field, kind in _CURVES:
        pairs = [
            (across(point.denominator or 0.0), up(limit))
            for point in ordered
            if (limit := getattr(point, field)) is not None
        ]
        if len(pairs) > 1:
            parts.append(element("path", d="M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in pairs), class_=kind))
    middle = ordered[0].benchmark_value
    if middle is not None:
        d = f"M{across.start:.1f} {up(middle):.1f}H{across.end:.1f}"
        parts.append(element("path", d=d, class_="city-line"))
    return parts


def _mark(point: FunnelPoint, x: float, y: float) -> Markup:
    """Draw a ward: a dot within the limits, a triangle beyond the inner ones, a diamond beyond the outer ones."""
    if point.position in ("above_998", "below_998"):
        return element("path", d=f"M{x:.1f} {y - 6:.1f}l6 6-6 6-6-6z", class_="ward far")
    if point.position in ("above_95", "below_95"):
        return element("path", d=f"M{x:.1f} {y - 6:.1f}l6 11h-12z", class_="ward near")
    return element("circle", cx=x, cy=y, r=4, class_="ward within")


def _distance(point: FunnelPoint) -> float:
    """Return how far a ward lies from the city, in widths of its own limits."""
    if point.upper_95 is None or point.benchmark_value is None or point.upper_95 <= point.benchmark_value:
        return 0.0
    return abs((point.value or 0.0) - point.benchmark_value) / (point.upper_95 - point.benchmark_value)


def _labels(placed: Sequence[_Placed], across: Scale, top: float, foot: float, *, narrow: bool) -> Markup:
    """Name wards outside the limits, the furthest first; one whose name would cover another is left to the table."""
    parts: list[Markup] = []
    taken = [(x - _MARK, x + _MARK, y) for _, x, y in placed]
    outside = sorted(
        (entry for entry in placed if entry[0].position != "within"),
        key=lambda entry: (-_distance(entry[0]), entry[0].area_name, entry[0].area_code),
    )
    for point, x, y in outside:
        most = _LETTERS[narrow]
        name = point.area_name if len(point.area_name) <= most else f"{point.area_name[: most - 1].rstrip()}…"
        width = len(name) * _LETTER
        right = x + _MARK + 3 + width <= across.end + 20
        start = x + _MARK + 3 if right else x - _MARK - 3 - width
        own = (x - _MARK, x + _MARK, y)
        # Marks and names that this name could cover: few, which spares looking at each of them for every line.
        near = [box for box in taken if start <= box[1] + 2 and start + width >= box[0] - 2 and box != own]
        for line in (y + 4, y - 6, y + 14):
            if top <= line <= foot and all(abs(line - 4 - box[2]) >= _LINE for box in near):
                taken.append((start, start + width, line - 4))
                anchor = "small halo" if right else "small halo end"
                parts.append(element("text", name, x=start if right else start + width, y=line, class_=anchor))
                break
        if len(parts) == _MOST_LABELS[narrow]:
            break
    return joined(parts)


def funnel_chart(
    identifier: str,
    points: Sequence[FunnelPoint],
    *,
    unit: str,
    title: str,
    description: str,
    axis: str,
    synthetic: bool,
    narrow: bool = False,
) -> Markup:
    """Return the wards between their limits, or nothing for fewer than two.

    Args:
        identifier: Id of the picture.
        points: Wards with a value and a denominator.
        unit: Unit of the values.
        title: What the picture is.
        description: What it shows, in words.
        axis: What the denominator is.
        synthetic: Whether to print the warning inside.
        narrow: Whether it is for a narrow screen.
    """
    if len(points) < 2:
        return Markup("")
    width, height = (340, 330) if narrow else (760, 400)
    left, right, top, foot = (52, 316, 12, 270) if narrow else (64, 728, 14, 340)
    sizes = [point.denominator or 0.0 for point in points]
    across = make_scale(sizes, left, right, zero=False, ticks=3 if narrow else 6)
    values = [v for p in points for v in (p.value, p.lower_95, p.upper_95) if v is not None]
    up = make_scale(values, foot, top, zero=False)
    # The outer curves of the smallest wards may run out of the picture.
    box = element("rect", x=left, y=top, width=right - left, height=foot - top)
    parts = [element("clipPath", box, id=f"{identifier}-box")]
    decimals = tick_decimals(up.ticks)
    for tick in up.ticks:
        parts.append(element("line", x1=left, x2=right, y1=up(tick), y2=up(tick), class_="grid"))
        parts.append(element("text", short_value(tick, unit, decimals), x=left - 6, y=up(tick) + 4, class_="tick end"))
    for tick in across.ticks:
        parts.append(element("text", amount_words(tick), x=across(tick), y=foot + 20, class_="tick middle"))
    parts.append(element("text", axis, x=(left + right) / 2, y=foot + 42, class_="tick middle"))
    parts.append(element("g", *_curves(points, across, up), clip_path=f"url(#{identifier}-box)"))
    placed = [(point, across(point.denominator or 0.0), up(point.value or 0.0)) for point in points]
    parts += [_mark(*entry) for entry in placed]
    parts.append(_labels(placed, across, top + 8, foot, narrow=narrow))
    return picture(
        identifier,
        width,
        height - 16,
        *parts,
        title=title,
        description=description,
        class_="chart narrow" if narrow else "chart wide",
        synthetic=synthetic,
    )
