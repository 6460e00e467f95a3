"""Work shared between this process and a copy of it, so that a build uses a second core.

Belongs here: making the copy, handing out the pieces, passing on a failure. Does not belong here: what is done
(`build`). The copy has in memory what this process has; a process started anew would have to read it again. What it
does must be our own Python, files and plain calculation: a library with threads of its own does not work in a copy.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, NoReturn, TypeVar

_CORES = 2
_Result = TypeVar("_Result")


def _may_copy() -> bool:
    """A copy of a process with threads is safe enough on Linux, and not on macOS; on one core it is of no use."""
    return sys.platform == "linux" and len(os.sched_getaffinity(0)) >= _CORES


def _in_the_copy(work: Callable[[], object], answer: int) -> NoReturn:
    """Answer with the result or with what went wrong, and end there: what follows is for the other process alone."""
    try:
        try:
            told = work()
        except BaseException as error:  # noqa: BLE001 - even an interrupt is raised again by the process that waits
            told = error
        try:
            content = pickle.dumps(told)
        except Exception:  # noqa: BLE001 - some errors cannot travel: their words can
            content = pickle.dumps(RuntimeError(f"{type(told).__name__}: {told}"))
        with os.fdopen(answer, "wb") as pipe:
            pipe.write(content)
    finally:
        os._exit(0)  # where nobody listens any more, too


def _told(content: bytes) -> Any:
    told = pickle.loads(content) if content else RuntimeError("The second process of the build ended early.")  # noqa: S301 - from our own copy
    if isinstance(told, BaseException):
        raise told
    return told


@contextlib.contextmanager
def begun(work: Callable[[], _Result]) -> Iterator[Callable[[], _Result]]:
    """Begin work in a copy of this process where the system allows; elsewhere it is done when its result is asked for.

    Args:
        work: What is to be done; its result travels by pickle.

    Yields:
        What waits for the result and returns it, or raises what the work raised; to be asked once. A copy takes some
        milliseconds more to end, so other work is best done inside the block, too.
    """
    if not _may_copy():
        yield work
        return
    answered, answer = os.pipe()
    copy = os.fork()
    if copy == 0:
        os.close(answered)  # or the copy would wait for itself where nobody else listens any more
        _in_the_copy(work, answer)
    os.close(answer)
    with os.fdopen(answered, "rb") as pipe:
        try:
            yield lambda: _told(pipe.read())
        finally:
            pipe.read()  # what nobody asked for: the copy ends once it has said all
            os.waitpid(copy, 0)


def _done(pieces: Sequence[Callable[[], int | None]], waiting: int) -> int:
    """Do pieces until none is left; each number in the pipe is one that nobody has taken."""
    total = 0
    while number := os.read(waiting, 1):
        total += pieces[number[0]]() or 0
    return total


@contextlib.contextmanager
def side_by_side(pieces: Sequence[Callable[[], int | None]]) -> Iterator[int]:
    """Do pieces of work that share nothing, in two processes where the system allows.

    Args:
        pieces: At most 255, the longest first; each returns a number or nothing.

    Yields:
        The sum of what they return, once all are done; the copy ends during the block.

    Raises:
        Exception: What a piece raises, whichever process it ran in; the other pieces may then be missing.
    """
    if not _may_copy():
        yield sum(piece() or 0 for piece in pieces)
        return
    waiting, filled = os.pipe()
    os.write(filled, bytes(range(len(pieces))))
    os.close(filled)
    with begun(partial(_done, pieces, waiting)) as others:
        try:
            own = _done(pieces, waiting)
        finally:
            os.close(waiting)
        yield own + others()
