"""Boundaries as a release may hold them, in degrees or broken, read by the second process of a build; outlines."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.build import build_site
from dashboards.errors import ReleaseError
from dashboards.maps.geometry import ring_path, ring_paths
from tests.unit.dashboards.fixture_release import write_release
from tests.unit.dashboards.test_map_data import data

WARDS = Path("data/boundaries/ward.geojson")
places = st.floats(-50, 50)


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


@given(st.lists(st.lists(st.tuples(places, places), min_size=1, max_size=12), max_size=5))
def test_outlines_lead_through_their_points(rings: list[list[tuple[float, float]]]) -> None:
    """Each ring begins where it begins and goes on in steps, whatever ring stands before it; stops are left out."""
    points = np.array([point for ring in rings for point in ring]).reshape(-1, 2)
    paths = ring_paths(points, np.repeat(np.arange(len(rings)), [len(ring) for ring in rings]))
    assert paths == [ring_path(ring) for ring in rings]
    for ring, path in zip(rings, paths, strict=True):
        start, steps = path.removeprefix("M").removesuffix("z").split("l")
        moves = np.array([int(text) for text in re.findall(r"-?\d+", steps)]).reshape(-1, 2)
        assert moves.any(axis=1).all()
        walked = np.vstack([[int(text) for text in start.split()], moves]).cumsum(axis=0)
        rounded = np.rint(ring).astype(int)
        kept = np.concatenate([[True], (np.diff(rounded, axis=0) != 0).any(axis=1)])
        assert (walked == rounded[kept]).all()
