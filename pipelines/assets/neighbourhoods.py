"""The named neighbourhoods of a run: the place's files, with shapes turned into lists of small areas.

Belongs here: which files count, and asking the boundaries which small areas lie in a shape. Does not belong here: the
rules of the files (`declarations.neighbourhoods`) or geometry (`geography`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pipelines import fingerprint, paths
from pipelines.assets.landing import SYNTHETIC_MARK, Intake
from pipelines.assets.shapes import small_area_shapes
from pipelines.declarations.neighbourhoods import FOLDER, Entry, file_name, in_force, read_list, read_shapes
from pipelines.declarations.place import Place
from pipelines.faults import Fault, limited
from pipelines.geography.boundaries import inside

COLUMNS = ("neighbourhood_code", "neighbourhood_name", "version", "agreed_on", "agreed_by", "lsoa21_code")


@dataclass
class Neighbourhoods:
    """Rows of `COLUMNS`, one for each small area of the neighbourhoods in force; faults and notes."""

    rows: list[dict[str, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_neighbourhoods(
    intake: Intake, place: Place, lsoa21: Mapping[str, str], taken: Mapping[str, str]
) -> Neighbourhoods:
    """The neighbourhoods that the place's folder declares, made-up ones in a run of the sample and only there.

    Args:
        intake: the files of the run, for boundaries.
        place: the place.
        lsoa21: names of its small areas by code.
        taken: codes of other areas, written small, with what they are.
    """
    found = Neighbourhoods()
    entries: list[Entry] = []
    for path in fingerprint.files_under(paths.reference_folder() / FOLDER):
        file = file_name(path)
        if path.suffix.lower() not in (".csv", ".geojson"):
            found.notes.append(f"{file}: not used: neighbourhoods are CSV or GeoJSON files.")
        elif (SYNTHETIC_MARK in path.name.lower()) != intake.synthetic:
            reason = "the sample has made-up neighbourhoods only" if intake.synthetic else "its name says synthetic"
            found.notes.append(f"{file}: not used: {reason}.")
        elif not lsoa21:
            found.notes.append(f"{file}: not used: no lookup in the inbox says which small areas there are.")
        elif path.suffix.lower() == ".csv":
            listed = read_list(path)
            found.faults += listed.faults
            entries += listed.entries
        else:
            entries += _from_shapes(path, intake, place, lsoa21, found)
    kept, faults, notes = in_force(entries, lsoa21, taken)
    found.faults = limited([*found.faults, *faults])
    found.notes += notes
    found.rows = [_row(entry) for entry in kept]
    return found


def _row(entry: Entry) -> dict[str, str]:
    cells = (entry.code, entry.name, str(entry.version), entry.agreed_on, entry.agreed_by, entry.small_area)
    return dict(zip(COLUMNS, cells, strict=True))


def _from_shapes(
    path: Path, intake: Intake, place: Place, lsoa21: Mapping[str, str], found: Neighbourhoods
) -> list[Entry]:
    """A GeoJSON's neighbourhoods as lists; which small areas each one has is told in a note."""
    read, numbers = read_shapes(path)
    found.faults += read.faults
    if not read.entries:
        return []
    shapes = small_area_shapes(intake, lsoa21, place.crs)
    if not shapes.whole:
        found.faults.append(
            Fault(
                file_name(path),
                "shapes, and no boundaries of every small area to compare them with",
                "the LSOA 2021 boundaries of the place in the inbox",
                "Download them into the inbox, or list the small areas in a CSV.",
                kind="neighbourhood shapes",
            )
        )
        return []
    entries: list[Entry] = []
    for entry, outline in zip(read.entries, _outlines(path, place.crs, numbers), strict=True):
        codes = inside(shapes.frame, outline) if outline is not None else []
        if codes:
            entries += [replace(entry, small_area=code) for code in codes]
            found.notes.append(
                f"{entry.file}: {entry.name} ({entry.code}, version {entry.version}) holds {len(codes)} small areas: "
                f"{', '.join(codes)}."
            )
        else:
            found.faults.append(
                entry.fault(
                    "geometry", "no small area whose middle lies inside", "an outline around at least one small area",
                    "Correct the outline, or list the small areas in a CSV.", "empty",
                )
            )  # fmt: skip
    return entries


def _outlines(path: Path, crs: str, numbers: list[int]) -> list[Any]:
    """Outlines of features in the place's projection; None for one that is not there or not an area."""
    import geopandas

    shapes = geopandas.read_file(path).geometry.to_crs(crs).make_valid()
    areas = [None if shape is None or shape.area == 0 else shape for shape in shapes]
    return [areas[number] for number in numbers]
