"""Looking at one file as a run would, without changing anything.

Belongs here: `thriving check`. It uses the same recognition, reading and judging as the run.
"""

from pathlib import Path

import pandas as pd

from pipelines import fingerprint, paths, warehouse
from pipelines.assets.conforming import read_and_judge
from pipelines.assets.recording import read_records
from pipelines.assets.spine import LOOKUPS, Spine, lookup_frame
from pipelines.declarations.place import Place, load_place
from pipelines.faults import Fault, ThrivingError, limited
from pipelines.sources.base import Landed, glance
from pipelines.sources.catalogue import BY_ID, recognise


def inspect_file(file: Path, inbox: Path | None) -> tuple[str, list[Fault], list[str]]:
    """What a file is taken for, its faults, and what a run would note about it.

    Args:
        file: the file.
        inbox: folder with the lookups; those of the last run when None.

    Raises:
        ThrivingError: there is no such file.
    """
    if not file.is_file():
        raise ThrivingError(f"{file}: there is no such file.")
    answer = recognise(glance(file, file.name))
    if isinstance(answer, str):
        return (
            "",
            [
                Fault(
                    file.name, answer, "a file of a known source", "CONTRIBUTING lists the sources and how to add one."
                )
            ],
            [],
        )
    source, taken_for = answer
    if source.read_records is not None:
        records, per_file = read_records(source, [as_landed(file, taken_for)], spine_of(inbox).wanted)
        return taken_for, limited(records.faults), [*records.notes, *_counts(per_file, "kept")]
    if source.read is None or source.id in LOOKUPS:
        faults: list[Fault] = []
        place = load_place(paths.reference_folder())
        if source.id in LOOKUPS:
            lookup_frame(source.id, [as_landed(file, taken_for)], place, faults)
        return taken_for, limited(faults), [f"not used: {source.unused}"] if source.unused else []
    faults = []
    tidy = read_and_judge(source, [as_landed(file, taken_for)], spine_of(inbox), faults)
    return taken_for, limited(faults), [*tidy.notes, *_counts(tidy.per_file, "of the place")]


def _counts(per_file: dict[str, tuple[int, int]], words: str) -> list[str]:
    return [f"{read:,} rows read, {used:,} {words}" for read, used in per_file.values()]


def as_landed(path: Path, taken_for: str) -> Landed:
    """A file as if it had been kept, where it lies."""
    return Landed(path.name, path, fingerprint.of_file(path), path.stat().st_size, taken_for, synthetic=False)


def spine_of(inbox: Path | None) -> Spine:
    """The lookups of an inbox, or those of the last run; empty ones when there is neither."""
    place = load_place(paths.reference_folder())
    return Spine(place, _lookup("ons_lsoa21_ward", inbox, place), _lookup("ons_lsoa11_lsoa21", inbox, place))


def _lookup(source_id: str, inbox: Path | None, place: Place) -> pd.DataFrame:
    table = f"conformed.{BY_ID[source_id].table}"
    if inbox is None and warehouse.about(table):
        return warehouse.read(table)
    files: list[Landed] = []
    for path in fingerprint.files_under(inbox) if inbox else []:
        answer = recognise(glance(path, path.name))
        if not isinstance(answer, str) and answer[0].id == source_id:
            files.append(as_landed(path, answer[1]))
    return lookup_frame(source_id, files, place, [])
