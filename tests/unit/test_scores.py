"""Scores of responses: the minimum-answered rule at its boundaries, and means of scores."""

import math
from typing import Any

import polars as pl
import pytest

from pipelines.declarations.instrument import Instrument
from pipelines.faults import DeclarationFaultsError
from pipelines.surveys.coding.scores import ends, measures, with_scores

ANSWERS = {0: "Not in place", 1: "Planned", 2: "Sometimes", 3: "Usually", 4: "Always"}
HEADINGS = {"forming": 8, "sustaining": 8, "inclusive": 4, "effective": 7, "resourcing": 7}


def instrument(**changes: Any) -> Instrument:
    questions = {
        f"{heading}_{i}": {"text": f"{heading} practice {i}", "answers": ANSWERS, "missing": {9: "Does not apply"}}
        for heading, size in HEADINGS.items()
        for i in range(1, size + 1)
    }
    scores: dict[str, Any] = {
        heading: {"label": heading.title(), "questions": [f"{heading}_{i}" for i in range(1, size + 1)]}
        for heading, size in HEADINGS.items()
    }
    return Instrument.model_validate(
        {
            "id": "code",
            "title": "Code of practice",
            "description": "A self-assessment of practices.",
            "respondent": "organisation",
            "publisher": "Partnership",
            "cadence": "yearly",
            "columns": {"respondent": "organisation"},
            "questions": questions,
            "scores": {"overall": {"label": "Overall", "mean_of": list(HEADINGS)}, **scores},
            **changes,
        }
    )


def row(**given: list[int | None]) -> pl.DataFrame:
    cells = {f"{h}_{i}": 4 for h, size in HEADINGS.items() for i in range(1, size + 1)}
    for heading, codes in given.items():
        cells |= {f"{heading}_{i}": code for i, code in enumerate(codes, start=1)}  # type: ignore[misc]
    return pl.DataFrame([{"organisation": "a", **cells}], schema_overrides=dict.fromkeys(cells, pl.Int64))


def score(name: str, **given: list[int | None]) -> float | None:
    found: float | None = with_scores(row(**given), instrument())[name][0]
    return found


def test_by_hand() -> None:
    # 25 x (4 + 3 + 2 + 0) / 4
    assert score("inclusive", inclusive=[4, 3, 2, 0]) == 56.25
    # the five headings weigh alike, whatever their number of practices
    assert score("overall", inclusive=[4, 3, 2, 0]) == pytest.approx((4 * 100 + 56.25) / 5)


@pytest.mark.parametrize(
    ("heading", "size", "needed"),
    [("inclusive", 4, 3), ("effective", 7, 5), ("resourcing", 7, 5), ("forming", 8, 6), ("sustaining", 8, 6)],
)
def test_the_share_answered(heading: str, size: int, needed: int) -> None:
    for answered in range(size + 1):
        codes: list[int | None] = [3] * answered + [None] * (size - answered)
        assert score(heading, **{heading: codes}) == (75.0 if answered >= needed else None)


@pytest.mark.parametrize(("share", "size", "needed"), [(0.65, 20, 13), (0.7, 10, 7), (1.0, 3, 3), (0.0, 4, 1)])
def test_the_share_is_not_missed_by_a_hair(share: float, size: int, needed: int) -> None:
    declared = instrument(
        questions={f"q_{i}": {"text": "Practice", "answers": ANSWERS} for i in range(size)},
        scores={"s": {"label": "S", "questions": [f"q_{i}" for i in range(size)], "minimum_answered": share}},
    )
    for answered, expected in ((needed, 25.0), (needed - 1, None)):
        cells = {f"q_{i}": [1 if i < answered else None] for i in range(size)}
        frame = pl.DataFrame(cells, schema=dict.fromkeys(cells, pl.Int64))
        assert with_scores(frame, declared)["s"][0] == expected


def test_does_not_apply_leaves_the_mean_and_counts_as_not_answered() -> None:
    assert score("inclusive", inclusive=[4, 2, 0, 9]) == 50.0
    assert score("inclusive", inclusive=[4, 2, 9, 9]) is None
    assert score("inclusive", inclusive=[4, 2, 0, 7]) == 50.0  # a code that nobody declared


def test_overall_needs_every_heading() -> None:
    assert score("overall", inclusive=[4, 4, None, None]) is None
    assert score("forming", inclusive=[4, 4, None, None]) == 100.0


def test_a_question_that_a_wave_did_not_ask() -> None:
    frame = row(inclusive=[1, 1, 1, 4]).drop("inclusive_4")
    assert with_scores(frame, instrument())["inclusive"][0] == 25.0
    gone = frame.drop([f"inclusive_{i}" for i in (1, 2, 3)])
    found = with_scores(gone, instrument())
    assert found["inclusive"][0] is None
    assert found["overall"][0] is None


def test_rows_and_columns_stay_and_none_is_no_trouble() -> None:
    frame = pl.concat([row(), row(inclusive=[0, 0, 0, 0])])
    found = with_scores(frame, instrument())
    assert found.select(frame.columns).equals(frame)
    assert found["inclusive"].to_list() == [100.0, 0.0]
    assert found.schema["overall"] == pl.Float64
    empty = with_scores(frame.clear(), instrument())
    assert empty.height == 0
    assert "overall" in empty.columns


def test_codes_may_have_been_read_as_text_or_floats() -> None:
    frame = row(inclusive=[4, 3, 2, 0]).with_columns(
        pl.col("inclusive_1").cast(pl.Float64), pl.col("inclusive_2").cast(pl.String)
    )
    assert with_scores(frame, instrument())["inclusive"][0] == 56.25


def test_multiplier_and_numbers() -> None:
    declared = instrument(
        questions={"hours": {"text": "Hours given", "kind": "number", "missing": {-1: "Don't know"}}},
        scores={"days": {"label": "Days", "questions": ["hours"], "multiplier": 0.125}},
    )
    frame = pl.DataFrame({"hours": [16.0, -1.0, None]})
    assert with_scores(frame, declared)["days"].to_list() == [2.0, None, None]


def test_declarations_that_cannot_be_scored() -> None:
    words = {"q": {"text": "Agreed?", "answers": {"yes": "Yes", "no": "No"}}}
    with pytest.raises(DeclarationFaultsError, match="no numbers to average"):
        with_scores(
            pl.DataFrame({"q": ["yes"]}),
            instrument(questions=words, scores={"s": {"label": "S", "questions": ["q"]}}),
        )
    circle = {"a": {"label": "A", "mean_of": ["b"]}, "b": {"label": "B", "mean_of": ["a"]}}
    with pytest.raises(DeclarationFaultsError, match="waits for another"):
        with_scores(row(), instrument(scores=circle))
    named = {"forming_1": {"label": "F", "questions": ["forming_1", "forming_2"]}}
    with pytest.raises(DeclarationFaultsError, match="this name already"):
        with_scores(row(), instrument(scores=named))


def test_measures_are_scores_or_else_rated_questions() -> None:
    assert list(measures(instrument())) == ["overall", *HEADINGS]
    plain = instrument(
        questions={
            "sector": {"text": "Your sector", "answers": {1: "Public", 2: "Third"}},
            "trust": {"text": "We trust each other", "answers": ANSWERS},
            "respect": {"text": "We respect each other", "answers": ANSWERS, "missing": {9: "Does not apply"}},
        },
        scores={},
    )
    found = measures(plain)
    assert list(found) == ["trust", "respect", "overall"]
    assert found["overall"].questions == ["trust", "respect"]
    assert found["trust"].label == "We trust each other"


def test_ends_of_the_scale() -> None:
    assert set(ends(instrument(), measures(instrument())).values()) == {(0.0, 100.0)}
    declared = instrument(
        questions={
            "hours": {"text": "Hours given", "kind": "number", "minimum": 0},
            "eleven": {"text": "From one to eleven", "scale": {"first": 1, "last": 11, "low": "Least", "high": "Most"}},
        },
        scores={
            "both": {"label": "Both", "mean_of": ["h", "e"]},
            "h": {"label": "H", "questions": ["hours"], "multiplier": 2},
            "e": {"label": "E", "questions": ["eleven"], "multiplier": 10},
        },
    )
    found = ends(declared, measures(declared))
    assert found == {"h": (0.0, math.inf), "e": (10.0, 110.0), "both": (5.0, math.inf)}
