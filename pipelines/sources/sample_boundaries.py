"""Made-up boundaries of the sample: wards as regular hexagons, each divided into its made-up small areas.

Belongs here: where each corner lies and how the publisher writes it. Does not belong here: which areas there are
(`sample_world`).

Every corner has whole-numbered steps on a lattice, and is written once for all shapes that meet there: neighbours share
their corners to the last digit, so that there is neither gap nor overlap.
"""

import json
from collections.abc import Iterator
from math import ceil, sqrt

from pipelines.sources.sample_world import World

# A ward measures sixteen square kilometres.
_RADIUS = 2_500.0
# Where a place that does not say where it lies is drawn: about the middle of England.
_ANYWHERE = (430_000.0, 430_000.0)
# The corners of a hexagon with a corner on top, from there counterclockwise, in halves of its width and its radius.
_CORNERS = ((0, 2), (-1, 1), (-1, -1), (0, -2), (1, -1), (1, 1))
_DECIMALS = 7  # of a degree: a centimetre

_Corner = tuple[int, int]


def boundary_files(world: World) -> Iterator[tuple[str, bytes]]:
    """GeoJSON of wards and of small areas, in longitude and latitude: names and bytes.

    A place without a drawn layout has none.
    """
    if not world.cells:
        return
    edge = _steps(world)
    rings = {ward.code: _ring(*world.cells[ward.code], edge) for ward in world.wards}
    pieces: dict[str, list[_Corner]] = {}
    for ward in world.wards:
        own = [area.code for area in world.of_ward(ward)]
        pieces |= dict(
            zip(own, _divided(rings[ward.code], _centre(*world.cells[ward.code], edge), len(own)), strict=True)
        )
    where = _places(world, edge, {corner for ring in (*rings.values(), *pieces.values()) for corner in ring})
    year = f"{world.ward_vintage % 100:02d}"
    yield (
        "ward_boundaries.geojson",
        _geojson(f"WD{year}CD", f"WD{year}NM", {w.code: (w.name, rings[w.code]) for w in world.wards}, where),
    )
    yield (
        "lsoa21_boundaries.geojson",
        _geojson("LSOA21CD", "LSOA21NM", {a.code: (a.name, pieces[a.code]) for a in world.areas}, where),
    )


def _steps(world: World) -> int:
    """Into how many parts each edge of a hexagon is cut, so that the ward with most small areas can be divided."""
    return max(2, ceil(max(len(world.of_ward(ward)) for ward in world.wards) / len(_CORNERS)))


def _centre(column: int, row: int, edge: int) -> _Corner:
    """Odd rows are shifted right by half a cell; row 0 is the north."""
    return (2 * column + row % 2) * edge, -3 * row * edge


def _ring(column: int, row: int, edge: int) -> list[_Corner]:
    """Corners of a hexagon, with those that cut its edges, once around."""
    across, up = _centre(column, row, edge)
    return [
        (across + first[0] * (edge - step) + second[0] * step, up + first[1] * (edge - step) + second[1] * step)
        for first, second in zip(_CORNERS, (*_CORNERS[1:], _CORNERS[0]), strict=True)
        for step in range(edge)
    ]


def _divided(ring: list[_Corner], centre: _Corner, count: int) -> Iterator[list[_Corner]]:
    """A ring cut from its centre into as many slices."""
    if count == 1:
        yield ring
        return
    cuts = [round(len(ring) * slice_ / count) for slice_ in range(count + 1)]
    closed = [*ring, ring[0]]
    for first, last in zip(cuts, cuts[1:], strict=False):
        yield [centre, *closed[first : last + 1]]


def _places(world: World, edge: int, corners: set[_Corner]) -> dict[_Corner, list[float]]:
    """Longitude and latitude of every corner, the layout's middle being the middle of the place."""
    from pyproj import Transformer

    across, up = sqrt(3) * _RADIUS / 2 / edge, _RADIUS / 2 / edge
    east, north = world.centre or _ANYWHERE
    middle = [(min(axis) + max(axis)) / 2 for axis in zip(*corners, strict=True)]
    ordered = sorted(corners)
    longitudes, latitudes = Transformer.from_crs(world.crs, "EPSG:4326", always_xy=True).transform(
        [east + (x - middle[0]) * across for x, _ in ordered], [north + (y - middle[1]) * up for _, y in ordered]
    )
    return {
        corner: [round(longitude, _DECIMALS), round(latitude, _DECIMALS)]
        for corner, longitude, latitude in zip(ordered, longitudes, latitudes, strict=True)
    }


def _geojson(
    code: str, name: str, shapes: dict[str, tuple[str, list[_Corner]]], where: dict[_Corner, list[float]]
) -> bytes:
    features = [
        {
            "type": "Feature",
            "properties": {"FID": number, code: own, name: named},
            "geometry": {"type": "Polygon", "coordinates": [[where[corner] for corner in (*ring, ring[0])]]},
        }
        for number, (own, (named, ring)) in enumerate(shapes.items(), start=1)
    ]
    content = {"type": "FeatureCollection", "name": "made-up boundaries", "features": features}
    return (json.dumps(content, separators=(",", ":")) + "\n").encode()
