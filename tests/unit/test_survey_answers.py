"""Errors of declared expressions: told by indicator, without any answer that they met."""

import polars as pl
import pytest

from pipelines import warehouse
from pipelines.declarations.indicator import Indicator
from pipelines.faults import DeclarationFaultsError
from pipelines.surveys.estimation.analysis import Areas
from pipelines.surveys.estimation.answers import answered
from pipelines.surveys.results import results
from tests.unit.test_declarations import INSTRUMENT, SURVEY, Instrument

PLANTED = "somebody@example.org"


@pytest.mark.parametrize(
    ("expression", "told"),
    [
        ("CAST(respondent AS INTEGER) = 1", "the answer is not repeated"),
        ("nothing = 1", "nothing"),
        ("a = = 1", "syntax error"),
    ],
)
def test_an_expression_that_fails_is_told_without_the_answer(expression: str, told: str) -> None:
    indicator = Indicator.model_validate(SURVEY | {"id": "made_up_share", "estimate": {"of": expression}})
    frame = pl.DataFrame({"row_of_response": [0, 1], "respondent": ["1", PLANTED], "a": [1, 0]})
    with pytest.raises(DeclarationFaultsError, match=told) as failure:
        answered(warehouse.connect(), [indicator], frame)
    assert "made_up_share" in str(failure.value)
    assert PLANTED not in str(failure.value)


def test_an_error_of_the_program_quotes_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ValueError(f"could not convert {PLANTED}")

    monkeypatch.setattr("pipelines.surveys.results.waves_of", fail)
    with pytest.raises(RuntimeError) as failure:
        results(Instrument.model_validate(INSTRUMENT), [], {}, Areas((), (), "", ()), {})
    assert PLANTED not in str(failure.value)
    assert failure.value.__context__ is None or PLANTED not in str(failure.value.__context__)
