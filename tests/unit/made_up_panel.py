"""A small made-up panel of organisations, for the tests of working together."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from pipelines.declarations.instrument import Instrument

ANSWERS = {0: "Not in place", 1: "Planned", 2: "Sometimes", 3: "Usually", 4: "Always"}
QUESTIONS = {
    f"{h}{i}": {"text": f"Practice {h}{i}", "answers": ANSWERS, "missing": {9: "Does not apply"}, "heading": h.upper()}
    for h in "ab"
    for i in range(1, 5)
}
PUBLIC, THIRD, NEITHER = 1, 5, 7
Answer = int | None
Row = tuple[str, int, str | None, Sequence[Answer], Sequence[Answer]]


def instrument(**changes: Any) -> Instrument:
    sector = {"text": "Your sector", "answers": {1: "Council", 2: "Health", 5: "Third sector", 7: "Business"}}
    return Instrument.model_validate(
        {
            "id": "code",
            "title": "Code of practice",
            "description": "A self-assessment of practices.",
            "respondent": "organisation",
            "publisher": "Partnership",
            "cadence": "yearly",
            "columns": {"respondent": "organisation_id"},
            "questions": {"sector": sector, **QUESTIONS},
            "scores": {
                "a": {"label": "Forming", "questions": [f"a{i}" for i in range(1, 5)]},
                "b": {"label": "Effective", "questions": [f"b{i}" for i in range(1, 5)]},
                "overall": {"label": "Overall", "mean_of": ["a", "b"]},
            },
            "panel": {"sector": "sector", "public": [1, 2], "third": [5], "relationship": "relationship_id"},
            **changes,
        }
    )


PRINCIPLES = instrument(
    id="principles",
    questions={
        "sector": {"text": "Your sector", "answers": {1: "Council", 2: "Health", 5: "Third sector", 7: "Business"}},
        **{f"p{i}": {"text": f"Principle {i}", "answers": ANSWERS} for i in range(1, 4)},
    },
    scores={},
    panel={"sector": "sector", "public": [1, 2], "third": [5]},
)


def frame(rows: Sequence[Row]) -> pl.DataFrame:
    """Responses from organisation, sector, relationship, and the answers to each heading."""
    cells = [
        {"respondent": name, "sector": sector, "relationship": relationship}
        | {f"a{i}": code for i, code in enumerate(a, start=1)}
        | {f"b{i}": code for i, code in enumerate(b, start=1)}
        for name, sector, relationship, a, b in rows
    ]
    types = {"respondent": pl.String, "sector": pl.Int64, "relationship": pl.String}
    return pl.DataFrame(cells, schema=types | dict.fromkeys(QUESTIONS, pl.Int64))


def group(prefix: str, sector: int, scores: Sequence[int]) -> list[Row]:
    """One whole-organisation row each; a score of 0 to 16 steps of 6.25 points for heading a, and 50 for b."""
    return [(f"{prefix}{n}", sector, None, spread_out(score), [2, 2, 2, 1 + n % 3]) for n, score in enumerate(scores)]


def spread_out(total: int) -> list[Answer]:
    """Four answers that sum to a total of 0 to 16."""
    return [min(4, max(0, total - 4 * i)) for i in range(4)]


def found(rows: list[dict[str, Any]], statistic: str, who: str = "all", wave: int = 2024, measure: str = "a") -> Any:
    (row,) = (
        r for r in rows if (r["statistic"], r["group"], r["wave"], r["measure"]) == (statistic, who, wave, measure)
    )
    return row


def number(rows: list[dict[str, Any]], *which: Any, **more: Any) -> float | None:
    value: float | None = found(rows, *which, **more)["value"]
    return value


def two_sides(
    relationship: str, public: str, third: str, ours: Sequence[Answer], theirs: Sequence[Answer]
) -> list[Row]:
    return [
        (public, PUBLIC, relationship, ours, [2, 2, 2, 2]),
        (third, THIRD, relationship, theirs, [2, 2, 2, 2]),
    ]
