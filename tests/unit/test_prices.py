"""The price index as the ONS gives it for download."""

from pathlib import Path

import pytest

from pipelines.checks.verdicts import check
from pipelines.sources.base import Landed, Records, Wanted, glance
from pipelines.sources.catalogue import BY_ID, recognise
from pipelines.sources.sample import PREFIX, write_sample
from tests.conftest import ROOT

SOURCE = BY_ID["ons_prices"]
REFERENCE = sorted((ROOT / "data" / "reference").glob("*/place.yaml"))[0].parent
FILE = """"Title","CPIH INDEX 00: ALL ITEMS 2015=100"
"CDID","L522"
"Source dataset ID","MM23"
"PreUnit",""
"Unit","Index, base year = 100"
"Release date","19-11-2025"
"Next release","17 December 2025"
"Important notes",
"2014","99.6"
"2015","100.0"
"2016","101.0"
"2014 Q4","99.7"
"2015 Q1","99.6"
"2014 DEC","99.6"
"2015 JAN","99.2"
"""


def read(folder: Path, text: str | bytes) -> Records:
    path = folder / "series.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    assert SOURCE.read_records is not None
    return SOURCE.read_records(Landed(path.name, path, "", 0, "", synthetic=False), Wanted("", ""))


def test_the_values_of_years_are_kept(tmp_path: Path) -> None:
    records = read(tmp_path, FILE)
    assert (records.faults, records.rows_read) == ([], 7)
    assert records.frame.to_dict("list") == {
        "year": [2014, 2015, 2016],
        "index": [99.6, 100.0, 101.0],
        "series": ["L522"] * 3,
        "source_file": ["series.csv"] * 3,
        "source_row": [9, 10, 11],
    }
    assert all(v.success for v in check("price_index", records.frame, SOURCE.expectations, ("source_row",)))


@pytest.mark.parametrize("text", [FILE.encode("utf-8-sig"), FILE.replace("\n", "\r\n"), FILE.replace('"', "")])
def test_harmless_differences_change_nothing(tmp_path: Path, text: str | bytes) -> None:
    if isinstance(text, str):
        text = text.replace("Index, base", "Index base")
    records = read(tmp_path, text)
    assert records.faults == []
    assert list(records.frame["index"]) == [99.6, 100.0, 101.0]


def test_it_is_recognised_by_its_series(tmp_path: Path) -> None:
    path = tmp_path / "download.csv"
    path.write_text(FILE, encoding="utf-8")
    answer = recognise(glance(path, path.name))
    assert answer == (SOURCE, "ONS time series L522 (CPIH, all items)")
    path.write_text(FILE.replace("L522", "D7BT"), encoding="utf-8")
    answer = recognise(glance(path, path.name))
    assert not isinstance(answer, str)
    assert answer[1] == "ONS time series D7BT"
    assert "L522" in answer[0].unused


@pytest.mark.parametrize(
    ("old", "new", "row", "found"),
    [
        ('"100.0"', '"..."', 10, "'...'"),
        ('"100.0"', '"100.0","p"', 10, "3 cells"),
        ('"2015 Q1"', '"2015 Q7"', 13, "'2015 Q7'"),
        ('"2015","100.0"\n', "", 10, "2016 after 2014"),
        ('"2016","101.0"', '"2015","101.0"', 11, "2015 after 2015"),
    ],
)
def test_faults_are_told_by_row(tmp_path: Path, old: str, new: str, row: int, found: str) -> None:
    faults = read(tmp_path, FILE.replace(old, new)).faults
    assert (faults[0].row, faults[0].found, faults[0].blocking) == (row, found, True)


@pytest.mark.parametrize(
    "text", [FILE.split('"2014"')[0], b"\xff\xfe\x00", FILE.split('"2015","100.0"')[0].replace('"2014"', '"2014 Q1"')]
)
def test_a_series_without_years_cannot_be_used(tmp_path: Path, text: str | bytes) -> None:
    records = read(tmp_path, text)
    assert len(records.faults) == 1
    assert len(records.frame) == 0


def test_the_sample_has_the_years_of_its_returns(tmp_path: Path) -> None:
    write_sample(tmp_path, REFERENCE)
    records = read(tmp_path, (tmp_path / f"{PREFIX}series-consumer-prices.csv").read_bytes())
    assert records.faults == []
    assert set(records.frame["year"]) >= set(range(2014, 2026))
    assert records.frame.set_index("year").loc[2015, "index"] == 100.0
    assert records.frame["index"].is_monotonic_increasing
