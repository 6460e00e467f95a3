"""Making a release current in one step, and proving that it is what it was.

Belongs here: staging folders, the manifest, the swap and its verification. Standard library only, because the
nothing-changed pass reads the pointer here. Does not belong here: what the files hold.
"""

import json
import os
import shutil
from pathlib import Path
from typing import Any

from pipelines import fingerprint, paths, warehouse
from pipelines.faults import ReleaseError

MANIFEST = "MANIFEST.json"
_STAGING = ".staging-"
_POINTER = "LATEST.json"


def staging_folder() -> Path:
    """A new, empty folder to stage a release in; what a killed run left is removed first."""
    root = paths.releases_folder()
    root.mkdir(parents=True, exist_ok=True)
    for left in root.glob(f"{_STAGING}*"):
        shutil.rmtree(left, ignore_errors=True)
    folder = root / f"{_STAGING}{os.getpid()}"
    folder.mkdir()
    return folder


def read_about(folder: Path) -> dict[str, Any]:
    """release.json of a release.

    Raises:
        ReleaseError: when the folder is not a release.
    """
    try:
        about: dict[str, Any] = json.loads((folder / "release.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ReleaseError(f"{folder} is not a release: it has no readable release.json") from error
    return about


def seal(folder: Path) -> int:
    """Write the manifest of every file in a staged release; returns how many."""
    found = {
        p.relative_to(folder).as_posix(): {"sha256": fingerprint.of_file(p), "bytes": p.stat().st_size}
        for p in fingerprint.files_under(folder)
        if p.name != MANIFEST
    }
    (folder / MANIFEST).write_text(json.dumps({"files": found}, indent=1) + "\n", encoding="utf-8")
    return len(found)


def verify(folder: Path) -> list[str]:
    """What differs between a release and its manifest, in words; empty when nothing does.

    Raises:
        ReleaseError: when there is no manifest to compare with.
    """
    try:
        listed = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError) as error:
        raise ReleaseError(f"{folder} has no readable {MANIFEST}: it is not a finished release") from error
    present = {p.relative_to(folder).as_posix(): p for p in fingerprint.files_under(folder) if p.name != MANIFEST}
    differences = [f"{name}: listed and not there" for name in sorted(set(listed) - set(present))]
    differences += [f"{name}: there and not listed" for name in sorted(set(present) - set(listed))]
    differences += [
        f"{name}: content differs from the manifest"
        for name in sorted(set(listed) & set(present))
        if fingerprint.of_file(present[name]) != listed[name]["sha256"]
    ]
    return differences


def publish(staged: Path) -> tuple[Path, int]:
    """Seal a staged release, verify it, and make it the current one.

    The folder gets its name by one rename and becomes current by one replaced pointer: a reader sees the old release
    or the new one, whenever the run is stopped.

    Returns:
        The release's folder and the number of files.

    Raises:
        ReleaseError: the staged files are not what was sealed.
    """
    about = read_about(staged)
    files = seal(staged)
    differences = verify(staged)
    if differences:
        raise ReleaseError("The staged release changed while it was sealed:\n" + "\n".join(differences))
    final = paths.releases_folder() / about["id"]
    if final.exists() and _whole(final):
        shutil.rmtree(staged)
    else:
        shutil.rmtree(final, ignore_errors=True)
        staged.replace(final)
    pointer = {"id": about["id"], "fingerprint": about["fingerprint"]}
    warehouse.swap_bytes(paths.releases_folder() / _POINTER, json.dumps(pointer).encode())
    return final, files


def _whole(folder: Path) -> bool:
    try:
        return not verify(folder)
    except ReleaseError:
        return False


def current() -> tuple[Path, str] | None:
    """Folder and fingerprint of the current release; None when there is none."""
    try:
        pointer = json.loads((paths.releases_folder() / _POINTER).read_text(encoding="utf-8"))
        folder = paths.releases_folder() / pointer["id"]
        return (folder, pointer["fingerprint"]) if (folder / MANIFEST).exists() else None
    except (OSError, ValueError, KeyError):
        return None


def find(name: str | None) -> Path:
    """A release by its id or folder; the current one when no name is given.

    Raises:
        ReleaseError: when there is no such release.
    """
    if name is None:
        now = current()
        if now is None:
            raise ReleaseError("There is no release yet. `thriving run` makes one.")
        return now[0]
    for folder in (Path(name), paths.releases_folder() / name):
        if (folder / "release.json").exists():
            return folder
    raise ReleaseError(f"No release {name!r} under {paths.releases_folder()}.")
