"""Which boundary file is read, and what is told of it; what a place may say of its site."""

import json
import shutil
from pathlib import Path

import pytest
from shapely.geometry import box, mapping

from pipelines.assets.landing import Intake
from pipelines.assets.shapes import SIMPLIFIED, SMALL_AREAS, small_area_shapes, ward_shapes
from pipelines.declarations.place import load_place
from pipelines.faults import DeclarationFaultsError
from pipelines.paths import ROOT
from pipelines.sources.base import Landed, glance
from pipelines.sources.catalogue import recognise

NAMES = {"E01000001": "Mill 001A", "E01000002": "Mill 001B"}


def landed(folder: Path, name: str, column: str, *codes: str) -> Landed:
    features = [
        {"type": "Feature", "properties": {column: code}, "geometry": mapping(box(-1.5 + n, 53, -1.49 + n, 53.01))}
        for n, code in enumerate(codes)
    ]
    path = folder / name
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return Landed(name, path, "", 0, "boundaries", synthetic=False)


def intake(**files: list[Landed]) -> Intake:
    return Intake(synthetic=False, inbox_digest="", files=files)


def test_both_files_of_small_areas_are_recognised_and_used(tmp_path: Path) -> None:
    for column, source in (("LSOA21CD", SMALL_AREAS), ("lsoa21_code", SIMPLIFIED)):
        file = landed(tmp_path, f"{source}.geojson", column, *NAMES)
        answer = recognise(glance(file.path, file.file))
        assert not isinstance(answer, str)
        assert (answer[0].id, answer[0].unused) == (source, "")


def test_detailed_shapes_go_before_simplified_ones(tmp_path: Path) -> None:
    detailed = landed(tmp_path, "a.geojson", "LSOA21CD", "E01000009", *NAMES)
    simplified = landed(tmp_path, "b.geojson", "lsoa21_code", *reversed(NAMES), "E01000009")
    found = small_area_shapes(intake(**{SMALL_AREAS: [detailed], SIMPLIFIED: [simplified]}), NAMES, "EPSG:27700")
    assert (found.source, found.whole, found.rows) == (SMALL_AREAS, True, {"a.geojson": (3, 2)})
    assert found.notes == ["b.geojson: not read, because the inbox has the detailed boundaries of small areas."]
    alone = small_area_shapes(intake(**{SIMPLIFIED: [simplified]}), NAMES, "EPSG:27700")
    assert (alone.source, alone.whole, alone.notes) == (SIMPLIFIED, True, [])
    assert alone.frame[["area_code", "area_name"]].to_numpy().tolist() == [list(pair) for pair in NAMES.items()]
    assert alone.frame.crs.to_epsg() == 27700


def test_a_missing_shape_is_told_and_nothing_is_drawn(tmp_path: Path) -> None:
    file = landed(tmp_path, "a.geojson", "LSOA21CD", "E01000001")
    found = small_area_shapes(intake(**{SMALL_AREAS: [file]}), NAMES, "EPSG:27700")
    assert not found.whole
    assert [(f.blocking, f.found) for f in found.faults] == [(False, "no shape for E01000002 (Mill 001B)")]


def test_no_file_and_no_lookup_give_no_shapes(tmp_path: Path) -> None:
    assert small_area_shapes(intake(), NAMES, "EPSG:27700").frame is None
    file = landed(tmp_path, "a.geojson", "LSOA21CD", "E01000001")
    nothing = small_area_shapes(intake(**{SMALL_AREAS: [file]}), {}, "EPSG:27700")
    assert (nothing.frame, nothing.faults) == (None, [])


def test_a_file_that_cannot_be_read_stops_the_run(tmp_path: Path) -> None:
    file = landed(tmp_path, "w.geojson", "WD25CD", "E05000001")
    file.path.write_text(file.path.read_text()[:-40])
    found = ward_shapes(intake(ons_ward_boundaries=[file]), {"E05000001": "Mill"}, "EPSG:27700")
    assert [(f.file, f.blocking, f.expected) for f in found.faults] == [("w.geojson", True, "GeoJSON of wards")]


@pytest.mark.parametrize(
    ("address", "good"),
    [("https://a.example/leeds/", True), ("", True), ("http://a.example/", False), ("https://a.example/leeds", False)],
)
def test_the_address_of_a_site_is_a_folder_of_the_web(tmp_path: Path, address: str, good: bool) -> None:
    folder = tmp_path / "place"
    shutil.copytree(ROOT / "data" / "reference" / "leeds", folder)
    text = "\n".join(
        line for line in (folder / "place.yaml").read_text().splitlines() if not line.startswith("site_address")
    )
    (folder / "place.yaml").write_text(f"{text}\nsite_address: '{address}'\n")
    if good:
        assert load_place(folder).site_address == address
    else:
        with pytest.raises(DeclarationFaultsError, match="site_address.*must start with https://"):
            load_place(folder)
