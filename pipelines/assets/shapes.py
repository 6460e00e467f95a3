"""Reading the kept boundary files into clean shapes of the place's wards and small areas.

Belongs here: which file is read and what is told of it. Does not belong here: repairing geometry (`geography`), or what
is done with the shapes (`drawing`, `neighbourhoods`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pipelines.assets.landing import Intake
from pipelines.faults import Fault, limited
from pipelines.geography.boundaries import clean_shapes
from pipelines.sources.base import Landed

WARDS, SMALL_AREAS, SIMPLIFIED = "ons_ward_boundaries", "ons_lsoa21_boundaries", "ons_lsoa21_boundaries_simplified"
BOUNDARIES = (WARDS, SMALL_AREAS, SIMPLIFIED)
# By the source of a file: the column of the code, and what its shapes are.
_COLUMNS = {WARDS: r"WD\d\dCD", SMALL_AREAS: "LSOA21CD", SIMPLIFIED: "lsoa21_code"}
_WHAT = {WARDS: "ward", SMALL_AREAS: "small area", SIMPLIFIED: "small area"}


@dataclass
class Shapes:
    """The shapes of one level: `frame` is None where the inbox has none.

    `whole` says that every area has a shape, so that they can be drawn; `rows` counts those read and those used of each
    file, by its name.
    """

    source: str
    frame: Any = None
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    rows: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def whole(self) -> bool:
        """Whether every area has its shape."""
        return self.frame is not None and not self.faults


def ward_shapes(intake: Intake, names: Mapping[str, str], crs: str) -> Shapes:
    """Shapes of the wards in force, by their names."""
    return _read(intake, WARDS, names, crs)


def small_area_shapes(intake: Intake, names: Mapping[str, str], crs: str) -> Shapes:
    """Shapes of the place's small areas: the detailed ones where there are any, else the simplified ones of the nation.

    Args:
        intake: the files of the run.
        names: names of the small areas by code; without any, nothing is read.
        crs: projection to draw in.
    """
    source = SMALL_AREAS if intake.of(SMALL_AREAS) else SIMPLIFIED
    found = _read(intake, source, names, crs)
    if source == SMALL_AREAS:
        found.notes += [
            f"{file.file}: not read, because the inbox has the detailed boundaries of small areas."
            for file in intake.of(SIMPLIFIED)
        ]
    return found


def _read(intake: Intake, source: str, names: Mapping[str, str], crs: str) -> Shapes:
    found = Shapes(source)
    files = intake.of(source)
    if not files or not names:
        return found
    file = files[-1]
    found.notes += [f"{other.file}: not read, because {file.file} has the same." for other in files[:-1]]
    try:
        frame, column = _frame(file, source, names)
    except (OSError, RuntimeError, ValueError, StopIteration) as error:
        found.faults.append(
            Fault(
                file.file,
                f"boundaries that cannot be read ({type(error).__name__})",
                f"GeoJSON of {_WHAT[source]}s",
                "Download the file again.",
                kind="boundaries",
            )
        )
        return found
    found.frame, faults, notes = clean_shapes(frame, column, names, crs, file.file, _WHAT[source])
    found.faults += limited(faults)
    found.notes += notes
    found.rows[file.file] = (len(frame), len(found.frame))
    return found


def _frame(file: Landed, source: str, names: Mapping[str, str]) -> tuple[Any, str]:
    """The file's shapes and the column of their code; of the nation's file the place's rows alone are built."""
    import geopandas

    if source == SIMPLIFIED:
        column = _COLUMNS[source]
        listed = ", ".join(f"'{code}'" for code in sorted(names))
        return geopandas.read_file(file.path, columns=[column], where=f"{column} IN ({listed})"), column
    frame = geopandas.read_file(file.path)
    return frame, next(name for name in frame.columns if re.fullmatch(_COLUMNS[source], name))
