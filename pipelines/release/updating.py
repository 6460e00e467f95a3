"""What a release tells that the one before did not: indicators that are new, have a newer period, or are gone.

Belongs here: comparing two tables of indicators. Does not belong here: figures of a period that both releases have
(`revising`), everything else that two releases differ in (`comparing`).
"""

from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.release.finding import Release

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("indicator", "indicator_name", "change", "old_period", "new_period", "old_release")


def updates(old_folder: Path, indicators: "pd.DataFrame") -> "pd.DataFrame":
    """Which indicators say something new.

    Args:
        old_folder: the earlier release.
        indicators: those of the new one, with `indicator`, `name` and `latest_period`: ISO 8601, so that a later period
            is the larger text.

    Returns:
        Rows with `COLUMNS`: `new` in this release, `newer` where the latest period with a value is later, `gone`; in
        the order of the catalogue, what is gone last.

    Raises:
        ReleaseError: the folder holds no release.
    """
    import pandas as pd

    old = Release(old_folder)
    before = {row["indicator"]: row for row in old.table("indicators")}
    found = []
    for row in indicators.to_dict("records"):
        period = before[row["indicator"]]["latest_period"] if row["indicator"] in before else None
        if period is None:
            found.append((row["indicator"], row["name"], "new", "", row["latest_period"]))
        elif row["latest_period"] > period:
            found.append((row["indicator"], row["name"], "newer", period, row["latest_period"]))
    now = set(indicators["indicator"])
    found += [(i, row["name"], "gone", row["latest_period"], "") for i, row in before.items() if i not in now]
    return pd.DataFrame([(*row, old.about["id"]) for row in found], columns=list(COLUMNS), dtype="str")
