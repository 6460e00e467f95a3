"""Boundaries as short SVG paths.

Belongs here: reading shapes, fitting them to a grid of whole numbers. Does not belong here: colours.
All levels of a place share one grid, so that the outline of a ward lies over the small areas inside it.
The files are read by shapely alone: geopandas, which takes 0.6 s to import and 0.05 s to work, is asked only for a file
in degrees.
"""

from __future__ import annotations

import dataclasses
import json
import pathlib
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
import shapely
import shapely.errors
import shapely.geometry

from dashboards.errors import ReleaseError

WIDTH = 1000
# Lines may leave their course by this many units of the grid: less than a pixel of a map at its widest.
_TOLERANCE = 1.2
_LARGEST_DEGREE = 180
# How deep the lists of points lie in the coordinates of what has an area.
_DEPTHS = {"Polygon": 1, "MultiPolygon": 2}
_REMEDY = "Make the release again; if that does not help, look at the boundaries that were landed."
# The next larger level, whose lines are drawn over a map.
_OUTLINES = {"lsoa21": "ward", "ward": "committee", "neighbourhood": "ward"}


@dataclasses.dataclass(frozen=True, slots=True)
class Shape:
    """An area on a map: its outline and a point inside it that stands for it."""

    code: str
    path: str
    x: float
    y: float


@dataclasses.dataclass(frozen=True, slots=True)
class Layout:
    """Shapes that share one grid, named by their level or `hex`; `outlines` are lines drawn over them."""

    name: str
    width: int
    height: int
    shapes: tuple[Shape, ...]
    outlines: tuple[str, ...] = ()


def ring_paths(points: Any, ring: Any) -> list[str]:
    """Return closed outlines as whole, relative steps; repeated points are dropped.

    Args:
        points: An array of as many rows (x, y) as there are points, ring after ring.
        ring: The number of each point's ring, as many as there are points.
    """
    # All rings at once: the arrays of one are so short that asking for them takes longer than the arithmetic.
    places = np.rint(points).astype(int)
    starts = np.flatnonzero(np.diff(ring, prepend=-1))
    steps = np.diff(places, axis=0, prepend=places[:1])
    steps[starts] = 0
    moved = steps.any(axis=1)
    numbers = list(map(str, steps[moved].ravel().tolist()))
    ends = 2 * np.add.reduceat(moved, starts, dtype=int).cumsum()
    paths, begin = [], 0
    for (x, y), end in zip(places[starts].tolist(), ends.tolist(), strict=True):
        # A minus sign parts two numbers as well as a space does.
        paths.append(f"M{x} {y}l{' '.join(numbers[begin:end]).replace(' -', '-')}z")
        begin = end
    return paths


def ring_path(points: Sequence[tuple[float, float]]) -> str:
    """Return one closed outline of at least one point (x, y), as `ring_paths` writes it."""
    return ring_paths(np.array(points), np.zeros(len(points)))[0]


def _code_property(rows: list[dict[str, Any]], codes: Collection[str], file: str) -> str:
    """Return the property that holds area codes, whatever the publisher called it."""
    names = dict.fromkeys(name for row in rows for name in row)
    found = {name: sum(str(row.get(name)) in codes for row in rows) for name in names}
    best = max(found, key=lambda name: found[name], default="")
    if not found.get(best):
        raise ReleaseError(file, "no column of area codes", "the codes of areas.csv", "Check the boundaries.")
    return best


def _in_metres(shapes: Any) -> Any:
    """Return shapes on the British National Grid: GeoJSON has no agreed way to name its grid, so the numbers decide."""
    if abs(shapely.total_bounds(shapes)).max() > _LARGEST_DEGREE:
        return shapes
    import geopandas

    return geopandas.GeoSeries(shapes, crs=4326).to_crs(27700).to_numpy()


def _features(path: pathlib.Path, file: str) -> list[tuple[dict[str, Any], Any]]:
    """Return properties and geometry of each feature that has one."""
    try:
        found = json.loads(path.read_text("utf-8"))["features"]
        return [(feature["properties"] or {}, feature["geometry"]) for feature in found if feature["geometry"]]
    except (ValueError, KeyError, TypeError) as error:
        told = f"{type(error).__name__}: {error}"
        raise ReleaseError(file, told, "a collection of features in GeoJSON", _REMEDY) from error


def _arrays(nested: Any, depth: int) -> Any:
    """Return lists of points as arrays: shapely looks at each number of a list, which takes three times as long."""
    return [_arrays(part, depth - 1) for part in nested] if depth else np.asarray(nested, float)


def _shape(geometry: Any) -> Any:
    depth = _DEPTHS.get(geometry["type"])
    if depth is None:
        return shapely.geometry.shape(geometry)
    return shapely.geometry.shape({**geometry, "coordinates": _arrays(geometry["coordinates"], depth)})


def _shapes(features: list[tuple[str, Any]], file: str) -> list[Any]:
    """Return the shape of each code's geometry."""
    shapes, broken = [], []
    for code, geometry in features:
        try:
            shapes.append(_shape(geometry))
        except (ValueError, LookupError, TypeError, AttributeError, shapely.errors.ShapelyError) as error:
            broken.append(f"{code} ({error})")
    if broken:
        raise ReleaseError(file, f"broken shapes: {', '.join(broken)}", "polygons of closed rings", _REMEDY)
    return shapes


def _read(path: pathlib.Path, codes: Collection[str]) -> dict[str, Any]:
    """Return the shapes of known areas by code, in metres."""
    file = f"data/boundaries/{path.name}"
    features = _features(path, file)
    name = _code_property([properties for properties, _ in features], codes, file)
    kept = [(str(own[name]), geometry) for own, geometry in features if str(own.get(name)) in codes]
    shapes = shapely.make_valid(shapely.force_2d(_in_metres(_shapes(kept, file))))
    parts: dict[str, list[Any]] = {}
    for (code, _), shape in zip(kept, shapes, strict=True):
        if not shape.is_empty:
            parts.setdefault(code, []).append(shape)
    return {code: own[0] if len(own) == 1 else shapely.union_all(own) for code, own in sorted(parts.items())}


@dataclasses.dataclass(frozen=True)
class _Grid:
    left: float
    top: float
    scale: float

    def place(self, points: Any) -> Any:
        """Return places on the grid, an array of as many rows (x, y) as there are points in metres."""
        return (points - (self.left, self.top)) / (self.scale, -self.scale)


def _paths(shapes: Any, grid: _Grid) -> list[str]:
    """Return every ring of each shape on the grid; lines that validating left over are no area and are dropped."""
    parts, shape_of_part = shapely.get_parts(shapes, return_index=True)
    rings, part_of_ring = shapely.get_rings(parts, return_index=True)
    points, ring_of_point = shapely.get_coordinates(rings, return_index=True)
    paths = [""] * len(shapes)
    for number, path in zip(
        shape_of_part[part_of_ring].tolist(), ring_paths(grid.place(points), ring_of_point), strict=True
    ):
        paths[number] += path
    return paths


def read_boundaries(folder: pathlib.Path, codes: Mapping[str, Collection[str]]) -> dict[str, Layout]:
    """Return the map of each level that the release has boundaries for.

    Neighbours are simplified together, so that no sliver opens between them.

    Args:
        folder: The release folder.
        codes: Codes of the areas, by level.
    """
    files = {level: folder / "data" / "boundaries" / f"{level}.geojson" for level in codes}
    read = {level: _read(path, codes[level]) for level, path in files.items() if codes[level] and path.is_file()}
    found = {level: shapes for level, shapes in read.items() if shapes}
    if not found:
        return {}
    bounds = shapely.total_bounds([shape for shapes in found.values() for shape in shapes.values()])
    left, bottom, right, top = (float(edge) for edge in bounds)
    grid = _Grid(left, top, (right - left) / WIDTH)
    placed: dict[str, list[Shape]] = {}
    for level, shapes in found.items():
        simple = shapely.coverage_simplify(list(shapes.values()), grid.scale * _TOLERANCE)
        points = grid.place(shapely.get_coordinates(shapely.point_on_surface(simple))).tolist()
        placed[level] = [
            Shape(code, path, x, y) for code, path, (x, y) in zip(shapes, _paths(simple, grid), points, strict=True)
        ]
    height = round((top - bottom) / grid.scale)
    return {
        level: Layout(
            level, WIDTH, height, tuple(own), tuple(line.path for line in placed.get(_OUTLINES.get(level, ""), ()))
        )
        for level, own in placed.items()
    }
