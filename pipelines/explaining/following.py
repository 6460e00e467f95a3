"""The files behind one published number, each with its rows in it, and the areas that it is put together from.

Belongs here: choosing and describing files. Does not belong here: finding rows (`rows_used`), or computing the number
again (`recomputing`). Of a file of answers only its name and digest are told.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pipelines.assets.lineage import SHARES as SHARES_TABLE
from pipelines.assets.lineage import Lineage, instruments_of, lineage, source_of
from pipelines.columns import STATUSES_WITH_VALUE
from pipelines.declarations.indicator import Indicator
from pipelines.explaining.rebuilding import File, Rebuilding
from pipelines.explaining.rows_of_registers import register_rows
from pipelines.explaining.rows_tried import Parts, Taken
from pipelines.explaining.rows_used import parts_of, rows_in_file, taken
from pipelines.release.finding import Published
from pipelines.sources.catalogue import BY_ID

FIGURES, REGISTER, ANSWERS = "figures", "register", "answers"
WEIGHTS, SHARES, PLACES = "weights", "shares", "places"


@dataclass(frozen=True)
class Behind:
    """A file behind a number: what it is for, and the rows of it that went in, none where rows are not told."""

    role: str
    file: File
    rows: tuple[int, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        names = ("source", "title", "publisher", "file", "sha256", "state", "remedy")
        return {"role": self.role, **{name: getattr(self.file, name) for name in names}, "rows": list(self.rows)}


@dataclass(frozen=True)
class Followed:
    """Where a number comes from. `parts` has no area where the number has no value or was not followed."""

    lineage: Lineage = field(default_factory=Lineage)
    parts: Parts = field(default_factory=lambda: Parts("", ()))
    taken: tuple[Taken, ...] = ()
    files: tuple[Behind, ...] = ()

    @property
    def publisher(self) -> str:
        """Who published the figures or asked the questions."""
        names = {behind.file.publisher for behind in self.files if behind.role in (FIGURES, REGISTER, ANSWERS)}
        return "; ".join(sorted(names)) or "the source"


def follow(found: Published, again: Rebuilding, indicator: Indicator) -> Followed:
    """Follow a number back to its files, and where it has a value to their rows.

    Raises:
        ThrivingError: a landed file is gone or differs, or cannot be read any more.
    """
    row = found.row
    if row["status"] not in STATUSES_WITH_VALUE:
        return without_rows(found, again, indicator)
    with again.connected(indicator) as connection:
        parts = parts_of(connection, indicator, row["level"], row["area_code"], row["period"])
        rows = taken(connection, indicator, parts, row["period"])
    rows += [register for one in rows for register in register_rows(again, one)]
    own = lineage(indicator)
    return Followed(own, parts, tuple(rows), tuple(_files(found, again, indicator, own, tuple(rows))))


def without_rows(found: Published, again: Rebuilding, indicator: Indicator) -> Followed:
    """The files that feed an indicator, without rows: of a number without a value, or when a file is gone."""
    own = lineage(indicator)
    return Followed(own, files=tuple(_files(found, again, indicator, own, ())))


def _files(
    found: Published, again: Rebuilding, indicator: Indicator, own: Lineage, rows: tuple[Taken, ...]
) -> Iterator[Behind]:
    for instrument in sorted(own.instruments):
        yield from (Behind(ANSWERS, file) for file in answers(found, again, indicator, instrument))
    read: dict[str, list[Taken]] = {}
    for one in rows:
        if of := source_of(one.table):
            read.setdefault(of.id, []).append(one)
    shared_out = any(BY_ID[source].level == "lsoa11" and any(one.count for one in of) for source, of in read.items())
    for source in sorted(own.sources):
        counted = [one for one in read.get(source, []) if one.count]
        if own.instruments:
            yield from _of_source(again, source, WEIGHTS, [])
        elif BY_ID[source].level == "record":
            yield from _of_source(again, source, REGISTER, counted)
        elif rows and BY_ID[source].table == SHARES_TABLE and not counted:
            # It only says how areas of 2011 are shared out, where there is one to share out.
            yield from _of_source(again, source, SHARES, []) if shared_out else ()
        else:
            yield from _of_source(again, source, FIGURES, read.get(source, []))
    for lookup in sorted(own.lookups):
        yield from (Behind(PLACES, file) for file in again.files(lookup))


def _of_source(again: Rebuilding, source: str, role: str, read: list[Taken]) -> Iterator[Behind]:
    """A source's files; where its rows are known, a file without one has no part in the number."""
    for file in again.files(source):
        found: set[int] = set()
        for one in read:
            found.update(rows_in_file(again, one.table, file.file, one.files.get(file.file, ())))
        if found or not read:
            yield Behind(role, file, tuple(sorted(found)))


def answers(found: Published, again: Rebuilding, indicator: Indicator, instrument: str) -> list[File]:
    """The files of answers of the waves that a number is of; all of the instrument when its waves are not kept."""
    own = next(i for i in instruments_of(indicator) if i.id == instrument)
    pool = indicator.estimate.pool if indicator.estimate else 1
    waves = again.waves(instrument)
    last = next((wave for wave in waves if own.period_of(wave, pool) == found.row["period"]), None)
    if last is None:
        return again.files(instrument)
    wanted = {kept.sha256 for wave, kept in waves.items() if last - pool < wave <= last}
    return [file for file in again.files(instrument) if file.sha256 in wanted]
