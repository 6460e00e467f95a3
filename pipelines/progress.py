"""A live line per stage for whoever watches the run.

Belongs here: writing progress to standard error. Does not belong here: deciding what a stage is.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Stage:
    """What a stage has to say for itself when it ends."""

    name: str
    said: list[str] = field(default_factory=list)

    def say(self, text: str) -> None:
        """Add to the stage's closing line, for example '14 tables made, 3 unchanged'."""
        self.said.append(text)


@contextmanager
def stage(name: str) -> Iterator[Stage]:
    """Write the stage's name when it starts, and its counts and seconds when it ends."""
    live = sys.stderr.isatty()
    if live:
        sys.stderr.write(f"  {name:<22} ...\r")
        sys.stderr.flush()
    began = time.perf_counter()
    current = Stage(name)
    outcome = "stopped"
    try:
        yield current
        outcome = ", ".join(current.said) or "done"
    finally:
        seconds = time.perf_counter() - began
        sys.stderr.write(f"  {name:<22} {outcome:<60} {seconds:6.2f} s\n")
        sys.stderr.flush()


def tell(text: str) -> None:
    """Write one line of progress that is not a stage."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
