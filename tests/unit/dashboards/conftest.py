"""The made-up release and its site, built once."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboards import build
from dashboards.build import build_site
from tests.unit.dashboards.fixture_release import write_release


@pytest.fixture(scope="session", autouse=True)
def _no_cards_unless_looked_at() -> Iterator[None]:
    """Drawing the cards takes seven times as long as the rest of a build; `test_sharing` draws and reads them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "writing_cards", lambda _: contextlib.nullcontext())
        yield


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
