"""Adding the shapes of wards and committees to a release, when the inbox has boundaries of every ward in force.

Belongs here: reading the kept boundary file and handing it to `geography`. Does not belong here: repairing geometry.
"""

from typing import Any

import pandas as pd

from pipelines import paths
from pipelines.assets.landing import Intake
from pipelines.checks.verdicts import check, stop_on_critical
from pipelines.declarations.place import load_place
from pipelines.faults import Fault, InputFaultsError
from pipelines.geography.boundaries import clean_wards, dissolve_committees
from pipelines.release.content import Content
from pipelines.sources.catalogue import BY_ID

_TABLE = "conformed.boundaries_ward"
_SQUARE_METRES = 1e6


def _to_check(wards: Any) -> pd.DataFrame:
    """What can be checked of shapes, one row per ward."""
    return pd.DataFrame(
        {
            "area_code": wards["area_code"],
            "valid": wards.geometry.is_valid,
            "square_kilometres": wards.geometry.area / _SQUARE_METRES,
        }
    )


def draw_boundaries(intake: Intake, content: Content) -> None:
    """Add ward and committee shapes to the content when the inbox has boundaries of every ward in force.

    Raises:
        InputFaultsError: the boundary file cannot be read or repeats a ward.
        CheckFailedError: a shape is not fit to draw.
    """
    files = intake.of("ons_ward_boundaries")
    if not files:
        return
    import geopandas

    place, file = load_place(paths.reference_folder()), files[-1]
    try:
        frame = geopandas.read_file(file.path)
        code = next(c for c in frame.columns if c.startswith("WD") and c.endswith("CD"))
    except (OSError, RuntimeError, ValueError, StopIteration) as error:
        raise InputFaultsError(
            [
                Fault(
                    file.file,
                    f"boundaries that cannot be read ({type(error).__name__})",
                    "GeoJSON of wards",
                    "Download the file again.",
                    kind="boundaries",
                )
            ]
        ) from error
    names = {w["ward_code"]: w["ward_name"] for w in place.wards}
    wards, faults, notes = clean_wards(frame, code, code[:-2] + "NM", names, place.crs, file.file)
    blocking = [f for f in faults if f.blocking]
    if blocking:
        raise InputFaultsError(blocking)
    content.about["notes"] += [*notes, *[str(f) for f in faults]]
    verdicts = check(_TABLE, _to_check(wards), BY_ID["ons_ward_boundaries"].expectations, ("area_code",))
    stop_on_critical(_TABLE, verdicts)
    content.checks = pd.concat([content.checks, pd.DataFrame([v.as_row() for v in verdicts])], ignore_index=True)
    if not faults:
        committee_of = {w["ward_code"]: w["committee_code"] for w in place.wards}
        committees = {c["committee_code"]: c["committee_name"] for c in place.committees}
        content.boundaries = {"ward": wards, "committee": dissolve_committees(wards, committee_of, committees)}
