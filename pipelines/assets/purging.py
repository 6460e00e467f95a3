"""Removing old responses for good, and keeping what was published of them.

Belongs here: `thriving survey purge`. Does not belong here: where responses lie (`surveys.private`), or estimates.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pandas as pd

from pipelines import fingerprint, warehouse
from pipelines.declarations.catalogue import load_instruments
from pipelines.declarations.instrument import Instrument
from pipelines.faults import ThrivingError
from pipelines.surveys import private
from pipelines.surveys.tables import TABLES

_YEAR, _MONTH, _DAY = "Y", "M", "D"


@dataclass(frozen=True)
class Removed:
    """One removed wave, and the file of it that may still lie in the inbox."""

    instrument: str
    title: str
    wave: int
    file: str
    estimates: int


def last_day(period: str) -> date:
    """The last day of an ISO period of whole days, months or years."""
    first, length = period.split("/")
    begin, number, unit = date.fromisoformat(first), int(length[1:-1]), length[-1]
    if unit == _DAY:
        return begin + timedelta(days=number - 1)
    months = begin.month - 1 + number * (12 if unit == _YEAR else 1)
    return date(begin.year + months // 12, months % 12 + 1, begin.day) - timedelta(days=1)


def purge(before: date) -> list[Removed]:
    """Remove the responses of every wave that ended before a day; their estimates stay in every later release.

    Raises:
        ThrivingError: a wave has no estimates yet, so that removing it would lose them; nothing is removed then.
    """
    chosen = [
        (instrument, kept)
        for instrument in load_instruments()
        for kept in private.kept_waves(instrument.id).values()
        if last_day(instrument.period_of(kept.wave)) < before
    ]
    missing = [
        f"{instrument.title} {kept.wave}"
        for instrument, kept in chosen
        if not any(warehouse.about(f"{table}.{instrument.id}") for table in TABLES)
    ]
    if missing:
        raise ThrivingError(
            f"No estimates have been made of {', '.join(missing)}, and removing the responses would lose them. "
            "Run `thriving run` first, then purge again. Nothing was removed."
        )
    return [_remove(instrument, kept) for instrument, kept in chosen]


def _stands_on(frame: pd.DataFrame, wave: int) -> "pd.Series[bool]":
    """Rows that cannot be made again without a wave: its own, and those of pools that it is part of.

    Of an instrument that compares organisations every row is kept: what may be shown of one wave was decided beside
    all others, and deciding anew without this one could show what it had to hide.
    """
    return (frame["wave"] >= wave) & (frame["wave"] - frame.get("waves", 1) < wave)


def _remove(instrument: Instrument, kept: private.Kept) -> Removed:
    """Keep the estimates first, then note the removal, then delete: a kill in between loses nothing."""
    estimates = 0
    for table in TABLES:
        frame = warehouse.read(f"{table}.{instrument.id}")
        own = frame if instrument.panel else frame[_stands_on(frame, kept.wave)]
        if len(own):
            name = f"kept_{table}.{instrument.id}_{kept.wave}"
            digest = fingerprint.of_values(name, kept.digest, warehouse.about(f"{table}.{instrument.id}")["digest"])
            warehouse.swap_in(name, own, digest, {"synthetic": kept.synthetic})
            estimates += len(own)
    today = datetime.now(UTC).date().isoformat()
    private.note_purged(private.Purged(instrument.id, kept.wave, kept.sha256, kept.synthetic, today))
    private.remove(instrument.id, kept.wave)
    return Removed(instrument.id, instrument.title, kept.wave, kept.file, estimates)
