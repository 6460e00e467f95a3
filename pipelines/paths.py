"""Where everything lives on disk, said once.

Belongs here: folders and file names of the installation. Does not belong here: reading or writing them.
Imports the standard library only, so that the nothing-changed pass stays quick.
"""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
INDICATORS = ROOT / "indicators"
INDICATOR_SCHEMA = INDICATORS / "indicator.schema.json"
INSTRUMENT_SCHEMA = INDICATORS / "instrument.schema.json"


def data_folder() -> Path:
    """Folder of everything that a run writes; `THRIVING_DATA` moves it (tests do)."""
    return Path(os.environ.get("THRIVING_DATA", ROOT / "data"))


def reference_folder() -> Path:
    """Folder of the place: `THRIVING_PLACE` names one under data/reference, or is a folder itself."""
    place = os.environ.get("THRIVING_PLACE", "leeds")
    folder = Path(place)
    return folder if folder.is_absolute() else ROOT / "data" / "reference" / place


def indicators_folder() -> Path:
    """Folder of the declarations; `THRIVING_INDICATORS` points elsewhere (tests do)."""
    return Path(os.environ.get("THRIVING_INDICATORS", INDICATORS))


def landed_folder() -> Path:
    """Byte-for-byte copies of what was taken from the inbox."""
    return data_folder() / "landed"


def warehouse_folder() -> Path:
    """One Parquet file per table."""
    return data_folder() / "warehouse"


def private_folder() -> Path:
    """Survey responses, without direct identifiers: for this account alone (mode 0700), never in a release."""
    return data_folder() / "private"


def purge_record() -> Path:
    """Which waves' responses were removed for good."""
    return private_folder() / "purged.json"


def releases_folder() -> Path:
    """Immutable releases and the pointer to the current one."""
    return data_folder() / "releases"


def sample_folder() -> Path:
    """The inbox of synthetic files that a run without --inbox works on."""
    return data_folder() / "sample_inbox"


def dagster_home() -> Path:
    """Dagster's own records: runs, schedules, event logs."""
    return data_folder() / ".dagster"
