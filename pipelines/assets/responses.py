"""Taking answers in: read and check each file of answers, keep them coded in the private folder, drop the rest.

Belongs here: which waves are read again, which stay, which go. Does not belong here: reading and checking
(`surveys.files.reading`, `surveys.coding.checking`) or estimates (`surveying`).
"""

import json
from dataclasses import dataclass, field

from pipelines import fingerprint, warehouse
from pipelines.assets.landing import Intake
from pipelines.declarations.catalogue import load_instruments
from pipelines.declarations.instrument import Instrument
from pipelines.faults import Fault
from pipelines.progress import tell
from pipelines.sources.base import Landed
from pipelines.surveys import private
from pipelines.surveys.coding.checking import check
from pipelines.surveys.coding.places import Places
from pipelines.surveys.files.reading import read_file

_CODE = ("pipelines/surveys/files", "pipelines/surveys/coding", "pipelines/surveys/cells.py")
_PLACING = ("conformed.lookup_postcode", "conformed.membership")


@dataclass
class TakenIn:
    """What became of the files of answers: waves kept by instrument, and every fault."""

    waves: dict[str, dict[int, private.Kept]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    read: int = 0
    places: Places | None = None


def known_places() -> Places:
    """Postcodes, small areas and wards of the last conformed tables."""
    members = warehouse.read("conformed.membership")
    small = members[(members["child_level"] == "lsoa21") & (members["level"] == "ward")]
    wards = members[(members["child_level"] == "ward") & (members["level"] == "ward")]["child_code"]
    postcodes: dict[str, str] = {}
    if warehouse.about("conformed.lookup_postcode"):
        frame = warehouse.read("conformed.lookup_postcode")
        postcodes = dict(zip(frame["postcode"], frame["area_code"], strict=True))
    lsoa21 = dict(zip(small["child_code"], small["area_code"], strict=True))
    return Places(postcodes, lsoa21, frozenset(wards), known_postcodes=bool(postcodes))


def take_in_answers(intake: Intake) -> TakenIn:
    """Bring the private folder in line with the files of answers in the inbox.

    A wave that was removed by `thriving survey purge` is not read again; one whose file is gone from the inbox goes.
    Nothing is written for an instrument that has a blocking fault.
    """
    result = TakenIn()
    for instrument in load_instruments():
        before = private.kept_waves(instrument.id)
        live = _live(instrument, before, intake, result)
        if not any(f.blocking for f in result.faults):
            for wave in sorted(set(before) - set(live)):
                private.remove(instrument.id, wave)
                tell(
                    f"      warning: {instrument.title} {wave}: its file is no longer in the inbox, so its responses "
                    "and estimates go; `thriving survey purge` would have kept the estimates"
                )
        result.waves[instrument.id] = live
    for stranger in set(private.kept_instruments()) - {i.id for i in load_instruments()}:
        for wave in private.kept_waves(stranger):
            private.remove(stranger, wave)
    return result


def _live(
    instrument: Instrument, before: dict[int, private.Kept], intake: Intake, result: TakenIn
) -> dict[int, private.Kept]:
    """The waves that the inbox holds now, read where file, declaration or code is new."""
    live: dict[int, private.Kept] = {}
    removed = [p for p in private.purged() if p.instrument == instrument.id and p.synthetic == intake.synthetic]
    for file in intake.surveys.get(instrument.id, []):
        if any(p.sha256 == file.sha256 for p in removed):
            tell(f"      {file.file}: its responses were removed and its estimates are kept; delete the file")
            continue
        digest = _digest(instrument, file)
        kept = next((k for k in before.values() if k.digest == digest), None)
        kept = kept or _read(instrument, file, digest, intake, result)
        if kept is None:
            continue
        if kept.wave in live:
            result.faults.append(_two_files(instrument, kept, live[kept.wave]))
        live[kept.wave] = kept
    return live


def _digest(instrument: Instrument, file: Landed) -> str:
    declared = json.loads(instrument.model_dump_json(exclude={"indicators", "margins", "scores", "small_areas"}))
    placing = [warehouse.about(table).get("digest") for table in _PLACING] if instrument.geography else []
    return fingerprint.of_values(file.sha256, file.file, declared, placing, fingerprint.of_code(*_CODE))


def _read(instrument: Instrument, file: Landed, digest: str, intake: Intake, result: TakenIn) -> private.Kept | None:
    result.places = result.places or known_places()
    checked = check(read_file(file.path, instrument), instrument, file.file, result.places)
    result.faults.extend(checked.faults)
    if any(fault.blocking for fault in checked.faults) or checked.wave is None:
        return None
    notes = [*checked.notes, *[str(fault) for fault in checked.faults]]
    kept = private.Kept(
        instrument=instrument.id,
        wave=checked.wave,
        digest=digest,
        file=file.file,
        sha256=file.sha256,
        synthetic=intake.synthetic,
        responses=checked.responses,
        used=checked.frame.height,
        notes=notes,
    )
    private.keep(kept, checked.frame)
    result.read += 1
    return kept


def _two_files(instrument: Instrument, one: private.Kept, other: private.Kept) -> Fault:
    return Fault(
        one.file,
        f"answers of wave {one.wave} of {instrument.title}, which {other.file} holds too",
        "one file for each wave",
        "Put the answers of a wave into one file, or correct the wave.",
        kind="two files",
    )
