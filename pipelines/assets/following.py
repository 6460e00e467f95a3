"""The files behind one published number, each with its rows in it, and the areas that it is put together from.

Belongs here: choosing and describing files. Does not belong here: finding rows (`rows_used`), or computing the number
again (`recomputing`). Of a file of answers only its name and digest are told.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pipelines.assets.lineage import Lineage, instruments_of, lineage, source_of
from pipelines.assets.rebuilding import File, Rebuilding
from pipelines.assets.rows_of_registers import register_rows
from pipelines.assets.rows_tried import Parts, Taken
from pipelines.assets.rows_used import parts_of, rows_in_file, taken
from pipelines.columns import STATUSES_WITH_VALUE
from pipelines.declarations.indicator import Indicator
from pipelines.release.finding import Published

FIGURES, ANSWERS, WEIGHTS, SHARES, PLACES = "figures", "answers", "weights", "shares", "places"


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
        names = {behind.file.publisher for behind in self.files if behind.role in (FIGURES, ANSWERS)}
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
    for source in sorted(own.sources):
        read = [one for one in rows if (of := source_of(one.table)) and of.id == source and one.files]
        role = WEIGHTS if own.instruments else FIGURES if read or not rows or not _for_shares(source, rows) else SHARES
        for file in again.files(source):
            numbers = {
                n for one in read for n in rows_in_file(again, one.table, file.file, one.files.get(file.file, ()))
            }
            # Of the files of a source whose rows are known, one without a row has no part in the number.
            if numbers or not read:
                yield Behind(role, file, tuple(sorted(numbers)))
    for lookup in sorted(own.lookups):
        yield from (Behind(PLACES, file) for file in again.files(lookup))


def _for_shares(source: str, rows: tuple[Taken, ...]) -> bool:
    """Whether a source without a row in the number only says how areas of 2011 were shared out."""
    followed = [of for one in rows if (of := source_of(one.table))]
    return any(of.level == "lsoa11" for of in followed) and source not in {of.id for of in followed}


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
