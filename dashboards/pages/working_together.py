"""The page on working together: where both sides stand, where they differ, what was agreed and what became of it.

Belongs here: which scores, measures and questions the page holds, in which order.
Does not belong here: pictures of scores (`score_pictures.py`), wording (`words/partnership.py`).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from typing import Any

from dashboards.pages.score_pictures import gap_pictures, score_pictures, wave_picture
from dashboards.release.survey_rows import Concern, Question, Score
from dashboards.release.surveys import CODE_OF_PRACTICE, COMPACT_PRINCIPLES, OVERALL, newest_first
from dashboards.shown.figures import CityLine, city_line, with_code
from dashboards.site import WORKING_TOGETHER, Site
from dashboards.words.partnership import overview, wave_sentences
from dashboards.words.scores import BANDS, SIDES, reason_words

_MOST_WAVES = 5
_ENDORSEMENTS = ("AM20",)
_CONCERNS = ("CP06",)
_MONEY = ("AM15", "AM16-S", "AM14-C", "AM14-N", "AM14-P", "AM12-C")


@dataclasses.dataclass(frozen=True, slots=True)
class Cell:
    """One side's score of one heading: its mean and, beside it, the median."""

    mean: Score | None
    median: Score | None


@dataclasses.dataclass(frozen=True, slots=True)
class BoardRow:
    """One heading with the score of each side and the gap between the two."""

    measure: str
    label: str
    statement: str
    cells: tuple[Cell, ...]
    gap: Score | None


@dataclasses.dataclass(frozen=True, slots=True)
class WaveRow:
    """One side's score of one heading over the waves, with the change of the same organisations and of all."""

    label: str
    side: str
    scores: tuple[Score | None, ...]
    panel: Score | None
    everyone: Score | None


def _names(site: Site, instrument: str) -> dict[str, str]:
    """Return the name of each single question that is a measure: what its origin says after the colon."""
    asked = site.release.surveys.questions_of(instrument)
    return {question.question: name for question in asked if (name := question.origin.partition(": ")[2])}


def _board(site: Site, instrument: str, period: str) -> list[BoardRow]:
    find = site.release.surveys.score
    names = _names(site, instrument)
    return [
        BoardRow(
            measure,
            names.get(measure, label),
            label if measure in names else "",
            tuple(
                Cell(find(instrument, measure, "mean", side, period), find(instrument, measure, "median", side, period))
                for side in SIDES
            ),
            find(instrument, measure, "gap", "all", period),
        )
        for measure, label in site.release.surveys.measures(instrument)
    ]


def _wave_rows(site: Site, instrument: str, periods: tuple[str, ...]) -> list[WaveRow]:
    """Return the scores over the waves, oldest first; both sides together only for the overall score."""
    find = site.release.surveys.score
    names, rows = _names(site, instrument), []
    for measure, label in site.release.surveys.measures(instrument):
        for side, name in SIDES.items():
            if side == "all" and measure != OVERALL:
                continue
            scores = tuple(find(instrument, measure, "mean", side, period) for period in periods)
            if any(scores):
                panel, everyone = (
                    find(instrument, measure, statistic, side, periods[-1])
                    for statistic in ("change_panel", "change_all")
                )
                rows.append(WaveRow(names.get(measure, label), name, scores, panel, everyone))
    return rows


def _scores_of(row: BoardRow) -> Iterator[Score | None]:
    for cell in row.cells:
        yield from (cell.mean, cell.median)


def _notes(scores: Iterable[Score | None], *, withheld: bool) -> list[str]:
    """Return each note once: why scores are withheld, or what is to be known of those that are not."""
    found = [score for score in scores if score is not None and score.note and score.has_value != withheld]
    return list(dict.fromkeys(reason_words(score.note) if withheld else score.note for score in found))


def _instrument(site: Site, instrument: str) -> dict[str, Any]:
    """Return everything about one instrument's latest wave, or nothing where it has none."""
    surveys = site.release.surveys
    periods = surveys.score_periods(instrument)
    if not periods:
        return {}
    board = _board(site, instrument, periods[0])
    shown = periods[:_MOST_WAVES][::-1]
    rows = _wave_rows(site, instrument, shown) if len(shown) > 1 else []
    cards = [
        (
            row.label,
            wave_picture(site, instrument, row.measure, row.label, shown),
            wave_sentences(surveys, instrument, row.measure, shown[-1]),
        )
        for row in board
        if len(shown) > 1 and instrument == CODE_OF_PRACTICE
    ]
    return {
        "id": instrument,
        "period": periods[0],
        "periods": shown,
        "board": board,
        "pictures": score_pictures(site, instrument, board, periods[0]),
        "gap_pictures": gap_pictures(site, instrument, board, periods[0]),
        "gaps": any(row.gap for row in board),
        "medians": any(cell.median for row in board for cell in row.cells),
        "cards": cards,
        "wave_rows": rows,
        "reasons": _notes((score for row in board for score in (*_scores_of(row), row.gap)), withheld=True),
        "remarks": _notes((score for row in board for score in _scores_of(row)), withheld=False),
        "wave_reasons": _notes(
            (score for row in rows for score in (*row.scores, row.panel, row.everyone)), withheld=True
        ),
        "any": any(score and score.has_value for row in rows for score in row.scores)
        or any(score and score.has_value for row in board for score in _scores_of(row)),
        "waves": surveys.waves_of(instrument),
    }


def _rates(site: Site, statistic: str) -> tuple[tuple[str, ...], list[tuple[str, tuple[Score | None, ...]]]]:
    """Return the periods, oldest first, and for each label the statistic in each."""
    found = site.release.surveys.statistic(statistic)
    periods = newest_first(row.period for row in found)[:_MOST_WAVES][::-1]
    titles = {row.instrument: row.title for row in site.release.surveys.instruments}
    several = len({row.instrument for row in found}) > 1

    def named(row: Score) -> str:
        name = row.label if statistic == "disagreement" else SIDES.get(row.group, row.label)
        return f"{name}: {titles.get(row.instrument, row.instrument)}" if several else name

    headings = [measure for measure, _ in site.release.surveys.measures(CODE_OF_PRACTICE)]
    order = {name: place for place, name in enumerate([*SIDES, *headings])}
    ordered = sorted(found, key=lambda row: (order.get(row.group, 0), order.get(row.measure, 0), row.instrument))
    labels = {(row.instrument, row.measure, row.group): named(row) for row in ordered}
    by_key = {(row.instrument, row.measure, row.group, row.period): row for row in found}
    return periods, [(label, tuple(by_key.get((*key, period)) for period in periods)) for key, label in labels.items()]


def _lines(site: Site, codes: tuple[str, ...]) -> list[CityLine]:
    return [city_line(site, indicator) for indicator in with_code(site, *codes)]


def _concerns(site: Site, by: str) -> list[Concern]:
    """Return the themes or routes of the log's latest period, most raised first, withheld ones last."""
    periods = newest_first(row.period for row in site.release.surveys.concerns)
    rows = [row for row in site.release.surveys.concerns if row.period == periods[0] and row.by == by]
    return sorted(rows, key=lambda row: (not row.has_value, -(row.raised or 0), row.label))


def _register(site: Site) -> dict[str, Any]:
    """Return who stands in the public register: the period, the questions told, and a row of answers for each name."""
    entries = site.release.surveys.entries
    if not entries:
        return {}
    labels = {entry.question: entry.label for entry in entries}
    told: dict[str, dict[str, str]] = {}
    for entry in entries:
        told.setdefault(entry.name, {})[entry.question] = entry.answer
    rows = [(name, [answers.get(question, "") for question in labels]) for name, answers in told.items()]
    return {"period": entries[0].period, "labels": list(labels.values()), "rows": rows}


def _practices(site: Site, instrument: str) -> list[tuple[str, list[Question]]]:
    """Return the questions by heading, those of scored headings only: not what describes the respondent."""
    found: dict[str, list[Question]] = {}
    for question in site.release.surveys.questions_of(instrument):
        if question.answers:
            found.setdefault(question.heading, []).append(question)
    labels = {label.lower() for _, label in site.release.surveys.measures(instrument)}
    measures = {measure for measure, _ in site.release.surveys.measures(instrument)}
    scored = {
        heading: asked
        for heading, asked in found.items()
        if heading.lower() in labels | measures or any(question.question in measures for question in asked)
    }
    return list((scored or found).items())


def write(site: Site) -> int:
    """Write working-together.html, where the release has anything to say."""
    surveys = site.release.surveys
    if not surveys.partnership:
        return 0
    practice = _instrument(site, CODE_OF_PRACTICE)
    concerns = _concerns(site, "theme")
    rate_periods, rates = _rates(site, "response_rate")
    apart_periods, apart = _rates(site, "disagreement")
    site.write(
        WORKING_TOGETHER[0],
        "working-together.html",
        sentences=overview(surveys, CODE_OF_PRACTICE, practice["period"]) if practice else [],
        practice=practice,
        principles=_instrument(site, COMPACT_PRINCIPLES),
        sides=SIDES,
        bands=BANDS,
        endorsements=_lines(site, _ENDORSEMENTS),
        rate_periods=rate_periods,
        rates=rates,
        apart_periods=apart_periods,
        apart=apart,
        apart_reasons=_notes((score for _, scores in apart for score in scores), withheld=True),
        concern_lines=_lines(site, _CONCERNS),
        concern_period=concerns[0].period if concerns else "",
        concerns=concerns,
        routes=_concerns(site, "route"),
        register=_register(site),
        money=_lines(site, _MONEY),
        practices=_practices(site, CODE_OF_PRACTICE),
        principle_questions=_practices(site, COMPACT_PRINCIPLES),
        others=site.release.in_characteristic("partnership"),
        has_methods=bool(surveys.waves_of(CODE_OF_PRACTICE)),
    )
    return 1
