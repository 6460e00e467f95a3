"""Boundaries as a release may hold them: in degrees, or broken; read by the second process of a build."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import geopandas
import pytest

from dashboards.build import build_site
from dashboards.errors import ReleaseError
from tests.unit.dashboards.fixture_release import write_release
from tests.unit.dashboards.test_map_data import data

WARDS = Path("data/boundaries/ward.geojson")


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """A release with boundaries and without its site."""
    return write_release(tmp_path, boundaries=True, synthetic=False, surveys=False, analysis=False)


def _outlines(folder: Path) -> dict[str, list[int]]:
    """The numbers of each ward's outline as the browser gets it."""
    shapes = data(folder, "shapes/ward")["shapes"]
    return {code: [int(number) for number in re.findall(r"-?\d+", path)] for code, (path, *_) in shapes.items()}


def test_boundaries_in_degrees_give_the_same_map(release: Path, shaped: Path) -> None:
    for path in (release / "data" / "boundaries").glob("*.geojson"):
        geopandas.read_file(path).to_crs(4326).to_file(path, driver="GeoJSON")
    build_site(release)
    own, wanted = _outlines(release), _outlines(shaped)
    assert sorted(own) == sorted(wanted)
    assert len(own) == 33
    for code, numbers in own.items():
        assert all(abs(a - b) <= 1 for a, b in zip(numbers, wanted[code], strict=True)), code


def _truncated(text: str) -> str:
    return text[: len(text) // 2]


def _without_features(_: str) -> str:
    return json.dumps({"type": "FeatureCollection"})


def _two_broken_rings(text: str) -> str:
    found: dict[str, Any] = json.loads(text)
    found["features"][3]["geometry"]["coordinates"] = [[[0, 0], [1, 1]]]
    found["features"][5]["geometry"] = {"type": "Polygon"}
    return json.dumps(found)


@pytest.mark.parametrize(
    ("breaking", "told"),
    [
        (_truncated, "JSONDecodeError"),
        (_without_features, "'features'"),
        (_two_broken_rings, r"X05000003 \(A linearring .*X05000005 \("),
    ],
)
def test_broken_boundaries_are_named_with_every_fault(release: Path, breaking: Any, told: str) -> None:
    path = release / WARDS
    path.write_text(breaking(path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(ReleaseError, match=rf"(?s)^{WARDS}: found .*{told}.*Make the release again"):
        build_site(release)
