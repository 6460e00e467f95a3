"""Digests that decide what must be computed again.

Belongs here: hashing of files, code and values. Standard library only: a run with nothing changed ends here,
before anything heavy is imported. Does not belong here: what to do with the answer.
"""

import hashlib
import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from pipelines import asked, paths

_CODE = ("*.py", "*.sql", "*.html", "*.css", "*.js", "*.svg")


def of_bytes(content: bytes) -> str:
    """SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def of_file(path: Path) -> str:
    """SHA-256 of a file, read in blocks, so that a large file costs no memory."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def of_values(*values: object) -> str:
    """SHA-256 of any values that JSON can carry; the order of mappings does not matter."""
    return of_bytes(json.dumps(values, sort_keys=True, default=str).encode())


def files_under(folder: Path) -> list[Path]:
    """Every file of a folder in a fixed order; hidden files are left out."""
    if not folder.is_dir():
        return []
    return sorted(p for p in folder.rglob("*") if p.is_file() and not _hidden(p.relative_to(folder)))


def _hidden(relative: Path) -> bool:
    return any(part.startswith(".") for part in relative.parts)


def of_folder(folder: Path, patterns: Iterable[str] = ("*",)) -> str:
    """SHA-256 over the names and contents of a folder's files that match one of the patterns."""
    wanted = tuple(patterns)
    found = [(str(p.relative_to(folder)), of_file(p)) for p in files_under(folder) if any(p.match(w) for w in wanted)]
    return of_values(found)


@cache
def of_code(*parts: str) -> str:
    """SHA-256 of the project's own source: whole packages (`methods`) or modules (`methods/rank.py`).

    Args:
        parts: paths below the repository's root, for example `pipelines/methods`.
    """
    digests: list[str] = []
    for part in parts:
        path = paths.ROOT / part
        digests.append(of_folder(path, _CODE) if path.is_dir() else of_file(path))
    return of_values(digests)


def of_release(inbox_digest: str) -> str:
    """SHA-256 of everything that decides what a release holds: inputs, declarations, places, code, PDFs or none.

    Args:
        inbox_digest: `of_folder` of the inbox, taken before its files were read.
    """
    return of_values(
        inbox_digest,
        # Removing responses changes what a release says of their wave.
        of_file(paths.purge_record()) if paths.purge_record().exists() else "",
        of_folder(paths.indicators_folder(), ("*.yaml", "*.sql")),
        of_folder(paths.reference_folder()),
        asked.pdfs(),
        of_code("pipelines", "dashboards", "pyproject.toml", "requirements.lock"),
    )
