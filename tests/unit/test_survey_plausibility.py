"""What is allowed and odd all the same, rows of other places, and cells that have moved."""

import pytest

from pipelines.faults import limited
from pipelines.surveys.coding.checking import check
from pipelines.surveys.coding.places import Places
from pipelines.surveys.files.reading import headings
from tests.survey_files import CLUBS, DECLARED, HEADER, PLACES, WARD, good_rows
from tests.unit.survey_checks import FILE, changed, checked, only, raw_of, simple, simply


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
