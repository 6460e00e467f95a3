"""Turning kept answers into the conformed tables of estimates: what is computed again, what stays, what outlives.

Belongs here: digests, and joining an instrument's tables with those of removed waves. Does not belong here: estimates
(`surveys.results`) or taking answers in (`responses`).
"""

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from pipelines import fingerprint, paths, warehouse
from pipelines.assets.responses import TakenIn
from pipelines.checks.verdicts import Verdict, check, stop_on_critical
from pipelines.declarations.catalogue import load_indicators, load_instruments
from pipelines.declarations.expectation import Expectation, expect
from pipelines.declarations.instrument import Instrument
from pipelines.declarations.place import load_place
from pipelines.faults import Fault, InputFaultsError
from pipelines.progress import tell
from pipelines.sources.catalogue import USED
from pipelines.surveys import private
from pipelines.surveys.estimation.answers import tables_needed
from pipelines.surveys.rules import FEWEST_ORGANISATIONS, SHOWN_FROM
from pipelines.surveys.tables import TABLES

if TYPE_CHECKING:
    import polars as pl

    from pipelines.surveys.estimation.analysis import Areas

_CODE = ("pipelines/surveys", "pipelines/methods", "pipelines/assets/surveying.py")
EXPECTED: dict[str, tuple[Expectation, ...]] = {
    "survey_estimates": (
        expect("ExpectCompoundColumnsToBeUnique", column_list=["indicator", "level", "area_code", "period"]),
        expect("ExpectColumnValuesToBeBetween", column="respondents_shown", min_value=SHOWN_FROM),
    ),
    "working_together": (
        expect("ExpectColumnValuesToBeBetween", column="organisations", min_value=FEWEST_ORGANISATIONS),
    ),
}


@dataclass
class Surveyed:
    """What became of the instruments: tables made, notes for the reader, verdicts by table."""

    computed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    verdicts: dict[str, list[Verdict]] = field(default_factory=dict)


def estimate_all(taken: TakenIn, *, synthetic: bool) -> Surveyed:
    """Bring every instrument's tables up to date and join them.

    Raises:
        InputFaultsError: a margin has a category without respondents; the last tables stay.
        CheckFailedError: a joined table breaks a blocking check.
    """
    result = Surveyed()
    faults: list[Fault] = []
    for instrument in load_instruments():
        told = why_not_estimated(instrument) if taken.waves.get(instrument.id) else ""
        if told:
            tell(f"      warning: {instrument.title}: {told}")
        if told or not taken.waves.get(instrument.id):
            # What an earlier run made of other files must not pass for this run's.
            for table in TABLES:
                warehouse.drop(f"{table}.{instrument.id}")
            continue
        digest = _digest(instrument, taken)
        if all(warehouse.is_current(f"{table}.{instrument.id}", digest) for table in TABLES):
            result.unchanged.append(instrument.id)
            continue
        try:
            _estimate(instrument, taken, digest)
        except InputFaultsError as error:
            faults.extend(error.faults)
            continue
        result.computed.append(instrument.id)
    if faults:
        raise InputFaultsError(faults)
    for table in TABLES:
        _join(table, [i.id for i in load_instruments() if taken.waves.get(i.id)], result, synthetic=synthetic)
    return result


def why_not_estimated(instrument: Instrument) -> str:
    """Which files are absent from the inbox that kept answers cannot be estimated without; empty when none is."""
    titles = {source.table: source.title for source in USED}
    missing = [table.split(".")[1] for table in tables_needed(instrument) if not warehouse.about(table)]
    if not missing:
        return ""
    return f"answers are kept and not estimated, because no file gives {'; '.join(titles.get(t, t) for t in missing)}."


def _digest(instrument: Instrument, taken: TakenIn) -> str:
    register = instrument.panel.register_instrument if instrument.panel else ""
    read = {name: [k.digest for k in taken.waves.get(name, {}).values()] for name in (instrument.id, register) if name}
    tables = {table: warehouse.about(table).get("digest") for table in tables_needed(instrument)}
    return fingerprint.of_values(
        read, tables, json.loads(instrument.model_dump_json()), fingerprint.of_code(*_CODE), _areas_digest()
    )


def _areas_digest() -> str:
    return str(warehouse.about("conformed.areas").get("digest", ""))


def areas_of_place() -> "Areas":
    """The areas that estimates are made for."""
    from pipelines.surveys.estimation.analysis import Areas

    frame = warehouse.read("conformed.areas")
    wards = frame[frame["level"] == "ward"]
    committees = frame[frame["level"] == "committee"]["area_code"]
    return Areas(
        ward=tuple(wards["area_code"]),
        committee=tuple(committees),
        city=load_place(paths.reference_folder()).code,
        ward_names=tuple(wards["area_name"]),
    )


def _frames(instrument: str, taken: TakenIn) -> "dict[int, pl.DataFrame]":
    return {wave: private.responses(instrument, wave) for wave in taken.waves.get(instrument, {})}


def _estimate(instrument: Instrument, taken: TakenIn, digest: str) -> None:
    from pipelines.surveys.results import results

    own = [i for i in load_indicators() if i.instrument == instrument.id]
    register = instrument.panel.register_instrument if instrument.panel else ""
    tables, notes = results(
        instrument, own, _frames(instrument.id, taken), areas_of_place(), _frames(register, taken) if register else {}
    )
    for name, rows in tables.items():
        frame = pd.DataFrame(rows) if rows else pd.DataFrame({"instrument": [], "wave": []})
        warehouse.swap_in(
            f"{name}.{instrument.id}", frame, digest, {"notes": notes if name == "survey_estimates" else []}
        )


def kept_tables(table: str, *, synthetic: bool) -> list[str]:
    """Tables of estimates whose responses were removed, of real or of synthetic waves."""
    return [name for name in warehouse.tables(f"kept_{table}") if warehouse.about(name).get("synthetic") == synthetic]


def _join(table: str, instruments: list[str], result: Surveyed, *, synthetic: bool) -> None:
    """All instruments' rows of one table; rows that were kept when responses were removed stand as they are."""
    conformed = f"conformed.{table}"
    live = [f"{table}.{name}" for name in instruments if warehouse.about(f"{table}.{name}")]
    kept = kept_tables(table, synthetic=synthetic)
    digest = fingerprint.of_values(
        [warehouse.about(name)["digest"] for name in live + kept], fingerprint.of_code(*_CODE)
    )
    if warehouse.is_current(conformed, digest):
        result.verdicts[conformed] = [Verdict(**row) for row in warehouse.about(conformed).get("verdicts", [])]
        return
    frames = [frame for name in kept + live if len(frame := warehouse.read(name))]
    if not frames:
        warehouse.drop(conformed)
        return
    frame = (
        pd.concat(frames, ignore_index=True).drop_duplicates(list(TABLES[table]), keep="first").reset_index(drop=True)
    )
    verdicts = _checked(table, frame)
    stop_on_critical(conformed, verdicts)
    notes = [note for name in live for note in warehouse.about(name).get("notes", [])]
    warehouse.swap_in(conformed, frame, digest, {"notes": notes, "verdicts": [v.as_row() for v in verdicts]})
    result.verdicts[conformed] = verdicts


def _checked(table: str, frame: pd.DataFrame) -> list[Verdict]:
    """The disclosure rules once more, on what is about to leave the private side."""
    if table == "survey_estimates":
        # Registers are complete lists; only what a sample stands behind has effective respondents.
        effective = frame.get("effective_respondents", pd.Series(index=frame.index, dtype="float64"))
        frame = frame.assign(respondents_shown=frame["respondents"].where(effective.notna()))
    expectations = EXPECTED.get(table, ())
    return check(f"conformed.{table}", frame, expectations, TABLES[table]) if expectations else []
