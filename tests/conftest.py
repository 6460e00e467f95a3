"""What tests of every kind share: the folder of shared data, and releases made once by the real command line."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A test never asserts seconds, and the same commit gives the same verdict on every machine.
settings.register_profile("steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
THRIVING = Path(sys.executable).parent / "thriving"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest file first: one process begins with it while the other makes the release that browser tests read."""
    items.sort(key=lambda item: item.path.name != "test_killed.py")


def shared(folder: str) -> Path:
    """A folder of the shared data; absent, the test is skipped, but in CI it fails."""
    path = SHARED / folder
    if not path.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"{path} is absent, and CI must test against it")
        pytest.skip(f"shared/{folder} is not beside this checkout")
    return path


@pytest.fixture(scope="session")
def method_cases() -> Path:
    """Expected values of the field's reference implementations."""
    return shared("method_cases")


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Real open data."""
    return shared("realdata")


Run = Callable[..., subprocess.CompletedProcess[str]]


def run_thriving(data: Path, *arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line as an analyst does, with its own data folder."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("THRIVING_") and k != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.run(
        [THRIVING, *map(str, arguments)],
        env={**clean, "THRIVING_DATA": str(data), **environment},
        capture_output=True,
        text=True,
        timeout=900,  # against hanging only: a busy machine takes minutes
        check=False,
    )


def current_release(data: Path) -> Path:
    """The release that the pointer names."""
    import json

    pointer = json.loads((data / "releases" / "LATEST.json").read_text())
    return data / "releases" / pointer["id"]


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that the first worker to want it makes, and all workers read: no test may change it."""
    root = factory.getbasetemp()
    root = root.parent if "PYTEST_XDIST_WORKER" in os.environ else root
    folder = root / f"shared-{name}"
    with (root / f"shared-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / ".whole").exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            (folder / ".whole").touch()
    return folder


@pytest.fixture(scope="session")
def sample_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder after one run on the embedded sample."""

    def make(data: Path) -> None:
        done = run_thriving(data, "run")
        assert done.returncode == 0, done.stderr

    return made_once(tmp_path_factory, "sample", make)


@pytest.fixture(scope="session")
def sample_release(sample_data: Path) -> Path:
    """The sample's release."""
    return current_release(sample_data)


@pytest.fixture(scope="session")
def real_release(tmp_path_factory: pytest.TempPathFactory, real_data: Path) -> Path:
    """The release made from the shared real data."""

    def make(data: Path) -> None:
        done = run_thriving(data, "run", "--inbox", real_data)
        assert done.returncode == 0, done.stderr

    return current_release(made_once(tmp_path_factory, "real", make))


@pytest.fixture
def fresh_modules() -> Iterator[None]:
    """Forget cached declarations, so that a test may point at others."""
    from pipelines.declarations import catalogue, commitments, third_sector

    for module in (catalogue, commitments, third_sector):
        module._load.cache_clear()
    yield
    for module in (catalogue, commitments, third_sector):
        module._load.cache_clear()
