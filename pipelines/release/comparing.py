"""What differs between two releases: numbers, indicators, areas and targets.

Belongs here: `thriving diff`, from the files of two releases and nothing else. Does not belong here: which numbers
count as changed, and why they did (`revising`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.faults import ReleaseError
from pipelines.release.finding import Release
from pipelines.release.revising import PROVENANCE_COLUMNS, revisions

if TYPE_CHECKING:
    import pandas as pd

_LARGEST = 3
_CHANGES = ("revised", "withdrawn", "added")
_NUMBERS = ("old_value", "new_value", "old_lower", "new_lower", "old_upper", "new_upper")


@dataclass(frozen=True)
class Difference:
    """Everything that two releases differ in.

    `revisions` has the columns of revisions.csv; `indicators` one entry for each indicator with changed numbers. What
    came or went is told by name; `targets` are those in force that moved, with their old and new value.
    """

    old: dict[str, Any]
    new: dict[str, Any]
    revisions: "pd.DataFrame"
    indicators: list[dict[str, Any]]
    came: dict[str, list[str]]
    went: dict[str, list[str]]
    targets: list[dict[str, str]]


def compare(old: Path, new: Path) -> Difference:
    """Compare two releases.

    Raises:
        ReleaseError: one of the folders is no release.
    """
    import pandas as pd

    before, after = Release(old), Release(new)
    try:
        observations = pd.read_parquet(new / "data" / "observations.parquet")
    except (OSError, ValueError) as error:
        raise ReleaseError(f"{new} has no readable data/observations.parquet: it is not a release.") from error
    provenance = pd.DataFrame(after.table("provenance"), columns=list(PROVENANCE_COLUMNS))
    found = revisions(old, observations, provenance)
    came, went = {}, {}
    for what, table, key in (("indicators", "indicators", "indicator"), ("areas", "areas", "area_code")):
        names = [{row[key]: _name(row) for row in release.table(table)} for release in (before, after)]
        went[what] = [f"{code} {names[0][code]}" for code in names[0] if code not in names[1]]
        came[what] = [f"{code} {names[1][code]}" for code in names[1] if code not in names[0]]
    return Difference(
        before.about, after.about, found, _by_indicator(found, after, before), came, went, _moved(before, after)
    )


def _name(row: Mapping[str, str]) -> str:
    return row.get("name") or row.get("area_name", "")


def _by_indicator(found: "pd.DataFrame", *releases: Release) -> list[dict[str, Any]]:
    """How many numbers of each indicator changed, why, and the largest changes."""
    names = {row["indicator"]: row for release in reversed(releases) for row in release.table("indicators")}
    told: list[dict[str, Any]] = []
    for indicator, own in found.groupby("indicator", sort=True):
        counts = own["change"].value_counts()
        moved = own.assign(moved=(own["new_value"] - own["old_value"]).abs())
        largest = moved[moved["moved"] > 0].nlargest(_LARGEST, "moved")
        about = names.get(str(indicator), {})
        told.append(
            {
                "indicator": str(indicator),
                "code": about.get("code", ""),
                "name": about.get("name", ""),
                "unit": about.get("unit", ""),
                **{change: int(counts.get(change, 0)) for change in _CHANGES},
                "reason": str(own["reason"].iloc[0]),
                "largest": _plain(largest.drop(columns="moved")),
            }
        )
    return told


def _moved(before: Release, after: Release) -> list[dict[str, str]]:
    """Milestones and targets in force that are new, gone, or have another value or day.

    A release that was made before there were targets has moved none.
    """
    if not before.table("targets"):
        return []

    def in_force(release: Release) -> dict[tuple[str, str, int], dict[str, str]]:
        found: dict[tuple[str, str, int], dict[str, str]] = {}
        for row in release.table("targets"):
            if row["in_force"].lower() == "true":
                place = sum(key[:2] == (row["indicator"], row["kind"]) for key in found)
                found[row["indicator"], row["kind"], place] = row
        return found

    one, other = in_force(before), in_force(after)
    told: list[dict[str, str]] = []
    for key in sorted({*one, *other}):
        old, new = one.get(key, {}), other.get(key, {})
        if [old.get(name) for name in ("by", "value")] != [new.get(name) for name in ("by", "value")]:
            told.append(
                {
                    "indicator": key[0], "kind": key[1],
                    "old_by": old.get("by", ""), "old_value": old.get("value", ""),
                    "new_by": new.get("by", ""), "new_value": new.get("value", ""),
                    "set_on": new.get("set_on", ""), "why": new.get("why", ""),
                }
            )  # fmt: skip
    return told


def _plain(frame: "pd.DataFrame") -> list[dict[str, Any]]:
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in rows]


def as_json(found: Difference) -> dict[str, Any]:
    """Everything as plain values, with every changed number."""
    about = ("id", "published", "synthetic")
    return {
        "old": {name: found.old.get(name) for name in about},
        "new": {name: found.new.get(name) for name in about},
        "indicators": found.indicators,
        "came": found.came,
        "went": found.went,
        "targets": found.targets,
        "revisions": _plain(found.revisions),
    }


def lines(found: Difference) -> Iterator[str]:
    """The same for a reader, line by line."""
    yield f"From {found.old['id']} to {found.new['id']}"
    if found.old.get("synthetic") != found.new.get("synthetic"):
        yield "One of the two releases is synthetic and the other is not: every difference is that of made-up numbers."
    if not found.indicators:
        yield "No published number of a period that both have has changed."
    for one in found.indicators:
        counts = ", ".join(f"{one[change]:,} {change}" for change in _CHANGES if one[change])
        yield f"\n{one['code']} {one['indicator']}: {counts}. Why: {one['reason']}"
        for row in one["largest"]:
            yield (
                f"  {row['area_name']} ({row['level']} {row['area_code']}), {row['period']}: {row['old_value']!r} -> "
                f"{row['new_value']!r} {one['unit']}"
            )
    for what, names in (("came", found.came), ("went", found.went)):
        for kind, listed in names.items():
            if listed:
                yield f"\n{kind.capitalize()} that {what}: {', '.join(listed)}"
    for target in found.targets:
        before = f"{target['old_value']} by {target['old_by']}" if target["old_by"] else "none"
        after = f"{target['new_value']} by {target['new_by']}" if target["new_by"] else "none"
        why = f" Set on {target['set_on']}: {target['why']}" if target["why"] else ""
        yield f"\n{target['kind'].capitalize()} of {target['indicator']}: {before} -> {after}.{why}"
