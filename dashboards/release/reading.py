"""Opening the files of a release.

Belongs here: parsing text into the types of `rows.py`, refusing what cannot be shown.
Does not belong here: any choice of what to show. Boundaries are read by `maps/geometry.py`,
survey files by `survey_reading.py`, tests of change and targets by `analysis_reading.py`.
"""

from __future__ import annotations

import dataclasses
import json
import math
import pathlib
from collections.abc import Callable
from typing import Any

from dashboards.errors import ReleaseError
from dashboards.release.analysis_reading import read_analysis
from dashboards.release.release import Release
from dashboards.release.rows import (
    Area,
    Check,
    DataFile,
    DictionaryEntry,
    Gap,
    HexCell,
    Indicator,
    Observation,
    Source,
)
from dashboards.release.survey_reading import read_surveys
from dashboards.release.tables import csv_rows, is_true, number, parts, safe_id, whole
from pipelines.columns import OBSERVATION_COLUMNS, READER_LEVELS

_SMALL_AREA = "lsoa21"
_SHOWN_LEVELS = (_SMALL_AREA, *READER_LEVELS, "country")


def _decimals(text: str) -> int:
    found = whole(text)
    return 1 if found is None else found


def _indicator(row: dict[str, str]) -> Indicator:
    get = row.get
    return Indicator(
        indicator=safe_id(row["indicator"], "data/indicators.csv"),
        code=get("code", ""),
        name=get("name", "") or row["indicator"],
        characteristic=get("characteristic", ""),
        definition=get("definition", ""),
        unit=get("unit", ""),
        decimals=_decimals(get("decimals", "")),
        polarity=get("polarity", "") or "no_judgement",
        kind=get("kind", ""),
        interval=get("interval", ""),
        multiplier=number(get("multiplier", "")) or 1.0,
        levels=tuple(get("levels", "").split()),
        sources=tuple(get("source", "").split()),
        owner=get("owner", ""),
        status=get("status", ""),
        caveats=parts(get("caveats", "")),
        method=get("method", ""),
        numerator_label=get("numerator_label", ""),
        denominator_label=get("denominator_label", ""),
        latest_period=get("latest_period", ""),
        class_breaks=get("class_breaks", "") or "quantile",
        overlapping=is_true(get("overlapping", "")),
        instrument=get("instrument", ""),
        official=get("official", ""),
        questions=tuple(get("questions", "").split()),
        breaks=tuple(get("breaks", "").split()),
        population=get("population", ""),
        section=get("section", ""),
    )


def _areas(folder: pathlib.Path, levels: tuple[str, ...]) -> tuple[Area, ...]:
    return tuple(
        Area(
            level=row["level"],
            code=safe_id(row["area_code"], "data/areas.csv"),
            name=row["area_name"] or row["area_code"],
            vintage=row.get("vintage", ""),
            ward_code=row.get("ward_code", ""),
            committee_code=row.get("committee_code", ""),
            confidence=row.get("membership_confidence", ""),
        )
        for row in csv_rows(folder, "areas.csv")
        if row["level"] in levels
    )


def _neighbourhoods(folder: pathlib.Path) -> dict[str, tuple[str, ...]]:
    """Return the codes of the small areas of each named neighbourhood."""
    found: dict[str, list[str]] = {}
    for row in csv_rows(folder, "neighbourhoods.csv", required=False):
        found.setdefault(row["neighbourhood_code"], []).append(row["lsoa21_code"])
    return {code: tuple(sorted(areas)) for code, areas in found.items()}


def _number(value: Any) -> float | None:
    """Return a number; not-a-number, which some writers use for empty, becomes None."""
    return None if value is None or math.isnan(value) else float(value)


def _text(value: Any) -> str:
    return str(value or "")


def _integer(value: Any) -> int | None:
    number = _number(value)
    return None if number is None else int(number)


# What each cell of an observation becomes, in the order of its fields.
_CELLS: dict[str, Callable[[Any], Any]] = {
    "indicator": str,
    "level": str,
    "area_code": str,
    "area_name": _text,
    "period": _text,
    "value": _number,
    "lower": _number,
    "upper": _number,
    "numerator": _number,
    "denominator": _number,
    "status": lambda cell: cell or "missing_at_source",
    "note": _text,
    "benchmark_value": _number,
    "comparison": lambda cell: cell or "not_compared",
    "rank": _integer,
    "rank_of": _integer,
}


def _observations(folder: pathlib.Path) -> tuple[Observation, ...]:
    """Read the observations of the levels that have pages, of small areas and of the country."""
    # Imported here because it is slow and only this function needs it.
    import pyarrow.parquet as parquet

    path = folder / "data" / "observations.parquet"
    if not path.is_file():
        raise ReleaseError("data/observations.parquet", "no file", "a table", "Make the release again.")
    missing = set(OBSERVATION_COLUMNS) - set(parquet.read_schema(path).names)
    if missing:
        raise ReleaseError(
            "data/observations.parquet",
            f"no column {', '.join(sorted(missing))}",
            "the columns of docs/release-format.md",
            "Make the release again.",
        )
    # A whole file: the filters of pyarrow bring in modules that take longer to import than all rows to read.
    table = parquet.ParquetFile(path).read(list(_CELLS))
    columns = [[read(cell) for cell in table.column(name).to_pylist()] for name, read in _CELLS.items()]
    level = list(_CELLS).index("level")
    return tuple(Observation(*row) for row in zip(*columns, strict=True) if row[level] in _SHOWN_LEVELS)


def _plain(kind: Any, rows: list[dict[str, str]], flags: tuple[str, ...] = ()) -> tuple[Any, ...]:
    """Fill a class of text fields from rows whose columns bear the same names."""
    names = [field.name for field in dataclasses.fields(kind)]
    return tuple(
        kind(**{name: is_true(row.get(name, "")) if name in flags else row.get(name, "") for name in names})
        for row in rows
    )


def _files(folder: pathlib.Path) -> tuple[DataFile, ...]:
    paths = sorted(path for path in (folder / "data").rglob("*") if path.is_file())
    return tuple(DataFile(path.relative_to(folder).as_posix(), path.stat().st_size) for path in paths)


def area_codes(folder: pathlib.Path) -> dict[str, frozenset[str]]:
    """Return the codes of a release's areas by level, which can be had before everything else is read."""
    codes: dict[str, set[str]] = {}
    for row in csv_rows(folder, "areas.csv"):
        codes.setdefault(row["level"], set()).add(row["area_code"])
    return {level: frozenset(own) for level, own in codes.items()}


def read_release(folder: pathlib.Path) -> Release:
    """Read a release folder.

    Args:
        folder: A folder laid out as docs/release-format.md says.

    Raises:
        ReleaseError: A file or column is missing, or an id cannot be a file name.
    """
    about_path = folder / "release.json"
    if not about_path.is_file():
        raise ReleaseError("release.json", "no file", "the description", "Is this a release folder?")
    about = json.loads(about_path.read_text(encoding="utf-8"))
    return Release(
        folder=folder,
        id=about["id"],
        place_code=about["place"]["code"],
        place_name=about["place"]["name"],
        published=about["published"],
        synthetic=bool(about["synthetic"]),
        title=about["title"],
        citation=about["citation"],
        fingerprint=about.get("fingerprint", ""),
        address=about.get("address", ""),
        code_version=str(about.get("code_version", "")),
        notes=tuple(about.get("notes", ())),
        ignored=tuple((entry["file"], entry["reason"]) for entry in about.get("ignored", ())),
        indicators=tuple(_indicator(row) for row in csv_rows(folder, "indicators.csv")),
        areas=_areas(folder, READER_LEVELS),
        small_areas=_areas(folder, (_SMALL_AREA,)),
        observations=_observations(folder),
        sources=_plain(Source, csv_rows(folder, "sources.csv"), ("synthetic",)),
        checks=_plain(Check, csv_rows(folder, "checks.csv"), ("success",)),
        gaps=_plain(Gap, csv_rows(folder, "gaps.csv")),
        dictionary=_plain(DictionaryEntry, csv_rows(folder, "dictionary.csv", required=False)),
        hexes=tuple(
            HexCell(row["area_code"], int(row["column"]), int(row["row"]))
            for row in csv_rows(folder, "hex.csv", required=False)
        ),
        files=_files(folder),
        small_areas_of=_neighbourhoods(folder),
        surveys=read_surveys(folder),
        analysis=read_analysis(folder),
    )
