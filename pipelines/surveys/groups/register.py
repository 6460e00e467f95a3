"""A public register, entry by entry.

Belongs here: the entries that an instrument declares to be published by name. Does not belong here: counts of them
(`surveys.estimation`), or anything of an instrument that declares no listing.
"""

from collections.abc import Mapping
from typing import Any

from pipelines.declarations.instrument import Instrument
from pipelines.surveys.estimation.analysis import Wave


def register_entries(instrument: Instrument, waves: Mapping[int, Wave]) -> list[dict[str, Any]]:
    """One row for each entry of the latest wave and each question told of it; none without a listing.

    An entry without a name is left out: it cannot be told whose it is.
    """
    if instrument.listing is None or not waves:
        return []
    latest = max(waves)
    listing, frame = instrument.listing, waves[latest].frame
    entries = frame.sql(f"SELECT * FROM self WHERE {listing.where or 'true'} ORDER BY {listing.name}")
    return [
        {
            "instrument": instrument.id,
            "wave": latest,
            "period": instrument.period_of(latest),
            "name": entry[listing.name],
            "question": question,
            "label": instrument.questions[question].text,
            "answer": _words(instrument, question, entry[question]),
        }
        for entry in entries.iter_rows(named=True)
        if entry[listing.name]
        for question in listing.questions
    ]


def _words(instrument: Instrument, question: str, value: Any) -> str:
    declared = instrument.questions[question]
    return "" if value is None else str({**declared.codes, **declared.missing}.get(value, value))
