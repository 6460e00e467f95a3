"""What a run was asked for.

Belongs here: the choices of one run, told from whoever starts it to its stages by way of the environment, because
Dagster starts stages in other processes too. Standard library only. Does not belong here: where things lie (`paths`).
"""

import os
from pathlib import Path

from pipelines import paths

_INBOX = "THRIVING_INBOX"
_PDFS = "THRIVING_PDFS"


def ask_for_inbox(inbox: Path | None) -> Path:
    """Say which folder of real files to work on; returns it (the sample's when none is named)."""
    if inbox is None:
        os.environ.pop(_INBOX, None)
        return paths.sample_folder()
    os.environ[_INBOX] = str(inbox.resolve())
    return inbox.resolve()


def ask_for_pdfs(wanted: bool) -> None:
    """Say whether the release is to hold PDFs of its pages."""
    os.environ[_PDFS] = "1" if wanted else ""


def inbox() -> Path | None:
    """The folder of real files; None for the embedded sample."""
    named = os.environ.get(_INBOX, "")
    return Path(named) if named else None


def pdfs() -> bool:
    """Whether the release is to hold PDFs."""
    return bool(os.environ.get(_PDFS))
