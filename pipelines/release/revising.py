"""Which published numbers changed between two releases, and why.

Belongs here: comparing two tables of observations row by row, and reading the reason off the digests that both
releases carry. Pure over what it is given. Does not belong here: making the digests (`assets.provenance`), or what else
two releases differ in (`comparing`).
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.faults import ReleaseError
from pipelines.release.staging import read_about

if TYPE_CHECKING:
    import pandas as pd

PROVENANCE_COLUMNS = ("indicator", "files", "declaration", "method", "places")
# Sums in another order, or the mathematics library of another machine, move the last two or three of a double's sixteen
# digits. What was revised moves more: a single unit of a count of a thousand million is a thousand times larger.
TOLERANCE = 1e-12
NOT_RECORDED = "not recorded"
UNEXPLAINED = "unexplained: files, declaration, method and places are recorded as unchanged"
_REASONS = {
    "files": "source revised",
    "declaration": "declaration changed",
    "method": "method changed",
    "places": "boundary changed",
}
_KEY = "indicator, level, area_code, period"
_PARTS = ("value", "lower", "upper")


def _moved(part: str) -> str:
    """SQL: whether two numbers differ beyond the tolerance, null being a number of its own."""
    old, new = f"o.{part}", f"n.{part}"
    far = f"abs({old} - {new}) > {TOLERANCE!r} * greatest(abs({old}), abs({new}))"
    return f"(({old} IS NULL) <> ({new} IS NULL) OR coalesce({far}, false))"


# What is suppressed now was published once; a release that repeated it beside the hole would undo the suppression.
_OLD_PARTS = ",\n            ".join(
    f"CASE WHEN n.status IS DISTINCT FROM 'suppressed' THEN o.{part} END AS old_{part}, n.{part} AS new_{part}"
    for part in _PARTS
)
_QUERY = f"""
    WITH found AS (
        SELECT
            {", ".join(f"coalesce(n.{key}, o.{key}) AS {key}" for key in _KEY.split(", "))},
            coalesce(n.area_name, o.area_name) AS area_name,
            CASE
                WHEN o.value IS NOT NULL AND n.value IS NULL THEN 'withdrawn'
                WHEN o.value IS NULL AND n.value IS NOT NULL THEN 'added'
                ELSE 'revised'
            END AS change,
            {_OLD_PARTS},
            o.status AS old_status,
            n.status AS new_status
        FROM old AS o
        FULL JOIN new AS n USING ({_KEY})
        WHERE CASE
            WHEN o.indicator IS NULL THEN n.value IS NOT NULL
            WHEN n.indicator IS NULL THEN o.value IS NOT NULL
            ELSE o.status <> n.status OR {" OR ".join(map(_moved, _PARTS))}
        END
    )
    SELECT * FROM found
    WHERE old_status IS NOT NULL OR (indicator, period) IN (SELECT (indicator, period) FROM old)
    ORDER BY {_KEY}
"""
COLUMNS = (
    "indicator", "level", "area_code", "area_name", "period", "change", "old_value", "new_value", "old_lower",
    "new_lower", "old_upper", "new_upper", "old_status", "new_status", "reason", "old_release",
)  # fmt: skip


def revisions(old_folder: Path, observations: "pd.DataFrame", provenance: "pd.DataFrame") -> "pd.DataFrame":
    """What of an earlier release is published otherwise now.

    A row is `revised` when value, a limit or the status differs, `withdrawn` when there was a value and is none, and
    `added` when there was none and the earlier release already had other figures of that period: a new period is news
    and no revision. Numbers count as the same within a relative 1e-12.

    Args:
        old_folder: the earlier release.
        observations: those of the new one, with the columns of `columns.OBSERVATION_COLUMNS`.
        provenance: digests of the new release, one row per indicator with `PROVENANCE_COLUMNS`.

    Returns:
        Rows with `COLUMNS`, ordered; `old_value` and the old limits are empty where the new status is suppressed.

    Raises:
        ReleaseError: the folder holds no release.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    from pipelines import warehouse

    about = read_about(old_folder)
    columns = ["indicator", "level", "area_code", "area_name", "period", *_PARTS, "status"]
    try:
        old = pq.read_table(old_folder / "data" / "observations.parquet", columns=columns)
    except (OSError, pa.ArrowInvalid) as error:
        raise ReleaseError(f"{old_folder} has no readable data/observations.parquet: it is not a release.") from error
    with warehouse.connect() as connection:
        connection.register("old", old)
        connection.register("new", pa.Table.from_pandas(observations[columns], preserve_index=False))
        found: pd.DataFrame = connection.execute(_QUERY).df()
    before, now = read_provenance(old_folder), _by_indicator(provenance)
    reasons = {i: _reason(before.get(i), now.get(i)) if now else NOT_RECORDED for i in found["indicator"].unique()}
    found["reason"] = found["indicator"].map(reasons).astype("str")
    found["old_release"] = about["id"]
    return found[list(COLUMNS)]


def read_provenance(folder: Path) -> dict[str, dict[str, str]]:
    """A release's digests by indicator; none of a release that was made before they were recorded."""
    import pandas as pd

    path = folder / "data" / "provenance.csv"
    return _by_indicator(pd.read_csv(path, dtype=str, keep_default_na=False)) if path.exists() else {}


def _by_indicator(provenance: "pd.DataFrame") -> dict[str, dict[str, str]]:
    digests = [name for name in PROVENANCE_COLUMNS if name != "indicator"]
    return {str(row["indicator"]): {name: str(row[name]) for name in digests} for row in provenance.to_dict("records")}


def _reason(before: Mapping[str, str] | None, now: Mapping[str, str] | None) -> str:
    """Why an indicator's numbers changed, by its digests in both releases."""
    if before is None:
        return NOT_RECORDED
    if now is None:
        return _REASONS["declaration"]  # it is declared no longer
    return "; ".join(reason for name, reason in _REASONS.items() if before[name] != now[name]) or UNEXPLAINED


def unexplained(found: "pd.DataFrame") -> str:
    """A sentence on numbers that changed although nothing that is recorded did; empty when there are none.

    A release must not carry such rows in silence: either a digest leaves something out that decides numbers, or the
    same inputs do not always give the same number.
    """
    rows = found[found["reason"] == UNEXPLAINED]
    if rows.empty:
        return ""
    names = ", ".join(sorted(rows["indicator"].unique()))
    return (
        f"{len(rows):,} published numbers have changed, although files, declaration, method and places are recorded as "
        f"unchanged ({names}). Please report this: a number that moves by itself is a fault of the program."
    )
