"""Inboxes for integration tests."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines import paths
from pipelines.cli import main
from pipelines.sources.sample import write_sample
from tests.conftest import made_once, run_thriving

LEAN = (
    "lookup",
    "msoa",
    "age_groups",
    "elections",
    "partnership",
    "personal-wellbeing",
    "imd2025_lsoa21.csv",
    "population2019",
)


def write_inbox(
    folder: Path, reference: Path = paths.ROOT / "data" / "reference" / "leeds", *, lean: bool = True
) -> Path:
    """The sample's files under names that do not say synthetic, as real files would come; lean leaves most out."""
    made = folder / ".made"
    for path in write_sample(made, reference):
        name = path.name.removeprefix("SYNTHETIC_")
        if not lean or any(part in name for part in LEAN):
            shutil.copyfile(path, folder / name)
    shutil.rmtree(made)
    return folder


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """A lean inbox of well-formed files."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    return write_inbox(folder)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A lean inbox and the data folder after a good run on it: copied, never changed."""

    def make(folder: Path) -> None:
        (folder / "inbox").mkdir()
        write_inbox(folder / "inbox")
        done = run_thriving(folder / "data", "run", "--inbox", folder / "inbox")
        assert done.returncode == 0, done.stderr

    folder = made_once(tmp_path_factory, "published", make)
    return folder / "inbox", folder / "data"


@pytest.fixture
def good(published: tuple[Path, Path], tmp_path: Path) -> Path:
    """A lean inbox, with its release in the data folder of this test; answers the inbox."""
    shutil.copytree(published[0], tmp_path / "inbox")
    shutil.copytree(published[1], tmp_path / "data", ignore=shutil.ignore_patterns(".lock"))
    return tmp_path / "inbox"


@pytest.fixture
def thriving(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """The command line in this process (imports are paid once), with a data folder of its own.

    It draws no cards: nothing here looks at them.
    """
    monkeypatch.setattr("dashboards.sharing.cards._cards", lambda _: iter(()))
    monkeypatch.setenv("THRIVING_DATA", str(tmp_path / "data"))
    for name in ("THRIVING_INBOX", "THRIVING_PDFS", "THRIVING_PLACE", "THRIVING_INDICATORS", "DAGSTER_HOME"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    return lambda *arguments: main([str(a) for a in arguments])
