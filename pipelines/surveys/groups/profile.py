"""What one organisation gets back: its own scores and answers beside published figures, and what to talk about.

Belongs here: choosing what this organisation may see, as plain data. Does not belong here: pages, or any figure about
a group: those are taken from the published rows as they stand, so that a profile never shows more than the release.

The other side's answers are in it for relationships that exactly these two organisations answered for under one name,
and for the questions to talk about alone. A relationship's name is therefore something the two are given, and nothing
to guess.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from pipelines.declarations.instrument import Instrument, Score
from pipelines.faults import ThrivingError
from pipelines.surveys.coding.scores import measures
from pipelines.surveys.groups.organisations import (
    Pair,
    Wave,
    measured_questions,
    pairs,
    panel_of,
    read_wave,
    respondents,
)

if TYPE_CHECKING:
    import polars as pl

# Our own words for a score of 0 to 100, by the least score of each, the highest first.
BANDS = ((80.0, "leading"), (60.0, "established"), (40.0, "developing"), (0.0, "starting"))
NOT_PUBLISHED = "Not published."
NOT_ENOUGH = "Not enough answers for a score."

# Relationship (None for the whole organisation), then question, then code.
Codes = dict[str | None, dict[str, Any]]


class NoAnswersError(ThrivingError):
    """The organisation is in none of the waves."""


def organisation_profile(
    frame_by_wave: "Mapping[int, pl.DataFrame]",
    instrument: Instrument,
    organisation: str,
    published_rows: Iterable[Mapping[str, Any]],
) -> dict[str, Any]:
    """An organisation's profile in the latest wave that it answered.

    Args:
        frame_by_wave: coded responses of all organisations by wave.
        instrument: a declaration with a panel.
        organisation: its id.
        published_rows: rows of `working_together` for this instrument.

    Returns:
        - `organisation`, `instrument`, `title`, `group`, `wave`, `period`;
        - `headings`: for each measure `measure`, `label`, `score` (None with a reason in `note`), `band`, and under
          `public` and `third` the published mean: `value`, `lower`, `upper`, `organisations`, and `note` when withheld;
        - `answers`: for each row it filled in `relationship` (None for the whole) and `answers`: `question`,
          `heading`, `text`, `code` and `answer` in words (None where there is none);
        - `changes`: None in its first wave, else `since` (a period), `headings` with `before`, `now` and `change`,
          and `answers` that are not as before;
        - `talk_about`: for each relationship seen from both sides `relationship`, `with`, and `questions` with `yours`
          and `theirs`, in words.

    Raises:
        NoAnswersError: when the organisation is in no wave.
        ValueError: when the instrument declares no panel.
    """
    panel_of(instrument)
    codes = {wave: _codes(frame, instrument, organisation) for wave, frame in sorted(frame_by_wave.items())}
    took_part = [wave for wave, rows in codes.items() if rows]
    if not took_part:
        raise NoAnswersError(f"{instrument.title}: {organisation} is in no wave")
    wave, before = took_part[-1], took_part[-2] if len(took_part) > 1 else None
    now = read_wave(frame_by_wave[wave], instrument)
    period = instrument.period_of(wave)
    means = {(r["measure"], r["group"]): r for r in published_rows if (r["statistic"], r["period"]) == ("mean", period)}
    wanted = measures(instrument)
    changes = None
    if before is not None:
        then = read_wave(frame_by_wave[before], instrument)
        changes = {
            "since": instrument.period_of(before),
            "headings": _moved(wanted, organisation, then, now),
            "answers": _changed(instrument, codes[before], codes[wave]),
        }
    return {
        "organisation": organisation,
        "instrument": instrument.id,
        "title": instrument.title,
        "group": now.group[organisation],
        "wave": wave,
        "period": period,
        "headings": [_heading(name, score, now, organisation, means) for name, score in wanted.items()],
        "answers": [
            {"relationship": relationship, "answers": [_answer(instrument, *given) for given in row.items()]}
            for relationship, row in codes[wave].items()
        ],
        "changes": changes,
        "talk_about": [
            _talk(instrument, pair, organisation)
            for pair in pairs(frame_by_wave[wave], instrument)
            if organisation in pair.sides
        ],
    }


def band(score: float) -> str:
    """The word for a score of 0 to 100."""
    return next(word for least, word in BANDS if score >= least)


def _codes(frame: "pl.DataFrame", instrument: Instrument, organisation: str) -> Codes:
    """The organisation's own rows: the whole first, then relationships by name; of two rows for one, the last."""
    import polars as pl

    asked = [question for question in measured_questions(instrument) if question in frame.columns]
    rows = pl.concat([respondents(frame, instrument), frame.select(asked)], how="horizontal")
    own = rows.filter(pl.col("organisation") == organisation).sort(
        "relationship", nulls_last=False, maintain_order=True
    )
    return {row["relationship"]: {question: row[question] for question in asked} for row in own.iter_rows(named=True)}


def _heading(
    measure: str, score: Score, wave: Wave, organisation: str, means: Mapping[tuple[str, str], Mapping[str, Any]]
) -> dict[str, Any]:
    own = wave.scores[measure].get(organisation)
    return {
        "measure": measure,
        "label": score.label,
        "score": own,
        "band": None if own is None else band(own),
        "note": NOT_ENOUGH if own is None else "",
        **{group: _published(means.get((measure, group))) for group in ("public", "third")},
    }


def _published(row: Mapping[str, Any] | None) -> dict[str, Any]:
    fields = ("value", "lower", "upper", "organisations", "note")
    return {**dict.fromkeys(fields), "note": NOT_PUBLISHED} if row is None else {field: row[field] for field in fields}


def _answer(instrument: Instrument, question: str, code: Any) -> dict[str, Any]:
    declared = instrument.questions[question]
    return {
        "question": question,
        "heading": declared.heading,
        "text": declared.text,
        "code": code,
        "answer": _words(instrument, question, code),
    }


def _words(instrument: Instrument, question: str, code: Any) -> str | None:
    declared = instrument.questions[question]
    number = f"{code:g}" if declared.kind == "number" and code is not None else None
    return {**declared.codes, **declared.missing}.get(code, number)


def _moved(wanted: Mapping[str, Score], organisation: str, then: Wave, now: Wave) -> list[dict[str, Any]]:
    found = []
    for measure, score in wanted.items():
        before, after = then.scores[measure].get(organisation), now.scores[measure].get(organisation)
        if before is not None and after is not None:
            moved = {"before": before, "now": after, "change": after - before}
            found.append({"measure": measure, "label": score.label, **moved})
    return found


def _changed(instrument: Instrument, then: Codes, now: Codes) -> list[dict[str, Any]]:
    return [
        {
            "relationship": relationship,
            "question": question,
            "text": instrument.questions[question].text,
            "before": _words(instrument, question, then[relationship].get(question)),
            "now": _words(instrument, question, code),
        }
        for relationship, row in now.items()
        if relationship in then
        for question, code in row.items()
        if code != then[relationship].get(question)
    ]


def _talk(instrument: Instrument, pair: Pair, organisation: str) -> dict[str, Any]:
    own = pair.sides.index(organisation)
    return {
        "relationship": pair.relationship,
        "with": pair.sides[1 - own],
        "questions": [
            {
                "question": question,
                "heading": instrument.questions[question].heading,
                "text": instrument.questions[question].text,
                "yours": _words(instrument, question, pair.given[question][own]),
                "theirs": _words(instrument, question, pair.given[question][1 - own]),
            }
            for question in pair.apart
        ],
    }
