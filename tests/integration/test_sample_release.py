"""The release of the embedded sample: whole, marked synthetic, and saying the same in every form."""

import json
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest

from pipelines.columns import CITY_CHARACTERISTICS, OBSERVATION_COLUMNS, READER_LEVELS, STATUSES, STATUSES_WITH_VALUE
from pipelines.declarations.catalogue import load_indicators
from pipelines.declarations.kinds import UNADDED_KINDS
from pipelines.release.staging import verify
from tests.conftest import run_thriving

_WITH_EVERY_ROW = ["source", "licence", "citation", "synthetic"]


@pytest.fixture(scope="module")
def observations(sample_release: Path) -> pd.DataFrame:
    return pd.read_parquet(sample_release / "data" / "observations.parquet")


def test_every_declared_indicator_is_there(observations: pd.DataFrame) -> None:
    declared = load_indicators()
    assert len(declared) >= 24
    assert set(observations.indicator) == {i.id for i in declared}


def test_the_manifest_holds(sample_release: Path) -> None:
    assert verify(sample_release) == []


def test_columns_and_states(observations: pd.DataFrame) -> None:
    assert tuple(observations.columns) == (*OBSERVATION_COLUMNS, "synthetic")
    assert set(observations.status) <= set(STATUSES)
    assert (observations.value.notna() == observations.status.isin(STATUSES_WITH_VALUE)).all()
    assert {"suppressed", "missing_at_source", "not_collected", "not_applicable"} <= set(observations.status)
    bounded = observations[observations.lower.notna()]
    assert (bounded.lower <= bounded.value).all()
    assert (bounded.value <= bounded.upper).all()


def test_a_state_within_an_area_reaches_its_totals(observations: pd.DataFrame) -> None:
    """What is hidden in one ward cannot be had back by subtracting the others from the city, where figures add up."""
    adding = {i.id for i in load_indicators() if i.kind not in UNADDED_KINDS}
    hidden = observations[(observations.level == "ward") & (observations.status == "suppressed")]
    hidden = hidden[hidden.indicator.isin(adding)]
    assert len(hidden) > 0
    for row in hidden.itertuples():
        total = observations[
            (observations.indicator == row.indicator)
            & (observations.period == row.period)
            & (observations.level == "city")
        ]
        assert total.status.tolist() == ["suppressed"]
        assert total.value.isna().all()


def test_every_form_says_the_same(sample_release: Path, observations: pd.DataFrame) -> None:
    data = sample_release / "data"
    numbers = ["value", "lower", "upper", "numerator", "denominator", "benchmark_value"]
    as_csv = pd.read_csv(data / "observations.csv", keep_default_na=False, na_values={n: [""] for n in numbers})
    for column in numbers:
        pd.testing.assert_series_equal(as_csv[column].astype(float), observations[column], check_exact=True)
    readers = observations[observations.level.isin(READER_LEVELS)]
    for code in ["E08000035", *sorted(set(readers.area_code))[:4]]:
        own = readers[readers.area_code == code].sort_values(["indicator", "period"]).reset_index(drop=True)
        area = pd.read_csv(data / "areas" / f"{code}.csv").sort_values(["indicator", "period"]).reset_index(drop=True)
        assert area.value.tolist() == pytest.approx(own.value.tolist(), nan_ok=True, abs=0)
        sheet = openpyxl.load_workbook(data / "areas" / f"{code}.xlsx")["Figures"]
        rows = list(sheet.iter_rows(min_row=4, values_only=True))
        header = list(rows[0])
        book = {(r[header.index("Id")], r[header.index("Period")]): r for r in rows[1:]}
        for row in own.itertuples():
            cell = book[(row.indicator, row.period)][header.index("Value")]
            assert (cell is None) == pd.isna(row.value)
            if cell is not None:
                assert cell == pytest.approx(row.value, rel=1e-15)


def test_files_of_an_indicator_hold_every_figure(sample_release: Path, observations: pd.DataFrame) -> None:
    folder = sample_release / "data" / "indicators"
    declared = {i.id for i in load_indicators()}
    assert {path.stem for path in folder.iterdir()} == declared
    numbers = ["value", "lower", "upper", "numerator", "denominator", "benchmark_value", "rank", "rank_of"]
    for name in ("social_rented_share", "life_satisfaction_mean", "belonging_share", "claimant_share"):
        own = observations[observations.indicator == name].reset_index(drop=True)
        told = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        assert told["synthetic"] is True
        assert told["columns"] == list(OBSERVATION_COLUMNS)
        assert set(told["sources"][0]) == {"publisher", "title", "licence", "attribution"}
        as_json = pd.DataFrame(told["rows"], columns=told["columns"])
        as_csv = pd.read_csv(folder / f"{name}.csv", keep_default_na=False, na_values={n: [""] for n in numbers})
        assert set(as_csv.columns) == {*OBSERVATION_COLUMNS, *_WITH_EVERY_ROW}
        assert as_csv[_WITH_EVERY_ROW].ne("").all(axis=None)
        for column in OBSERVATION_COLUMNS:
            for form in (as_json, as_csv):
                if column in numbers:
                    expected = own[column].astype("float64")
                    pd.testing.assert_series_equal(form[column].astype("float64"), expected, check_exact=True)
                else:
                    assert form[column].tolist() == own[column].tolist(), (name, column)


def test_places_of_the_sample(sample_release: Path, observations: pd.DataFrame) -> None:
    data = sample_release / "data"
    areas = pd.read_csv(data / "areas.csv", dtype=str, keep_default_na=False)
    small = areas[areas.level == "lsoa21"].set_index("area_code")
    postcodes = pd.read_csv(data / "postcodes.csv", dtype=str)
    assert postcodes.postcode.is_monotonic_increasing
    assert postcodes.postcode.is_unique
    assert postcodes.ward_code.tolist() == small.ward_code.reindex(postcodes.lsoa21).tolist()
    for level in ("lsoa21", "ward", "committee", "neighbourhood"):
        shapes = json.loads((data / "boundaries" / f"{level}.geojson").read_text(encoding="utf-8"))
        drawn = [feature["properties"] for feature in shapes["features"]]
        assert {shape["area_code"] for shape in drawn} == set(areas[areas.level == level].area_code)
        assert all(shape["synthetic"] for shape in drawn)


def test_named_neighbourhoods_are_added_up(sample_release: Path, observations: pd.DataFrame) -> None:
    data = sample_release / "data"
    areas = pd.read_csv(data / "areas.csv", dtype=str, keep_default_na=False)
    listed = pd.read_csv(data / "neighbourhoods.csv", dtype=str)
    named = observations[observations.level == "neighbourhood"]
    assert areas[areas.level == "neighbourhood"].vintage.tolist() == ["2", "1"]
    assert set(named.area_code) == set(listed.neighbourhood_code) == {"example-a", "example-b"}
    for code, of_area in named.groupby("area_code"):
        assert set(of_area.indicator) == {
            i.id for i in load_indicators() if i.characteristic not in CITY_CHARACTERISTICS
        }
        parts = observations[observations.area_code.isin(listed[listed.neighbourhood_code == code].lsoa21_code)]
        sums = parts[parts.indicator == "social_rented_share"][["numerator", "denominator"]].sum()
        own = of_area[of_area.indicator == "social_rented_share"].iloc[0]
        assert own[["numerator", "denominator"]].tolist() == sums.tolist()
        assert own.value == pytest.approx(100 * sums.numerator / sums.denominator, rel=1e-15)
    assert (data / "areas" / "example-a.xlsx").exists()


def test_every_file_says_that_it_is_synthetic(sample_release: Path) -> None:
    assert json.loads((sample_release / "release.json").read_text())["synthetic"] is True
    pages = list(sample_release.rglob("*.html"))
    assert len(pages) > 70
    for page in pages:
        assert "synthetic data" in page.read_text(encoding="utf-8").lower(), page
    for path in (sample_release / "data").rglob("*.csv"):
        frame = pd.read_csv(path, dtype=str)
        assert (frame["synthetic"] == "True").all(), path
    assert pq.read_schema(sample_release / "data" / "observations.parquet").metadata[b"synthetic"] == b"true"
    for path in (sample_release / "data" / "areas").glob("*.xlsx"):
        book = openpyxl.load_workbook(path, read_only=True)
        assert any("Synthetic data" in str(cell.value) for row in book["Cover"].iter_rows() for cell in row), path


def test_extracts_carry_source_licence_and_citation(sample_release: Path) -> None:
    area = pd.read_csv(sample_release / "data" / "areas" / "E08000035.csv", dtype=str)
    for column in ("definition", "method", "source", "licence", "attribution", "citation"):
        assert area[column].notna().all(), column
    assert set(openpyxl.load_workbook(sample_release / "data" / "areas" / "E08000035.xlsx").sheetnames) == {
        "Cover", "Figures", "Indicators", "Dictionary", "Sources",
    }  # fmt: skip


def test_the_dictionary_describes_every_column(sample_release: Path) -> None:
    data = sample_release / "data"
    told = pd.read_csv(data / "dictionary.csv")
    for path in data.glob("*.csv"):
        if path.name != "dictionary.csv":
            assert list(told[told.file == path.name].column) == list(pd.read_csv(path, nrows=0).columns), path.name
    area = next((data / "areas").glob("*.csv"))
    assert set(told[told.file == "areas/<area_code>.csv"].column) == set(pd.read_csv(area, nrows=0).columns)
    one = next((data / "indicators").glob("*.csv"))
    assert list(told[told.file == "indicators/<indicator>.csv"].column) == list(pd.read_csv(one, nrows=0).columns)


def test_a_run_with_nothing_changed_does_nothing(sample_data: Path, sample_release: Path) -> None:
    done = run_thriving(sample_data, "run", "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout) == {
        "release": str(sample_release), "page": str(sample_release / "index.html"), "made": False,
    }  # fmt: skip
    assert "nothing has changed" in done.stderr
