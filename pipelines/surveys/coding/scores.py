"""Scores of each response: the declared ones, and what an organisation's answers are measured by.

Belongs here: from answer codes to scores, response by response. Does not belong here: groups of organisations
(`surveys.groups`), weights and estimates, or anything that is published.
"""

from collections.abc import Mapping
from math import ceil, inf
from statistics import fmean
from typing import TYPE_CHECKING

from pipelines.declarations.instrument import Instrument, Score
from pipelines.declarations.question import Question
from pipelines.faults import DeclarationFaultsError

if TYPE_CHECKING:
    import polars as pl

# The rating of a practice or principle: 0 not in place, 1 planned, 2 sometimes, 3 usually, 4 always.
RATING = frozenset(range(5))
OVERALL = "overall"


def with_scores(frame: "pl.DataFrame", instrument: Instrument) -> "pl.DataFrame":
    """Responses with a column of floats for each declared score added, null where too little was answered.

    A score of questions is `multiplier` times the mean of the answered ones, when the share of its questions that
    were answered reaches `minimum_answered`: with 65%, 3 of 4, 5 of 7, 6 of 8. Codes under `missing`, such as "does
    not apply", are no answers: they leave the mean, and do not help to reach the share. A mean of scores needs each.

    Args:
        frame: one row per response, a column of codes per question; a question without a column was not asked.
        instrument: the declaration.

    Raises:
        DeclarationFaultsError: when a score cannot be computed from what is declared.
    """
    return frame.with_columns(score_table(frame, instrument, instrument.scores).get_columns())


def measures(instrument: Instrument) -> dict[str, Score]:
    """What organisations are compared by: the declared scores, else each rated question and the mean of all.

    With scores declared single questions are not measures: each more figure about the same few organisations is one
    more equation about one of them.
    """
    if instrument.scores:
        return instrument.scores
    rated = {name: question for name, question in instrument.questions.items() if is_rated(question)}
    singles = {name: Score(label=question.text, questions=[name]) for name, question in rated.items()}
    return {**singles, OVERALL: Score(label="Overall", questions=list(rated))} if len(rated) > 1 else singles


def ends(instrument: Instrument, wanted: Mapping[str, Score]) -> dict[str, tuple[float, float]]:
    """The least and the greatest score that answers can give, by measure; infinite where a number has no bound."""
    found: dict[str, tuple[float, float]] = {}
    for name in _in_order(wanted):
        score = wanted[name]
        if score.mean_of:
            lows, highs = zip(*(found[part] for part in score.mean_of), strict=True)
        else:
            lows, highs = zip(*(_ends(instrument.questions[question]) for question in score.questions), strict=True)
            lows, highs = (tuple(score.multiplier * end for end in of) for of in (lows, highs))
        # A mean over answered questions can be that of any one of them alone.
        found[name] = (min(lows), max(highs)) if score.questions else (fmean(lows), fmean(highs))
    return found


def _ends(question: Question) -> tuple[float, float]:
    if question.kind == "choice":
        codes = [float(code) for code in question.codes]
        return min(codes), max(codes)
    low, high = question.minimum, question.maximum
    return -inf if low is None else low, inf if high is None else high


def is_rated(question: Question) -> bool:
    """Whether a question takes the rating 0 to 4."""
    return question.kind == "choice" and set(question.codes) == RATING


def score_table(frame: "pl.DataFrame", instrument: Instrument, scores: Mapping[str, Score]) -> "pl.DataFrame":
    """Only the scores, row for row of `frame`, as floats; in the order of `scores`."""
    import polars as pl

    _faults(instrument, scores)
    answered = {name: score for name, score in scores.items() if score.questions}
    table = frame.select(
        _of_questions([answers(frame, instrument, question) for question in score.questions], score).alias(name)
        for name, score in answered.items()
    )
    for name in _in_order(scores):
        parts = scores[name].mean_of
        if parts:
            table = table.with_columns((pl.sum_horizontal(parts, ignore_nulls=False) / len(parts)).alias(name))
    return table.select(list(scores))


def answers(frame: "pl.DataFrame", instrument: Instrument, question: str) -> "pl.Expr":
    """The real answers to a question as floats; null for none, a code under `missing`, and an unknown code."""
    import polars as pl

    if question not in frame.columns:
        return pl.repeat(None, pl.len(), dtype=pl.Float64)
    declared = instrument.questions[question]
    value = pl.col(question).cast(pl.Float64, strict=False)
    if declared.kind == "choice":
        return pl.when(value.is_in([float(code) for code in declared.codes])).then(value)
    return pl.when(~value.is_in([float(code) for code in declared.missing])).then(value)


def _of_questions(given: "list[pl.Expr]", score: Score) -> "pl.Expr":
    import polars as pl

    # 0.65 x 20 is a hair above 13 in binary; without the allowance it would ask for 14.
    least = max(1, ceil(score.minimum_answered * len(given) - 1e-9))
    enough = pl.sum_horizontal(answer.is_not_null() for answer in given) >= least
    return pl.when(enough).then(score.multiplier * pl.mean_horizontal(given))


def _faults(instrument: Instrument, scores: Mapping[str, Score]) -> None:
    """Tell every score that would average words or go by the name of a question it is not."""
    faults = []
    for name, score in scores.items():
        if name in instrument.questions and score.questions != [name]:
            faults.append(f"{instrument.id}: scores.{name}: a question has this name already")
        for question in score.questions:
            declared = instrument.questions[question]
            words = [code for code in (*declared.codes, *declared.missing) if isinstance(code, str)]
            if declared.kind not in ("choice", "number") or words:
                faults.append(f"{instrument.id}: scores.{name}: {question!r} has no numbers to average")
    if faults:
        raise DeclarationFaultsError(faults)


def _in_order(scores: Mapping[str, Score]) -> list[str]:
    """Names so that a mean of scores comes after its parts."""
    ordered: list[str] = []
    while len(ordered) < len(scores):
        ready = [n for n, s in scores.items() if n not in ordered and all(part in ordered for part in s.mean_of)]
        if not ready:
            circle = ", ".join(name for name in scores if name not in ordered)
            raise DeclarationFaultsError([f"scores {circle}: each waits for another; one must be of questions"])
        ordered += ready
    return ordered
