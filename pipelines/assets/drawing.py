"""Adding the shapes of areas to a release, when the inbox has boundaries of every area of a level.

Belongs here: which levels are drawn, and their checks. Does not belong here: reading boundaries (`shapes`) or repairing
geometry (`geography`).
"""

from typing import Any

import pandas as pd

from pipelines import paths
from pipelines.assets.landing import Intake
from pipelines.assets.shapes import Shapes, small_area_shapes, ward_shapes
from pipelines.checks.verdicts import check, stop_on_critical
from pipelines.declarations.place import Place, load_place
from pipelines.faults import InputFaultsError
from pipelines.geography.boundaries import dissolve
from pipelines.release.content import Content
from pipelines.sources.catalogue import BY_ID

_SQUARE_METRES = 1e6


def draw_boundaries(intake: Intake, content: Content) -> None:
    """Add shapes of wards, committees, small areas and named neighbourhoods to the content.

    A level is drawn where each of its areas has a shape.

    Raises:
        InputFaultsError: a boundary file cannot be read or repeats an area.
        CheckFailedError: a shape is not fit to draw.
    """
    place = load_place(paths.reference_folder())
    small = content.areas[content.areas["level"] == "lsoa21"]
    wards = ward_shapes(intake, {w["ward_code"]: w["ward_name"] for w in place.wards}, place.crs)
    lsoa21 = small_area_shapes(intake, dict(zip(small["area_code"], small["area_name"], strict=True)), place.crs)
    blocking = [fault for shapes in (wards, lsoa21) for fault in shapes.faults if fault.blocking]
    if blocking:
        raise InputFaultsError(blocking)
    for shapes in (wards, lsoa21):
        _tell(shapes, content)
    if wards.whole:
        content.boundaries |= {"ward": wards.frame, "committee": _committees(wards.frame, place)}
    if lsoa21.whole:
        content.boundaries["lsoa21"] = lsoa21.frame
        if "neighbourhoods" in content.places:
            content.boundaries["neighbourhood"] = _neighbourhoods(lsoa21.frame, content.places["neighbourhoods"])


def _committees(wards: Any, place: Place) -> Any:
    members = ((ward["ward_code"], ward["committee_code"]) for ward in place.wards)
    return dissolve(wards, members, {c["committee_code"]: c["committee_name"] for c in place.committees})


def _neighbourhoods(small: Any, listed: pd.DataFrame) -> Any:
    members = zip(listed["lsoa21_code"], listed["neighbourhood_code"], strict=True)
    return dissolve(small, members, dict(zip(listed["neighbourhood_code"], listed["neighbourhood_name"], strict=True)))


def _tell(shapes: Shapes, content: Content) -> None:
    """Add what was found to notes, checks and sources.

    Raises:
        CheckFailedError: a shape is not fit to draw.
    """
    content.about["notes"] += [*shapes.notes, *[str(fault) for fault in shapes.faults]]
    for file, (read, used) in shapes.rows.items():
        own = (content.sources["source"] == shapes.source) & (content.sources["file"] == file)
        content.sources.loc[own, ["rows_read", "rows_used"]] = [read, used]
    if shapes.frame is None:
        return
    source = BY_ID[shapes.source]
    table = f"conformed.{source.table}"
    verdicts = check(table, _to_check(shapes.frame), source.expectations, ("area_code",))
    stop_on_critical(table, verdicts)
    content.checks = pd.concat([content.checks, pd.DataFrame([v.as_row() for v in verdicts])], ignore_index=True)


def _to_check(frame: Any) -> pd.DataFrame:
    """What can be checked of shapes, one row per area."""
    return pd.DataFrame(
        {
            "area_code": frame["area_code"],
            "valid": frame.geometry.is_valid,
            "square_kilometres": frame.geometry.area / _SQUARE_METRES,
        }
    )
