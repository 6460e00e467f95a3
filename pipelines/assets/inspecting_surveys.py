"""Looking at one file of answers as a run would, without keeping anything of it.

Belongs here: `thriving survey check`: recognising, finding the lookups, and reading and checking as the run does. Does
not belong here: the checks themselves (`surveys.coding.checking`), or files of other sources (`inspecting`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines import fingerprint, paths, warehouse
from pipelines.assets.inspecting import as_landed, spine_of
from pipelines.assets.responses import known_places
from pipelines.declarations.catalogue import load_instruments
from pipelines.declarations.instrument import Instrument
from pipelines.declarations.place import load_place
from pipelines.faults import Fault, ThrivingError, limited
from pipelines.sources.base import glance
from pipelines.sources.catalogue import BY_ID
from pipelines.sources.catalogue import recognise as recognise_source
from pipelines.surveys.coding.checking import check
from pipelines.surveys.coding.places import Places
from pipelines.surveys.estimation.analysis import margin_faults
from pipelines.surveys.estimation.answers import tables_needed
from pipelines.surveys.files.reading import absent_columns, columns_of, faults_of_form, headings, read_file, recognise

_POSTCODES = "ons_postcodes"


@dataclass(frozen=True)
class Inspected:
    """What a file of answers is and what is wrong with it, without an answer. One of no instrument has an empty id."""

    instrument: str = ""
    title: str = ""
    wave: int | None = None
    counts: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def blocking(self) -> list[Fault]:
        """The faults that must be mended."""
        return [fault for fault in self.faults if fault.blocking]

    @property
    def warnings(self) -> list[Fault]:
        """What is odd and may stay."""
        return [fault for fault in self.faults if not fault.blocking]

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        return {
            "instrument": self.instrument,
            "title": self.title,
            "wave": self.wave,
            "counts": self.counts,
            "faults": [fault.__dict__ for fault in [*self.blocking, *self.warnings]],
            "notes": self.notes,
        }


def inspect_survey(file: Path, inbox: Path | None) -> Inspected:
    """Read and check one file of answers.

    Args:
        file: CSV, XLSX or SPSS.
        inbox: folder with the lookups; those of the last run when None. Without any, places are not checked, and a note
            says so.

    Raises:
        ThrivingError: there is no such file, or no such folder.
    """
    if not file.is_file():
        raise ThrivingError(f"{file}: there is no such file.")
    if inbox is not None and not inbox.is_dir():
        raise ThrivingError(f"{inbox} is not a folder. Name the folder that holds the lookups: --inbox FOLDER")
    instruments = load_instruments()
    columns = columns_of(file)
    instrument = recognise(columns, instruments)
    if instrument is None:
        return Inspected(faults=limited(_not_recognised(file, columns, instruments)))
    checked = check(read_file(file, instrument), instrument, file.name, _places(inbox))
    faults, notes = list(checked.faults), list(checked.notes)
    if instrument.margins and not checked.blocked and checked.wave is not None:
        if all(warehouse.about(table) for table in tables_needed(instrument)):
            faults += margin_faults(instrument, checked.frame, checked.wave)
        else:
            notes.append("The margins that weights are raked to were not looked at: no run has read their tables yet.")
    return Inspected(instrument.id, instrument.title, checked.wave, checked.counts, limited(faults), notes)


def _not_recognised(file: Path, columns: Sequence[str], instruments: list[Instrument]) -> list[Fault]:
    """Why a file is of no instrument. Its own headings are not repeated: without a header they would be answers."""
    if not columns:
        return faults_of_form(file) or [
            Fault(file.name, "nothing to read", "a header and rows of answers", "Export the answers again.")
        ]
    remedy = "`thriving survey list` names the instruments; `thriving survey template NAME` writes the header to use."
    nearest = min(instruments, key=lambda i: len(absent_columns(columns, i)) / len(headings(i)), default=None)
    absent = absent_columns(columns, nearest) if nearest else []
    if nearest and len(absent) < len([name for name in headings(nearest) if name not in nearest.identifiers]):
        shown = ", ".join(absent[:10]) + (f" and {len(absent) - 10} more" if len(absent) > 10 else "")
        remedy = f"The nearest is {nearest.id}; these columns are absent: {shown}. {remedy}"
    return [
        Fault(
            file.name,
            "a first row that is no instrument's header",
            "an instrument's columns for respondent and wave, and at least half its questions",
            remedy,
            kind="not recognised",
        )
    ]


def _places(inbox: Path | None) -> Places:
    """The lookups of an inbox, or those of the last run; the place's own wards are known in any case."""
    place = load_place(paths.reference_folder())
    wards = frozenset(ward["ward_code"] for ward in place.wards)
    if inbox is None:
        return known_places() if warehouse.about("conformed.membership") else Places(wards=wards)
    spine = spine_of(inbox)
    own = spine.lookup_ward[spine.lookup_ward["in_place"]]
    pairs = zip(own["area_code"], own["ward_code"], strict=True)
    current = ((area, ward if ward in wards else spine.wards.successor(ward)) for area, ward in pairs)
    lsoa21 = {area: ward for area, ward in current if ward}
    postcodes: dict[str, str] = {}
    source = BY_ID[_POSTCODES]
    for path in fingerprint.files_under(inbox):
        answer = recognise_source(glance(path, path.name))
        if not isinstance(answer, str) and answer[0].id == _POSTCODES and source.read is not None:
            rows = source.read(as_landed(path, answer[1]), spine.wanted).rows
            postcodes.update({row["postcode"]: row["area_code"] for row in rows})
    return Places(postcodes, lsoa21, wards, known_postcodes=bool(postcodes))
