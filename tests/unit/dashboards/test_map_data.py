"""What the browser gets for its maps: the observations, the shapes on one grid, sentences that name every level."""

import dataclasses
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboards.maps.geometry import read_boundaries
from dashboards.maps.levels import MAP_LEVELS
from dashboards.release.rows import Observation
from dashboards.words.map_sentences import Places, map_sentences
from dashboards.words.states import STATE_LABELS
from dashboards.words.values import rounded
from tests.unit.dashboards.test_words import INDICATOR, ROW


def data(folder: Path, name: str) -> Any:
    """Read one data script as the browser does: it sets an entry of `window.evidence`."""
    text = (folder / "static" / "data" / f"{name}.js").read_text(encoding="utf-8")
    start = f"(window.evidence??={{}})[{json.dumps(name)}]="
    assert text.startswith(start)
    return json.loads(text.removeprefix(start).removesuffix(";\n"))


@pytest.mark.parametrize("site", ["shaped", "drawn"])
def test_figures_equal_the_observations(site: str, request: pytest.FixtureRequest) -> None:
    """Every level with values, every period, every row: number, limits, state, comparison, rank, note."""
    folder = request.getfixturevalue(site)
    observations = pd.read_parquet(folder / "data" / "observations.parquet")
    indicators = pd.read_csv(folder / "data" / "indicators.csv").set_index("indicator")
    compared = 0
    for name, own in observations[observations.level.isin(MAP_LEVELS)].groupby("indicator"):
        decimals = int(indicators.loc[name, "decimals"])
        found = data(folder, f"indicators/{name}")
        valued = sorted(own[own.value.notna()].level.unique())
        assert sorted(found["levels"]) == valued
        for level, period in {(row.level, row.period) for row in own.itertuples() if row.level in valued}:
            rows = {row[0]: row[1:] for row in found["levels"][level]["periods"][period]["rows"]}
            wanted = own[(own.level == level) & (own.period == period)]
            assert sorted(rows) == sorted(wanted.area_code)
            for row in wanted.itertuples():
                value, lower, upper, status, comparison, rank, of, note, _ = rows[row.area_code]
                for shown, number in ((value, row.value), (lower, row.lower), (upper, row.upper)):
                    assert (shown is None) == pd.isna(number)
                    assert shown is None or shown == float(rounded(number, decimals))
                assert status == row.status
                assert comparison == (row.comparison if value is not None else "")
                assert (rank, of) == tuple(None if pd.isna(n) else int(n) for n in (row.rank, row.rank_of))
                assert found["notes"][note] == (row.note or "")
                compared += 1
    assert compared > 500


def test_classes_are_those_of_the_latest_period_for_every_year(shaped: Path) -> None:
    level = data(shaped, "indicators/crime_rate")["levels"]["ward"]
    assert len(level["periods"]) > 1
    assert level["latest"] == max(level["periods"])
    counts: dict[str, Counter[int]] = {}
    for period, found in level["periods"].items():
        counts[period] = Counter(
            [number for low, number, _ in level["classes"] if low is None or row[1] >= low][-1]
            for row in found["rows"]
            if row[1] is not None
        )
    assert len(counts[level["latest"]]) == 5
    assert len({tuple(sorted(count.items())) for count in counts.values()}) > 1


def test_states_are_told_and_never_a_number(shaped: Path) -> None:
    latest = data(shaped, "indicators/volunteering_share")["levels"]["ward"]
    rows = latest["periods"][latest["latest"]]["rows"]
    states = {row[4]: row[1:4] for row in rows if row[1] is None}
    assert set(states) == {"suppressed", "not_applicable", "missing_at_source"}
    assert all(numbers == [None, None, None] for numbers in states.values())
    summary = latest["periods"][latest["latest"]]["summary"]
    assert all(STATE_LABELS[state].lower() in summary for state in states)


def test_catalogue_and_words_say_what_there_is(shaped: Path, drawn: Path) -> None:
    catalogue = {entry["id"]: entry for entry in data(shaped, "catalogue")}
    assert catalogue["crime_rate"]["levels"] == ["ward", "committee"]
    assert catalogue["life_satisfaction_mean"]["levels"] == []
    words = data(shaped, "words")
    assert (words["synthetic"], words["note"]) == (False, "")
    assert words["layers"] == ["ward", "committee", "hex"]
    assert words["levels"]["ward"] == ["ward", "wards"]
    assert data(drawn, "words")["note"].startswith("Synthetic")
    assert data(drawn, "words")["layers"] == ["hex"]


def corners(path: str) -> set[tuple[int, int]]:
    """Follow a path of relative steps."""
    found = set()
    for ring in path.removesuffix("z").split("z"):
        numbers = [int(number) for number in re.findall(r"-?\d+", ring)]
        x = y = 0
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            found.add((x, y))
    return found


def square(code: str, left: int, top: int, size: int) -> dict[str, Any]:
    ring = [[left, top], [left + size, top], [left + size, top - size], [left, top - size], [left, top]]
    return {
        "type": "Feature",
        "properties": {"area_code": code},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def test_levels_share_one_grid_and_neighbours_their_corners(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "boundaries"
    folder.mkdir(parents=True)
    layers = {
        "ward": [square("W1", 400_000, 410_000, 10_000), square("W2", 410_000, 410_000, 10_000)],
        "lsoa21": [square(f"L{n}", 400_000 + 5_000 * (n % 4), 410_000 - 5_000 * (n // 4), 5_000) for n in range(8)],
        "neighbourhood": [square("N1", 405_000, 405_000, 5_000)],
    }
    for level, features in layers.items():
        text = json.dumps({"type": "FeatureCollection", "features": features})
        (folder / f"{level}.geojson").write_text(text)
    codes = {level: {f["properties"]["area_code"] for f in features} for level, features in layers.items()}
    maps = read_boundaries(tmp_path, {**codes, "committee": set()})
    assert sorted(maps) == ["lsoa21", "neighbourhood", "ward"]
    assert {(layout.width, layout.height) for layout in maps.values()} == {(1000, 500)}
    paths = {shape.code: corners(shape.path) for layout in maps.values() for shape in layout.shapes}
    assert paths["W1"] == {(0, 0), (500, 0), (500, 500), (0, 500)}
    assert paths["L1"] == {(250, 0), (500, 0), (500, 250), (250, 250)}
    assert paths["N1"] == {(250, 250), (500, 250), (500, 500), (250, 500)}
    assert maps["lsoa21"].outlines == maps["neighbourhood"].outlines
    assert len(maps["lsoa21"].outlines) == 2
    assert maps["ward"].outlines == ()
    for shape in maps["lsoa21"].shapes:
        assert 0 < shape.x % 250 < 250


def small_areas() -> dict[str, Observation]:
    rows = {}
    for n in range(40):
        code = f"E01{n:06d}"
        shown = {"area_code": code, "area_name": f"Leeds {n:03d}A", "value": float(n), "comparison": "higher"}
        rows[code] = dataclasses.replace(ROW, level="lsoa21", **shown)
    rows["E01000000"] = dataclasses.replace(rows["E01000000"], value=None, status="suppressed")
    return rows


def test_sentences_of_small_areas_speak_of_wards() -> None:
    rows = small_areas()
    groups = {code: "Armley" if n < 35 else "Pudsey" for n, code in enumerate(rows)}
    places = Places("small area", groups, "ward", named=True)
    assert map_sentences(INDICATOR, rows, places, "Leeds") == [
        "The highest value is 39.0%, in Leeds 039A (Pudsey); the lowest is 1.0%, in Leeds 001A (Armley).",
        "Of the 7 highest small areas, 5 are in Pudsey and 2 in Armley.",
        "39 small areas are higher than Leeds.",
        "1 small area has no value: suppressed in Leeds 000A (Armley).",
    ]


def test_many_wards_of_the_highest_small_areas_are_summed_up() -> None:
    rows = small_areas()
    places = Places("small area", {code: f"Ward {n % 8}" for n, code in enumerate(rows)}, "ward", named=True)
    pattern = map_sentences(INDICATOR, rows, places, "Leeds")[1]
    assert pattern == (
        "Of the 7 highest small areas, 1 is in Ward 1, 1 in Ward 2, 1 in Ward 3, 1 in Ward 4, 1 in Ward 5 "
        "and 2 in 2 other wards."
    )


def test_areas_printed_alike_are_named_together_and_none_is_the_highest() -> None:
    rows = {code: dataclasses.replace(row, value=10.04) for code, row in small_areas().items() if row.has_value}
    places = Places("small area", {}, "ward", named=True)
    assert map_sentences(INDICATOR, rows, places, "Leeds")[0] == "Every small area with a value has 10.0%."
    rows["E01000001"] = dataclasses.replace(rows["E01000001"], value=9.96)
    rows["E01000002"] = dataclasses.replace(rows["E01000002"], value=12.0)
    assert "the lowest is 10.0%, in Leeds 001A, Leeds 003A, Leeds 004A and 35 more." in " ".join(
        map_sentences(INDICATOR, rows, places, "Leeds")
    )
