"""Boundaries made fit to draw: valid, in one projection, one shape per ward.

Belongs here: checking and repairing geometry, and dissolving wards into committees. Pure: frames in, frames out.
"""

from typing import Any

from pipelines.faults import Fault


def clean_wards(
    frame: Any, code: str, name: str, current: dict[str, str], crs: str, file: str
) -> tuple[Any, list[Fault], list[str]]:
    """Repair, project and reduce a boundary file to the wards of the place.

    Args:
        frame: GeoDataFrame as read.
        code: column of the ward code.
        name: column of the ward name.
        current: codes in force with their names.
        crs: projection to draw in, for example EPSG:27700.
        file: name to print.

    Returns:
        GeoDataFrame with area_code, area_name and geometry, ordered by code; faults; notes on repairs.
    """
    faults: list[Fault] = []
    notes: list[str] = []
    wards = frame[frame[code].isin(list(current))].rename(columns={code: "area_code", name: "area_name"})
    wards = wards[["area_code", "area_name", "geometry"]].to_crs(crs)
    for repeated in sorted(set(wards["area_code"][wards["area_code"].duplicated()])):
        faults.append(
            Fault(
                file,
                f"{repeated} more than once",
                "one shape per ward",
                "Remove the shape that is wrong.",
                kind="boundary twice",
            )
        )
    for missing in sorted(set(current) - set(wards["area_code"])):
        faults.append(
            Fault(
                file,
                f"no shape for {missing} ({current[missing]})",
                "a shape for every ward in force",
                "Use the boundaries of the wards in force; the hex layout is drawn instead.",
                kind="boundary missing",
                blocking=False,
            )
        )
    broken = ~wards.geometry.is_valid
    if broken.any():
        wards.loc[broken, "geometry"] = wards.loc[broken, "geometry"].make_valid()
        notes.append(
            f"{file}: these shapes were not valid and were repaired: "
            f"{', '.join(sorted(wards.loc[broken, 'area_code']))}."
        )
    wards["area_name"] = wards["area_code"].map(current)
    return wards.sort_values("area_code").reset_index(drop=True), faults, notes


def dissolve_committees(wards: Any, committee_of: dict[str, str], names: dict[str, str]) -> Any:
    """Join the shapes of a committee's wards; a GeoDataFrame with area_code, area_name and geometry."""
    joined = wards.assign(area_code=wards["area_code"].map(committee_of)).dissolve("area_code", as_index=False)
    return joined.assign(area_name=joined["area_code"].map(names))[["area_code", "area_name", "geometry"]]
