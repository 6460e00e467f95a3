"""From text to responses: each rule of checking, its message, and that no message repeats what a person wrote."""

import json
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.declarations.instrument import Instrument
from pipelines.faults import DeclarationFaultsError, Fault, limited
from pipelines.surveys.coding.checking import Checked, check
from pipelines.surveys.coding.places import Places
from pipelines.surveys.files.reading import ROW, RawFile, headings
from pipelines.surveys.telling import discreet, rows_in_words
from tests.survey_files import CLUBS, DECLARED, HEADER, PLACES, WARD, Row, good_rows, private_texts

FILE = "clubs_2023.csv"


def raw_of(rows: list[Row], instrument: Instrument = CLUBS, header: list[str] | None = None) -> RawFile:
    """What reading a CSV of these rows gives: an empty cell is null, the first row is 2."""
    columns = header or HEADER
    frame = pl.DataFrame(
        {name: pl.Series([row.get(name) or None for row in rows], dtype=pl.String) for name in columns}
    )
    frame.insert_column(0, pl.Series(ROW, range(2, len(rows) + 2), dtype=pl.Int64))
    absent = [n for n in headings(instrument) if n not in columns and n not in instrument.identifiers]
    return RawFile(FILE, instrument.id, frame, absent)


def checked(rows: list[Row], instrument: Instrument = CLUBS, places: Places = PLACES, **more: Any) -> Checked:
    found = check(raw_of(rows, instrument, **more), instrument, FILE, places)
    told = json.dumps([fault.__dict__ for fault in found.faults]) + str(found) + str(found.notes) + str(found.counts)
    assert not [text for text in private_texts(rows) if text in told]
    return found


def changed(**cells: dict[int, str]) -> list[Row]:
    """Good rows with some cells replaced, by column and place."""
    rows = good_rows()
    for column, by_place in cells.items():
        for place, text in by_place.items():
            rows[place][column] = text
    return rows


def only(found: Checked, kind: str) -> Fault:
    hits = [fault for fault in found.faults if fault.kind == kind]
    assert len(hits) == 1, [str(fault) for fault in found.faults]
    return hits[0]


def simple(questions: dict[str, Any], **more: Any) -> Instrument:
    """An instrument without a design."""
    return Instrument.model_validate(
        {
            "id": "simple",
            "title": "A simple survey",
            "description": "A survey without weights, strata and places.",
            "respondent": "person",
            "publisher": "Somebody",
            "cadence": "once",
            "columns": {"respondent": "who"},
            "questions": questions,
            **more,
        }
    )


def simply(instrument: Instrument, rows: list[Row]) -> Checked:
    full = [{"who": f"W{place}X", "wave": "2023", **row} for place, row in enumerate(rows)]
    return checked(full, instrument, Places(), header=headings(instrument))


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


def test_rows_of_another_place_are_left_out_and_counted() -> None:
    found = checked(changed(postcode={3: "SK1 1AA", 5: "sk2 2bb"}))
    fault = only(found, "outside the place")
    assert not fault.blocking
    assert "2 rows" in fault.found
    assert "rows 5, 7" in fault.found
    assert found.counts["outside"] == 2
    assert found.counts["used"] == found.frame.height == 38
    assert found.responses == 40


def test_a_file_of_another_place_is_not_used() -> None:
    found = checked(changed(postcode={place: f"SK{place} 1AA" for place in range(25)}))
    assert only(found, "another place").blocking
    assert "right file" in only(found, "another place").remedy


def test_postcodes_without_a_place_stay_without_a_ward() -> None:
    found = checked(changed(postcode={3: "ZY1 9ZZ", 4: "", 5: "ZY1"}))
    assert not found.blocked
    assert {fault.kind for fault in found.faults} == {"postcode unlisted", "place empty", "place"}
    assert found.frame["ward"].null_count() == found.counts["no_place"] == 3
    assert found.counts["used"] == 40


def test_a_postcode_is_found_however_it_is_written() -> None:
    found = checked(changed(postcode={0: "zy10aa", 1: "ZY1  0AB"}))
    assert found.faults == []
    assert found.frame["ward"].null_count() == 0


def test_without_lookups_everything_else_is_checked() -> None:
    found = checked(changed(trust={3: "25"}), places=Places())
    assert [fault.kind for fault in found.faults] == ["answer choice"]
    assert "not checked" in found.notes[0]
    assert found.frame["lsoa21"].null_count() == found.frame["ward"].null_count() == 40


@pytest.mark.parametrize(
    ("carries", "inside", "elsewhere"), [("lsoa21", "E01011001", "E01000001"), ("ward", WARD, "E05000001")]
)
def test_area_codes_are_placed_too(carries: str, inside: str, elsewhere: str) -> None:
    instrument = simple(
        {"a": {"text": "Sure?", "answers": {1: "Yes"}}}, geography={"column": "area", "carries": carries}
    )
    rows = [{"who": f"W{n}", "wave": "2023", "a": "1", "area": inside} for n in range(5)]
    rows[1]["area"], rows[2]["area"] = elsewhere, "Headingley"
    found = checked(rows, instrument, header=headings(instrument))
    assert only(found, "outside the place").row == 3
    fault = only(found, "place")
    assert fault.blocking
    assert (fault.row, fault.column) == (4, "area")
    assert "text of 10 signs" in fault.found
    assert found.frame["ward"].to_list() == [WARD, None, WARD, WARD]


def test_straight_lines_are_counted_and_used() -> None:
    same = dict.fromkeys(("enjoy", "calm", "proud", "rested"), {2: "5", 3: "5", 4: "5"})
    found = checked(changed(**same))
    fault = only(found, "straight line the grid mood")
    assert not fault.blocking
    assert "3 rows" in fault.found
    assert "rows 4-6" in fault.found
    assert found.counts["used"] == 40


def test_one_code_in_every_choice_is_a_straight_line() -> None:
    question = {"text": "Sure?", "answers": {1: "Yes", 2: "No"}}
    instrument = simple({f"q{n}": question for n in range(8)})
    rows = [{f"q{n}": str(1 + (n + place) % 2) for n in range(8)} for place in range(4)]
    rows[2] = {f"q{n}": "2" for n in range(8)}
    found = [fault for fault in simply(instrument, rows).faults if fault.kind.startswith("straight")]
    assert [fault.row for fault in found] == [4]


def test_the_same_answers_under_two_ids_are_told() -> None:
    rows = good_rows()
    rows[30] = {**rows[4], "person_id": "QX9999K"}
    fault = only(checked(rows), "copies")
    assert not fault.blocking
    assert "2 rows" in fault.found
    assert "rows 6, 32" in fault.found


def test_impossible_dates_are_told_and_do_not_block() -> None:
    days = {1: "2019-05-01", 2: "1987-05-01", 3: "2199-05-01", 4: "31/02/2023", 5: "45080"}
    found = checked(changed(day=days))
    assert not found.blocked
    kinds = {fault.kind: fault.row for fault in found.faults}
    assert kinds == {
        "date more than a year away from the wave": 3,
        "date before 1990": 4,
        "date in the future": 5,
        "impossible date": 6,
        "serial date": 7,
    }
    assert found.frame["date"][5].isoformat() == "2023-06-03"
    assert found.frame["date"][4] is None


def test_silence_above_the_stated_share_is_told() -> None:
    found = checked(changed(trust=dict.fromkeys(range(6), "") | dict.fromkeys(range(6, 9), "29")))
    fault = only(found, "nonresponse")
    assert (fault.column, fault.blocking) == ("trust", False)
    assert "9 of 40 without an answer (22%)" in fault.found
    assert found.counts["no_answer"]["trust"] == 9


def test_silence_is_counted_among_those_who_were_asked() -> None:
    found = checked(good_rows())
    assert found.counts["asked"]["years"] == 26
    assert found.counts["no_answer"]["years"] == 0


def test_a_stratum_with_one_unit_is_told() -> None:
    rows = good_rows()
    for row in rows:
        if row["stratum"] == "3":
            row["club"] = "3-0"
    fault = only(checked(rows), "single unit")
    assert (fault.row, fault.column, fault.blocking) == (4, "stratum", False)
    assert "stratum 3 with one sampling unit" in fault.found
    assert "mean of all strata" in fault.remedy


@pytest.mark.parametrize(("step", "side"), [(1, "right"), (-1, "left")])
def test_moved_cells_are_told_once_before_the_wrong_answers(step: int, side: str) -> None:
    rows = good_rows()
    columns = HEADER[HEADER.index("enjoy") :]
    for place in (6, 7, 12):
        cells = [rows[place][name] for name in columns]
        moved = ["", *cells[:-1]] if step > 0 else [*cells[1:], ""]
        rows[place] |= dict(zip(columns, moved, strict=True))
    found = check(raw_of(rows), CLUBS, FILE, PLACES)
    fault = only(found, f"shifted {side}")
    assert f"Cells of rows 8-9, 14 seem to have moved by one column to the {side}" in fault.remedy
    answers = [n for n, f in enumerate(found.faults) if f.kind.startswith("answer")]
    assert found.faults.index(fault) < min(answers)


def test_labels_throughout_are_not_taken_for_moved_cells() -> None:
    rows = good_rows()
    for name in ("trust", "visits", "member", "tools"):
        answers = DECLARED["questions"][name]["answers"]
        for row in rows:
            row[name] = {str(code): label for code, label in answers.items()}[row[name]]
    found = checked(rows)
    assert not [fault for fault in found.faults if fault.kind.startswith("shifted")]
    told = [fault for fault in found.faults if fault.column == "trust"]
    assert len(told) == 20
    assert "20 more rows have the same fault" in told[-1].remedy
    assert len(limited(told)) == 20


def test_a_file_without_rows_says_so() -> None:
    found = checked([])
    assert found.blocked
    assert "a header and no rows" in only(found, "empty").found
    assert found.wave is None
    assert found.frame.height == 0


def test_absent_columns_are_told_once_by_reading_and_not_again() -> None:
    header = [name for name in HEADER if name not in ("weight", "wave", "trust", "postcode", "stratum")]
    found = checked(good_rows(), header=header)
    assert found.faults == []
    assert found.wave is None


# Where a person might by mistake put what identifies somebody.
PLANTED = {
    "name": "Persephone Quillfeather",
    "email": "persephone.q@example.org",
    "postcode": "LS6 3QQ",
    "text": "My neighbour at number nine never sleeps",
    "id": "90210",
    "phone": "07700900123",
}


@pytest.mark.parametrize("column", [name for name in HEADER if name not in ("name", "email")])
@pytest.mark.parametrize("kind", PLANTED)
def test_what_identifies_somebody_is_never_repeated(column: str, kind: str) -> None:
    rows = changed(**{column: {11: PLANTED[kind], 12: PLANTED[kind]}})
    rows[20]["person_id"] = PLANTED["id"]
    found = checked(rows)
    told = "\n".join(map(str, found.faults)) + repr(found) + str(found.notes) + str(found.counts)
    assert PLANTED[kind] not in told
    assert PLANTED[kind].replace(" ", "") not in told
    assert repr(raw_of(rows)).find(PLANTED[kind]) == -1


def test_an_error_of_the_program_does_not_quote_answers() -> None:
    @discreet
    def stumble(cell: str) -> int:
        return int(cell)

    with pytest.raises(RuntimeError) as caught:
        stumble(PLANTED["text"])
    assert "ValueError" in str(caught.value)
    assert PLANTED["text"] not in str(caught.value)
    assert caught.value.__context__ is None


def test_rows_in_words() -> None:
    assert rows_in_words([7]) == "row 7"
    assert rows_in_words([5, 2, 3, 4, 9]) == "rows 2-5, 9"
    assert rows_in_words(range(1, 101, 2)).endswith("39 and 30 more")


def allowed(question: dict[str, Any]) -> list[str]:
    scale = question.get("scale")
    codes = list(question.get("answers", {})) or list(range(scale["first"], scale["last"] + 1))
    return [str(code) for code in [*codes, *question.get("missing", {})]]


CHOICES = {name: question for name, question in DECLARED["questions"].items() if question.get("kind") is None}


@st.composite
def drawn_rows(draw: st.DrawFn) -> list[Row]:
    rows = good_rows(draw(st.integers(2, 12)))
    for row in rows:
        for name, question in CHOICES.items():
            empty = [] if question.get("required") else [""]
            row[name] = draw(st.sampled_from([*allowed(question), *empty]))
        member = row["member"] == "1"
        row["years"] = str(draw(st.integers(0, 80))) if member and draw(st.booleans()) else ""
        row["joined"] = "2015-04-01" if member and draw(st.booleans()) else ""
    return rows


@settings(max_examples=40, deadline=None)
@given(rows=drawn_rows())
def test_allowed_answers_never_block(rows: list[Row]) -> None:
    assert not checked(rows).blocked


@settings(max_examples=60, deadline=None)
@given(rows=drawn_rows(), data=st.data())
def test_one_disallowed_answer_is_told_at_exactly_its_place(rows: list[Row], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(rows) - 1))
    column = data.draw(st.sampled_from([name for name in CHOICES if name != "member"]))
    wrong = data.draw(
        st.one_of(st.integers(40, 99).map(str), st.text("bcdfgh", min_size=1, max_size=12), st.just("2020-03-01"))
    )
    rows[place][column] = wrong
    blocking = [(fault.row, fault.column) for fault in checked(rows).faults if fault.blocking]
    assert blocking == [(place + 2, column)]
