"""The made-up release and its site, built once."""

import json
from pathlib import Path

import pytest

from dashboards.build import build_site
from tests.unit.dashboards.fixture_release import PUBLISHED_AT, write_release


@pytest.fixture(scope="session")
def shaped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with boundaries, of real-looking figures."""
    folder = tmp_path_factory.mktemp("shaped")
    write_release(folder, boundaries=True, synthetic=False)
    assert build_site(folder) > 0
    return folder


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A synthetic site with the drawn hexagons only."""
    folder = tmp_path_factory.mktemp("drawn")
    write_release(folder, boundaries=False, synthetic=True)
    assert build_site(folder) > 0
    return folder


@pytest.fixture(scope="session")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of a release without surveys, trends and targets."""
    folder = tmp_path_factory.mktemp("plain")
    write_release(folder, boundaries=False, synthetic=False, surveys=False, analysis=False)
    assert build_site(folder) > 0
    return folder


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A synthetic site that knows where it is published."""
    folder = tmp_path_factory.mktemp("published")
    write_release(folder, boundaries=True, synthetic=True)
    about = folder / "release.json"
    about.write_text(json.dumps(json.loads(about.read_text()) | {"address": PUBLISHED_AT}))
    build_site(folder)
    return folder
