"""Declarations: all of them build, and what they may not say."""

import pytest
from pydantic import ValidationError

from pipelines import paths
from pipelines.checks.verdicts import build
from pipelines.declarations.catalogue import instrument_schema_text, load_indicators, schema_text
from pipelines.declarations.expectation import expect
from pipelines.declarations.indicator import Indicator
from pipelines.declarations.instrument import Instrument
from pipelines.methods.figures import tables_read
from pipelines.sources.catalogue import SOURCES

GOOD = {
    "code": "PL99",
    "name": "A share of households",
    "characteristic": "place",
    "definition": "Share of households that are so.",
    "numerator": "Households",
    "denominator": "All households",
    "unit": "percent",
    "polarity": "high_good",
    "kind": "proportion",
    "from": {"table": "conformed.t", "numerator": "a", "denominator": "b"},
    "levels": ["ward"],
    "source": ["s"],
}


def test_every_declared_expectation_can_be_built() -> None:
    """A typing error in an expectation surfaces only when it is made."""
    declared = [e for source in SOURCES for e in source.expectations]
    declared += [e for indicator in load_indicators() for e in indicator.expectations]
    assert len(declared) > 20
    for number, expectation in enumerate(declared):
        build(expectation, str(number))


@pytest.mark.parametrize(
    ("name", "arguments"), [("ExpectNothing", {}), ("ExpectColumnValuesToBeInSet", {"colum": "x"})]
)
def test_a_misspelt_expectation_is_told(name: str, arguments: dict[str, object]) -> None:
    with pytest.raises(TypeError, match=name):
        build(expect(name, **arguments), "0")


def test_the_generated_schema_is_committed() -> None:
    assert paths.INDICATOR_SCHEMA.read_text() == schema_text()
    assert paths.INSTRUMENT_SCHEMA.read_text() == instrument_schema_text()


def test_ids_have_a_suffix_of_the_field() -> None:
    suffixes = {"share", "rate", "count", "total", "index", "mean", "median", "score", "years", "ratio"}
    for indicator in load_indicators():
        assert indicator.id.rsplit("_", 1)[1] in suffixes, indicator.id


def test_catalogue_codes_are_shipped() -> None:
    codes = {i.code for i in load_indicators()}
    assert {f"AM{number:02d}" for number in range(1, 23)} <= codes
    assert {"WB01", "WB04", "WB06", "CO11", "CO12", "IN02", "IN07", "IN08", "IN09", "IN10"} <= codes
    assert {"PL01", "PL02", "PL03", "PL04", "PL05", "PL07", "PL08", "PL09"} <= codes


@pytest.mark.parametrize(
    "change",
    [
        {"unit": "furlongs"},
        {"levels": ["ward", "ward"]},
        {"levels": []},
        {"interval": "byar"},
        {"kind": "published"},
        {"unknown_key": 1},
        {"from": {"table": "landed.t", "numerator": "a", "denominator": "b"}},
        {"code": "pl1"},
    ],
)
def test_what_a_declaration_may_not_say(change: dict[str, object]) -> None:
    Indicator.model_validate(GOOD)
    with pytest.raises(ValidationError):
        Indicator.model_validate({**GOOD, **change})


def test_tables_are_found_by_the_parser_at_any_depth() -> None:
    indicator = Indicator.model_validate(
        {k: v for k, v in GOOD.items() if k != "from"}
        | {
            "id": "x",
            "sql": "WITH a AS (SELECT * FROM conformed.one) SELECT * FROM a WHERE k IN (SELECT k FROM conformed.two)",
        }
    )
    assert tables_read(indicator) == ("conformed.one", "conformed.two")


SURVEY = {**{k: v for k, v in GOOD.items() if k != "from"}, "kind": "survey_share", "estimate": {"of": "a = 1"}}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"estimate": {"of": "a = 1", "pool": 3}}, "overlapping: true"),
        ({"kind": "proportion"}, "`estimate` goes with the kinds of an instrument"),
        ({"kind": "survey_gap"}, "`between` goes with the kind survey_gap"),
        ({"kind": "register_ratio"}, "`over` goes with the kind register_ratio"),
        ({"kind": "survey_share", "interval": "wilson"}, "does not go with kind survey_share"),
    ],
)
def test_what_a_survey_indicator_may_not_say(change: dict[str, object], told: str) -> None:
    assert Indicator.model_validate(SURVEY).interval_kind == "design_logit"
    with pytest.raises(ValidationError, match=told):
        Indicator.model_validate(SURVEY | change)


QUESTION = {"text": "Do you?", "answers": {1: "Yes", 0: "No"}}
INSTRUMENT = {
    "title": "A made-up survey",
    "description": "Nobody was asked anything for it.",
    "respondent": "person",
    "publisher": "Nobody",
    "cadence": "never",
    "columns": {"respondent": "who"},
    "questions": {"a": QUESTION},
}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"questions": {"A b": QUESTION}}, "small letters, digits and underscores"),
        ({"questions": {"a": {"text": "Do you?"}}}, "a choice needs `answers`"),
        ({"questions": {"a": QUESTION | {"missing": {1: "Yes"}}}}, "stands under both"),
        ({"questions": {"a": QUESTION | {"missing": {"x": "None"}}}}, "all be whole numbers or all be words"),
        ({"questions": {"a": QUESTION | {"kind": "number"}}}, "takes no `answers`"),
        ({"scores": {"s": {"label": "S", "questions": ["b"]}}}, "neither a question nor a score"),
        ({"scores": {"s": {"label": "S"}}}, "either `questions` or `mean_of`"),
        ({"panel": {"sector": "b", "public": [1], "third": [0]}}, "panel.sector: 'b' is not a question"),
        ({"listing": {"name": "a", "questions": ["a"]}}, "not publishable text"),
        ({"margins": {"m": {"of": "a", "population": "SELECT 1"}}}, "margins need `columns.weight`"),
        ({"period": "2024"}, "period"),
    ],
)
def test_what_an_instrument_may_not_say(change: dict[str, object], told: str) -> None:
    assert Instrument.model_validate(INSTRUMENT).period_of(2024) == "2024-01-01/P1Y"
    with pytest.raises(ValidationError, match=told):
        Instrument.model_validate(INSTRUMENT | change)


def test_a_pooled_period_begins_with_its_first_wave() -> None:
    financial = Instrument.model_validate(INSTRUMENT | {"period": "{wave}-04-01/P1Y"})
    assert financial.period_of(2024, pooled=3) == "2022-04-01/P3Y"
