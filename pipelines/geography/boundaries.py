"""Boundaries made fit to draw: valid, in one projection, one shape per area.

Belongs here: checking and repairing geometry, and joining shapes into larger ones. Pure: frames in, frames out.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from pipelines.faults import Fault

_MISSING = {
    "ward": ("a shape for every ward in force", "the wards in force; the hex layout is drawn instead."),
    "small area": ("a shape for every small area", "every small area of 2021; none of them is drawn."),
}


def clean_shapes(
    frame: Any, code: str, current: Mapping[str, str], crs: str, file: str, what: str
) -> tuple[Any, list[Fault], list[str]]:
    """Repair, project and reduce a boundary file to the areas of the place.

    Args:
        frame: GeoDataFrame as read.
        code: column of the area's code.
        current: codes in force with their names.
        crs: projection to draw in, for example EPSG:27700.
        file: name to print.
        what: ward or small area.

    Returns:
        GeoDataFrame with area_code, area_name and geometry, ordered by code; faults; notes on repairs.
    """
    faults: list[Fault] = []
    notes: list[str] = []
    shapes = frame.loc[frame[code].isin(list(current)), [code, "geometry"]].rename(columns={code: "area_code"})
    shapes = shapes[shapes.geometry.notna()].to_crs(crs)
    for repeated in sorted(set(shapes["area_code"][shapes["area_code"].duplicated()])):
        faults.append(
            Fault(
                file,
                f"{repeated} more than once",
                f"one shape per {what}",
                "Remove the shape that is wrong.",
                kind="boundary twice",
            )
        )
    expected, remedy = _MISSING[what]
    for missing in sorted(set(current) - set(shapes["area_code"])):
        faults.append(
            Fault(
                file,
                f"no shape for {missing} ({current[missing]})",
                expected,
                f"Use the boundaries of {remedy}",
                kind="boundary missing",
                blocking=False,
            )
        )
    broken = ~shapes.geometry.is_valid
    if broken.any():
        shapes.loc[broken, "geometry"] = shapes.loc[broken, "geometry"].make_valid()
        notes.append(
            f"{file}: these shapes were not valid and were repaired: "
            f"{', '.join(sorted(shapes.loc[broken, 'area_code']))}."
        )
    shapes.insert(1, "area_name", shapes["area_code"].map(dict(current)))
    return shapes.sort_values("area_code").reset_index(drop=True), faults, notes


def dissolve(shapes: Any, members: Iterable[tuple[str, str]], names: Mapping[str, str]) -> Any:
    """Join the shapes of areas into those of larger ones, which may overlap.

    Args:
        shapes: GeoDataFrame with area_code and geometry.
        members: pairs of the code of an area and the code of the larger one that it belongs to.
        names: names of the larger ones by code.

    Returns:
        GeoDataFrame with area_code, area_name and geometry, ordered by code.
    """
    import pandas as pd

    pairs = pd.DataFrame(list(members), columns=["part", "area_code"])
    parts = shapes.rename(columns={"area_code": "part"})[["part", "geometry"]].merge(pairs, on="part")
    joined = parts.dissolve("area_code", as_index=False)
    return joined.assign(area_name=joined["area_code"].map(dict(names)))[["area_code", "area_name", "geometry"]]


def inside(shapes: Any, outline: Any) -> list[str]:
    """Codes of the areas whose representative point, which always lies within them, lies inside an outline.

    Args:
        shapes: GeoDataFrame with area_code and geometry.
        outline: a geometry in the same projection.
    """
    points = shapes.geometry.representative_point()
    return sorted(shapes.loc[points.within(outline), "area_code"])
