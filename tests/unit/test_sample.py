"""The synthetic sample: the same bytes every time, sums that add up, and nothing that could pass for real."""

import csv
import math
import re
from collections import defaultdict
from pathlib import Path

import geopandas
import pytest
import shapely
import yaml

from pipelines.sources.sample import PREFIX, write_sample
from pipelines.sources.sample_world import build_world, share_out

ROOT = Path(__file__).parents[2]
REFERENCE = sorted((ROOT / "data" / "reference").glob("*/place.yaml"))[0].parent
PLACE = yaml.safe_load((REFERENCE / "place.yaml").read_text(encoding="utf-8"))
CENSUS = ("tenure", "overcrowding", "household_deprivation", "ethnicity", "disability")


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("inbox")
    write_sample(folder, REFERENCE)
    return folder


@pytest.fixture
def small_place(tmp_path: Path) -> Path:
    """A made-up place of four wards, with the least that a reference folder must have."""
    folder = tmp_path / "northby"
    folder.mkdir()
    (folder / "place.yaml").write_text(
        "code: E06900001\nname: Northby\ncountry: {code: E92000001, name: England}\n", encoding="utf-8"
    )
    wards = "".join(f"E0590010{number},Ward {number} & Mill\n" for number in range(1, 5))
    (folder / "wards.csv").write_text(f"ward_code,ward_name\n{wards}", encoding="utf-8")
    return folder


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{PREFIX}{name}").open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_same_bytes_every_time(inbox: Path, tmp_path: Path) -> None:
    write_sample(tmp_path, REFERENCE)
    assert contents(tmp_path) == contents(inbox)


def test_every_file_says_that_it_is_synthetic(inbox: Path, tmp_path: Path) -> None:
    written = write_sample(tmp_path, REFERENCE)
    assert sorted(path.name for path in written) == sorted(contents(inbox))
    assert all(path.name.startswith("SYNTHETIC_") for path in written)


def test_made_up_boundaries_cover_the_place_without_gap_or_overlap(inbox: Path) -> None:
    wards = geopandas.read_file(inbox / f"{PREFIX}ward_boundaries.geojson").to_crs(PLACE["crs"])
    small = geopandas.read_file(inbox / f"{PREFIX}lsoa21_boundaries.geojson").to_crs(PLACE["crs"])
    ward_of = {area.code: area.ward.code for area in build_world(REFERENCE).areas}
    year = PLACE["ward_vintage"] % 100
    assert len(wards) == PLACE["expected"]["ward"]
    assert wards[f"WD{year}NM"].notna().all()
    assert set(small["LSOA21CD"]) == set(ward_of)
    for shapes in (wards, small):
        assert shapely.coverage_is_valid(shapes.geometry.values)  # neighbours share every corner
    assert wards.union_all().symmetric_difference(small.union_all()).area == 0
    # Regular hexagons, each divided into the small areas of its own ward.
    assert wards.area.max() / wards.area.min() < 1.001
    middles = small.set_index("LSOA21CD").representative_point()
    for code, shape in wards.set_index(f"WD{year}CD").geometry.items():
        assert set(middles.index[middles.within(shape)]) == {area for area, ward in ward_of.items() if ward == code}
    middle = shapely.box(*wards.total_bounds).centroid
    assert (middle.x, middle.y) == pytest.approx(PLACE["centre"], abs=1)


def test_no_small_area_code_is_in_the_real_range(inbox: Path) -> None:
    codes = {
        code
        for data in contents(inbox).values()
        for code in re.findall(r"\bE0[12]\d{6}\b", data.decode(errors="ignore"))
    }
    assert len(codes) > 100
    assert all(code >= "E01900000" for code in codes if code.startswith("E01"))
    assert all(code >= "E02900000" for code in codes if code.startswith("E02"))


def test_code_knows_no_place() -> None:
    for module in (ROOT / "pipelines" / "sources").glob("sample*.py"):
        text = module.read_text(encoding="utf-8")
        assert PLACE["name"] not in text
        assert PLACE["code"] not in text


def test_every_ward_has_small_areas(inbox: Path) -> None:
    lookup = rows(inbox, "lookup_lsoa21_ward24_ltla24.csv")
    per_ward: dict[str, int] = defaultdict(int)
    for row in lookup:
        per_ward[row["ward24_code"]] += 1
    wards = {ward.code for ward in build_world(REFERENCE).wards}
    assert set(per_ward) == wards
    assert min(per_ward.values()) >= 4
    assert len({row["lsoa21_code"] for row in lookup}) == len(lookup) >= 4 * len(wards)


def test_middle_layer_names_follow_from_small_area_names(inbox: Path) -> None:
    middle = {row["MSOANM"]: row["MSOACD"] for row in rows(inbox, "msoa_la.csv")}
    names = {row["lsoa21_name"] for row in rows(inbox, "lookup_lsoa21_ward24_ltla24.csv")}
    assert {name[:-1] for name in names} == set(middle)
    assert len(set(middle.values())) == len(middle)


def test_two_areas_were_split_and_one_pair_merged(inbox: Path) -> None:
    lookup = rows(inbox, "lookup_lsoa11_lsoa21_ltla22.csv")
    kinds = defaultdict(list)
    for row in lookup:
        kinds[row["change_code"]].append(row)
    assert len(kinds["S"]) == 4
    assert len({row["lsoa11_code"] for row in kinds["S"]}) == 2
    assert len(kinds["M"]) == 2
    assert len({row["lsoa21_code"] for row in kinds["M"]}) == 1
    current = {row["lsoa21_code"] for row in rows(inbox, "lookup_lsoa21_ward24_ltla24.csv")}
    assert {row["lsoa21_code"] for row in lookup} == current


@pytest.mark.parametrize("name", CENSUS)
def test_categories_add_up_to_the_total(inbox: Path, name: str) -> None:
    table = rows(inbox, f"census2021_{name}_lsoa21.csv")
    column = next(column for column in table[0] if column.startswith("total_"))
    total = {row["lsoa21_code"]: int(row[column]) for row in table}
    summed: dict[str, int] = defaultdict(int)
    for row in table:
        summed[row["lsoa21_code"]] += int(row["n"])
        assert float(row["prop"]) == pytest.approx(int(row["n"]) / int(row[column]))
    assert summed == total


def test_residents_agree_between_files(inbox: Path) -> None:
    by_age: dict[str, int] = defaultdict(int)
    for row in rows(inbox, "census2021_age_groups_lsoa21.csv"):
        by_age[row["lsoa21_code"]] += int(row["usual_residents"])
    disability = rows(inbox, "census2021_disability_lsoa21.csv")
    assert by_age == {row["lsoa21_code"]: int(row["total_residents"]) for row in disability}
    ward_of = {row["lsoa21_code"]: row["ward24_code"] for row in rows(inbox, "lookup_lsoa21_ward24_ltla24.csv")}
    by_ward: dict[str, int] = defaultdict(int)
    for code, residents in by_age.items():
        by_ward[ward_of[code]] += residents
    health = [row for row in rows(inbox, "partnership_figures.csv") if row["measure"] == "good_general_health"]
    assert by_ward == {row["area_code"]: int(row["denominator"]) for row in health}


@pytest.mark.parametrize("year", [2019, 2020])
def test_single_years_add_up(inbox: Path, year: int) -> None:
    for row in rows(inbox, f"population{year}_lsoa11.csv"):
        ages = [int(value) for column, value in row.items() if column.rstrip("+").isdigit()]
        assert len(ages) == 91
        assert sum(ages) == int(row["total_population"])


@pytest.mark.parametrize(("name", "count"), [("imd2025_lsoa21.csv", 33755), ("imd2019_lsoa11.csv", 32844)])
def test_deciles_follow_from_ranks(inbox: Path, name: str, count: int) -> None:
    table = rows(inbox, name)
    for row in table:
        for column in (column for column in row if column.endswith("_rank")):
            assert int(row[column.replace("_rank", "_decile")]) == math.ceil(int(row[column]) * 10 / count)
    assert len({row["IMD_rank"] for row in table}) == len(table)
    if "IMD_score" in table[0]:
        scores = [float(row["IMD_score"]) for row in sorted(table, key=lambda row: int(row["IMD_rank"]))]
        assert scores == sorted(scores, reverse=True)


def test_partnership_figures_have_every_state(inbox: Path) -> None:
    table = rows(inbox, "partnership_figures.csv")
    states = defaultdict(list)
    for row in table:
        states[row["status"]].append(row)
        empty = row["status"] != "ok"
        assert (row["numerator"] == "") == (row["denominator"] == "") == empty
        assert row["note"].startswith("Synthetic data")
        assert empty or 0 <= int(row["numerator"]) <= int(row["denominator"])
    assert set(states) == {"ok", "suppressed", "missing_at_source", "not_collected"}
    assert len(states["suppressed"]) == len(states["missing_at_source"]) == 1
    assert {row["measure"] for row in states["not_collected"]} == {"resident_led_activities"}
    groups = [int(row["numerator"]) for row in states["ok"] if row["measure"] == "community_groups"]
    assert 0 in groups
    assert any(0 < count < 10 for count in groups)
    keys = {(row["area_code"], row["period"], row["measure"]) for row in table}
    assert len(keys) == len(table)


def test_twelve_wards_of_33_collect_resident_led_activities(inbox: Path) -> None:
    table = rows(inbox, "partnership_figures.csv")
    activities = [row for row in table if row["measure"] == "resident_led_activities"]
    assert len({row["area_code"] for row in activities}) == PLACE["expected"]["ward"]
    assert len({row["area_code"] for row in activities if row["status"] == "ok"}) == 12


def test_election_files_keep_the_habits_of_the_real_ones(inbox: Path) -> None:
    wards = {ward.code for ward in build_world(REFERENCE).wards}
    for year, code_column in ((2021, "Ward/ED code"), (2022, "Ward code")):
        path = inbox / f"{PREFIX}local_elections_{year}_wards.csv"
        with path.open(encoding="utf-8", newline="") as handle:
            title, header, *results = list(csv.reader(handle))
        assert any(f"Local election results by ward, {year}" in cell for cell in title)
        assert len(results) == len(wards)
        assert {len(row) for row in (title, header, *results)} == {len(header)}
        codes = {row[header.index(code_column)] for row in results}
        assert len(codes - wards) == (2 if year == 2021 else 0)
    assert b'" \t' in (inbox / f"{PREFIX}local_elections_2021_wards.csv").read_bytes()


def test_published_series_have_states_and_a_country(inbox: Path) -> None:
    assert "u" in {row["status"] for row in rows(inbox, "personal-wellbeing-estimates.csv")}
    assert "x" in {row["status"] for row in rows(inbox, "claimant-count.csv")}
    for name in ("claimant-count", "library-walk", "healthy-life-expectancy", "personal-wellbeing-estimates"):
        table = rows(inbox, f"{name}.csv")
        assert {row["areacd"] for row in table} == {PLACE["code"], PLACE["country"]["code"]}
        assert {row["notes"] for row in table} == {"Synthetic data"}
        assert all((row["observation"] == "") == (row["status"] != "") for row in table)
    assert (inbox / f"{PREFIX}claimant-count.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_works_for_any_place(small_place: Path, tmp_path: Path) -> None:
    folder = tmp_path / "inbox"
    written = write_sample(folder, small_place)
    assert all(path.stat().st_size for path in written)
    lookup = rows(folder, "lookup_lsoa21_ward24_ltla24.csv")
    assert {row["ltla24_name"] for row in lookup} == {"Northby"}
    assert {row["ltla24_code"] for row in lookup} == {"E06900001"}
    assert len({row["ward24_code"] for row in lookup}) == 4
    assert {row["change_code"] for row in rows(folder, "lookup_lsoa11_lsoa21_ltla22.csv")} == {"U", "S", "M"}
    assert not [path for path in written if PLACE["name"].encode() in path.read_bytes()]


def test_share_out_keeps_the_whole() -> None:
    assert share_out(10, [1, 1, 1]) == [4, 3, 3]
    assert share_out(0, [2, 1]) == [0, 0]
    assert sum(share_out(997, [0.3, 0.0, 12.5, 7.1])) == 997
