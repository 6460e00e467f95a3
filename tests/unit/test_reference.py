"""The reference data of every place hangs together."""

import csv
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

REFERENCE = Path(__file__).parents[2] / "data" / "reference"
PLACES = sorted(path.parent for path in REFERENCE.glob("*/place.yaml"))
each_place = pytest.mark.parametrize("place", PLACES, ids=lambda path: path.name)


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def declared(place: Path) -> dict[str, Any]:
    values: dict[str, Any] = yaml.safe_load((place / "place.yaml").read_text(encoding="utf-8"))
    return values


def neighbours(column: int, row: int) -> set[tuple[int, int]]:
    left = 0 if row % 2 else -1
    beside = {(column - 1, row), (column + 1, row)}
    return beside | {(column + left + step, other) for step in (0, 1) for other in (row - 1, row + 1)}


def test_there_is_a_place() -> None:
    assert PLACES


@each_place
def test_place_says_what_it_must(place: Path) -> None:
    values = declared(place)
    assert re.fullmatch(r"E\d{8}", values["code"])
    assert re.fullmatch(r"E\d{8}", values["country"]["code"])
    assert set(values["expected"]) == {"lsoa21", "lsoa11", "msoa21", "ward", "committee"}
    assert all(isinstance(year, int) for year in values["election_years_without_poll"])
    assert "not an official statistic" in values["publisher"]


@each_place
def test_wards_and_committees_are_as_many_as_expected(place: Path) -> None:
    expected = declared(place)["expected"]
    wards = {row["ward_code"] for row in read(place / "wards.csv")}
    committees = {row["committee_code"] for row in read(place / "committees.csv")}
    assert len(wards) == len(read(place / "wards.csv")) == expected["ward"]
    assert len(committees) == len(read(place / "committees.csv")) == expected["committee"]


def test_leeds_has_33_wards_in_10_committees() -> None:
    assert len(read(REFERENCE / "leeds" / "wards.csv")) == 33
    assert len(read(REFERENCE / "leeds" / "committees.csv")) == 10


@each_place
def test_every_ward_has_a_known_committee_and_a_reason(place: Path) -> None:
    committees = {row["committee_code"] for row in read(place / "committees.csv")}
    wards = read(place / "wards.csv")
    assert {row["committee_code"] for row in wards} == committees
    for row in wards:
        assert row["membership_confidence"] in {"confirmed", "probable", "inferred"}
        assert row["evidence"]
        assert " and " not in row["ward_name"]


@each_place
def test_every_successor_is_a_ward_in_force(place: Path) -> None:
    wards = {row["ward_code"]: row["ward_name"] for row in read(place / "wards.csv")}
    for row in read(place / "ward_code_history.csv"):
        if row["relation"] == "redrawn":
            assert not row["successor_code"]
        else:
            assert row["successor_code"] in wards
            assert row["ward_name"] == wards[row["successor_code"]]


@each_place
def test_history_holds_every_code_once(place: Path) -> None:
    history = read(place / "ward_code_history.csv")
    wards = {row["ward_code"] for row in read(place / "wards.csv")}
    assert max(Counter(row["ward_code"] for row in history).values()) == 1
    assert {row["relation"] for row in history} <= {"same", "minor boundary change", "redrawn"}
    in_force = {row["ward_code"] for row in history if row["relation"] == "same"}
    assert in_force == wards == {row["ward_code"] for row in history if not row["in_force_to"]}
    assert all(row["successor_code"] == row["ward_code"] for row in history if row["relation"] == "same")


def test_every_leeds_code_of_2018_is_translated() -> None:
    codes = {row["ward_code"]: row for row in read(REFERENCE / "leeds" / "ward_code_history.csv")}
    series = [f"E{number:08d}" for number in range(5_011_382, 5_011_415)]
    assert len(series) == 33
    assert all(codes[code]["successor_code"] for code in series)
    superseded = [code for code in series if codes[code]["relation"] == "minor boundary change"]
    assert len(superseded) == 8
    assert len({codes[code]["successor_code"] for code in series}) == 33


@each_place
def test_hex_layout_has_one_cell_for_each_ward(place: Path) -> None:
    layout = read(place / "hex_layout.csv")
    wards = {row["ward_code"] for row in read(place / "wards.csv")}
    assert sorted(row["ward_code"] for row in layout) == sorted(wards)
    cells = {(int(row["column"]), int(row["row"])) for row in layout}
    assert len(cells) == len(wards)
    assert min(column for column, _ in cells) == 0
    assert min(row for _, row in cells) == 0


@each_place
def test_hex_layout_is_in_one_piece(place: Path) -> None:
    cells = {(int(row["column"]), int(row["row"])) for row in read(place / "hex_layout.csv")}
    reached = {min(cells)}
    while fresh := {near for cell in reached for near in neighbours(*cell) if near in cells} - reached:
        reached |= fresh
    assert reached == cells
