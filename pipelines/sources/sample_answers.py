"""Made-up answers to the questions of any instrument, drawn as its declaration says.

Belongs here: choices, numbers, dates and free text of one question, missing codes, and who is not asked. Does not
belong here: who answers (`sample_respondents`), or files (`sample_surveys`). Every choice comes from a normal number
that is cut where the declared weights say; need, sector and wave shift that number, and so move answers.
"""

import math
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import NormalDist
from typing import TYPE_CHECKING

from pipelines.declarations.instrument import Instrument
from pipelines.declarations.question import Code, Question

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Marks = NDArray[np.bool_]

_MISSING = 0.03
_LEFT_EMPTY = 0.01  # where a question has no code for no answer
_COMMENTS = 0.12
_WARDS_DIFFER = 0.15  # beyond what need explains; otherwise a model of wards would have nothing left to find
_WIDE = 10  # numbers whose bounds lie further apart than this are sizes, and grow by factors
_NORMAL = NormalDist()
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Rows:
    """What tilts the answers of each row: (rows,) each.

    `entity` numbers who answers; an organisation keeps its number from wave to wave. `ward` numbers where they live,
    `need` is nought on average, `public` 1 for public bodies, `wave` counts waves from nought. `lasting` says that an
    entity answers alike in each wave.
    """

    entity: "NDArray[np.int64]"
    ward: "NDArray[np.int64]"
    need: "Floats"
    public: "Floats"
    wave: "NDArray[np.int64]"
    periods: tuple[tuple[date, int], ...]
    lasting: bool


def draw(
    instrument: Instrument, rows: Rows, known: "dict[str, pl.Series]", rng: "np.random.Generator"
) -> "pl.DataFrame":
    """Answers to every question, missing codes among them, empty where a question is not asked.

    Args:
        instrument: the declaration.
        rows: who answers.
        known: answers that are already settled, such as the sector.
        rng: source of chance.
    """
    import numpy as np
    import polars as pl

    entities = 1 + int(rows.entity.max())
    traits = _Traits(rng.standard_normal(entities)[rows.entity], rng.standard_normal(entities)[rows.entity])
    told: list[pl.Series] = []
    clean: list[pl.Series] = []
    for name, question in instrument.questions.items():
        if name in known:
            told.append(known[name])
            clean.append(known[name])
            continue
        answer = pl.Series(name, _answer(question, rows, traits, rng), strict=False)
        chance = rng.random(len(rows.entity))
        clean.append(_emptied(answer, _unanswered(question, chance)))
        codes = codes_for_no_answer(question)
        if codes:
            place = np.minimum(chance / _MISSING * len(codes), len(codes) - 1).astype(int)
            answer = pl.Series(name, np.where(chance < _MISSING, np.array(codes)[place], answer.to_numpy()))
        told.append(answer if codes else clean[-1])
    asked = _asked(instrument, pl.DataFrame(clean))
    return pl.DataFrame([_emptied(s, ~asked[s.name]) if s.name in asked else s for s in told])


def codes_for_no_answer(question: Question) -> list[Code]:
    """The missing codes that a column of its answers can hold: words do not go among numbers, nor either among days."""
    coded = question.kind == "choice" or (question.kind == "number" and all(type(c) is int for c in question.missing))
    return list(question.missing) if coded else []


@dataclass(frozen=True)
class _Traits:
    """What an entity brings to all of its answers: its disposition and its size, (rows,) each."""

    disposition: "Floats"
    size: "Floats"


def _unanswered(question: Question, chance: "Floats") -> "Marks":
    if question.kind == "text":
        return chance >= (1.0 if question.publishable else _COMMENTS)
    if question.missing:
        return chance < _MISSING
    return chance < (0.0 if question.required else _LEFT_EMPTY)


def _emptied(answers: "pl.Series", where: "Marks") -> "pl.Series":
    import polars as pl

    return answers.set(pl.Series(where), None) if where.any() else answers


def _answer(question: Question, rows: Rows, traits: _Traits, rng: "np.random.Generator") -> "NDArray[np.generic]":
    import numpy as np

    if question.kind == "text":
        words = "Synthetic organisation {}" if question.publishable else "Synthetic comment {}: made up."
        return np.array([words.format(number + 1) for number in rows.entity.tolist()])
    sample = question.sample
    own, fresh = rng.standard_normal(1 + int(rows.entity.max()))[rows.entity], rng.standard_normal(len(rows.entity))
    tilt = sample.need * rows.need + sample.public * rows.public + sample.drift * rows.wave
    if question.kind == "date":
        return _dates(question, rows, _share_below(own), _share_below(fresh))
    if question.kind == "number":
        first, last = _bounds(question)
        if (last + 1) / (max(first, 0) + 1) > _WIDE:
            grown = np.log1p(max(first, 0)), np.log1p(last)
            values = np.expm1(
                grown[0] + (grown[1] - grown[0]) * _share_below(tilt + 0.996 * traits.size + 0.09 * fresh)
            )
        else:
            values = first + (last - first) * _share_below(tilt + fresh)
        whole = float(first).is_integer() and float(last).is_integer()
        values = np.clip(values, first, last)
        return np.asarray(values.round().astype(np.int64) if whole else values.round(2))
    if rows.lasting:
        chance = 0.5 * traits.disposition + 0.7 * own + math.sqrt(0.26) * fresh
    else:
        # Somebody who fares well does so in all questions that follow need.
        shared = 0.65 * float(np.sign(sample.need))
        chance = shared * traits.disposition + math.sqrt(1 - shared**2) * fresh
        if shared:
            chance = chance + _WARDS_DIFFER * rng.standard_normal(1 + int(rows.ward.max()))[rows.ward]
    codes = list(question.codes)
    return np.array(codes)[np.searchsorted(_cuts(sample.weights, len(codes)), tilt + chance)]


def _cuts(weights: list[float], count: int) -> list[float]:
    """Where a normal number is cut so that the answers come out in the weights' proportions."""
    given = (weights + [0.0] * count)[:count] if weights else [1.0] * count
    total, below, cuts = sum(given), 0.0, []
    for weight in given[:-1]:
        below += weight / total
        cuts.append(_NORMAL.inv_cdf(min(max(below, 1e-12), 1 - 1e-12)))
    return cuts


def _share_below(normal: "Floats") -> "Floats":
    """The normal distribution function, near enough for made-up numbers."""
    import numpy as np

    return np.asarray(1 / (1 + np.exp(-1.702 * normal)), dtype=np.float64)


def _bounds(question: Question) -> tuple[float, float]:
    if question.sample.values:
        return question.sample.values
    first = question.minimum if question.minimum is not None else 0.0
    return first, question.maximum if question.maximum is not None else first + 100


def _dates(question: Question, rows: Rows, own: "Floats", fresh: "Floats") -> "NDArray[np.generic]":
    """Days of the wave's period; or, where `values` names years, a day of them that is the same in every wave."""
    import numpy as np

    if question.sample.values:
        first, last = (round((year - 1970) * 365.25) for year in question.sample.values)
        days = (first + own * (last - first)).astype(np.int64)
    else:
        days = days_of_periods(rows, fresh)
    return days.astype("datetime64[D]")


def days_of_periods(rows: Rows, share: "Floats") -> "NDArray[np.int64]":
    """A day of each row's period, as days since 1970, `share` of the way through it."""
    import numpy as np

    starts = np.array([(first - _EPOCH).days for first, _ in rows.periods])
    lengths = np.array([length for _, length in rows.periods])
    return np.asarray(starts[rows.wave] + np.minimum(share, 0.999) * lengths[rows.wave], dtype=np.float64).astype(
        np.int64
    )


def days_in(period: str) -> tuple[date, int]:
    """First day and length of an ISO period such as `2024-04-01/P1Y`."""
    text, length = period.split("/")
    first, count = date.fromisoformat(text), int(length[1:-1])
    months = {"Y": 12 * count, "M": count}.get(length[-1])
    if months is None:
        return first, count
    years, month = divmod(first.month - 1 + months, 12)
    after = date(first.year + years, month + 1, 1) + timedelta(days=first.day - 1)
    return first, (after - first).days


def _asked(instrument: Instrument, answers: "pl.DataFrame") -> "dict[str, Marks]":
    """Who is asked each routed question: conditions hold in order, over answers that are themselves routed."""
    routed = {name: q.asked_if for name, q in instrument.questions.items() if q.asked_if}
    if not routed:
        return {}
    import duckdb
    import numpy as np

    query = "SELECT * FROM answers"
    for name, condition in routed.items():
        query = (
            f'SELECT * REPLACE (CASE WHEN {condition} THEN "{name}" END AS "{name}"), '
            f'coalesce({condition}, false) AS "{name} asked" FROM ({query})'
        )
    with duckdb.connect() as connection:
        connection.register("answers", answers)
        marks = ", ".join(f'"{name} asked"' for name in routed)
        found = connection.execute(f"SELECT {marks} FROM ({query})").fetchnumpy()
    return {name: np.asarray(found[f"{name} asked"], dtype=np.bool_) for name in routed}
