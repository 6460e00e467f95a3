"""Mid-year populations by broad age: sums of the sexes, the year, and the ways in which a sheet can be wrong."""

import csv
import io
from pathlib import Path

import pytest

from pipelines import paths
from pipelines.sources.base import Landed, Tidy, Wanted, glance
from pipelines.sources.catalogue import recognise
from pipelines.sources.ons_population_broad import SOURCES
from pipelines.sources.sample_population import YEARS, broad_ages
from pipelines.sources.sample_world import build_world

SOURCE = SOURCES[0]
HEADER = (
    "LAD 2021 Code,LAD 2021 Name,LSOA 2021 Code,LSOA 2021 Name,Total,F0 to 15,F16 to 29,F30 to 44,F45 to 64,"
    "F65 and over,M0 to 15,M16 to 29,M30 to 44,M45 to 64,M65 and over"
)
ROW = 'E06900001,Northby,E01900001,Northby 001A,"1,550",10,20,30,40,50,100,200,300,400,400'
OTHER = "E06900002,Southby,E01900002,Southby 001A,10,1,1,1,1,1,1,1,1,1,1"
WANTED = Wanted("E06900001", "E92000001", frozenset({"E01900001"}))


def read(folder: Path, content: str, name: str = "Mid-2022 LSOA 2021.csv") -> Tidy:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    taken_for = SOURCE.recognise(glance(path, name))
    assert taken_for
    assert SOURCE.read
    return SOURCE.read(Landed(name, path, "", 0, taken_for, synthetic=False), WANTED)


def test_sexes_and_bands_add_up(tmp_path: Path) -> None:
    tidy = read(tmp_path, f"{HEADER}\n{ROW}\n{OTHER}\n")
    assert not tidy.faults
    (row,) = tidy.rows
    expected = {"residents": 1550, "aged_0_15": 110, "aged_16_64": 990, "aged_65_over": 450, "source_row": 2}
    assert {name: row[name] for name in expected} == expected
    assert (row["level"], row["area_code"], row["period"]) == ("lsoa21", "E01900001", "2022-06-30/P1D")
    assert tidy.outside == {"E01900002": 3}


def test_title_rows_may_stand_above_the_header(tmp_path: Path) -> None:
    content = f"Mid-2024: Lower layer Super Output Areas\nThis worksheet contains one table.\n\n{HEADER}\n{ROW}\n"
    tidy = read(tmp_path, content, "sapelsoabroadage.csv")
    assert not tidy.faults
    assert tidy.rows[0]["period"] == "2024-06-30/P1D"
    assert tidy.rows[0]["source_row"] == 5


def test_the_year_in_the_name_goes_first(tmp_path: Path) -> None:
    tidy = read(tmp_path, f"Mid-2021 to mid-2022\n{HEADER}\n{ROW}\n", "broad_age_mid-2022_lsoa21.csv")
    assert tidy.rows[0]["period"] == "2022-06-30/P1D"


def test_a_sheet_without_a_year_is_told(tmp_path: Path) -> None:
    tidy = read(tmp_path, f"{HEADER}\n{ROW}\n", "population.csv")
    assert [fault.kind for fault in tidy.faults] == ["no year"]
    assert not tidy.rows


def test_every_wrong_cell_is_told_at_once(tmp_path: Path) -> None:
    wrong = ROW.replace(",20,", ",twenty,").replace('"1,550"', "-3")
    cut = "E06900001,Northby,E01900001"
    swapped = ROW.replace("E01900001", "Northby 001B")
    tidy = read(tmp_path, f"{HEADER}\n{wrong}\n{cut}\n{swapped}\n")
    told = {(fault.row, fault.column) for fault in tidy.faults}
    assert told == {(2, "F16 to 29"), (2, "Total"), (3, None), (4, "LSOA 2021 Code")}


def test_single_years_of_age_are_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "population2020_lsoa11.csv"
    path.write_text("lsoa11_name,lsoa11_code,total_population,0,90+\n", encoding="utf-8")
    assert SOURCE.recognise(glance(path, path.name)) is None


@pytest.mark.parametrize("missing", ["M65 and over", "LSOA 2021 Code", "Total"])
def test_a_sheet_without_a_column_is_no_such_sheet(tmp_path: Path, missing: str) -> None:
    path = tmp_path / "Mid-2022.csv"
    path.write_text(HEADER.replace(missing, "Notes") + "\n" + ROW + "\n", encoding="utf-8")
    assert isinstance(recognise(glance(path, path.name)), str)


def test_the_sample_leaves_a_year_to_interpolate(tmp_path: Path) -> None:
    world = build_world(paths.reference_folder())
    years = []
    for year in YEARS:
        text = io.StringIO()
        csv.writer(text).writerows(broad_ages(world, year))
        tidy = read(tmp_path, text.getvalue(), f"population_mid-{year}_lsoa21.csv")
        assert not tidy.faults
        every = [*tidy.rows, *tidy.outside]
        assert len(every) == len(world.areas)
        for row in tidy.rows:
            assert row["residents"] == row["aged_0_15"] + row["aged_16_64"] + row["aged_65_over"]
            years.append(row["period"][:4])
    assert years == ["2021", "2022", "2024", "2025"]
