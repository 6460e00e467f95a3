"""For every area and indicator: the same number on the pages, in the scripts, JSON, CSV, workbook and Parquet file."""

import csv
import json
import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from pipelines.columns import OBSERVATION_COLUMNS, READER_LEVELS, STATUSES_WITH_VALUE

Key = tuple[str, str, str]  # indicator, area, period
Numbers = tuple[float | None, float | None, float | None]  # value, lower and upper limit

_ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
_PICTURE = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_NUMBER = re.compile(r"(?P<sign>[+−-]?)£?(?P<digits>\d[\d,]*(?:\.\d+)?)")
_CELL = re.compile(r'<td class="number"[^>]*>(.*?)</td>', re.DOTALL)


@pytest.fixture(scope="module", params=["sample_release", "real_release"])
def release(request: pytest.FixtureRequest) -> Path:
    """The sample's and the real release."""
    folder: Path = request.getfixturevalue(request.param)
    return folder


@pytest.fixture(scope="module")
def parquet(release: Path) -> pd.DataFrame:
    """The Parquet file, which the others are held to."""
    return pd.read_parquet(release / "data" / "observations.parquet")


@pytest.fixture(scope="module")
def decimals(release: Path) -> dict[str, int]:
    """Decimals of each indicator, as declared."""
    with (release / "data" / "indicators.csv").open(encoding="utf-8", newline="") as file:
        return {row["indicator"]: int(row["decimals"]) for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def numbers(parquet: pd.DataFrame) -> dict[Key, Numbers]:
    """Value and limits by indicator, area and period."""
    return {
        (row.indicator, row.area_code, row.period): (known(row.value), known(row.lower), known(row.upper))
        for row in parquet.itertuples()
    }


def known(value: Any) -> float | None:
    return None if value is None or value == "" or value != value else float(value)


def rounded(value: float | None, places: int) -> float | None:
    """As it is to be printed: a half goes away from zero."""
    if value is None:
        return None
    return float(Decimal(repr(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def printed(cell: str) -> float | None:
    """The first number of a cell's text; None for a state, which is words."""
    text = re.sub(r"<[^>]+>", " ", _PICTURE.sub("", cell)).strip()
    found = _NUMBER.match(text)
    return float(("-" if found["sign"] in ("-", "−") else "") + found["digits"].replace(",", "")) if found else None


def rows_of(records: list[dict[str, Any]]) -> dict[Key, Numbers]:
    return {
        (row["indicator"], row["area_code"], row["period"]): (
            known(row["value"]),
            known(row["lower"]),
            known(row["upper"]),
        )
        for row in records
    }


def test_tables_are_the_parquet_file_to_the_last_digit(release: Path, parquet: pd.DataFrame) -> None:
    table = pd.read_csv(release / "data" / "observations.csv", keep_default_na=False, na_values={"value": [""]})
    assert len(table) == len(parquet)
    whole = pd.read_csv(release / "data" / "observations.csv", low_memory=False)
    for column in OBSERVATION_COLUMNS:
        ours, theirs = whole[column], parquet[column]
        if pd.api.types.is_numeric_dtype(theirs):
            assert ours.astype(float).equals(theirs.astype(float).reset_index(drop=True)), column
        else:
            said = ours.fillna("").astype(str).str.removeprefix("'")
            assert said.tolist() == theirs.fillna("").astype(str).str.removeprefix("'").tolist(), column


def test_an_areas_files_hold_its_numbers(release: Path, parquet: pd.DataFrame, numbers: dict[Key, Numbers]) -> None:
    areas = parquet[parquet.level.isin(READER_LEVELS)].groupby("area_code").size()
    assert len(areas) > 40
    for code, count in areas.items():
        with (release / "data" / "areas" / f"{code}.csv").open(encoding="utf-8", newline="") as file:
            own = rows_of(list(csv.DictReader(file)))
        assert len(own) == count, code
        assert all(numbers[key] == found for key, found in own.items()), code
        sheet = CalamineWorkbook.from_path(release / "data" / "areas" / f"{code}.xlsx").get_sheet_by_name("Figures")
        cells = sheet.to_python()
        heads = {str(head).lower(): place for place, head in enumerate(cells[3])}
        names = {str(row[heads["indicator"]]): None for row in cells[4:]}
        assert len(cells) - 4 == count, code
        assert names
        values = [known(row[heads["value"]]) for row in cells[4:]]
        # A workbook keeps sixteen digits.
        assert values == [None if n[0] is None else pytest.approx(n[0], rel=1e-14, abs=1e-300) for n in own.values()]


def test_an_indicators_files_hold_its_numbers(
    release: Path, parquet: pd.DataFrame, numbers: dict[Key, Numbers]
) -> None:
    for name, rows in parquet.groupby("indicator").indices.items():
        folder = release / "data" / "indicators"
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            table = rows_of(list(csv.DictReader(file)))
        told = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        listed = rows_of([dict(zip(told["columns"], row, strict=True)) for row in told["rows"]])
        assert len(table) == len(listed) == len(rows), name
        for found in (table, listed):
            assert all(numbers[key] == value for key, value in found.items()), name


def test_the_pages_scripts_hold_the_printed_numbers(
    release: Path, parquet: pd.DataFrame, numbers: dict[Key, Numbers], decimals: dict[str, int]
) -> None:
    statuses = dict(
        zip(zip(parquet.indicator, parquet.area_code, parquet.period, strict=True), parquet.status, strict=True)
    )
    compared = 0
    for name, places in decimals.items():
        text = (release / "static" / "data" / "indicators" / f"{name}.js").read_text(encoding="utf-8")
        for level in json.loads(text.partition("]=")[2].rstrip(";\n"))["levels"].values():
            for period, shown in level["periods"].items():
                for code, value, lower, upper, status, *_ in shown["rows"]:
                    own = numbers[name, code, period]
                    assert statuses[name, code, period] == status
                    assert status in STATUSES_WITH_VALUE or (value, lower, upper) == (None, None, None)
                    assert (value, lower, upper) == tuple(rounded(number, places) for number in own), (name, code)
                    compared += 1
    assert compared > 500


def test_an_areas_page_prints_its_numbers(
    release: Path, parquet: pd.DataFrame, numbers: dict[Key, Numbers], decimals: dict[str, int]
) -> None:
    last = parquet.groupby(["indicator", "area_code"]).period.max()
    valued = parquet[parquet.value.notna()].groupby(["indicator", "area_code"]).period.max()
    compared = 0
    for page in sorted((release / "areas").glob("*.html")):
        text = page.read_text(encoding="utf-8")
        profile = "".join(re.findall(r'<table class="profile.*?</table>', text, re.DOTALL))
        for row in _ROW.findall(profile):
            name = re.search(r'<th\b[^>]*><a href="\.\./indicators/(\w+)\.html', row)
            if name is None:
                continue
            key = (name[1], page.stem)
            number = printed(_CELL.findall(row)[0])
            if number is None:
                assert key not in valued.index or last[key] > valued[key], (key, row)
                continue
            value = numbers[(*key, valued[key])][0]
            assert number == rounded(value, decimals[name[1]]), key
            compared += 1
    assert compared > 200


def test_an_indicators_page_prints_its_numbers(
    release: Path, numbers: dict[Key, Numbers], decimals: dict[str, int]
) -> None:
    compared = 0
    for page in sorted((release / "indicators").glob("*.html")):
        text = page.read_text(encoding="utf-8")
        for table in re.findall(r'<table id="table-\w+">.*?</table>', text, re.DOTALL):
            for row in _ROW.findall(table):
                named = re.search(r'<th scope="row" data-value="([^"|]+)\|[^"|]*\|([^"|]+)"', row)
                if named is None:
                    continue
                own = numbers[page.stem, named[1], named[2]]
                shown = tuple(printed(cell) for cell in _CELL.findall(row)[: 3 if own[0] is not None else 1])
                wanted = tuple(rounded(number, decimals[page.stem]) for number in own)
                assert shown == wanted[: len(shown)], (page.stem, named[0])
                compared += 1
    assert compared > 500
