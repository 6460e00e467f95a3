"""Declarations: all of them build, and what they may not say."""

import pytest
from pydantic import ValidationError

from pipelines import paths
from pipelines.checks.verdicts import build
from pipelines.declarations.catalogue import load_indicators, schema_text
from pipelines.declarations.expectation import expect
from pipelines.declarations.indicator import Indicator
from pipelines.methods.observations import tables_read
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


def test_ids_have_a_suffix_of_the_field() -> None:
    for indicator in load_indicators():
        assert indicator.id.rsplit("_", 1)[1] in {"share", "rate", "count", "mean", "median", "score", "years", "ratio"}


def test_catalogue_codes_are_shipped() -> None:
    codes = {i.code for i in load_indicators()}
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
