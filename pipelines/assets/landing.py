"""Taking files in: recognise each, keep its bytes, and list what was not used and why.

Belongs here: the inbox and the manifest of what was taken from it. Does not belong here: reading a file's content
beyond the first look.
"""

import json
import shutil
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from pipelines import asked, fingerprint, paths, warehouse
from pipelines.declarations.catalogue import load_instruments
from pipelines.declarations.instrument import Instrument
from pipelines.faults import Fault, InputFaultsError, NothingUsableError
from pipelines.sources.base import Glance, Landed, glance
from pipelines.sources.catalogue import BY_ID, recognise
from pipelines.surveys.files.reading import SURVEY_FORMATS, columns_of
from pipelines.surveys.files.reading import recognise as recognise_survey

SYNTHETIC_MARK = "synthetic"
_WRITTEN_OF = ".written_of"


@dataclass
class Intake:
    """What one look at the inbox gave: files by source, and what was ignored with the reason.

    `inbox_digest` is of the inbox as it was before its files were read: a file that changes meanwhile makes the next
    run see a difference. `surveys` holds files of answers by instrument: they stay where they are, because they are
    personal data, and no copy of them is kept.
    """

    synthetic: bool
    inbox_digest: str
    files: dict[str, list[Landed]] = field(default_factory=dict)
    surveys: dict[str, list[Landed]] = field(default_factory=dict)
    ignored: list[dict[str, str]] = field(default_factory=list)

    def of(self, source: str) -> list[Landed]:
        """The files of a source; none when the inbox has none."""
        return self.files.get(source, [])

    def count(self) -> int:
        """How many files were taken."""
        return sum(len(files) for found in (self.files, self.surveys) for files in found.values())


def chosen_inbox() -> tuple[Path, bool]:
    """The inbox to work on, and whether it is the embedded sample.

    Where no folder of real files was asked for, the sample is written and used.
    """
    named = asked.inbox()
    if named:
        return named, False
    folder = paths.sample_folder()
    mark = folder / _WRITTEN_OF
    if not mark.exists() or mark.read_text(encoding="utf-8") != _sample_digest(folder):
        from pipelines.sources.sample import write_sample

        shutil.rmtree(folder, ignore_errors=True)
        write_sample(folder, paths.reference_folder())
        mark.write_text(_sample_digest(folder), encoding="utf-8")
    return folder, True


def _sample_digest(folder: Path) -> str:
    """Of the sample's files and of all that decides what stands in them: same, they need not be written again."""
    return fingerprint.of_values(
        fingerprint.of_folder(folder),
        fingerprint.of_folder(paths.reference_folder()),
        fingerprint.of_folder(paths.indicators_folder(), ("instruments/*.yaml",)),
        fingerprint.of_code("pipelines", "requirements.lock"),
    )


def take_in(inbox: Path, *, sample: bool) -> Intake:
    """Recognise every file of a folder and keep the known ones byte for byte.

    Args:
        inbox: folder of files, at any depth.
        sample: whether this is the embedded sample. In any other run a file marked synthetic is not used, so that
            no made-up number slips into real figures.

    Raises:
        InputFaultsError: a file is damaged.
        NothingUsableError: with the reason for each file.
    """
    if not inbox.is_dir():
        raise NothingUsableError(
            f"{inbox} is not a folder. Name the folder that holds the downloaded files: --inbox FOLDER"
        )
    intake = Intake(synthetic=sample, inbox_digest=fingerprint.of_folder(inbox))
    damaged: list[Fault] = []
    instruments = load_instruments()
    for path in fingerprint.files_under(inbox):
        name = path.relative_to(inbox).as_posix()
        synthetic = SYNTHETIC_MARK in name.lower()
        if synthetic and not sample:
            intake.ignored.append(
                {"file": name, "reason": "its name says that it is synthetic; real runs use real data only"}
            )
            continue
        look = glance(path, name)
        if look.kind == "unreadable":
            # Publishing without it would lose its figures in silence, so a damaged file stops the run.
            damaged.append(
                Fault(name, f"a damaged file ({look.head})", "a whole file", "Download it again.", kind="damaged")
            )
            continue
        instrument = _instrument_of(path, look, instruments)
        if instrument:
            size = path.stat().st_size
            kept = Landed(name, path, fingerprint.of_file(path), size, f"answers to: {instrument.title}", synthetic)
            intake.surveys.setdefault(instrument.id, []).append(kept)
            continue
        answer = recognise(look)
        if isinstance(answer, str):
            intake.ignored.append({"file": name, "reason": answer})
            continue
        source, taken_for = answer
        if source.unused:
            intake.ignored.append({"file": name, "reason": f"recognised as {taken_for}, not used: {source.unused}"})
            continue
        intake.files.setdefault(source.id, []).append(_keep(path, name, source.id, taken_for, synthetic=synthetic))
    if damaged:
        raise InputFaultsError(damaged)
    if not intake.count():
        listed = (
            "\n".join(f"  - {entry['file']}: {entry['reason']}" for entry in intake.ignored)
            or "  (the folder is empty)"
        )
        raise NothingUsableError(f"No file in {inbox} can be used:\n{listed}")
    _write_manifest(intake)
    return intake


def _instrument_of(path: Path, look: Glance, instruments: list[Instrument]) -> Instrument | None:
    """The instrument whose answers a file holds, by its header."""
    if look.kind not in ("text", "workbook", "binary") or path.suffix.lower() not in {".csv", *SURVEY_FORMATS}:
        return None
    return recognise_survey(columns_of(path), instruments)


def _keep(path: Path, name: str, source: str, taken_for: str, *, synthetic: bool) -> Landed:
    digest = fingerprint.of_file(path)
    kept = paths.landed_folder() / source / digest[:16] / path.name
    if not kept.exists() or kept.stat().st_size != path.stat().st_size:
        kept.parent.mkdir(parents=True, exist_ok=True)
        temporary = kept.with_name(kept.name + ".partial")
        shutil.copyfile(path, temporary)
        temporary.replace(kept)
    return Landed(name, kept, digest, path.stat().st_size, taken_for, synthetic)


def _manifest_path() -> Path:
    return paths.landed_folder() / "manifest.json"


def _write_manifest(intake: Intake) -> None:
    root = paths.landed_folder()
    files = {
        source: [{**asdict(landed), "path": landed.path.relative_to(root).as_posix()} for landed in kept]
        for source, kept in intake.files.items()
    }
    surveys = {
        instrument: [{**asdict(landed), "path": str(landed.path.resolve())} for landed in found]
        for instrument, found in intake.surveys.items()
    }
    content = {
        "synthetic": intake.synthetic,
        "inbox_digest": intake.inbox_digest,
        "files": files,
        "surveys": surveys,
        "ignored": intake.ignored,
    }
    warehouse.swap_bytes(_manifest_path(), json.dumps(content, indent=1).encode())


def read_manifest() -> Intake:
    """What was last taken in.

    Raises:
        NothingUsableError: when nothing was ever taken in.
    """
    if not _manifest_path().exists():
        raise NothingUsableError("No file has been taken in yet: run `thriving run` first.")
    content: dict[str, Any] = json.loads(_manifest_path().read_text(encoding="utf-8"))
    root = paths.landed_folder()
    files = {
        source: [Landed(**{**entry, "path": root / entry["path"]}) for entry in entries]
        for source, entries in content["files"].items()
        if source in BY_ID
    }
    surveys = {
        instrument: [Landed(**{**entry, "path": Path(entry["path"])}) for entry in entries]
        for instrument, entries in content.get("surveys", {}).items()
    }
    return Intake(content["synthetic"], content["inbox_digest"], files, surveys, content["ignored"])
