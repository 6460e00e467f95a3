"""What a release says of surveys: estimates and their quality, instruments, questions, sources and notes.

Belongs here: choosing published columns from conformed tables and declarations. Does not belong here: answers; nothing
in this module opens them.
"""

import re

import pandas as pd

from pipelines import warehouse
from pipelines.assets.surveying import why_not_estimated
from pipelines.declarations.catalogue import load_instruments
from pipelines.declarations.indicator import Indicator
from pipelines.declarations.instrument import Instrument
from pipelines.release.dictionary import DICTIONARY
from pipelines.surveys import private
from pipelines.surveys.tables import TABLES

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_TERMS = "Responses are personal data. Published are estimates, under the disclosure rules of the methods page."


def survey_tables() -> dict[str, pd.DataFrame]:
    """The published tables of instruments by file name without ending; absent where there is nothing to say."""
    names = warehouse.read("conformed.areas").set_index("area_code")["area_name"]
    found: dict[str, pd.DataFrame] = {}
    for table in TABLES:
        if warehouse.about(f"conformed.{table}"):
            frame = warehouse.read(f"conformed.{table}")
            if "area_code" in frame:
                frame = frame.assign(area_name=frame["area_code"].map(names))
            wanted = list(DICTIONARY[f"{table}.csv"])
            order = [column for column in TABLES[table] if column in wanted]
            found[table] = frame.reindex(columns=wanted).sort_values(order, kind="stable").reset_index(drop=True)
    if found:
        used = _used()
        found["instruments"] = pd.DataFrame(
            [row for i in used for row in _waves(i)], columns=list(DICTIONARY["instruments.csv"])
        )
        found["questions"] = pd.DataFrame(
            [row for i in used for row in _questions(i)], columns=list(DICTIONARY["questions.csv"])
        )
    return found


def _used() -> list[Instrument]:
    """Instruments whose estimates stand in the conformed tables, whether or not their responses are still kept."""
    ids: set[str] = set()
    for table in TABLES:
        if warehouse.about(f"conformed.{table}"):
            ids.update(warehouse.read(f"conformed.{table}")["instrument"].unique())
    return [i for i in load_instruments() if i.id in ids]


def _waves(instrument: Instrument) -> list[dict[str, object]]:
    about = {
        "instrument": instrument.id,
        "title": instrument.title,
        "description": instrument.description,
        "respondent": instrument.respondent,
        "publisher": instrument.publisher,
        "cadence": instrument.cadence,
    }
    kept = private.kept_waves(instrument.id)
    gone = {p.wave: p for p in private.purged() if p.instrument == instrument.id}
    rows: list[dict[str, object]] = []
    for wave in sorted({*kept, *gone}):
        row = about | {"wave": wave, "period": instrument.period_of(wave)}
        if wave in kept:
            rows.append(row | {"responses": kept[wave].used, "note": " ".join(kept[wave].notes)})
        else:
            rows.append(row | {"responses": None, "note": f"Responses removed on {gone[wave].on}; the estimates stay."})
    return rows


def questions_of(indicator: Indicator) -> list[str]:
    """Ids of the questions that an indicator comes from, in the instrument's order; none for other indicators."""
    instrument = next((i for i in load_instruments() if i.id == indicator.instrument), None)
    if instrument is None or indicator.estimate is None:
        return []
    estimate = indicator.estimate
    names = set(_NAME.findall(" ".join([estimate.of, estimate.among, estimate.over, *(estimate.between or ())])))
    for _ in instrument.scores:  # a mean of scores may be of means of scores
        for score in names & set(instrument.scores):
            names |= {*instrument.scores[score].questions, *instrument.scores[score].mean_of}
    return [question for question in instrument.questions if question in names]


def why_absent(indicator: Indicator) -> str:
    """Why an indicator has no figures although answers to its instrument are kept; empty when none are."""
    instrument = next((i for i in load_instruments() if i.id == indicator.instrument), None)
    if instrument is None or not private.kept_waves(instrument.id):
        return ""
    told = why_not_estimated(instrument)
    return told[:1].upper() + told[1:]


def _questions(instrument: Instrument) -> list[dict[str, object]]:
    return [
        {
            "instrument": instrument.id,
            "question": name,
            "heading": question.heading,
            "text": question.text,
            "answers": "|".join(f"{code}={label}" for code, label in {**question.codes, **question.missing}.items()),
            "origin": question.origin,
        }
        for name, question in instrument.questions.items()
    ]


def survey_sources() -> pd.DataFrame:
    """Rows of sources.csv: one for each kept wave."""
    return pd.DataFrame(
        [
            {
                "source": instrument.id,
                "title": instrument.title,
                "publisher": instrument.publisher,
                "licence": instrument.licence,
                "licence_url": "",
                "attribution": _TERMS,
                "cadence": instrument.cadence,
                "file": kept.file,
                "sha256": kept.sha256,
                "bytes": None,
                "rows_read": kept.responses,
                "rows_used": kept.used,
                "taken_for": f"answers to: {instrument.title}, wave {kept.wave}",
            }
            for instrument in _used()
            for kept in private.kept_waves(instrument.id).values()
        ]
    )


def survey_notes() -> list[str]:
    """What was found when answers were taken in."""
    kept = [(i, private.kept_waves(i.id)) for i in load_instruments()]
    told = [f"{i.title}: {reason}" for i, waves in kept if waves and (reason := why_not_estimated(i))]
    return told + [note for _, waves in kept for wave in waves.values() for note in wave.notes]
