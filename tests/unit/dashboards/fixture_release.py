"""Writes a small, complete, made-up release to build a site from.

Belongs here: rows that reach every branch of the site: all six states, all six comparisons, hostile names.
Does not belong here: real figures. Nothing is random: numbers come from an area's position.
"""

from __future__ import annotations

import csv
import json
import pathlib
from typing import Any

from pipelines.columns import OBSERVATION_COLUMNS
from tests.unit.dashboards import fixture_analysis, fixture_analysis_tables, fixture_survey_tables, fixture_surveys
from tests.unit.dashboards.fixture_tables import INDICATORS, SOURCES, checks, indicator_rows

PUBLISHED_AT = "https://evidence.example/city/"
CITY = "X08000001"
NASTY_WARD = "<script>alert('ward')</script> & Hill"
FORMULA_WARD = '=HYPERLINK("x")'
NASTY_NOTE = "</script><script>alert('note')</script>"
COMMITTEES = [f"{part} {side}" for part in ("Inner", "Outer") for side in ("East", "North", "South", "West", "Central")]
FIRST = ("Ash", "Birch", "Cherry", "Damson", "Elm", "Fir", "Gorse", "Hazel", "Ivy", "Juniper", "Larch")
LAST = ("brook", "field & Long Moorland Hill", "ton")


def ward_name(position: int) -> str:
    """Return the made-up name of a ward; two of them are hostile."""
    if position == 4:
        return NASTY_WARD
    if position == 9:
        return FORMULA_WARD
    return FIRST[position % 11] + LAST[position // 11]


def areas() -> list[dict[str, str]]:
    """Return 33 wards, 10 committees and the city."""
    rows = [{"level": "city", "area_code": CITY, "area_name": "Exampleton", "vintage": "lad25"}]
    rows += [
        {"level": "committee", "area_code": f"X99{n:06d}", "area_name": name, "vintage": "committee25"}
        for n, name in enumerate(COMMITTEES)
    ]
    rows += [
        {
            "level": "ward",
            "area_code": f"X05{n:06d}",
            "area_name": ward_name(n),
            "vintage": "ward25",
            "ward_code": f"X05{n:06d}",
            "committee_code": f"X99{n % 10:06d}",
            "membership_confidence": ("confirmed", "probable", "inferred")[n % 3],
        }
        for n in range(33)
    ]
    # One small area, which has no page.
    rows.append({"level": "lsoa21", "area_code": "X01000001", "area_name": "Exampleton 001A", "vintage": "lsoa21"})
    return rows


def _state(indicator: str, level: str, position: int) -> tuple[str, str]:
    if surveyed := fixture_surveys.survey_state(indicator, level, position):
        return surveyed
    if analysed := fixture_analysis.analysis_state(indicator, level):
        return analysed
    if level == "ward" and indicator == "life_satisfaction_mean":
        return "not_collected", "The survey is published for the city only."
    if level == "committee" and indicator == "life_satisfaction_mean":
        return "not_collected", "The survey is published for the city only."
    states = {
        3: ("suppressed", "Fewer than five people."),
        7: ("not_applicable", "No households of this kind."),
        11: ("missing_at_source", NASTY_NOTE),
        15: ("caution", "Few responses."),
    }
    if level == "ward" and indicator in ("volunteering_share", "crime_rate"):
        return states.get(position, ("ok", ""))
    return "ok", ""


def _comparison(value: float, half: float, city: float, polarity: str, level: str) -> str:
    if level in ("city", "country") or not half:
        return "not_compared"
    if value + half < city:
        return {"high_good": "worse", "low_good": "better"}.get(polarity, "lower")
    if value - half > city:
        return {"high_good": "better", "low_good": "worse"}.get(polarity, "higher")
    return "similar"


def _overrides(indicator: str) -> dict[str, str]:
    own = fixture_survey_tables.OVERRIDES | fixture_analysis_tables.OVERRIDES
    return own.get(indicator, {})


def _rows(spec: tuple[Any, ...]) -> list[dict[str, Any]]:
    indicator, code, characteristic, _, unit, _, polarity, base, step, periods, _, _ = spec
    rows: list[dict[str, Any]] = []
    places = [
        (area, n)
        for level in ("ward", "committee", "city")
        for n, area in enumerate(area for area in areas() if area["level"] == level)
    ]
    england = {"level": "country", "area_code": "E92000001", "area_name": "England"}
    for number, period in enumerate(periods):
        city = base + step * 16 + number * step * 3
        wanted = [*places, (england, 0)] if indicator in ("life_satisfaction_mean", "crime_rate") else places
        for area, position in wanted:
            level = area["level"]
            spread = {"ward": (position * 14) % 33, "committee": position * 3 + 2}.get(level, 16)
            value = base + step * spread + number * step * 3 + (step * 2 if level == "country" else 0)
            half = (
                0.0
                if unit == "count" or _overrides(indicator).get("interval") == "none"
                else step * {"ward": 4, "committee": 2, "city": 0.6}.get(level, 0.1)
            )
            status, note = _state(indicator, level, position)
            valued = status in ("ok", "caution")
            counted = unit in ("percent", "per 1,000") and valued
            rows.append(
                {
                    "indicator": indicator,
                    "code": code,
                    "characteristic": characteristic,
                    "level": level,
                    "area_code": area["area_code"],
                    "area_name": area["area_name"],
                    "period": period,
                    "value": value if valued else None,
                    "lower": value - half if valued and half else None,
                    "upper": value + half if valued and half else None,
                    "numerator": float(round(value * 80)) if counted else None,
                    "denominator": 8000.0 if counted else None,
                    "unit": unit,
                    "status": status,
                    "note": note,
                    "benchmark_value": city if valued and level != "country" else None,
                    "comparison": _comparison(value, half, city, polarity, level) if valued else "not_compared",
                    "rank": None,
                    "rank_of": None,
                }
            )
    _rank(rows)
    return rows


def _rank(rows: list[dict[str, Any]]) -> None:
    for level in ("ward", "committee"):
        for period in {row["period"] for row in rows}:
            peers = [r for r in rows if r["level"] == level and r["period"] == period and r["value"] is not None]
            for row in peers:
                row["rank"] = 1 + sum(other["value"] > row["value"] for other in peers)
                row["rank_of"] = len(peers)


def _write_csv(path: pathlib.Path, rows: list[dict[str, Any]], columns: list[str] | None = None) -> None:
    names = columns or list(rows[0])
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, names, lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(rows)


def _boundaries(folder: pathlib.Path) -> None:
    import geopandas
    import shapely

    folder.mkdir()
    wards = [area for area in areas() if area["level"] == "ward"]
    boxes = [
        shapely.box(
            430000 + (n % 6) * 3000, 430000 + (n // 6) * 3000, 433000 + (n % 6) * 3000, 433000 + (n // 6) * 3000
        )
        for n in range(33)
    ]
    frame = geopandas.GeoDataFrame(
        {
            "area_code": [ward["area_code"] for ward in wards],
            "area_name": [ward["area_name"] for ward in wards],
            "committee_code": [ward["committee_code"] for ward in wards],
        },
        geometry=boxes,
        crs="EPSG:27700",
    )
    frame[["area_code", "area_name", "geometry"]].to_file(folder / "ward.geojson", driver="GeoJSON")
    merged = frame.dissolve("committee_code").reset_index()
    merged = merged.rename(columns={"area_code": "_", "committee_code": "area_code"})
    merged[["area_code", "geometry"]].to_file(folder / "committee.geojson", driver="GeoJSON")


def write_release(
    folder: pathlib.Path, *, boundaries: bool, synthetic: bool, surveys: bool = True, analysis: bool = True
) -> pathlib.Path:
    """Write a release folder without its site.

    Args:
        folder: An empty or missing folder.
        boundaries: Whether to write ward and committee shapes.
        synthetic: What release.json says.
        surveys: Whether there are survey figures and their files.
        analysis: Whether there are ambitions, and files on trends, targets, inequality and scores.
    """
    import pyarrow
    import pyarrow.parquet as parquet

    data = folder / "data"
    (data / "areas").mkdir(parents=True)
    specs = [
        *INDICATORS,
        *(fixture_survey_tables.INDICATORS if surveys else []),
        *(fixture_analysis_tables.INDICATORS if analysis else []),
    ]
    rows = [row for spec in specs for row in _rows(spec)]
    table = pyarrow.table({name: [row[name] for row in rows] for name in OBSERVATION_COLUMNS})
    parquet.write_table(table, data / "observations.parquet")
    _write_csv(data / "observations.csv", rows, list(OBSERVATION_COLUMNS))
    _write_csv(data / "indicators.csv", indicator_rows(specs))
    if surveys:
        fixture_surveys.write_survey_files(data, rows, synthetic=synthetic)
    if analysis:
        polarity = {spec[0]: spec[6] for spec in specs}
        fixture_analysis.write_analysis_files(data, rows, polarity, synthetic=synthetic)
    names = ["level", "area_code", "area_name", "vintage", "ward_code", "committee_code", "membership_confidence"]
    _write_csv(data / "areas.csv", areas(), names)
    _write_csv(data / "sources.csv", SOURCES)
    _write_csv(data / "checks.csv", checks())
    gaps = [
        {
            **{name: row[name] for name in ("indicator", "level", "area_code", "area_name", "period", "status")},
            "reason": row["note"],
        }
        for row in rows
        if row["value"] is None
    ]
    _write_csv(data / "gaps.csv", gaps)
    _write_csv(
        data / "dictionary.csv",
        [
            {"file": "observations.csv", "column": name, "type": "text", "description": f"The {name} & more."}
            for name in OBSERVATION_COLUMNS
        ]
        + [
            {"file": "areas/<area_code>.csv", "column": name, "type": "text", "description": f"The {name} & more."}
            for name in ("area_code", "area_name")
        ],
    )
    wards = [area["area_code"] for area in areas() if area["level"] == "ward"]
    _write_csv(data / "hex.csv", [{"area_code": code, "column": n % 6, "row": n // 6} for n, code in enumerate(wards)])
    for area in areas():
        if area["level"] != "lsoa21":
            _write_csv(data / "areas" / f"{area['area_code']}.csv", [area])
            (data / "areas" / f"{area['area_code']}.xlsx").write_bytes(b"made up")
    if boundaries:
        _boundaries(data / "boundaries")
    about = {
        "id": "2026-11-21-0a1b2c3d",
        "place": {"code": CITY, "name": "Exampleton"},
        "published": "2026-11-21",
        "synthetic": synthetic,
        "title": "Neighbourhood evidence for Exampleton",
        "citation": "Example Partnership (2026), Neighbourhood evidence for Exampleton, release 2026-11-21-0a1b2c3d.",
        "fingerprint": "c" * 64,
        "code_version": "0.1.0",
        "notes": ["Eight ward codes were translated to the codes in force.", NASTY_NOTE],
        "ignored": [{"file": "notes.txt", "reason": "No declaration takes this file."}],
    }
    (folder / "release.json").write_text(json.dumps(about), encoding="utf-8")
    return folder
