"""Which entries are one organisation: by the numbers they give, never by name."""

from itertools import combinations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from pipelines.third_sector.matching import match


def entries(*rows: tuple[str, str, str | None, bool]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["register", "own_id", "other_id", "on_register"])
    return frame.astype({"other_id": "object"})


def test_a_charity_and_its_company_are_one_organisation_and_told() -> None:
    found = match(
        entries(
            ("company", "GB-COH-00198344", None, True),
            ("charity", "GB-CHC-225922", "GB-COH-00198344", True),
            ("charity", "GB-CHC-1000001", None, True),
        )
    )
    assert found.org_id.tolist() == ["GB-CHC-225922", "GB-CHC-225922", "GB-CHC-1000001"]
    assert found.ids.tolist()[:2] == ["GB-CHC-225922|GB-COH-00198344"] * 2
    assert found.notes == [
        "1 organisations stand both in the charity register and in Companies House; each is counted once."
    ]


def test_a_charity_registered_anew_with_its_company_is_the_one_on_the_register() -> None:
    found = match(
        entries(
            ("charity", "GB-CHC-500001", "GB-COH-00000007", False),
            ("charity", "GB-CHC-1100001", "GB-COH-00000007", True),
        )
    )
    assert set(found.org_id) == {"GB-CHC-1100001"}
    assert set(found.ids) == {"GB-CHC-1100001|GB-CHC-500001|GB-COH-00000007"}


def test_a_number_that_two_charities_give_identifies_neither_and_is_told() -> None:
    found = match(
        entries(
            ("charity", "GB-CHC-1000001", "GB-COH-00000007", True),
            ("charity", "GB-CHC-1000002", "GB-COH-00000007", True),
            ("company", "GB-COH-00000007", None, True),
        )
    )
    assert found.org_id.nunique() == 3
    assert "GB-COH-00000007" in found.notes[0]
    assert "more than one charity" in found.notes[0]


NUMBERS = st.integers(1, 12)
ROW = st.one_of(
    st.tuples(st.just("company"), NUMBERS.map("GB-COH-{:08d}".format), st.none(), st.booleans()),
    st.tuples(
        st.just("charity"),
        NUMBERS.map("GB-CHC-{}".format),
        st.one_of(st.none(), NUMBERS.map("GB-COH-{:08d}".format)),
        st.booleans(),
    ),
)


def linked(frame: pd.DataFrame) -> set[tuple[int, int]]:
    """Pairs of rows that are one organisation, found by following identifiers one by one."""
    live = frame[(frame["register"] == "charity") & frame["on_register"]]
    many = {i for i, own in live.groupby("other_id")["own_id"] if len(set(own)) > 1}
    ids = {
        row: {value for value in (own, other if other not in many else None) if isinstance(value, str)}
        for row, own, other in frame[["own_id", "other_id"]].itertuples()
    }
    groups = [({row}, set(own)) for row, own in ids.items()]
    while True:
        pair = next(((a, b) for a, b in combinations(groups, 2) if a[1] & b[1]), None)
        if pair is None:
            return {(a, b) for rows, _ in groups for a in rows for b in rows}
        groups = [g for g in groups if g not in pair] + [(pair[0][0] | pair[1][0], pair[0][1] | pair[1][1])]


@given(st.lists(ROW, min_size=1, max_size=14, unique_by=lambda row: row[1]))
def test_components_are_those_that_identifiers_tie_together(rows: list[tuple[str, str, str | None, bool]]) -> None:
    frame = entries(*rows)
    found = match(frame).org_id
    assert {(a, b) for a in frame.index for b in frame.index if found[a] == found[b]} == linked(frame)


@given(st.lists(ROW, min_size=1, max_size=14, unique_by=lambda row: row[1]), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(rows: list[tuple[str, str, str | None, bool]], random: object) -> None:
    frame = entries(*rows)
    order = list(frame.index)
    random.shuffle(order)  # type: ignore[attr-defined]
    one, other = match(frame), match(frame.loc[order])
    assert one.org_id.to_dict() == other.org_id.to_dict()
    assert one.ids.to_dict() == other.ids.to_dict()
    assert one.notes == other.notes
