"""No message repeats what identifies somebody; allowed answers never block, a disallowed one is told at its place."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.surveys.telling import discreet, rows_in_words
from tests.survey_files import DECLARED, HEADER, Row, good_rows
from tests.unit.survey_checks import changed, checked, raw_of

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


@settings(max_examples=40)
@given(rows=drawn_rows())
def test_allowed_answers_never_block(rows: list[Row]) -> None:
    assert not checked(rows).blocked


@settings(max_examples=60)
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
