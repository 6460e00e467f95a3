"""Killed at any moment, the old release or the new one stands whole, and the next run succeeds."""

import os
import random
import shutil
import signal
import subprocess
import time
from pathlib import Path

from pipelines.release.staging import verify
from tests.conftest import THRIVING, current_release, run_thriving

MOMENTS = 20


def test_twenty_random_moments(published: tuple[Path, Path], tmp_path: Path) -> None:
    inbox, data = tmp_path / "inbox", tmp_path / "data"
    shutil.copytree(published[0], inbox)
    shutil.copytree(published[1], data)
    chance = random.Random(20_261_121)  # noqa: S311 - moments to stop at, not secrets
    environment = {**os.environ, "THRIVING_DATA": str(data)}
    began = time.monotonic()
    whole = 0.0
    for attempt in range(MOMENTS + 1):
        # Each attempt has something to do: a figure of one ward changes, so tables, release and site are made again.
        figures = inbox / "partnership_figures.csv"
        lines = figures.read_text().split("\n")
        cells = lines[1].split(",")
        lines[1] = ",".join([*cells[:5], str(400 + attempt), *cells[6:]])
        figures.write_text("\n".join(lines))
        before = current_release(data)
        if attempt == 0:  # not killed: tells how long a run takes
            began = time.monotonic()
            assert run_thriving(data, "run", "--inbox", inbox).returncode == 0
            whole = time.monotonic() - began
            continue
        process = subprocess.Popen(
            [THRIVING, "run", "--inbox", str(inbox)],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(chance.uniform(0.05, 1.02 * whole))
        process.send_signal(signal.SIGKILL)
        process.wait()
        after = current_release(data)
        assert verify(before) == [], attempt
        assert verify(after) == [], attempt
    done = run_thriving(data, "run", "--inbox", inbox)
    assert done.returncode == 0, done.stderr
    assert verify(current_release(data)) == []
    assert not list((data / "releases").glob(".staging-*"))
    assert not list((data / "warehouse").rglob("*.partial"))
