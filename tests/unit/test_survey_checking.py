"""What must hold of an answer, a row and a file: each fault by row, column, found and expected."""

import polars as pl
import pytest

from pipelines.faults import DeclarationFaultsError
from tests.survey_files import DECLARED, PLACES, WARD, good_rows
from tests.unit.survey_checks import FILE, changed, checked, only, simple, simply


def test_good_rows_have_no_fault_and_become_a_typed_frame() -> None:
    found = checked(good_rows())
    assert found.faults == []
    assert found.notes == []
    assert found.wave == 2023
    assert found.responses == 40
    assert not found.blocked
    schema = dict(found.frame.schema)
    assert list(schema) == [
        *("respondent", "wave", "date", "weight", "stratum", "psu", "population", "lsoa21", "ward"),
        *(name for name in DECLARED["questions"] if name != "remark"),
    ]
    assert schema["wave"] == pl.Int32
    assert schema["date"] == schema["joined"] == pl.Date
    assert schema["weight"] == schema["years"] == pl.Float64
    assert schema["enjoy"] == schema["trust"] == pl.Int64
    assert schema["visits"] == schema["ward"] == pl.String
    assert set(found.frame["ward"]) == {WARD}
    assert set(found.frame["lsoa21"]) == set(PLACES.lsoa21)
    assert "ZY1" not in str(found.frame.to_dicts())
    assert "Thaddeus" not in str(found.frame.to_dicts())


def test_what_is_not_declared_is_null_and_a_weight_is_one() -> None:
    found = simply(simple({"sure": {"text": "Sure?", "answers": {1: "Yes", 0: "No"}}}), [{"sure": "1"}, {"sure": "0"}])
    assert found.faults == []
    assert found.frame["weight"].to_list() == [1.0, 1.0]
    assert found.frame.select("date", "stratum", "psu", "lsoa21", "ward").null_count().row(0) == (2,) * 5
    assert found.frame["sure"].to_list() == [1, 0]


def test_publishable_text_is_kept_and_other_text_is_not() -> None:
    text = {"text": "And?", "kind": "text"}
    found = simply(simple({"a": text, "b": {**text, "publishable": True}}), [{"a": "one", "b": "two"}])
    assert "a" not in found.frame.columns
    assert found.frame["b"].to_list() == ["two"]
    assert found.counts["no_answer"] == {"a": 0, "b": 0}


@pytest.mark.parametrize(
    ("column", "cell", "found", "expected", "remedy"),
    [
        ("trust", "25", "25", "one of 21 (Strongly agree), 22 (Agree)", "write its code"),
        ("trust", "25", "25", "29 (Don't know) for no answer", ""),
        ("trust", "agree", "the label 'Agree'", "21", "Write the code: 22 for 'Agree'"),
        ("trust", "DON'T  KNOW", "the label 'Don't know'", "21", "Write the code: 29"),
        ("trust", "22 - Disagree", "code 22 beside words that are not its label", "21", "contradict"),
        ("trust", "Rather so", "text of 9 signs that is no answer code", "21", ""),
        ("trust", "#N/A", "#N/A, which is an error in the spreadsheet", "21", ""),
        ("trust", "07700900123", "a number of 11 digits", "21", ""),
        ("enjoy", "11", "11", "a whole number from 0 to 10", ""),
        ("enjoy", "3.5", "3.5", "a whole number from 0 to 10", ""),
        ("enjoy", "2023-03-02", "a date (2 March)", "0 to 10", "Excel has turned this into a date"),
        ("visits", "2023-02-01", "a date (1 February)", "1-2", "then write 1-2"),
        ("visits", "01-Feb", "a date (1 February)", "1-2", "then write 1-2"),
        ("visits", "03/09/2024", "a date (3 September)", "3-9", "then write 3-9"),
        ("visits", "2-1", "text of 3 signs", "1-2", ""),
        ("years", "81", "81", "a number from 0 to 80", ""),
        ("years", "-1", "-1", "a number from 0 to 80", ""),
        ("years", "a few", "text of 5 signs that is no number", "a number from 0 to 80", "digits only"),
        ("years", "2023-02-01", "a date (1 February)", "a number", "Excel"),
        ("years", "inf", "text of 3 signs", "a number", ""),
        ("joined", "in spring", "text of 9 signs that is no date", "2024-03-31", "year-month-day"),
        ("day", "yesterday", "text of 9 signs that is no date", "2024-03-31", "year-month-day"),
        ("wave", "last", "text of 4 signs that is no year", "the year of the wave", ""),
        ("weight", "0,98", "a number with a comma where the decimal point should be", "a number above zero", ""),
        ("weight", "1,234", "a number with a comma where the decimal point should be", "a number above zero", ""),
        ("weight", "heavy", "text of 5 signs that is no weight", "a number above zero", ""),
        ("weight", "0", "0", "a number above zero", ""),
        ("weight", "-0.5", "-0.5", "a number above zero", ""),
        ("weight", "", "an empty cell", "a number above zero", "delete its row"),
        ("stratum", "", "an empty cell", "the stratum", ""),
        ("club", "", "an empty cell", "the sampling unit", ""),
        ("wave", "", "an empty cell", "the year", ""),
        ("person_id", "", "an empty cell", "tells the respondents apart", ""),
        ("member", "", "an empty cell", "one of 1 (Yes), 0 (No)", "must be answered"),
    ],
)
def test_a_wrong_cell_is_told_by_row_and_column(column: str, cell: str, found: str, expected: str, remedy: str) -> None:
    result = checked(changed(**{column: {4: cell}}))
    (fault,) = [fault for fault in result.faults if fault.blocking and fault.column == column]
    assert (fault.file, fault.row) == (FILE, 6)
    assert found in fault.found
    assert expected in fault.expected
    assert remedy in fault.remedy
    assert [fault for fault in result.faults if fault.blocking and fault.column != column] == []


@pytest.mark.parametrize(
    ("column", "cell", "meant"),
    [
        ("trust", "22 - Agree", 22),
        ("trust", "22 \u2013 agree", 22),
        ("trust", "22.0", 22),
        ("trust", "29 - Don't know", None),
        ("trust", "29", None),
        ("enjoy", "10 - Completely", 10),
        ("enjoy", "07", 7),
        ("visits", "1-2 - Once or twice", "1-2"),
        ("years", "12.5", 12.5),
        ("years", "0", 0.0),
    ],
)
def test_forms_of_a_right_answer(column: str, cell: str, meant: object) -> None:
    found = checked(changed(**{column: {4: cell}}))
    assert found.faults == []
    assert found.frame[column][4] == meant


@pytest.mark.parametrize(
    "text",
    ["2023-06-03", "3/6/2023", "03.06.2023", "3 Jun 2023", "3 June 2023", "03/06/23", "3-Jun-23", "2023-06-03 09:30"],
)
def test_forms_of_a_date(text: str) -> None:
    found = checked(changed(day={4: text}))
    assert found.faults == []
    assert found.frame["day" if "day" in found.frame.columns else "date"][4].isoformat() == "2023-06-03"


def test_a_number_may_have_a_code_for_no_answer_and_a_comma() -> None:
    number = {"text": "How much?", "kind": "number", "minimum": 0, "missing": {-9: "Not said"}}
    cells = ["-9", "-9 - Not said", "12,500", "3", ""]
    found = simply(simple({"pounds": number}, nonresponse_warning=1), [{"pounds": cell} for cell in cells])
    assert found.faults == []
    assert found.frame["pounds"].to_list() == [None, None, 12500.0, 3.0, None]
    assert found.counts["no_answer"] == {"pounds": 3}


def test_an_answer_that_was_not_asked_for_is_told() -> None:
    fault = only(checked(changed(years={0: "3"})), "not asked")
    assert (fault.row, fault.column) == (2, "years")
    assert "only if member = 1" in fault.expected
    assert fault.found == "an answer"


def test_routing_is_not_judged_where_the_deciding_answer_is_wrong() -> None:
    found = checked(changed(member={1: "maybe"}))
    assert {fault.column for fault in found.faults} == {"member"}


def test_a_code_for_no_answer_may_stand_where_nobody_was_asked() -> None:
    gate = {"text": "Sure?", "answers": {1: "Yes", 0: "No"}, "missing": {8: "Don't know"}}
    after = {"text": "Why?", "answers": {1: "A", 2: "B"}, "missing": {-1: "Not asked"}, "asked_if": "gate = 1"}
    instrument = simple({"gate": gate, "after": {**after, "required": True}}, nonresponse_warning=1)
    rows = [{"gate": "0", "after": "-1"}, {"gate": "8", "after": ""}, {"gate": "1", "after": "2"}]
    assert simply(instrument, rows).faults == []
    assert only(simply(instrument, [*rows, {"gate": "1"}]), "required").row == 5
    assert only(simply(instrument, [*rows, {"gate": "8", "after": "2"}]), "not asked").row == 5
    assert simply(instrument, rows).counts["asked"] == {"gate": 3, "after": 1}


@pytest.mark.parametrize("condition", ["nothing = 1", "gate = = 1", "gate = 'x'"])
def test_a_condition_that_cannot_be_evaluated_is_the_declarations_fault(condition: str) -> None:
    gate = {"text": "Sure?", "answers": {1: "Yes", 0: "No"}}
    instrument = simple({"gate": gate, "after": {**gate, "asked_if": condition}})
    with pytest.raises(DeclarationFaultsError, match="simple: questions.after.asked_if"):
        simply(instrument, [{"gate": "1"}])


def test_a_question_may_not_be_named_like_a_column_of_the_response() -> None:
    with pytest.raises(DeclarationFaultsError, match="questions.ward"):
        simply(simple({"ward": {"text": "Which?", "answers": {1: "A"}}}), [{"ward": "1"}])


def test_two_waves_are_told_with_the_rows_of_the_smaller() -> None:
    found = checked(changed(wave={7: "2022", 8: "2022"}))
    fault = only(found, "two waves")
    assert "2022 (2 rows), 2023 (38 rows)" in fault.found
    assert "rows 9-10" in fault.remedy
    assert found.wave == 2023


def test_a_respondent_twice_is_told_by_the_other_row() -> None:
    fault = only(checked(changed(person_id={9: "QX7003K"})), "respondent twice")
    assert (fault.row, fault.column) == (11, "person_id")
    assert "as in row 5" in fault.found


def test_an_organisation_may_stand_once_for_each_relationship() -> None:
    instrument = simple(
        {"sector": {"text": "Sector?", "answers": {1: "Public", 2: "Third"}}},
        respondent="organisation",
        panel={"sector": "sector", "public": [1], "third": [2], "relationship": "pair"},
    )
    rows = [{"who": "O1", "pair": pair, "sector": "1"} for pair in ("", "a", "b")]
    found = simply(instrument, rows)
    assert found.faults == []
    assert found.frame["relationship"].to_list() == [None, "a", "b"]
    for pair, first in (("", 2), ("a", 3)):
        fault = only(simply(instrument, [*rows, {"who": "O1", "pair": pair, "sector": "1"}]), "respondent twice")
        assert f"same organisation and relationship as in row {first}" in fault.found
