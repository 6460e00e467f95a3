"""From kept files of a register to its table, as published: read, drop repeats, check, swap.

Belongs here: the order of those steps for sources of the level "record", whose rows are entries and not areas. Does not
belong here: areas (`conforming`), or what entries of several registers have to do with each other (`third_sector`).
"""

import pandas as pd

from pipelines import fingerprint, warehouse
from pipelines.assets.conforming import Conformed
from pipelines.assets.landing import Intake
from pipelines.checks.verdicts import Verdict, check, stop_on_critical
from pipelines.faults import Fault
from pipelines.sources.base import Landed, Records, Source, Wanted

_WHERE = ["source_file", "source_row"]
_CODE = ("pipelines/sources", "pipelines/assets/recording.py", "pipelines/checks")
_TOLD = 20


def conform_records(source: Source, intake: Intake, wanted: Wanted) -> Conformed:
    """Make one register's table, or leave it when nothing changed, or drop it when its files are gone.

    Raises:
        CheckFailedError: a blocking expectation failed; the last table stays.
    """
    table = f"conformed.{source.table}"
    files = intake.of(source.id)
    result = Conformed(table)
    if not files:
        warehouse.drop(table)
        return result
    digest = fingerprint.of_values([f.sha256 for f in files], wanted.city_name, fingerprint.of_code(*_CODE))
    if warehouse.is_current(table, digest):
        about = warehouse.about(table)
        result.rows = about["rows"]
        result.verdicts = [Verdict(**row) for row in about.get("verdicts", [])]
        return result
    records, per_file = read_records(source, files, wanted)
    result.faults = records.faults
    if any(fault.blocking for fault in records.faults):
        return result
    result.verdicts = check(table, records.frame, source.expectations, (*source.key, *_WHERE))
    stop_on_critical(table, result.verdicts)
    told = [*records.notes, *map(str, records.faults)]
    verdicts = [v.as_row() for v in result.verdicts]
    warehouse.swap_in(table, records.frame, digest, {"per_file": per_file, "notes": told, "verdicts": verdicts})
    result.rows, result.made = len(records.frame), True
    return result


def read_records(source: Source, files: list[Landed], wanted: Wanted) -> tuple[Records, dict[str, tuple[int, int]]]:
    """Every file of a register as one frame without repeats, and how many rows of each file were read and used."""
    assert source.read_records is not None  # noqa: S101 - narrows the type: only registers come here
    parts = [source.read_records(landed, wanted) for landed in files]
    whole = Records(
        pd.concat([part.frame for part in parts], ignore_index=True),
        [fault for part in parts for fault in part.faults],
        [note for part in parts for note in part.notes],
        sum(part.rows_read for part in parts),
    )
    if not any(fault.blocking for fault in whole.faults):
        _once(source, whole)
    used = whole.frame["source_file"].value_counts()
    return whole, {f.file: (part.rows_read, int(used.get(f.file, 0))) for f, part in zip(files, parts, strict=True)}


def _once(source: Source, whole: Records) -> None:
    """Use a row that is repeated word for word once; the same entry with other content is a fault."""
    content = [column for column in whole.frame.columns if column not in _WHERE]
    kept = whole.frame.drop_duplicates(content, keep="first", ignore_index=True)
    if len(kept) < len(whole.frame):
        repeated = len(whole.frame) - len(kept)
        whole.notes.append(f"{source.title}: {repeated:,} rows repeat others word for word and were used once.")
    whole.frame = kept
    twice = kept[kept.duplicated(list(source.key), keep=False)].sort_values(list(source.key), kind="stable")
    for _, rows in list(twice.groupby(list(source.key), sort=True, dropna=False))[:_TOLD]:
        first, other = rows.iloc[0], rows.iloc[1]
        contents = rows.iloc[:2][content].nunique(dropna=False)
        column = str(contents.index[contents > 1][0])
        whole.faults.append(
            Fault(
                str(other["source_file"]),
                f"{other[column]}, where {first['source_file']}, row {first['source_row']} has {first[column]}",
                f"one entry for each {' and '.join(source.key)}",
                "Remove the row or file that is wrong, for example an older copy of the register.",
                row=int(other["source_row"]),
                column=column,
                kind="conflict",
            )
        )
