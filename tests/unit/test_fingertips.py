"""Fingertips: recognised by its header, read for wards, city and country, and every fault told by row and column."""

import csv
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from pipelines import paths
from pipelines.assets.conforming import read_and_judge
from pipelines.assets.spine import Spine
from pipelines.declarations.catalogue import load_indicators
from pipelines.declarations.place import load_place
from pipelines.faults import Fault
from pipelines.sources.base import Landed, Tidy, Wanted, glance
from pipelines.sources.catalogue import BY_ID, recognise
from pipelines.sources.ohid_fingertips import period_of
from pipelines.sources.sample_health import life_expectancy
from pipelines.sources.sample_world import World, build_world

REFERENCE = paths.ROOT / "data" / "reference" / "leeds"
SOURCE = BY_ID["ohid_fingertips"]
CITY, COUNTRY, WARD = "E08000035", "E92000001", "E05011385"
WANTED = Wanted(CITY, COUNTRY)
MEASURE = "Life expectancy at birth, (upper age band 90+)"
ROW = {
    "Indicator ID": "93283",
    "Indicator Name": MEASURE,
    "Area Code": WARD,
    "Area Name": "Armley",
    "Area Type": "Electoral Wards (2021)",
    "Sex": "Female",
    "Category Type": "",
    "Time period": "2016 - 20",
    "Value": "80.5",
    "Lower CI 95.0 limit": "79.1",
    "Upper CI 95.0 limit": "81.9",
    "Value note": "",
}

Write = Callable[..., Landed]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write rows that differ from a good one in what is given; `without` leaves a column out."""

    def written(*changes: dict[str, str], without: str = "") -> Landed:
        path = tmp_path / "fingertips.csv"
        header = [name for name in ROW if name != without]
        with path.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, header, extrasaction="ignore")
            writer.writeheader()
            writer.writerows(ROW | change for change in changes)
        return Landed(path.name, path, "", path.stat().st_size, "", synthetic=False)

    return written


@pytest.fixture(scope="module")
def world() -> World:
    return build_world(REFERENCE)


@pytest.fixture(scope="module")
def sample_rows(world: World) -> list[dict[str, str]]:
    header, *rows = life_expectancy(world)
    return [dict(zip(map(str, header), map(str, row), strict=True)) for row in rows]


def read(landed: Landed) -> Tidy:
    assert SOURCE.read is not None
    return SOURCE.read(landed, WANTED)


def judged(landed: Landed) -> tuple[Tidy, list[Fault]]:
    """What a run makes of a file when the lookup knows of one ward elsewhere."""
    ward = {
        "area_code": "E01999999",
        "area_name": "",
        "ward_code": "E05009999",
        "ward_name": "",
        "city_code": "E08000001",
    }
    lookup = pd.DataFrame([ward | {"in_place": False}])
    old = pd.DataFrame(columns=["lsoa11_code", "area_code", "change_code", "city_code", "in_place"])
    faults: list[Fault] = []
    tidy = read_and_judge(
        SOURCE, [landed], Spine(load_place(REFERENCE), lookup, old.astype({"in_place": bool})), faults
    )
    return tidy, faults


def only(landed: Landed) -> dict[str, object]:
    tidy = read(landed)
    assert tidy.faults == []
    assert len(tidy.rows) == 1
    return tidy.rows[0]


def test_is_recognised_by_its_header_alone(write: Write) -> None:
    landed = write({})
    answer = recognise(glance(landed.path, "anything.csv"))
    assert answer == (SOURCE, "OHID Fingertips or Local Health")


@pytest.mark.parametrize("column", ["Indicator ID", "Sex", "Time period", "Upper CI 95.0 limit"])
def test_another_header_is_not_taken_for_it(column: str, write: Write) -> None:
    assert recognise(glance(write({}, without=column).path, "fingertips.csv")) == "no known source has such a header"


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2016 - 20", "2016-01-01/P5Y"),
        ("2016-20", "2016-01-01/P5Y"),
        ("2016 - 2020", "2016-01-01/P5Y"),
        ("2020", "2020-01-01/P1Y"),
        ("1998 - 02", "1998-01-01/P5Y"),
        ("2018 - 20", "2018-01-01/P3Y"),
        ("2020/21", None),
        ("2020 Q1", None),
        ("2020 - 16", None),
        ("2020 - 2016", None),
        ("20 - 24", None),
        ("", None),
    ],
)
def test_periods(text: str, period: str | None) -> None:
    assert period_of(text) == period


def test_a_row_keeps_the_publishers_figures(write: Write) -> None:
    assert only(write({})) == {
        "level": "ward",
        "area_code": WARD,
        "area_name": "Armley",
        "period": "2016-01-01/P5Y",
        "measure": MEASURE,
        "sex": "Female",
        "value": 80.5,
        "lower": 79.1,
        "upper": 81.9,
        "status": "ok",
        "note": "",
        "source_file": "fingertips.csv",
        "source_row": 2,
    }


@pytest.mark.parametrize(
    ("code", "kind", "level"),
    [
        (WARD, "Ward", "ward"),
        (WARD, "Wards (2023)", "ward"),
        (CITY, "Counties & UAs (from Apr 2021)", "city"),
        (CITY, "Districts & UAs (from Apr 2023)", "city"),
        (COUNTRY, "England", "country"),
    ],
)
def test_levels(code: str, kind: str, level: str, write: Write) -> None:
    assert only(write({"Area Code": code, "Area Type": kind}))["level"] == level


def test_other_levels_and_groups_within_an_area_are_left_out(write: Write) -> None:
    tidy = read(
        write(
            {},
            {"Area Code": "E08000032", "Area Type": "Counties & UAs (from Apr 2021)"},
            {"Area Code": "E02002330", "Area Type": "MSOA", "Time period": "2020/21"},
            {"Area Code": "B86001", "Area Type": "GPs"},
            {"Area Code": COUNTRY, "Area Type": "England", "Category Type": "Deprivation deciles", "Value": "75"},
        )
    )
    assert tidy.faults == []
    assert [row["area_code"] for row in tidy.rows] == [WARD]
    assert tidy.outside == {"E08000032": 3, "E02002330": 4, "B86001": 5}
    assert tidy.notes == ["fingertips.csv: 1 rows are of groups within an area and were left out."]


def test_an_empty_value_is_missing_with_the_publishers_note(write: Write) -> None:
    empty = {"Value": "", "Lower CI 95.0 limit": "", "Upper CI 95.0 limit": ""}
    row = only(write(empty | {"Value note": "Value missing in source data"}))
    assert (row["status"], row["value"], row["note"]) == ("missing_at_source", None, "Value missing in source data")
    assert only(write(empty))["note"] == "The publisher gives no value for this area and period."
    assert only(write(empty, without="Value note"))["status"] == "missing_at_source"


def test_limits_without_a_value_are_not_kept(write: Write) -> None:
    row = only(write({"Value": ""}))
    assert (row["lower"], row["upper"]) == (None, None)


@pytest.mark.parametrize(("upper", "status"), [("89.1", "ok"), ("90.0", "ok"), ("90.1", "suppressed")])
def test_an_interval_wider_than_twenty_years_suppresses_the_value(upper: str, status: str, write: Write) -> None:
    row = only(write({"Lower CI 95.0 limit": "70.0", "Upper CI 95.0 limit": upper}))
    assert row["status"] == status
    assert [row["value"], row["lower"], row["upper"]] == (
        [None] * 3 if status == "suppressed" else [80.5, 70.0, float(upper)]
    )
    assert ("more than 20 years wide" in str(row["note"])) == (status == "suppressed")


def test_only_years_of_life_are_suppressed_for_width(write: Write) -> None:
    wide = {"Indicator Name": "Deaths from causes considered preventable", "Upper CI 95.0 limit": "140"}
    assert only(write(wide))["status"] == "ok"


def test_a_value_without_an_interval_stays(write: Write) -> None:
    row = only(write({"Lower CI 95.0 limit": "", "Upper CI 95.0 limit": ""}))
    assert (row["status"], row["value"], row["lower"]) == ("ok", 80.5, None)


@pytest.mark.parametrize(
    ("change", "column", "found"),
    [
        ({"Time period": "2016/17"}, "Time period", "'2016/17'"),
        ({"Sex": "F"}, "Sex", "'F'"),
        ({"Value": "high"}, "Value", "'high'"),
        ({"Upper CI 95.0 limit": "n/a"}, "Upper CI 95.0 limit", "'n/a'"),
        ({"Area Code": "Armley", "Area Name": WARD}, "Area Code", "'Armley'"),
        ({"Area Code": CITY}, "Area Code", f"'{CITY}'"),
        ({"Area Type": "England"}, "Area Type", "'England'"),
    ],
)
def test_a_fault_is_told_with_row_and_column(change: dict[str, str], column: str, found: str, write: Write) -> None:
    tidy = read(write({"Sex": "Male"}, change))
    assert [(f.row, f.column, f.found) for f in tidy.faults] == [(3, column, found)]


def test_a_missing_column_is_told(write: Write) -> None:
    assert [f.column for f in read(write({}, without="Area Type")).faults] == ["Area Type"]


def test_all_faults_are_told_at_once(write: Write) -> None:
    tidy = read(write({"Time period": "then"}, {"Sex": "all"}, {"Value": "x"}))
    assert [(f.row, f.column) for f in tidy.faults] == [(4, "Value"), (2, "Time period"), (3, "Sex")]


def test_an_older_ward_code_is_translated_and_said(write: Write) -> None:
    tidy, faults = judged(write({"Area Code": "E05011386", "Area Name": "Beeston and Holbeck"}))
    assert faults == []
    assert [row["area_code"] for row in tidy.rows] == ["E05012647"]
    assert tidy.notes == ["fingertips.csv: ward code E05011386 was translated to E05012647 (Beeston & Holbeck)."]


def test_wards_of_other_places_are_counted_and_left_out(write: Write) -> None:
    other = {"Area Code": "E05000026", "Area Name": "Abbey"}
    tidy, faults = judged(write({}, other, {"Area Code": "E05009999", "Area Name": "Elsewhere"}))
    assert faults == []
    assert [row["area_code"] for row in tidy.rows] == [WARD]
    assert tidy.notes == ["fingertips.csv: rows of 2 areas of other places were left out."]


@pytest.mark.parametrize(
    ("change", "kind"),
    [({"Area Code": "E05001414"}, "ward redrawn"), ({"Area Name": "Wetherby"}, "ward name")],
)
def test_a_ward_that_cannot_be_placed_is_a_fault(change: dict[str, str], kind: str, write: Write) -> None:
    faults = judged(write(change))[1]
    assert [(f.row, f.kind) for f in faults] == [(2, kind)]


def test_the_same_figure_under_two_area_types_is_used_once(write: Write) -> None:
    city = {"Area Code": CITY, "Area Name": "Leeds"}
    types = [{"Area Type": "Counties & UAs (from Apr 2021)"}, {"Area Type": "Districts & UAs (from Apr 2021)"}]
    tidy, faults = judged(write(*(city | kind for kind in types)))
    assert faults == []
    assert len(tidy.rows) == 1
    faults = judged(write(city | types[0], city | types[1] | {"Value": "80.6"}))[1]
    assert [f.kind for f in faults] == ["conflict"]


def test_the_sample_is_plausible(sample_rows: list[dict[str, str]], world: World) -> None:
    whole = [row for row in sample_rows if not row["Category Type"]]
    assert {row["Time period"] for row in whole} == {"2015 - 19", "2016 - 20"}
    assert {row["Sex"] for row in whole} == {"Male", "Female"}
    assert len(whole) == 4 * (len(world.wards) + 2)
    widths = [
        float(row["Upper CI 95.0 limit"]) - float(row["Lower CI 95.0 limit"])
        for row in whole
        if "Ward" in row["Area Type"] and row["Value"]
    ]
    assert len(widths) == 4 * len(world.wards) - 1
    assert len([width for width in widths if width > 20]) == 1
    assert all(2 <= width <= 4 for width in widths if width <= 20)
    assert len([row for row in whole if not row["Value"] and row["Value note"].startswith("Synthetic data")]) == 1
    old = {code for row in whole for code in [row["Area Code"]]} - {ward.code for ward in world.wards}
    assert old == {CITY, COUNTRY, *list(world.superseded.values())[-2:]}


def test_years_of_life_fall_with_need_in_the_sample(sample_rows: list[dict[str, str]], world: World) -> None:
    by_need = sorted(world.wards, key=lambda ward: ward.need)
    values = {
        row["Area Name"]: float(row["Value"])
        for row in sample_rows
        if row["Sex"] == "Female" and row["Time period"] == "2015 - 19" and "Ward" in row["Area Type"]
    }
    least, most = ([values[ward.name] for ward in part] for part in (by_need[:5], by_need[-5:]))
    assert min(least) > max(most)
    assert all(70 < value < 92 for value in values.values())


def test_wb07_is_declared_for_either_sex() -> None:
    declared = {i.code: i for i in load_indicators() if i.code in ("WB07-F", "WB07-M")}
    assert {i.id for i in declared.values()} == {"life_expectancy_female_years", "life_expectancy_male_years"}
    for indicator in declared.values():
        assert indicator.kind == "published"
        assert indicator.levels == ["ward", "city"]
        assert indicator.overlapping
        assert indicator.source == [SOURCE.id]
