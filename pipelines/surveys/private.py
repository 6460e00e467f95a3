"""The private folder: coded responses, one file a wave, for this account alone.

Belongs here: keeping, reading and removing responses, and the record of what was removed. Does not belong here: what
stands in them (`surveys.coding` has dropped names, addresses, postcodes and free text), or the estimates that outlive
them.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines import paths

if TYPE_CHECKING:
    import polars as pl

_FOLDER_MODE, _FILE_MODE = 0o700, 0o600


@dataclass(frozen=True)
class Kept:
    """What is known of one kept wave: no answer stands here, only what a release may say."""

    instrument: str
    wave: int
    digest: str
    file: str
    sha256: str
    synthetic: bool
    responses: int
    used: int
    notes: list[str] = field(default_factory=list)
    verdicts: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Purged:
    """A wave whose responses were removed: its file is not read again, its estimates stay."""

    instrument: str
    wave: int
    sha256: str
    synthetic: bool
    on: str


def _folder(*parts: str) -> Path:
    """A folder under the private one, closed to other accounts."""
    folder = paths.private_folder()
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(_FOLDER_MODE)
    for part in parts:
        folder = folder / part
        folder.mkdir(exist_ok=True)
        folder.chmod(_FOLDER_MODE)
    return folder


def _write(path: Path, content: bytes) -> None:
    temporary = path.with_name(path.name + ".partial")
    temporary.unlink(missing_ok=True)
    handle = os.open(temporary, os.O_CREAT | os.O_WRONLY | os.O_EXCL, _FILE_MODE)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(path)


def keep(kept: Kept, frame: "pl.DataFrame") -> None:
    """Put one wave's coded responses in place of what was kept before; the note beside it comes last."""
    import io

    folder = _folder("responses", kept.instrument)
    buffer = io.BytesIO()
    frame.write_parquet(buffer)
    (folder / f"{kept.wave}.json").unlink(missing_ok=True)
    _write(folder / f"{kept.wave}.parquet", buffer.getvalue())
    _write(folder / f"{kept.wave}.json", json.dumps(asdict(kept), indent=1).encode())


def kept_waves(instrument: str) -> dict[int, Kept]:
    """Every whole wave of an instrument, in order."""
    folder = paths.private_folder() / "responses" / instrument
    notes = sorted(folder.glob("*.json")) if folder.is_dir() else []
    found = [
        Kept(**json.loads(note.read_text(encoding="utf-8"))) for note in notes if note.with_suffix(".parquet").exists()
    ]
    return {kept.wave: kept for kept in sorted(found, key=lambda k: k.wave)}


def responses(instrument: str, wave: int) -> "pl.DataFrame":
    """One wave's coded responses."""
    import polars as pl

    return pl.read_parquet(paths.private_folder() / "responses" / instrument / f"{wave}.parquet")


def remove(instrument: str, wave: int) -> None:
    """Delete one wave's responses."""
    folder = paths.private_folder() / "responses" / instrument
    for name in (f"{wave}.json", f"{wave}.parquet", f"{wave}.parquet.partial", f"{wave}.json.partial"):
        (folder / name).unlink(missing_ok=True)


def kept_instruments() -> Iterator[str]:
    """Ids of instruments that have a folder, whether or not they are still declared."""
    folder = paths.private_folder() / "responses"
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if path.is_dir():
            yield path.name


def purged() -> list[Purged]:
    """Every wave whose responses were removed for good."""
    if not paths.purge_record().exists():
        return []
    return [Purged(**entry) for entry in json.loads(paths.purge_record().read_text(encoding="utf-8"))]


def note_purged(entry: Purged) -> None:
    """Remember a removal, so that its file, should it still lie in the inbox, is not read again."""
    _folder()
    entries = [
        asdict(e)
        for e in purged()
        if (e.instrument, e.wave, e.synthetic) != (entry.instrument, entry.wave, entry.synthetic)
    ]
    _write(paths.purge_record(), json.dumps([*entries, asdict(entry)], indent=1).encode())
