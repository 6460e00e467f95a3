"""A release's tables made again from its landed files, in a warehouse of their own.

Belongs here: finding and verifying the landed files of a release, and calling what a run calls, in the same order.
Does not belong here: any step of a run itself, or comparing what comes out (`explanation`).
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from pipelines import fingerprint, paths, warehouse
from pipelines.assets.conforming import conform
from pipelines.assets.landing import Intake
from pipelines.assets.lineage import POPULATIONS, lineage, made_of, source_of
from pipelines.assets.populating import make_populations
from pipelines.assets.recording import conform_records
from pipelines.assets.registering import MADE_OF, register_third_sector
from pipelines.assets.responses import TakenIn
from pipelines.assets.shapes import BOUNDARIES
from pipelines.assets.spine import LOOKUPS, Spine, build_spine
from pipelines.declarations.catalogue import load_instruments
from pipelines.declarations.indicator import Indicator
from pipelines.faults import InputFaultsError, ReleaseError
from pipelines.methods.figures import tables_needed
from pipelines.methods.observations import install_macros, observe
from pipelines.release.finding import Release
from pipelines.sources.base import Landed
from pipelines.sources.catalogue import BY_ID
from pipelines.surveys import private
from pipelines.surveys.tables import TABLES

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

VERIFIED, GONE, DIFFERS, PRIVATE = "verified", "gone", "differs", "private"


@dataclass(frozen=True)
class File:
    """A file that a release names as its source.

    `state` is verified (the kept copy has this digest), gone, differs, or private (a file of answers, of which the
    coded answers are kept and not the file).
    """

    source: str
    title: str
    publisher: str
    file: str
    sha256: str
    bytes: int
    taken_for: str
    state: str
    path: Path | None = None

    @property
    def remedy(self) -> str:
        """What to do about a file that is not as it was; empty when it is."""
        if self.state in (VERIFIED, PRIVATE):
            return ""
        found = "is gone" if self.state == GONE else "is there with other content"
        return (
            f"The kept copy of {self.file} {found} ({_folder(self.source, self.sha256)}). Put the file with the "
            f"SHA-256 {self.sha256} back there, or put it into an inbox and run `thriving run --inbox DIR`."
        )


def _folder(source: str, sha256: str) -> Path:
    return paths.landed_folder() / source / sha256[:16]


class Rebuilding:
    """One release's tables, each made once at most, when it is first asked for. See `rebuilding`."""

    def __init__(self, release: Path, folder: Path) -> None:
        self.release = Release(release)
        self.about = self.release.about
        self._warehouse = folder
        self._files: dict[str, list[File]] = {}
        self._made: set[str] = set()
        self._observed: dict[str, dict[tuple[str, str, str], dict[str, Any]]] = {}

    @cached_property
    def _listed(self) -> dict[str, list[dict[str, str]]]:
        """Rows of sources.csv by source."""
        rows: dict[str, list[dict[str, str]]] = {}
        for row in self.release.table("sources"):
            rows.setdefault(row["source"], []).append(row)
        return rows

    def files(self, source: str) -> list[File]:
        """The files of a source or instrument that the release names, each looked for and verified once."""
        if source not in self._files:
            self._files[source] = [_found(row) for row in self._listed.get(source, [])]
        return self._files[source]

    def intake(self, sources: Iterable[str]) -> Intake:
        """The release's files of some sources, as a run takes them in."""
        intake = Intake(synthetic=bool(self.about["synthetic"]), inbox_digest="")
        for source in sources:
            if source in BY_ID and self._listed.get(source):
                intake.files[source] = [self._landed(file) for file in self.files(source)]
        return intake

    def _landed(self, file: File) -> Landed:
        path = file.path or _folder(file.source, file.sha256) / file.file
        return Landed(file.file, path, file.sha256, file.bytes, file.taken_for, bool(self.about["synthetic"]))

    def observed(self, indicator: Indicator) -> dict[tuple[str, str, str], dict[str, Any]]:
        """An indicator's observations, computed again, by level, area code and period.

        Raises:
            ThrivingError: a landed file is gone or differs, or the files cannot be read any more.
        """
        if indicator.id not in self._observed:
            with self.connected(indicator) as connection:
                frame = observe(connection, indicator)
            rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
            self._observed[indicator.id] = {
                (row["level"], row["area_code"], row["period"]): {str(k): v for k, v in row.items()} for row in rows
            }
        return self._observed[indicator.id]

    @contextmanager
    def connected(self, indicator: Indicator) -> "Iterator[duckdb.DuckDBPyConnection]":
        """DuckDB with the macros, over the tables that an indicator needs, made before."""
        self._stop_without_files(indicator)
        with warehouse.apart(self._warehouse):
            needed = tables_needed(indicator)
            for table in needed:
                self._make(table)
            shown = [*needed, *(made_of(POPULATIONS) if POPULATIONS in needed else ())]
            warehouse.attach(self.connection, [table for table in shown if warehouse.about(table)])
            yield self.connection

    @cached_property
    def connection(self) -> "duckdb.DuckDBPyConnection":
        """One DuckDB with the macros for every number: opening one costs more than most numbers."""
        connection = warehouse.connect()
        install_macros(connection)
        return connection

    def close(self) -> None:
        """Let go of the tables; the connection is made anew when it is asked for again."""
        if "connection" in self.__dict__:
            self.connection.close()
            del self.connection

    def table(self, name: str) -> "pd.DataFrame":
        """A table that was made before; an empty frame when the release has nothing for it."""
        import pandas as pd

        with warehouse.apart(self._warehouse):
            return warehouse.read(name) if warehouse.about(name) else pd.DataFrame()

    def _stop_without_files(self, indicator: Indicator) -> None:
        found = lineage(indicator)
        wanted = sorted(found.sources | found.lookups | set(LOOKUPS))
        remedies = [file.remedy for source in wanted for file in self.files(source) if file.remedy]
        if remedies:
            raise ReleaseError(" ".join(remedies))

    @cached_property
    def _spine(self) -> Spine:
        spine = build_spine(self.intake((*LOOKUPS, *BOUNDARIES)))
        blocking = [fault for fault in spine.faults if fault.blocking]
        if blocking:
            raise InputFaultsError(blocking)
        return spine

    def _make(self, table: str) -> None:
        """Make a table and those that it is made of, by the functions that a run calls."""
        if table in self._made:
            return
        self._made.add(table)
        spine = self._spine
        for needed in made_of(table):
            self._make(needed)
        source = source_of(table)
        if table.removeprefix("conformed.") in TABLES:
            self._estimate()
        elif table == POPULATIONS:
            make_populations()
        elif table.removeprefix("conformed.") in MADE_OF:
            register_third_sector()
        elif source is not None and source.id not in LOOKUPS and not any(f.remedy for f in self.files(source.id)):
            intake = self.intake([source.id])
            made = (
                conform_records(source, intake, spine.wanted) if source.read_records else conform(source, intake, spine)
            )
            blocking = [fault for fault in made.faults if fault.blocking]
            if blocking:
                raise InputFaultsError(blocking)

    def _estimate(self) -> None:
        """Estimate every instrument, as a run does, from the kept answers of the waves that the release names."""
        from pipelines.assets.surveying import estimate_all

        waves = {instrument.id: self.waves(instrument.id) for instrument in load_instruments()}
        estimate_all(TakenIn(waves), synthetic=bool(self.about["synthetic"]))
        self._made.update(f"conformed.{table}" for table in TABLES)

    def waves(self, instrument: str) -> dict[int, private.Kept]:
        """The kept waves of an instrument whose files the release names: what is known of them, without an answer."""
        named = {file.sha256 for file in self.files(instrument)}
        return {wave: kept for wave, kept in private.kept_waves(instrument).items() if kept.sha256 in named}


def _found(row: dict[str, str]) -> File:
    state, path = PRIVATE, None
    if row["source"] in BY_ID:
        candidates = fingerprint.files_under(_folder(row["source"], row["sha256"]))
        path = next((one for one in candidates if fingerprint.of_file(one) == row["sha256"]), None)
        state = VERIFIED if path else DIFFERS if candidates else GONE
    return File(
        source=row["source"],
        title=row["title"],
        publisher=row["publisher"],
        file=row["file"],
        sha256=row["sha256"],
        bytes=int(float(row["bytes"] or 0)),
        taken_for=row["taken_for"],
        state=state,
        path=path,
    )


@contextmanager
def rebuilding(release: Path) -> Iterator[Rebuilding]:
    """Make a release's tables again, as far as they are asked for; the folder goes when the block ends.

    Raises:
        ReleaseError: the folder holds no release.
    """
    with TemporaryDirectory(prefix="thriving-") as folder:
        again = Rebuilding(release, Path(folder))
        try:
            yield again
        finally:
            again.close()
