"""Work shared between this process and a copy of it, so that a build uses a second core.

Belongs here: handing out the pieces, waiting, passing on a failure. Does not belong here: what the pieces do (`build`).
The copy has the release in memory already; a process started anew would have to read it again. What it does must be our
own Python and files: a library with threads of its own does not work in a copy.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable, Sequence

_CORES = 2


def _done(pieces: Sequence[Callable[[], int | None]], waiting: int) -> int:
    """Do pieces until none is left; each number in the pipe is one that nobody has taken."""
    total = 0
    while number := os.read(waiting, 1):
        total += pieces[number[0]]() or 0
    return total


def _in_the_copy(pieces: Sequence[Callable[[], int | None]], waiting: int, answer: int) -> None:
    """Do pieces, answer with their sum or with what went wrong, and end without tidying up what is not the copy's."""
    try:
        told: int | BaseException = _done(pieces, waiting)
    except BaseException as error:  # noqa: BLE001 - even an interrupt is raised again by the process that waits
        told = error
    try:
        content = pickle.dumps(told)
    except Exception:  # noqa: BLE001 - some errors cannot travel: their words can
        content = pickle.dumps(RuntimeError(f"{type(told).__name__}: {told}"))
    with os.fdopen(answer, "wb") as pipe:
        pipe.write(content)
    os._exit(0)


def _sum_of(content: bytes) -> int:
    told = pickle.loads(content) if content else RuntimeError("The second process of the build ended early.")  # noqa: S301 - from our own copy
    if isinstance(told, BaseException):
        raise told
    return int(told)


def side_by_side(pieces: Sequence[Callable[[], int | None]]) -> int:
    """Do pieces of work that share nothing, in two processes where the system allows.

    Args:
        pieces: At most 255, the longest first; each returns a number or nothing.

    Returns:
        The sum of what they return.

    Raises:
        Exception: What a piece raises, whichever process it ran in; the other pieces may then be missing.
    """
    # A copy of a process with threads is safe enough on Linux, and not on macOS.
    if sys.platform != "linux" or len(os.sched_getaffinity(0)) < _CORES:
        return sum(piece() or 0 for piece in pieces)
    waiting, filled = os.pipe()
    os.write(filled, bytes(range(len(pieces))))
    os.close(filled)
    answered, answer = os.pipe()
    copy = os.fork()
    if copy == 0:
        _in_the_copy(pieces, waiting, answer)
    os.close(answer)
    try:
        own = _done(pieces, waiting)
    finally:
        os.close(waiting)
        with os.fdopen(answered, "rb") as pipe:
            content = pipe.read()
        os.waitpid(copy, 0)
    return own + _sum_of(content)
