"""Work in two processes: every piece once, and a failure of either is told."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pytest

from dashboards.beside import begun, side_by_side
from dashboards.errors import ReleaseError


def _piece(folder: Path, number: int) -> int:
    with (folder / str(number)).open("x") as file:  # a second time would fail
        file.write(str(os.getpid()))
    return number


def _all_done(pieces: Sequence[Callable[[], int | None]]) -> None:
    with side_by_side(pieces):
        pass


def _fails(error: BaseException) -> int:
    raise error


def test_every_piece_is_done_once(tmp_path: Path) -> None:
    with side_by_side([partial(_piece, tmp_path, number) for number in range(40)]) as total:
        assert total == sum(range(40))
        assert len(list(tmp_path.iterdir())) == 40


def test_a_failure_keeps_its_words() -> None:
    for error in (ReleaseError("data/areas.csv", "no file", "a CSV", "Make it."), ZeroDivisionError("by nought")):
        with pytest.raises(type(error), match=str(error).replace(".", r"\.")):
            _all_done([partial(_fails, error)] * 20)


def test_an_error_that_cannot_travel_is_told_in_words() -> None:
    class OddError(Exception):
        """Known in this function only, so no other process can read it."""

    with pytest.raises((OddError, RuntimeError), match="odd"):
        _all_done([partial(_fails, OddError("odd"))] * 20)


def test_what_was_begun_is_handed_over_or_told() -> None:
    with begun(lambda: "x" * 1_000_000) as result:
        assert len(result()) == 1_000_000
    error = ReleaseError("data/areas.csv", "no file", "a CSV", "Make it.")
    with pytest.raises(ReleaseError, match="no file"), begun(partial(_fails, error)) as result:
        result()


def test_nothing_is_left_running_where_nobody_asks_or_this_side_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    copies, fork = [], os.fork
    monkeypatch.setattr(os, "fork", lambda: copies.append(copy := fork()) or copy)
    with begun(lambda: "x" * 1_000_000):
        pass
    with pytest.raises(ZeroDivisionError), begun(lambda: "x" * 1_000_000):
        raise ZeroDivisionError
    for copy in copies:
        with pytest.raises(ChildProcessError):
            os.waitpid(copy, os.WNOHANG)


# The first process ends at once, as when a run is killed; what the copy then says reaches nobody.
_KILLED = """
import os, pathlib, sys, time
from dashboards.beside import begun
try:
    with begun(lambda: time.sleep(0.2) or "x" * 1_000_000):
        os._exit(0)
except BaseException:
    pathlib.Path(sys.argv[1]).touch()
"""


def test_a_copy_that_nobody_listens_to_goes_no_further(tmp_path: Path) -> None:
    further = tmp_path / "further"
    # The copy holds the same output, so this waits for both.
    subprocess.run([sys.executable, "-c", _KILLED, str(further)], check=True, capture_output=True, timeout=60)
    assert not further.exists()


@pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="one core: there is no second process")
def test_a_process_that_ends_early_is_told() -> None:
    parent = os.getpid()

    def waits_for_the_copy_or_ends() -> int:
        if os.getpid() != parent:
            os._exit(7)
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)
        return 0

    with pytest.raises(RuntimeError, match="ended early"):
        _all_done([waits_for_the_copy_or_ends] * 5)
