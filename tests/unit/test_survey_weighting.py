"""From margins and design columns to a design: scaling, categories without people or without respondents, pooling."""

from typing import Any

import duckdb
import numpy as np
import polars as pl
import pytest

from pipelines.declarations.instrument import Instrument
from pipelines.faults import DeclarationFaultsError, InputFaultsError
from pipelines.surveys.estimation.estimates import Asked, estimate
from pipelines.surveys.estimation.weighting import pooled, populations, weigh


def instrument(**more: Any) -> Instrument:
    return Instrument.model_validate(
        {
            "id": "made_up",
            "title": "A made-up survey",
            "description": "Nobody was asked anything for it.",
            "respondent": "person",
            "publisher": "Nobody",
            "cadence": "never",
            "columns": {"respondent": "who", "weight": "weight"},
            "questions": {"age": {"text": "How old?", "answers": {1: "Young", 2: "Old"}}},
            "margins": {
                "age": {
                    "of": "age",
                    "population": "SELECT * FROM (VALUES ('1', 300), ('2', 700)) AS t(category, population)",
                },
                "home": {
                    "of": "home",
                    "population": "SELECT * FROM (VALUES ('a', 1), ('b', 3)) AS t(category, population)",
                },
            },
            **more,
        }
    )


def frame(ages: list[str | None], homes: list[str | None], **more: Any) -> pl.DataFrame:
    rows = len(ages)
    empty: list[str | None] = [None] * rows
    columns = {"weight": [1.0] * rows, "stratum": empty, "psu": empty, "population": [None] * rows} | more
    types = {"stratum": pl.String, "psu": pl.String, "population": pl.Float64, "margin_age": pl.String}
    return pl.DataFrame({**columns, "margin_age": ages, "margin_home": homes}, schema_overrides=types)


AGES, HOMES = ["1", "2"] * 20, ["a", "b", "b", "b"] * 10


def sums(weight: Any, of: list[str | None]) -> dict[str | None, float]:
    return {name: float(sum(w for w, o in zip(weight, of, strict=True) if o == name)) for name in dict.fromkeys(of)}


def test_margins_of_other_totals_are_scaled_to_the_first() -> None:
    found = populations(duckdb.connect(), instrument())
    assert found == {"age": {"1": 300, "2": 700}, "home": {"a": 250, "b": 750}}


def test_a_margin_that_cannot_be_had_is_told_by_name() -> None:
    wrong = instrument(margins={"age": {"of": "age", "population": "SELECT nothing FROM nowhere"}})
    with pytest.raises(DeclarationFaultsError, match=r"made_up.yaml: margins.age: its query failed"):
        populations(duckdb.connect(), wrong)


def test_weights_agree_with_every_margin() -> None:
    weighted = weigh(frame(AGES, HOMES), instrument(), populations(duckdb.connect(), instrument()), 2024)
    assert sums(weighted.design.weight, AGES) == pytest.approx({"1": 300, "2": 700})
    assert sums(weighted.design.weight, HOMES) == pytest.approx({"a": 250, "b": 750})


def test_respondents_without_a_category_keep_their_share() -> None:
    ages = [None, *AGES[1:]]
    weighted = weigh(frame(ages, HOMES), instrument(), populations(duckdb.connect(), instrument()), 2024)
    found = sums(weighted.design.weight, ages)
    assert found[None] == pytest.approx(1000 / 40)
    assert found["1"] / found["2"] == pytest.approx(3 / 7)
    assert "1 responses have no category of age" in weighted.notes[0]


def test_every_category_without_respondents_is_told() -> None:
    with pytest.raises(InputFaultsError) as told:
        weigh(frame(["1"] * 40, ["b"] * 40), instrument(), populations(duckdb.connect(), instrument()), 2024)
    assert [(fault.column, fault.file) for fault in told.value.faults] == [
        ("age", "A made-up survey 2024"),
        ("home", "A made-up survey 2024"),
    ]
    assert "'2', which stands for 700 people" in str(told.value)


def test_the_same_psu_code_in_two_strata_names_two_psus() -> None:
    design = weigh(
        frame(AGES, HOMES, stratum=["x"] * 20 + ["y"] * 20, psu=["1", "2"] * 20),
        instrument(margins={}),
        {},
        2024,
    ).design
    assert len(set(design.psu.tolist())) == 4


def test_a_stratum_drawn_to_a_notable_part_has_less_variance() -> None:
    def error(population: float | None) -> float:
        given = frame(AGES, HOMES, population=[population] * 40)
        design = weigh(given, instrument(margins={}), {}, 2024).design
        answers = np.array([1.0, 0.0, 1.0, 1.0] * 10)
        (found,) = estimate(design, [Asked("survey_share", answers)], np.zeros(40, dtype=np.int64), 1)
        return float(found.error[0])

    assert error(80.0) == pytest.approx(error(None) * np.sqrt(0.5))  # half of the stratum: 1 - 40/80


def test_pooled_waves_count_alike_and_keep_their_own_strata_and_margins() -> None:
    margins = populations(duckdb.connect(), instrument())
    one = weigh(frame(AGES, HOMES), instrument(), margins, 2023).design
    two = weigh(frame(AGES * 2, HOMES * 2), instrument(), margins, 2024).design
    both = pooled([one, two])
    assert both.rows == 120
    assert both.weight[:40].sum() == pytest.approx(both.weight[40:].sum())
    assert set(both.stratum[:40].tolist()).isdisjoint(both.stratum[40:].tolist())
    assert set(both.psu[:40].tolist()).isdisjoint(both.psu[40:].tolist())
    for cell in both.cells:
        assert set(cell[:40].tolist()).isdisjoint(cell[40:].tolist())
    assert pooled([one]) is one
