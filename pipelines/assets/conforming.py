"""From kept files to conformed tables: read, judge codes, drop repeats, move 2011 areas, check, swap.

Belongs here: the order of those steps for one source. Does not belong here: any step's own rules (see `sources`,
`geography`, `checks`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from pipelines import fingerprint, warehouse
from pipelines.assets.landing import Intake
from pipelines.assets.spine import CODE, Spine
from pipelines.checks.verdicts import Verdict, check, stop_on_critical
from pipelines.declarations.expectation import expect
from pipelines.faults import Fault
from pipelines.geography.codes import judge_small_areas, judge_wards
from pipelines.sources.base import Landed, Source, Tidy

_WHERE = ("source_file", "source_row")


@dataclass
class Conformed:
    """What became of one source in this run."""

    table: str
    rows: int = 0
    made: bool = False
    faults: list[Fault] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)


def conform(source: Source, intake: Intake, spine: Spine) -> Conformed:
    """Make one source's table, or leave it when nothing changed, or drop it when its files are gone.

    Raises:
        CheckFailedError: a blocking expectation failed; the last table stays.
    """
    table = f"conformed.{source.table}"
    files = intake.of(source.id)
    result = Conformed(table)
    if not files:
        warehouse.drop(table)
        return result
    small = source.level in ("lsoa21", "lsoa11")
    inputs = (
        ["conformed.membership", "conformed.lookup_lsoa11", "conformed.census_age"]
        if small
        else ["conformed.membership"]
    )
    digest = fingerprint.of_values(
        [f.sha256 for f in files],
        [warehouse.about(t).get("digest") for t in inputs if t != table],
        fingerprint.of_code(*CODE, "pipelines/checks"),
    )
    if warehouse.is_current(table, digest):
        about = warehouse.about(table)
        result.rows = about["rows"]
        result.verdicts = [Verdict(**row) for row in about.get("verdicts", [])]
        return result
    tidy = read_and_judge(source, files, spine, result.faults)
    if any(f.blocking for f in result.faults):
        return result
    if not tidy.rows:
        warehouse.drop(table)
        return result
    frame = _frame(source, tidy, spine)
    result.verdicts = check(table, frame, [*_implied(source), *source.expectations], ("area_code", "period", *_WHERE))
    stop_on_critical(table, result.verdicts)
    warehouse.swap_in(
        table,
        frame,
        digest,
        {
            "per_file": tidy.per_file,
            "notes": [*tidy.notes, *[str(f) for f in result.faults]],
            "verdicts": [v.as_row() for v in result.verdicts],
        },
    )
    result.rows, result.made = len(frame), True
    return result


def _implied(source: Source) -> list[Any]:
    """What holds of every conformed table."""
    key = [column for column in source.key if column != "lsoa11_code"]
    whole = list(source.key) if "lsoa11_code" in source.key else key
    return [
        expect(
            "ExpectCompoundColumnsToBeUnique" if len(whole) > 1 else "ExpectColumnValuesToBeUnique",
            **({"column_list": whole} if len(whole) > 1 else {"column": whole[0]}),
        ),
    ]


def read_and_judge(source: Source, files: Sequence[Landed], spine: Spine, faults: list[Fault]) -> Tidy:
    """Every file of a source in one tidy form, with codes judged and repeats dropped."""
    whole = Tidy(rows=[])
    if source.level in ("lsoa21", "lsoa11") and not spine.wanted.lsoa21:
        faults.append(
            Fault(
                files[0].file,
                "small-area figures and no lookup to place them",
                "the ONS lookup from LSOA 2021 to ward in the inbox",
                "Download the lookup from the Open Geography portal into the inbox.",
                kind="no lookup",
            )
        )
        return whole
    for landed in files:
        if source.read is None:
            continue
        tidy = source.read(landed, spine.wanted)
        _judge(source, landed.file, tidy, spine)
        faults.extend(tidy.faults)
        if not tidy.rows and not tidy.faults:
            faults.append(
                Fault(
                    landed.file,
                    f"no row of {spine.place.name}",
                    f"rows of {spine.place.name}",
                    "Check that the file covers the place; nothing of it is used.",
                    kind="no row",
                    blocking=False,
                )
            )
        whole.rows.extend(tidy.rows)
        whole.notes.extend(tidy.notes)
        whole.per_file[landed.file] = (tidy.rows_read, len(tidy.rows))
    if not any(f.blocking for f in faults):
        whole.rows = _once(source, whole, faults)
    return whole


def _judge(source: Source, file: str, tidy: Tidy, spine: Spine) -> None:
    """Judge codes level by level; what is not of the place is counted in a note."""
    column = "lsoa11_code" if source.level == "lsoa11" else "area_code"
    wards = [row for row in tidy.rows if row["level"] == "ward"]
    small = [row for row in tidy.rows if row["level"] in ("lsoa21", "lsoa11")]
    others = [row for row in tidy.rows if row["level"] in ("city", "country")]
    elsewhere = spine.known["ward"] - set(spine.wards.current)
    judged = judge_wards(wards, spine.wards, file, elsewhere=elsewhere, of_place=source.of_place)
    names = spine.lsoa21 if source.level != "lsoa11" else {}
    level = "lsoa11" if source.level == "lsoa11" else "lsoa21"
    strict = spine.known[level] if spine.covers_other_places else frozenset(tidy.outside)
    areas = judge_small_areas(small, tidy.outside if small else {}, names, strict, file, column)
    for row in others:
        if row["area_code"] not in (spine.place.code, spine.place.country.code):
            tidy.faults.append(
                Fault(
                    file,
                    repr(row["area_code"]),
                    f"{spine.place.code} for a row of the city",
                    "Correct the code or the level.",
                    row=row["source_row"],
                    column="area_code",
                    kind="city code",
                )
            )
    tidy.faults.extend([*judged.faults, *areas.faults])
    tidy.notes.extend(judged.notes)
    outside = len(judged.outside) + len(tidy.outside)
    if outside:
        tidy.notes.append(f"{file}: rows of {outside:,} areas of other places were left out.")
    tidy.rows = [*judged.rows, *areas.rows, *others]


def _once(source: Source, tidy: Tidy, faults: list[Fault]) -> list[dict[str, Any]]:
    """Drop rows that repeat another with the same figures; the same key with other figures is a fault."""
    key = [column for column in source.key if source.level != "lsoa11" or column != "area_code"]
    seen: dict[tuple[Any, ...], dict[str, Any]] = {}
    repeated: dict[str, int] = {}
    for row in tidy.rows:
        identity = tuple(row.get(column) for column in key)
        first = seen.setdefault(identity, row)
        if first is row:
            continue
        other = [c for c in row if c not in (*_WHERE, "area_name") and row[c] != first.get(c)]
        if other:
            faults.append(
                Fault(
                    row["source_file"],
                    f"{row[other[0]]}, where {first['source_file']}, row {first['source_row']} has {first[other[0]]}",
                    "one figure for each area and period",
                    "Remove the row or file that is wrong.",
                    row=row["source_row"],
                    column=other[0],
                    kind="conflict",
                )
            )
        else:
            repeated[row["source_file"]] = repeated.get(row["source_file"], 0) + 1
    tidy.notes.extend(
        f"{file}: {count:,} rows repeat others with the same figures and were used once."
        for file, count in sorted(repeated.items())
    )
    return list(seen.values())


def _frame(source: Source, tidy: Tidy, spine: Spine) -> pd.DataFrame:
    """The rows as a table, 2011 areas moved to 2021, every row with a status."""
    frame = pd.DataFrame(tidy.rows).drop(columns=["area_name", "city_code"], errors="ignore")
    if source.level == "lsoa11":
        shares, notes = spine.shares()
        tidy.notes.extend(notes)
        frame = frame.merge(shares, on="lsoa11_code", how="left")
        for column in source.additive:
            frame[column] = frame[column] * frame["share"]
        frame["level"] = "lsoa21"
    for column, default in (("status", "ok"), ("note", "")):
        if column not in frame:
            frame[column] = default
    order = [c for c in frame.columns if c in ("level", "area_code", "period", *source.key)]
    present = set(frame["area_code"])
    if source.level in ("lsoa21", "lsoa11"):
        absent = sorted(set(spine.lsoa21) - present)
    else:
        absent = sorted(set(spine.wards.current) - present) if source.level == "ward" else []
    if absent:
        tidy.notes.append(
            f"{source.title}: {len(absent)} areas have no row: {', '.join(absent[:10])}"
            + (" and more." if len(absent) > 10 else ".")
        )
    return frame.sort_values(order, kind="stable").reset_index(drop=True)
