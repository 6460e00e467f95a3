"""Boundaries as short SVG paths.

Belongs here: reading shapes, fitting them to a grid of whole numbers. Does not belong here: colours.
"""

from __future__ import annotations

import dataclasses
import pathlib
from collections.abc import Collection, Iterable
from typing import Any

from dashboards.errors import ReleaseError

WIDTH = 1000
_SMALLEST_STEP = 1.2
_LARGEST_DEGREE = 180


@dataclasses.dataclass(frozen=True, slots=True)
class Shape:
    """An area on a map: its outline and the point that stands for it."""

    code: str
    path: str
    x: float
    y: float


@dataclasses.dataclass(frozen=True, slots=True)
class Layout:
    """Shapes that share one grid; `outlines` are lines drawn over them."""

    name: str
    width: int
    height: int
    shapes: tuple[Shape, ...]
    outlines: tuple[str, ...] = ()


def ring_path(points: Iterable[tuple[float, float]]) -> str:
    """Return a closed outline as whole, relative steps; repeated points are dropped."""
    path, last = "", None
    for x, y in points:
        here = (round(x), round(y))
        if last is None:
            path = f"M{here[0]} {here[1]}l"
        elif here != last:
            dx, dy = here[0] - last[0], here[1] - last[1]
            path += f"{dx}{'' if dy < 0 else ' '}{dy} "
        last = here
    return path.rstrip() + "z"


def _code_column(frame: Any, codes: Collection[str], file: str) -> str:
    """Return the column that holds area codes, whatever the publisher called it."""
    names = [name for name in frame.columns if name != "geometry"]
    best = max(names, key=lambda name: frame[name].astype(str).isin(codes).sum(), default=None)
    if best is None or not frame[best].astype(str).isin(codes).any():
        raise ReleaseError(file, "no column of area codes", "the codes of areas.csv", "Check the boundaries.")
    return str(best)


def _read(path: pathlib.Path, codes: Collection[str]) -> Any:
    """Return code by shape, in metres of the British National Grid."""
    # Imported here because it is slow and a release without boundaries does not need it.
    import geopandas

    frame = geopandas.read_file(path)
    # GeoJSON has no agreed way to say its grid, so the numbers decide: degrees never exceed 180.
    metres = abs(frame.total_bounds).max() > _LARGEST_DEGREE
    frame = frame.set_crs(27700, allow_override=True) if metres else frame.to_crs(27700)
    column = _code_column(frame, codes, f"data/boundaries/{path.name}")
    frame = frame[frame[column].astype(str).isin(codes) & ~frame.geometry.is_empty & frame.geometry.notna()]
    frame = frame.assign(geometry=frame.geometry.make_valid()).dissolve(column)
    return frame.geometry.sort_index()


def _paths(shape: Any, left: float, top: float, scale: float) -> str:
    path = ""
    for part in getattr(shape, "geoms", [shape]):
        if part.geom_type != "Polygon":
            continue
        for ring in (part.exterior, *part.interiors):
            points = [((x - left) / scale, (top - y) / scale) for x, y, *_ in ring.coords]
            path += ring_path(points)
    return path


def read_boundaries(folder: pathlib.Path, wards: Collection[str], committees: Collection[str]) -> Layout | None:
    """Return the ward map with the committees' outlines, or None where the release has no boundaries.

    Neighbouring wards are simplified together, so that no sliver opens between them.

    Args:
        folder: The release folder.
        wards: Codes of the wards.
        committees: Codes of the committees.
    """
    path = folder / "data" / "boundaries" / "ward.geojson"
    if not path.is_file():
        return None
    import shapely

    series = _read(path, wards)
    left, bottom, right, top = series.total_bounds
    scale = (right - left) / WIDTH
    shapes = shapely.coverage_simplify(series.to_numpy(), scale * _SMALLEST_STEP)
    placed = []
    for code, shape in zip(series.index, shapes, strict=True):
        point = shape.representative_point()
        placed.append(
            Shape(str(code), _paths(shape, left, top, scale), (point.x - left) / scale, (top - point.y) / scale)
        )
    outlines: tuple[str, ...] = ()
    over = folder / "data" / "boundaries" / "committee.geojson"
    if over.is_file():
        lines = shapely.coverage_simplify(_read(over, committees).to_numpy(), scale * _SMALLEST_STEP)
        outlines = tuple(_paths(shape, left, top, scale) for shape in lines)
    return Layout("geographic", WIDTH, round((top - bottom) / scale), tuple(placed), outlines)
